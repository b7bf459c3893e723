"""Checks of startup files: what they find in real shells, what their edits leave, and what they pass over."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from gowizard.doctor.checks import (
    editor_settings,
    go_install_bin,
    names,
    other_callers,
    path_items,
    startup_bytes,
    startup_reading,
    startup_syntax,
)
from gowizard.doctor.model import Finding, Severity
from gowizard.doctor.scene import Scene
from tests.doctor.shell_account import Account, account

__all__ = ["account"]
ALL = (*path_items.CHECKS, *startup_bytes.CHECKS, *startup_syntax.CHECKS, *startup_reading.CHECKS, *names.CHECKS,
       *go_install_bin.CHECKS, *other_callers.CHECKS, *editor_settings.CHECKS)  # fmt: skip


def looked(scene: Scene) -> list[Finding]:
    """What all of these checks find."""
    return [finding for check in ALL for finding in check.look(scene)]


def ids(findings: Iterable[Finding]) -> list[str]:
    return sorted(finding.id for finding in findings if finding.severity > Severity.ADVICE)


def mend(findings: Iterable[Finding]) -> None:
    """Carry the edits out."""
    for finding in findings:
        assert finding.remedy is not None
        for edit in finding.remedy.edits:
            new = edit.edit(edit.path.read_bytes() if edit.path.exists() else None)
            assert new is not None
            edit.path.parent.mkdir(parents=True, exist_ok=True)
            edit.path.write_bytes(new)


GUARDED = "case $- in\n  *i*) ;;\n  *) return;;\nesac\n"
FAULTS: tuple[tuple[str, str, str, str, str], ...] = (  # shell, file, content ({bin}), id, a line afterwards
    ("bash", ".bashrc", 'export PATH="$PATH:~/sdk/go1.27.3/bin"', "path-literal",
     'export PATH="$PATH:$HOME/sdk/go1.27.3/bin"'),
    ("bash", ".bashrc", "PATH='$HOME/sdk/go1.27.3/bin:$PATH'; export PATH # x", "path-literal",
     'PATH="$HOME/sdk/go1.27.3/bin:$PATH"; export PATH # x'),
    ("bash", ".bashrc", 'export PATH="\\$HOME/sdk/go1.27.3/bin:$PATH"', "path-literal",
     'export PATH="$HOME/sdk/go1.27.3/bin:$PATH"'),
    ("dash", ".profile", "export PATH=$PATH:'~'/sdk/go1.27.3/bin", "path-literal",
     'export PATH=$PATH:"$HOME"/sdk/go1.27.3/bin'),
    ("fish", ".config/fish/config.fish", "set -gx PATH '$HOME/sdk/go1.27.3/bin' $PATH", "path-literal",
     'set -gx PATH "$HOME/sdk/go1.27.3/bin" $PATH'),
    ("bash", ".bashrc", "export PATH={bin}", "path-overwritten", "export PATH={bin}:$PATH"),
    ("bash", ".bashrc", "export PATH='{bin}'", "path-overwritten", "export PATH='{bin}':\"$PATH\""),
    ("zsh", ".zshrc", "path=({bin})", "path-overwritten", "path=({bin} $path)"),
    ("fish", ".config/fish/config.fish", "set -gx PATH {bin}", "path-overwritten", "set -gx PATH {bin} $PATH"),
    ("tcsh", ".tcshrc", "setenv PATH {bin}", "path-overwritten", "setenv PATH {bin}:$PATH"),
    ("bash", ".bashrc", "export PATH=$PATH:{bin}/go", "path-not-a-folder", "export PATH=$PATH:{bin}"),
    ("bash", ".bashrc", "export PATH=$HOME/sdk/go1.27.3:$PATH", "path-not-a-folder",
     "export PATH=$HOME/sdk/go1.27.3/bin:$PATH"),
    ("bash", ".bashrc", 'export PATH="sdk/go1.27.3/bin:$PATH"', "path-not-a-folder",
     'export PATH="$HOME/sdk/go1.27.3/bin:$PATH"'),
    ("bash", ".bashrc", "export PATH=$PATH:{bin}\r\n", "startup-bytes", "export PATH=$PATH:{bin}"),
    ("mksh", ".mkshrc", "\ufeffexport PATH=$PATH:{bin}", "startup-bytes", "export PATH=$PATH:{bin}"),
    ("bash", ".bashrc", 'export PATH="$PATH:{bin}', "startup-syntax", 'export PATH="$PATH:{bin}"'),
    ("bash", ".bashrc", "export PATH=$PATH:{bin}\nexport GOPATH='$HOME/a'b'", "startup-syntax", ""),
    ("zsh", ".zshrc", "export PATH=$PATH:{bin}'", "startup-syntax", "export PATH=$PATH:{bin}"),
    ("bash", ".bashrc", "export PATH = $PATH:{bin}", "startup-syntax", "export PATH=$PATH:{bin}"),
    ("fish", ".config/fish/config.fish", "export PATH=$PATH:{bin}", "startup-foreign", "set -gx PATH $PATH {bin}"),
    ("fish", ".config/fish/config.fish", "PATH=$PATH:{bin}", "startup-foreign", "set -gx PATH $PATH {bin}"),
    ("tcsh", ".tcshrc", "export PATH=$PATH:{bin}", "startup-foreign", 'setenv PATH "${{PATH}}:{bin}"'),
    ("bash", ".bashrc", "set -gx PATH $PATH {bin}", "startup-foreign", "export PATH=$PATH:{bin}"),
    ("zsh", ".zshrc", "fish_add_path {bin}", "startup-foreign", 'export PATH={bin}:"$PATH"'),
)  # fmt: skip


@pytest.mark.parametrize(
    ("shell", "file", "line", "id", "after"), FAULTS, ids=[f"{row[0]}: {row[2]}" for row in FAULTS]
)
def test_a_fault_is_found_and_its_line_put_right(
    account: Account, shell: str, file: str, line: str, id: str, after: str
) -> None:
    folder = str(account.go())
    account.shell = shell
    path = account.write(file, line.replace("{bin}", folder).removesuffix("\n") + "\n")
    found = looked(account.scene())
    assert id in ids(found)
    hit = next(finding for finding in found if finding.id == id)
    assert hit.preselected
    assert hit.origin[0].path == path
    mend([hit])
    if after:
        assert path.read_text() == after.replace("{{", "{").replace("}}", "}").replace("{bin}", folder) + "\n"
    again = looked(account.scene())
    assert id not in ids(again)
    assert "go-not-on-path" not in ids(again)
    assert account.scene().go is not None


HEALTHY: tuple[tuple[str, dict[str, str]], ...] = (
    ("bash", {".bashrc": GUARDED + 'export PATH="{bin}:$PATH"\n', ".profile": '. "$HOME/.bashrc"\n'}),
    ("bash", {".bashrc": "shopt -s extglob\nf() { echo !(a|b); }\nPATH+=:{bin}\n", ".bash_profile": ". ~/.bashrc\n"}),
    ("bash", {".bashrc": 'export PATH="{bin}${{PATH:+:$PATH}}"\nalias go="nice go"\n', ".profile": ". ~/.bashrc\n"}),
    ("bash", {".bashrc": "PATH={bin}:~/bin:$PATH\ngo() { command go \"$@\"; }\n", ".profile": ". ~/.bashrc\n"}),
    ("bash", {".bashrc": "export PATH=/usr/bin:/bin:{bin}\n# windows\r\n", ".profile": ". ~/.bashrc\n"}),
    ("bash", {".bashrc": 'setenv() {{ export "$1=$2"; }}\nsetenv PATH "$PATH:{bin}"\n', ".profile": ". ~/.bashrc\n"}),
    ("zsh", {".zshrc": "path+=({bin})\n"}),
    ("zsh", {".zshrc": "setopt extendedglob\nfiles=(*(N))\npath=({bin} $path)\n"}),
    ("fish", {".config/fish/config.fish": "set -gx PATH {bin} $PATH\r\nexport GOFLAGS=-v=false\r\n"}),
    ("fish", {".config/fish/config.fish": "fish_add_path {bin}\n"}),
    ("tcsh", {".tcshrc": "set path = ($path {bin})\n"}),
    ("dash", {".profile": "PATH={bin}:$PATH; export PATH\n"}),
)


@pytest.mark.parametrize(
    ("shell", "files"), HEALTHY, ids=[f"{row[0]}: {next(iter(row[1].values()))}" for row in HEALTHY]
)
def test_a_healthy_home_is_left_in_peace(account: Account, shell: str, files: dict[str, str]) -> None:
    folder = str(account.go())
    account.shell = shell
    for name, content in files.items():
        account.write(name, content.replace("{{", "{").replace("}}", "}").replace("{bin}", folder))
    assert ids(looked(account.scene())) == []


@pytest.mark.parametrize(
    ("shell", "content"),
    [("bash", "alias go='git co'\n"), ("fish", "alias go 'git co'\n"), ("tcsh", "alias go 'git co'\n")],
)
def test_an_alias_that_hides_go_is_commented_out(account: Account, shell: str, content: str) -> None:
    account.shell = shell
    name = {"bash": ".bashrc", "fish": ".config/fish/config.fish", "tcsh": ".tcshrc"}[shell]
    path = account.write(name, content)
    found = list(names.look(account.scene()))
    assert [finding.id for finding in found] == ["go-alias"]
    mend(found)
    assert path.read_text().startswith("# gowizard: disabled ")
    assert list(names.look(account.scene())) == []


def test_an_error_that_only_a_person_can_mend_names_the_line(account: Account) -> None:
    account.go()
    path = account.write(".bashrc", "export A=1\nif true; then\n  echo >/dev/null\n")
    found = list(startup_syntax.look_syntax(account.scene()))
    assert [finding.id for finding in found] == ["startup-syntax"]
    remedy = found[0].remedy
    assert remedy is not None
    assert not remedy.automatic
    assert str(path) in remedy.commands[0]


def test_what_belongs_to_root_gets_a_command(account: Account, tmp_path: Path) -> None:
    account.go()
    path = account.write(".bashrc", 'export PATH="$PATH:~/sdk/go1.27.3/bin"\n')
    path.chmod(0o444)
    found = list(path_items.look_literal(account.scene()))
    assert found[0].remedy is not None
    assert not found[0].remedy.automatic
    path.chmod(0o644)
    subprocess.run(["/bin/sh", "-c", found[0].remedy.commands[0].removeprefix("sudo ")], check=True)
    assert path.read_text() == 'export PATH="$PATH:$HOME/sdk/go1.27.3/bin"\n'


def test_bash_profile_that_hides_profile_is_named(account: Account) -> None:
    folder = account.go()
    account.write(".profile", f"export PATH={folder}:$PATH\n")
    account.write(".bash_profile", "umask 022\n")
    found = list(startup_reading.look(account.scene()))
    assert [(finding.id, finding.entry, finding.severity) for finding in found] == [
        ("startup-shadowed", (3, 2), Severity.BLOCKS)
    ]
    assert ".bash_profile" in found[0].title
    assert found[0].remedy is not None
    assert found[0].remedy.go_bin == folder
    account.write(".bash_profile", ". ~/.profile\n. ~/.profile\n")
    account.write(".bashrc", ". ~/.profile\n")
    assert list(startup_reading.look(account.scene())) == []


@pytest.mark.parametrize(
    ("session", "about", "word"),
    [({}, "", "export PATH="), ({"TMUX": "x,1,0"}, "tmux", "tmux set-environment -g PATH")],
)
def test_an_old_session_gets_the_line_to_type(
    account: Account, session: dict[str, str], about: str, word: str
) -> None:
    folder = account.go()
    account.write(".bashrc", f"PATH={folder}:$PATH\n")
    account.session = session
    found = list(startup_reading.look_session(account.scene(message="bash: go: command not found")))
    assert [(finding.id, finding.about, finding.severity) for finding in found] == [
        ("session-old", about, Severity.HURTS)
    ]
    assert found[0].remedy is not None
    assert word in found[0].remedy.commands[-1]
    account.session = {"PATH": f"/usr/bin:/bin:{folder}"}
    assert list(startup_reading.look_session(account.scene())) == []
    account.session = {"PATH": str(folder)}  # opened while a file made PATH anew
    (old,) = startup_reading.look_session(account.scene())
    assert (old.entry, old.terminal, old.affects[:5]) == ((4, 68), "PATH", "“ls: ")
    assert old.remedy is not None
    typed = "; ".join(old.remedy.commands)
    told = {"HOME": str(account.home), "PATH": str(folder)}
    said = subprocess.run(
        ["/bin/bash", "-c", f"{typed}; command -v ls go"], env=told, capture_output=True, text=True, check=True
    )
    assert said.stdout.split()[1] == str(folder / "go")


def test_go_install_needs_programs_to_be_a_fault(account: Account) -> None:
    folder = account.go()
    account.write(".bashrc", f"PATH={folder}:$PATH\n")
    account.write(".profile", ". ~/.bashrc\n")
    assert list(go_install_bin.look(account.scene())) == []
    account.write("go/bin/gopls", "#!/bin/sh\n").chmod(0o755)
    assert [finding.id for finding in go_install_bin.look(account.scene())] == ["go-install-bin"]
    account.write(".bashrc", f"PATH={folder}:$PATH:$HOME/go/bin/\n")
    assert list(go_install_bin.look(account.scene())) == []


def test_settings_of_an_editor_are_left_alone_while_they_lead_somewhere(account: Account) -> None:
    account.go()
    there = f'{{\n "go.goroot": "{account.home}/sdk/go1.27.3",\n "go.alternateTools": {{ "go": "${{env:X}}/go" }}\n}}\n'
    path = account.write(".config/Code/User/settings.json", there)
    assert list(editor_settings.look(account.scene())) == []
    path.write_text('{\n  "go.alternateTools": { "go": "/gone/bin/go" },\n  "a": 1\n}\n')
    found = list(editor_settings.look(account.scene()))
    assert [finding.id for finding in found] == ["editor-goroot"]
    mend(found)
    assert path.read_text().splitlines()[1].startswith("  // gowizard: disabled ")
    assert list(editor_settings.look(account.scene())) == []
