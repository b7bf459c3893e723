"""gowizard's own wheel, made from what runs here: the same for a checkout, an installation and a kit's own copy."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from importlib import metadata
from pathlib import Path

import gowizard
from gowizard.errors import GowizardError
from gowizard.locales import _

_WHEEL = "Wheel-Version: 1.0\nGenerator: gowizard\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
_WHEN = (2020, 1, 1, 0, 0, 0)


def own_wheel() -> tuple[str, bytes]:
    """Name and bytes of a wheel of this gowizard; the same gowizard gives the same bytes.

    Raises GowizardError where it is not installed as a package.
    """
    try:
        found = metadata.distribution("gowizard")
    except metadata.PackageNotFoundError:
        raise _not_installed() from None
    about = found.read_text("METADATA")
    if about is None:
        raise _not_installed()
    package = Path(gowizard.__file__).parent
    files = {f"gowizard/{path.relative_to(package).as_posix()}": path for path in package.rglob("*")}
    themes = package / "themes"
    for path in () if themes.is_dir() else (package.parent / "themes").glob("*.toml"):
        files[f"gowizard/themes/{path.name}"] = path
    content = {
        name: path.read_bytes()
        for name, path in sorted(files.items())
        if path.is_file() and "__pycache__" not in name and path.suffix not in {".pyc", ".po", ".pot"}
    }
    info = f"gowizard-{gowizard.__version__}.dist-info"
    content[f"{info}/METADATA"] = about.encode()
    content[f"{info}/WHEEL"] = _WHEEL.encode()
    content[f"{info}/entry_points.txt"] = b"[console_scripts]\ngowizard = gowizard.__main__:program\n"
    rows = [f"{name},sha256={_digest(body)},{len(body)}" for name, body in content.items()]
    content[f"{info}/RECORD"] = "\n".join([*rows, f"{info}/RECORD,,", ""]).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, body in content.items():
            out.writestr(zipfile.ZipInfo(name, _WHEN), body, zipfile.ZIP_DEFLATED)
    return f"gowizard-{gowizard.__version__}-py3-none-any.whl", packed.getvalue()


def requirements() -> tuple[str, ...]:
    """What this gowizard needs, as its metadata says it, without the extras."""
    try:
        wanted = metadata.requires("gowizard") or []
    except metadata.PackageNotFoundError:
        raise _not_installed() from None
    return tuple(line for line in wanted if "extra ==" not in line)


def _digest(body: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(body).digest()).rstrip(b"=").decode()


def _not_installed() -> GowizardError:
    return GowizardError(
        _("This gowizard cannot pack itself"),
        _("It is not installed as a Python package."),
        _("Install it with pip, and make the kit with that one."),
    )
