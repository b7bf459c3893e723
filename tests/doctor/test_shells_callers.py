"""The whole machine's view: who finds which go, and what would make them agree; macOS from its files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gowizard.doctor import callers
from gowizard.doctor.checks import mac_paths, other_callers, startup_hangs, startup_reading
from gowizard.doctor.model import Severity
from gowizard.doctor.scene import Scene
from gowizard.doctor.starting import Mode
from gowizard.doctor.views import View
from tests.doctor.shell_account import Account, account

__all__ = ["account"]
GUARD = "case $- in *i*) ;; *) return;; esac\n"


def with_root(scene: Scene, root: Path) -> Scene:
    """The scene with system files below a folder."""
    object.__setattr__(scene.machine, "root", root)
    return scene


def table(scene: Scene) -> dict[str, Path | None]:
    return {caller.key: caller.go for caller in callers.path_table(scene) if caller.known}


def test_each_caller_is_told_with_the_go_that_it_finds(account: Account, tmp_path: Path) -> None:
    folder = account.go()
    account.write(".bashrc", f"{GUARD}PATH={folder}:$PATH\n")
    account.write(".profile", ". ~/.bashrc\n")
    account.write(".config/environment.d/go.conf", f"PATH={folder}:$PATH\n")
    root = tmp_path / "root"
    sudoers = root / "etc" / "sudoers"
    for name in ("etc", "usr/bin", "run/systemd/system"):
        (root / name).mkdir(parents=True)
    (root / "usr" / "bin" / "sudo").touch(0o755)
    sudoers.write_text(f'Defaults\tenv_reset\nDefaults\tsecure_path="/usr/bin:{folder}"\n')
    scene = with_root(account.scene(), root)
    go = folder / "go"
    assert table(scene) == {
        "interactive": go, "editor": go, "tmux": go, "sudo": go, "systemd": go,
        "login": None, "command": None, "cron": None,
    }  # fmt: skip
    text = "\n".join(callers.callers_text(scene))
    assert "terminal window" in text
    assert "(~/.bashrc)" in text
    assert "~/.profile" in callers.agreement(scene)


def test_where_all_shells_agree_the_link_is_named(account: Account) -> None:
    account.shell = "zsh"
    folder = account.go()
    account.write(".zshenv", f"path=({folder} $path)\n")
    assert "/usr/local/bin/go" in callers.agreement(account.scene())


def test_without_a_go_nothing_is_advised(account: Account, tmp_path: Path) -> None:
    scene = with_root(account.scene(), tmp_path)
    if any(callers.first_go(view) for view in ([*scene.view(Mode.INTERACTIVE).path],)):
        pytest.skip("a go is in the system's own folders here")
    assert callers.agreement(scene) == ""


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("5 4 * * * cd ~/x && go test ./...", True),
        ("@daily go install example.org/x@latest", True),
        ("5 4 * * * /usr/local/go/bin/go test", False),
        ("# 5 4 * * * go test", False),
        ("PATH=/usr/bin", False),
    ],
)
def test_only_jobs_that_call_go_by_its_name_count(line: str, found: bool) -> None:
    assert other_callers._is_job(line) is found


def test_a_crontab_with_a_path_of_its_own_is_left_in_peace(account: Account, tmp_path: Path) -> None:
    folder = account.go()
    account.write(".bashrc", f"PATH={folder}:$PATH\n")
    root = tmp_path / "root"
    scene = with_root(account.scene(), root)
    tables = root / "var" / "spool" / "cron" / "crontabs"
    tables.mkdir(parents=True)
    file = tables / scene.host.user.name
    file.write_text("5 4 * * * go test\n")
    assert [finding.id for finding in other_callers.look_cron(scene)] == ["cron-without-go"]
    file.write_text(f"PATH={folder}:/usr/bin:/bin\n5 4 * * * go test\n")
    assert list(other_callers.look_cron(with_root(account.scene(), root))) == []


def test_under_sudo_the_session_is_not_called_old(account: Account) -> None:
    folder = account.go()
    account.write(".bashrc", f"PATH={folder}:$PATH\n")
    account.session = {"SUDO_USER": "gopher"}
    found = list(startup_reading.look_session(account.scene()))
    assert [(finding.id, finding.severity) for finding in found] == [("sudo-path", Severity.ADVICE)]


def as_mac(scene: Scene) -> Scene:
    scene.host = replace(scene.host, system=replace(scene.host.system, os="darwin"))
    return scene


def test_path_helper_that_puts_another_go_first_is_found(account: Account) -> None:
    mine, other = account.go(), account.go("usr/local/go")
    account.shell = "zsh"
    account.write(".zshenv", f'export PATH="{mine}:$PATH"\n')
    account.write(".zprofile", f'export PATH="{other}:$PATH"\n')  # as path_helper would
    found = list(mac_paths.look_order(as_mac(account.scene())))
    assert [(finding.id, finding.entry) for finding in found] == [("path-helper", (73,))]
    assert found[0].remedy is not None
    assert found[0].remedy.go_bin == mine
    account.write(".zprofile", "")
    assert list(mac_paths.look_order(as_mac(account.scene()))) == []


def test_what_the_installer_left_in_paths_d_is_told(account: Account, tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "etc" / "paths.d").mkdir(parents=True)
    (root / "etc" / "paths.d" / "go").write_text("/usr/local/go/bin\n")
    (root / "etc" / "paths.d" / "homebrew").write_text("/opt/homebrew/bin\n")
    found = list(mac_paths.look_left_over(with_root(as_mac(account.scene()), root)))
    assert [(finding.id, finding.about) for finding in found] == [("paths-d-stale", "/etc/paths.d/go")]
    assert found[0].remedy is not None
    assert [edit.edit(b"/usr/local/go/bin\n") for edit in found[0].remedy.edits] == [None]
    (root / "usr" / "local" / "go" / "bin").mkdir(parents=True)
    assert list(mac_paths.look_left_over(with_root(as_mac(account.scene()), root))) == []


def test_a_slow_shell_names_the_line_at_which_it_stood(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    path = account.write(".profile", "true\nsleep 30\n")
    scene = account.scene()
    slow = View(mode=Mode.LOGIN_INTERACTIVE, known=False, timed_out=True)
    scene.once(("view", "bash", Mode.LOGIN_INTERACTIVE), lambda: slow)
    monkeypatch.setattr("gowizard.doctor.tracing.traced.__kwdefaults__", {"seconds": 0.4, "silent": False})
    found = list(startup_hangs.look_slow(scene))
    assert [finding.evidence[0].where for finding in found] == [f"{path}:2"]
    assert found[0].evidence[0].what == "sleep 30"


def test_what_an_image_gives_is_no_fault_of_the_shell(account: Account, tmp_path: Path) -> None:
    folder = account.go()
    path = f"{folder}:/usr/local/bin:/usr/bin:/bin"
    account.session = {"PATH": path, "container": "podman"}
    root = tmp_path / "root"
    (root / "proc" / "1").mkdir(parents=True)
    (root / "proc" / "1" / "environ").write_bytes(f"PATH={path}\0GOTOOLCHAIN=local\0HOME=/\0".encode())
    scene = with_root(account.scene(), root)
    scene.host = replace(scene.host, system=replace(scene.host.system, container="podman"))
    assert scene.given == {"PATH": path}
    assert scene.go is not None
    assert [finding.severity for finding in startup_reading.look(scene)] in ([], [Severity.ADVICE])
    assert list(startup_reading.look_session(scene)) == []
