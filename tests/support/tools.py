"""Programs that tests need. In CI (GOWIZARD_TEST_STRICT) a missing one is a failure, elsewhere a skip."""

from __future__ import annotations

import os
import shutil

import pytest


def need(*names: str) -> None:
    """Skip, or in CI fail, where a program is missing."""
    missing = [name for name in names if shutil.which(name) is None]
    if missing and os.environ.get("GOWIZARD_TEST_STRICT"):
        pytest.fail(f"missing here: {', '.join(missing)}")
    if missing:
        pytest.skip(f"missing here: {', '.join(missing)}")
