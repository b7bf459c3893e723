"""The proof after a repair: the Go that a new terminal finds, whichever that is."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from gowizard import proof
from gowizard.cancellation import Cancel
from gowizard.doctor.scene import Scene
from gowizard.host import new_session
from gowizard.host.login import login_environment
from gowizard.install import session_proxies
from gowizard.proof import ProofReport, ProofRequest
from gowizard.proof.events import ProofEvent


def prove(
    scene: Scene, emit: Callable[[ProofEvent], None], cancel: Cancel, *, module_check: bool
) -> ProofReport | None:
    """Show that Go works in a new shell; None where a new terminal finds no Go that could be asked."""
    go = scene.go
    if go is None:
        return None
    host = scene.host
    return proof.run(
        ProofRequest(
            shell=scene.shell,
            go_bin=go.binary.parent,
            goroot=go.root or _said_root(scene) or go.binary.parent.parent,
            version=go.version or _said_version(scene),
            home=host.user.home,
            user=host.user.name,
            cache=host.dirs.cache,
            language=host.environment.get("LANG", ""),
            term=host.terminal.term or "xterm-256color",
            login=login_environment(host.system.os, host.environment),
            proxies=session_proxies(host),
            session=new_session() if host.windows is not None else None,
            module_check=module_check,
        ),
        emit,
        cancel,
    )


def _said_version(scene: Scene) -> str:
    """What a version manager's stand-in says it is."""
    done = scene.ask_go("version")
    found = re.search(r"go version (go\S+)", done.output) if done is not None else None
    return found[1] if found else ""


def _said_root(scene: Scene) -> Path | None:
    done = scene.ask_go("env", "GOROOT")
    said = done.output.strip().splitlines()[-1:] if done is not None and done.status == 0 else []
    return Path(said[0]) if said and said[0].startswith("/") else None
