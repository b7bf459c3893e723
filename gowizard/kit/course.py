"""The answers file of a course on a kit: what of it prefills the pages.

Without the code a kit is a stranger's: then only answers are taken that a page shows before anything happens, and
none that would vouch for bytes or switch a check off.
"""

from __future__ import annotations

from pathlib import Path

from gowizard.answers import Answers, from_toml
from gowizard.dataclass import replace
from gowizard.errors import UsageError
from gowizard.locales import _
from gowizard.releases import KitSource
from gowizard.releases.kit_manifest import BrokenKit, check_file

_MOST = 64 * 1024  # bytes
_HARMLESS = ("version", "gopath", "shells", "modify_path", "goproxy")


def course_answers(folder: Path, code: str, home: Path) -> Answers:
    """The answers that the kit in a folder proposes; the defaults where it has none.

    Raises BrokenKit, WrongCode where `code` is another kit's, and UsageError for a file that cannot be understood.
    """
    source = KitSource(folder, code=code, cache=folder)
    found = source.manifest.of_role("answers")
    if not found:
        return Answers()
    path = check_file(folder, found[0])
    if found[0].size > _MOST:
        raise BrokenKit(_("{path} is too large for an answers file").format(path=path))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(_("The answers file {file} cannot be read").format(file=path), str(error)) from None
    answers = from_toml(text, path.name, home)
    if code:
        return replace(answers, source="auto", kit_code=code)
    return replace(Answers(), **{field: getattr(answers, field) for field in _HARMLESS})
