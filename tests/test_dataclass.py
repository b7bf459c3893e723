"""gowizard's own `dataclass` against Python's: the same class defined by both behaves alike."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import cached_property
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest

from gowizard import dataclass as ours


def classes(how: Any) -> SimpleNamespace:
    """Classes of every kind that gowizard has, defined by one of the two."""

    @how.dataclass(frozen=True, kw_only=True)
    class Named:
        """Fields by name."""

        first: int
        second: str = "two"
        many: list[int] = how.field(default_factory=list)
        shared: ClassVar[int] = 7

        @cached_property
        def twice(self) -> int:
            return self.first * 2

    @how.dataclass(frozen=True)
    class Placed:
        """Fields by place too."""

        first: int
        second: object = None

    @how.dataclass(frozen=True, kw_only=True)
    class Below(Named):
        """Fields of its own beside those of its base, one with another default."""

        second: str = "three"
        third: int = 3

    @how.dataclass
    class Open:
        """May be changed."""

        first: int = 1
        called: Callable[[int], int] = how.field(default=abs)

    @how.dataclass(frozen=True, eq=False)
    class Itself:
        """Equal to itself only."""

        first: int = 1

    @how.dataclass(frozen=True)
    class Empty:
        """No field."""

    @how.dataclass(frozen=True)
    class Checked:
        """Looks at what it got."""

        first: int

        def __post_init__(self) -> None:
            if self.first < 0:
                raise ValueError("negative")
            object.__setattr__(self, "first", self.first + 1)

        def __repr__(self) -> str:
            return "mine"

    return SimpleNamespace(
        Named=Named, Placed=Placed, Below=Below, Open=Open, Itself=Itself, Empty=Empty, Checked=Checked
    )


def outcome(work: Callable[[SimpleNamespace], object]) -> list[object]:
    """What comes of it for both: the value, or the kind of what was raised."""
    found: list[object] = []
    for how in (ours, dataclasses):
        try:
            found.append(work(classes(how)))
        except Exception as error:
            found.append(type(error))
    return found


@pytest.mark.parametrize(
    "work",
    [
        lambda c: repr(c.Named(first=1)).replace(f"{classes.__name__}.<locals>.", ""),
        lambda c: repr(c.Below(first=1, many=[2])),
        lambda c: repr(c.Placed(1, second=c.Empty())),
        lambda c: repr(c.Checked(1)),
        lambda c: c.Checked(-1),
        lambda c: c.Checked(1).first,
        lambda c: c.Named(1),
        lambda c: c.Named(),
        lambda c: c.Named(first=1, other=2),
        lambda c: c.Placed(),
        lambda c: c.Placed(1, 2, 3),
        lambda c: c.Placed(1, first=2),
        lambda c: c.Empty(1),
        lambda c: c.Empty() == c.Empty(),
        lambda c: c.Placed(1) == c.Placed(1, None),
        lambda c: c.Placed(1) == c.Placed(2),
        lambda c: c.Placed(1) == c.Checked(0),
        lambda c: c.Placed(1) != 1,
        lambda c: c.Itself() == c.Itself(),
        lambda c: hash(c.Placed(1)) == hash(c.Placed(1)),
        lambda c: hash(c.Placed([])),
        lambda c: hash(c.Open()),
        lambda c: len({c.Itself(), c.Itself()}),
        lambda c: setattr(c.Placed(1), "first", 2),
        lambda c: setattr(c.Placed(1), "other", 2),
        lambda c: delattr(c.Placed(1), "first"),
        lambda c: setattr(o := c.Open(), "first", 5) or o.first,
        lambda c: c.Open().called(-3),
        lambda c: c.Named(first=2).twice,
        lambda c: (n := c.Named(first=2)).twice and n == c.Named(first=2),
        lambda c: c.Named(first=1).many is c.Named(first=1).many,
        lambda c: c.Named.many,
        lambda c: c.Named.second,
        lambda c: c.Named.shared,
        lambda c: c.Below(first=1).second,
        lambda c: c.Placed.__match_args__,
        lambda c: c.Named.__match_args__,
        lambda c: [field.name for field in dataclasses.fields(c.Below)],
        lambda c: dataclasses.asdict(c.Below(first=1)),
        lambda c: dataclasses.is_dataclass(c.Empty),
        lambda c: dataclasses.replace(c.Below(first=1), third=9).third,
        lambda c: (n := c.Named(first=1)).many is dataclasses.replace(n, first=2).many,
    ],
)
def test_it_is_as_pythons(work: Callable[[SimpleNamespace], object]) -> None:
    mine, pythons = outcome(work)
    assert mine == pythons


def test_replace_makes_another_with_the_rest_as_it_was() -> None:
    for how in (ours, dataclasses):
        kinds = classes(how)
        before = kinds.Below(first=1, many=[4])
        after = how.replace(before, third=9)
        assert (after.first, after.third, before.third) == (1, 9, 3)
        assert after.many is before.many
        with pytest.raises(TypeError):
            how.replace(before, fourth=1)
        with pytest.raises(ValueError, match="negative"):
            how.replace(kinds.Checked(1), first=-1)


def test_the_names_of_fields_are_told_of_classes_and_instances() -> None:
    kinds = classes(ours)
    assert ours.field_names(kinds.Below) == ("first", "second", "many", "third")
    assert ours.field_names(kinds.Empty()) == ()
    assert ours.field_names(3) == ()


def test_a_class_of_pythons_can_be_replaced_too() -> None:
    assert ours.replace(classes(dataclasses).Placed(1), first=2).first == 2
