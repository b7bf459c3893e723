"""Put a Go tree on disk: fetch, verify, unpack, keep versions side by side, switch, take away.

Names are loaded when first used: listing what is there needs none of the fetching.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gowizard.late import late

if TYPE_CHECKING:
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
    from gowizard.toolchain.part import is_begun
    from gowizard.toolchain.purge import purge_aside
    from gowizard.toolchain.room import NoRoom, check_room, needed_bytes
    from gowizard.toolchain.running import (
        InUse,
        StillRunning,
        at_work,
        taken_away,
        taken_back,
        wait_before_settling,
        wait_before_undo,
        wait_until_unused,
    )
    from gowizard.toolchain.staged import Staged, staging_path
    from gowizard.toolchain.staging import stage
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

__getattr__ = late(
    __name__,
    {
        "events": ("Connecting", "Received", "Retrying", "StageEvent", "Unpacked", "Verified"),
        "failures": ("ArchiveRefused", "DigestMismatch", "DownloadFailed", "NotPossible", "StagingFailed"),
        "layout": ("Layout",),
        "limits": ("Limits",),
        "part": ("is_begun",),
        "purge": ("purge_aside",),
        "room": ("NoRoom", "check_room", "needed_bytes"),
        "running": (
            "InUse", "StillRunning", "at_work", "taken_away", "taken_back", "wait_before_settling",
            "wait_before_undo", "wait_until_unused",
        ),
        "staged": ("Staged", "staging_path"),
        "staging": ("stage",),
        "store": (
            *("InstalledGo", "adopt", "current", "installed", "make_current"),
            *("mark_complete", "move_aside", "place", "remove"),
        ),
        "trees": ("is_complete", "version_of"),
    },
)

__all__ = [
    "ArchiveRefused",
    "Connecting",
    "DigestMismatch",
    "DownloadFailed",
    "InUse",
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
    "StillRunning",
    "Unpacked",
    "Verified",
    "adopt",
    "at_work",
    "check_room",
    "current",
    "installed",
    "is_begun",
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
    "taken_away",
    "taken_back",
    "version_of",
    "wait_before_settling",
    "wait_before_undo",
    "wait_until_unused",
]
