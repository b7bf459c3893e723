"""A go in PATH that does not answer, and what a program that dies has said first."""

from __future__ import annotations

import pytest

from gowizard.doctor import scene as scenes
from gowizard.doctor.checks import first_program, on_path, other_programs
from gowizard.doctor.hello import Hello
from tests.doctor.shell_account import Account, account

__all__ = ["account"]


def test_a_go_that_hangs_is_told_once_and_another_one_comes_first(account: Account) -> None:
    sound = account.go()
    account.write("bin/go", "#!/bin/sh\nwhile :; do sleep 0.2; done\n").chmod(0o755)
    account.write(".bashrc", f'export PATH="$HOME/bin:$PATH:{sound}"\n')
    account.monkeypatch.setattr(scenes, "ANSWER", 1.0)
    scene = account.scene()
    (found,) = [*other_programs.look(scene), *first_program.look(scene)]
    assert (found.id, found.title) == ("go-hangs", "~/bin/go does not answer")
    assert found.evidence[0].what == "#!/bin/sh"
    assert found.remedy is not None
    assert found.remedy.install or found.remedy.go_bin == sound


@pytest.mark.parametrize(
    "said", ["go: cannot find GOROOT directory: /gone", "bin/go: line 2: /opt/go/bin/go: No such file or directory"]
)
def test_a_script_that_starts_go_is_no_other_program(account: Account, said: str) -> None:
    account.write("bin/go", f"#!/bin/sh\necho '{said}'; exit 1\n").chmod(0o755)
    account.write(".bashrc", 'export PATH="$HOME/bin:$PATH"\n')
    assert [*other_programs.look(account.scene())] == []


def test_of_a_long_trace_the_beginning_is_shown() -> None:
    trace = "".join(f"main.f{number}()\n\tmain.go:{number}\n" for number in range(50))
    shown = first_program._evidence(Hello(ok=False, output=f"hello\nfatal error: out of luck\n\n{trace}"))
    assert [evidence.what for evidence in shown][:2] == ["fatal error: out of luck", "main.f0()"]
    assert [evidence.what for evidence in first_program._evidence(Hello(ok=False, output="a\nb\n"))] == ["a", "b"]


def test_the_source_code_alone_is_told_apart_from_nothing(account: Account) -> None:
    account.write("src-only/go/src/cmd/go/main.go", "package main\n")
    account.write("src-only/go/VERSION", "go1.27.3\n")
    account.write(".bashrc", 'export PATH="$PATH:$HOME/src-only/go/bin"\n')
    (evidence,) = on_path._sources(account.scene())
    assert (evidence.where, evidence.what) == ("~/src-only/go", "the source code of go1.27.3, without its programs")
