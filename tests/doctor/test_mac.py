"""The catalogue's entries for macOS, planted on a simulated Mac: what is found, and what would be done about it.

The Mac is a folder; its programs' answers, the kernel's numbers and the ends of first programs are stand-ins. The
signatures are real in form, see tests/test_mac_archives.py. Real zsh and bash read its files in the last tests only.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from gowizard.doctor.checks import (
    certificates,
    mac_paths,
    mac_programs,
    managers,
    on_path,
    other_callers,
    programs,
    tools,
    trees,
    versions,
)  # fmt: skip
from gowizard.doctor.hello import Hello
from gowizard.doctor.model import Finding, Severity
from gowizard.doctor.scene import Scene
from gowizard.doctor.starting import Mode
from gowizard.doctor.symptoms import entries_of
from gowizard.doctor.views import View
from gowizard.host import detect
from tests.doctor.not_planted import NOT_PLANTED, SIMULATED_MAC
from tests.support.fake_mac import homebrew_go, installed_package, mac, mac_tree
from tests.support.fake_machine import FakeMachine, signed_mach
from tests.support.mac_account import MacAccount
from tests.support.tools import need

WORKS = Hello(ok=True)
KILLED = Hello(ok=False, output="go: error obtaining buildID for go tool compile: signal: killed\n")
HOME_GO = "/Users/ann/sdk/go1.27.3"


def on(made: FakeMachine, *path: Path, hello: Hello | None = None, message: str = "", **variables: str) -> Scene:
    """A scene of the Mac, whose new terminals have just these folders in PATH."""
    made.environment["PATH"] = ":".join(map(str, path))
    machine = made.build()
    scene = Scene(detect(machine), machine, message=message)
    view = View(mode=Mode.LOGIN_INTERACTIVE, known=True, variables={"PATH": made.environment["PATH"], **variables})
    scene.view = lambda mode, shell=None: view  # type: ignore[method-assign]
    scene.once("hello", lambda: hello)
    scene.once(("calm-hello", path[0].parent if path else None), lambda: hello)
    return scene


def only(found: list[Finding]) -> Finding:
    assert len(found) == 1, [finding.id for finding in found]
    return found[0]


# 25: Intel's Go on Apple silicon, and terminals under Rosetta


def test_25_intels_archive_is_put_back_as_the_native_one(tmp_path: Path) -> None:
    made = mac(tmp_path, rosetta=True)
    root = mac_tree(made, HOME_GO, "go1.27.3", arch="amd64")
    found = only(list(trees.look(on(made, root / "bin", hello=WORKS))))
    assert (found.id, found.entry, found.severity) == ("tree-other-arch", (25,), Severity.HURTS)
    assert not found.preselected
    assert found.remedy is not None and found.remedy.reinstall is not None
    assert found.remedy.reinstall.root == root


def test_25_intels_homebrew_gives_way_to_a_native_go(tmp_path: Path) -> None:
    made = mac(tmp_path, rosetta=True)
    intel = homebrew_go(made, prefix="/usr/local", arch="amd64")
    remedy = only(list(trees.look(on(made, intel, hello=WORKS)))).remedy
    assert remedy is not None and remedy.install and not remedy.reinstall
    native = homebrew_go(made, "1.25.5")
    remedy = only(list(trees.look(on(made, intel, native, hello=WORKS)))).remedy
    assert remedy is not None and remedy.shells and remedy.go_bin == native


def test_25_a_native_go_is_none(tmp_path: Path) -> None:
    kinds = (("s", {}, "arm64"), ("t", {"translated": True}, "arm64"), ("i", {"chip": "amd64"}, "amd64"))
    for name, options, arch in kinds:
        made = mac(tmp_path / name, **options)
        root = mac_tree(made, HOME_GO, arch=arch)
        assert list(trees.look(on(made, root / "bin", hello=WORKS))) == []


def test_25_without_rosetta_intels_go_cannot_run_at_all(tmp_path: Path) -> None:
    made = mac(tmp_path)
    root = mac_tree(made, HOME_GO, arch="amd64")
    failed = Hello(ok=False, output="Bad CPU type in executable")
    found = only(list(trees.look(on(made, root / "bin", hello=failed))))
    assert (found.id, found.severity) == ("tree-wrong-system", Severity.BLOCKS)
    assert entries_of("zsh: bad CPU type in executable: go")[0] == 25


def test_25_a_terminal_under_rosetta_is_advice(tmp_path: Path) -> None:
    made = mac(tmp_path, translated=True)
    found = only(list(programs.look_at_processor(on(made))))
    assert (found.id, found.entry, found.severity) == ("terminal-translated", (25,), Severity.ADVICE)
    assert "arm64" in found.explanation
    assert list(programs.look_at_processor(on(mac(tmp_path / "native")))) == []


# 74: what Go's own package left in /etc/paths.d


def test_74_a_left_over_line_is_taken_out_by_root_and_shown_to_others(tmp_path: Path) -> None:
    made = mac(tmp_path, uid=os.geteuid())
    installed_package(made)
    place = made.at("/etc/paths.d/go")
    assert list(mac_paths.look_left_over(on(made))) == []
    made.at("/usr/local/go").rename(made.at("/usr/local/gone"))
    scene = on(made)
    remedy = only(list(mac_paths.look_left_over(scene))).remedy
    assert remedy is not None and remedy.automatic
    assert [edit.edit(place.read_bytes()) for edit in remedy.edits] == [None]
    assert [edit.edit(b"/usr/local/go/bin\n/opt/x/bin\n") for edit in remedy.edits] == [b"/opt/x/bin\n"]
    assert remedy.commands == ("sudo pkgutil --forget org.golang.go",)
    place.chmod(0o444)
    remedy = only(list(mac_paths.look_left_over(scene))).remedy
    assert remedy is not None and not remedy.automatic
    assert remedy.commands[0] == "sudo mv /etc/paths.d/go ~/go.paths.d"


def test_74_the_packages_old_go_hides_a_newer_one(tmp_path: Path) -> None:
    made = mac(tmp_path)
    old = installed_package(made, "go1.17.1")
    brew = homebrew_go(made)
    found = only(list(on_path.look(on(made, old / "bin", brew, hello=WORKS))))
    assert (found.id, found.entry) == ("go-shadowed", (6, 74))
    assert any(origin.path == made.at("/etc/paths.d/go") for origin in found.origin)
    assert found.remedy is not None and found.remedy.go_bin == brew
    assert "sudo mv /etc/paths.d/go" in found.remedy.alternative


# 82, 83, 106: programs that macOS ends, or does not start


@pytest.mark.parametrize("program", ["bin/go", "pkg/tool/darwin_arm64/compile"])
def test_82_a_changed_program_gets_a_fresh_tree(tmp_path: Path, program: str) -> None:
    made = mac(tmp_path)
    root = mac_tree(made, HOME_GO, "go1.27.3")
    place = root / program
    place.write_bytes(place.read_bytes()[:-90_000] + b"patched" + place.read_bytes()[-89_993:])
    assert list(mac_programs.look(on(made, root / "bin", hello=WORKS))) == []
    found = only(list(mac_programs.look(on(made, root / "bin", hello=KILLED))))
    assert (found.id, found.entry, found.preselected) == ("signature", (82,), True)
    assert found.evidence[0].where.endswith(program)
    assert found.remedy is not None and found.remedy.reinstall is not None
    assert "codesign -f -s -" in found.remedy.alternative


@pytest.mark.parametrize(("arch", "options", "ids"), [("arm64", {}, ["signature"]), ("amd64", {"chip": "amd64"}, [])])
def test_82_only_apple_silicon_asks_for_a_signature(tmp_path: Path, arch: str, options: dict, ids: list[str]) -> None:
    made = mac(tmp_path, **options)
    root = mac_tree(made, HOME_GO, arch=arch)
    (root / "bin" / "go").write_bytes(signed_mach(arch, signed=False))
    failed = Hello(ok=False, output="")
    assert [found.id for found in mac_programs.look(on(made, root / "bin", hello=failed))] == ids


def test_82_a_program_written_over_in_place_is_told_by_its_end(tmp_path: Path) -> None:
    made = mac(tmp_path)
    root = mac_tree(made, HOME_GO, "go1.27.3")
    found = only(list(mac_programs.look(on(made, root / "bin", hello=KILLED))))
    assert (found.id, found.likelihood.value, found.evidence[0].what) == ("signature", "likely", KILLED.output.strip())
    assert found.remedy is not None and found.remedy.reinstall is not None


def _xattr(made: FakeMachine, marked: Path) -> None:
    """A stand-in for /usr/bin/xattr, which lists the names of a file's attributes."""
    script = f'#!/bin/sh\ncase "$1" in "{marked}") printf "com.apple.quarantine\\ncom.apple.provenance\\n" ;; esac\n'
    made.file("/usr/bin/xattr", script, 0o755)


