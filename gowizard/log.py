"""The log file of a run: plain lines with a time, secrets removed, 0600, named in every error."""

from __future__ import annotations

import logging
import time
from pathlib import Path

from gowizard.folders import make_private
from gowizard.redact import redacted

logger = logging.getLogger("gowizard")
logger.addHandler(logging.NullHandler())
logger.propagate = False
_KEEP = 20


class _Redacting(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


class _Quiet(logging.FileHandler):
    """A log that cannot be written any more (a full disk) is no reason to print a traceback."""

    def handleError(self, record: logging.LogRecord) -> None:
        pass


def open_log(folder: Path) -> Path | None:
    """Start this run's log file in `folder` and return its path, or None where none can be written.

    The oldest files are dropped when there are more than twenty.
    """
    try:
        make_private(folder)
        stamp = time.strftime("%Y%m%d-%H%M%S")
        path = folder / f"gowizard-{stamp}-{time.monotonic_ns() % 10**6:06d}.log"
        path.touch(mode=0o600)
        handler = _Quiet(path, encoding="utf-8", errors="backslashreplace")
        for old in sorted(folder.glob("gowizard-*.log"))[:-_KEEP]:
            old.unlink(missing_ok=True)
            old.with_name(old.name + ".report.txt").unlink(missing_ok=True)
    except OSError:
        return None
    handler.setFormatter(_Redacting("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    return path
