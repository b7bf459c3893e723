"""Small archives shaped like a Go release, and everything that such an archive must not hold."""

from __future__ import annotations

import gzip
import hashlib
import io
import random
import stat
import tarfile
import warnings
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from gowizard.releases.model import Archive, Voucher
from gowizard.releases.version import Version


@dataclass(frozen=True)
class Entry:
    """One entry. `kind`: file, folder, link, hard, char, block, fifo, sparse, or a type letter of tar."""

    name: str  # surrogate escapes for bytes that are not UTF-8
    content: bytes = b"x"
    kind: str = "file"
    target: str = ""
    mode: int = 0o644


def go_files(version: str = "go1.27.3", padding: int = 0) -> list[Entry]:
    """A tree that counts as complete; `padding` adds that many bytes that do not compress."""
    files = [
        Entry("go/VERSION", f"{version}\ntime 2026-10-19T00:00:00Z\n".encode()),
        Entry("go/bin/go", f"#!/bin/sh\necho go version {version} linux/amd64\n".encode(), mode=0o755),
        Entry("go/pkg/tool/linux_amd64/compile", b"\x7fELF", mode=0o755),
        Entry("go/src/runtime/proc.go", b"package runtime\n" * 40),
        Entry("go/src/all.bash", b"#!/usr/bin/env bash\n", mode=0o755),
        Entry("go/test/" + "long/" * 22 + "name.go", b"package p\n"),  # beyond a ustar name field
        Entry("go/test/empty.go", b""),
    ]
    return [*files, Entry("go/lib/noise.bin", random.Random(1).randbytes(padding))] if padding else files


_TYPES = {
    "file": tarfile.REGTYPE, "folder": tarfile.DIRTYPE, "link": tarfile.SYMTYPE, "hard": tarfile.LNKTYPE,
    "char": tarfile.CHRTYPE, "block": tarfile.BLKTYPE, "fifo": tarfile.FIFOTYPE, "sparse": tarfile.GNUTYPE_SPARSE,
}  # fmt: skip


def tar_bytes(entries: Iterable[Entry], format: int = tarfile.PAX_FORMAT) -> bytes:
    """An uncompressed tar archive."""
    out = io.BytesIO()
    for entry in entries:
        info = tarfile.TarInfo(entry.name)
        info.type = _TYPES.get(entry.kind) or entry.kind.encode()
        info.mode, info.linkname = entry.mode, entry.target
        content = entry.content if entry.kind == "file" else b""
        info.size = len(content)
        if entry.name.endswith("/") and entry.kind == "file":
            info.name = entry.name
        out.write(info.tobuf(format, "utf-8", "surrogateescape"))
        out.write(content + bytes(-len(content) % 512))
    out.write(bytes(1024))
    return out.getvalue()


