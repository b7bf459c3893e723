"""The real core behind the pages on a simulated Mac under Rosetta, at 80 by 24, in both languages.

Real: the darwin archive that is fetched meanwhile, the plan, its differences. What would prove it cannot run here.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gowizard.answers import Answers
from gowizard.host import detect
from gowizard.locales import _
from gowizard.wizard.core import CoreBackend
from tests.support import real_go
from tests.support.fake_mac import installed_package, mac
from tests.support.wizard_pilot import in_loop, walking
from tests.test_wizard_sizes import cut_off

pytestmark = pytest.mark.slow
PAGES = ("machine", "version", "place", "environment", "proxy", "review")


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return real_go.folder_of(tmp_path_factory.mktemp("archives"), real_go.archive("1.27.3", "darwin", "arm64"))


@in_loop
async def test_every_page_to_the_review_is_whole(spoken: str, archives: Path, tmp_path: Path) -> None:
    made = mac(tmp_path, uid=os.geteuid(), translated=True)
    installed_package(made)
    made.environment["PATH"] += f":{made.at('/usr/local/go/bin')}"
    made.file("/Users/ann/.zshrc", "alias ll='ls -l'\n")
    backend = CoreBackend(detect(made.build()), Answers(source=str(archives)))
    seen = {}
    async with walking(backend, size=(80, 24)) as walk:  # type: ignore[arg-type]
        for page in PAGES:
            await walk.to(page)
            await walk.still()
            assert cut_off(walk) == [], f"{page} in {spoken}\n{walk.text()}"
            seen[page] = walk.text()
        ids = [change.id for change in walk.session.plan.changes]
    assert ids == ["toolchain", "current", "script:posix", "startup:zsh:.zprofile", "startup:zsh:.zshrc"]
    assert "Rosetta" in seen["machine"] and "macOS 14.6.1" in seen["machine"]
    assert "1.27.3" in seen["version"]
    assert "zsh" in seen["environment"]
    assert all(words in seen["review"] for words in ("~/.zprofile", "~/.zshrc", _("Install")))
    assert "arm64" in seen["review"]  # why the Go for another processor than this terminal's
    assert not (made.home / "sdk").exists()