def test_83_a_tree_in_quarantine(tmp_path: Path) -> None:
    made = mac(tmp_path)
    root = mac_tree(made, HOME_GO, "go1.27.3")
    refused = Hello(ok=False, output="zsh: operation not permitted: go")
    _xattr(made, root / "bin" / "go")
    found = only(list(mac_programs.look(on(made, root / "bin", hello=refused))))
    assert (found.id, found.entry, found.severity) == ("quarantine", (83,), Severity.HURTS)
    assert found.remedy is not None and found.remedy.reinstall is not None
    assert f"xattr -dr com.apple.quarantine {root}" in found.remedy.alternative
    brew = homebrew_go(made)
    _xattr(made, brew.parent / "Cellar/go/1.26.6/libexec/bin/go")
    remedy = only(list(mac_programs.look(on(made, brew, hello=refused)))).remedy
    assert remedy is not None and not remedy.automatic and remedy.commands[1].startswith("xattr -dr")
    _xattr(made, Path("/nothing"))
    assert list(mac_programs.look(on(made, root / "bin", hello=refused))) == []


def test_106_a_protected_folder(tmp_path: Path) -> None:
    made = mac(tmp_path)
    root = mac_tree(made, HOME_GO)
    denied = Hello(ok=False, output="mkdir /Users/ann/Documents/go/pkg: operation not permitted")
    scene = on(made, root / "bin", hello=denied, GOPATH=str(made.home / "Documents" / "go"))
    assert [(found.id, found.entry) for found in mac_programs.look(scene)] == [("protected-folder", (106,))]
    assert list(mac_programs.look(on(made, root / "bin", hello=denied, GOPATH=str(made.home / "go")))) == []


