"""Who runs this, and may HOME be written to?"""

from __future__ import annotations

from pathlib import Path

import pytest

from gowizard.errors import UsageError
from gowizard.host import PasswordEntry, detect, refuse_foreign_home
from tests.support.fake_machine import FakeMachine, debian


def refusal(made: FakeMachine) -> UsageError | None:
    host = detect(made.build())
    refuse_foreign_home(host, system=True)  # never refuses
    try:
        refuse_foreign_home(host, system=False)
    except UsageError as error:
        assert error.exit_status == 2
        return error
    return None


def as_root(tmp_path: Path, home: str = "/root") -> FakeMachine:
    made = debian(tmp_path, uid=0, name="root", home=home)
    made.people[1000] = PasswordEntry(name="ann", home=str(made.folder("/home/ann")), shell="/bin/bash")
    made.owners[made.at("/home/ann")] = 1000
    return made


def test_own_home(tmp_path: Path) -> None:
    made = debian(tmp_path)
    host = detect(made.build())
    assert (host.user.name, host.user.uid, host.user.home_owner) == ("ann", 1000, 1000)
    assert refusal(made) is None


def test_another_folder_of_mine_is_no_fault(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.environment["HOME"] = str(made.folder("/srv/ann"))
    made.owners[made.at("/srv/ann")] = 1000
    assert refusal(made) is None


def test_root_in_its_own_home(tmp_path: Path) -> None:
    made = as_root(tmp_path)
    assert refusal(made) is None
    made.environment |= {"SUDO_UID": "1000", "SUDO_USER": "ann"}  # sudo -H
    assert refusal(made) is None


def test_sudo_in_my_home_names_both(tmp_path: Path) -> None:
    made = as_root(tmp_path)
    made.environment |= {"SUDO_UID": "1000", "SUDO_USER": "ann", "HOME": str(made.at("/home/ann"))}
    error = refusal(made)
    assert error is not None
    assert "root" in error.cause and "ann" in error.cause and str(made.at("/home/ann")) in error.cause
    assert "--system" in error.remedy


def test_sudo_in_my_home_that_root_owns(tmp_path: Path) -> None:
    made = as_root(tmp_path)
    made.owners[made.at("/home/ann")] = 0
    made.environment |= {"SUDO_UID": "1000", "SUDO_USER": "ann", "HOME": str(made.at("/home/ann"))}
    error = refusal(made)
    assert error is not None and "ann" in error.cause


def test_root_through_su_in_my_home(tmp_path: Path) -> None:
    made = as_root(tmp_path)
    made.environment["HOME"] = str(made.at("/home/ann"))
    error = refusal(made)
    assert error is not None and "ann" in error.cause


def test_user_in_a_home_of_root(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.environment["HOME"] = str(made.folder("/root"))
    error = refusal(made)
    assert error is not None and "root" in error.cause and "ann" in error.cause


def test_owner_without_a_name(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.owners[made.home] = 4711
    error = refusal(made)
    assert error is not None and "4711" in error.cause


@pytest.mark.parametrize("home", [None, "", "ann", "~/x"])
def test_no_usable_home(tmp_path: Path, home: str | None) -> None:
    made = debian(tmp_path)
    made.environment.pop("HOME")
    if home is not None:
        made.environment["HOME"] = home
    error = refusal(made)
    assert error is not None and error.remedy and "HOME" in error.cause
    assert detect(made.build()).user.home == made.home  # the password file's serves for looking


def test_absent_home(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.environment["HOME"] = str(made.at("/home/gone"))
    error = refusal(made)
    assert error is not None and "/home/gone" in error.cause


@pytest.mark.parametrize("value", ["", "x", "-1", "٣", "9" * 400])
def test_strange_sudo_uid_is_no_uid(tmp_path: Path, value: str) -> None:
    made = debian(tmp_path)
    made.environment["SUDO_UID"] = value
    assert detect(made.build()).user.sudo_uid is None


def test_user_without_a_password_entry(tmp_path: Path) -> None:
    made = debian(tmp_path)
    made.people.clear()
    made.environment["USER"] = "someone"
    host = detect(made.build())
    assert host.user.name == "someone"
    assert refusal(made) is None
