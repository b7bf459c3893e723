"""The torture table of Path on a real registry (Wine): every value is installed and undone in one Windows process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support import wine
from tests.support.registry_torture import TABLE, filled

SCRIPT = r"""
import json, os, sys, winreg
from pathlib import Path
from gowizard import changes
from gowizard.cancellation import Cancel
from gowizard.environment import Settings, shell_changes
from gowizard.host import detect
from tests.support.registry_torture import TABLE
home = Path(os.environ["USERPROFILE"])
settings = Settings(go_bin=home / "sdk" / "go" / "bin", gopath=home / "go")
key = winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, "Environment", 0, winreg.KEY_ALL_ACCESS)

def held():
    try:
        data, kind = winreg.QueryValueEx(key, "Path")
    except FileNotFoundError:
        return None
    return [kind, data.hex() if isinstance(data, bytes) else data]

def install():
    host = detect()
    found, manual = shell_changes(host, settings, shells=())
    if found:
        with changes.open_run(host.dirs.state, title="T", verb="test") as run:
            run.apply(found, lambda event: None, Cancel())
    return host, [step.id for step in manual], len(found)

rows = []
for case in TABLE:
    if held() is not None:
        winreg.DeleteValue(key, "Path")
    if case.kind is not None:
        data = case.data
        if isinstance(data, str):
            data = data.replace("{go upper}", str(settings.go_bin).upper().replace("\\", "/"))
            data = data.replace("{go}", str(settings.go_bin))
        winreg.SetValueEx(key, "Path", 0, case.kind, data)
    before = held()
    host, manual, _count = install()
    after = held()
    again = install()[2] if not manual else 0
    kept = changes.undo(host.dirs.state).kept
    rows.append([before, after, held() == before, manual, again, len(kept)])
print(json.dumps(rows))
"""


@pytest.mark.slow
def test_every_value_on_a_real_registry(tmp_path: Path) -> None:
    with wine.windows(tmp_path) as windows:
        done = windows.python("-c", SCRIPT)
        assert done.returncode == 0, done.stderr
    go, own = rf"{wine.PROFILE}\sdk\go\bin", rf"{wine.PROFILE}\go\bin"
    for case, (before, after, back, manual, again, kept) in zip(TABLE, json.loads(done.stdout), strict=True):
        assert back and not kept, case.name
        if case.after is None:
            assert after == before and manual == ["startup:registry-path"], case.name
        else:
            expected = filled(case.after, go, own, words=case.after_kind == 2, profile=wine.PROFILE)
            assert (after, manual, again) == ([case.after_kind, expected], [], 0), case.name
