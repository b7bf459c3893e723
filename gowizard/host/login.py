"""What a login gives a shell before it reads any file, on each system."""

from __future__ import annotations

from collections.abc import Mapping

_DEFAULT = "/usr/local/bin:/usr/bin:/bin"
# login.conf(5) of the BSDs, login(1) of Solaris and illumos
_PATHS = {
    "dragonfly": "/sbin:/bin:/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin",
    "freebsd": "/sbin:/bin:/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin",
    "illumos": "/usr/bin:/usr/sbin:/sbin",
    "netbsd": "/sbin:/usr/sbin:/bin:/usr/bin:/usr/pkg/sbin:/usr/pkg/bin:/usr/local/sbin:/usr/local/bin",
    "openbsd": "/usr/bin:/bin:/usr/sbin:/sbin:/usr/X11R6/bin:/usr/local/bin:/usr/local/sbin",
    "solaris": "/usr/bin:/usr/sbin",
}
# Termux has no login: its programs find their files by these, whoever starts them
_TERMUX = (
    "ANDROID_DATA", "ANDROID_ROOT", "EXTERNAL_STORAGE", "LD_PRELOAD", "PREFIX", "TERMUX_VERSION", "TMPDIR",
)  # fmt: skip


def login_environment(os: str, environment: Mapping[str, str]) -> dict[str, str]:
    """PATH, and in Termux what its programs need, for a shell that inherits nothing else. `os` is a GOOS."""
    if os == "android":
        kept = {name: environment[name] for name in _TERMUX if environment.get(name)}
        return {**kept, "PATH": f"{kept.get('PREFIX', '/data/data/com.termux/files/usr')}/bin"}
    return {"PATH": _PATHS.get(os, _DEFAULT)}
