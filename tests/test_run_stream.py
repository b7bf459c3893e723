"""Children are streamed as they print and ended with everything they started."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

import pytest

from gowizard.cancellation import Cancel, Cancelled
from gowizard.run import CannotStart, TimedOut, probe, stream, streaming
from tests.support.own_time import OwnTime

BARE = {"PATH": "/usr/bin:/bin"}


def run(script: str, cwd: Path, **options):
    """Stream a sh script; return its status and (seconds, line) pairs."""
    begin, lines = time.monotonic(), []
    cancel = options.pop("cancel", None)
    status = stream(
        ["/bin/sh", "-c", script],
        environment=BARE,
        cwd=cwd,
        seconds=options.pop("seconds", 120),
        on_line=lambda line: lines.append((time.monotonic() - begin, line)),
        cancel=cancel,
        **options,
    )
    return status, lines


def alive(pid: int) -> bool:
    """Whether a process runs (one that is dead but not collected does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0] != b"Z"
    except FileNotFoundError:
        return False


def gone(pid: int) -> bool:
    deadline = time.monotonic() + 30
    while alive(pid) and time.monotonic() < deadline:
        threading.Event().wait(0.01)
    return not alive(pid)


def test_each_line_is_seen_soon_after_it_was_printed(tmp_path: Path) -> None:
    assert min(_late(tmp_path, "date +%s.%N")) < 0.3


def test_a_prompt_without_a_line_end_is_seen(tmp_path: Path) -> None:
    assert min(_late(tmp_path, 'printf "%s: " "$(date +%s.%N)"')) < 0.3


def _late(cwd: Path, says: str) -> list[float]:
    """Seconds after which each of four lines was seen. The program does not go on before the last one was.

    What is late each time is late by itself; one that a busy machine held up says nothing.
    """
    late: list[float] = []

    def seen(line: str) -> None:
        if line:  # the rest of one that had no end
            late.append(time.time() - float(line.rstrip(": ")))
            (cwd / f"seen{len(late)}").touch()

    script = f"for i in 1 2 3 4; do {says}; while [ ! -e seen$i ]; do sleep 0.05; done; echo; done"
    stream(["/bin/sh", "-c", script], environment=BARE, cwd=cwd, seconds=60, on_line=seen)
    assert len(late) == 4
    return late


def test_a_caller_that_understands_lines_gets_them_whole(tmp_path: Path) -> None:
    _status, lines = run("printf 'Hel'; sleep 0.5; echo lo; printf end", tmp_path, whole_lines=True)
    assert [text for _, text in lines] == ["Hello", "end"]


def test_twenty_thousand_lines_arrive_complete_and_in_order(tmp_path: Path) -> None:
    status, lines = run("seq 20000", tmp_path, whole_lines=True)  # half a one may come late on a busy machine
    assert status == 0
    assert [text for _, text in lines] == [str(n) for n in range(1, 20001)]


def test_a_line_that_never_ends_does_not_fill_memory(tmp_path: Path) -> None:
    longest = 0

    def seen(line: str) -> None:
        nonlocal longest
        longest = max(longest, len(line))

    argv = [sys.executable, "-c", "import os\nfor _ in range(8): os.write(1, b'x' * 1000000)"]
    assert stream(argv, environment=BARE, cwd=tmp_path, seconds=120, on_line=seen) == 0
    assert longest == 8192


def test_status_both_outputs_and_the_given_environment(tmp_path: Path) -> None:
    status, lines = run("echo out; echo err >&2; env; pwd; cat; exit 7", tmp_path)
    text = [line for _, line in lines]
    assert status == 7
    assert {"out", "err", "PATH=/usr/bin:/bin", str(tmp_path)} <= set(text)
    assert not any(line.startswith("HOME=") for line in text)
    assert run("kill -9 $$", tmp_path)[0] == 137


def test_a_program_that_only_closes_its_output_is_waited_for(tmp_path: Path) -> None:
    status, _ = run("exec >/dev/null 2>&1; sleep 0.3; exit 4", tmp_path)
    assert status == 4


