"""The real program on a simulated Mac: `python -m tests.support.mac_program FACTS.json WORD...`.

Only `Machine.real` is another: uname's answers, the kernel's numbers and the folder that stands for `/` come from the
file. Everything else, shells and archives too, is real.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from gowizard.host import Machine


def simulated(real: Machine, told: dict[str, Any]) -> Machine:
    """The machine this process runs on, with a Mac's answers."""
    return replace(
        real,
        environment=dict(os.environ),
        root=Path(told["root"]),
        sysctl=told["sysctls"].get,
        libc="",
        executable=Path(sys.executable),
        uid=told["uid"],
        **told["facts"],
    )


def main() -> int:
    told = json.loads(Path(sys.argv[1]).read_text())
    mac = simulated(Machine.real(), told)
    Machine.real = classmethod(lambda cls: mac)  # type: ignore[method-assign,assignment]
    from gowizard.cli.main import run

    return run(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
