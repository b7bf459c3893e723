"""The catalogue's faults on Windows: what is planted in registry, profile and session, and what is to come of it.

The same cases are treated on a simulated Windows (fast) and on a real registry under Wine; `patient` is either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from gowizard.host.registry import MACHINE, USER
from tests.support.fake_machine import pe

SZ, EXPAND, BINARY, DWORD = 1, 2, 3, 4
PRODUCT = "{B6A1D0A3-6F0E-4A3B-9D7E-0C1B2A3D4E5F}"
UNINSTALL = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
GUARD = r"SOFTWARE\Microsoft\Windows Defender\Windows Defender Exploit Guard\Controlled Folder Access"
UNLOCK = r"SOFTWARE\Microsoft\Windows\CurrentVersion\AppModelUnlock"
POLICY = r"SOFTWARE\Microsoft\PowerShell\1\ShellIds\Microsoft.PowerShell"


class Patient(Protocol):
    """A healthy Windows: gowizard's Go in `~/sdk/go1.19.x`, its folder first in the user's Path."""

    home: Path
    sdk: Path  # the tree
    message: str

    def user(self, name: str, data: str | bytes | int | None, kind: int = EXPAND) -> None:
        """Set one of the user's variables, None takes it away."""

    def machine(self, name: str, data: str | None, kind: int = EXPAND) -> None:
        """Set one of the machine's."""

    def put(self, hive: str, key: str, name: str, kind: int, data: str | int) -> None:
        """Set any value."""

    def file(self, path: Path, content: bytes) -> None:
        """Write a file."""

    def folder(self, path: Path) -> Path:
        """Make a folder."""

    def tree(self, path: Path, version: str = "") -> Path:
        """Another whole Go, or what looks like one of another version."""

    def drop(self, path: Path) -> None:
        """Take a file away until the case is over."""

    def session(self, name: str, value: str | None) -> None:
        """Set a variable of this process alone, None takes it away."""

    def release(self, text: str) -> None:
        """Let Windows be of this release, "6.3.9600" (simulated only)."""

    @property
    def drive(self) -> Path:
        """The root of the drive that the profile lies on."""

    @property
    def path(self) -> str:
        """The user's Path, healthy."""

    @property
    def machine_path(self) -> str:
        """The machine's."""


@dataclass(frozen=True)
class Case:
    """One planted fault; the fields mean what they mean in tests.doctor.case."""

    entry: int
    name: str
    plant: Callable[[Patient], None]
    finds: str
    repaired: bool = True
    fetches: bool = False  # repaired where there is an archive to take
    asked: bool = False  # not preselected: repaired where the user chooses it
    also: frozenset[str] = frozenset()
    works: bool = True  # a first program runs in spite of the fault (for the simulated Windows)
    proves: bool = True  # after the repair the proof passes
    says: str = ""  # what the evidence or the remedy must tell
    message: str = ""


def path(text: str, kind: int = EXPAND) -> Callable[[Patient], None]:
    r"""The user's Path: {go} is the healthy one's first item, {own} its last, {~} the profile."""
    return lambda patient: patient.user("Path", filled(patient, text), kind)


def filled(patient: Patient, text: str) -> str:
    return text.replace("{go}", str(patient.sdk / "bin")).replace("{own}", str(patient.home / "go" / "bin")).replace(
        "{~}", str(patient.home))  # fmt: skip


def env(content: bytes) -> Callable[[Patient], None]:
    """Go's settings file."""
    return lambda patient: patient.file(patient.home / "AppData" / "Roaming" / "go" / "env", content)


def user(name: str, text: str, kind: int = EXPAND) -> Callable[[Patient], None]:
    return lambda patient: patient.user(name, filled(patient, text), kind)


def both(*plants: Callable[[Patient], None]) -> Callable[[Patient], None]:
    def plant(patient: Patient) -> None:
        for one in plants:
            one(patient)

    return plant


def cut_off(patient: Patient) -> None:
    """What setx leaves: 1024 characters, the last folder's name cut short."""
    last = patient.folder(patient.home / "tools-of-mine" / "programs")
    begin = str(patient.sdk / "bin")
    end = ";" + str(last)[:-4]
    room = 1024 - len(begin) - len(end)
    names, filler = "", 0
    while len(names) < room:
        names += f";C:\\tools\\{filler:03}"
        filler += 1
    names = names[: room].rstrip(";") + "x" * (room - len(names[: room].rstrip(";")))
    patient.user("Path", begin + names + end, SZ)


