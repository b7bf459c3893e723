"""Go's version numbers as Go orders them."""

from __future__ import annotations

import re
from functools import cached_property, total_ordering

from gowizard.dataclass import dataclass
from gowizard.errors import UsageError
from gowizard.locales import _

# Four digits are more than any part of a Go version has had; int() of a hostile text stays small.
_SHAPE = re.compile(
    r"(?:go)?(?P<major>[0-9]{1,4})(?:\.(?P<minor>[0-9]{1,4}))?(?:\.(?P<patch>[0-9]{1,4}))?"
    r"(?:(?P<kind>beta|rc)(?P<number>[0-9]{1,4}))?"
)
_KINDS = {"beta": 1, "rc": 2, "": 3}


@total_ordering
@dataclass(frozen=True, eq=False)
class Version:
    """One version. `patch` is None for a language version (`go1.21`) and for the pre-releases of a minor.

    Before 1.21 the first release of a minor was called `go1.20`, since then it is `go1.21.0` and `go1.21` is
    the language version, older than its release candidates (internal/gover of the Go source tree).
    """

    major: int
    lesser: int
    patch: int | None
    kind: str = ""  # "", "beta", "rc"
    number: int = 0

    @classmethod
    def parse(cls, text: str) -> Version:
        """The version that `text` names, with or without the leading "go". Raises UsageError otherwise."""
        found = _SHAPE.fullmatch(text.strip()) if isinstance(text, str) and len(text) <= 32 else None
        if found is None:
            shown = str(text)[:40].encode("ascii", "backslashreplace").decode()
            shown = "".join(sign if sign.isprintable() else "?" for sign in shown)
            raise UsageError(
                _("“{text}” is not a Go version").format(text=shown),
                _("Go versions look like 1.27.3, 1.27 or 1.28rc1."),
                _("Name one of those, or latest, oldstable or rc. `gowizard list --remote` shows all."),
            )
        lesser, kind = int(found["minor"] or 0), found["kind"] or ""
        patch = int(found["patch"]) if found["patch"] else None
        if patch is None and not kind and (int(found["major"]), lesser) < (1, 21):
            patch = 0
        return cls(int(found["major"]), lesser, patch, kind, int(found["number"] or 0))

    @classmethod
    def try_parse(cls, text: object) -> Version | None:
        """The version that `text` names, or None."""
        try:
            return cls.parse(text) if isinstance(text, str) else None
        except UsageError:
            return None

    @property
    def minor(self) -> tuple[int, int]:
        """(1, 27) for go1.27.3: what release notes, support and minimum systems hang on."""
        return self.major, self.lesser

    @property
    def language(self) -> str:
        """ "1.27" for go1.27.3: what a person calls the minor."""
        return f"{self.major}.{self.lesser}"

    @property
    def is_language(self) -> bool:
        """Whether this is a language version (`go1.21`), which no archive carries."""
        return self.patch is None and not self.kind

    @property
    def is_stable(self) -> bool:
        """Whether this is a release that is neither beta nor release candidate."""
        return self.patch is not None and not self.kind

    @property
    def name(self) -> str:
        """Go's own spelling: `go1.27.3`, `go1.20`, `go1`, `go1.28rc1`."""
        text = f"go{self.major}"
        bare = self.minor < (1, 21) and not self.patch
        if self.lesser or not bare or self.kind:
            text += f".{self.lesser}"
        if self.patch is not None and not bare:
            text += f".{self.patch}"
        return text + (f"{self.kind}{self.number}" if self.kind else "")

    @property
    def number_text(self) -> str:
        """The name without "go": `1.27.3`."""
        return self.name.removeprefix("go")

    @cached_property
    def _key(self) -> tuple[int, int, int, int, int]:
        rank = 0 if self.is_language else _KINDS[self.kind]
        return self.major, self.lesser, -1 if self.patch is None else self.patch, rank, self.number

    def __eq__(self, other: object) -> bool:
        return self._key == other._key if isinstance(other, Version) else NotImplemented

    def __lt__(self, other: Version) -> bool:
        return self._key < other._key if isinstance(other, Version) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key)

    def __str__(self) -> str:
        return self.name
