"""The proof after a repair: the Go that a new terminal finds, whichever that is."""

from __future__ import annotations

from collections.abc import Callable

from gowizard import proof
from gowizard.cancellation import Cancel
from gowizard.doctor.scene import Scene
from gowizard.proof import ProofReport, ProofRequest
from gowizard.proof.events import ProofEvent

_NETWORK = {"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"}


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
            goroot=go.root or go.binary.parent.parent,
            version=go.version,
            home=host.user.home,
            user=host.user.name,
            cache=host.dirs.cache,
            language=host.environment.get("LANG", ""),
            term=host.terminal.term or "xterm-256color",
            proxies={name: value for name, value in host.environment.items() if name.upper() in _NETWORK},
            module_check=module_check,
        ),
        emit,
        cancel,
    )
