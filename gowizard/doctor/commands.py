"""Commands for a person to type, as the shells of this system take them; on Windows cmd and PowerShell alike."""

from __future__ import annotations

import shlex
from pathlib import Path

from gowizard.doctor.scene import Scene


def quoted(scene: Scene, path: Path) -> str:
    """A path as one word; no name on Windows holds a quote."""
    return f'"{path}"' if scene.host.windows is not None else shlex.quote(str(path))


def sudo(scene: Scene) -> str:
    """What a command needs before it that only root may give, with a blank behind it; an administrator has none."""
    return "" if scene.host.user.is_root or scene.host.windows is not None else "sudo "


def open_file(scene: Scene, path: Path, line: int = 0) -> str:
    """Opens a file in an editor, at a line where that is known and the editor takes one."""
    if scene.host.windows is not None:
        return f"notepad {quoted(scene, path)}"
    return f'"${{EDITOR:-vi}}" {f"+{line} " if line else ""}{quoted(scene, path)}'


def move(scene: Scene, source: Path, target: Path) -> str:
    """Moves a file or folder to a name that is free."""
    words = f"{quoted(scene, source)} {quoted(scene, target)}"
    return f"move {words}" if scene.host.windows is not None else f"mv -n {words}"


def remove_tree(scene: Scene, path: Path) -> str:
    """Removes a folder with all that is in it."""
    return f"{'cmd /c rd /s /q' if scene.host.windows is not None else 'rm -r'} {quoted(scene, path)}"


def free_space(scene: Scene, path: Path) -> str:
    """Tells how much room there is."""
    return f"{'dir' if scene.host.windows is not None else 'df -h'} {quoted(scene, path)}"


def take_over(scene: Scene, path: Path) -> str:
    """Makes the user the owner."""
    if scene.host.windows is not None:
        return f"takeown /f {quoted(scene, path)}"
    return f"sudo chown -h {scene.host.user.name or scene.host.user.uid} {quoted(scene, path)}"


def set_variable(scene: Scene, name: str, value: str) -> str:
    """Sets a variable in the window that is open."""
    windows = scene.host.windows
    if windows is None or windows.window in {"git-bash", "msys2", "cygwin"}:
        return f"export {name}={value}"
    return f"set {name}={value}" if windows.window == "cmd" else f'$env:{name} = "{value}"'


def unset_variable(scene: Scene, *names: str) -> str:
    """Takes variables away in the window that is open."""
    windows = scene.host.windows
    if windows is not None and windows.window == "cmd":
        return " & ".join(f"set {name}=" for name in names)
    if windows is not None and windows.window not in {"git-bash", "msys2", "cygwin"}:
        return f"Remove-Item {', '.join(f'Env:{name}' for name in names)}"
    shell = scene.shell
    return f"{'set -e' if shell is not None and shell.name == 'fish' else 'unset'} {' '.join(names)}"
