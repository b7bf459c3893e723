"""A simulated Windows: a folder furnished as a profile is, a registry in a dictionary, variables as a process has them.

Its paths are this system's own; values of the registry may hold any text. What a real registry, console and process
do is shown under Wine.
"""

from __future__ import annotations

from pathlib import Path

from gowizard.host import Machine
from gowizard.host.registry import MACHINE, MACHINE_ENVIRONMENT, REG_EXPAND_SZ, USER, USER_ENVIRONMENT
from tests.support.fake_machine import FakeMachine, pe
from tests.support.fake_registry import FakeRegistry

VERSION_KEY = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion"
UNINSTALL = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
PRODUCT = "{B6A1D0A3-6F0E-4A3B-9D7E-0C1B2A3D4E5F}"


class FakeWindows(FakeMachine):
    """A Windows 11 of one user; `registry` is the one that its machine is asked for."""

    def __init__(self, root: Path, *, build: int = 22631, processor: str = "AMD64", name: str = "ann") -> None:
        super().__init__(root, uid=0, name=name, home=f"/Users/{name}")
        self.registry = FakeRegistry()
        self.ancestors: tuple[str, ...] = (r"C:\Windows\System32\cmd.exe", r"C:\Windows\explorer.exe")
        self.code_page, self.elevated, self.display_language = 437, False, "en_US"
        self.people = {}
        self.facts = {"machine": processor, "release": f"10.0.{build}", "sysname": "Windows"}
        for path in ("/bin/sh", "/proc/self/exe"):
            self.at(path).unlink()
        self.environment = {
            "USERPROFILE": str(self.home), "USERNAME": name, "APPDATA": str(self.home / "AppData" / "Roaming"),
            "LOCALAPPDATA": str(self.home / "AppData" / "Local"), "SYSTEMROOT": r"C:\Windows", "SYSTEMDRIVE": "C:",
            "PROGRAMFILES": str(self.at("/Program Files")), "PATHEXT": ".COM;.EXE;.BAT;.CMD",
            "PROGRAMFILES(X86)": str(self.at("/Program Files (x86)")), "PATH": r"C:\Windows\system32;C:\Windows",
        }  # fmt: skip
        self.registry.put(MACHINE, VERSION_KEY, "ProductName", 1, "Windows 10 Pro")
        self.registry.put(MACHINE, VERSION_KEY, "DisplayVersion", 1, "23H2")
        self.machine_value("Path", r"%SystemRoot%\system32;%SystemRoot%")

    def user_value(self, name: str, data: str | bytes | int | list[str], kind: int = REG_EXPAND_SZ) -> None:
        """A value of HKEY_CURRENT_USER\\Environment."""
        self.registry.put(USER, USER_ENVIRONMENT, name, kind, data)

    def machine_value(self, name: str, data: str, kind: int = REG_EXPAND_SZ) -> None:
        """A value of the machine's environment."""
        self.registry.put(MACHINE, MACHINE_ENVIRONMENT, name, kind, data)

    def go(self, path: str, version: str = "go1.22.3", arch: str = "amd64") -> Path:
        """A GOROOT as Windows' archives hold it."""
        root = self.tree(path, version)
        (root / "bin" / "go").unlink()
        self.file(f"{path}/bin/go.exe", pe(arch), 0o755)
        return root

    def installer(self, version: str = "1.22.3", path: str = "/Program Files/Go") -> Path:
        """What Go's own installer leaves: its tree, its place in the list of programs, and the machine's Path."""
        root = self.go(path, f"go{version}")
        key = f"{UNINSTALL}\\{PRODUCT}"
        self.registry.put(MACHINE, key, "DisplayName", 1, f"Go Programming Language amd64 go{version}")
        self.registry.put(USER, r"Software\GoProgrammingLanguage", "installLocation", 1, f"{root}/")
        self.user_value("GOPATH", r"%USERPROFILE%\go")
        self.machine_value("Path", rf"%SystemRoot%\system32;%SystemRoot%;{root}/bin")
        self.environment["PATH"] += f";{root}/bin"
        return root

    def build(self) -> Machine:
        """The machine to ask."""
        self.environment.pop("HOME", None)
        return Machine(
            environment=self.environment, cwd=self.home, root=self.root, uid=0, gid=0, registry=self.registry,
            ancestors=lambda: self.ancestors, elevated=self.elevated, code_page=self.code_page,
            display_language=self.display_language, file_system=lambda path: self.free,
            executable=self.at("/python.exe"),
            **self.facts,
        )  # fmt: skip
