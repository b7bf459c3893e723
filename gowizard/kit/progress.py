"""What of a kit is done, kept beside it while it is made: a second run fetches only what is missing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gowizard.kit.writing import remove_files, write_file
from gowizard.releases.kit_manifest import BrokenKit, KitFile, check_file, is_plain

NAME = "unfinished-kit.json"
_LIMIT = 2_000_000  # bytes


class Progress:
    """Steps by name, each with the files it gave. `before` are files of an earlier kit in the same folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._steps: dict[str, list[KitFile]] = {}
        self.before: set[str] = set()
        try:
            path = folder / NAME
            data = json.loads(path.read_bytes()) if not path.is_symlink() and path.stat().st_size < _LIMIT else {}
            self._steps = {str(name): [_file(record) for record in step] for name, step in data["steps"].items()}
            self.before = {path for path in data["before"] if isinstance(path, str) and is_plain(path)}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):  # none, or half of one: begin anew
            self._steps = {}

    def done(self, step: str) -> list[KitFile] | None:
        """The files of a step where all of them are there and whole, else None."""
        files = self._steps.get(step)
        if files is None:
            return None
        try:
            for file in files:
                check_file(self._folder, file)
        except BrokenKit:
            return None
        return files

    def take(self, step: str, work: Callable[[], list[KitFile]]) -> list[KitFile]:
        """The files of a step, by `work` unless they are there."""
        files = self.done(step)
        if files is None:
            files = self._steps[step] = work()
            self.save()
        return files

    def save(self) -> None:
        """Write it down."""
        steps = {name: [_record(file) for file in files] for name, files in self._steps.items()}
        written = {file.path for files in self._steps.values() for file in files}
        self.before |= written
        text = json.dumps({"steps": steps, "before": sorted(self.before)})
        write_file(self._folder, NAME, [text.encode()], role="list")

    def finish(self, kept: set[str]) -> None:
        """Remove what no step of the finished kit names, and this record."""
        remove_files(self._folder, [*(self.before - kept), NAME])


def _record(file: KitFile) -> dict[str, Any]:
    return {"path": file.path, "size": file.size, "sha256": file.sha256, "role": file.role,
            "systems": file.systems, "pythons": file.pythons}  # fmt: skip


def _file(record: dict[str, Any]) -> KitFile:
    if not is_plain(record["path"]):
        raise ValueError(record["path"])
    lists = {key: tuple(map(str, record[key])) for key in ("systems", "pythons")}
    texts = {key: str(record[key]) for key in ("path", "sha256", "role")}
    return KitFile(size=int(record["size"]), **texts, **lists)  # type: ignore[arg-type]
