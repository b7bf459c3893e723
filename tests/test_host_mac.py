"""A Mac is told from its kernel's numbers, receipts and files: simulated Macs, as no real one can be had here."""

from __future__ import annotations

import ctypes
from dataclasses import replace
from pathlib import Path

import pytest

from gowizard.host import Machine, detect
from gowizard.host.folders import dirs
from gowizard.host.machine import kernel_number
from gowizard.host.receipts import go_receipt
from gowizard.host.system import system
from gowizard.releases import Archive, Version, Voucher
from gowizard.toolchain.mac_notes import mac_notes
from tests.support.fake_mac import homebrew_go, installed_package, mac, mac_tree


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"chip": "arm64"}, ("arm64", "arm64", False)),
        ({"chip": "arm64", "translated": True}, ("arm64", "amd64", True)),
        ({"chip": "amd64"}, ("amd64", "amd64", False)),
    ],
)
def test_processor_and_rosetta_are_told_apart(tmp_path: Path, options: dict, expected: tuple[str, str, bool]) -> None:
    made = mac(tmp_path, **options)
    made.facts["uname_version"] = "Darwin Kernel Version"  # the numbers alone tell
    found = system(made.build())
    assert (found.arch, found.process_arch, found.emulated) == expected
    assert (found.os, found.release, found.distribution) == ("darwin", "14.6.1", "macOS 14.6.1")


@pytest.mark.parametrize(
    ("written", "kernel", "expected"),
    [
        ("13.6.1", "22.6.0", "13.6.1"),
        ("10.16", "23.6.0", "14"),  # SYSTEM_VERSION_COMPAT=1, or a Python built for 10.15
        ("16.0", "25.1.0", "26"),
        ("10.13.6", "17.7.0", "10.13.6"),
        ("", "19.6.0", "10.15"),
        ("", "20.1.0", "11"),
        ("", "what", ""),
    ],
)
def test_macos_release(tmp_path: Path, written: str, kernel: str, expected: str) -> None:
    made = mac(tmp_path)
    made.facts["release"] = kernel
    place = made.at("/System/Library/CoreServices/SystemVersion.plist")
    place.write_text(place.read_text().replace("14.6.1", written))
    assert system(made.build()).release == expected


@pytest.mark.parametrize(("size", "value"), [(4, 1), (8, 1), (4, 0), (2, None)])
def test_sysctl_is_asked_as_its_manual_page_says(size: int, value: int | None) -> None:
    """A stand-in for libSystem, called through ctypes' real calling convention."""
    kind = ctypes.CFUNCTYPE(
        ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p, ctypes.POINTER(ctypes.c_size_t), ctypes.c_void_p,
        ctypes.c_size_t,
    )  # fmt: skip

    def answer(name: bytes, room: int, length, new, new_length: int) -> int:
        if name != b"hw.optional.arm64" or length[0] < size or new or new_length:
            return -1
        ctypes.memmove(room, (value or 0).to_bytes(size, "little"), size)
        length[0] = size
        return 0

    class Library:
        sysctlbyname = kind(answer)

    assert kernel_number("hw.optional.arm64", Library) == value
    assert kernel_number("no.such.number", Library) is None


def test_this_machine_knows_no_numbers_of_macos() -> None:
    assert Machine.real().sysctl("hw.optional.arm64") is None
    assert kernel_number("hw.optional.arm64", object()) is None


@pytest.mark.parametrize(("rosetta", "problem"), [(True, ""), (False, "wrong architecture")])
def test_intels_go_on_apple_silicon_needs_rosetta(tmp_path: Path, rosetta: bool, problem: str) -> None:
    made = mac(tmp_path, rosetta=rosetta)
    mac_tree(made, "/usr/local/go", arch="amd64")
    (go,) = detect(made.build()).gos
    assert (go.arch, go.problem) == ("amd64", problem)


def test_apple_silicons_go_runs_for_a_translated_process_and_not_on_intel(tmp_path: Path) -> None:
    for chip, translated, problem in (("arm64", True, ""), ("amd64", False, "wrong architecture")):
        made = mac(tmp_path / chip, chip=chip, translated=translated)
        mac_tree(made, "/usr/local/go", arch="arm64")
        (go,) = detect(made.build()).gos
        assert go.problem == problem


