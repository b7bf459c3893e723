"""The real core behind the pages, over a loopback server and a home of the test's own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gowizard import host as machine
from gowizard.answers import Answers
from gowizard.cancellation import Cancel, Cancelled
from gowizard.errors import GowizardError
from gowizard.releases import Insecure, mirrors, trust, web
from gowizard.toolchain.events import Received
from gowizard.wizard.backend import Reach, SourceOffer
from gowizard.wizard.core import CoreBackend
from tests.support import real_go
from tests.support.net_faults import unused_port
from tests.support.release_server import ReleaseServer

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[ReleaseServer]:
    with ReleaseServer([real_go.archive("1.26.6"), real_go.archive("1.27.3")]) as running:
        yield running


@pytest.fixture
def core(server: ReleaseServer) -> Iterator[CoreBackend]:
    backend = CoreBackend(machine.detect(), Answers(source=server.url))
    yield backend
    backend.close()


def _files(core: CoreBackend) -> set[str]:
    home = core.host.user.home
    return {str(path.relative_to(home)) for path in home.rglob("*") if "/.cache/" not in str(path)}


def test_the_list_has_the_latest_first_and_names_lines_of_old(core: CoreBackend) -> None:
    listed = core.versions(core.defaults(), Cancel())
    assert [offer.number for offer in listed.offers[:2]] == ["1.27.3", "1.26.6"]
    assert listed.proposed == "go1.27.3"
    assert listed.offers[0].size > 50_000_000


def test_the_list_of_a_folder_says_that_it_is_here(core: CoreBackend, tmp_path: Path) -> None:
    packed = real_go.archive("1.27.3")
    (tmp_path / packed.path.name).symlink_to(packed.path)
    (tmp_path / "SHA256SUMS").write_text(f"{packed.sha256}  {packed.path.name}\n")
    assert core.versions(replace(core.defaults(), source=str(tmp_path)), Cancel()).nearby
    assert not core.versions(core.defaults(), Cancel()).nearby


def test_what_is_staged_and_not_installed_is_removed(core: CoreBackend) -> None:
    before = _files(core)
    events: list[object] = []
    core.stage(core.defaults(), events.append, Cancel())
    assert any(isinstance(event, Received) for event in events)
    assert _files(core) > before
    core.unstage()
    left = _files(core) - before
    assert not any("sdk" in path or "journal/" in path for path in left)
    assert core.look().unfinished is None


def test_a_download_that_is_stopped_leaves_nothing(core: CoreBackend) -> None:
    cancel = Cancel()
    with pytest.raises(Cancelled):
        core.stage(core.defaults(), lambda event: cancel.set() if isinstance(event, Received) else None, cancel)
    core.unstage()
    assert not (core.host.user.home / "sdk").exists()


def test_the_plan_uses_the_download_that_runs_and_undo_gives_all_back(core: CoreBackend) -> None:
    home = core.host.user.home
    answers = core.defaults()
    worker = threading.Thread(target=core.stage, args=(answers, lambda event: None, Cancel()))
    worker.start()
    plan = core.compose(answers, Cancel())
    assert plan.archive is not None and plan.version.name == "go1.27.3"
    assert all(core.preview(change) for change in plan.changes)
    core.apply(plan, lambda event: None, Cancel())
    worker.join()
    assert (home / "sdk/go/bin/go").is_file()
    assert core.look().installed[0].current
    assert "env.sh" in core.terminal_line()
    assert core.keep_hello() == home / "hello"
    assert (home / "hello/go.mod").read_text() == "module hello\n\ngo 1.27\n"
    again = CoreBackend(machine.detect(), Answers())
    assert [go.root for go in again.host.gos if go.owner == "gowizard"] == [home / "sdk/go1.27.3"]
    assert again.undo(lambda event: None).title.endswith("~/hello")
    report = again.undo(lambda event: None)
    assert "Make Go 1.27.3 the current one: ~/sdk/go" in report.reverted and not report.kept
    assert not any(go.owner == "gowizard" for go in again.host.gos)
    assert not (home / "sdk").exists() and not (home / "hello").exists()


def test_an_apply_that_is_cancelled_while_it_downloads_leaves_nothing(core: CoreBackend) -> None:
    answers, cancel = core.defaults(), Cancel()
    plan = core.compose(answers, Cancel())
    with pytest.raises(Cancelled):
        core.apply(plan, lambda event: cancel.set() if isinstance(event, Received) else None, cancel)
    assert not (core.host.user.home / "sdk").exists()
    assert core.look().installed == ()


def test_a_source_that_is_gone_is_an_error_in_words(core: CoreBackend) -> None:
    answers = replace(core.defaults(), source="http://127.0.0.1:9/dl/")
    with pytest.raises(GowizardError):
        core.stage(answers, lambda event: None, Cancel())
    with pytest.raises(GowizardError):
        core.compose(answers, Cancel())


def test_folders_are_checked(core: CoreBackend, tmp_path: Path) -> None:
    home = core.host.user.home
    assert core.check_folder("~/go", what="gopath") == home / "go"
    for bad in ("", "go", "/a:b", "/a\nb"):
        with pytest.raises(GowizardError):
            core.check_folder(bad, what="dir")
    tree = tmp_path / "tree"
    (tree / "src/runtime").mkdir(parents=True)
    (tree / "VERSION").write_text("go1.27.3\n")
    with pytest.raises(GowizardError):
        core.check_folder(str(tree), what="gopath")


def test_the_answers_are_saved_where_the_page_says(core: CoreBackend, tmp_path: Path) -> None:
    core = CoreBackend(replace(core.host, cwd=tmp_path), Answers())
    path = core.save_answers(core.defaults())
    assert path == tmp_path / "gowizard.toml"
    assert path.read_text().startswith("schema = 1")


def test_mirrors_are_rows_that_answer_and_the_dead_ones_say_why(
    core: CoreBackend, server: ReleaseServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = f"http://127.0.0.1:{unused_port()}/dl/"
    monkeypatch.setattr(web, "OFFICIAL", {"official": server.url + "/", "google-cn": nowhere})
    bases = {"nju": server.url + "/", "hust": server.url.replace("/dl", "/nothing/")}
    ours = tuple(replace(each, base=bases.get(each.name, each.base)) for each in mirrors.MIRRORS)
    monkeypatch.setattr(mirrors, "MIRRORS", ours)
    rows = {offer.name: offer for offer in core.sources() if offer.more}
    assert {name for name, offer in rows.items() if not offer.refusal} == set(mirrors.mirror_names())
    assert "never had Go" in rows["mirror:tuna"].refusal
    assert not any(offer.official for offer in rows.values())
    found: dict[str, SourceOffer] = {}
    faulty = server.faults[:]
    server.faults.append(lambda handler, path: path.startswith("/nothing/") and bool(handler.send_error(404)) is False)
    core.ask_sources(("mirror:nju", "mirror:hust"), lambda offer: found.update({offer.name: offer}), Cancel())
    server.faults[:] = faulty
    assert (found["mirror:nju"].reach, found["mirror:nju"].more) == (Reach.YES, True)
    assert found["mirror:hust"].reach is Reach.NO
    assert "does not have that file" in found["mirror:hust"].detail


def test_a_typed_proxy_is_judged_address_by_address(core: CoreBackend, tmp_path: Path) -> None:
    folder, told = tmp_path / "modules", []
    folder.mkdir()
    nowhere = f"http://127.0.0.1:{unused_port()}"
    value = f"file://{folder},{nowhere},direct"
    core.try_goproxy(value, told.append, Cancel())
    last = {offer.name: offer for offer in told}
    assert [offer.reach for offer in told[:2]] == [Reach.ASKING, Reach.ASKING]
    assert last[nowhere].reach is Reach.NO and last[nowhere].message
    assert set(last) == {f"file://{folder}", nowhere}


def test_the_plan_notes_what_was_odd_on_the_network_and_lines_that_make_path_anew(core: CoreBackend) -> None:
    profile = core.host.user.home / ".profile"
    profile.write_text("PATH=/usr/bin:/bin\nexport PATH\n")
    core._client._remark("IPv6 to go.dev leads nowhere from here; IPv4 is used instead.")
    notes = core.compose(core.defaults(), Cancel()).notes
    assert "IPv6 to go.dev leads nowhere from here; IPv4 is used instead." in notes
    assert any(str(profile) in note and "sets PATH anew" in note for note in notes)


def test_plain_http_needs_a_person_and_the_report_holds_no_secret(
    server: ReleaseServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(trust, "is_insecure", lambda place: True)
    log = tmp_path / "gowizard.log"
    log.write_text("GET https://gopher:s3cret@proxy.example/x\n")
    backend = CoreBackend(machine.detect(), Answers(source=server.url), log_path=log)
    answers = backend.defaults()
    with pytest.raises(Insecure) as caught:
        backend.compose(answers, Cancel())
    report = backend.report(caught.value, answers, None)
    assert report.path is not None and report.path.read_text() == report.text
    assert "Insecure" in report.text
    assert "s3cret" not in report.text and str(backend.host.user.home) not in report.text
    assert backend.compose(replace(answers, trust_source=True), Cancel()).archive is not None
    backend.close()
