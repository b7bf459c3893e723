"""The real program on a real terminal: a tmux server of the test's own, 80x24 unless said otherwise."""

from __future__ import annotations

import shlex
import subprocess
import time
import uuid
from collections.abc import Mapping
from types import TracebackType
from typing import Self


class Tmux:
    """One pane that runs one command; use as a context manager."""

    def __init__(
        self, command: list[str], environment: Mapping[str, str], size: tuple[int, int] = (80, 24)
    ) -> None:
        self._socket = f"gowizard-{uuid.uuid4().hex[:12]}"
        self._command = ["env", "-i", *(f"{key}={value}" for key, value in environment.items()), *command]
        self._size = size
        self.keys = 0

    def _tmux(self, *words: str) -> str:
        return subprocess.run(
            ["tmux", "-L", self._socket, "-f", "/dev/null", *words], capture_output=True, text=True
        ).stdout

    def __enter__(self) -> Self:
        width, height = self._size
        # The pane stays after the command ended, so that its last words can be read.
        line = shlex.join(self._command) + '; echo; echo "exit status $?"; exec sleep 600'
        self._tmux("new-session", "-d", "-x", str(width), "-y", str(height), line)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tmux("kill-server")

    @property
    def screen(self) -> str:
        """What the pane shows."""
        return self._tmux("capture-pane", "-p")

    def press(self, *keys: str) -> None:
        """Press keys by their tmux names."""
        self.keys += len(keys)
        self._tmux("send-keys", *keys)

    def wait_for(self, *texts: str, seconds: float = 90) -> str:
        """The screen once it shows one of the texts."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            screen = self.screen
            if any(text in screen for text in texts):
                return screen
            time.sleep(0.03)
        raise AssertionError(f"{texts} did not appear within {seconds} s:\n{self.screen}")

    def resize(self, width: int, height: int) -> None:
        """Give the window another size."""
        self._tmux("resize-window", "-x", str(width), "-y", str(height))