def tar_gz(entries: Iterable[Entry], format: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar.gz archive."""
    return gzip.compress(tar_bytes(entries, format), 1, mtime=0)


_KINDS = {
    "file": stat.S_IFREG, "folder": stat.S_IFDIR, "link": stat.S_IFLNK, "char": stat.S_IFCHR,
    "block": stat.S_IFBLK, "fifo": stat.S_IFIFO,
}  # fmt: skip


def zip_bytes(entries: Iterable[Entry], *, unix: bool = True) -> bytes:
    """A zip archive; without `unix` no entry has permission bits, as in a wheel."""
    out = io.BytesIO()
    patches: list[tuple[bytes, bytes]] = []
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as archive:
        warnings.simplefilter("ignore", UserWarning)  # a name twice is what is wanted
        for number, entry in enumerate(entries):
            raw = entry.name.encode("utf-8", "surrogateescape")
            name = entry.name
            if not _is_utf8(raw) or "\0" in name:  # zipfile would alter it: put a stand-in of the same length
                name = f"{number}".rjust(len(raw), "_")
                patches.append((name.encode(), raw))
            info = zipfile.ZipInfo(name, (2026, 10, 19, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3 if unix else 0
            info.external_attr = (_KINDS[entry.kind] | entry.mode) << 16 if unix else 0
            archive.writestr(info, entry.target.encode() if entry.kind == "link" else entry.content)
    value = out.getvalue()
    for before, after in patches:
        value = value.replace(before, after)
    return value


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def described(path: Path, content: bytes, *, format: str = "tar.gz", version: str = "1.27.3") -> Archive:
    """Write an archive to disk and describe it truly."""
    path.write_bytes(content)
    return Archive(
        version=Version.parse(version),
        filename=path.name,
        locations=(str(path),),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        format=format,
        voucher=Voucher.PINNED,
        source="test",
    )


def at(archive: Archive, *locations: str) -> Archive:
    """The same archive somewhere else."""
    return replace(archive, locations=locations)


_BAD_NAMES: dict[str, tuple[list[Entry], str]] = {
    "outside": ([Entry("other/file")], "outside the folder go/"),
    "at the top": ([Entry("file")], "outside the folder go/"),
    "go itself a file": ([Entry("go")], "outside the folder go/"),
    "nearly go": ([Entry("go2/file")], "outside the folder go/"),
    "climbing": ([Entry("go/../../evil")], "climbs out"),
    "climbing first": ([Entry("../evil")], "climbs out"),
    "climbing in place": ([Entry("go/src/../evil")], "climbs out"),
    "climbing last": ([Entry("go/src/..")], "climbs out"),
    "absolute": ([Entry("/tmp/evil")], "absolute"),
    "drive": ([Entry("C:/evil")], "drive letter"),
    "drive without a folder": ([Entry("C:evil")], "drive letter"),
    "share": ([Entry("//server/share/evil")], "absolute"),
    "share in Windows' signs": ([Entry("\\\\server\\share\\evil")], "backslash"),
    "path of a device": ([Entry("//./C:/evil")], "absolute"),
    "path past every check": ([Entry("\\\\?\\C:\\evil")], "backslash"),
    "drive inside": ([Entry("go/C:evil")], "Windows forbids"),
    "backslash": ([Entry("go\\..\\evil")], "backslash"),
    "backslash in a leaf": ([Entry("go/a\\b")], "backslash"),
    "empty part": ([Entry("go//a")], "empty part"),
    "dot part": ([Entry("go/./a")], "empty part"),
    "leading dot": ([Entry("./go/a")], "outside the folder go/"),
    "link out": ([Entry("go/l", kind="link", target="../../etc/passwd")], "leads out"),
    "link absolute": ([Entry("go/l", kind="link", target="/etc/passwd")], "leads out"),
    "link out later": ([Entry("go/a/l", kind="link", target="b/../../../x")], "leads out"),
    "link to a drive": ([Entry("go/l", kind="link", target="C:\\Windows")], "leads out"),
    "link to a share": ([Entry("go/l", kind="link", target="//server/share")], "leads out"),
    "link to a share in Windows' signs": ([Entry("go/l", kind="link", target="\\\\server\\share")], "leads out"),
    "link to a device": ([Entry("go/l", kind="link", target="NUL")], "Windows forbids"),
    "through a link": (
        [Entry("go/l", kind="link", target="src"), Entry("go/l/file")],
        "also used as a folder",
    ),
    "char device": ([Entry("go/d", kind="char")], "device"),
    "block device": ([Entry("go/d", kind="block")], "device"),
    "fifo": ([Entry("go/f", kind="fifo")], "named pipe"),
    "setuid": ([Entry("go/s", mode=0o4755)], "setuid"),
    "setgid": ([Entry("go/s", mode=0o2755)], "setuid"),
    "sticky": ([Entry("go/s", mode=0o1755)], "setuid"),
    "twice": ([Entry("go/a"), Entry("go/a")], "same name twice"),
    "case": ([Entry("go/src/A.go"), Entry("go/src/a.go")], "one on Windows and macOS"),
    "case of folders": ([Entry("go/Src/a.go")], "one on Windows and macOS"),
    "composed and decomposed": ([Entry("go/é"), Entry("go/e\u0301")], "one on Windows and macOS"),
    "sharp s": ([Entry("go/straße"), Entry("go/STRASSE")], "one on Windows and macOS"),
    "file as folder": ([Entry("go/a"), Entry("go/a/b")], "also used as a folder"),
    "folder as file": ([Entry("go/a/b"), Entry("go/a")], "also used as a folder"),
    "device name": ([Entry("go/CON")], "Windows forbids"),
    "device name with ending": ([Entry("go/aux.go")], "Windows forbids"),
    "device name with a number": ([Entry("go/COM1.txt")], "Windows forbids"),
    "device name of a folder": ([Entry("go/nul/a")], "Windows forbids"),
    "device name superscript": ([Entry("go/com¹.txt")], "Windows forbids"),
    "trailing dot": ([Entry("go/a.")], "Windows forbids"),
    "trailing space": ([Entry("go/a ")], "Windows forbids"),
    "trailing dot of a folder": ([Entry("go/src./a")], "Windows forbids"),
    "trailing space of a folder": ([Entry("go/src /a")], "Windows forbids"),
    "dots alone": ([Entry("go/.../a")], "Windows forbids"),
    "stream": ([Entry("go/bin/go:evil")], "Windows forbids"),
    "stream of its own content": ([Entry("go/VERSION::$DATA", b"go1.0")], "Windows forbids"),
    "stream of a folder": ([Entry("go/src::$INDEX_ALLOCATION/a")], "Windows forbids"),
    **{f"sign {sign}": ([Entry(f"go/a{sign}b")], "Windows forbids") for sign in ':<>|?*"'},
    "newline": ([Entry("go/a\nb")], "control characters"),
    "escape": ([Entry("go/\x1b[31mred")], "control characters"),
    "right to left": ([Entry("go/a\u202egpj.exe")], "control characters"),
    "not UTF-8": ([Entry("go/a\udcff")], "not UTF-8"),
    "NUL": ([Entry("go/a\0b")], "NUL"),
    "overlong": ([Entry("go/" + "/".join(["a" * 200] * 6))], "too long"),
    "overlong part": ([Entry("go/" + "a" * 256)], "too long"),
    "too deep": ([Entry("go/" + "d/" * 60 + "a")], "nested too deeply"),
}

TAR_ONLY: dict[str, tuple[list[Entry], str]] = {
    "hard link": ([Entry("go/h", kind="hard", target="go/VERSION")], "hard link"),
    "sparse": ([Entry("go/s", kind="sparse")], "sparse"),
    "contiguous": ([Entry("go/c", kind="7")], "of a kind"),
    "multi-volume": ([Entry("go/m", kind="M")], "of a kind"),
    "volume label": ([Entry("go/v", kind="V")], "of a kind"),
}

HOSTILE = _BAD_NAMES
