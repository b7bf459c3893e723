"""Findings as the values of the JSON object: everything in it is redacted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gowizard import changes
from gowizard.answers import Answers
from gowizard.changes import Change, ManualStep
from gowizard.doctor.callers import path_table
from gowizard.doctor.model import Finding, Origin, Remedy
from gowizard.doctor.scene import Scene
from gowizard.errors import GowizardError
from gowizard.repair.treatment import foreseen
from gowizard.repair.words import clean


def finding_value(finding: Finding, scene: Scene) -> dict[str, Any]:
    """One finding, with what its remedy alone would do."""
    return {
        "id": finding.id,
        "entry": list(finding.entry),
        "severity": finding.severity.word,
        "title": clean(finding.title),
        "affects": clean(finding.affects),
        "about": clean(finding.about),
        "key": clean(finding.key),
        "evidence": [{"where": clean(seen.where), "what": clean(seen.what)} for seen in finding.evidence],
        "explanation": clean(finding.explanation),
        "likelihood": finding.likelihood.value,
        "origin": [_origin_value(origin) for origin in finding.origin],
        "remedy": _remedy_value(finding, finding.remedy, scene) if finding.remedy else None,
        "links": list(finding.links),
    }


def _origin_value(origin: Origin) -> dict[str, Any]:
    return {
        "kind": origin.kind,
        "path": str(origin.path or ""),
        "line": origin.line,
        "text": clean(origin.text),
    }


def _remedy_value(finding: Finding, remedy: Remedy, scene: Scene) -> dict[str, Any]:
    return {
        "title": clean(remedy.title),
        "automatic": remedy.automatic,
        "preselected": finding.preselected,
        "changes": changes_value(drafted(scene, finding), scene),
        "commands": [clean(command) for command in remedy.commands],
        "reason": clean(remedy.reason),
        "alternative": clean(remedy.alternative),
        "risk": clean(remedy.risk),
    }


def drafted(scene: Scene, finding: Finding) -> tuple[Change, ...]:
    """What the remedy of one finding alone comes to; nothing where a file cannot be edited."""
    try:
        return foreseen(scene, finding, Answers())
    except (GowizardError, OSError):
        return ()


def changes_value(made: Sequence[Change], scene: Scene) -> list[dict[str, Any]]:
    """Changes with their previews."""
    return [
        {
            "title": clean(change.title),
            "preview": [
                clean(line) for piece in changes.preview(change, scene.home) for line in piece.lines
            ],
        }
        for change in made
    ]


def steps_value(steps: Sequence[ManualStep]) -> list[dict[str, Any]]:
    """What is left to a person."""
    return [
        {
            "id": clean(step.id),
            "title": clean(step.title),
            "reason": clean(step.reason),
            "lines": [clean(line) for line in step.lines],
        }
        for step in steps
    ]


def callers_value(scene: Scene) -> list[dict[str, Any]]:
    """Who finds which go; `known` false where the shell could not be asked."""
    return [
        {
            "caller": caller.key,
            "known": caller.known,
            "go": clean(str(caller.go or "")),
            "path": [clean(item) for item in caller.path],
            "source": clean(caller.source),
        }
        for caller in path_table(scene)
    ]
