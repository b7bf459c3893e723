"""From a message to the catalogue's entries that produce it (measured with Go 1.19 to 1.27)."""

from __future__ import annotations

import re

from gowizard.dataclass import dataclass

# What Windows and its mklink say where an account may make no symbolic links.
NO_PRIVILEGE = (
    r"A required privilege is not held by the client|WinError 1314|ERROR_PRIVILEGE_NOT_HELD"
    r"|You do not have sufficient privilege to perform this operation"
)
# Messages from where no startup file of this account is read: the finding's id, what is said there, its entry.
ELSEWHERE = {
    "container-without-go": (
        r"/bin/sh -c [^\n]*?\bgo\b[^\n]*(?:did not complete successfully|returned a non-zero code|exit code): "
        r"(?:exit code: )?127"
        r"|(?:OCI runtime|runc|container process)[^\n]*exec: \"go\": executable file not found",
        72,
    ),
    "container-libraries": (
        r"(?<![\w/])exec (?:user process caused|/\S+): no such file or directory"
        r"|version [`'‘]GLIBC_2\.\d+['’] not found"
        r"|Error (?:loading shared library|relocating) [^\n]*(?:ld-linux|libc\.so|symbol not found)",
        94,
    ),
    "unit-without-go": (r"Failed at step EXEC spawning|status=203/EXEC|Failed to locate executable", 72),
    "snap-refuses": (r"snap-confine|snapd/snap|cannot change profile for the next exec", 28),
    "bazel-own-go": (r"rules_go|io_bazel|bazel-out|@@?\S*go_sdk|gazelle|build fetch_repo", 72),
    "ci-cache": (
        r"Restore cache failed|Dependencies file is not found in|/go/pkg/mod/\S+: Cannot open: File exists"
        r"|Failed to restore: .*tar",
        72,
    ),
    "ci-version": (r"Unable to find Go version '|unable to find Go version", 13),
}
NO_FAULT = 15  # the entry of messages that come from a healthy Go: a project is missing, not a setting


@dataclass(frozen=True)
class Symptom:
    """A message, or its beginning, and the entries that produce it, the likeliest first."""

    pattern: re.Pattern[str]
    entries: tuple[int, ...]


def _symptom(pattern: str, *entries: int) -> Symptom:
    return Symptom(re.compile(pattern, re.IGNORECASE), entries)


