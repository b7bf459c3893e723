"""Everything gowizard needs as wheels, for each system and each Python, through the user's own pip.

pip evaluates environment markers for the machine it runs on, whatever --platform says, so our own requirements are
chosen here. Only one of them holds machine code (isal) and gowizard runs without it: where no wheel of it fits, the
kit goes without.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from gowizard.cancellation import Cancel
from gowizard.errors import GowizardError
from gowizard.kit.systems import KitSystem
from gowizard.locales import _
from gowizard.redact import redacted
from gowizard.releases.pip_source import python_for_pip

FASTER = "isal"  # what gowizard also runs without
_SECONDS = 1800.0
_TERM = re.compile(r"\s*(\w+)\s*(==|!=)\s*[\"']([^\"']*)[\"']\s*")


def needed(requirements: tuple[str, ...], system: KitSystem) -> tuple[str, ...]:
    """The requirements of a system, without markers. Raises ValueError for a marker of a form that ours never have."""
    found = []
    for line in requirements:
        wanted, _semicolon, marker = line.partition(";")
        if not marker.strip() or _holds(marker, system.marker_values):
            found.append(wanted.strip())
    return tuple(found)


def _holds(marker: str, values: Mapping[str, str]) -> bool:
    return any(all(_term(term, values) for term in part.split(" and ")) for part in marker.split(" or "))


def _term(text: str, values: Mapping[str, str]) -> bool:
    shape = _TERM.fullmatch(text)
    if shape is None or shape[1] not in values:
        raise ValueError(text)
    return (values[shape[1]] == shape[3]) is (shape[2] == "==")


class Pip:
    """`pip download` into a folder of ours. Raises GowizardError with pip's own words, and Cancelled."""

    def __init__(self, environment: Mapping[str, str], folder: Path, cancel: Cancel) -> None:
        self._environment, self._folder, self._cancel = environment, folder, cancel

    def closure(self, wanted: tuple[str, ...], system: KitSystem, python: str) -> list[Path]:
        """The wheels of these requirements and of all that they need, for one system and Python."""
        status, lines, found = self._download(wanted, system, python)
        without = tuple(line for line in wanted if not line.startswith(FASTER))
        if status and without != wanted:
            status, lines, found = self._download(without, system, python)
        if status:
            raise _failed(lines, system)
        return found

    def alone(self, requirement: str, system: KitSystem, python: str) -> list[Path]:
        """The wheel of one requirement without what it needs, or none where pip finds none that fits."""
        status, _lines, found = self._download((requirement,), system, python, "--no-deps")
        return [] if status else found

    def _download(
        self, wanted: tuple[str, ...], system: KitSystem, python: str, *more: str
    ) -> tuple[int, list[str], list[Path]]:
        from gowizard.run import TimedOut, stream

        lines: list[str] = []
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        command = [python_for_pip(self._environment), "-m", "pip", "download", *more, "--only-binary=:all:"]
        command += [word for tag in system.tags for word in ("--platform", tag)]
        command += ["--python-version", python, "--implementation", "cp", "-d", str(folder)]
        command += ["--no-input", "--disable-pip-version-check", "--progress-bar=off", *wanted]
        try:
            status = stream(
                command,
                environment=self._environment,
                cwd=folder,
                seconds=_SECONDS,
                on_line=lines.append,
                cancel=self._cancel,
            )
        except TimedOut:
            status = 1
        return status, lines, sorted(folder.glob("*.whl"))


def _failed(lines: list[str], system: KitSystem) -> GowizardError:
    errors = [line.strip() for line in lines if re.match(r"(?i)\s*(error|no matching)", line)]
    return GowizardError(
        _("pip could not download what gowizard needs on {system}").format(system=system.name),
        "\n".join(redacted(line)[:300] for line in (errors or lines)[-4:]),
        _("Check with: {command}").format(command="pip download textual"),
    )
