"""Ids are stable and documented: the README lists all of them."""

from __future__ import annotations

import re

from gowizard.doctor.checks import every_check
from tests.doctor.ids import documented, table


def test_the_readme_lists_every_id() -> None:
    assert documented() == table(), "run: python -m tests.doctor.ids"


def test_ids_are_words_with_dashes_and_checks_have_names_of_their_own() -> None:
    checks = every_check()
    assert all(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", id) for check in checks for id in check.ids)
    assert len({check.id for check in checks}) == len(checks)
