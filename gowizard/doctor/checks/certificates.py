"""SSL_CERT_FILE and SSL_CERT_DIR: certificates from another place than the system's (entry 97)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gowizard.doctor.check import Check
from gowizard.doctor.model import Finding, Likelihood, Severity
from gowizard.doctor.scene import Scene
from gowizard.doctor.stored import look_at
from gowizard.doctor.values.fault import Fault
from gowizard.host.files import is_folder, open_regular
from gowizard.locales import _
from gowizard.releases import Version

_LINKS = ("https://pkg.go.dev/crypto/x509#SystemCertPool", "https://go.dev/doc/go1.27")
_MOST = 1 << 20  # bytes of a bundle that are looked at


def look(scene: Scene) -> Iterator[Finding]:
    """Both variables; Go never takes them from its settings file."""
    yield from look_at(scene, "SSL_CERT_FILE", lambda value: _file(scene, value), in_file=False)
    yield from look_at(scene, "SSL_CERT_DIR", lambda value: _folders(scene, value), in_file=False)


def _file(scene: Scene, value: str) -> Fault | None:
    if not value or not _obeyed(scene):
        return None
    content = _content(Path(value))
    if content is None:
        return _fault(_("SSL_CERT_FILE names a file that is not there: {path}").format(path=value))
    if b"BEGIN CERTIFICATE" not in content and b"BEGIN TRUSTED CERTIFICATE" not in content:
        return _fault(_("SSL_CERT_FILE names a file without certificates: {path}").format(path=value))
    return _instead_of_the_platforms(scene, "SSL_CERT_FILE")


def _folders(scene: Scene, value: str) -> Fault | None:
    """With both variables set, what one does not find the other may: only a folder alone is judged."""
    if not value or scene.variable("SSL_CERT_FILE") or not _obeyed(scene):
        return None
    folders = [Path(item) for item in value.split(";" if scene.host.windows is not None else ":") if item]
    if folders and not any(is_folder(folder) and any(folder.iterdir()) for folder in folders):
        return _fault(_("SSL_CERT_DIR names no folder with certificates: {path}").format(path=value))
    return _instead_of_the_platforms(scene, "SSL_CERT_DIR")


def _obeyed(scene: Scene) -> bool:
    """Windows' Go knows the variables from 1.27 on (crypto/x509); an unknown version counts as a new one."""
    version = Version.try_parse(scene.go.version) if scene.go else None
    return scene.host.system.os != "windows" or version is None or version.minor >= (1, 27)


def _content(path: Path) -> bytes | None:
    with open_regular(path) as file:
        try:
            return file.read(_MOST) if file is not None else None
        except OSError:
            return None


def _fault(title: str) -> Fault:
    return Fault(
        id="certificates-gone",
        entry=(97,),
        severity=Severity.HURTS,
        title=title,
        affects=_("Downloads over https fail: “certificate signed by unknown authority”."),
        explanation=_("Where this variable is set, Go reads no certificates of the system's; without it, it does."),
        risk=_("Other programs that go by this variable take the system's certificates again too."),
        links=_LINKS,
    )


def _instead_of_the_platforms(scene: Scene, key: str) -> Fault | None:
    """From Go 1.27 the variables count on macOS and Windows too, and the platform's own store is then left out."""
    version = Version.try_parse(scene.go.version) if scene.go else None
    if scene.host.system.os not in {"darwin", "windows"} or version is None or version.minor < (1, 27):
        return None
    return Fault(
        id="certificates-elsewhere",
        entry=(97,),
        severity=Severity.ADVICE,
        title=_("{key} keeps Go from using the system's certificates").format(key=key),
        affects=_("Certificates that your organisation put into the system are not known to Go."),
        explanation=_("New in Go 1.27 on this system: the variable counts, and the system's store is left out."),
        alternative="GODEBUG=x509sslcertoverrideplatform=0",
        likelihood=Likelihood.POSSIBLE,
        preselected=False,
        links=_LINKS,
    )


CHECKS = (
    Check("certificates", (97,), look, finds=("certificates-gone", "certificates-elsewhere")),
)
