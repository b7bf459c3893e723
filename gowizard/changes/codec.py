"""Records and effects to JSON and back.

Every dataclass is written with its kebab-case name under "is", so that reading needs no schema. Bytes are not
in the JSON: `keep` stores them and returns their sha256. Fields unknown to this version are skipped, missing
ones take their default; a name unknown to this version is an error.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gowizard.changes import model, records
from gowizard.dataclass import field_names

_TYPES: dict[str, type] = {
    "change": model.Change,
    "write-file": model.WriteFile,
    "remove-file": model.RemoveFile,
    "make-folder": model.MakeFolder,
    "set-link": model.SetLink,
    "move": model.Move,
    "place-tree": model.PlaceTree,
    "set-mode": model.SetMode,
    "set-registry-value": model.SetRegistryValue,
    "registry-value": model.RegistryValue,
    "seen": model.Seen,
    "there": records.There,
    "run-opened": records.RunOpened,
    "staging-listed": records.StagingListed,
    "apply-begun": records.ApplyBegun,
    "effect-found": records.EffectFound,
    "effect-intended": records.EffectIntended,
    "effect-done": records.EffectDone,
    "committed": records.Committed,
    "roll-back-begun": records.RollBackBegun,
    "undo-begun": records.UndoBegun,
    "merge-intended": records.MergeIntended,
    "effect-reverted": records.EffectReverted,
    "roll-back-ended": records.RollBackEnded,
    "undone": records.Undone,
}
_NAMES = {kind: name for name, kind in _TYPES.items()}


def to_line(record: records.Record, keep: Callable[[bytes], str]) -> bytes:
    """One line of ASCII JSON with its line end. Names that are not UTF-8 survive as lone surrogates."""
    return json.dumps(_encode(record, keep), separators=(",", ":")).encode("ascii") + b"\n"


def from_line(line: bytes, fetch: Callable[[str], bytes]) -> records.Record:
    """The record of a line; raises ValueError where it is none. `fetch` returns the bytes of a sha256."""
    value = _decode(json.loads(line), fetch)
    if not isinstance(value, records.Record):
        raise ValueError(f"no record: {line[:80]!r}")
    return value


def _encode(value: Any, keep: Callable[[bytes], str]) -> Any:
    if (name := _NAMES.get(type(value))) is not None:
        return {"is": name, **{key: _encode(getattr(value, key), keep) for key in field_names(value)}}
    if isinstance(value, Path):
        return {"is": "path", "text": str(value)}
    if isinstance(value, bytes):
        return {"is": "bytes", "sha256": keep(value)}
    if isinstance(value, tuple):
        return [_encode(item, keep) for item in value]
    if isinstance(value, list):  # a REG_MULTI_SZ
        return {"is": "list", "items": value}
    return value


def _decode(value: Any, fetch: Callable[[str], bytes]) -> Any:
    if isinstance(value, list):
        return tuple(_decode(item, fetch) for item in value)
    if not isinstance(value, dict):
        return value
    match name := value.get("is"):
        case "path":
            return Path(value["text"])
        case "bytes":
            return fetch(value["sha256"])
        case "list":
            return list(value["items"])
    kind = _TYPES.get(str(name))
    if kind is None:
        raise ValueError(f"unknown: {name!r}")
    known = field_names(kind)
    try:
        return kind(**{key: _decode(item, fetch) for key, item in value.items() if key in known})
    except TypeError as error:
        raise ValueError(str(error)) from error
