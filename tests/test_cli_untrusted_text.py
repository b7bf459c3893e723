"""What comes from outside can neither steer the terminal nor be taken for something that it is not."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from gowizard import host, plan
from gowizard.answers import Answers, Existing, from_toml
from gowizard.cli.output import Output
from gowizard.errors import GowizardError, UsageError

EVIL = "a\x1b[2J\x1b]0;title\x07\x9b1mb\u202ec"


def _written(colour: bool) -> tuple[Output, io.StringIO]:
    out = io.StringIO()
    output = Output(out=out, err=io.StringIO())
    output.colour = colour
    return output, out


@pytest.mark.parametrize("colour", [False, True])
def test_lines_marks_and_previews_carry_no_sequence_of_others(colour: bool) -> None:
    output, out = _written(colour)
    output.line(EVIL)
    output.mark("done", EVIL)
    output.prompt(EVIL)
    output.diff((f"+{EVIL}", f" {EVIL}"))
    text = out.getvalue()
    assert not any(part in text for part in ("\x1b[2J", "\x1b]", "\x07", "\x9b", "\u202e"))
    assert ("\x1b[32m" in text) is colour  # our own colours stay


@pytest.mark.parametrize("name", ["ba\\u001bsh", "", "../sh", "a b", "x\\n"])
def test_an_answers_file_names_shells_by_plain_names(name: str, tmp_path: Path) -> None:
    text = f'schema = 1\n[environment]\nshells = ["{name}"]\n'
    with pytest.raises(UsageError) as raised:
        from_toml(text, "class.toml", tmp_path)
    assert "\x1b" not in str(raised.value)


def test_adopting_names_the_newest_complete_tree_or_says_that_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", "/nowhere")
    wanted = Answers(existing=Existing.ADOPT)
    here = host.detect()
    if not any(go.complete for go in here.gos):
        with pytest.raises(GowizardError):
            plan.defaults(here, wanted)
    for version in ("go1.26.6", "go1.27.3"):
        tree = tmp_path / "sdk" / version
        for folder in ("bin", "pkg/tool", "src/runtime"):
            (tree / folder).mkdir(parents=True)
        (tree / "bin/go").write_bytes(b"")
        (tree / "bin/go").chmod(0o755)
        (tree / "VERSION").write_text(f"{version}\n")
        (tree / ".unpacked-success").touch()
    assert plan.defaults(host.detect(), wanted).adopt == tmp_path / "sdk/go1.27.3"


def test_a_go_whose_version_file_is_rubbish_is_none_to_keep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("go/bin", "go/pkg/tool", "go/src/runtime"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "go/bin/go").write_bytes(b"")
    (tmp_path / "go/bin/go").chmod(0o755)
    (tmp_path / "go/VERSION").write_bytes(b"\x1b[2Jgo1.99.1\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path / "go/bin"))
    with pytest.raises(GowizardError) as raised:
        plan.kept_go(host.detect())
    assert "“”" not in str(raised.value)


def test_a_line_break_in_a_name_makes_no_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    """A source, a file or a shell of that name could tell a success that never was."""
    name = "x\n✓ Go works\n  $ something"
    out = Output()
    out.mark("warning", f"Kept: {name}")
    out.badge("[!]", "warning", f"GOFLAGS holds {name}")
    error = UsageError(f"There is no source {name}", f"Because of {name}", f"Name another than {name}")
    out.error(error.title, error.cause, error.remedy)
    said = capsys.readouterr()
    assert "\n" not in error.title
    for line in (said.out + said.err).splitlines():
        assert not line.startswith(("✓", "$", "  $")) or line.startswith("    "), line
