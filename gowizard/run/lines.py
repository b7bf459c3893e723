"""Cuts a stream of bytes into lines without ever holding more than one line of bounded length."""

from __future__ import annotations

LONGEST = 8192  # bytes; a longer line is delivered in pieces


class LineSplitter:
    """Fed with bytes as they come; gives lines without their line ends."""

    def __init__(self) -> None:
        self._rest = b""
        self._continued = False  # the start of the present line was given already

    @property
    def pending(self) -> bytes:
        """The bytes of the line that is not complete yet."""
        return self._rest

    def feed(self, data: bytes) -> list[bytes]:
        """The lines that `data` completes, over-long ones in pieces of at most LONGEST bytes."""
        *whole, self._rest = (self._rest + data).split(b"\n")
        lines: list[bytes] = []
        for line in whole:
            if not (self._continued and not line.rstrip(b"\r")):
                lines += self._pieces(line)
            self._continued = False
        if len(self._rest) > LONGEST:
            *full, self._rest = self._pieces(self._rest)
            lines += full
            self._continued = True
        return lines

    def overdue(self) -> list[bytes]:
        """The incomplete line as it stands, for a program that prints a prompt or goes on slowly."""
        cut = _character_boundary(self._rest, len(self._rest))
        given, self._rest = self._rest[:cut], self._rest[cut:]
        if not given.strip(b"\r"):
            return []
        self._continued = True
        return [given]

    def finish(self) -> list[bytes]:
        """What is left when the stream has ended."""
        given, self._rest = self._rest, b""
        return [given] if given.strip(b"\r") else []

    @staticmethod
    def _pieces(line: bytes) -> list[bytes]:
        pieces = []
        while len(line) > LONGEST:
            cut = _character_boundary(line, LONGEST)
            pieces.append(line[:cut])
            line = line[cut:]
        return [*pieces, line]


def _character_boundary(data: bytes, end: int) -> int:
    """`end`, or up to three bytes before it where a UTF-8 character would be cut in two there."""
    for back in range(1, min(4, end) + 1):
        byte = data[end - back]
        if byte < 0x80:
            return end
        if byte >= 0xC0:
            width = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return end if back >= width else end - back
    return end
