"""From chosen findings to Changes: edits of one file follow each other and become one Change."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from gowizard import changes, environment, toolchain
from gowizard.changes import Change, Effect, ManualStep, Move, PlaceTree, RegistryValue, SetRegistryValue, WriteFile
from gowizard.changes.observe import content_of, real_file
from gowizard.dataclass import dataclass, field, replace
from gowizard.doctor.best import best_go
from gowizard.doctor.model import FileEdit, Finding, Phase, RegistryEdit, Reinstall, Remedy
from gowizard.doctor.registry_values import GONE, stored_name
from gowizard.doctor.scene import Scene
from gowizard.environment.words import shown
from gowizard.errors import GowizardError
from gowizard.host import Host
from gowizard.host.registry import USER_ENVIRONMENT, Value
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


def draft(scene: Scene, findings: Sequence[Finding], *, go_bin: Path | None = None) -> Draft:
    """The Changes that carry out the remedies of these findings. Raises GowizardError where a file cannot be edited.

    `go_bin` is where startup files shall lead that are to lead to a Go, where the caller knows better than the doctor:
    it is about to install one.
    """
    chosen = in_order(findings)
    made = _Drafting(scene, go_bin)
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


@dataclass
class _Value:
    """One of the user's variables on Windows."""

    name: str  # as it is stored
    before: RegistryValue
    now: RegistryValue
    titles: list[str] = field(default_factory=list)


def reinstalling(wanted: Reinstall, home: Path) -> Change:
    """A tree is moved aside and a fresh one put in its place; the staged tree's facts are filled in later."""
    place, version = shown(wanted.root, home), wanted.version
    aside = _free_name(wanted.root)
    mark = toolchain.mark_complete(wanted.root)
    return Change(
        id=reinstall_id(wanted.root),
        title=_("Put a fresh {version} into {place}").format(version=version, place=place),
        why=_("The damaged tree is kept beside it; undo brings it back."),
        effects=(
            Move(source=wanted.root, destination=aside, reason=_("It is damaged.")),
            PlaceTree(
                staged=toolchain.staging_path(wanted.root.parent, version), destination=wanted.root, size=0, files=0
            ),
            *((mark,) if os.path.lexists(mark.path) else ()),
        ),
    )


def reinstall_id(root: Path) -> str:
    """The id of the change that puts a tree back."""
    return f"reinstall:{root}"


def _free_name(root: Path) -> Path:
    base = f"{root.name}.broken-{datetime.date.today():%Y%m%d}"
    names = (base if count == 1 else f"{base}-{count}" for count in range(1, 1000))
    return next(path for name in names if not os.path.lexists(path := root.with_name(name)))


class _Drafting:
    def __init__(self, scene: Scene, go_bin: Path | None) -> None:
        self._scene = scene
        self._go_bin = go_bin
        self._files: dict[Path, _File] = {}
        self._values: dict[str, _Value] = {}
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
        for value in remedy.values:
            self._set(value, remedy.title)
        if remedy.effects:
            self._others.append(
                Change(id=f"repair:{finding.key}", title=remedy.title, why=finding.title, effects=remedy.effects)
            )
        if remedy.reinstall is not None and remedy.reinstall not in self._reinstall:
            self._reinstall.append(remedy.reinstall)
            self._others.append(reinstalling(remedy.reinstall, self._scene.home))
        self._install = self._install or remedy.install
        if remedy.shells and (self._shells is None or remedy.go_bin is not None):
            self._shells = remedy
        if (step := manual_step(finding)) is not None:
            self._manual.append(step)

    def draft(self, chosen: tuple[Finding, ...]) -> Draft:
        if self._shells is not None or (self._install and self._go_bin is not None):
            self._lead_shells(self._shells.go_bin if self._shells else None)
        return Draft(
            changes=(*self._file_changes(), *self._value_changes(), *self._others, *self._after),
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

    def _set(self, edit: RegistryEdit, title: str) -> None:
        windows = self._scene.host.windows
        if windows is None:
            return
        if edit.name.lower() not in self._values:
            held = windows.environment.user_value(edit.name)
            before = RegistryValue(kind=held.kind, data=held.data) if held is not None else GONE
            name = stored_name(windows.environment, edit.name)
            self._values[edit.name.lower()] = _Value(name, before, before)
        value = self._values[edit.name.lower()]
        new = edit.edit(value.now)
        if new != value.now:
            value.now = new
            value.titles.append(title)

    def _host(self) -> Host:
        """The host with the user's variables as the edits so far leave them."""
        host = self._scene.host
        if host.windows is None:
            return host
        user = dict(host.windows.environment.user)
        for value in self._values.values():
            user.pop(value.name, None)
            if value.now.kind is not None:
                user[value.name] = Value(kind=value.now.kind, data=value.now.data)
        environment = replace(host.windows.environment, user=user)
        return replace(host, windows=replace(host.windows, environment=environment))

    def _lead_shells(self, wanted: Path | None) -> None:
        go_bin = wanted or self._go_bin or self._best_bin()
        if go_bin is None:
            return
        calm = self._host()
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
                elif isinstance(effect, SetRegistryValue):
                    self._set(RegistryEdit(effect.name, _gets(effect.value)), change.title)
                else:
                    self._after.append(Change(id=change.id, title=change.title, why=change.why, effects=(effect,)))
        self._manual += manual

    def _best_bin(self) -> Path | None:
        """The bin folder of the best Go, a tree that is being put back counting as sound."""
        scene = self._scene
        again = [wanted.root / "bin" for wanted in self._reinstall]
        met = scene.go.root if scene.go is not None else None
        if met is not None and met / "bin" in again:
            return scene.go.binary.parent if scene.go else None
        best = best_go(scene)
        return best.binary.parent if best else next(iter(again), None)

    def _value_changes(self) -> list[Change]:
        made = []
        for value in self._values.values():
            if value.now == value.before:
                continue
            titles = tuple(dict.fromkeys(value.titles))
            mended = _("Put the variable {name} right").format(name=value.name)
            effect = SetRegistryValue(key=USER_ENVIRONMENT, name=value.name, value=value.now, before=value.before)
            made.append(Change(
                id=f"repair:registry:{value.name.lower()}", title=titles[0] if len(titles) == 1 else mended,
                why="" if len(titles) == 1 else "; ".join(titles), effects=(effect,),
            ))  # fmt: skip
        return made

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


def _gets(value: RegistryValue) -> Callable[[RegistryValue], RegistryValue]:
    return lambda old: value


def _becomes(content: bytes) -> Callable[[bytes | None], bytes]:
    return lambda old: content
