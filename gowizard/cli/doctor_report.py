"""Where the doctor's report goes: a file, or the screen."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from gowizard.errors import GowizardError
from gowizard.locales import _
from gowizard.locales.system import system_words
from gowizard.repair.report import report_text

if TYPE_CHECKING:
    from gowizard.cli.context import Context
    from gowizard.repair.diagnosis import Diagnosis


def write_report(context: Context, diagnosis: Diagnosis) -> None:
    """Print it, or write the file that --report names (0600). Raises GowizardError where it cannot be written."""
    text, name = report_text(diagnosis, context.command), context.text("report")
    if name in {"", "-"}:
        for line in text.splitlines():
            context.out.line(line)
        return
    path = Path(name).expanduser()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(text)
    except OSError as error:
        raise GowizardError(
            _("The report cannot be written"), f"{path}: {system_words(error)}", _("Name another file.")
        ) from error
    context.out.mark("done", _("Report: {path}").format(path=path))