SYMPTOMS = (
    *(_symptom(pattern, entry) for pattern, entry in ELSEWHERE.values()),
    _symptom(r"malformed GOMEMLIMIT", 92),
    _symptom(r"sudo: go: command not found", 71),
    _symptom(r"/bin/sh: (?:1: )?go: not found|status=203/EXEC", 72),
    _symptom(r"(?:ls|cat|grep|clear|sed): command not found|(?:ls|cat|grep): not found", 68, 65),
    _symptom(r"\\M-o\\M-;\\M-\?|\\357\\273\\277", 66),
    _symptom(
        r"unable to locate \"go\" binary in GOROOT|Failed to find the go binary"
        r"|resolve your shell environment",
        5, 1,
    ),
    _symptom(r"unexpected EOF while looking for matching|: not a valid identifier", 67),
    _symptom(r"Unsupported use of '='|Bad : modifier in \$", 69),
    _symptom(r"cannot find GOROOT directory: /snap/|/snap/bin/go", 28),
    _symptom(r"No (?:preset )?version (?:is )?(?:installed|set) for command go|\.asdf/shims|libexec/goenv", 29),
    _symptom(r"(?<=[/\w])/go: No such file or directory", 102),
    _symptom(r"\\r'?: (?:command not found|No such file)|\$'\\r'|bad interpreter", 66),
    _symptom(
        r"\bgo: command not found|command not found: go\b|\bgo' is not recognized|unknown command:? '?go\b"
        r"|\bgo: inaccessible or not found|\bgo: not found|no such command `go'|\bCommand 'go' not found"
        r"|failed to find the \"go\" binary|exec: \"go\": executable file not found",
        *(1, 2, 3, 4, 5, 59, 65, 68, 72),
    ),
    _symptom(r"command not found|not recognized as|unknown command|inaccessible or not found", 14, 1, 29),
    _symptom(r"cannot find GOROOT directory: 'go' binary is trimmed", 58, 98, 56),
    _symptom(r"cannot find GOROOT directory: (?!'go')", 7, 35),
    _symptom(r"compile: version \".*\" does not match go tool version", 8, 9),
    _symptom(r"redeclared in this block|go:linknamestd is not allowed", 9),
    _symptom(r"is not in (?:std|GOROOT)\b", 16, 10, 57, 48),
    _symptom(r"invalid go version '.*': must match format|unknown directive: toolchain", 10, 99),
    _symptom(r"requires go >= .* \(running go .*; GOTOOLCHAIN=local\)", 11),
    _symptom(r"download go1\..*: toolchain not available|toolchain not available", 13, 41),
    _symptom(r"download go1\..*: golang\.org/toolchain@|golang\.org/toolchain@", 12, 17, 20, 21),
    _symptom(r"invalid GOTOOLCHAIN|cannot find \"go1.*\" in PATH", 103, 37),
    _symptom(r"unknown environment setting GO111MODULE=|modules disabled by GO111MODULE=off", 22, 37),
    _symptom(r"\$GOPATH/go\.mod exists but should not|ignoring go\.mod in \$GOPATH", 23),
    _symptom(r"both GOPATH and GOROOT are the same directory", 24),
    _symptom(r"GOPATH entry (?:is relative|cannot start with)", 53),
    _symptom(r"build cache is (?:required|disabled)", 52, 54),
    _symptom(r"module cache not found: neither GOMODCACHE nor GOPATH", 52, 24),
    _symptom(r"failed to initialize build cache", 19, 49, 48),
    _symptom(r"creating work dir", 51),
    _symptom(r"fork/exec .*: permission denied", 50, 56, 100),
    _symptom(r"exec format error|cannot execute binary file", 26, 32, 56, 61),
    _symptom(r"no such tool \"|error obtaining buildID for go tool", 56, 92),
    _symptom(
        r"C compiler \".*\" not found|build constraints exclude all Go files|-race requires cgo", 18, 62
    ),
    _symptom(r"xcrun: error|xcode-select: (?:note|error): No developer tools|invalid active developer path", 18, 63),
    _symptom(r"bad CPU type in executable", 25, 26),
    _symptom(r"cannot be opened because|developer cannot be verified|Apple could not verify", 83),
    _symptom(r"inconsistent vendoring|parsing \$?GOFLAGS|-mod=.* not supported", 30),
    _symptom(r"cannot install cross-compiled binaries when GOBIN is set", 31, 29),
    _symptom(r"unsupported GOOS/GOARCH pair", 32, 37),
    _symptom(r"does not override conflicting OS environment variable", 33, 79),
    _symptom(r"GOROOT cannot be modified", 35),
    _symptom(r"(?:reading|writing) go env config|cannot find go env config", 40, 52),
    _symptom(r"proxyconnect tcp|Proxy Authentication Required", 21),
    _symptom(
        r"dial tcp: lookup .* no such host|i/o timeout|network is unreachable|connection refused", 17, 41, 88
    ),
    _symptom(r"certificate signed by unknown authority", 20, 97),
    _symptom(r"certificate has expired or is not yet valid", 87),
    _symptom(r"certificate is valid for .*, not", 21, 45),
    _symptom(r"checksum mismatch|SECURITY ERROR", 44, 45, 46),
    _symptom(r"invalid GOSUMDB|verifying .*: .*Get \"https://sum\.golang\.org", 42),
    _symptom(r"module lookup disabled by GOPROXY=off|GOPROXY list is not the empty string", 41),
    _symptom(r"zip: not a valid zip file|dir has been modified", 46),
    _symptom(r"error reading module index: corrupt index", 48),
    _symptom(r"no space left on device|read-only file system|file too large|disk quota exceeded", 49, 92),
    _symptom(
        r"too many open files|failed to create new OS thread|newosproc|reserve page summary memory", 92, 85, 81
    ),
    _symptom(r"This program can only be run on AMD64 processors with", 96, 95),
    _symptom(r"error obtaining VCS status", 64),
    _symptom(r"\"?git\"?: executable file not found in (?:\$PATH|%PATH%)", 63),
    _symptom(r"RLock .*: (?:Incorrect function|Function not implemented)|no locks available", 80, 86, 93),
    _symptom(r"contains a virus or potentially unwanted software|rename .*Access is denied", 27),
    _symptom(r"killed: 9|signal: killed|\bkilled\b", 82, 92),
    _symptom(r"SIGSYS: bad system call", 86),
    _symptom(r"pthread_create failed: Operation not permitted", 85),
    _symptom(r"dyld: Symbol not found: _SecTrust|bcryptprimitives\.dll", 84),
    _symptom(r"unknown GOEXPERIMENT", 95),
    _symptom(
        r"ignoring go\.mod in system temp root|no modules were found in the current workspace|invalid GOWORK", 99
    ),
    _symptom(r"note: module requires Go 1\.|errors parsing go\.mod|cannot range over .*untyped int", 10, 99),
    _symptom(r"is a language version but not a toolchain version|only version suffixes are \+", 103, 13),
    _symptom(r"invoked to provide go1\.|go1\S*: not downloaded\. Run", 103),
    _symptom(r"cannot find package \"[^\"]*\" in any of|\(from \$GOPATH\)", 22),
    _symptom(r"GOPATH set to GOROOT", 24),
    _symptom(r"Bad CPU type in executable|symbol\(s\) not found for architecture", 25),
    _symptom(r"could not be run by the operating system", 26, 61),
    _symptom(r"not in gzip format|tar: Error is not recoverable", 61),
    _symptom(
        r"cannot execute 'as'|fatal error: [\w/]+\.h: No such file"
        r"|not found in the pkg-config search path",
        18, 62,
    ),
    _symptom(r"unrecognized command-line option|cannot find -l\w|no such instruction", 62),
    _symptom(r"cannot query module due to -mod=vendor|invalid argument: GOFLAGS", 30),
    _symptom(r"GOBIN must be an absolute path", 31),
    _symptom(r"stripping unprintable or unescapable characters", 38),
    _symptom(r"first path segment in URL cannot contain colon|no Host in request URL|reading https?://\S+: \d{3} ", 41),
    _symptom(r"unrecognized import path", 43, 17),
    _symptom(r"invalid character '<' looking for|parsing go\.mod: missing module line", 45),
    _symptom(
        r"could not read Username for|terminal prompts disabled|git ls-remote .*exit status 128"
        r"|GOVCS disallows",
        63,
    ),
    _symptom(r"dubious ownership", 64),
    _symptom(r"truncated to 1024 characters", 76),
    _symptom(r"developer cannot be verified", 83),
    _symptom(r"ld\.exe: cannot open output file", 89),
    _symptom(r"Filename too long|filename or extension is too long|cloud file provider", 90),
    _symptom(r"running scripts is disabled on this system", 91),
    _symptom(r"required file not found|Check the interpreter or linker", 94),
    _symptom(r"lfstack\.push invalid packing|uncaught target signal 11", 96),
    _symptom(r"readlink /proc/self/exe", 98),
    _symptom(r"reading go\.work: open|unexpected input character|invalid toolchain \".*\" in go\.mod", 99),
    _symptom(r"cannot change locale|setlocale: LC_", 101),
    _symptom(NO_PRIVILEGE, 105),
    _symptom(
        r"go\.mod file not found in current directory or any parent|cannot find main module"
        r"|no Go files in|go: no go files listed|working directory is not part of a module"
        r"|no required module provides package|cannot find module providing package"
        r"|no longer supported outside a module|does not contain main module",
        NO_FAULT,
    ),
    _symptom(r"syntax error near unexpected token|unexpected end of file|parse error near", 67, 69),
    _symptom(r"permission denied", 19, 60, 47, 50, 40),
)


def symptoms_in(message: str) -> tuple[Symptom, ...]:
    """Every known message that the text holds; an earlier row of the table is more exact than a later one."""
    return tuple(symptom for symptom in SYMPTOMS if symptom.pattern.search(message)) if message.strip() else ()


def entries_of(message: str) -> tuple[int, ...]:
    """The entries that produce such a text, the likeliest first; empty for a text nobody has measured."""
    return tuple(dict.fromkeys(entry for symptom in symptoms_in(message) for entry in symptom.entries))
