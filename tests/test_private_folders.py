"""Others may neither write nor plant what gowizard obeys, whatever the umask."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from gowizard import changes
from gowizard.changes.failures import Shared
from gowizard.folders import make_private
from gowizard.log import logger, open_log

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")


@pytest.fixture
def no_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.usefixtures("no_umask")
def test_folders_on_the_way_are_closed_to_others_in_any_umask(tmp_path: Path) -> None:
    make_private(tmp_path / "a/b/c")
    assert [_mode(tmp_path / part) for part in ("a", "a/b", "a/b/c")] == [0o755, 0o755, 0o700]


@pytest.mark.usefixtures("no_umask")
def test_log_and_journal_leave_no_folder_open(tmp_path: Path) -> None:
    state = tmp_path / ".local/state/gowizard"
    open_log(state / "log")
    for handler in logger.handlers[1:]:
        logger.removeHandler(handler)
        handler.close()
    with changes.open_run(state, title="t", verb="install"):
        pass
    assert [path for path in tmp_path.rglob("*") if _mode(path) & 0o022] == []


def test_an_open_state_folder_of_ours_is_closed(tmp_path: Path) -> None:
    state = tmp_path / "state"
    (state / "journal").mkdir(parents=True)
    state.chmod(0o777)
    (state / "journal").chmod(0o777)
    with changes.open_run(state, title="t", verb="install"):
        assert (_mode(state), _mode(state / "journal")) == (0o755, 0o755)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can give a folder away")
@pytest.mark.parametrize("through_link", [False, True])
def test_a_journal_of_another_user_is_not_obeyed(tmp_path: Path, through_link: bool) -> None:
    state = tmp_path / "state"
    theirs = tmp_path / "theirs" if through_link else state / "journal"
    state.mkdir()
    theirs.mkdir()
    if through_link:
        (state / "journal").symlink_to(theirs)
    os.chown(theirs, 12345, 12345)
    with pytest.raises(Shared), changes.open_run(state, title="t", verb="install"):
        pass
