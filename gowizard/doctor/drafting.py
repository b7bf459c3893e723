"""From chosen findings to Changes: edits of one file follow each other and become one Change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gowizard import changes, environment
from gowizard.changes import Change, Effect, ManualStep, WriteFile
from gowizard.changes.observe import content_of, real_file
from gowizard.doctor.best import best_go
from gowizard.doctor.model import FileEdit, Finding, Phase, Reinstall, Remedy
from gowizard.doctor.scene import Scene
from gowizard.environment.words import shown
from gowizard.errors import GowizardError
from gowizard.locales import _


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What mending the chosen findings comes to. Nothing is done yet."""

    changes: tuple[Change, ...]
    manual: tuple[ManualStep, ...] = ()  # for a person
    reinstall: tuple[Reinstall, ...] = ()  # archives to fetch first
    install: bool = False  # no usable Go is left here
    chosen: tuple[Finding, ...] = ()


def in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings whose remedies are to be carried out, in their order, without those that others make needless."""
    able = [finding for finding in findings if finding.remedy is not None]
    needless = {key for finding in able if finding.remedy for key in finding.remedy.makes_needless}
    kept = [finding for finding in able if finding.key not in needless]
    return tuple(sorted(kept, key=lambda finding: finding.remedy.phase if finding.remedy else Phase.SHELLS))


def draft(scene: Scene, findings: Sequence[Finding]) -> Draft:
    """The Changes that carry out the remedies of these findings. Raises GowizardError where a file cannot be edited."""
    chosen = in_order(findings)
    made = _Drafting(scene)
    for finding in chosen:
        if finding.remedy is not None:
            made.take(finding, finding.remedy)
    return made.draft(chosen)


def manual_step(finding: Finding) -> ManualStep | None:
    """What a person has to do about a finding, None where nothing is left to them."""
    remedy = finding.remedy
    if remedy is None or not remedy.commands:
        return None
    return ManualStep(id=finding.key, title=remedy.title, reason=remedy.reason, lines=remedy.commands)


@dataclass
class _File:
    before: bytes | None
    now: bytes | None
    mode: int | None = None
    titles: list[str] = field(default_factory=list)


class _Drafting:
    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._files: dict[Path, _File] = {}
        self._others: list[Change] = []
        self._after: list[Change] = []
        self._manual: list[ManualStep] = []
        self._reinstall: list[Reinstall] = []
        self._install = False
        self._shells: Remedy | None = None

    def take(self, finding: Finding, remedy: Remedy) -> None:
        """Draft one remedy on top of those before it."""
        for edit in remedy.edits:
            self._edit(edit, remedy.title)
        if remedy.effects:
            self._others.append(
                Change(id=f"repair:{finding.key}", title=remedy.title, why=finding.title, effects=remedy.effects)
            )
        if remedy.reinstall is not None and remedy.reinstall not in self._reinstall:
            self._reinstall.append(remedy.reinstall)
        self._install = self._install or remedy.install
        if remedy.shells and (self._shells is None or remedy.go_bin is not None):
            self._shells = remedy
        if (step := manual_step(finding)) is not None:
            self._manual.append(step)

    def draft(self, chosen: tuple[Finding, ...]) -> Draft:
        if self._shells is not None and not self._install:
            self._lead_shells(self._shells)
        return Draft(
            changes=(*self._file_changes(), *self._others, *self._after),
            manual=tuple(self._manual),
            reinstall=tuple(self._reinstall),
            install=self._install,
            chosen=chosen,
        )

    def _file(self, path: Path) -> _File:
        real = real_file(path)
        if real not in self._files:
            content = content_of(real)
            self._files[real] = _File(before=content, now=content)
        return self._files[real]

    def _read(self, path: Path) -> bytes | None:
        try:
            return self._file(path).now
        except GowizardError:  # a loop of links: the caller finds its own words
            return None

    def _edit(self, edit: FileEdit, title: str) -> None:
        file = self._file(edit.path)
        new = edit.edit(file.now)
        if new != file.now or edit.mode is not None:
            file.now = new
            file.mode = edit.mode if edit.mode is not None else file.mode
            file.titles.append(title)

    def _lead_shells(self, remedy: Remedy) -> None:
        scene = self._scene
        best = best_go(scene)
        go_bin = remedy.go_bin or (best.binary.parent if best else None)
        if go_bin is None:
            return
        calm = scene.host
        settings = environment.Settings(
            go_bin=go_bin,
            gopath=environment.default_gopath(calm),
            gobin=environment.absolute(environment.effective(calm, "GOBIN", None).value),
        )
        shells = tuple(shell.name for shell in calm.shells if shell.served)
        made, manual = environment.shell_changes(
            calm, settings, shells=shells, disable_lines=False, read=self._read
        )
        for change in made:
            for effect in change.effects:
                if isinstance(effect, WriteFile):
                    self._edit(FileEdit(effect.path, _becomes(effect.content)), change.title)
                else:
                    self._after.append(Change(id=change.id, title=change.title, why=change.why, effects=(effect,)))
        self._manual += manual

    def _file_changes(self) -> list[Change]:
        home = self._scene.home
        made = []
        for path, file in self._files.items():
            if not file.titles or (file.now == file.before and file.mode is None):
                continue
            titles = tuple(dict.fromkeys(file.titles))
            title = titles[0] if len(titles) == 1 else _("Mend {place}").format(place=shown(path, home))
            effect: Effect = (
                changes.remove_file(path) if file.now is None else changes.write_file(path, file.now, file.mode)
            )
            why = "" if len(titles) == 1 else "; ".join(titles)
            made.append(Change(id=f"repair:{path}", title=title, why=why, effects=(effect,)))
        return made


def _becomes(content: bytes) -> Callable[[bytes | None], bytes]:
    return lambda old: content
