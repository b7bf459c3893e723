"""One small module per family; each names its checks in CHECKS."""

from __future__ import annotations

from importlib import import_module

from gowizard.doctor.check import Check

MODULES = (
    "goroot",
    "go_env_access",
    "go_env_file",
    "stored_values",
    "proxies_and_sums",
    "shadowed",
    "compiler",
    "project_files",
    "certificates",
    "caches",
    "out_of_reach",
    "build_cache",
    "module_cache",
    "temp_folders",
    "space",
    "home",
    "tools",
    "limits",
    "checksums",
    "http_proxies",
    "network",
    "wsl",
    "systems",
    "windows_path",
    "windows_gos",
    "windows_folders",
    "windows_policy",
    "windows_links",
    "message_only",
    "elsewhere",
    "other_programs",
    "first_program",
    "on_path",
    "trees",
    "programs",
    "versions",
    "managers",
    "gopath_is_goroot",
    "path_items",
    "path_parting",
    "startup_bytes",
    "startup_syntax",
    "startup_reading",
    "startup_hangs",
    "startup_ends",
    "startup_closed",
    "go_install_bin",
    "names",
    "other_callers",
    "editor_settings",
    "mac_paths",
    "mac_programs",
)


def every_check() -> tuple[Check, ...]:
    """All checks, in the order in which their findings are told."""
    return tuple(check for name in MODULES for check in import_module(f"{__name__}.{name}").CHECKS)