# 18, 63: Apple's stand-ins for git and clang


def _stand_ins(made: FakeMachine) -> Path:
    for name in ("git", "clang"):
        made.file(f"/usr/bin/{name}", "#!/bin/sh\necho started > \"$0.started\"\nexit 1\n", 0o755)
    return made.at("/usr/bin")


def test_18_and_63_stand_ins_are_told_apart_and_never_started(tmp_path: Path) -> None:
    made = mac(tmp_path)
    folder = _stand_ins(made)
    root = mac_tree(made, HOME_GO)
    (made.home / ".git").mkdir()
    made.file("/Users/ann/go.mod", "module m\n")
    scene = on(made, root / "bin", folder, CGO_ENABLED="1", GOPRIVATE="git.example.com", hello=WORKS)
    assert [found.id for found in tools.look(scene)] == ["no-c-compiler", "no-git"]
    advice = only(list(mac_programs.look_for_tools(scene)))
    assert (advice.id, advice.severity) == ("no-developer-tools", Severity.ADVICE)
    assert advice.remedy is not None and advice.remedy.commands == ("xcode-select --install",)
    message = "xcrun: error: invalid active developer path (/Library/Developer/CommandLineTools)"
    asked = on(made, root / "bin", folder, message=message, hello=WORKS)
    assert [found.id for found in tools.look(asked)] == ["no-c-compiler", "no-git"]
    assert not list(folder.glob("*.started"))


