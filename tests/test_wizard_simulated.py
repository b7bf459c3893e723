"""The same pages on every simulated system: the real core behind them, in both languages, with nothing cut off.

What would be made and proven on the last pages is played (tests/support/simulated.py); the real thing on Windows is
tests/test_windows_wizard.py.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gowizard.answers import Answers
from gowizard.host import detect
from gowizard.locales import _
from gowizard.net import Client
from tests.support.fake_mac import installed_package, mac
from tests.support.fake_machine import FakeMachine
from tests.support.fake_windows import PRODUCT, FakeWindows
from tests.support.other_systems import OTHERS, Other
from tests.support.simulated import UNIX, Played, archives
from tests.support.wizard_pilot import in_loop, walking
from tests.test_wizard_sizes import cut_off

pytestmark = pytest.mark.slow
PAGES = ("machine", "version", "place", "environment", "proxy", "review", "install", "proof", "done")
# One of each kind: those that differ in processor or age alone have their first pages in test_wizard_other_systems.py
KINDS = {"windows-installer", "windows-arm64", "mac-homebrew", "wsl2", "alpine", "freebsd", "386-no-sse2"}


async def walked(
    made: FakeMachine, source: Path, size: tuple[int, int], *to: str
) -> tuple[dict[str, str], Any]:
    """The texts of the pages from the first to the last of `to`, and the plan. Fails where a page is cut off."""
    answers = Answers(source=str(source), trust_source=True)
    backend = Played(detect(made.build()), answers, client=Client(environment={}, offline=True))
    seen: dict[str, str] = {}
    async with walking(backend, size=size) as walk:  # type: ignore[arg-type]
        for page in to:
            if page in {"install", "proof"}:
                continue  # they go on by themselves
            await walk.to(page)
            await walk.pilot.pause(0.05)
            assert cut_off(walk) == [], f"{page}\n{walk.text()}"
            seen[page] = walk.text()
        assert tuple(to) != PAGES or walk.session.proof.report.ok
        return seen, walk.session.plan


@pytest.mark.parametrize("other", [other for other in OTHERS if other.name in KINDS], ids=lambda other: other.name)
@in_loop
async def test_every_system_is_led_through_the_same_pages(other: Other, spoken: str, tmp_path: Path) -> None:
    """In the smallest window; with no word of Unix on Windows."""
    source = archives(tmp_path, other.port, other.newest or "1.27.3")
    seen, plan = await walked(other.make(tmp_path / "machine"), source, (60, 20), *PAGES)
    assert plan.changes and f"Go {other.newest or '1.27.3'}" in seen["done"]
    assert other.by_hand in {"", *(step.id for step in plan.manual)}
    for page, text in seen.items():
        assert not (other.port.startswith("windows/") and UNIX.search(text)), f"{page}\n{text}"


@dataclass(frozen=True)
class Furnished:
    """A system on which much was found, and what must stand on its pages."""

    port: str
    make: Callable[[Path], FakeMachine]
    changes: tuple[str, ...]
    shows: Callable[[], dict[str, tuple[str, ...]]]


def _windows(root: Path) -> FakeWindows:
    made = FakeWindows(root)
    made.installer()
    made.user_value("GOROOT", str(root / "gone"))
    made.environment["WT_SESSION"] = "x"
    return made


def _mac(root: Path) -> FakeMachine:
    made = mac(root, uid=os.geteuid(), translated=True)
    installed_package(made)
    made.environment["PATH"] += f":{made.at('/usr/local/go/bin')}"
    made.file("/Users/ann/.zshrc", "alias ll='ls -l'\n")
    return made


FURNISHED = {
    "windows": Furnished(
        "windows/amd64", _windows, ("toolchain", "current", "registry:path", "disable:GOROOT"),
        lambda: {
            "machine": ("Windows 11 Pro 23H2", "cmd", "msi"),
            "environment": (_("Should new windows find Go?"), _("your Path")),
            "review": (_("Put Go first in your Path, your programs last"), _("Install")),
        },
    ),
    "mac": Furnished(
        "darwin/arm64", _mac, ("toolchain", "current", "script:posix", "startup:zsh:.zprofile", "startup:zsh:.zshrc"),
        lambda: {
            "machine": ("Rosetta", "macOS 14.6.1"), "version": ("1.27.3",), "environment": ("zsh",),
            # why the Go for another processor than this terminal's
            "review": ("~/.zprofile", "~/.zshrc", _("Install"), "arm64"),
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FURNISHED)
@in_loop
async def test_every_page_to_the_review_is_whole(name: str, spoken: str, tmp_path: Path) -> None:
    system, source = FURNISHED[name], archives(tmp_path, FURNISHED[name].port, "1.27.3")
    made = system.make(tmp_path / "machine")
    seen, plan = await walked(made, source, (80, 24), *PAGES[:6])
    assert tuple(change.id for change in plan.changes) == system.changes
    for page, words in system.shows().items():
        assert all(word in seen[page] for word in words), f"{page}\n{seen[page]}"
    if name == "windows":
        assert [(step.id, step.lines[0]) for step in plan.manual] == [("startup:machine-path", f"msiexec /x {PRODUCT}")]
    assert not (made.home / "sdk").exists()
