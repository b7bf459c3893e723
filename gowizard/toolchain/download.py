"""The bytes of an archive from its locations: by turns where one fails, patiently, and no byte fetched twice."""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from gowizard.cancellation import Cancel
from gowizard.locales import _, sentences
from gowizard.locales.system import system_words
from gowizard.log import logger
from gowizard.redact import without_credentials
from gowizard.releases.local import local_path
from gowizard.releases.model import Archive
from gowizard.toolchain.events import Connecting, Retrying, StageEvent
from gowizard.toolchain.failures import DownloadFailed, shown
from gowizard.toolchain.limits import MOST_COMPRESSED, Limits
from gowizard.toolchain.meter import Meter
from gowizard.toolchain.part import Part

if TYPE_CHECKING:
    from gowizard.net import Client, Stream

_PIECE = 1 << 18
_CONTENT_RANGE = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15}|\*)")


class _Fault(Exception):
    """A location did not give what it should; `passing` faults are worth another try, `slow` ones elsewhere."""

    def __init__(self, reason: str, *, passing: bool = False, slow: bool = False, remedy: str = "") -> None:
        super().__init__(reason)
        self.reason, self.passing, self.slow, self.remedy = reason, passing, slow, remedy


class _Turn:
    """What one location has had so far."""

    def __init__(self, location: str) -> None:
        self.location = location
        self.attempts = 0  # altogether
        self.in_a_row = 0  # since it last gave a new byte


