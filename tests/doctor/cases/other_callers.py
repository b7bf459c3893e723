"""Callers that are no terminals."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.doctor.case import Case
from tests.doctor.patient import Patient


def _slow_login(patient: Patient) -> None:
    patient.append(".profile", "sleep 60\n")


def _pipe_window(patient: Patient) -> None:
    path = patient.home / ".bashrc"
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def _endless_window(patient: Patient) -> None:
    patient.append(".bashrc", "while :; do sleep 1; done\n")


def _waiting_window(patient: Patient) -> None:
    patient.append(".bashrc", "read answer\n")


def _waiting_login(patient: Patient) -> None:
    patient.append(".profile", "cat >/dev/null\n")


def _waiting_zsh(patient: Patient) -> None:
    patient.shell = "/bin/zsh"
    patient.write(".zshrc", f"{patient.path_line}read answer\n")


def _waiting_fish(patient: Patient) -> None:
    patient.shell = "/usr/bin/fish"
    patient.write(".config/fish/config.fish", f"fish_add_path -P {patient.tree}/bin\nread answer\n")


def _waiting_tcsh(patient: Patient) -> None:
    patient.shell = "/bin/tcsh"
    patient.write(".tcshrc", f'setenv PATH "{patient.tree}/bin:$PATH"\nset answer = $<\n')


def _settings(patient: Patient) -> None:
    told = '{\n    // mine\n    "editor.fontSize": 13,\n    "go.goroot": "/opt/homebrew/Cellar/go/1.19/libexec"\n}\n'
    patient.write(".config/Code/User/settings.json", told)


def _alternate(patient: Patient) -> None:
    told = '{\n  "go.alternateTools": {\n    "go": "/usr/local/go1.16/bin/go",\n  },\n}\n'
    patient.write(".vscode-server/data/Machine/settings.json", told)


def _unit(patient: Patient) -> None:
    told = '[Service]\nType=oneshot\nExecStart=/bin/sh -c "cd ~/src && go test ./..."\n'
    patient.write(".config/systemd/user/tests.service", told)


def _cron(patient: Patient) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/var/spool"], check=True)
    tables = Path("/var/spool/cron/crontabs")
    tables.mkdir(parents=True)
    (tables / "root").write_text("# nightly\n30 4 * * * cd ~/src && go test ./... >/dev/null\n")


CASES = (
    Case(5, "a login that takes a minute", _slow_login, finds="startup-slow", repaired=False),
    Case(5, "a window whose .bashrc is a pipe", _pipe_window, finds="startup-hangs", in_terminal=False),
    Case(
        5,
        "a window whose .bashrc never ends",
        _endless_window,
        finds="startup-hangs",
        repaired=False,
        in_terminal=False,
    ),
    Case(5, "a window whose .bashrc waits for a line", _waiting_window, finds="startup-hangs", repaired=False),
    Case(5, "a login whose .profile waits for a line", _waiting_login, finds="startup-hangs", repaired=False),
    Case(5, "zsh waits for a line", _waiting_zsh, finds="startup-hangs", repaired=False, needs=("zsh",)),
    Case(5, "fish waits for a line", _waiting_fish, finds="startup-hangs", repaired=False, needs=("fish",)),
    Case(5, "tcsh waits for a line", _waiting_tcsh, finds="startup-hangs", repaired=False, needs=("tcsh",)),
    Case(5, "VS Code's go.goroot is gone", _settings, finds="editor-goroot"),
    Case(5, "VS Code's go.alternateTools is gone", _alternate, finds="editor-goroot"),
    Case(72, "a systemd unit", _unit, finds="units-without-go", needs=("systemctl",)),
    Case(72, "a cron job", _cron, finds="cron-without-go", repaired=False, private_mounts=True),
)
