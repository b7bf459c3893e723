"""The download that runs while the user still answers: one at a time, known by what it was started for."""

from __future__ import annotations

import threading
from typing import Any

from gowizard import install
from gowizard.answers import Answers
from gowizard.cancellation import Cancel, Cancelled
from gowizard.dataclass import dataclass, field
from gowizard.host.facts import Host
from gowizard.install import Found, Installation
from gowizard.locales import _
from gowizard.net import Client
from gowizard.plan import layout_for
from gowizard.toolchain import Staged
from gowizard.wizard.backend import Emit

_PATIENCE = 10.0  # seconds that a cancelled download may need to clean up after itself


def key_of(answers: Answers) -> tuple[object, ...]:
    """What a download depends on."""
    return (answers.version, answers.source, answers.sha256, answers.dir, answers.trust_source, answers.kit_code)


@dataclass
class Download:
    """One download: its answers, and how far it came. `finished` is set last, whatever happened."""

    answers: Answers
    cancel: Cancel
    found: Found | None = None
    located: threading.Event = field(default_factory=threading.Event)
    installation: Installation | None = None
    staged: Staged | None = None
    error: BaseException | None = None
    finished: threading.Event = field(default_factory=threading.Event)

    def fetch(self, host: Host, client: Client, emit: Emit) -> None:
        """Find, fetch, check and unpack. Raises what went wrong, after everything was removed."""
        try:
            self.found = install.find(host, self.answers, client, self.cancel)
            self.located.set()
            if self.found.archive is not None:
                title = _("Set up {version}").format(version=self.found.version.name)
                self.installation = Installation(host, self.answers, title=title, wait=5.0)
                parent = layout_for(self.answers, host).parent
                self.staged = self.installation.stage(self.found.archive, parent, client, emit, self.cancel)
                self.cancel.check()
        except BaseException as error:
            self.error = error
            self.release()
            raise
        finally:
            self.located.set()
            self.finished.set()

    def release(self) -> None:
        """Give back the lock and remove what was staged and not applied."""
        installation, self.installation, self.staged = self.installation, None, None
        if installation is not None:
            installation.__exit__(None, None, None)

    def wait(self, cancel: Cancel) -> None:
        """Until it is staged. Raises its error, or Cancelled after it was stopped."""
        try:
            while not self.finished.wait(0.05):
                cancel.check()
        except Cancelled:
            self.drop()
            raise
        if self.error is not None:
            raise self.error

    def wait_found(self, cancel: Cancel) -> Found:
        """Until the archive is known. Raises its error."""
        while not self.located.wait(0.05):
            cancel.check()
        if self.found is None:
            raise self.error or Cancelled
        return self.found

    def drop(self) -> None:
        """Stop it and remove what it made."""
        self.cancel.set()
        self.finished.wait(_PATIENCE)
        self.release()


class Slot:
    """Room for one download."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._download: Download | None = None

    def start(self, answers: Answers, cancel: Cancel) -> Download:
        """A new download in the place of the one before, which is dropped."""
        with self._lock:
            if self._download is not None:
                self._download.drop()
            cancel.check()
            self._download = Download(answers, cancel)
            return self._download

    def running_for(self, answers: Answers) -> Download | None:
        """The download for these answers where it runs or is ready."""
        download = self._download
        if download is None or download.cancel.requested or key_of(download.answers) != key_of(answers):
            return None
        return None if download.finished.is_set() and download.error is not None else download

    def empty(self) -> None:
        """Drop what is there."""
        with self._lock:
            download, self._download = self._download, None
            if download is not None:
                download.drop()

    def take(self) -> Any:
        """Forget the download without dropping it: it was applied."""
        with self._lock:
            self._download = None
