"""The wizard on a real Windows (Wine), without a terminal: the real core through all pages, from Machine to Done."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import windows_go, wine

WALK = r"""
import asyncio, sys
from gowizard.answers import Answers
from gowizard.host import detect
from gowizard.locales import set_language
from gowizard.wizard.app import WizardApp
from gowizard.wizard.core import CoreBackend
from gowizard.wizard.screen import WizardScreen
from tests.support.wizard_pilot import Walker

Walker.patience = 300  # seconds: Wine is slow, and the proof builds with an empty cache

shown, seen = WizardScreen.show, []

async def tell(screen, step):
    # Told by the screen itself: a walker that looks now and then misses a page that passes quickly.
    await shown(screen, step)
    if step.id not in seen:
        seen.append(step.id)
        heading = " ".join(str(w.render()) for w in screen.page.query(".heading"))
        print("PAGE", step.id, "|", heading, flush=True)

async def walk():
    set_language(sys.argv[3])
    answers = Answers(source=sys.argv[1], version=sys.argv[2], trust_source=True)
    backend = CoreBackend(detect(), answers)
    app = WizardApp(backend)
    WizardScreen.show = tell
    async with app.run_test(size=(80, 24)) as pilot:
        walker = Walker(app, pilot, backend)
        await walker.until(lambda: any(isinstance(s, WizardScreen) for s in app.screen_stack), "the wizard")
        await walker.until(lambda: walker.wizard.page is not None, "the first page")
        await walker.to("review")
        print("CHANGES", *[change.id for change in app.session.plan.changes])
        await walker.to("done")
        print("PROVEN", app.session.proof.report is not None and app.session.proof.report.ok)
        print("LINE", app.session.backend.terminal_line())
asyncio.run(walk())
"""


@pytest.mark.slow
def test_every_page_from_machine_to_done(tmp_path: Path) -> None:
    """Chinese here; the same pages in English are the ones that other tests look at."""
    packed, folder = windows_go.archive(), tmp_path / "kit"
    folder.mkdir()
    (folder / packed.path.name).symlink_to(packed.path)
    (folder / "SHA256SUMS").write_text(f"{packed.sha256}  {packed.path.name}\n")
    with wine.windows(tmp_path / "windows") as windows:
        done = windows.python("-c", WALK, wine.windows_path(folder), packed.version, "zh_CN", seconds=400)
    pages = [row.split()[1] for row in done.stdout.splitlines() if row.startswith("PAGE")]
    assert pages == ["machine", "version", "place", "environment", "proxy", "review", "install", "proof", "done"], (
        done.stdout + done.stderr
    )
    assert "PAGE environment | 要让新窗口找到 Go 吗？" in done.stdout
    assert "CHANGES toolchain registry:path registry:gopath" in done.stdout
    assert "PROVEN True" in done.stdout, done.stdout
    assert rf"$env:Path = '{wine.PROFILE}\sdk\go{packed.version}\bin'" in done.stdout
