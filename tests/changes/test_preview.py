"""What is shown before anything is done."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gowizard import changes
from gowizard.changes import (
    Change,
    Effect,
    MakeFolder,
    Move,
    PlaceTree,
    Preview,
    RegistryValue,
    SetRegistryValue,
)


def shown(home: Path, effect: Effect) -> tuple[Preview, ...]:
    return changes.preview(Change(id="c", title="t", effects=(effect,)), home)


def test_a_diff_is_unified_and_safe(tmp_path: Path) -> None:
    path = tmp_path / ".bashrc"
    path.write_bytes(b"caf\xe9\n\x1b[31mred\nhttps://me:secret@proxy/\n\xe4\xb8\xad")
    (piece,) = shown(tmp_path, changes.write_file(path, path.read_bytes() + b"\nnew\r\n"))
    assert (piece.path, piece.kind) == ("~/.bashrc", "diff")
    assert piece.lines == (
        "--- ~/.bashrc", "+++ ~/.bashrc", "@@ -1,4 +1,5 @@", " caf\\xe9", " \\x1b[31mred", " https://***@proxy/",
        "-中", "\\ No newline at end of file", "+中", "+new\\r",
    )  # fmt: skip


def test_new_and_removed_files(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"x\n")
    assert shown(tmp_path, changes.write_file(tmp_path / "new", b"x\n"))[0].lines[:2] == (
        "--- /dev/null",
        "+++ ~/new",
    )
    assert shown(tmp_path, changes.remove_file(tmp_path / "old"))[0].lines[:2] == (
        "--- ~/old",
        "+++ /dev/null",
    )
    (empty,) = shown(tmp_path, changes.write_file(tmp_path / "new", b""))
    assert (empty.kind, empty.lines) == ("sentence", ("Make the empty file ~/new",))


def test_a_mode_besides_the_bytes_is_shown(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"x\n")
    (tmp_path / "f").chmod(0o644)
    pieces = shown(tmp_path, changes.write_file(tmp_path / "f", b"y\n", mode=0o600))
    assert pieces[1].lines == ("~/f: 0644 → 0600",)


@pytest.mark.parametrize("name", ["link", "mode", "folder", "move", "tree", "bare tree", "value"])
def test_one_line_for_the_rest(tmp_path: Path, name: str) -> None:
    (tmp_path / "go").symlink_to("go1.26")
    (tmp_path / "tool").write_bytes(b"")
    (tmp_path / "tool").chmod(0o644)
    effects: dict[str, tuple[Effect, str, str]] = {
        "link": (changes.set_link(tmp_path / "go", f"{tmp_path}/x"), "value", "~/go: go1.26 → ~/x"),
        "mode": (changes.set_mode(tmp_path / "tool", 0o755), "value", "~/tool: 0644 → 0755"),
        "folder": (MakeFolder(path=tmp_path / "d"), "sentence", "Make the folder ~/d"),
        "move": (
            Move(source=tmp_path / "a", destination=tmp_path / "b", reason="it is in the way"), "sentence",
            "Move ~/a to ~/b: it is in the way",
        ),
        "tree": (
            PlaceTree(staged=tmp_path / "s", destination=tmp_path / "t", size=245_300_000, files=15_204),
            "sentence", "Put the unpacked tree (15,204 files, 245 MB) into ~/t",
        ),
        "bare tree": (
            PlaceTree(staged=tmp_path / "s", destination=Path("/opt/t"), size=0, files=0), "sentence",
            "Put the unpacked tree into /opt/t",
        ),
        "value": (
            SetRegistryValue(
                key="Environment", name="GOPATH", value=RegistryValue(kind=2, data="a"),
                before=RegistryValue(kind=None, data=None),
            ), "value", "HKEY_CURRENT_USER\\Environment\\GOPATH: (none) → a",
        ),
    }  # fmt: skip
    effect, kind, line = effects[name]
    (piece,) = shown(tmp_path, effect)
    assert (piece.kind, piece.lines) == (kind, (line,))


def test_a_list_of_folders_is_shown_item_by_item_with_its_type(tmp_path: Path) -> None:
    def pieces(old: RegistryValue, new: RegistryValue) -> list[tuple[str, ...]]:
        return [piece.lines for piece in shown(tmp_path, SetRegistryValue(key="E", name="Path", value=new, before=old))]

    plain = RegistryValue(kind=1, data='C:\\a;"C:\\b;c";%X%\\d')
    first = RegistryValue(kind=2, data='C:\\go;C:\\a;"C:\\b;c";%X%\\d')
    name, kinds = "HKEY_CURRENT_USER\\E\\Path", ("HKEY_CURRENT_USER\\E\\Path: REG_SZ → REG_EXPAND_SZ",)
    rows = (f"--- {name}", f"+++ {name}", "@@ -1,3 +1,4 @@", "+C:\\go", " C:\\a", ' "C:\\b;c"', " %X%\\d")
    assert pieces(plain, first) == [rows, kinds]
    assert pieces(plain, replace(plain, kind=2)) == [kinds]
    gone = RegistryValue(kind=None, data=None)
    assert pieces(first, gone)[0][3:] == ("-C:\\go", "-C:\\a", '-"C:\\b;c"', "-%X%\\d")
