"""Where shells that follow the XDG specification keep their startup files."""

from __future__ import annotations

from pathlib import Path

from gowizard.host.facts import Host


def config_home(host: Host) -> Path:
    """XDG_CONFIG_HOME where it is set and absolute, else ~/.config."""
    given = host.environment.get("XDG_CONFIG_HOME", "")
    return Path(given) if given.startswith("/") else host.user.home / ".config"


def fish_folder(host: Host) -> Path:
    """fish's configuration folder."""
    return config_home(host) / "fish"


def nu_folder(host: Host) -> Path:
    """nushell's, which is the system's own on macOS unless XDG_CONFIG_HOME is set."""
    if host.system.os == "darwin" and not host.environment.get("XDG_CONFIG_HOME", "").startswith("/"):
        return host.user.home / "Library" / "Application Support" / "nushell"
    return config_home(host) / "nushell"
