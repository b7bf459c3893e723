"""What a server answered, without any type of the library that fetched it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from gowizard.dataclass import dataclass


class Headers(Mapping[str, str]):
    """Header fields; names are looked up in any case and listed in lower case."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = {name.lower(): value for name, value in fields.items()}

    def __getitem__(self, name: str) -> str:
        return self._fields[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)


@dataclass(frozen=True, kw_only=True)
class Response:
    """A whole answer. `url` is where it came from after redirects, without credentials."""

    status: int
    headers: Headers
    body: bytes
    url: str


@dataclass(frozen=True, kw_only=True)
class Stream:
    """An answer whose body is still on the wire."""

    status: int
    headers: Headers
    url: str
    pieces: Callable[[], Iterator[bytes]]

    def chunks(self) -> Iterator[bytes]:
        """The body's bytes as they come, not decoded; raises NetError and Cancelled. Can be used once."""
        return self.pieces()
