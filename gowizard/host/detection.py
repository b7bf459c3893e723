"""All facts about the machine in one Host, in milliseconds, starting no process and writing no byte."""

from __future__ import annotations

from pathlib import Path

from gowizard.host.facts import Host
from gowizard.host.folders import dirs, go_env_file, path_entries, proxies
from gowizard.host.gos import found_gos
from gowizard.host.machine import Machine
from gowizard.host.project import project_file
from gowizard.host.shells import find_shells
from gowizard.host.system import system
from gowizard.host.terminal import language, terminal
from gowizard.host.user import user
from gowizard.host.windows import windows


def detect(machine: Machine | None = None, *, shell: str = "", destination: Path | None = None) -> Host:
    """What machine is this? Raises UsageError where `shell` names one that is not here, and nothing else.

    `destination` is the parent of trees that was asked for (--dir): Gos there are found too.
    A wrong HOME is no error here; `refuse_foreign_home` tells it.
    """
    machine = machine or Machine.real()
    who = user(machine)
    path = path_entries(machine)
    first, shells = find_shells(machine, who.home, shell)
    facts = windows(machine)
    return Host(
        system=system(machine),
        user=who,
        terminal=terminal(machine),
        language=language(machine),
        dirs=dirs(machine, who.home),
        environment=dict(machine.environment),
        path=path,
        shell=facts.window if facts else first,
        shells=shells,
        gos=found_gos(machine, path, destination=destination),
        project=project_file(machine, who.home),
        go_env_file=go_env_file(machine, who.home),
        proxies=proxies(machine),
        cwd=machine.cwd,
        windows=facts,
    )