def long_path(patient: Patient) -> None:
    folders = ";".join(f"C:\\tools\\number {number:03}\\bin" for number in range(80))
    patient.user("Path", f"{patient.path};{folders};{folders}")


def behind_installer(patient: Patient) -> None:
    root = patient.tree(patient.drive / "Program Files" / "Go", "go1.18.2")
    patient.put(MACHINE, f"{UNINSTALL}\\{PRODUCT}", "DisplayName", SZ, "Go Programming Language amd64 go1.18.2")
    patient.put(USER, r"Software\GoProgrammingLanguage", "installLocation", SZ, f"{root}\\")
    patient.machine("Path", f"{patient.machine_path};{root / 'bin'}")


def unpacked_as_gopath(patient: Patient) -> None:
    tree = patient.tree(patient.home / "go")
    patient.user("Path", f"{tree}\\bin")


def installers_gopath(patient: Patient) -> None:
    patient.user("GOPATH", rf"{patient.home / 'go'}", EXPAND)
    other = patient.folder(patient.home / "work")
    env(f"GOPATH={other}\n".encode())(patient)


def scoop(patient: Patient) -> None:
    shims = patient.folder(patient.home / "scoop" / "shims")
    patient.file(shims / "go.exe", (patient.sdk / "bin" / "go.exe").read_bytes()[:120_000])
    gone = patient.home / "scoop" / "apps" / "go" / "current" / "bin" / "go.exe"
    patient.file(shims / "go.shim", f'path = "{gone}"\r\n'.encode())
    patient.user("Path", f"{patient.path};{shims}")


def onedrive(patient: Patient) -> None:
    cloud = patient.folder(patient.home / "OneDrive")
    key = r"Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
    patient.put(USER, key, "Personal", EXPAND, str(cloud / "Documents")[:-10])
    patient.user("GOPATH", str(cloud / "go"))


def guarded(patient: Patient) -> None:
    patient.put(MACHINE, GUARD, "EnableControlledFolderAccess", DWORD, 1)
    patient.user("GOPATH", str(patient.folder(patient.home / "Desktop" / "go")))


def profile(patient: Patient) -> None:
    patient.put(USER, r"Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders", "Personal", SZ,
                str(patient.home / "Documents"))  # fmt: skip
    place = patient.home / "Documents" / "WindowsPowerShell" / "profile.ps1"
    patient.file(place, b"$env:Path += ';C:\\Users\\ann\\sdk\\go\\bin'\r\n")
    patient.put(USER, POLICY, "ExecutionPolicy", SZ, "Restricted")


def older_first(patient: Patient) -> None:
    """In the user's own Path; scoop's, for what scoop unpacked is not judged by gowizard file by file."""
    older = patient.tree(patient.drive / "scoop" / "apps" / "go" / "1.18.2", "go1.18.2")
    patient.user("Path", f"{older / 'bin'};{patient.path}")


def newer_than_the_variable(patient: Patient) -> None:
    """Go heeds SSL_CERT_FILE on Windows from 1.27 on."""
    newer = patient.tree(patient.drive / "scoop" / "apps" / "go" / "1.27.3", "go1.27.3")
    for package in ("maps", "slices"):
        patient.file(newer / "src" / package / f"{package}.go", f"package {package}\n".encode())
    patient.user("Path", f"{newer / 'bin'};{patient.home / 'go' / 'bin'}")
    patient.user("SSL_CERT_FILE", r"C:\certificates\gone.pem", SZ)


def too_old(patient: Patient) -> None:
    newer = patient.tree(patient.drive / "scoop" / "apps" / "go" / "1.22.3", "go1.22.3")
    patient.user("Path", f"{newer / 'bin'};{patient.path}")
    patient.release("6.1.7601")


def programs_for(arch: str) -> Callable[[Patient], None]:
    """go.exe and gofmt.exe made for another processor."""

    def plant(patient: Patient) -> None:
        for name in ("go", "gofmt"):
            patient.file(patient.sdk / "bin" / f"{name}.exe", pe(arch).ljust(120_000, b"\0"))

    return plant


