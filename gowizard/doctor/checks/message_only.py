"""Messages that no look at the machine could confirm, in plain words (entries 12, 15, 27, 44, 45, 47, 101, 105)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gowizard.dataclass import dataclass
from gowizard.doctor.check import ALL, Check
from gowizard.doctor.model import Evidence, Finding, Likelihood, Remedy, Severity
from gowizard.doctor.scene import Scene
from gowizard.doctor.symptoms import NO_PRIVILEGE
from gowizard.locales import N_, _
from gowizard.redact import redacted


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a message means, and what is to be done about it."""

    id: str
    entry: tuple[int, ...]
    pattern: str
    title: str
    explanation: str
    remedy: str
    commands: tuple[str, ...]
    reason: str
    link: str
    severity: Severity = Severity.ADVICE
    own_check: frozenset[str] = frozenset()  # systems on which another check tells it with what it sees there


_TABLE = (
    Told(
        id="no-project",
        entry=(15,),
        pattern=r"go\.mod file not found|cannot find main module|does not contain main module"
        r"|no required module provides package|outside a module|no Go files in",
        title=N_("Your installation is fine: this folder is no Go project yet"),
        explanation=N_("Go looks for a file go.mod, which says what the project is called and what it needs."),
        remedy=N_("Begin a project in this folder"),
        commands=("go mod init example.com/hello",),
        reason=N_("What the project is called, only you know."),
        link="https://go.dev/doc/tutorial/create-module",
    ),
    Told(
        id="toolchain-download",
        entry=(12,),
        pattern=r"download go1\.\S*: golang\.org/toolchain@",
        title=N_("The project asks for a newer Go, and fetching it failed"),
        explanation=N_("Since 1.21, Go fetches the version that go.mod asks for, through the module proxy."),
        remedy=N_("Install that version beside the others"),
        commands=("gowizard install {version}", "gowizard proxy"),
        reason=N_("Whether the project could do with an older one, only its makers know."),
        link="https://go.dev/doc/toolchain",
        severity=Severity.HURTS,
    ),
    Told(
        id="module-cache-readonly",
        entry=(47,),
        pattern=r"cannot remove .*(?:/pkg/mod/|@v\d).*Permission denied|unlinkat .*/pkg/mod/.*permission denied",
        title=N_("Files in the module cache are read-only on purpose"),
        explanation=N_("So nobody changes by mistake what all projects share. Go itself can delete them."),
        remedy=N_("Let Go delete its module cache"),
        commands=("go clean -modcache",),
        reason=N_("All modules have to be fetched again after that."),
        link="https://go.dev/ref/mod#module-cache",
    ),
    Told(
        id="antivirus",
        entry=(27,),
        pattern=r"contains a virus or potentially unwanted software|Uwamson|rename .*Access is denied",
        title=N_("An antivirus program took a file away from Go"),
        explanation=N_("Freshly built programs are unknown to it, and look suspicious. They hardly ever are."),
        remedy=N_("Let the antivirus program leave Go's folders alone"),
        commands=("go env GOCACHE GOTMPDIR GOROOT",),
        reason=N_("What it may leave alone is a decision about safety: gowizard never takes it."),
        link="https://go.dev/doc/faq#virus",
        severity=Severity.HURTS,
    ),
    Told(
        id="no-right-to-link",
        entry=(105,),
        pattern=NO_PRIVILEGE,
        title=N_("Windows lets only some accounts make symbolic links"),
        explanation=N_("Programs that switch Go versions by such a link fail. gowizard takes a junction instead."),
        remedy=N_("Let gowizard switch versions"),
        commands=("gowizard use latest",),
        reason=N_("Which version you want, only you know. Developer Mode is not needed for it."),
        link="https://learn.microsoft.com/windows/win32/fileio/hard-links-and-junctions",
        severity=Severity.HURTS,
        own_check=frozenset({"windows"}),
    ),
    Told(
        id="answer-is-a-page",
        entry=(45,),
        pattern=r"invalid character '<' looking for beginning of value|parsing go\.mod: missing module line",
        title=N_("A web page came where a module was asked for"),
        explanation=N_("A network that wants you to sign in answers so, and so do some company proxies."),
        remedy=N_("Sign in to the network, then try again"),
        commands=("gowizard proxy",),
        reason=N_("Nothing has to be changed here."),
        link="https://go.dev/ref/mod#goproxy-protocol",
        severity=Severity.HURTS,
    ),
    Told(
        id="checksum-mismatch",
        entry=(44,),
        pattern=r"checksum mismatch|SECURITY ERROR",
        title=N_("What was fetched is not what go.sum says"),
        explanation=N_(
            "A network's sign-in page, a damaged module cache, a version that was changed afterwards, or an attack: "
            "never delete go.sum to get rid of it."
        ),
        remedy=N_("Find out which of the two is right"),
        commands=("go mod verify", "gowizard doctor --only module-cache --only network"),
        reason=N_("If both are as they were fetched, ask the makers of that module. It may be a real attack."),
        link="https://go.dev/ref/mod#go-sum-files",
        severity=Severity.HURTS,
    ),
    Told(
        id="locale",
        entry=(101,),
        pattern=r"cannot change locale|setlocale: LC_|Setting locale failed",
        title=N_("The message is about the language, not about Go"),
        explanation=N_("A language is set that this system does not have. Go works in any."),
        remedy=N_("Choose a language that is here"),
        commands=("locale -a",),
        reason=N_("Which one you want, only you know."),
        link="https://go.dev/doc/install",
    ),
)


def look(scene: Scene) -> Iterator[Finding]:
    """What the message that was pasted in says."""
    yield from told_in(scene, _TABLE)


def told_in(scene: Scene, table: tuple[Told, ...]) -> Iterator[Finding]:
    """What a table of messages says about the one that was pasted in."""
    for told in table:
        if scene.host.system.os in told.own_check:
            continue
        if found := re.search(told.pattern, scene.message, re.IGNORECASE):
            yield _finding(scene, told, found.start())


def _finding(scene: Scene, told: Told, at: int) -> Finding:
    line = scene.message[scene.message.rfind("\n", 0, at) + 1 :].splitlines()[0]
    version = re.search(r"\bgo(1\.\d+(?:\.\d+)?(?:rc\d+|beta\d+)?)", scene.message)
    return Finding(
        id=told.id,
        entry=told.entry,
        severity=told.severity,
        title=_(told.title),
        evidence=(Evidence(where=_("your message"), what=redacted(line.strip())[:300]),),
        explanation=_(told.explanation),
        likelihood=Likelihood.LIKELY,
        remedy=Remedy(
            title=_(told.remedy),
            commands=tuple(command.format(version=version[1] if version else "latest") for command in told.commands),
            reason=_(told.reason),
        ),
        links=(told.link,),
    )


CHECKS = (
    Check("message", (12, 15, 27, 44, 45, 47, 101, 105), look, systems=ALL, finds=tuple(told.id for told in _TABLE)),
)
