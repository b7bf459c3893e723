"""The real core behind the pages on a simulated Windows with a machine-wide Go, at 80 by 24, in both languages.

Real: the Windows archive that is fetched meanwhile, the plan, its values. The real thing: tests/test_windows_wizard.py.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from gowizard.answers import Answers
from gowizard.host import detect
from gowizard.locales import _
from gowizard.wizard.core import CoreBackend
from tests.support import real_go
from tests.support.fake_windows import PRODUCT, FakeWindows
from tests.support.wizard_pilot import in_loop, walking
from tests.test_wizard_sizes import cut_off

pytestmark = pytest.mark.slow
PAGES = ("machine", "version", "place", "environment", "proxy", "review")


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return real_go.folder_of(tmp_path_factory.mktemp("archives"), real_go.archive("1.27.3", "windows", "amd64"))


@in_loop
async def test_every_page_to_the_review_is_whole(spoken: str, archives: Path, tmp_path: Path) -> None:
    made = FakeWindows(tmp_path)
    made.installer()
    made.user_value("GOROOT", str(tmp_path / "gone"))
    made.environment["WT_SESSION"] = "x"
    backend = CoreBackend(detect(made.build()), Answers(source=str(archives), trust_source=True))
    seen = {}
    async with walking(backend, size=(80, 24)) as walk:  # type: ignore[arg-type]
        for page in PAGES:
            await walk.to(page)
            await walk.still()
            assert cut_off(walk) == [], f"{page} in {spoken}\n{walk.text()}"
            seen[page] = walk.text()
        plan = walk.session.plan
    assert [change.id for change in plan.changes] == ["toolchain", "current", "registry:path", "disable:GOROOT"]
    assert [(step.id, step.lines[0]) for step in plan.manual] == [("startup:machine-path", f"msiexec /x {PRODUCT}")]
    assert "Windows 11 Pro 23H2" in seen["machine"] and "cmd" in seen["machine"] and "msi" in seen["machine"]
    assert _("Should new windows find Go?") in seen["environment"] and _("your Path") in seen["environment"]
    assert _("Put Go first in your Path, your programs last") in seen["review"]
    assert not (made.home / "sdk").exists()
