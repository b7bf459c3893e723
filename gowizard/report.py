"""A report that may be passed on: what was asked, where, what failed; without secrets and without who it was."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

from gowizard import __version__
from gowizard.anonymity import anonymous
from gowizard.answers import Answers, to_toml
from gowizard.errors import GowizardError
from gowizard.host.facts import Host
from gowizard.locales import language
from gowizard.plan import Plan

_LOG_LINES = 200


def build_report(
    error: GowizardError | None,
    *,
    command: str = "",
    host: Host | None = None,
    answers: Answers | None = None,
    plan: Plan | None = None,
    log_path: Path | None = None,
) -> str:
    """The report's text: versions, machine, answers, planned changes, failure, the log's last 200 lines.

    It is English but for the failure's own words, because those read it who help.
    """
    sections = [("gowizard report", _versions(command))]
    if host is not None:
        sections.append(("Machine", _machine(host)))
    if answers is not None:
        home = host.user.home if host is not None else Path.home()
        sections.append(("Answers", to_toml(answers, home).strip()))
    if plan is not None:
        titles = [f"{plan.version.name}", *(f"- {change.title}" for change in plan.changes)]
        sections.append(("Planned", "\n".join([*titles, *(f"- by hand: {step.title}" for step in plan.manual)])))
    if error is not None:
        sections.append(("Failure", f"{type(error).__name__}\n{error}"))
    if log_path is not None:
        sections.append(("Log", _tail(log_path)))
    text = "\n\n".join(f"## {title}\n{body}" for title, body in sections if body) + "\n"
    home_text, user = (str(host.user.home), host.user.name) if host is not None else (str(Path.home()), "")
    return anonymous(text, home=home_text, user=user or os.environ.get("USER", ""), machine=platform.node())


def write_report(
    log_path: Path,
    error: GowizardError | None,
    *,
    command: str = "",
    host: Host | None = None,
    answers: Answers | None = None,
    plan: Plan | None = None,
) -> Path | None:
    """Write it beside the log as LOG.report.txt, 0600; its path, None where it cannot be written."""
    path = log_path.with_name(log_path.name + ".report.txt")
    text = build_report(error, command=command, host=host, answers=answers, plan=plan, log_path=log_path)
    try:
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError:  # a full disk must not hide the failure that is being reported
        return None
    return path


def _versions(command: str) -> str:
    python = f"Python {platform.python_version()} ({sys.platform})"
    return "\n".join(filter(None, (f"gowizard {__version__}", python, f"language: {language()}", command)))


def _machine(host: Host) -> str:
    system = host.system
    rows = [
        f"{system.os} {system.arch}{' emulated' if system.emulated else ''} {system.distribution}".strip(),
        f"container: {system.container}" if system.container else "",
        f"WSL {system.wsl}" if system.wsl else "",
        f"shell: {host.shell}; found: {', '.join(shell.name for shell in host.shells)}",
        f"terminal: {host.terminal.term}",
        *(f"Go {go.version or '?'} at {go.binary} ({go.owner}) {go.problem}".rstrip() for go in host.gos),
    ]
    return "\n".join(row for row in rows if row)


def _tail(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            stream.seek(0, os.SEEK_END)
            stream.seek(max(0, stream.tell() - _LOG_LINES * 500))
            text = stream.read().decode("utf-8", "replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-_LOG_LINES:])
