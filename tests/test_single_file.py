"""The one file without Python: its recipe for each system, and what its loader leaves behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from gowizard.run.single_file import restore
from tests.support import single_file


@pytest.mark.parametrize("system", ["linux", "darwin", "windows"])
def test_the_recipe(system: str, tmp_path: Path) -> None:
    told = single_file.arguments(system, tmp_path / "gowizard.exe", Path("entry.py"), tmp_path / "work")
    assert told[-1] == "entry.py"
    assert {"--onefile", "--console", "--noupx", "--hidden-import=isal.isal_zlib"} <= set(told)
    assert ("--strip" in told) == (system == "linux")
    assert ("--hidden-import=pexpect" in told) == (system != "windows")
    assert ("--name=gowizard" in told) == (system == "windows")
    for word in told:
        if word.startswith("--add-data="):
            source, _colon, into = word.removeprefix("--add-data=").rpartition(":")
            assert Path(source).exists() and into.startswith("gowizard/")
    assert {".mo", ".tcss"} == {path.suffix for path in single_file.data()}


def test_the_loaders_settings_are_taken_out() -> None:
    told = {"LD_LIBRARY_PATH": "/tmp/_MEIx", "LD_LIBRARY_PATH_ORIG": "/opt/own", "_PYI_ARCHIVE_FILE": "f", "A": "b"}
    restore(told)
    assert told == {"LD_LIBRARY_PATH": "/opt/own", "A": "b"}
    told = {"LD_LIBRARY_PATH": "/tmp/_MEIx"}
    restore(told)
    assert told == {}
    told = {"LD_LIBRARY_PATH": "/opt/own"}
    restore(told)
    assert told == {"LD_LIBRARY_PATH": "/opt/own"}
