"""Effects as data: all that gowizard does to a machine; each can be shown, done and undone."""

from __future__ import annotations

from pathlib import Path

from gowizard.dataclass import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What lay at a path when the preview was computed (links are not followed)."""

    kind: str  # "absent", "file", "folder", "link", "other"
    sha256: str = ""  # of a file's bytes
    mode: int | None = None  # permission bits of a file or folder
    target: str = ""  # of a link


@dataclass(frozen=True, kw_only=True)
class WriteFile:
    """The file will hold exactly `content`. A link at `path` was followed already: this is the real file."""

    path: Path
    content: bytes
    mode: int | None = None  # None keeps the mode that is there, 0644 for a new file
    before: Seen
    old: bytes | None = None  # the bytes that were there, for the preview; None where absent


@dataclass(frozen=True, kw_only=True)
class RemoveFile:
    """The file or link will be gone."""

    path: Path
    before: Seen
    old: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class MakeFolder:
    """An empty folder; parents that are missing are made too and are undone too."""

    path: Path
    mode: int = 0o755


@dataclass(frozen=True, kw_only=True)
class SetLink:
    """`path` becomes a symbolic link (on Windows a junction) to `target`, replaced in one rename."""

    path: Path
    target: str
    before: Seen


@dataclass(frozen=True, kw_only=True)
class Move:
    """A file or a folder gets another name on the same file system; nothing may lie at `destination`."""

    source: Path
    destination: Path
    reason: str = ""
    yields: bool = False  # a cache: what Go has filled anew at `source` gives way when this is undone


@dataclass(frozen=True, kw_only=True)
class PlaceTree:
    """A staged folder is renamed to `destination`, where nothing lies.

    `fingerprint` is `changes.tree_fingerprint(staged)`, taken after staging; empty in a preview made before
    staging ended.
    """

    staged: Path
    destination: Path
    size: int  # bytes on disk, 0 where unknown
    files: int  # 0 where unknown
    fingerprint: str = ""


@dataclass(frozen=True, kw_only=True)
class SetMode:
    """Permission bits of one file or folder."""

    path: Path
    mode: int
    before: Seen


@dataclass(frozen=True, kw_only=True)
class RegistryValue:
    """A registry value: its type number and its data, or absent (`kind` None)."""

    kind: int | None
    data: str | bytes | int | list[str] | None


@dataclass(frozen=True, kw_only=True)
class SetRegistryValue:
    """A value under HKEY_CURRENT_USER (Windows)."""

    key: str
    name: str
    value: RegistryValue
    before: RegistryValue


Effect = WriteFile | RemoveFile | MakeFolder | SetLink | Move | PlaceTree | SetMode | SetRegistryValue


@dataclass(frozen=True, kw_only=True)
class Change:
    """A titled, ordered list of effects that belong together."""

    id: str  # stable: "toolchain", "current", "script:posix", "startup:bash:.bashrc", "go-env", ...
    title: str  # one line, translated: "Put Go 1.27.3 into ~/sdk/go1.27.3"
    why: str = ""  # one sentence, translated
    effects: tuple[Effect, ...] = field(default_factory=tuple)


@dataclass(frozen=True, kw_only=True)
class ManualStep:
    """Something only the user can do: shown, never done."""

    id: str
    title: str
    reason: str
    lines: tuple[str, ...]  # to paste
