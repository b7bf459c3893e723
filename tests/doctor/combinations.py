"""Pairs and triples of faults that hide each other, by the names of their cases.

A GOROOT that is gone stops every go command, so that nothing else shows; a startup file that is not read to its end
hides what stands in it; a damaged tree hides what stored settings would do; and so on.
"""

from __future__ import annotations

from tests.doctor.case import Combination
from tests.doctor.cases import every_case

_TOGETHER: tuple[tuple[str, ...], ...] = (
    ("GOROOT gone, in the go env file", "CRLF", "1.26.6 unpacked over 1.27.3"),
    ("GOROOT gone, in .bashrc", "GOOS=windows, in the go env file"),
    ("GOROOT gone, in .bashrc", "lines end as on Windows"),
    ("GOROOT gone, in .bashrc", "GOTOOLCHAIN without go"),
    ("GOROOT gone, in .bashrc", "GOENV=off, and a file that is not read"),
    ("GOROOT gone, in .bashrc", "UTF-16"),
    ("GOROOT gone, in the go env file", "GOPATH='$HOME/go', in startup files"),
    ("GOROOT gone, in the go env file", "PATH made anew"),
    ("GOROOT gone, in the go env file", "TMPDIR is gone"),
    ("GOROOT gone, in the go env file", "an alias"),
    ("GOROOT gone, in the go env file", ".bash_profile shadows .profile"),
    ("GOROOT gone, in the go env file", "GOBIN relative", "GOARCH=x86_64, in startup files"),
    ("GOROOT names bin", "quotes and a comment"),
    ("GOROOT of another version, in the go env file", "GOPATH begins with a colon"),
    ("CRLF", "GOROOT gone, in the go env file"),
    ("~ in quotes", "byte order mark"),
    ("spaces around =", "GOROOT gone, in the go env file"),
    ("bash's export in fish", "GOROOT gone, in the go env file"),
    ("compile missing", "GOOS=windows, in the go env file"),
    ("link empty", "CC gone, in the go env file"),
    ("bin without x bit", "GOOS=windows, in the go env file"),
    ("GOEXPERIMENT unknown", "1.27.3 unpacked over 1.26.6"),
    ("GOCACHE=off", "compile missing"),
    ("GO111MODULE=off, in startup files", "go.mod in GOPATH"),
    ("build cache of root's", "GOROOT gone, in .bashrc"),
    ("SSL_CERT_FILE gone", "GOPROXY misspelled"),
    ("quotes in HTTPS_PROXY", "GOSUMDB misspelled"),
    ("a file where the build cache belongs", "GOTMPDIR is a file"),
    ("print.go cut short", "an unknown flag in GOFLAGS", "GOSUMDB misspelled"),
    ("GOPATH in .bashrc is the tree", "GOROOT gone, in the go env file"),
    ("lines of a shell", "GOTOOLCHAIN=latest", "GOPATH='$HOME/go', in startup files"),
    ("SSL_CERT_FILE gone", "GOPROXY with one slash", "GOPRIVATE=*"),
    ("GOENV=off, and a file that is not read", "GOROOT gone, in the go env file"),
)
_BY_NAME = {case.name: case for case in every_case()}
COMBINATIONS = tuple(Combination(tuple(_BY_NAME[name] for name in names)) for names in _TOGETHER)
