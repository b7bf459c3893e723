"""The proof itself, with a real Go and real shells in a home of the test's own."""

from __future__ import annotations

import os
import tempfile
import threading
from pathlib import Path

import pytest

from gowizard.cancellation import Cancel, Cancelled
from gowizard.host import Shell
from gowizard.proof import HELLO, OutputLine, ProofReport, ProofRequest, StepFinished, StepStarted, run
from tests.support.module_proxy import MODULE, VERSION, module_proxy
from tests.support.other_shells import other_shell
from tests.support.real_go import CACHE, tree
from tests.test_run_stream import gone

pytestmark = pytest.mark.slow

STEPS = ["version:login", "version:interactive", "env", "run", "build", "module"]
FILES = {
    "bash": (".bash_profile", ".bashrc"),
    "zsh": (".zshenv",),
    "fish": (".config/fish/config.fish",),
    "dash": (".profile",),
    "tcsh": (".tcshrc",),
    "ksh": (".profile", ".kshrc"),
    "elvish": (".config/elvish/rc.elv",),
    "xonsh": (".config/xonsh/rc.xsh",),
    "nu": (".config/nushell/config.nu",),
}
FIRST = {
    "fish": "set -gx PATH {} $PATH",
    "tcsh": "setenv PATH {}:$PATH",
    "elvish": "set paths = [{} $@paths]",
    "xonsh": "$PATH.insert(0, '{}')",
    "nu": "$env.PATH = ($env.PATH | prepend {})",
}


class Bench:
    """A home whose startup files put Go on PATH, and proofs in it."""

    def __init__(self, home: Path) -> None:
        self.home, self.root, self.events = home, tree(), []
        self.cache = home / "cache"
        self.temporary = home / "tmp"
        self.temporary.mkdir()

    def write(self, name: str, text: str) -> None:
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def startup(self, shell: str, after: str = "") -> None:
        line = FIRST.get(shell, "PATH={}:$PATH").format(self.root / "bin")
        for name in FILES[shell]:
            self.write(name, f"{line}\n{after}\n")

    def prove(self, shell: str = "bash", *, emit=None, cancel: Cancel | None = None, **more) -> ProofReport:
        facts = Shell(name=shell, path=other_shell(shell), startup_files=(), served=True)
        options = {"shell": facts, "module_check": False, "version": "go1.27.3"}
        request = ProofRequest(
            go_bin=self.root / "bin", goroot=self.root, home=self.home, user="gopher", cache=self.cache,
            language="C.UTF-8", go_cache=CACHE / "go-build", **{**options, **more},
        )  # fmt: skip
        self.events.clear()
        return run(request, emit or self.events.append, cancel or Cancel())

    def left_behind(self) -> list[str]:
        return os.listdir(self.temporary) + (os.listdir(self.cache) if self.cache.exists() else [])


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    made = Bench(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(made.temporary))
    return made


def ended(report: ProofReport, id: str) -> StepFinished:
    return next(step for step in report.steps if step.id == id)


@pytest.mark.parametrize("shell", FILES)
def test_every_step_passes_in_a_fresh_shell_of_each_kind(bench: Bench, shell: str) -> None:
    bench.startup(shell)
    with module_proxy() as proxy:
        bench.write(".config/go/env", f"GOPROXY={proxy.url}\nGONOSUMDB={MODULE}\n")
        report = bench.prove(
            shell,
            module_check=True,
            module=f"{MODULE}@{VERSION}",
            expected_env={"GOPROXY": proxy.url, "GOPATH": str(bench.home / "go")},
        )
        assert f"/{MODULE}/@v/{VERSION}.zip" in proxy.asked
    assert [(step.id, step.ok) for step in report.steps] == [(id, True) for id in STEPS], report
    assert report.ok
    lines = {(e.id, e.text) for e in bench.events if isinstance(e, OutputLine)}
    assert ("version:login", "go version go1.27.3 linux/amd64") in lines
    assert ("run", HELLO) in lines
    assert ("build", HELLO) in lines
    started = {e.id: e.command for e in bench.events if isinstance(e, StepStarted)}
    assert started["run"] == "go run hello.go"
    link = "; " if shell in {"elvish", "nu"} else " && "
    assert started["build"] == f"go build -o hello hello.go{link}./hello"
    assert bench.left_behind() == []
    assert not (bench.home / "go" / "pkg" / "sumdb").exists()