def of_another_go(patient: Patient) -> None:
    other = patient.tree(patient.drive / "scoop" / "apps" / "go" / "1.18.2", "go1.18.2")
    compiler = other / "pkg" / "tool" / "windows_amd64" / "compile.exe"
    patient.file(compiler, compiler.read_bytes().replace(b"go1.19.8", b"go1.18.2"))
    patient.user("GOROOT", str(other), SZ)


def switcher(patient: Patient) -> None:
    """A version of voidint/g's, whose link could not be made."""
    patient.tree(patient.home / ".g" / "versions" / "1.22.3", "go1.22.3")
    patient.put(MACHINE, UNLOCK, "AllowDevelopmentWithoutDevLicense", DWORD, 0)


def cases() -> Iterator[Case]:
    """All of them, in the order of the catalogue's numbers."""
    yield Case(1, "Go is here, and no Path names it", user("Path", "C:\\a"), "go-not-on-path", works=False)
    yield Case(1, "no value Path at all", lambda patient: patient.user("Path", None), "go-not-on-path", works=False)
    yield Case(6, "an older Go of one's own comes first", older_first, "go-behind-own", asked=True)
    yield Case(7, "GOROOT of a Go that is gone", user("GOROOT", "C:\\Go", SZ), "goroot-gone", works=False,
               says=r"HKCU\Environment\GOROOT (REG_SZ)")  # fmt: skip
    yield Case(7, "GOROOT that the machine sets", lambda patient: patient.machine("GOROOT", "C:\\Go", SZ),
               "goroot-gone", repaired=False, works=False, says="reg delete")  # fmt: skip
    yield Case(8, "GOROOT of another Go", of_another_go, "goroot-other", works=False,
               says=r"HKCU\Environment\GOROOT (REG_SZ)")  # fmt: skip
    yield Case(14, "programs of go install outside Path",
               both(lambda patient: patient.file(patient.home / "go" / "bin" / "tool.exe", b"MZ"), path("{go}")),
               "go-install-bin")  # fmt: skip
    yield Case(24, "Go unpacked as GOPATH lies by default", unpacked_as_gopath, "gopath-is-goroot")
    yield Case(24, "GOPATH names the tree", lambda patient: patient.user("GOPATH", str(patient.sdk), SZ),
               "gopath-is-goroot", says=r"HKCU\Environment\GOPATH (REG_SZ)")  # fmt: skip
    yield Case(25, "a Go for 32-bit Windows", programs_for("386"), "tree-other-arch", repaired=False)
    yield Case(26, "a Go for another processor", programs_for("arm64"), "tree-wrong-system", repaired=False,
               fetches=True, works=False)  # fmt: skip
    yield Case(27, "the compiler was taken away",
               lambda patient: patient.drop(patient.sdk / "pkg" / "tool" / "windows_amd64" / "compile.exe"),
               "tree-damaged", repaired=False, fetches=True, works=False)  # fmt: skip
    yield Case(29, "scoop's shim leads nowhere", scoop, "scoop-shim", repaired=False)
    yield Case(30, "GOFLAGS in the registry", user("GOFLAGS", "-mod=vendor", SZ), "goflags")
    yield Case(32, "GOOS left over", user("GOOS", "linux", SZ), "platform", works=False)
    yield Case(33, "a variable hides a setting", both(user("GOPROXY", "https://a.example", SZ),
               env(b"GOPROXY=https://b.example\n")), "setting-hidden")  # fmt: skip
    yield Case(35, "GOROOT in Go's settings file", env(b"GOROOT=C:\\Go\n"), "goroot-gone", works=False)
    yield Case(37, "Notepad's line ends in Go's settings file", env(b"GOFLAGS=-v=false\r\nGOTOOLCHAIN=local\r\n"),
               "go-env-crlf")  # fmt: skip
    yield Case(38, "a byte order mark in Go's settings file", env(b"\xef\xbb\xbfGOTOOLCHAIN=local\n"),
               "go-env-bom")  # fmt: skip
    yield Case(38, "UTF-16 in Go's settings file",
               env(b"\xff\xfe" + "GOTOOLCHAIN=local\r\n".encode("utf-16-le")), "go-env-utf16")  # fmt: skip
    yield Case(51, "TMP names a folder that is gone",
               both(user("TMP", "{~}\\ramdisk\\gone", SZ), user("TEMP", "{~}\\ramdisk\\gone", SZ)),
               "windows-temp-folder", works=False)  # fmt: skip
    yield Case(52, "LOCALAPPDATA overridden", user("LOCALAPPDATA", "X:\\gone", SZ), "profile-folder",
               works=False)  # fmt: skip
    yield Case(52, "a session without LOCALAPPDATA", lambda patient: patient.session("LOCALAPPDATA", None),
               "profile-folder-unset", repaired=False)  # fmt: skip
    yield Case(53, "GOPATH as plain text with %USERPROFILE%", user("GOPATH", "%USERPROFILE%\\go", SZ),
               "gopath-not-absolute", works=False, says=r"HKCU\Environment\GOPATH (REG_SZ)")  # fmt: skip
    yield Case(65, "~ and $HOME in Path", path("~/x/bin;{go};$HOME\\y;{own}"), "path-unix-words")
    yield Case(65, "a variable that does not exist", path("{go};%NOT_THERE%\\bin;{own}"), "path-unknown-name",
               repaired=False)  # fmt: skip
    yield Case(70, "Path names go.exe", lambda patient: patient.user("Path", str(patient.sdk / "bin" / "go.exe")),
               "path-not-bin", works=False)  # fmt: skip
    yield Case(70, "Path names the tree", lambda patient: patient.user("Path", str(patient.sdk)),
               "path-not-bin", works=False)  # fmt: skip
    yield Case(70, "a quote that never closes", path('"C:\\a;{go};{own}'), "path-open-quote", works=False)
    yield Case(70, "the current folder in Path", path("{go};.;{own}"), "path-current-folder", repaired=False)
    yield Case(75, "Path as plain text", path("{go};%USERPROFILE%\\go\\bin", SZ), "path-plain-text",
               says=r"HKCU\Environment\Path (REG_SZ)")  # fmt: skip
    yield Case(75, "Path as bytes", lambda patient: patient.user("Path", b"C\0:\0", BINARY), "path-no-text",
               repaired=False, works=False, also=frozenset({"go-not-on-path"}))  # fmt: skip
    yield Case(75, "the machine's Path as plain text",
               lambda patient: patient.machine("Path", patient.machine_path, SZ), "machine-path-plain-text",
               repaired=False)  # fmt: skip
    yield Case(76, "setx cut Path off", cut_off, "path-cut-off")
    yield Case(77, "3,000 characters and more, every folder twice", long_path, "path-too-long", asked=True)
    yield Case(78, "the installer's older Go comes first", behind_installer, "go-behind-machine", repaired=False,
               says=f"msiexec /x {PRODUCT}")  # fmt: skip
    yield Case(79, "the installer's GOPATH hides one's own", installers_gopath, "installers-gopath")
    yield Case(84, "a Windows that is too old for the Go", too_old, "system-too-old", repaired=False, works=False)
    yield Case(89, "letters that C compilers cannot read", user("GOPATH", "{~}\\安妮"), "letters", repaired=False)
    yield Case(90, "GOPATH in OneDrive", onedrive, "onedrive", repaired=False)
    yield Case(90, "GOPATH in a guarded folder", guarded, "controlled-folder", repaired=False)
    yield Case(90, "long paths", lambda patient: patient.user("GOPATH", str(patient.home / ("deep" * 25))),
               "long-paths", repaired=False)  # fmt: skip
    yield Case(91, "a profile that may not run", profile, "profile-not-run", repaired=False)
    yield Case(97, "certificates from a file that is gone", newer_than_the_variable, "certificates-gone", proves=False,
               says=r"HKCU\Environment\SSL_CERT_FILE (REG_SZ)")  # fmt: skip
    yield Case(105, "no right to make links", lambda patient: None, "no-right-to-link", repaired=False,
               message="A required privilege is not held by the client.")  # fmt: skip
    yield Case(105, "a switcher without its link", switcher, "no-right-to-link", repaired=False,
               says="AppModelUnlock")  # fmt: skip


HEALTHY = "healthy"  # the name of a row without a fault
CASES = tuple(cases())
# by name, with the reason
SIMULATED_ONLY = {
    "a switcher without its link": "under Wine everybody is an administrator, who may make links",
    "a Go for 32-bit Windows": "this Wine runs no programs of 32 bits",
    "a Windows that is too old for the Go": "the one Go that runs under Wine runs on every Windows that Python runs on",
}
