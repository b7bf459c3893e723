"""Make shells and the `go env` file agree on where Go is. Names are loaded when first used: listing needs none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gowizard.late import late

if TYPE_CHECKING:
    from gowizard.environment.conflicts import ConflictingLine, conflicting_lines
    from gowizard.environment.goenv import GoEnvFile, GoEnvLine, Problem, read_go_env
    from gowizard.environment.goenv_change import go_env_change
    from gowizard.environment.gopath import absolute, default_gopath, is_go_tree
    from gowizard.environment.in_force import Setting, effective
    from gowizard.environment.naming import named_folder, rename_folder
    from gowizard.environment.settings import Settings
    from gowizard.environment.shells import shell_changes
    from gowizard.environment.terminal import line_for_open_terminal
    from gowizard.environment.windows import registry_conflicts
    from gowizard.environment.windows_notes import registry_notes

__getattr__ = late(
    __name__,
    {
        "conflicts": ("ConflictingLine", "conflicting_lines"),
        "in_force": ("Setting", "effective"),
        "goenv": ("GoEnvFile", "GoEnvLine", "Problem", "read_go_env"),
        "goenv_change": ("go_env_change",),
        "gopath": ("absolute", "default_gopath", "is_go_tree"),
        "naming": ("named_folder", "rename_folder"),
        "settings": ("Settings",),
        "shells": ("shell_changes",),
        "terminal": ("line_for_open_terminal",),
        "windows": ("registry_conflicts",),
        "windows_notes": ("registry_notes",),
    },
)

__all__ = [
    "ConflictingLine",
    "GoEnvFile",
    "GoEnvLine",
    "Problem",
    "Setting",
    "Settings",
    "absolute",
    "conflicting_lines",
    "default_gopath",
    "effective",
    "go_env_change",
    "is_go_tree",
    "line_for_open_terminal",
    "named_folder",
    "read_go_env",
    "registry_conflicts",
    "registry_notes",
    "rename_folder",
    "shell_changes",
]
