"""The `go env` file that Go reads otherwise than it was meant (entries 37 to 39)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from gowizard.dataclass import replace
from gowizard.doctor import commands
from gowizard.doctor.check import Check
from gowizard.doctor.model import Evidence, FileEdit, Finding, Origin, Phase, Remedy, Severity
from gowizard.doctor.scene import Scene
from gowizard.doctor.values.fault import ENVIRONMENT_LINK
from gowizard.doctor.values.judges import allowed, judges
from gowizard.doctor.values.mend import as_utf8, duplicates_dropped, lines_mended, with_unix_ends, without_mark
from gowizard.doctor.values.text import misread
from gowizard.environment.access import obstacle
from gowizard.environment.goenv import editable
from gowizard.environment.words import shown
from gowizard.locales import _
from gowizard.redact import redacted

_LINKS = (ENVIRONMENT_LINK, "https://pkg.go.dev/cmd/go#hdr-Print_Go_environment_information")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def look(scene: Scene) -> Iterator[Finding]:
    """How the file is written; whether it can be read at all is for `go_env_access`."""
    path, content = scene.go_env_path, scene.go_env_bytes
    if path is None or content is None:
        return
    yield from _encoding(scene, path, content)
    yield from _lines(scene, path, content)


def _encoding(scene: Scene, path: Path, content: bytes) -> Iterator[Finding]:
    def verdict(key: str, value: str) -> str | None:
        return allowed(scene, key, value)

    if content.startswith(_UTF16) or not editable(content):
        what = _("a byte order mark of UTF-16") if content.startswith(_UTF16) else _("bytes that are zero")
        edit = as_utf8(verdict) if content.startswith(_UTF16) else None
        title, why = _("Go's settings file is written in UTF-16"), _("Go reads UTF-8 and ignores the whole file.")
        yield _encoded(scene, path, "go-env-utf16", 38, title, what, why, edit)
        return
    if content.startswith(b"\xef\xbb\xbf"):
        title, why = _("Go's settings file begins with a byte order mark"), _("Go ignores its first line.")
        yield _encoded(scene, path, "go-env-bom", 38, title, "EF BB BF", why, without_mark(verdict))
    if b"\r" in content:
        number, line = next((n, line) for n, line in enumerate(content.split(b"\n"), 1) if b"\r" in line)
        told = line.decode("utf-8", "replace").replace("\r", "^M")
        title = _("The lines of Go's settings file end as on Windows")
        why = _("Go takes the end for a part of the value: what looks right is refused.")
        ended = {key: value for key, value in scene.go_env.values.items() if value.endswith("\r")}
        found = _encoded(scene, path, "go-env-crlf", 37, title, told, why, with_unix_ends, line=number)
        yield replace(found, severity=_worst(scene, ended))


def _encoded(
    scene: Scene,
    path: Path,
    id: str,
    entry: int,
    title: str,
    what: str,
    why: str,
    edit: Callable[[bytes | None], bytes | None] | None,
    *,
    line: int = 0,
) -> Finding:
    remedy = _file_remedy(scene, path, _("Write {path} as Go reads it"), Phase.ENCODING, edit)
    if id == "go-env-crlf":
        remedy = replace(remedy, risk="")  # every line had an effect
    origin = Origin(kind="go-env", path=path, line=line, text=what)
    return Finding(
        id=id,
        entry=(entry,),
        severity=Severity.HURTS,
        title=title,
        affects=_("Settings are refused or have no effect."),
        evidence=(Evidence(where=origin.place, what=redacted(what)),),
        explanation=why,
        origin=(origin,),
        remedy=remedy,
        links=_LINKS,
    )


def _file_remedy(
    scene: Scene, path: Path, title: str, phase: Phase, edit: Callable[[bytes | None], bytes | None] | None
) -> Remedy:
    place = shown(path, scene.home)
    why = obstacle(path, scene.host)
    if edit is None or why:
        command = commands.open_file(scene, path)
        return Remedy(title=title.format(path=place), commands=(command,), reason=why or _("What it says is unclear."))
    risk = _("Lines that had no effect so far take effect; those that would do harm are commented out.")
    return Remedy(title=title.format(path=place), phase=phase, edits=(FileEdit(path, edit),), risk=risk)


def _worst(scene: Scene, values: Mapping[str, str]) -> Severity:
    """As bad as the worst of these values, as Go reads them now."""
    judged = judges(scene)
    faults = [fault for key, value in values.items() if key in judged and (fault := judged[key](value)) is not None]
    works = scene.hello is not None and scene.hello.ok
    return Severity.BLOCKS if not works and any(fault.stops for fault in faults) else Severity.HURTS


def _lines(scene: Scene, path: Path, content: bytes) -> Iterator[Finding]:
    if not editable(content):
        return
    text = content.decode("utf-8", "surrogateescape")
    # a byte order mark, or the line end of Windows, is a finding of its own
    if wrong := [item for item in misread(text) if not item[1].startswith("GOROOT=")]:
        origins = tuple(
            Origin(kind="go-env", path=path, line=number, text=_visible(line)) for number, line, *_meant in wrong
        )
        read = {key: scene.go_env.values[key].rstrip("\r") for _n, line, key, _v in wrong if line.startswith(f"{key}=")}
        edit = lines_mended(lambda key, value: allowed(scene, key, value))
        yield Finding(
            id="go-env-lines",
            entry=(39, 41) if any(item[2] == "GOPROXY" for item in wrong) else (39,),
            severity=_worst(scene, read),
            title=_("Go's settings file is written like a shell's: Go reads it otherwise"),
            affects=_("What was meant to be set has no effect, or another one: {keys}").format(
                keys=_(", ").join(dict.fromkeys(item[2] for item in wrong))
            ),
            evidence=tuple(Evidence(where=origin.place, what=redacted(origin.text)) for origin in origins),
            explanation=_(
                "A line is KEY=VALUE and nothing else: no export, no blanks, no quotation marks, no comment behind it."
            ),
            origin=origins,
            remedy=_file_remedy(scene, path, _("Write the lines of {path} as Go reads them"), Phase.LINES, edit),
            links=_LINKS,
        )
    doubled = [problem for problem in scene.go_env.problems if problem.kind == "duplicate"]
    if doubled:
        yield Finding(
            id="go-env-duplicate",
            entry=(39,),
            severity=Severity.ADVICE,
            title=_("Go's settings file sets a key twice"),
            evidence=tuple(Evidence(where=f"{path}:{problem.number}", what=problem.text) for problem in doubled),
            explanation=_("Only the last line counts."),
            origin=(Origin(kind="go-env", path=path, line=doubled[0].number),),
            remedy=_file_remedy(scene, path, _("Keep the last lines in {path}"), Phase.SETTINGS, duplicates_dropped),
            links=_LINKS,
        )


def _visible(line: str) -> str:
    return line.rstrip("\r").replace("\ufeff", "")


CHECKS = (
    Check(
        "go-env-file",
        (37, 38, 39),
        look,
        finds=("go-env-utf16", "go-env-bom", "go-env-crlf", "go-env-lines", "go-env-duplicate"),
    ),
)
