"""The Change that makes the `go env` file say what the user chose."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from gowizard import changes
from gowizard.changes.model import Change, ManualStep
from gowizard.environment.access import obstacle
from gowizard.environment.goenv import editable, edited, read_go_env
from gowizard.environment.words import shown
from gowizard.host.facts import Host
from gowizard.host.files import exists
from gowizard.locales import _
from gowizard.redact import redacted

_MOST_BYTES = 1 << 20


def go_env_change(
    host: Host, values: Mapping[str, str | None]
) -> tuple[Change | None, tuple[ManualStep, ...], tuple[str, ...]]:
    """The Change that sets each key (None: takes its lines out); what only the user can do; notes to show.

    No Change where the file says all that already. Missing folders are created. Raises GowizardError for a
    value that the file cannot carry.
    """
    notes = list(_shadowing(host, values))
    path = host.go_env_file
    if path is None:
        reason = _("GOENV=off is set in the environment: Go reads no settings file.")
        return None, (_manual(host, values, reason),), tuple(notes)
    reason = obstacle(path, host)
    if reason:
        return None, (_manual(host, values, reason, path),), tuple(notes)
    content = path.read_bytes() if exists(path) else b""
    found = read_go_env(content)
    if not editable(content):
        reason = _("It is written in UTF-16: Go ignores all of it.")
        return None, (_manual(host, values, reason, path),), tuple(notes)
    place = shown(path, host.user.home)
    notes += [
        f"{place}:{problem.number}: {problem.text}" if problem.number else f"{place}: {problem.text}"
        for problem in found.problems
    ]
    wanted = {key: value for key, value in values.items() if found.values.get(key) != value}
    new = edited(content, wanted)
    if new == content:
        return None, (), tuple(notes)
    change = Change(
        id="go-env",
        title=_("Set {keys} in {place}").format(keys=_(", ").join(wanted), place=place),
        why=_("Go reads its own settings from this file, in every shell and every editor."),
        effects=(changes.write_file(path, new),),
    )
    return change, (), tuple(notes)


def _shadowing(host: Host, values: Mapping[str, str | None]) -> list[str]:
    """A variable of the environment wins over the file, unless it is empty."""
    notes = []
    for key, value in values.items():
        held = host.environment.get(key, "")
        if host.windows is not None:
            held = held or host.windows.environment.new_process().get(key, "")
        if held and held != value:
            text = _("{key}={value} is set in the environment and wins over the go env file.")
            notes.append(text.format(key=key, value=redacted(held)))
    return notes


def _manual(
    host: Host, values: Mapping[str, str | None], reason: str, path: Path | None = None
) -> ManualStep:
    lines = tuple(f"{key}={value}" if value is not None else f"# {key}" for key, value in values.items())
    if path is None:
        title = _("Set {keys} in the environment, or unset GOENV").format(keys=_(", ").join(values))
    else:
        title = _("Write into {place}").format(place=shown(path, host.user.home))
    return ManualStep(id="go-env", title=title, reason=reason, lines=lines)
