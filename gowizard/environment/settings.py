"""What the shells are to be told: where Go's programs lie, and where the user's do."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

from gowizard.dataclass import dataclass
from gowizard.errors import GowizardError
from gowizard.locales import _


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Three absolute folders; raises GowizardError for one that PATH cannot carry.

    PATH separates its entries by ':' and knows no quoting (on Windows by ';', and programs differ about quotes); a line
    break cannot stand in the scripts.
    """

    go_bin: Path  # goes first in PATH
    gopath: Path  # GOPATH, where that is unset
    gobin: Path | None = None  # GOBIN where it is set in the `go env` file; else programs go to GOPATH/bin

    def __post_init__(self) -> None:
        for folder in (self.go_bin, self.gopath, *(() if self.gobin is None else (self.gobin,))):
            _refuse_uncarriable(folder)


def _refuse_uncarriable(folder: Path) -> None:
    text = str(folder)
    if not folder.is_absolute():
        cause = _("It is not an absolute path.")
    elif isinstance(folder, PureWindowsPath):
        cause = _cause_on_windows(text)
        if not cause:
            return
    elif ":" in text:
        cause = _("Its name holds a colon, which separates the entries of PATH.")
    elif "\n" in text or "\r" in text or "\0" in text:
        cause = _("Its name holds a line break.")
    else:
        return
    raise GowizardError(
        _("PATH cannot carry the folder {folder!r}").format(folder=text),
        cause,
        _("Choose another folder, with --dir or --gopath."),
    )


def _cause_on_windows(text: str) -> str:
    if ";" in text or '"' in text:
        return _("Its name holds a semicolon or a quotation mark, which separate the items of Path.")
    if text.count("%") > 1:
        return _("Its name holds percent signs, between which Windows reads the name of a variable.")
    if any(letter < " " for letter in text):
        return _("Its name holds a control character.")
    return ""
