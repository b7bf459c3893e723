"""Packages of the BSDs and of Termux, from their databases: which one put a Go there."""

from __future__ import annotations

import re
from pathlib import Path

from gowizard.host.files import entries, read_proc
from gowizard.host.machine import Machine

_LIMIT = 1024 * 1024
_FREEBSD = "/var/db/pkg/local.sqlite"
_FOLDERS = ("/var/db/pkg", "/usr/pkg/pkgdb", "/usr/pkg/share/pkgdb")  # OpenBSD's, pkgsrc's of NetBSD and others


def package_of(machine: Machine, binary: Path) -> str:
    """ "pkg:go122" for the FoundGo.owner, "" where no package has that file. `binary` is the machine's own path."""
    if name := _freebsd(machine.system(_FREEBSD), binary):
        return f"pkg:{name}"
    for folder in map(machine.system, _FOLDERS):
        for name in entries(folder, 10_000):
            if re.match(r"go(\d{2,4})?-\d", name) and binary.as_posix().lstrip("/") in _listed(folder / name):
                return f"pkg:{name.rpartition('-')[0]}"
    prefix = machine.variable("PREFIX")
    listed = machine.system(f"{prefix}/var/lib/dpkg/info/golang.list") if prefix.startswith("/") else None
    if listed is not None and str(binary) in read_proc(listed, _LIMIT).split("\n"):
        return "pkg:golang"
    return ""


def _freebsd(database: Path, binary: Path) -> str:
    if not database.is_file():
        return ""
    import sqlite3
    from contextlib import closing

    asked = "select packages.name from files join packages on packages.id = files.package_id where files.path = ?"
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro&immutable=1", uri=True, timeout=1)) as opened:
            row = opened.execute(asked, (binary.as_posix(),)).fetchone()
    except sqlite3.Error:
        return ""
    return re.sub(r"[^\w.+-]", "", str(row[0]))[:40] if row else ""


def _listed(folder: Path) -> set[str]:
    """The files of a package's list, below its @cwd, without the slash in front."""
    found, base = set[str](), ""
    for line in read_proc(folder / "+CONTENTS", _LIMIT).splitlines():
        if line.startswith("@cwd "):
            base = line[5:].strip().strip("/")
        elif not line.startswith("@"):
            found.add(f"{base}/{line}".lstrip("/"))
    return found
