"""The catalogue's faults, planted in throw-away homes: one module per family, each with CASES."""

from __future__ import annotations

from importlib import import_module

from tests.doctor.case import Case

MODULES = (
    "goroot",
    "go_env_file",
    "stored_values",
    "proxies_and_sums",
    "shadowed",
    "compiler",
    "project_files",
    "certificates",
    "path_items",
    "trees",
    "on_path",
    "programs",
    "versions",
    "managers",
    "gopath_is_goroot",
    "caches",
    "temp_folders",
    "surroundings",
    "startup_bytes",
    "startup_syntax",
    "network",
    "messages",
    "startup_reading",
    "go_install_bin",
    "names",
    "other_callers",
)


def every_case() -> tuple[Case, ...]:
    """All cases, in the order of the catalogue's numbers."""
    found = [case for name in MODULES for case in import_module(f"{__name__}.{name}").CASES]
    return tuple(sorted(found, key=lambda case: (case.entry, case.name)))
