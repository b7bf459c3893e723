"""A failing proof names the likely cause in plain words."""

from __future__ import annotations

import pytest

from gowizard.proof.causes import CAUSES, likely_cause, not_found

MESSAGES = [
    ("go: cannot find GOROOT directory: /opt/nowhere", "/opt/nowhere", False),
    ("go: cannot find GOROOT directory: 'go' binary is trimmed and GOROOT is", "/proc", False),
    ('compile: version "go1.26.6" does not match go tool version "go1.27.3"', "go1.26.6 and go1.27.3", False),
    ("hello.go:3:8: package fmt is not in std (/opt/go/src/fmt)", "package fmt", False),
    ("fork/exec /tmp/go-build123/b001/exe/hello: permission denied", "noexec", False),
    ("fork/exec /tmp/go-build1/b001/exe/hello: exec format error", "another processor", False),
    ("write /home/u/.cache/go-build/x: no space left on device", "full", False),
    ("go: parsing $GOFLAGS: unknown flag -nosuch", "GOFLAGS", False),
    ("go: module requires go >= 1.99 (running go 1.27.3; GOTOOLCHAIN=local)", "1.99", False),
    ("go: download go1.99 for linux/amd64: toolchain not available", "GOTOOLCHAIN", False),
    ("dial tcp: lookup proxy.golang.org on 10.0.0.1:53: no such host", "not known here", True),
    ("dial tcp 127.0.0.1:9: connect: connection refused", "cannot be reached", True),
    ('Get "https://sum.golang.org/x": dial tcp 1.2.3.4: i/o timeout', "sum.golang.google.cn", True),
    ("x509: certificate signed by unknown authority", "SSL_CERT_FILE", False),
    ("verifying example.com/x@v1.0.0: checksum mismatch\nSECURITY ERROR", "checksum database", False),
    ("proxyconnect tcp: dial tcp 10.0.0.9:3128: connect: connection refused", "HTTPS_PROXY", True),
    ("go: module lookup disabled by GOPROXY=off", "GOPROXY=off", False),
]


@pytest.mark.parametrize(("message", "words", "network"), MESSAGES)
def test_a_message_leads_to_its_cause(message: str, words: str, network: bool) -> None:
    cause, absent = likely_cause(message.splitlines())
    assert words in cause
    assert absent is network


def test_every_cause_can_be_said() -> None:
    for cause in CAUSES:
        assert cause.text.format(*["x"] * (cause.pattern.groups + 1))
    assert likely_cause(["all is well"]) == ("", False)
    assert "off" not in " ".join(cause.text for cause in CAUSES if "GOSUMDB" in cause.text)


@pytest.mark.parametrize(
    "line",
    [
        "bash: line 2: go: command not found",
        "zsh: command not found: go",
        "fish: Unknown command: go",
        "dash: 2: go: not found",
        "go: Command not found.",
        "mksh: go: inaccessible or not found",
    ],
)
def test_each_shell_says_in_its_own_way_that_there_is_no_go(line: str) -> None:
    assert not_found([line])
    assert not not_found(["go: downloading example.com/x: not here"])