@pytest.mark.parametrize("place", ["/Library/Developer/CommandLineTools", "/Applications/Xcode.app/Contents/Developer"])
def test_18_with_the_developer_tools_nothing_is_missed(tmp_path: Path, place: str) -> None:
    made = mac(tmp_path)
    folder = _stand_ins(made)
    made.folder(f"{place}/usr/bin")
    scene = on(made, mac_tree(made, HOME_GO) / "bin", folder, CGO_ENABLED="1", hello=WORKS)
    assert list(tools.look(scene)) == []
    assert list(mac_programs.look_for_tools(scene)) == []


def test_18_developer_tools_that_were_chosen_and_are_gone(tmp_path: Path) -> None:
    made = mac(tmp_path)
    folder = _stand_ins(made)
    made.folder("/Library/Developer/CommandLineTools/usr/bin")
    made.folder("/var/db")
    made.at("/var/db/xcode_select_link").symlink_to("/Applications/Xcode-beta.app/Contents/Developer")
    scene = on(made, mac_tree(made, HOME_GO) / "bin", folder, hello=WORKS)
    remedy = only(list(mac_programs.look_for_tools(scene))).remedy
    assert remedy is not None and remedy.commands == ("sudo xcode-select --reset", "xcode-select --install")


# 84, 97, 104, 5


@pytest.mark.parametrize(
    ("macos", "go", "wanted"),
    [
        ("12.7.6", "go1.27.3", "1.26"), ("11.7.10", "go1.25.1", "1.24"), ("10.15.7", "go1.23.0", "1.22"),
        ("13.0", "go1.27.3", ""),
    ],
)
def test_84_a_mac_that_is_too_old(tmp_path: Path, macos: str, go: str, wanted: str) -> None:
    made = mac(tmp_path, version=macos, chip="amd64")
    root = mac_tree(made, HOME_GO, go, arch="amd64")
    failed = Hello(ok=False, output="dyld: Symbol not found: _SecTrustCopyCertificateChain")
    found = list(versions.look_at_system(on(made, root / "bin", hello=failed)))
    assert [(one.id, one.entry) for one in found] == ([("system-too-old", (84,))] if wanted else [])
    for one in found:
        assert one.severity is Severity.BLOCKS and macos in one.evidence[0].what
        assert one.remedy is not None and one.remedy.commands[0] == f"gowizard install {wanted}"


def test_84_a_program_that_asks_for_a_newer_macos_than_its_release_does(tmp_path: Path) -> None:
    """As a bottle of Homebrew's may that was built elsewhere."""
    made = mac(tmp_path, version="14.6.1")
    folder = homebrew_go(made, "1.26.6")
    program = (folder / "go").resolve()
    failed = Hello(ok=False, output="dyld: Symbol not found")
    assert list(versions.look_at_system(on(made, folder, hello=failed))) == []
    program.write_bytes(signed_mach("arm64", least=15))
    found = only(list(versions.look_at_system(on(made, folder, hello=failed))))
    assert found.evidence[0].what == "go1.26.6 needs macOS 15 or newer; this is 14.6.1."
    assert found.remedy is not None and found.remedy.commands[0] == "gowizard install 1.26"


@pytest.mark.parametrize(("go", "ids"), [("go1.26.6", []), ("go1.27.3", ["certificates-elsewhere"])])
def test_97_variables_for_certificates_count_from_1_27(tmp_path: Path, go: str, ids: list[str]) -> None:
    made = mac(tmp_path)
    root = mac_tree(made, HOME_GO, go)
    bundle = made.file("/opt/conda/ssl/cacert.pem", "-----BEGIN CERTIFICATE-----\n")
    scene = on(made, root / "bin", hello=WORKS, SSL_CERT_FILE=str(bundle))
    assert [found.id for found in certificates.look(scene)] == ids
    bundle.unlink()
    assert [found.id for found in certificates.look(scene)] == ["certificates-gone"]


