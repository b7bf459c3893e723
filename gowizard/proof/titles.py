"""What each step of the proof is called."""

from __future__ import annotations

from gowizard.locales import N_, _

_TITLES = {
    "version:login": N_("A new login shell finds Go"),
    "version:interactive": N_("A new terminal window finds Go"),
    "version:window": N_("A new window finds Go"),
    "version:path": N_("Go answers from its own folder"),
    "env": N_("Go has the settings that were made"),
    "run": N_("Run a first program"),
    "build": N_("Build it, and run what was built"),
    "module": N_("A module comes through the module proxy"),
}


def title_of(step: str) -> str:
    """The title of the step with that id, in the language now chosen. Raises KeyError for no such step."""
    return _(_TITLES[step])
