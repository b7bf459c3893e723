"""Registry values, with a dictionary in the place of Windows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gowizard import changes
from gowizard.cancellation import Cancel
from gowizard.changes import Change, ChangedSince, RegistryValue, SetRegistryValue
from gowizard.changes.registry import ABSENT, use_registry
from tests.changes.world import silent


class Fake:
    def __init__(self) -> None:
        self.values: dict[tuple[str, str], RegistryValue] = {}

    def read(self, key: str, name: str) -> RegistryValue:
        return self.values.get((key, name), ABSENT)

    def write(self, key: str, name: str, value: RegistryValue) -> None:
        self.values[key, name] = value
        if value == ABSENT:
            del self.values[key, name]


PATH = ("Environment", "Path")


@pytest.fixture
def fake() -> Iterator[Fake]:
    fake = Fake()
    before = use_registry(fake)
    yield fake
    use_registry(before)


def set_path(state: Path, fake: Fake, value: RegistryValue, before: RegistryValue | None = None) -> None:
    before = fake.read(*PATH) if before is None else before
    effect = SetRegistryValue(key=PATH[0], name=PATH[1], value=value, before=before)
    with changes.open_run(state, title="T", verb="test") as run:
        run.apply((Change(id="path", title="Path", effects=(effect,)),), silent, Cancel())


def test_type_and_data_come_back(tmp_path: Path, fake: Fake) -> None:
    fake.values[PATH] = RegistryValue(kind=1, data="C:\\a")
    set_path(tmp_path, fake, RegistryValue(kind=2, data="C:\\go;C:\\a"))
    assert fake.values[PATH] == RegistryValue(kind=2, data="C:\\go;C:\\a")
    assert changes.undo(tmp_path).reverted == ("Path",)
    assert fake.values[PATH] == RegistryValue(kind=1, data="C:\\a")


def test_an_absent_value_is_absent_again(tmp_path: Path, fake: Fake) -> None:
    set_path(tmp_path, fake, RegistryValue(kind=2, data="x"))
    changes.undo(tmp_path)
    assert fake.values == {}


def test_items_added_since_stay(tmp_path: Path, fake: Fake) -> None:
    fake.values[PATH] = RegistryValue(kind=2, data="C:\\a")
    set_path(tmp_path, fake, RegistryValue(kind=2, data="C:\\go;C:\\a"))
    fake.values[PATH] = RegistryValue(kind=2, data="C:\\go;C:\\a;C:\\mine")
    assert changes.undo(tmp_path).kept == ()
    assert fake.values[PATH] == RegistryValue(kind=2, data="C:\\a;C:\\mine")


def test_a_value_of_another_type_is_kept(tmp_path: Path, fake: Fake) -> None:
    set_path(tmp_path, fake, RegistryValue(kind=2, data="x"))
    fake.values[PATH] = RegistryValue(kind=4, data=1)
    assert len(changes.undo(tmp_path).kept) == 1
    assert fake.values[PATH] == RegistryValue(kind=4, data=1)


def test_a_value_changed_since_the_preview_is_refused(tmp_path: Path, fake: Fake) -> None:
    fake.values[PATH] = RegistryValue(kind=2, data="y")
    with pytest.raises(ChangedSince):
        set_path(tmp_path, fake, RegistryValue(kind=2, data="x"), before=ABSENT)
    assert fake.values[PATH] == RegistryValue(kind=2, data="y")


def test_a_value_that_became_a_list_since_is_told(tmp_path: Path, fake: Fake) -> None:
    fake.values[PATH] = RegistryValue(kind=7, data=["C:\\a", "C:\\b"])  # REG_MULTI_SZ
    old = RegistryValue(kind=2, data="C:\\a")
    with pytest.raises(ChangedSince):
        set_path(tmp_path, fake, RegistryValue(kind=2, data="C:\\go;C:\\a"), old)
    assert fake.values[PATH].kind == 7


@pytest.mark.parametrize(
    "since, kept",
    [
        ('C:\\go;"C:\\a;b";C:\\a;C:\\mine', '"C:\\a;b";C:\\a;C:\\mine'),  # a ';' between quotes parts nothing
        ('C:\\go;"C:\\open;C:\\a', None),  # where the item ends cannot be told
        ("C:\\go;C:\\two\nlines;C:\\a", None),
    ],
)
def test_what_cannot_be_split_for_sure_is_kept(tmp_path: Path, fake: Fake, since: str, kept: str | None) -> None:
    fake.values[PATH] = RegistryValue(kind=2, data='"C:\\a;b";C:\\a')
    set_path(tmp_path, fake, RegistryValue(kind=2, data='C:\\go;"C:\\a;b";C:\\a'))
    fake.values[PATH] = RegistryValue(kind=2, data=since)
    assert bool(changes.undo(tmp_path).kept) == (kept is None)
    assert fake.values[PATH] == RegistryValue(kind=2, data=kept or since)