class Download:
    """One archive on its way. `fed` counts the bytes handed on so far.

    `mixed` is true when they came in more than one answer: a wrong digest then accuses nobody yet. Several
    locations have one file, the one with the archive's digest: each goes on where another broke off.
    """

    def __init__(self, archive: Archive, part: Part, client: Client, limits: Limits, stop: Cancel) -> None:
        self._archive, self._part, self._client = archive, part, client
        self._limits, self._stop = limits, stop
        self._meter = Meter(archive.size)
        self._end = time.monotonic() + limits.total
        self._without_range: set[str] = set()
        self._suspect = False  # whether what is kept may be no part of this archive
        self.fed = 0
        self.mixed = False
        self.local: Path | None = None  # the local file that had it all
        self.finished_at = ""  # the location that gave the last bytes; "" where they were in the cache

    def pieces(self) -> Iterator[bytes | StageEvent]:
        """The whole archive in order, events between. Raises DownloadFailed and Cancelled."""
        archive, part = self._archive, self._part
        if archive.size and part.length == archive.size and any(map(part.kept_from, archive.locations)):
            yield from self._kept()
            return
        reasons: list[str] = []
        remedy = ""
        turns = deque(map(_Turn, archive.locations))
        while turns:
            turn, before = turns[0], self.fed
            try:
                yield from self._from(turn.location)
                self.finished_at = turn.location
                return
            except _Fault as fault:
                turn.attempts += 1
                turn.in_a_row = 1 if self.fed > before else turn.in_a_row + 1
                if self._enough(turn) or not fault.passing:
                    turns.popleft()
                    reasons.append(f"{shown(without_credentials(turn.location))}: {fault.reason}")
                    remedy = remedy or fault.remedy
                    continue
                if fault.slow or self.fed == before:  # another host may be able to go on at once
                    turns.rotate(-1)
                yield from self._pause(turn, turns[0], fault)
        if self._suspect:
            part.remove()
        raise DownloadFailed(archive.filename, reasons, 0 if part.broken else part.length, remedy)

    def _from(self, location: str) -> Iterator[bytes | StageEvent]:
        path = local_path(location)
        return self._local(path) if path is not None else self._answer(location)

    def _enough(self, turn: _Turn) -> bool:
        return turn.in_a_row >= self._limits.attempts or turn.attempts >= self._limits.most_attempts

    def _pause(self, failed: _Turn, following: _Turn, fault: _Fault) -> Iterator[StageEvent]:
        """Wait before a location that has failed is asked again; one that has not is asked at once."""
        import random

        wait = min(self._limits.longest_wait, self._limits.first_wait * 2 ** (max(following.in_a_row, 1) - 1))
        wait *= random.uniform(0.5, 1.5)  # noqa: S311 - forty laptops must not come back together
        if not following.attempts:
            wait = 0.0
        logger.info("attempt %d at %s: %s", failed.attempts, without_credentials(failed.location), fault.reason)
        yield Retrying(fault.reason, failed.attempts, wait)
        self._stop.wait(wait)

    def _local(self, path: Path) -> Iterator[bytes | StageEvent]:
        yield Connecting(str(path))
        try:
            with path.open("rb") as file:
                self._check_total(path.stat().st_size)
                self._meter.start(self.fed)
                self.mixed = self.mixed or self.fed > 0
                file.seek(self.fed)
                while piece := file.read(_PIECE):
                    self._stop.check()
                    yield from self._hand_on(piece)
        except OSError as error:
            raise _Fault(system_words(error)) from None
        self.local = path
        yield from self._finished()

    def _answer(self, location: str) -> Iterator[bytes | StageEvent]:
        """The rest from one answer of one URL. Raises _Fault."""
        from gowizard.net import NetError

        yield Connecting(without_credentials(location))
        have = self.fed or self._part.kept_from(location)
        if not have and len(self._archive.locations) > 1:
            have = self._part.kept_from_anywhere()  # by another host; the digest decides whether they fit
        headers: dict[str, str] = {}
        if have and location not in self._without_range:
            headers["Range"] = f"bytes={have}-"
            if validator := self._part.validator(location):
                headers["If-Range"] = validator
        try:
            with self._client.stream(location, headers=headers, cancel=self._stop) as stream:
                yield from self._body(location, have, stream)
        except NetError as error:
            if error.status == 416 and "Range" in headers:
                self._without_range.add(location)
                raise _Fault(_("The server cannot continue the download."), passing=True) from None
            slow = error.kind == "timeout"
            raise _Fault(error.one_line, passing=error.retryable, slow=slow, remedy=error.remedy) from None

    def _body(self, location: str, have: int, stream: Stream) -> Iterator[bytes | StageEvent]:
        skip = 0
        headers = stream.headers
        if stream.status == 206:
            found = _CONTENT_RANGE.fullmatch(headers.get("Content-Range", "").strip())
            if found is None or int(found[1]) != have or location in self._without_range:
                self._without_range.add(location)
                raise _Fault(_("The server sends another part than the one asked for."), passing=True)
            self._check_total(int(found[3]) if found[3] != "*" else None)
            self.mixed = True
            if not self.fed:
                yield from self._kept()
        elif stream.status == 200:
            length = headers.get("Content-Length", "")
            total = int(length[:15]) if length.isdecimal() else None
            # Apache's mod_mime marks every .tar.gz as encoded and sends it as it is: the length tells.
            encoded = headers.get("Content-Encoding", "").strip().lower() not in ("", "identity")
            if encoded and (total is None or total != self._archive.size):
                raise _Fault(_("It sends the archive packed once more, although it was asked not to."))
            self._check_total(total, headers.get("Content-Type", ""))
            skip, self.mixed = self.fed, self.mixed or self.fed > 0
            if not self.fed:
                self._part.restart(location, headers.get("ETag", ""), headers.get("Last-Modified", ""))
        else:
            raise _Fault(_("The server answers with status {status}.").format(status=stream.status))
        yield from self._flow(stream.chunks(), skip)

    def _flow(self, chunks: Iterator[bytes], skip: int) -> Iterator[bytes | StageEvent]:
        """The body's bytes after the first `skip`, which were handed on before."""
        self._meter.start(self.fed)
        looked, arrived, arrived_then = time.monotonic(), 0, 0
        for piece in chunks:
            self._stop.check()
            now = time.monotonic()
            arrived += len(piece)
            if now > self._end:
                raise _Fault(_("It takes too long altogether."))
            if now - looked > self._limits.slow_window:
                if arrived - arrived_then < self._limits.slow_bytes:
                    raise _Fault(_("Almost nothing comes any more."), passing=True, slow=True)
                looked, arrived_then = now, arrived
            if skip:
                dropped = min(skip, len(piece))
                skip, piece = skip - dropped, piece[dropped:]
            if piece:
                yield from self._hand_on(piece, keep=True)
        yield from self._finished()

    def _hand_on(self, piece: bytes, keep: bool = False) -> Iterator[bytes | StageEvent]:
        if self.fed + len(piece) > (self._archive.size or MOST_COMPRESSED):
            self._suspect = True
            raise _Fault(_("It sends more bytes than the archive has."))
        if keep:
            self._part.append(piece)
        self.fed += len(piece)
        yield piece
        if event := self._meter.at(self.fed):
            yield event

    def _kept(self) -> Iterator[bytes | StageEvent]:
        self.mixed = True
        try:
            for piece in self._part.pieces():
                yield from self._hand_on(piece)
        except OSError as error:
            raise _Fault(system_words(error)) from None
        self._meter.start(self.fed)

    def _finished(self) -> Iterator[StageEvent]:
        if self._archive.size and self.fed < self._archive.size:
            reason = _("It ended after {done} of {total} bytes.")
            raise _Fault(reason.format(done=self.fed, total=self._archive.size), passing=True)
        if event := self._meter.at(self.fed, last=True):
            yield event

    def _check_total(self, total: int | None, kind: str = "") -> None:
        """Raise _Fault where a location has another file than the one listed, before it is fetched."""
        listed = self._archive.size
        if total is None or not listed or total == listed:
            self._meter.total = listed or total
            return
        reason = _("It has {there} bytes where the release list says {listed}.")
        reason = reason.format(there=total, listed=listed)
        if "html" in kind:
            reason = sentences(reason, _("The answer is a web page: perhaps this network wants you to log in first."))
        raise _Fault(reason)
