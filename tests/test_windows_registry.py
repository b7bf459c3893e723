"""The user's variables on Windows: what an installation makes of every kind of value, and that undo brings it back.

Here the registry is a dictionary and the machine is simulated; tests/test_windows_torture.py does the same for real.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gowizard import changes, plan
from gowizard.answers import Answers
from gowizard.cancellation import Cancel
from gowizard.environment import Settings, line_for_open_terminal, registry_notes, shell_changes
from gowizard.environment.windows_lines import line_for, unix_path
from gowizard.environment.windows_list import in_words, with_go
from gowizard.errors import GowizardError, UsageError
from gowizard.host import Host, detect, refuse_foreign_home
from gowizard.host.path_items import is_inside
from gowizard.host.registry import REG_SZ, Value, before_nul
from gowizard.host.windows_environment import named
from gowizard.releases import Version
from tests.support.fake_registry import in_force
from tests.support.fake_windows import PRODUCT, FakeWindows
from tests.support.registry_torture import EXPAND, SZ, TABLE, Case, filled

VARIABLES = {"USERPROFILE": r"C:\Users\ann", "SYSTEMROOT": r"C:\Windows"}
GO, OWN = r"C:\Users\ann\sdk\go\bin", r"C:\Users\ann\go\bin"


def settings(made: FakeWindows, version: str = "go") -> Settings:
    return Settings(go_bin=made.home / "sdk" / version / "bin", gopath=made.home / "go")


def applied(made: FakeWindows, host: Host, wanted: Settings, **options: object) -> tuple:
    """Make the changes, with the dictionary as registry; returns them and what is left to the user."""
    found, manual = shell_changes(host, wanted, shells=(), **options)  # type: ignore[arg-type]
    if found:
        with changes.open_run(host.dirs.state, title="T", verb="test") as run:
            run.apply(found, lambda event: None, Cancel())
    return found, manual


def held(made: FakeWindows, name: str = "Path") -> tuple[int, object] | None:
    found = made.registry.value("HKEY_CURRENT_USER", "Environment", name)
    return None if found is None else (found.kind, found.data)


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case.name)
def test_the_text_of_each_value(case: Case) -> None:
    if case.after is None:
        return
    old = filled(before_nul(str(case.data or "")), GO, OWN, words=False, profile=VARIABLES["USERPROFILE"])
    words = case.words
    go, own = (in_words(folder, VARIABLES) if words else folder for folder in (GO, OWN))
    new = with_go(old, VARIABLES, go_bin=go, own_bin=own)
    assert new == filled(case.after, GO, OWN, words=words, profile=VARIABLES["USERPROFILE"])
    assert with_go(new, VARIABLES, go_bin=go, own_bin=own) == new


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case.name)
def test_each_value_is_installed_and_undone(tmp_path: Path, case: Case) -> None:
    made = FakeWindows(tmp_path)
    if case.kind is not None:
        made.user_value("PATH", case.data, case.kind)  # type: ignore[arg-type]
    before = held(made)
    host = detect(made.build())
    with in_force(made.registry):
        _found, manual = applied(made, host, settings(made))
        if case.after is None:
            assert held(made) == before and [step.id for step in manual] == ["startup:registry-path"]
            assert "gowizard does not touch it" in manual[0].reason and str(made.home / "sdk/go/bin") in manual[0].lines
        else:
            after = held(made)
            assert after is not None and after[0] == case.after_kind and manual == ()
            new = detect(made.build()).windows.environment.new_process()["PATH"].split(";")  # type: ignore[union-attr]
            assert new[2] == str(made.home / "sdk/go/bin") and any(item == str(made.home / "go/bin") for item in new)
            assert applied(made, detect(made.build()), settings(made)) == ((), ())
        report = changes.undo(host.dirs.state)
        assert report.kept == () and held(made) == before and held(made, "GOPATH") is None


def test_gopath_is_set_only_where_nothing_sets_it(tmp_path: Path) -> None:
    made = FakeWindows(tmp_path)
    with in_force(made.registry):
        applied(made, detect(made.build()), settings(made))
        assert held(made, "GOPATH") == (EXPAND, f"%USERPROFILE%{os.sep}go")
    for plant in ("user", "machine", "file"):
        made = FakeWindows(tmp_path / plant)
        place = made.folder("/mine")
        if plant == "file":
            made.file("/Users/ann/AppData/Roaming/go/env", f"GOPATH={place}\n")
        else:
            (made.user_value if plant == "user" else made.machine_value)("GOPATH", str(place))
        host = detect(made.build())
        with in_force(made.registry):
            found, _manual = applied(made, host, settings(made))
        assert [change.id for change in found] == ["registry:path"]
        assert f"{place}/bin" in str(held(made)[1]).split(";")[-1]  # type: ignore[index]
        assert registry_notes(host, settings(made)) == (f"GOPATH is set to {place} already and stays so.",)


def test_a_fixed_goroot_goes_and_comes_back(tmp_path: Path) -> None:
    made = FakeWindows(tmp_path)
    made.user_value("GoRoot", "C:\\Go", SZ)
    made.machine_value("GOROOT", "D:\\Go")
    host = detect(made.build())
    with in_force(made.registry):
        kept, _manual = shell_changes(host, settings(made), shells=(), disable_lines=False)
        assert "disable:GOROOT" not in {change.id for change in kept}
        _found, manual = applied(made, host, settings(made))
        assert held(made, "GOROOT") is None
        assert [(step.id, step.lines[0]) for step in manual] == [("conflict:GOROOT", "GOROOT=D:\\Go")]
        changes.undo(host.dirs.state)
        assert held(made, "GOROOT") == (SZ, "C:\\Go")


def test_a_go_for_every_user_comes_first_and_that_is_said(tmp_path: Path) -> None:
    made = FakeWindows(tmp_path)
    root = made.installer()
    host = detect(made.build())
    (step,) = shell_changes(host, settings(made), shells=())[1]
    assert (step.id, step.lines[0]) == ("startup:machine-path", f"msiexec /x {PRODUCT}")
    assert f"{root}/bin/go.exe (go1.22.3)" in step.reason
    assert shell_changes(host, settings(made), shells=(), tree=root)[1] == ()  # it is the one that is wanted


def test_where_path_names_a_versions_own_folder_the_next_one_replaces_it(tmp_path: Path) -> None:
    made = FakeWindows(tmp_path)
    sdk = f"{made.home}/sdk"
    made.user_value("Path", f"{sdk}/go1.26.6/bin;C:\\a;{sdk}/GO/bin;{sdk}/tools/bin;{made.home}/other/go1.26.6/bin")
    host = detect(made.build())
    with in_force(made.registry):
        applied(made, host, settings(made, "go1.27.3"))
    kept = f"C:\\a;{sdk}/tools/bin;{made.home}/other/go1.26.6/bin"
    assert held(made) == (EXPAND, f"%USERPROFILE%/sdk/go1.27.3/bin;{kept};%USERPROFILE%/go/bin")
    with in_force(made.registry):  # with a link, a version's folder is somebody's own wish
        applied(made, detect(made.build()), settings(made))
    assert "go1.27.3" in str(held(made))


@pytest.mark.parametrize(
    ("old", "told"),
    [
        ("C:\\" + "x" * 1000, "never change it with setx"),
        ("C:\\" + "x" * 1021, "exactly 1024 characters"),
        ("C:\\" + "x" * 2100, "older dialogs"),
        ("C:\\" + "x" * 8200, "cmd works with 8191 only"),
    ],
)
def test_lengths_that_something_cannot_cope_with(tmp_path: Path, old: str, told: str) -> None:
    made = FakeWindows(tmp_path)
    made.user_value("Path", old)
    assert told in " ".join(registry_notes(detect(made.build()), settings(made)))


@pytest.mark.parametrize(
    ("old", "written"), [(r"C:\a", True), (r"%USERPROFILE%\x", False), (r"%%;C:\a", True), (r"C:\50%;C:\b", True)]
)
def test_a_folder_of_ours_with_a_lone_percent_sign_hides_no_other(tmp_path: Path, old: str, written: bool) -> None:
    made = FakeWindows(tmp_path)
    made.user_value("Path", old)
    host = detect(made.build())
    wanted = Settings(go_bin=tmp_path / "100%" / "sdk" / "go" / "bin", gopath=made.home / "go")
    with in_force(made.registry):
        _found, manual = applied(made, host, wanted)
    new = detect(made.build()).windows.environment.new_process()["PATH"].split(";")  # type: ignore[union-attr]
    assert [step.id for step in manual] == ([] if written else ["startup:registry-path"])
    if written:
        assert str(wanted.go_bin) in new and str(made.home / "go" / "bin") in new and old.split(";")[-1] in new
    else:
        assert held(made) == (EXPAND, old) and "percent sign" in manual[0].title


def test_a_path_that_no_program_could_be_given_is_not_written(tmp_path: Path) -> None:
    made = FakeWindows(tmp_path)
    made.user_value("Path", "C:\\" + "x" * 32_700)
    found, manual = shell_changes(detect(made.build()), settings(made), shells=())
    assert [change.id for change in found] == ["registry:gopath"]
    assert manual[0].id == "startup:registry-path" and "32767" in manual[0].reason


def test_a_folder_in_onedrive_is_told(tmp_path: Path) -> None:
    made = FakeWindows(tmp_path)
    made.environment["ONEDRIVE"] = str(made.home)
    assert "OneDrive keeps" in " ".join(registry_notes(detect(made.build()), settings(made)))


@pytest.mark.parametrize("modify", [True, False])
def test_the_plan_tells_of_lengths_and_onedrive(tmp_path: Path, modify: bool) -> None:
    """What the review page shows; where Path is left alone, nothing of it is told."""
    made = FakeWindows(tmp_path)
    made.user_value("Path", "C:\\" + "x" * 1021)
    made.environment["OneDrive"] = str(made.home)
    answers = Answers(modify_path=modify)
    notes = " ".join(plan.compose(detect(made.build()), answers, version=Version.parse("1.27.3"), archive=None).notes)
    assert ("setx cuts off there" in notes, "OneDrive keeps" in notes) == (modify, modify), notes


def test_nothing_may_be_lost() -> None:
    from gowizard.environment import windows_list

    with pytest.raises(GowizardError):
        windows_list._nothing_lost({"c:\\a", "c:\\b"}, "C:\\A", VARIABLES)


def test_for_all_users_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="for one user only"):
        refuse_foreign_home(detect(FakeWindows(tmp_path).build()), True)


@pytest.mark.parametrize(
    ("window", "folder", "line"),
    [
        ("powershell", r"C:\Users\o'neil\sdk\go\bin", r"$env:Path = 'C:\Users\o''neil\sdk\go\bin' + ';' + $env:Path"),
        ("", r"C:\a", r"$env:Path = 'C:\a' + ';' + $env:Path"),
        ("cmd", r"C:\Users\安 妮\sdk\go\bin", r'set "PATH=C:\Users\安 妮\sdk\go\bin;%PATH%"'),
        ("git-bash", r"C:\Users\o'neil\go", "export PATH='/c/Users/o'\\''neil/go':\"$PATH\""),
        ("cygwin", r"D:\Go\bin", "export PATH='/cygdrive/d/Go/bin':\"$PATH\""),
        ("msys2", r"\\school\share\go\bin", "export PATH='//school/share/go/bin':\"$PATH\""),
    ],
)
def test_the_line_for_the_window_that_is_open(window: str, folder: str, line: str) -> None:
    assert line_for(window, folder) == line


def test_the_line_is_that_of_the_window(tmp_path: Path) -> None:
    made = FakeWindows(tmp_path)
    host = detect(made.build())
    assert line_for_open_terminal("", host, settings(made)) == f'set "PATH={made.home}/sdk/go/bin;%PATH%"'
    assert unix_path("C:\\", "/") == "/c/"


def test_undo_keeps_what_was_added_since(tmp_path: Path) -> None:
    made = FakeWindows(tmp_path)
    made.user_value("Path", "C:\\a")
    host = detect(made.build())
    with in_force(made.registry):
        applied(made, host, settings(made))
        kind, data = held(made) or (0, "")
        made.user_value("Path", f"C:\\new;{data}")
        assert changes.undo(host.dirs.state).kept == ()
    assert held(made) == (kind, "C:\\new;C:\\a")


def test_a_value_is_found_under_any_case_and_a_folder_inside_another() -> None:
    value = Value(kind=REG_SZ, data="x")
    assert named({"PATH": value}, "Path") == ("PATH", value) and named({"Paths": value}, "Path") == ("Path", None)
    assert is_inside(r"C:\Users\Ann\go", "%HOME%/", {"HOME": r"c:\users\ann"})
    assert not is_inside(r"C:\Users\Anna", r"C:\Users\Ann") and not is_inside(r"C:\x", "")
