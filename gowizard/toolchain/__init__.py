"""Put a Go tree on disk: fetch, verify, unpack, keep versions side by side, switch, take away."""

from gowizard.toolchain.events import Connecting, Received, Retrying, StageEvent, Unpacked, Verified
from gowizard.toolchain.failures import (
    ArchiveRefused,
    DigestMismatch,
    DownloadFailed,
    NotPossible,
    StagingFailed,
)
from gowizard.toolchain.layout import Layout
from gowizard.toolchain.limits import Limits
from gowizard.toolchain.purge import purge_aside
from gowizard.toolchain.room import NoRoom, check_room, needed_bytes
from gowizard.toolchain.stage import Staged, stage, staging_path
from gowizard.toolchain.store import (
    InstalledGo,
    adopt,
    current,
    installed,
    make_current,
    mark_complete,
    move_aside,
    place,
    remove,
)
from gowizard.toolchain.trees import is_complete, version_of

__all__ = [
    "ArchiveRefused",
    "Connecting",
    "DigestMismatch",
    "DownloadFailed",
    "InstalledGo",
    "Layout",
    "Limits",
    "NoRoom",
    "NotPossible",
    "Received",
    "Retrying",
    "StageEvent",
    "Staged",
    "StagingFailed",
    "Unpacked",
    "Verified",
    "adopt",
    "check_room",
    "current",
    "installed",
    "is_complete",
    "make_current",
    "mark_complete",
    "move_aside",
    "needed_bytes",
    "place",
    "purge_aside",
    "remove",
    "stage",
    "staging_path",
    "version_of",
]
