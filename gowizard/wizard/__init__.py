"""The wizard: the full screen over the same core that the command line uses; nothing else imports textual."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from gowizard.wizard.outcome import Outcome

if TYPE_CHECKING:
    from gowizard.answers import Answers
    from gowizard.host.facts import Host
    from gowizard.net import Client
    from gowizard.wizard.backend import Backend

_GRACE = 5.0  # seconds


def run(
    host: Host,
    answers: Answers,
    *,
    client: Client | None = None,
    log_path: Path | None = None,
    theme: str = "",
    page: str = "machine",
    ascii_only: bool = False,
    undo_command: str = "gowizard undo",
) -> Outcome:
    """Show the wizard until it is left. `answers` were given on the command line; they prefill the pages."""
    from gowizard.wizard.core import CoreBackend

    backend = CoreBackend(
        host, answers, client=client, log_path=log_path, ascii_only=ascii_only, undo_command=undo_command
    )
    return run_with(backend, theme, page)


def run_with(backend: Backend, theme: str = "", page: str = "machine") -> Outcome:
    """The same over any backend. The screen leaves at once; what is not installed is removed afterwards."""
    from gowizard.wizard.app import WizardApp

    app = WizardApp(backend, theme=theme, page=page)
    guard = threading.Timer(_GRACE, _end_anyway, [backend])
    guard.daemon = True

    def arm() -> None:
        with suppress(RuntimeError):  # told twice
            guard.start()

    app.when_told_to_end = arm
    try:
        app.run()
        return app.outcome()
    finally:
        guard.cancel()
        backend.close()


def _end_anyway(backend: Backend) -> None:
    """End a wizard that was told to and cannot: Textual's writing thread dies with the terminal (EIO), and once thirty
    writes have queued up behind it, whoever writes next waits for ever. What is not installed is removed first."""
    backend.close()
    os._exit(1)


__all__ = ["Outcome", "run", "run_with"]