def test_what_is_printed_is_passed_on_before_the_step_ends(bench: Bench) -> None:
    bench.startup("bash")
    bench.prove()
    kinds = [(type(event).__name__, event.id) for event in bench.events]
    hello = kinds.index(("OutputLine", "run"))
    assert kinds.index(("StepStarted", "run")) < hello < kinds.index(("StepFinished", "run"))


def test_without_a_startup_file_the_cause_is_named(bench: Bench) -> None:
    report = bench.prove()
    step = ended(report, "version:login")
    assert step.ok is False
    assert f"{bench.root}/bin is not in its PATH" in step.message
    assert ended(report, "run").ok is None
    assert not report.ok


def test_complaints_of_startup_files_are_part_of_the_message(bench: Bench) -> None:
    bench.write(".bashrc", "if true; then\n")
    assert "syntax error" in ended(bench.prove(), "version:interactive").message


def test_another_go_earlier_in_path_is_named(bench: Bench) -> None:
    other = bench.home / "other"
    bench.write("other/go", "#!/bin/sh\necho go version go1.19.8 linux/amd64\n")
    (other / "go").chmod(0o755)
    bench.startup("bash", f"PATH={other}:$PATH")
    message = ended(bench.prove(), "version:login").message
    assert f"{other}/go" in message
    assert "go1.19.8" in message


@pytest.mark.parametrize(
    ("shell", "alias"),
    [
        ("tcsh", "alias go 'echo go version go1.27.3 linux/amd64'"),
        ("elvish", "fn go {|@a| echo go version go1.27.3 linux/amd64 }"),
        ("xonsh", "aliases['go'] = 'echo go version go1.27.3 linux/amd64'"),
        ("nu", "alias go = echo go version go1.27.3 linux/amd64"),
        ("nu", 'def go [...a] { print "go version go1.27.3 linux/amd64" }'),
    ],
)
def test_a_go_that_is_not_the_program_in_the_other_shells(bench: Bench, shell: str, alias: str) -> None:
    bench.startup(shell, alias)
    assert "alias" in ended(bench.prove(shell), "version:login").message


@pytest.mark.parametrize("shell", ["ksh", "tcsh", "elvish", "xonsh", "nu"])
def test_the_other_shells_say_that_they_know_no_go(bench: Bench, shell: str) -> None:
    for mode in ("version:login", "version:interactive"):
        assert "does not know `go`" in ended(bench.prove(shell), mode).message


def test_an_alias_and_an_empty_program_are_no_go(bench: Bench) -> None:
    bench.startup("bash", "alias go='echo go version go1.27.3 linux/amd64'")
    assert "alias" in ended(bench.prove(), "version:login").message
    bench.startup("fish", "function go; end")
    assert "printed nothing" in ended(bench.prove("fish"), "version:login").message
    bench.startup("zsh", "go() { echo go version go1.27.3 linux/amd64 }")
    assert "function" in ended(bench.prove("zsh"), "version:login").message


def test_the_wrong_version_is_told(bench: Bench) -> None:
    bench.startup("bash")
    message = ended(bench.prove(version="go1.27.2"), "version:login").message
    assert "go1.27.3, not go1.27.2" in message


def test_a_goroot_that_is_gone_is_named(bench: Bench) -> None:
    bench.startup("bash", "export GOROOT=/opt/gone")
    message = ended(bench.prove(), "version:login").message
    assert "GOROOT is set to /opt/gone" in message


