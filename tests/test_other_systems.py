"""Every simulated system from its facts to a plan, on the command line in both languages: the archive, or why none."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gowizard import install
from gowizard.answers import Answers
from gowizard.cancellation import Cancel
from gowizard.cli import context, plain_place
from gowizard.cli.asking import Asker, Leave
from gowizard.cli.main import run
from gowizard.cli.plain_trip import Trip
from gowizard.errors import GowizardError
from gowizard.host import Host, Machine, detect
from gowizard.locales import set_language
from gowizard.net import Client
from gowizard.plan import defaults
from gowizard.releases import Catalogue, Version, fits_of
from gowizard.releases.listing import parse_list
from gowizard.wizard.core import CoreBackend
from tests.support.other_systems import OTHERS, Other, release_list
from tests.support.release_server import ReleaseServer
from tests.support.simulated import UNIX

CATALOGUE = Catalogue(source="official", releases=parse_list(json.dumps(release_list()).encode(), "go.dev")[0])



@pytest.fixture(scope="module")
def server() -> Iterator[ReleaseServer]:
    with ReleaseServer(index=release_list()) as running:
        yield running


@pytest.fixture(params=OTHERS, ids=lambda other: other.name)
def other(request: pytest.FixtureRequest) -> Other:
    found: Other = request.param
    return found


@pytest.fixture
def host(other: Other, tmp_path: Path) -> Host:
    return detect(other.make(tmp_path).build())


def test_the_facts(other: Other, host: Host) -> None:
    assert f"{host.system.os}/{host.system.arch}" == other.port
    assert host.shell and (host.windows or host.shells[0].startup_files)  # what can be taught where Go is


def test_the_archive_and_the_plan_or_why_there_is_none(other: Other, host: Host, server: ReleaseServer) -> None:
    answers = defaults(host, Answers(source=server.url, trust_source=True))
    client = Client(environment={})
    if not other.archive:
        with pytest.raises(GowizardError) as caught:
            install.find(host, answers, client, Cancel())
        error = caught.value
        assert error.title == "go1.27.3 cannot run on this machine"
        assert other.reason in error.cause and error.remedy
        assert f"The newest that can: {other.newest}." == error.remedy or not other.newest
        if not other.newest:
            return
        answers = defaults(host, Answers(version=other.newest, source=server.url, trust_source=True))
    found = install.find(host, answers, client, Cancel())
    assert found.archive is not None
    kind = "zip" if host.windows else "tar.gz"
    assert found.archive.filename.endswith(other.archive or f"{other.port.replace('/', '-')}.{kind}")
    plan = install.planned(host, answers, found, client)
    assert [change.id for change in plan.changes][:2] == ["toolchain", "current"]
    assert any(change.id.startswith(("startup:", "registry:path")) for change in plan.changes)
    assert [step.id for step in plan.manual] == ([other.by_hand] if other.by_hand else [])


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_command_line_says_the_same(
    other: Other, host: Host, server: ReleaseServer, language: str, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(context.Context, "detect", lambda self: host)
    try:
        assert run(["list", "--remote", "--source", server.url, "--lang", language]) == 0
        listed = [line for line in capsys.readouterr().out.splitlines() if line.startswith("go1")]
        lines = {line.split()[0]: line.strip() for line in listed}
        status = run(["install", "--source", server.url, "--trust-source", "--dry-run", "--lang", language])
    finally:
        set_language("en")
    said = capsys.readouterr()
    words = " ".join((said.out + said.err).split())
    assert status == (0 if other.archive else 1)
    if other.archive:
        assert lines["go1.27.3"] == "go1.27.3"
        assert "go1.27.3" in words
    else:
        told = lines["go1.27.3"].removeprefix("go1.27.3").strip()
        assert told and told.replace(" ", "") in re.sub("[ →]", "", words)
        assert other.newest in told and (language != "en" or other.reason in told)


def test_the_list_as_json(other: Other, host: Host, server: ReleaseServer, capsys: pytest.CaptureFixture[str],
                          monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr(context.Context, "detect", lambda self: host)
    run(["list", "--remote", "--source", server.url, "--json"])
    rows = {row["version"]: row for row in json.loads(capsys.readouterr().out)["releases"]}
    latest = rows["go1.27.3"]
    assert latest["runs_here"] is bool(other.archive)
    assert latest["newest_that_runs"] == other.newest and (other.reason in latest["reason"])


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_plain_mode_proposes_what_runs_or_says_why_nothing_does(
    other: Other, host: Host, server: ReleaseServer, language: str, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("sys.stdin", io.StringIO("?\n\n"))
    asked = context.Context("wizard", {"source": server.url, "trust_source": True}, [])
    backend = CoreBackend(host, Answers(source=server.url, trust_source=True), client=Client(environment={}))
    trip = Trip(asked, Asker(asked.out), backend)
    trip.answers = replace(trip.answers, version="")
    set_language(language)
    try:
        if other.archive or other.newest:
            plain_place.version(trip)
        else:
            with pytest.raises(Leave) as caught:
                plain_place.version(trip)
            assert caught.value.status == 1
    finally:
        set_language("en")
        backend.close()
    said = capsys.readouterr()
    words = "".join((said.out + said.err).split())
    set_language(language)
    refusal = fits_of(CATALOGUE, host.system)[Version.parse("go1.27.3")].refusal
    set_language("en")
    assert bool(refusal) is not bool(other.archive) and "".join(refusal.split()) in words
    if other.archive or other.newest:
        assert trip.answers.version == (other.newest or "1.27.3")


def test_the_doctor_says_it_in_both_languages(
    other: Other, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With nothing of the words of Unix on Windows; what stands in both texts is commands, paths and values."""
    machine = other.make(tmp_path).build()
    monkeypatch.setattr(Machine, "real", staticmethod(lambda: machine))
    monkeypatch.setattr(context.Context, "detect", lambda self: detect(machine))
    said, statuses = {}, set()
    for language in ("en", "zh_CN"):
        try:
            statuses.add(run(["doctor", "--offline", "--lang", language]))
        finally:
            set_language("en")
        said[language] = capsys.readouterr().out
    assert statuses <= {0, 1} and len(statuses) == 1
    same = {line.strip() for line in said["en"].splitlines()} & {line.strip() for line in said["zh_CN"].splitlines()}
    assert not [line for line in same if re.match(r"[A-Z][a-z]+ [a-z]+ [a-z]+", line)], same
    assert re.search(r"[\u4e00-\u9fff]", said["zh_CN"])
    assert not (other.port.startswith("windows/") and UNIX.search(said["en"])), said["en"]