@pytest.mark.parametrize("binary", [False, True])
def test_the_official_package_is_told_by_its_receipt(tmp_path: Path, binary: bool) -> None:
    made = mac(tmp_path)
    root = installed_package(made, "go1.22.3", binary=binary)
    machine = made.build()
    (go,) = detect(machine).gos
    assert (go.root, go.version, go.owner) == (root, "go1.22.3", "pkg:org.golang.go")
    receipt = go_receipt(machine)
    assert receipt is not None and receipt.version == "go1.22.3"


@pytest.mark.parametrize("content", [b"not a plist", b"bplist00\xff\xff", b"<plist><array/></plist>", b"<!DOCTYPE x ["])
def test_a_spoilt_receipt_still_is_one(tmp_path: Path, content: bytes) -> None:
    made = mac(tmp_path)
    installed_package(made)
    made.file("/var/db/receipts/org.golang.go.plist", content)
    receipt = go_receipt(made.build())
    assert receipt is not None and receipt.version == ""


def test_without_a_receipt_it_is_an_archive(tmp_path: Path) -> None:
    made = mac(tmp_path)
    mac_tree(made, "/usr/local/go")
    assert [go.owner for go in detect(made.build()).gos] == ["archive"]


def test_homebrews_of_both_prefixes(tmp_path: Path) -> None:
    made = mac(tmp_path, rosetta=True)
    folders = [homebrew_go(made), homebrew_go(made, "1.25.5", prefix="/usr/local", arch="amd64")]
    made.environment["PATH"] = ":".join(map(str, folders))
    found = detect(made.build()).gos
    assert [(go.owner, go.arch, go.version, go.path_index) for go in found] == [
        ("homebrew", "arm64", "go1.26.6", 0), ("homebrew", "amd64", "go1.25.5", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("prefix", ["/opt/homebrew", "/usr/local"])
def test_homebrews_other_versions_are_found_beside_path(tmp_path: Path, prefix: str) -> None:
    made = mac(tmp_path, rosetta=True)
    mac_tree(made, f"{prefix}/Cellar/go@1.24/1.24.9/libexec", "go1.24.9")
    made.link(f"{prefix}/opt/go@1.24", "../Cellar/go@1.24/1.24.9")
    (go,) = detect(made.build()).gos
    assert (go.owner, go.version, go.path_index) == ("homebrew", "go1.24.9", None)


def test_notes_of_the_plan_on_a_mac(tmp_path: Path) -> None:
    made = mac(tmp_path, translated=True)
    installed_package(made)
    host = detect(made.build())
    (forgotten,) = mac_notes(host, None, system=True)
    assert "sudo pkgutil --forget org.golang.go" in forgotten
    archive = Archive(
        version=Version.parse("go1.27.3"), filename="x", locations=(), sha256="", size=0, format="tar.gz",
        voucher=Voucher.SELF, source="x",
    )  # fmt: skip
    (native,) = mac_notes(host, archive, system=False)
    assert "arm64" in native and "Rosetta" in native
    linux = replace(host, system=replace(host.system, os="linux"))
    assert mac_notes(linux, archive, system=True) == ()


def test_folders_are_those_of_platformdirs_on_macos(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from platformdirs.macos import MacOS

    made = mac(tmp_path)
    for variables in ({}, {"XDG_CONFIG_HOME": str(tmp_path / "c"), "XDG_STATE_HOME": str(tmp_path / "s")}):
        for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            monkeypatch.delenv(name, raising=False)
        for name, value in {"HOME": str(made.home), **variables}.items():
            monkeypatch.setenv(name, value)
        made.environment |= variables
        ours, theirs = dirs(made.build(), made.home), MacOS("gowizard", appauthor=False)
        assert (ours.config, ours.cache) == (theirs.user_config_path, theirs.user_cache_path)
        assert (ours.state, ours.log) == (theirs.user_state_path, theirs.user_log_path)
