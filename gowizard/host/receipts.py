"""What Go's own package for macOS left: a receipt, and the line of /etc/paths.d that every login reads."""

from __future__ import annotations

import re
from pathlib import Path

from gowizard.dataclass import dataclass
from gowizard.host.files import read_head
from gowizard.host.machine import Machine

GO_PACKAGE = "org.golang.go"
RECEIPT = f"/var/db/receipts/{GO_PACKAGE}.plist"
TREE = Path("/usr/local/go")  # the package asks for no other place
_MOST_BYTES = 256 * 1024


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What `pkgutil --pkg-info org.golang.go` prints. `version` is "go1.22.3", "" where the package names none."""

    path: Path
    version: str


def go_receipt(machine: Machine) -> Receipt | None:
    """The receipt of Go's installer; None where it never ran, or was told to be forgotten.

    Read from the file that pkgutil reads, XML or binary; no process is started.
    """
    path = machine.system(RECEIPT)
    content = read_head(path, _MOST_BYTES)
    if not content:
        return None
    import plistlib
    from xml.parsers.expat import ExpatError

    try:
        facts = plistlib.loads(content)
    except (ValueError, ExpatError, OverflowError, RecursionError):
        return Receipt(path=path, version="")
    told = facts.get("PackageVersion") if isinstance(facts, dict) else None
    match = re.fullmatch(r"(?:go)?(\d{1,4}(?:\.\d{1,4}){1,2})", told) if isinstance(told, str) else None
    return Receipt(path=path, version=f"go{match[1]}" if match else "")
