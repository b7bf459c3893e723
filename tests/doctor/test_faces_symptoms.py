"""From a message to its causes."""

from __future__ import annotations

import pytest

from gowizard.doctor.symptoms import NO_FAULT, SYMPTOMS, entries_of


@pytest.mark.parametrize(
    ("message", "first"),
    [
        ("zsh: command not found: gopls", 14),
        ("bash: line 1: go: command not found", 1),
        ("zsh:1: command not found: go", 1),
        ("fish: Unknown command: go", 1),
        ("ksh: go: inaccessible or not found", 1),
        ("dash: 1: go: not found", 1),
        ("The term 'go' is not recognized as the name of a cmdlet", 1),
        ("go: cannot find GOROOT directory: /opt/gone", 7),
        ("go: cannot find GOROOT directory: 'go' binary is trimmed and GOROOT is not set", 58),
        ('compile: version "go1.26.6" does not match go tool version "go1.27.3"', 8),
        ("src/runtime/asm.go:3:6: foo redeclared in this block", 9),
        ("main.go:3:8: package fmt is not in std (/opt/go/bin/src/fmt)", 16),
        ("package fmt is not in GOROOT (/usr/lib/go/src/fmt)", 16),
        ("go: errors parsing go.mod:\ngo.mod:5: unknown directive: toolchain", 10),
        ("go: go.mod requires go >= 1.27 (running go 1.26.6; GOTOOLCHAIN=local)", 11),
        ("go: download go1.99 for linux/amd64: toolchain not available", 13),
        ("go: download go1.28 for linux/amd64: golang.org/toolchain@v0.0.1-go1.28.linux-amd64: Get", 12),
        ('go: invalid GOTOOLCHAIN "go1.x"', 103),
        ("go: unknown environment setting GO111MODULE=yes", 22),
        ("$GOPATH/go.mod exists but should not", 23),
        ("warning: both GOPATH and GOROOT are the same directory (/home/x/go)", 24),
        ("go: GOPATH entry is relative; must be absolute path: \"go\".", 53),
        ("build cache is required, but could not be located: GOCACHE is not defined", 52),
        ("failed to initialize build cache at /home/x/.cache/go-build: permission denied", 19),
        ("go: creating work dir: mkdir /nope/go-build1: no such file or directory", 51),
        ("fork/exec /tmp/go-build12/b001/exe/hello: permission denied", 50),
        ("bash: /usr/local/go/bin/go: cannot execute binary file: Exec format error", 26),
        ('go: no such tool "compile"', 56),
        ('cgo: C compiler "gcc" not found: exec: "gcc": executable file not found in $PATH', 18),
        ("go: parsing $GOFLAGS: non-flag \"x\"", 30),
        ("go: unsupported GOOS/GOARCH pair linux/i368", 32),
        ("go: GOROOT cannot be modified", 35),
        ("reading go env config: open /home/x/.config/go/env: permission denied", 40),
        ("dial tcp: lookup proxy.golang.org: no such host", 17),
        ("proxyconnect tcp: dial tcp 127.0.0.1:1: connect: connection refused", 21),
        ("tls: failed to verify certificate: x509: certificate signed by unknown authority", 20),
        ("x509: certificate has expired or is not yet valid", 87),
        ("verifying module: checksum mismatch\nSECURITY ERROR", 44),
        ("invalid GOSUMDB: malformed verifier id", 42),
        ("module lookup disabled by GOPROXY=off", 41),
        ("zip: not a valid zip file", 46),
        ("write /tmp/x: no space left on device", 49),
        ("runtime: failed to create new OS thread (have 2 already; errno=11)", 92),
        ("error obtaining VCS status: exit status 128", 64),
        ("go: go.mod file not found in current directory or any parent directory", NO_FAULT),
        ("bash: $'\\r': command not found", 66),
        ("sudo: go: command not found", 71),
        ("bash: ls: command not found", 68),
        ("zsh: command not found: \\M-o\\M-;\\M-?export", 66),
        ('unable to locate "go" binary in GOROOT () or PATH (/usr/bin:/bin)', 5),
        (".bashrc: line 2: unexpected EOF while looking for matching `\"'", 67),
        ("fish: Unsupported use of '='. In fish, please use 'set PATH /x'", 69),
        ("go: cannot find GOROOT directory: /snap/bin/go", 28),
        ("No preset version installed for command go", 29),
        ("bash: line 1: /opt/a/go: No such file or directory", 102),
        ("note: module requires Go 1.22", 10),
        ("go: invalid toolchain: go1.22 is a language version but not a toolchain version (go1.22.x)", 103),
        ("go1.25.0: not downloaded. Run 'go1.25.0 download' to install", 103),
        ('cannot find package "example.org/greet" in any of:', 22),
        ("gzip: stdin: not in gzip format", 61),
        ("/usr/bin/ld: cannot find -lnosuch", 62),
        ("go: example.org/greet@v1.0.0: cannot query module due to -mod=vendor", 30),
        ("cannot install, GOBIN must be an absolute path", 31),
        ('go: stripping unprintable or unescapable characters from %"GOBIN"%', 38),
        ("http: no Host in request URL", 41),
        ('unrecognized import path "example.org/greet": https fetch', 43),
        ("invalid character '<' looking for beginning of value", 45),
        ("fatal: could not read Username for 'https://github.com': terminal prompts disabled", 63),
        ("fatal: detected dubious ownership in repository", 64),
        ("WARNING: The data being saved is truncated to 1024 characters.", 76),
        ("profile.ps1 cannot be loaded because running scripts is disabled on this system", 91),
        ("bash: ./x: cannot execute: required file not found", 94),
        ("qemu: uncaught target signal 11 (Segmentation fault)", 96),
        ("os.Executable: readlink /proc/self/exe: no such file or directory", 98),
        ('go: invalid toolchain "1.30.0" in go.mod', 99),
        ("OSError: [WinError 1314]", 105),
        ("You do not have sufficient privilege to perform this operation.", 105),
        ("pattern ./...: directory prefix . does not contain main module", NO_FAULT),
        ("runtime/cgo: pthread_create failed: Operation not permitted", 85),
        ("SIGSYS: bad system call", 86),
        ("go: RLock Z:\\example\\go.mod: Incorrect function.", 80),
        ("dyld: Symbol not found: _SecTrustCopyCertificateChain", 84),
        ("go: unknown GOEXPERIMENT foo", 95),
        ("error reading module index: corrupt index", 48),
        ("go: cannot install cross-compiled binaries when GOBIN is set", 31),
        ("warning: go env -w GOPROXY=... does not override conflicting OS environment variable", 33),
        ("module cache not found: neither GOMODCACHE nor GOPATH is set", 52),
        ("This program can only be run on AMD64 processors with v3 microarchitecture support.", 96),
        ('exec: "git": executable file not found in $PATH', 63),
        ("the file contains a virus or potentially unwanted software", 27),
        ("[1]    22082 killed: 9", 82),
        ("go: no modules were found in the current workspace; see 'go help work'", 99),
        ("x509: certificate is valid for a.example, not proxy.golang.org", 21),
    ],
)
def test_a_message_leads_to_its_entry(message: str, first: int) -> None:
    assert entries_of(message)[0] == first


def test_messages_nobody_knows_lead_nowhere() -> None:
    assert entries_of("segmentation fault in my poem") == ()
    assert entries_of("") == ()
    assert entries_of("   \n") == ()


def test_every_entry_is_one_of_the_catalogue() -> None:
    assert {entry for symptom in SYMPTOMS for entry in symptom.entries} <= set(range(1, 107))
