"""What the single file's loader left in the environment, taken out again before any program inherits it.

The loader (PyInstaller's) points LD_LIBRARY_PATH at the unpacked libraries and keeps the user's own value in
LD_LIBRARY_PATH_ORIG. The dynamic loader reads the variable once, at the start, so this process loses nothing.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, MutableMapping

_PATHS = ("LD_LIBRARY_PATH", "LIBPATH", "DYLD_LIBRARY_PATH")
_removed: dict[str, str] = {}


def restore(environment: MutableMapping[str, str] = os.environ) -> None:
    """Give `environment` the values it had before the loader, and keep the loader's for our own helper."""
    for name in [name for name in environment if name.startswith("_PYI_")]:
        _removed[name] = environment.pop(name)
    for name in _PATHS:
        own = environment.pop(f"{name}_ORIG", None)
        if own is None and "_MEI" not in environment.get(name, ""):
            continue
        _removed[name] = environment.pop(name, "")
        if own:
            environment[name] = own


def for_helper() -> Mapping[str, str]:
    """The environment for this same program once more, so that it uses what is unpacked already."""
    return {**os.environ, **_removed}
