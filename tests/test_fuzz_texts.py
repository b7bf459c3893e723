"""Texts from outside with random damage: release lists, versions, project files, `go env`, startup files, proxies."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gowizard.environment.blocks import with_block, without_blocks
from gowizard.environment.goenv import edited, read_go_env
from gowizard.errors import GowizardError, UsageError
from gowizard.host.project import KINDS, read_project
from gowizard.net.issuer import issuer_of
from gowizard.net.proxies import proxy_for
from gowizard.proxy import check_goproxy, check_patterns
from gowizard.releases import NotAList, Version, resolve
from gowizard.releases.listing import parse_list
from gowizard.releases.model import Catalogue

LIST = (Path(__file__).parent / "data" / "releases-excerpt.json").read_bytes()
LINE = b'if [ -r "$HOME/env.sh" ]; then . "$HOME/env.sh"; fi'
SEARCH = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)

_number = st.integers() | st.floats(allow_nan=False)
_leaf = st.none() | st.booleans() | _number | st.text(max_size=20) | st.sampled_from(
    ["go1.27.3", "archive", "a" * 64, "../../x", "go1.27.3.linux-amd64.tar.gz", "linux", "\x1b[31m", "9" * 5000]
)  # fmt: skip
_key = st.sampled_from(["version", "stable", "files", "filename", "os", "arch", "sha256", "size", "kind", "more"])
_json = st.recursive(
    _leaf, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_key, inner, max_size=6), max_leaves=25
)


def believable(body: bytes) -> None:
    """Parse; what is believed has the shape that all other code relies on."""
    try:
        releases, note = parse_list(body, "host")
    except NotAList as error:
        assert error.title
        return
    assert note.isprintable()
    assert [each.version for each in releases] == sorted((each.version for each in releases), reverse=True)
    for release in releases:
        for file in release.files:
            assert file.filename.startswith(f"{release.version.name}.")
            assert not set("/\\\0 ") & set(file.filename)
            assert file.sha256 == "" or (len(file.sha256) == 64 and file.sha256 == file.sha256.lower())
            assert file.kind in {"archive", "installer", "source"} and 0 <= file.size <= 1 << 31


@settings(SEARCH, max_examples=100)  # making the JSON is what takes the time
@given(st.lists(_json, max_size=3))
def test_lists_of_anything(data: list[object]) -> None:
    believable(json.dumps(data).encode("utf-8", "surrogatepass"))


@SEARCH
@given(st.integers(0, len(LIST)), st.integers(0, 400), st.binary(max_size=12))
def test_damaged_lists(at: int, length: int, piece: bytes) -> None:
    believable(LIST[:at] + piece + LIST[at + length :])


@SEARCH
@given(st.binary(max_size=300))
def test_no_lists(body: bytes) -> None:
    believable(body)


_word = st.text("go0123456789.rcbeta-+v \t", max_size=16) | st.text(max_size=40)


@SEARCH
@given(_word, _word)
def test_versions(text: str, other: str) -> None:
    one, two = Version.try_parse(text), Version.try_parse(other)
    if one is None:
        with contextlib.suppress(UsageError):
            Version.parse(text)
        return
    assert Version.parse(one.name) == one
    assert Version.parse(one.number_text).name == one.name
    if two is not None:
        assert (one < two) + (one == two) + (one > two) == 1
        assert (one == two) == (one.name == two.name)


CATALOGUE = Catalogue(source="test", releases=parse_list(LIST, "host")[0])


@SEARCH
@given(_word | st.sampled_from(["latest", "oldstable", "rc", "", "1.2", "go1.99"]))
def test_requests(text: str) -> None:
    try:
        assert CATALOGUE.find(resolve(text, CATALOGUE)) is not None
    except GowizardError as error:
        assert str(error).replace("\n", "").isprintable()


_lines = st.lists(
    st.sampled_from(["go 1.22", "toolchain go1.23.4", "require (", ")", "golang 1.2", "1.22.3", "// x", "go ", "\x85"])
    | st.text(max_size=30),
    max_size=8,
)


@SEARCH
@given(st.sampled_from(KINDS), _lines, st.sampled_from(["\n", "\r\n", "\r", "\x0c"]))
def test_project_files(kind: str, lines: list[str], end: str) -> None:
    for found in read_project(kind, end.join(lines)):
        assert found == "" or Version.try_parse(found) is not None


_bytes = st.lists(
    st.sampled_from([b"GOPROXY=direct\n", b"GOBIN=", b"\n", b"\r\n", b"=", b"\xef\xbb\xbf", b"export GOFLAGS=-v\n",
                     b"GOPROXY", b"\xff", b"# x\n", b'"', b"GOROOT=/x\n"])
    | st.binary(max_size=10),
    max_size=10,
).map(b"".join)  # fmt: skip


@SEARCH
@given(_bytes, st.sampled_from([None, "direct", "/a b/ä"]))
def test_go_env(content: bytes, value: str | None) -> None:
    read = read_go_env(content)
    try:
        after = edited(content, {"GOPROXY": value})
    except GowizardError:
        return
    then = read_go_env(after).values
    assert then.get("GOPROXY") == value
    others = {key: text for key, text in read.values.items() if key != "GOPROXY"}
    assert {key: text for key, text in then.items() if key != "GOPROXY"} == others
    assert edited(after, {"GOPROXY": value}) == after


_startup = st.lists(
    st.sampled_from([b"a=1\n", b"PATH=/x:$PATH\n", b"return\n", b"\r\n", b"cat <<E\n", b"# >>> gowizard >>>\n",
                     b"# <<< gowizard <<<\n", b"exit", b"case x in\n", b"\xef\xbb\xbf", b"#!/bin/sh\n", b"  "])
    | st.binary(max_size=12),
    max_size=10,
).map(b"".join)  # fmt: skip


@SEARCH
@given(_startup, st.booleans())
def test_startup_files(content: bytes, broken: bool) -> None:
    once = with_block(content, LINE, broken=broken).content
    assert LINE in once
    assert with_block(once, LINE, broken=broken).content == once
    assert len(without_blocks(once)) <= len(content) + 1
    if b"gowizard" not in content:
        assert without_blocks(once) in (content, content + b"\n")


_address = st.text("https://:@[]%.,|abc019 \t\"'\\file direct off\x00é", max_size=40)


@SEARCH
@given(_address)
def test_goproxy_values(text: str) -> None:
    try:
        value, _meaning = check_goproxy(text)
    except UsageError:
        return
    assert check_goproxy(value)[0] == value  # what it gives, it takes
    with contextlib.suppress(UsageError):
        check_patterns(text)


@SEARCH
@given(_address, _address)
def test_proxy_variables(proxy: str, excepted: str) -> None:
    found = proxy_for("https://go.dev/dl/", {"HTTPS_PROXY": proxy, "NO_PROXY": excepted})
    assert found == "" or "://" in found


@SEARCH
@given(st.binary(max_size=200))
def test_certificates(content: bytes) -> None:
    assert issuer_of(content).isprintable()
