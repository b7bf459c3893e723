"""A line's trip: find the archive, stage it, apply the plan through the journal, prove the result.

Both front ends make this trip and only render its events.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from gowizard import changes, environment, net, proof, proxy, releases, toolchain
from gowizard.answers import Answers, Existing, to_toml
from gowizard.cancellation import Cancel
from gowizard.changes.events import ApplyEvent
from gowizard.dataclass import dataclass, replace
from gowizard.errors import GowizardError, UsageError
from gowizard.host import Host, Machine, new_session, room
from gowizard.host.login import login_environment
from gowizard.host.space import on_windows_drive
from gowizard.locales import _
from gowizard.plan import Plan, compose, found_at, go_settings, kept_go, layout_for
from gowizard.proof import ProofReport, ProofRequest
from gowizard.proof.events import ProofEvent
from gowizard.releases import Archive, Source, Version
from gowizard.toolchain import Staged
from gowizard.toolchain.events import StageEvent
from gowizard.toolchain.mac_notes import mac_notes
from gowizard.toolchain.running import StillRunning

Event = ApplyEvent | ProofEvent | StageEvent | StillRunning
_NETWORK = {"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"}


@dataclass(frozen=True, kw_only=True)
class Found:
    """Which version the answers come to, and what has to be fetched for it (None: nothing)."""

    version: Version
    archive: Archive | None


def network(host: Host, *, offline: bool = False, seconds: float = 10.0) -> net.Client:
    """The HTTP client for this host's environment."""
    return net.Client(seconds=seconds, offline=offline, environment=host.environment)


def open_source(host: Host, answers: Answers, client: net.Client, cancel: Cancel) -> Source:
    """The source that the answers name, or for `auto` the best-vouched one that answers."""
    return releases.choose_source(
        answers.source,
        client=client,
        cache=host.dirs.cache,
        environment=host.environment,
        cancel=cancel,
        kit=answers.kit,
        kit_code=answers.kit_code,
    )


def find(
    host: Host, answers: Answers, client: net.Client, cancel: Cancel, *, source: Source | None = None
) -> Found:
    """Resolve the version asked for and, unless its tree is here already, the archive to fetch.

    Raises GowizardError where no source offers it, it cannot run here, or nobody vouches well enough for it.
    """
    local = _already_here(host, answers)
    if local is not None:
        return Found(version=local, archive=None)
    try:
        source = source or open_source(host, answers, client, cancel)
        catalogue = source.catalogue(cancel)
    except releases.NoSource:
        releases.check_request(answers.version)
        raise
    version = releases.resolve(answers.version, catalogue, host.project)
    fit = releases.fits_of(catalogue, host.system)[version]
    if not fit.ok:
        raise GowizardError(
            _("{version} cannot run on this machine").format(version=version.name), fit.reason, fit.advice
        )
    if _complete(host, answers, version):
        return Found(version=version, archive=None)
    archive = source.archive(version, host.system.os, host.system.arch, cancel)
    if answers.sha256:
        archive = releases.pinned(archive, answers.sha256)
    releases.check_allowed(archive, source_named=answers.source != "auto", trust_source=answers.trust_source)
    return Found(version=version, archive=archive)


def planned(host: Host, answers: Answers, found: Found, client: net.Client) -> Plan:
    """The plan for what was found. Its notes also name lines that make PATH anew, and what was odd on the network.

    Raises GowizardError where the answers cannot be carried out here.
    """
    plan = compose(host, answers, version=found.version, archive=found.archive)
    mac = mac_notes(host, plan.archive, system=answers.system)
    notes = (*plan.notes, *mac, *slow_places(plan), *_path_resets(plan), *client.remarks)
    return replace(plan, notes=tuple(dict.fromkeys(notes)))


def slow_places(plan: Plan, machine: Machine | None = None) -> list[str]:
    """Folders of the plan that lie on a drive of Windows, seen from WSL."""
    folders = [plan.tree.parent if plan.archive is not None else None, plan.settings.gopath]
    told = _("{folder} lies on a drive of Windows: slow from WSL, and locks and renaming fail now and then. A folder "
             "of Linux, below {home}, is better.")  # fmt: skip
    home = plan.host.user.home
    return [
        told.format(folder=folder, home=home)
        for folder in folders
        if folder is not None and on_windows_drive(plan.host.system, folder, machine)
    ]


def _path_resets(plan: Plan) -> list[str]:
    if not (plan.current and plan.answers.modify_path) or plan.answers.existing is Existing.KEEP:
        return []
    return [
        _("{path}, line {n}: {effect}").format(path=line.path, n=line.number, effect=line.effect)
        for line in environment.conflicting_lines(plan.host)
        if line.kind == "path-reset"
    ]


def _already_here(host: Host, answers: Answers) -> Version | None:
    """The version when no source is needed: one is kept, adopted, or exactly the one asked for is installed."""
    if answers.existing is Existing.KEEP:
        return Version.parse(kept_go(host).version)
    if answers.existing is Existing.ADOPT and answers.adopt is not None:
        go = found_at(host, answers.adopt)
        version = go.version if go is not None and go.complete else toolchain.version_of(answers.adopt)
        if not version:
            raise GowizardError(
                _("{folder} is not a complete Go tree").format(folder=answers.adopt),
                _("bin/go, pkg/tool, src/runtime or VERSION is missing."),
                _("Name another tree, or install a version."),
            )
        return Version.parse(version)
    try:
        version_asked = Version.parse(answers.version)
    except GowizardError:
        return None
    return version_asked if _complete(host, answers, version_asked) else None


