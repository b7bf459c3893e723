"""A registry in a dictionary, for host's reader and for changes' editor alike: both see the same values."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from gowizard.changes import RegistryValue
from gowizard.changes.registry import ABSENT, use_registry
from gowizard.host.registry import USER, Value


class FakeRegistry:
    """Keys and names compare without case, as Windows does; values keep the case they were set with."""

    def __init__(self) -> None:
        self.keys: dict[tuple[str, str], dict[str, Value]] = {}
        self.written: dict[tuple[str, str], str] = {}

    def put(self, hive: str, key: str, name: str, kind: int, data: str | bytes | int | list[str] | None) -> None:
        """Plant a value."""
        self.written.setdefault((hive, key.lower()), key)
        found = self.keys.setdefault((hive, key.lower()), {})
        stored = next((known for known in found if known.lower() == name.lower()), name)
        found[stored] = Value(kind=kind, data=data)

    def value(self, hive: str, key: str, name: str) -> Value | None:
        found = self.keys.get((hive, key.lower()), {})
        return next((value for known, value in found.items() if known.lower() == name.lower()), None)

    def values(self, hive: str, key: str) -> dict[str, Value]:
        return dict(self.keys.get((hive, key.lower()), {}))

    def subkeys(self, hive: str, key: str) -> tuple[str, ...]:
        start = key.lower() + "\\"
        keys = [known for where, known in self.keys if where == hive and known.startswith(start)]
        below = {self.written[hive, known][len(start) :].split("\\")[0] for known in keys}
        return tuple(sorted(below, key=str.lower))

    def read(self, key: str, name: str) -> RegistryValue:
        found = self.value(USER, key, name)
        return ABSENT if found is None else RegistryValue(kind=found.kind, data=found.data)

    def write(self, key: str, name: str, value: RegistryValue) -> None:
        if value.kind is not None:
            self.put(USER, key, name, value.kind, value.data)
            return
        found = self.keys.get((USER, key.lower()), {})
        for known in [known for known in found if known.lower() == name.lower()]:
            del found[known]


@contextmanager
def in_force(registry: FakeRegistry) -> Iterator[FakeRegistry]:
    """The registry that changes edit, while the block lasts."""
    before = use_registry(registry)
    try:
        yield registry
    finally:
        use_registry(before)
