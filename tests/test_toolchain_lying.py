"""The table of lying servers: each lie over the whole way, a list read by `releases` and an archive by `stage`.

A row says how the server lies about the archive, and what must come of it: "whole" (the tree is there, the lie cost
at most time), or the name of the error. Whatever comes, no staging is left and nothing wrong is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gowizard.cancellation import Cancel
from gowizard.errors import GowizardError
from gowizard.net import Client, NetError
from gowizard.releases import NotAList, Version, open_source, pinned
from gowizard.toolchain import DownloadFailed, Limits, StageEvent, stage
from tests.support import server_faults as faults
from tests.support import server_lies as lies
from tests.support.hostile_archives import described, go_files, tar_gz
from tests.support.net_faults import CERTIFICATE, raw_server, says
from tests.support.release_server import Fault, Handler, ReleaseServer
from tests.support.server_lies import MB, NAME

V = Version.parse("1.27.3")
TABLE = [
    ("slow drip", lies.only_files(lies.drip), "Almost nothing"),
    ("slow drip, then honest", lies.only_files(lies.drip, 1), "whole"),
    ("length too short", lies.only_files(lies.too_short), "bytes where the release list says"),
    ("length too long", lies.only_files(lies.too_long), "bytes where the release list says"),
    ("length right, body short, then honest", lies.only_files(lies.too_little, 1), "whole"),
    ("length right, body always short", lies.only_files(lies.too_little), "broke off"),
    ("gzip on top", lies.only_files(lies.packed_again), "packed once more"),
    ("gzip on top without a length", lies.only_files(lies.packed_again_chunked), "packed once more"),
    ("marked as packed, but not", lies.only_files(lies.marked_as_packed), "whole"),
    ("ETag changed in mid-file", lies.only_files(lies.changed_in_the_middle), "whole"),
    ("changed in mid-file in silence", lies.only_files(lies.changed_and_silent_about_it, 2), "whole"),
    ("206 with another start", lies.only_files(lies.ranged(start=7), 2), "whole"),
    ("206 with another total", lies.only_files(lies.ranged(total=7)), "bytes where the release list says"),
    ("206 without Content-Range", lies.only_files(lies.ranged(content_range=False), 2), "whole"),
    ("206 unasked", lies.only_files(lies.part_unasked), "another part"),
    ("416 for every range", faults.range_refused, "whole"),
    ("204", lies.only_files(lies.no_content), "status 204"),
    ("redirects to itself", lies.only_files(lies.circle), "redirects"),
    ("a long chain of redirects", lies.only_files(lies.long_chain), "redirects"),
    ("a web page", lies.only_files(lies.html), "web page"),
    ("a web page of the right length", lies.only_files(lies.html_as_archive), "Expected SHA-256"),
    ("no HTTP at all", lies.only_files(lies.not_http), "broke off"),
    ("endless body", lies.only_files(lies.endless), "more bytes than"),
    ("endless chunks", lies.only_files(lies.endless_chunks), "more bytes than"),
]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ReleaseServer]:
    local = described(tmp_path / "go.tar.gz", tar_gz(go_files(padding=3 * MB)))
    file = {"filename": NAME, "os": "linux", "arch": "amd64", "version": "go1.27.3", "kind": "archive",
            "sha256": local.sha256, "size": local.size}  # fmt: skip
    with ReleaseServer(index=[{"version": "go1.27.3", "stable": True, "files": [file]}]) as running:
        running.files[NAME] = tmp_path / local.filename
        yield running


def whole_way(server: ReleaseServer, tmp_path: Path, events: list[StageEvent], window: float = 60.0) -> Path:
    """List, archive, tree; the tree. In a window of so many seconds too little comes only from a server that drips."""
    limits = Limits(attempts=3, first_wait=0.001, longest_wait=0.002, slow_window=window, slow_bytes=10_000)
    with Client(seconds=20, environment={}) as client:
        source = open_source(server.url, client=client, cache=tmp_path / "cache", environment={})
        archive = source.archive(V, "linux", "amd64")
        (tmp_path / "sdk").mkdir(exist_ok=True)
        return stage(
            archive, parent=tmp_path / "sdk", cache=tmp_path / "cache", client=client, limits=limits,
            emit=events.append, cancel=Cancel(),
        ).path  # fmt: skip


@pytest.mark.parametrize(("fault", "outcome"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_the_table(
    server: ReleaseServer, tmp_path: Path, fault: Fault, outcome: str, request: pytest.FixtureRequest
) -> None:
    server.faults.append(fault)
    window = 0.3 if "drip" in request.node.name else 60.0
    if fault is faults.range_refused:
        server.faults.append(faults.cut(MB))
    if outcome == "whole":
        tree = whole_way(server, tmp_path, [], window)
        assert (tree / "VERSION").read_text().startswith("go1.27.3\n")
        assert not list((tmp_path / "cache" / "downloads").iterdir())
        return
    with pytest.raises(GowizardError) as caught:
        whole_way(server, tmp_path, [], window)
    assert outcome in caught.value.cause
    assert caught.value.remedy
    assert not list((tmp_path / "sdk").iterdir())
    for part in (tmp_path / "cache" / "downloads").glob("*.part"):
        content = server.files[NAME].read_bytes()
        assert content.startswith(part.read_bytes())  # what is kept is the beginning of the true file
    server.faults.clear()
    assert (whole_way(server, tmp_path, []) / "VERSION").is_file()  # nothing that was kept stands in the way


def test_from_https_to_http(server: ReleaseServer, tmp_path: Path) -> None:
    """An archive behind https that leads to http is not fetched; the list was honest."""
    moved = says("HTTP/1.1 302 Found", f"Location: {server.url}/{NAME}")
    trusting = Client(seconds=20, environment={"SSL_CERT_FILE": str(CERTIFICATE)})
    with raw_server(moved, tls=True) as port, trusting as client:
        source = open_source(server.url, client=client, cache=tmp_path / "cache", environment={})
        archive = replace(
            source.archive(V, "linux", "amd64"), locations=(f"https://127.0.0.1:{port}/{NAME}",)
        )
        (tmp_path / "sdk").mkdir()
        with pytest.raises(DownloadFailed, match="could not be fetched") as caught:
            stage(
                archive, parent=tmp_path / "sdk", cache=tmp_path / "cache", client=client,
                emit=lambda _event: None, cancel=Cancel(),
            )  # fmt: skip
    assert "from https to http" in caught.value.cause
    assert server.sent < 2000  # the list


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (lies.list_drip, "timeout"),
        (lies.list_endless, "too-large"),
        (lies.list_bomb, "too-large"),
        (lies.list_short, "reset"),
        (lies.list_refused_packing, "reset"),
        (lies.circle, "redirect"),
        (lies.not_http, "reset"),
        (lies.list_deep, ""),
        (lies.html, ""),
        (lies.no_content, ""),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_lies_about_the_list(
    server: ReleaseServer, tmp_path: Path, answer: Callable[[Handler], None], kind: str
) -> None:
    server.faults.append(lies.listing(answer))
    with Client(seconds=0.5 if kind == "timeout" else 5, environment={}) as client:
        source = open_source(server.url, client=client, cache=tmp_path / "cache", environment={})
        with pytest.raises(NetError if kind else NotAList) as caught:
            source.catalogue()
    assert getattr(caught.value, "kind", "") == kind
    assert caught.value.remedy
    assert not list(tmp_path.glob("cache/lists/*"))  # a lie is not kept


def test_a_pinned_digest_beats_a_list_that_lies_about_it(server: ReleaseServer, tmp_path: Path) -> None:
    server.index[0]["files"][0]["sha256"] = "0" * 64  # type: ignore[index]
    with Client(seconds=2, environment={}) as client:
        source = open_source(server.url, client=client, cache=tmp_path / "cache", environment={})
        with pytest.raises(GowizardError, match="not the file you named"):
            pinned(source.archive(V, "linux", "amd64"), "1" * 64)
