"""The catalogue's faults on a simulated Windows: a registry in a dictionary, no program is started.

The same cases are treated on a real registry with a real Go by tests/doctor/test_windows_real.py.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gowizard import net
from gowizard.doctor.checks import every_check, windows_policy
from gowizard.doctor.examining import examine
from gowizard.doctor.hello import Hello
from gowizard.doctor.model import Severity
from gowizard.doctor.scene import Scene
from gowizard.host import detect
from gowizard.host.registry import MACHINE, MACHINE_ENVIRONMENT, USER, USER_ENVIRONMENT
from gowizard.repair.diagnosis import Diagnosis
from tests.doctor.not_planted import NOT_PLANTED, REAL_WINDOWS
from tests.doctor.small_tree import windows_tree
from tests.doctor.windows_cases import CASES, POLICY, SIMULATED_ONLY, Case, profile
from tests.doctor.windows_treating import files, treat
from tests.support.fake_machine import pe
from tests.support.fake_registry import in_force
from tests.support.fake_windows import FakeWindows


class Simulated:
    """A healthy simulated Windows with a whole tree of Windows' programs."""

    def __init__(self, root: Path) -> None:
        self.made = FakeWindows(root)
        self.home, self.drive, self.works = self.made.home, root, True
        self.sdk = self.home / "sdk" / "go1.19.8"
        self.tree(self.sdk)
        self.path = f"{self.sdk}/bin;{self.home}/go/bin"
        self.machine_path = r"%SystemRoot%\system32;%SystemRoot%"
        self.made.user_value("Path", self.path)
        for name in ("AppData/Local/Temp", "AppData/Roaming"):
            self.folder(self.home / name)
        self.made.user_value("TMP", str(self.home / "AppData/Local/Temp"))
        self.made.user_value("TEMP", str(self.home / "AppData/Local/Temp"))

    def user(self, name: str, data: str | bytes | int | None, kind: int = 2) -> None:
        if data is None:
            self.made.registry.keys[USER, USER_ENVIRONMENT.lower()].pop(name)
        else:
            self.made.user_value(name, data.replace("\\", "/") if "/" in str(data) else data, kind)  # type: ignore[union-attr]

    def machine(self, name: str, data: str | None, kind: int = 2) -> None:
        self.made.registry.put(MACHINE, MACHINE_ENVIRONMENT, name, kind, data)

    def put(self, hive: str, key: str, name: str, kind: int, data: str | int) -> None:
        self.made.registry.put(hive, key, name, kind, data)

    def file(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(0o755)

    def folder(self, path: Path) -> Path:
        path.mkdir(parents=True, exist_ok=True)
        return path

    def drop(self, path: Path) -> None:
        path.unlink()

    def session(self, name: str, value: str | None) -> None:
        self.made.environment.pop(name)
        if value is not None:
            self.made.environment[name] = value

    def release(self, text: str) -> None:
        self.made.facts["release"] = text

    def tree(self, path: Path, version: str = "go1.19.8") -> Path:
        return windows_tree(path, version)

    def look(self, message: str) -> Diagnosis:
        machine = self.made.build()
        scene = Scene(detect(machine), machine, message=message, offline=True)
        scene.once("hello", lambda: Hello(ok=self.works and scene.go is not None))
        scene.once(("calm-hello", self.sdk), lambda: Hello(ok=True))
        return Diagnosis(scene=scene, examination=examine(scene, every_check()))

    def picture(self) -> object:
        return {key: dict(values) for key, values in self.made.registry.keys.items()}, files(
            self.home, ("sdk", "AppData/Local/gowizard"))  # fmt: skip


@pytest.fixture
def patient() -> Iterator[Simulated]:
    """In a folder with a short name: a deep one is a finding (`long-paths`)."""
    with tempfile.TemporaryDirectory(prefix="w") as folder:
        made = Simulated(Path(folder))
        with in_force(made.made.registry):
            yield made


def proven(patient: Simulated) -> None:
    patient.works = True


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.entry} {case.name}")
def test_each_fault_is_found_mended_and_undone_in_a_simulated_registry(case: Case, patient: Simulated) -> None:
    case.plant(patient)
    patient.works = case.works
    looks = iter(range(9))

    def look(message: str) -> Diagnosis:
        patient.works = case.works or next(looks) > 0  # mended, a first program runs
        return patient.look(message)

    with net.Client() as client:
        row = treat(case, look, patient.picture, lambda scene: "-", client)
    assert row.ok, (row.others, row.why)


def test_a_healthy_windows_gets_no_complaint(patient: Simulated) -> None:
    assert [(one.key, one.title) for one in patient.look("").findings] == []


def test_other_peoples_installations_in_order_get_none_either(patient: Simulated) -> None:
    """The installer's Go alone, as winget and choco leave it too; scoop's shim with its app."""
    installed = patient.tree(patient.drive / "Program Files" / "Go", "go1.22.3")
    patient.machine("Path", f"{patient.machine_path};{installed}/bin")
    patient.user("GOPATH", r"%USERPROFILE%/go")
    patient.user("Path", r"%USERPROFILE%/go/bin")
    assert [one.key for one in patient.look("").findings if one.severity > Severity.ADVICE] == []
    patient.machine("Path", patient.machine_path)
    app, shims = patient.home / "scoop/apps/go/current", patient.home / "scoop/shims"
    patient.tree(app, "go1.22.3")
    patient.file(shims / "go.exe", pe("amd64").ljust(120_000, b"\0"))
    patient.file(shims / "go.shim", f'path = "{app}/bin/go.exe"\n'.encode())
    patient.user("Path", f"{shims};%USERPROFILE%/go/bin")
    assert [one.key for one in patient.look("").findings if one.severity > Severity.ADVICE] == []
    shutil.rmtree(app)
    assert "scoop-shim" in {one.id for one in patient.look("").findings}


def test_what_the_other_table_leaves_to_a_real_windows_is_planted_there() -> None:
    left = {entry for entry, why in NOT_PLANTED.items() if REAL_WINDOWS in why}
    assert left == left & {case.entry for case in CASES if case.name not in SIMULATED_ONLY}
    assert SIMULATED_ONLY.keys() < {case.name for case in CASES}


@pytest.mark.parametrize(
    ("kind", "group", "process", "user", "machine", "told"),
    [
        ("Client", "", "", "", "", "Restricted"),
        ("Server Core", "", "", "", "", ""),
        ("", "", "", "", "", ""),
        ("Client", "", "", "Undefined", "RemoteSigned", ""),
        ("Server", "", "", "undefined", "AllSigned", "AllSigned"),
        ("Client", "", "Bypass", "Restricted", "", ""),
        ("Client", "AllSigned", "Bypass", "", "", "AllSigned"),
    ],
)
def test_the_execution_policy_in_force(
    kind: str, group: str, process: str, user: str, machine: str, told: str, tmp_path: Path
) -> None:
    patient = Simulated(tmp_path)
    profile(patient)
    policies = r"SOFTWARE\Policies\Microsoft\Windows\PowerShell"
    patient.put(USER, POLICY, "ExecutionPolicy", 1, user)
    patient.put(MACHINE, POLICY, "ExecutionPolicy", 1, machine)
    patient.put(USER, policies, "ExecutionPolicy", 1, group)
    patient.put(MACHINE, r"SOFTWARE\Microsoft\Windows NT\CurrentVersion", "InstallationType", 1, kind)
    patient.user("PSExecutionPolicyPreference", process, 1)
    made = patient.made.build()
    found = list(windows_policy.look(Scene(detect(made), made, offline=True)))
    assert [one.evidence[1].what for one in found] == ([told] if told else [])
