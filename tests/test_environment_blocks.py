"""Blocks and switched-off lines as pure functions of bytes."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gowizard.environment.blocks import BEGIN, END, with_block, without_blocks
from gowizard.environment.lines import defeating, without_goroot

LINE = b'if [ -r "$HOME/env.sh" ]; then . "$HOME/env.sh"; fi'
BLOCK = BEGIN + b"\n" + LINE + b"\n" + END + b"\n"
PIECES = st.sampled_from(
    [b"a=1\n", b"PATH=/x:$PATH\n", b"return\n", b"\r\n", b"caf\xe9", b"\n", BEGIN + b"\n", END + b"\n", BLOCK,
     b"#!/bin/sh\n", b"\xef\xbb\xbf", b"eval x\n", b"  " + BEGIN + b" \r\n", b"if x; then\n"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=8).map(b"".join), st.booleans())
@settings(deadline=None)
def test_a_second_edit_changes_nothing(content: bytes, broken: bool) -> None:
    once = with_block(content, LINE, broken=broken).content
    assert LINE in once
    again = with_block(once, LINE, broken=broken)
    assert again.content == once
    assert not again.rewritten


@given(
    st.lists(PIECES.filter(lambda piece: b"gowizard" not in piece), max_size=8).map(b"".join), st.booleans()
)
@settings(deadline=None)
def test_the_users_bytes_stay(content: bytes, broken: bool) -> None:
    left = without_blocks(with_block(content, LINE, broken=broken).content)
    assert left.rstrip(b"\n") == content.rstrip(b"\n")
    assert len(left) - len(content) in (0, 1)


def test_a_changed_block_is_written_anew_in_its_place() -> None:
    old = b"a=1\n" + BEGIN + b"\n. /old\n" + END + b"\nb=2\n"
    edited = with_block(old, LINE)
    assert edited.content == b"a=1\n" + BLOCK + b"b=2\n"
    assert edited.rewritten


@pytest.mark.parametrize(
    "old",
    [
        BEGIN + b"\na=1\n",
        END + b"\na=1\n",
        BEGIN + b"\n" + b"mine=1\n" * 9 + END + b"\n",
        END + b"\n" + BEGIN + b"\n",
    ],
)
def test_markers_without_partner_take_nothing_with_them(old: bytes) -> None:
    assert with_block(old, LINE).content == old + BLOCK


SIMPLE = [
    b"[ -d /x ] && export GOROOT=/x",
    b"  [[ -z $GOROOT ]] || GOROOT=/x",
    b"export GOROOT=/usr/local/go",
    b"GOROOT=/usr/local/go; export GOROOT",
    b'  export GOROOT="/opt/my go"  # old',
    b"export GOROOT=$(go env GOROOT)",
    b'export GOROOT="$(brew --prefix golang)/libexec"',
    b"typeset -x GOROOT=$HOME/go1.20/",
    b"set -gx GOROOT /usr/local/go",
    b"setenv GOROOT /usr/local/go",
    b"export GOROOT='/x'\r",
]
COMPOUND = [
    b"eval 'export GOROOT=/x'",
    b"(export GOROOT=/x; make)",
    b"[ -d /x ] && export GOROOT=/x | cat",
    b"export GOROOT=/x\\",
    b"foo \\\nexport GOROOT=/x",
    b"GOROOT=/x PATH=$PATH:/x/bin make \\\n  all",
    b"true &&\nexport GOROOT=/x",
    b"set -u\nexport GOROOT=/x\nPATH=$GOROOT/bin:$PATH",
]


@pytest.mark.parametrize("line", SIMPLE)
def test_a_whole_statement_is_commented_out(line: bytes) -> None:
    after = without_goroot(b"a=1\n" + line + b"\nb=2\n", "2026-11-24")
    indent = line[: len(line) - len(line.lstrip())]
    assert after == b"a=1\n" + indent + b"# gowizard: disabled 2026-11-24: " + line.lstrip() + b"\nb=2\n"
    assert defeating(after) == ()


@pytest.mark.parametrize(
    ("statement", "taken", "rest"),
    [
        (b"export GOROOT=/x PATH=$PATH:/x/bin", b"export GOROOT=/x", b"export PATH=$PATH:/x/bin"),
        (b"\texport A=1 GOROOT='/x y' B # it\r", b"\texport GOROOT='/x y'", b"\texport A=1 B # it\r"),
        (b"export \\\n  A=1 \\\n  GOROOT=/x", b"export GOROOT=/x", b"export \\\n  A=1"),
        (b"GOROOT=/x A=1;", b"GOROOT=/x", b"A=1;"),
        (b"typeset -gx GOROOT=/x A=1", b"typeset GOROOT=/x", b"typeset -gx A=1"),
    ],
)
def test_out_of_a_statement_with_others_one_is_taken(statement: bytes, taken: bytes, rest: bytes) -> None:
    indent = taken[: len(taken) - len(taken.lstrip())]
    ends = b"\r\n" if statement.endswith(b"\r") else b"\n"
    said = indent + b"# gowizard: disabled 2026-11-24: " + taken.lstrip() + ends
    after = without_goroot(b"a=1\n" + statement + b"\nb=2\n", "2026-11-24")
    assert after == b"a=1\n" + said + rest + b"\nb=2\n"
    assert defeating(after) == ()


@pytest.mark.parametrize("line", COMPOUND)
def test_a_part_of_more_is_named_and_left_alone(line: bytes) -> None:
    assert without_goroot(line, "2026-11-24") == line
    assert any(found.kind == "goroot" and not found.simple for found in defeating(line))


@pytest.mark.parametrize(
    "line",
    [
        b"# export GOROOT=/x",
        b"MYGOROOT=/x",
        b"unset GOROOT",
        b"echo $GOROOT",
        b"PATH=$GOROOT/bin:$PATH",
    ],
)
def test_other_lines_do_not_count(line: bytes) -> None:
    assert defeating(line) == ()


@pytest.mark.parametrize("line", [b"PATH=/usr/bin:/bin", b"export PATH=/usr/local/go/bin"])
def test_a_path_reset_is_noted(line: bytes) -> None:
    assert [found.kind for found in defeating(line)] == ["path-reset"]


@pytest.mark.parametrize("shell", ["bash", "dash", "zsh", "ksh", "mksh"])
def test_a_body_never_becomes_empty(shell: str) -> None:
    content = (
        b"if true; then\n    export GOROOT=/x\n    export GOROOT=/y\nelse\nGOROOT=/z\nfi\n"
        b"f() {\n  # note\n  export GOROOT=/x\n}\ncase a in\n  a)\n    export GOROOT=/x\n    ;;\nesac\n"
        b'for a in b; do\nexport GOROOT=/x\ndone\nf\necho "${GOROOT-unset}"\n'
    )
    done = subprocess.run(
        [shell, "-c", without_goroot(content, "2026-11-24").decode()], capture_output=True, timeout=120
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"unset\n", b"")