def test_cancel_ends_grandchildren_that_ignore_being_asked(tmp_path: Path) -> None:
    cancel = Cancel()
    pids: list[int] = []

    def seen(line: str) -> None:
        pids.append(int(line))
        cancel.set()

    script = "trap '' TERM HUP; sh -c 'trap \"\" TERM; echo $$; sleep 100; sleep 100' & wait"
    watch = OwnTime()
    with pytest.raises(Cancelled):
        argv = ["/bin/sh", "-c", script]
        stream(argv, environment=BARE, cwd=tmp_path, seconds=90, on_line=seen, cancel=cancel)
    assert watch.seconds < 2
    assert gone(pids[0])


def test_a_background_process_does_not_outlive_its_program(tmp_path: Path) -> None:
    status, lines = run("sleep 100 & echo $!", tmp_path)
    assert status == 0
    assert gone(int(lines[0][1]))


def test_the_time_limit_names_program_and_last_lines(tmp_path: Path) -> None:
    seconds, lines = 0.25, ()
    while len(lines) < 2:  # a busy machine needs longer to come as far as printing
        seconds *= 2
        with pytest.raises(TimedOut) as raised:
            run("printf 'one\ntwo\nthree\n'; sleep 1000", tmp_path, seconds=seconds, keep_lines=2)
        lines = raised.value.lines
    assert lines == ("two", "three")
    assert "sh" in raised.value.title


def test_an_error_in_the_receiver_ends_the_program(tmp_path: Path) -> None:
    pids: list[int] = []

    def refuse(line: str) -> None:
        pids.append(int(line))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        argv = ["/bin/sh", "-c", "echo $$; sleep 100"]
        stream(argv, environment=BARE, cwd=tmp_path, seconds=60, on_line=refuse)
    assert gone(pids[0])


def test_what_cannot_start_says_why(tmp_path: Path) -> None:
    foreign = tmp_path / "go"
    foreign.write_bytes(b"\x7fELF\x02\x01\x01" + bytes(60))
    foreign.chmod(0o755)
    with pytest.raises(CannotStart) as raised:
        stream([foreign], environment=BARE, cwd=tmp_path, seconds=5, on_line=print)
    assert "another processor" in raised.value.cause
    assert probe([tmp_path / "nothing"]).output == "No such file or directory"


def test_a_probe_that_prints_without_end_is_ended() -> None:
    answer = probe(["yes", "y" * 4000], seconds=60)
    assert (answer.status, answer.timed_out) == (None, False)
    assert answer.output.startswith("yyyy") and len(answer.raw) <= 1 << 20


def test_a_probe_is_fenced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOTOOLCHAIN", "go1.99")
    (tmp_path / "go.mod").write_text("module stranger\n")
    monkeypatch.chdir(tmp_path)
    answer = probe(["/bin/sh", "-c", "ls -A; echo $GOTOOLCHAIN; if read x; then echo input; fi"])
    assert (answer.status, answer.output, answer.timed_out) == (0, "local", False)
    seconds, late = 0.15, None
    while late is None or not late.output:  # a busy machine needs longer to come as far as printing
        seconds *= 2
        late = probe(["/bin/sh", "-c", "echo begun; sleep 1000"], seconds=seconds)
    assert (late.status, late.output, late.timed_out) == (None, "begun", True)
    loud = probe(["/bin/sh", "-c", "yes | head -c 5000000"], seconds=120)
    assert loud.status == 0
    assert len(loud.output) <= 1 << 20


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can take another user's rights")
def test_root_can_run_a_program_as_another_user(tmp_path: Path) -> None:
    lines: list[str] = []
    stream(["/usr/bin/id"], environment=BARE, cwd=Path("/"), seconds=60, on_line=lines.append, run_as=65534)
    assert "uid=65534" in lines[0]
    assert "root" not in lines[0]


def test_last_words_that_come_after_the_end_was_seen_are_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may show that a program has ended before it hands over what the program printed last."""
    monkeypatch.setattr(streaming, "_AFTERGLOW", 0.0)

    class Late:
        exited = True
        chunks = iter([None, b"last words\n", b""])

        def read(self, seconds: float) -> bytes | None:
            return next(self.chunks)

        def stop(self, *, gently: bool) -> int:
            return 0

    lines: list[bytes] = []
    assert streaming.pump(Late(), seconds=5, deliver=lines.append, cancel=None) == 0
    assert lines == [b"last words"]