@pytest.mark.parametrize("prefix", ["/opt/homebrew", "/usr/local"])
def test_104_homebrews_go_is_not_linked(tmp_path: Path, prefix: str) -> None:
    made = mac(tmp_path, chip="arm64" if prefix == "/opt/homebrew" else "amd64")
    folder = homebrew_go(made, prefix=prefix, arch="arm64" if prefix == "/opt/homebrew" else "amd64")
    assert list(managers.look_at_brew(on(made, folder, hello=WORKS))) == []
    (folder / "go").unlink()
    found = only(list(managers.look_at_brew(on(made, folder))))
    assert (found.id, found.entry) == ("brew-not-linked", (104, 1))
    assert found.remedy is not None and found.remedy.go_bin == made.at(f"{prefix}/opt/go/libexec/bin")
    assert "brew link go" in found.remedy.alternative


def test_5_programs_of_the_dock_get_launchds_path(tmp_path: Path) -> None:
    made = mac(tmp_path)
    root = mac_tree(made, HOME_GO)
    message = 'Failed to find the "go" binary in either GOROOT() or PATH(/usr/bin:/bin:/usr/sbin:/sbin).'
    found = only(list(other_callers.look_gui(on(made, root / "bin", hello=WORKS, message=message))))
    assert (found.id, found.entry, found.severity) == ("gui-without-go", (5,), Severity.ADVICE)
    assert list(other_callers.look_gui(on(made, root / "bin", hello=WORKS))) == []


def test_other_systems_are_left_alone(tmp_path: Path) -> None:
    made = mac(tmp_path)
    installed_package(made)
    scene = on(made, made.at("/usr/local/go/bin"), hello=WORKS)
    scene.host = replace(scene.host, system=replace(scene.host.system, os="linux", emulated=False))
    assert mac_paths.named_in_paths_d(scene, made.at("/usr/local/go/bin")) is None
    assert list(mac_programs.look_for_tools(scene)) == []


# With the real program and real shells


@pytest.fixture
def ann(tmp_path: Path) -> MacAccount:
    need("zsh", "unshare")
    if not MacAccount.possible():
        pytest.skip("needs root, for a mount namespace of its own")
    return MacAccount(tmp_path)


@pytest.mark.slow
def test_73_path_helper_is_found_mended_and_taken_back(ann: MacAccount) -> None:
    """The real program, zsh and the order of its files; path_helper is a stand-in, and neither Go can run here."""
    ann.stand_in("/usr/local/bin")
    mine = str(mac_tree(ann.made, HOME_GO) / "bin")
    (ann.home / ".zshenv").write_text('export PATH="$HOME/sdk/go1.27.3/bin:$PATH"\n')
    (ann.home / ".zshrc").write_text("setopt no_beep\n")
    before = ann.picture()
    assert ann.terminal().go == f"{ann.brew_bin}/go"
    told = json.loads(ann.gowizard("doctor", "--json", "--offline", "--only", "path-helper", expect=1).stdout)
    (found,) = told["findings"]
    assert (found["id"], found["entry"]) == ("path-helper", [73])
    ann.gowizard("repair", "--yes", "--offline", "--only", "path-helper", "--no-proof", expect=None)
    assert (ann.terminal().path[0], ann.terminal().go) == (mine, f"{mine}/go")
    again = json.loads(ann.gowizard("doctor", "--json", "--offline", "--only", "path-helper").stdout)
    assert again["findings"] == []
    ann.gowizard("undo", "--yes")
    assert ann.picture() == before


def test_what_the_table_does_not_plant_is_planted_here() -> None:
    entries = [entry for entry, why in NOT_PLANTED.items() if why == SIMULATED_MAC]
    assert entries and all(any(name.startswith(f"test_{entry}_") for name in globals()) for entry in entries)
