"""Line ends and marks of Windows in startup files (entry 66): shells take them for part of the words."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from gowizard.doctor.callers import first_go
from gowizard.doctor.check import UNIX, Check
from gowizard.doctor.line_edits import understands
from gowizard.doctor.model import Evidence, FileEdit, Finding, Origin, Phase, Remedy, Severity
from gowizard.doctor.scene import Scene
from gowizard.doctor.starting import Mode
from gowizard.doctor.startup_texts import StartupText, files_read, plain_bytes, startup_texts
from gowizard.environment.access import obstacle
from gowizard.environment.words import shown
from gowizard.locales import _

_TRIPS = {"posix", "csh"}  # fish takes both (measured)


def look(scene: Scene) -> Iterator[Finding]:
    """Files with carriage returns that count, or with a byte order mark."""
    shell = scene.shell
    mine = set() if shell is None else {path for mode in _MODES for path in files_read(scene, shell, mode)}
    for text in startup_texts(scene):
        if text.kind == "startup-file" and text.dialect in _TRIPS and (seen := _seen(text)):
            yield _finding(scene, text, seen, text.path in mine)


_MODES = (Mode.LOGIN_INTERACTIVE, Mode.INTERACTIVE)


def _seen(text: StartupText) -> tuple[Evidence, ...]:
    content = text.content
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return (Evidence(where=str(text.path), what="UTF-16"),)
    found = []
    if content.startswith(b"\xef\xbb\xbf"):
        found.append(Evidence(where=f"{text.path}:1", what=_("a byte order mark (EF BB BF)")))
    for number, line in enumerate(content.split(b"\n"), 1):
        if line.endswith(b"\r") and not line.lstrip().startswith(b"#") and not line.endswith(b"\\\r\r"):
            shown_line = line.decode("utf-8", "replace").rstrip("\r").strip()
            found.append(Evidence(where=f"{text.path}:{number}", what=f"{shown_line}\\r"))
    return tuple(found[:3])


def _finding(scene: Scene, text: StartupText, seen: tuple[Evidence, ...], own: bool) -> Finding:
    place = shown(text.path, scene.home)
    views = [view for mode in _MODES if (view := scene.view(mode)).known]
    lost = own and any(first_go(view.path) is None for view in views)
    broken = own and understands(scene, text, text.content) is False
    severity = Severity.BLOCKS if lost or broken else Severity.HURTS if own else Severity.ADVICE
    return Finding(
        id="startup-bytes",
        about=str(text.path),
        entry=(66,),
        severity=severity,
        title=_("{file} was saved as Windows does it").format(file=place),
        affects=_("The shell reads it wrongly: folders in PATH are not found, or the file is not read to its end."),
        evidence=seen,
        explanation=_("Each line ends with an invisible character (CR), or the file begins with one: both count here."),
        origin=(Origin(kind="startup-file", path=text.path),),
        remedy=_remedy(scene, text, place),
    )


def _remedy(scene: Scene, text: StartupText, place: str) -> Remedy:
    title = _("Save {file} with plain line ends").format(file=place)
    if reason := obstacle(text.path, scene.host):
        command = f"sed -i.bak 's/\\r$//; 1s/^\\xef\\xbb\\xbf//' {shlex.quote(str(text.path))}"
        return Remedy(title=title, commands=(command,), reason=reason)
    return Remedy(title=title, phase=Phase.ENCODING, edits=(FileEdit(text.path, _plain),))


def _plain(content: bytes | None) -> bytes | None:
    return None if content is None else plain_bytes(content)


CHECKS = (Check("startup-bytes", (66,), look, systems=UNIX),)