def test_a_variable_that_beats_the_settings_file_is_named(bench: Bench) -> None:
    bench.startup("bash", "export GOPROXY=https://other.example")
    bench.write(".config/go/env", "GOPROXY=https://wanted.example\n")
    report = bench.prove(expected_env={"GOPROXY": "https://wanted.example"})
    step = ended(report, "env")
    assert step.ok is False
    assert "GOPROXY is https://other.example, not https://wanted.example" in step.message
    assert ended(report, "run").ok is True
    assert not report.ok


def test_a_shell_that_becomes_another_is_unknown_and_the_rest_goes_on(bench: Bench) -> None:
    bench.startup("bash")
    bench.write(".bashrc", "exec dash -c 'echo swallowed'\n")
    report = bench.prove()
    assert ended(report, "version:interactive").ok is None
    assert ended(report, "run").ok is True


def test_by_path_no_shell_is_asked(bench: Bench) -> None:
    bench.write(".bash_profile", "touch ~/was-read\n")
    report = bench.prove(by_path_only=True, expected_env={"GOPATH": "/elsewhere"})
    assert (report.steps[0].id, report.steps[0].ok) == ("version:path", True)
    assert report.ok
    assert not (bench.home / "was-read").exists()


def test_an_absent_network_is_no_failure_but_a_chosen_proxy_that_is_silent_is(bench: Bench) -> None:
    bench.startup("bash")
    bench.write(".config/go/env", "GOPROXY=http://127.0.0.1:9\n")
    calm = bench.prove(module_check=True)
    assert ended(calm, "module").ok is None
    assert "Your own programs work" in ended(calm, "module").message
    assert calm.ok
    chosen = bench.prove(module_check=True, expected_env={"GOPROXY": "http://127.0.0.1:9"})
    assert ended(chosen, "module").ok is False
    assert not chosen.ok
    told = bench.prove(module_check=True, module_skipped="There is no network here.")
    assert ended(told, "module").message == "There is no network here."


def test_a_captive_portal_fails_the_module_step(bench: Bench) -> None:
    bench.startup("bash")
    with module_proxy() as proxy:
        proxy.missing = (200, "text/html", b"<html>sign in</html>")
        bench.write(".config/go/env", f"GOPROXY={proxy.url}\nGONOSUMDB=example.org\n")
        step = ended(bench.prove(module_check=True, module="example.org/x@v1.0.0"), "module")
    assert step.ok is False
    assert "captive portal" in step.message
    assert bench.left_behind() == []


def test_cancel_ends_the_children_and_leaves_nothing(bench: Bench) -> None:
    bench.startup("bash", "echo $$ > ~/shell-pid; sleep 100")
    cancel = Cancel()

    def stop_once_it_runs() -> None:
        while not (bench.home / "shell-pid").exists():
            threading.Event().wait(0.02)
        cancel.set()

    threading.Thread(target=stop_once_it_runs, daemon=True).start()
    with pytest.raises(Cancelled):
        bench.prove(cancel=cancel)
    deadline = threading.Event()
    while not (text := (bench.home / "shell-pid").read_text()):
        deadline.wait(0.01)
    assert gone(int(text))
    assert bench.left_behind() == []


def test_passwords_in_addresses_are_not_shown(bench: Bench) -> None:
    bench.startup("bash")
    bench.write(".config/go/env", "GOPROXY=https://me:s3cret@127.0.0.1:9\n")
    report = bench.prove(module_check=True, expected_env={"GOPROXY": "https://me:s3cret@127.0.0.1:9"})
    assert ended(report, "env").ok is True, report
    assert "s3cret" not in str(bench.events)


def test_what_is_built_is_run_away_from_a_noexec_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from types import SimpleNamespace

    from gowizard.proof import proving

    request = SimpleNamespace(cache=tmp_path / "cache", run_as=None)
    monkeypatch.setattr(proving.os, "statvfs", lambda _path: SimpleNamespace(f_flag=os.ST_NOEXEC))
    assert proving._away_from_noexec(request) == tmp_path / "cache"  # type: ignore[arg-type]
    monkeypatch.setattr(proving.os, "statvfs", lambda _path: SimpleNamespace(f_flag=0))
    assert proving._away_from_noexec(request) is None  # type: ignore[arg-type]
