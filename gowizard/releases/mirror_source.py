"""A mirror as a source: its bytes, and the Go project's own list and digests."""

from __future__ import annotations

import queue
import threading
from collections.abc import Sequence
from pathlib import Path

from gowizard.cancellation import Cancel, Cancelled
from gowizard.dataclass import replace
from gowizard.errors import GowizardError
from gowizard.locales import _
from gowizard.net import Client, NetError
from gowizard.releases.mirrors import mirror_named
from gowizard.releases.model import Archive, Catalogue, Voucher
from gowizard.releases.source import OFFICIAL_NAMES
from gowizard.releases.version import Version
from gowizard.releases.web import WebSource

_MAGIC = {"gz": b"\x1f\x8b\x08", "zip": b"PK\x03\x04"}
_LOOK = 64  # bytes asked for to see what a mirror sends


class NoOfficialList(GowizardError):
    """The Go project's list cannot be had, so nobody can say which bytes a mirror must send."""

    def __init__(self, mirror: str, reasons: Sequence[str]) -> None:
        super().__init__(
            _("Nobody says which bytes {mirror} must send").format(mirror=mirror),
            "\n".join([_("The digests come from the Go project's list, and that cannot be had."), *reasons]),
            _("Connect once to go.dev or golang.google.cn (the list is kept then), or take --source pip."),
        )


class NotServed(GowizardError):
    """The mirror does not have that archive."""


class MirrorSource:
    """One mirror. Vouched for by the Go project: only a file with the digest of its list is taken."""

    voucher = Voucher.OFFICIAL

    def __init__(self, name: str, *, client: Client, cache: Path) -> None:
        self._mirror = mirror_named(name)
        self._client = client
        self._official = [WebSource(official, client=client, cache=cache) for official in OFFICIAL_NAMES]
        self._list: tuple[WebSource, Catalogue] | None = None
        self.name = self._mirror.source

    @property
    def title(self) -> str:
        """The mirror, and who vouches, for a person."""
        return _("{mirror}; digests from the Go project").format(mirror=_(self._mirror.title))

    def answers(self, cancel: Cancel | None = None) -> None:
        """Return when the mirror sends the newest release as an archive; raise otherwise."""
        releases = self._official_list(cancel)[1].releases
        files = (file for release in releases if release.stable for file in release.files if file.kind == "archive")
        if (newest := next(files, None)) is not None:
            self._look(newest.filename, cancel)

    def catalogue(self, cancel: Cancel | None = None) -> Catalogue:
        """The Go project's list; the mirror may lag behind it. Raises NoOfficialList."""
        return replace(self._official_list(cancel)[1], source=self.name)

    def archive(self, version: Version, os: str, arch: str, cancel: Cancel | None = None) -> Archive:
        """The archive at the mirror first, at the Go project's hosts after it.

        Raises NotServed where the mirror says that it does not have it, or sends something else.
        """
        official = self._official_list(cancel)[0].archive(version, os, arch, cancel)
        if not self._client.offline:
            try:
                self._look(official.filename, cancel)
            except NetError as error:
                if not error.retryable:
                    raise
        first = self._mirror.base + official.filename
        return replace(official, locations=(first, *official.locations), source=self.name)

    def _official_list(self, cancel: Cancel | None) -> tuple[WebSource, Catalogue]:
        """The first list that comes, both hosts being asked side by side; a kept one where neither answers."""
        if self._list is None:
            self._list = self._ask(cancel)
        return self._list

    def _ask(self, cancel: Cancel | None) -> tuple[WebSource, Catalogue]:
        answers: queue.SimpleQueue[tuple[WebSource, Catalogue | GowizardError | Cancelled]] = queue.SimpleQueue()
        stop = Cancel()

        def ask(source: WebSource) -> None:
            try:
                answers.put((source, source.catalogue(stop)))
            except (GowizardError, Cancelled) as error:
                answers.put((source, error))

        for source in self._official:
            threading.Thread(target=ask, args=(source,), daemon=True).start()
        stale: list[tuple[WebSource, Catalogue]] = []
        reasons: list[str] = []
        try:
            for _each in self._official:
                source, answer = _next(answers, cancel)
                if isinstance(answer, Catalogue):
                    if not answer.note:  # a note tells that the host failed and an old list serves
                        return source, answer
                    stale.append((source, answer))
                elif isinstance(answer, GowizardError):
                    reasons.append(_("{name}: {message}").format(name=source.name, message=answer.one_line))
        finally:
            stop.set()
        if not stale:
            raise NoOfficialList(_(self._mirror.title), reasons)
        return min(stale, key=lambda kept: kept[1].age)

    def _look(self, filename: str, cancel: Cancel | None) -> None:
        """Return where the mirror begins to send that archive; some answer 200 with a web page."""
        headers = {"Range": f"bytes=0-{_LOOK - 1}"}
        try:
            with self._client.stream(self._mirror.base + filename, headers, cancel) as stream:
                beginning = b""
                for piece in stream.chunks():
                    beginning += piece
                    if len(beginning) >= 4:
                        break
        except NetError as error:
            if error.status not in (404, 410):
                raise
            raise self._not_served(filename, _("It does not have that file (yet).")) from None
        if not beginning.startswith(_MAGIC[filename.rsplit(".", 1)[-1]]):
            kind = stream.headers.get("Content-Type", "")
            web_page = "html" in kind or beginning.lstrip()[:1] == b"<"
            reason = _("It sends a web page instead.") if web_page else _("What it sends is no archive.")
            raise self._not_served(filename, reason)

    def _not_served(self, filename: str, reason: str) -> NotServed:
        return NotServed(
            _("{mirror} does not serve {file}").format(mirror=_(self._mirror.title), file=filename),
            reason,
            _("Take another mirror or version, or --source google-cn."),
        )


def _next(
    answers: queue.SimpleQueue[tuple[WebSource, Catalogue | GowizardError | Cancelled]], cancel: Cancel | None
) -> tuple[WebSource, Catalogue | GowizardError | Cancelled]:
    while True:
        if cancel is not None:
            cancel.check()
        try:
            return answers.get(timeout=0.1)
        except queue.Empty:
            continue


__all__ = ["MirrorSource", "NoOfficialList", "NotServed"]
