"""The real core behind the pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from gowizard import changes, environment, install, proxy, releases, toolchain
from gowizard import host as hosts
from gowizard.answers import Answers, Existing
from gowizard.cancellation import Cancel
from gowizard.dataclass import replace
from gowizard.errors import GowizardError, UsageError
from gowizard.folders import typed_folder, with_tilde
from gowizard.host import Host, Room, room
from gowizard.install import Found, Installation
from gowizard.locales import _
from gowizard.net import Client
from gowizard.plan import Plan, compose, defaults, layout_for
from gowizard.proof import ProofReport
from gowizard.releases import NoSource, Version
from gowizard.wizard import earlier, keepsakes, offers, probes
from gowizard.wizard.backend import (
    Emit,
    Installed,
    Look,
    ProxyOffer,
    Report,
    Shown,
    SourceOffer,
    UndoResult,
    VersionList,
)
from gowizard.wizard.staging import Slot

if TYPE_CHECKING:
    from gowizard.wizard.repairer import CoreRepairer


class CoreBackend:
    """`backend.Backend` over gowizard's own packages. Methods may be called from several threads."""

    def __init__(
        self,
        host: Host,
        given: Answers,
        *,
        client: Client | None = None,
        log_path: Path | None = None,
        ascii_only: bool = False,
        undo_command: str = "gowizard undo",
    ) -> None:
        if ascii_only:
            host = replace(host, terminal=replace(host.terminal, unicode=False))
        self._host, self._given, self._log_path = host, given, log_path
        self.undo_command = undo_command
        self._client = client or install.network(host)
        self._slot = Slot()
        self._plan: Plan | None = None  # the one that was carried out, or proven
        self._proxies = offers.proxy_offers(host)

    @property
    def host(self) -> Host:
        return self._host

    @property
    def log_path(self) -> Path | None:
        return self._log_path

    @cached_property
    def repairer(self) -> CoreRepairer:
        from gowizard.wizard.repairer import CoreRepairer  # a tenth of the time to the first page

        return CoreRepairer(self._host, self._given, self._client, self._log_path)

    def defaults(self) -> Answers:
        return defaults(self._host, self._given)

    # Looking

    def look(self) -> Look:
        host = self._host
        left = changes.interrupted(host.dirs.state)
        layout = layout_for(self.defaults(), host)
        done = next((run for run in changes.history(host.dirs.state) if run.status == "done"), None)
        lines = [line for line in environment.conflicting_lines(host) if line.removable and line.kind == "goroot"]
        return Look(
            unfinished=None if left is None else earlier.unfinished(left),
            installed=tuple(
                Installed(version=go.version, root=go.root, current=go.current)
                for go in toolchain.installed(layout)
                if go.complete
            ),
            conflicts=tuple(
                changes.Change(
                    id=f"conflict:{line.path}:{line.number}",
                    title=_("Comment out “{text}”").format(text=line.text.strip()[:60]),
                    why=_("{path}, line {n}: {effect}").format(path=line.path, n=line.number, effect=line.effect),
                )
                for line in lines
            )
            + environment.registry_conflicts(host),
            last_run=with_tilde(done.title, host.user.home) if done is not None else "",
        )

    def settle(self, go_on: bool, emit: Emit) -> str:
        try:
            return earlier.settle(self._host, go_on, emit)
        finally:
            self._see_anew()

    def versions(self, answers: Answers, cancel: Cancel) -> VersionList:
        try:
            source = install.open_source(self._host, answers, self._client, cancel)
        except NoSource:
            source = self._open("pip")
        catalogue = source.catalogue(cancel)
        title = offers.TITLES.get(source.name, source.title)
        nearby = isinstance(source, releases.FolderSource | releases.KitSource)
        listed = offers.version_list(catalogue, self._host.system, title, nearby=nearby)
        try:
            proposed = releases.resolve(answers.version, catalogue, self._host.project).name
        except GowizardError:
            return listed
        if not answers.version and any(offer.name == proposed and offer.refusal for offer in listed.offers):
            return listed  # the list begins with the newest that runs here
        wanted = self._host.project is not None and not answers.version and proposed != listed.offers[0].name
        return replace(listed, proposed=proposed, for_project=wanted)

    def sources(self) -> tuple[SourceOffer, ...]:
        kit = self._given.kit
        return (*(() if kit is None else (offers.kit_offer(kit),)), *offers.source_offers())

    def ask_sources(self, names: tuple[str, ...], tell: Callable[[SourceOffer], None], cancel: Cancel) -> None:
        probes.ask_sources(self._host, self._client, names, tell, cancel)

    def room(self, parent: Path) -> Room:
        return room(parent)

    def proxies(self) -> tuple[ProxyOffer, ...]:
        self._proxies = offers.proxy_offers(self._host)  # anew, in the language now chosen
        return self._proxies

    def ask_proxies(self, names: tuple[str, ...], tell: Callable[[ProxyOffer], None], cancel: Cancel) -> None:
        probes.ask_proxies(self._host, self._client, self._proxies, names, tell, cancel)

    def try_goproxy(self, value: str, tell: Callable[[ProxyOffer], None], cancel: Cancel) -> None:
        probes.try_goproxy(self._client, value, tell, cancel)

    # Checking what was typed

    def check_goproxy(self, text: str) -> tuple[str, str]:
        return proxy.check_goproxy(text)

    def check_patterns(self, text: str) -> str:
        return proxy.check_patterns(text)[0] if text.strip() else ""

    def check_kit_code(self, text: str) -> str:
        return offers.checked_code(self._given.kit, text)

    def check_folder(self, text: str, *, what: str) -> Path:
        home = self._host.user.home
        path = typed_folder(text, home)
        environment.Settings(go_bin=path, gopath=path)  # raises where PATH cannot carry it
        if what == "gopath" and environment.is_go_tree(path):
            raise UsageError(
                _("{path} is itself a Go installation").format(path=path),
                "",
                _("GOPATH is another folder, such as {folder}.").format(folder=with_tilde(str(home / "go"), home)),
            )
        return path

    # The work

    def stage(self, answers: Answers, emit: Emit, cancel: Cancel) -> None:
        self._slot.start(answers, cancel).fetch(self._host, self._client, emit)

    def unstage(self) -> None:
        self._slot.empty()

    def compose(self, answers: Answers, cancel: Cancel) -> Plan:
        found = self._found(answers, cancel)
        return install.planned(self._host, answers, found, self._client)

    def preview(self, change: changes.Change) -> tuple[Shown, ...]:
        return tuple(
            Shown(path=piece.path, lines=tuple(piece.lines), diff=piece.kind == "diff")
            for piece in changes.preview(change, self._host.user.home)
        )

    def apply(self, plan: Plan, emit: Emit, cancel: Cancel) -> None:
        if plan.archive is None:
            self._slot.empty()
            title = _("Set up {version}").format(version=plan.version.name)
            with Installation(plan.host, plan.answers, title=title, wait=5.0) as installation:
                installation.apply(plan, emit, cancel)
            self._plan = plan
            return
        download = self._slot.running_for(plan.answers)
        if download is None:
            download = self._slot.start(plan.answers, cancel)
            download.fetch(self._host, self._client, emit)
        download.wait(cancel)
        if download.staged is None or download.installation is None:
            raise GowizardError(_("The download is not there any more"), "", _("Go back to the review and try again."))
        plan = plan.with_staged(download.staged)
        try:
            download.installation.apply(plan, emit, cancel)
            self._slot.take()
        finally:
            download.release()
        self._plan = plan

    def prove(self, answers: Answers, plan: Plan | None, emit: Emit, cancel: Cancel) -> ProofReport:
        self._plan = plan = plan or self._here(answers)
        return install.prove(plan, emit, cancel)

    def undo(self, emit: Emit) -> UndoResult:
        try:
            return earlier.undo(self._host, emit)
        finally:
            self._see_anew()

    # Afterwards

    def report(self, error: GowizardError, answers: Answers, plan: Plan | None) -> Report:
        from gowizard.report import build_report, write_report

        host, log, path = self._host, self._log_path, None
        if log is not None:
            path = write_report(log, error, command="gowizard", host=host, answers=answers, plan=plan)
        text = build_report(error, command="gowizard", host=host, answers=answers, plan=plan, log_path=log)
        return Report(text=text, path=path)

    def terminal_line(self) -> str:
        if self._plan is None or not self._plan.current:
            return ""
        return environment.line_for_open_terminal(
            self._host.shell, self._host, self._plan.settings, system=self._plan.answers.system
        )

    def keep_hello(self) -> Path:
        return keepsakes.keep_hello(self._host, self._plan.version.language if self._plan is not None else "")

    def save_answers(self, answers: Answers) -> Path:
        return keepsakes.save_answers(self._host, answers)

    def close(self) -> None:
        self._slot.empty()

    def _see_anew(self) -> None:
        """The Gos that are here after something was put back; else a page offers one that has gone."""
        seen = hosts.detect(shell=self._host.shell, destination=self._given.dir)
        self._host = replace(self._host, gos=seen.gos, shells=seen.shells)

    def _open(self, name: str) -> releases.Source:
        return releases.open_source(
            name, client=self._client, cache=self._host.dirs.cache, environment=self._host.environment
        )

    def _found(self, answers: Answers, cancel: Cancel) -> Found:
        """The archive, from the download where one runs; pip's is only named: asking for it downloads it."""
        download = self._slot.running_for(answers)
        if download is not None and (answers.source != "pip" or download.located.is_set()):
            return download.wait_found(cancel)
        if answers.source != "pip" or answers.existing is not Existing.BESIDE:
            return install.find(self._host, answers, self._client, cancel)
        version = releases.resolve(answers.version, self._open("pip").catalogue(cancel), self._host.project)
        layout = layout_for(answers, self._host)
        if any(go.version == version.name and go.complete for go in toolchain.installed(layout)):
            return Found(version=version, archive=None)
        return Found(version=version, archive=offers.promised(version))

    def _here(self, answers: Answers) -> Plan:
        """What can be proven now: our current version, else the Go that lies on PATH."""
        current = toolchain.current(layout_for(answers, self._host))
        if current is None or answers.existing is Existing.KEEP:
            answers = replace(answers, existing=Existing.KEEP)
            version = install.find(self._host, answers, self._client, Cancel()).version
            return compose(self._host, answers, version=version, archive=None)
        plan = compose(self._host, answers, version=Version.parse(current.version), archive=None)
        return replace(plan, changes=(), manual=(), tree=current.root)