def _complete(host: Host, answers: Answers, version: Version) -> bool:
    layout = layout_for(answers, host)
    return any(go.version == version.name and go.complete for go in toolchain.installed(layout))


class Installation:
    """One run over the machine: holds the lock and the journal from staging to commit.

    Leaving the block without `apply` removes whatever was staged.
    """

    def __init__(
        self,
        host: Host,
        answers: Answers,
        *,
        title: str,
        verb: str = "install",
        wait: float = 0.0,
        on_wait: Callable[[str], None] | None = None,
    ) -> None:
        self._host = host
        self._run = changes.open_run(
            host.dirs.state,
            title=title,
            verb=verb,
            answers=to_toml(answers, host.user.home),
            wait=wait,
            on_wait=on_wait,
        )

    @property
    def id(self) -> str:
        """What `gowizard undo` calls this run."""
        return self._run.id

    def __enter__(self) -> Self:
        self._run.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run.__exit__(kind, error, trace)

    def stage(
        self,
        archive: Archive,
        parent: Path,
        client: net.Client,
        emit: Callable[[StageEvent], None],
        cancel: Cancel,
    ) -> Staged:
        """Fetch, verify and unpack beside the destination; the staging folder is listed in the journal first."""
        toolchain.check_room(room(parent), archive)
        self._run.list_staging(toolchain.staging_path(parent, archive.version.name))
        return toolchain.stage(
            archive, parent=parent, cache=self._host.dirs.cache, client=client, emit=emit, cancel=cancel
        )

    def apply(self, plan: Plan, emit: Callable[[ApplyEvent | StillRunning], None], cancel: Cancel) -> None:
        """Make every change, or none: a failure or a cancel is rolled back before it is raised.

        Waits for programs of the Go that is replaced, see `toolchain.wait_until_unused`.
        """
        toolchain.wait_until_unused(plan.host, plan.layout, plan.changes, emit, cancel)
        self._run.apply(plan.changes, emit, cancel)


def carry_out(
    plan: Plan,
    client: net.Client,
    emit: Callable[[Event], None],
    cancel: Cancel,
    *,
    verb: str = "install",
    wait: float = 0.0,
    on_wait: Callable[[str], None] | None = None,
) -> str:
    """Stage and apply a plan; return the id of the run, or "" where there was nothing to do."""
    if not plan.changes:
        return ""
    title = _("Set up {version}").format(version=plan.version.name)
    with Installation(
        plan.host, plan.answers, title=title, verb=verb, wait=wait, on_wait=on_wait
    ) as installation:
        if plan.archive is not None:
            staged = installation.stage(plan.archive, plan.layout.parent, client, emit, cancel)
            plan = plan.with_staged(staged)
        installation.apply(plan, emit, cancel)
        return installation.id


def session_proxies(host: Host) -> dict[str, str]:
    """The variables of this session that say how the network is reached."""
    return {name: value for name, value in host.environment.items() if name.upper() in _NETWORK}


def proof_request(plan: Plan, *, module_check: bool = True) -> ProofRequest:
    """What the proof has to show for a plan that was carried out."""
    host, answers = plan.host, plan.answers
    name = answers.shells[0] if answers.shells else host.shell
    variables = host.environment
    # Below --system the proof is the invoking user's, never root's.
    other = answers.system and host.user.is_root and host.user.sudo_uid is not None
    return ProofRequest(
        shell=host.shell_named(name),
        go_bin=plan.settings.go_bin if plan.current else plan.tree / "bin",
        goroot=plan.tree,
        version=plan.version.name,
        home=host.user.sudo_home if other and host.user.sudo_home else host.user.home,
        user=host.user.sudo_user if other else host.user.name,
        cache=host.dirs.cache,
        language=variables.get("LANG", ""),
        term=host.terminal.term or "xterm-256color",
        login=login_environment(host.system.os, host.environment),
        expected_env={
            key: value for key, value in go_settings(answers).items() if value != proxy.DEFAULT.name
        },
        proxies=session_proxies(host),
        module_check=module_check,
        by_path_only=not plan.in_shell,
        run_as=host.user.sudo_uid if other else None,
        session=new_session() if host.windows is not None else None,
    )


def prove(
    plan: Plan, emit: Callable[[ProofEvent], None], cancel: Cancel, *, module_check: bool = True
) -> ProofReport:
    """Show that what was installed works, as a new shell sees it."""
    return proof.run(proof_request(plan, module_check=module_check), emit, cancel)


def require_root(host: Host, answers: Answers, command: str) -> None:
    """Raise UsageError with the exact sudo command where --system is asked for without root."""
    if answers.system and os.name == "posix" and not host.user.is_root:
        raise UsageError(
            _("Installing for all users needs the administrator"),
            _("Nothing was changed. gowizard never runs sudo itself."),
            _("Run: {command}").format(command=f"sudo {command}"),
        )
