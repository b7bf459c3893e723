"""From what Go or a shell said to what is most likely wrong. The messages are measured."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gowizard.dataclass import dataclass
from gowizard.locales import N_, _


@dataclass(frozen=True)
class Cause:
    """A message and its meaning; `{1}` in `text` stands for the pattern's first group."""

    pattern: re.Pattern[str]
    text: str
    network: bool = False  # the network, or somebody on it, is not there: no fault of this machine's Go


def _cause(pattern: str, text: str, network: bool = False) -> Cause:
    return Cause(re.compile(pattern), text, network)


# The first that matches counts, so the particular ones come before the general ones.
CAUSES = (
    _cause(
        r"SECURITY ERROR",
        N_(
            "What the proxy sent is not what the checksum database has on record. A captive portal, a "
            "filtering proxy or a damaged mirror can cause this; nothing was used. Try another "
            "proxy, or another network."
        ),
    ),
    _cause(
        r"certificate signed by unknown authority|failed to verify certificate",
        N_(
            "The secure connection cannot be trusted: a company may inspect it. Install the company's "
            "certificate in the system's trust store, or name it in SSL_CERT_FILE."
        ),
    ),
    _cause(
        r"certificate has expired or is not yet valid",
        N_("A certificate is out of date; is this machine's clock right?"),
    ),
    _cause(
        r"proxyconnect tcp|Proxy Authentication Required",
        N_("The proxy named in HTTP_PROXY or HTTPS_PROXY does not let this through."),
        network=True,
    ),
    _cause(
        r'(?:lookup |Get "https?://)(sum\.golang\.[a-z.]+)\b.*(?:no such host|refused|timeout|unreachable)',
        N_(
            "The checksum database {1} cannot be reached from here. Its companion in China is set "
            "with GOSUMDB=sum.golang.google.cn."
        ),
        network=True,
    ),
    _cause(
        r"dial tcp.*no such host|server misbehaving|Temporary failure in name resolution",
        N_("The module proxy's name is not known here: there is no network, or it does not reach that far."),
        network=True,
    ),
    _cause(
        r"connection refused|network is unreachable|no route to host|i/o timeout|TLS handshake timeout"
        r"|connection reset by peer|context deadline exceeded",
        N_("The module proxy cannot be reached from here."),
        network=True,
    ),
    _cause(r"invalid GOSUMDB|malformed verifier id", N_("GOSUMDB has a value that Go does not understand.")),
    _cause(r"module lookup disabled by GOPROXY=off", N_("GOPROXY=off forbids every download.")),
    _cause(
        r"GOPROXY list is not the empty string|invalid proxy URL",
        N_("GOPROXY has a value that Go does not understand."),
    ),
    _cause(
        r": 40[34] |: 410 |404 Not Found|403 Forbidden", N_("The module proxy does not give out this module.")
    ),
    _cause(
        r"zip: not a valid zip file|invalid character '<'",
        N_("The proxy's answer was not a module; a captive portal may have answered instead."),
    ),
    _cause(
        r"'go' binary is trimmed",
        N_("The go program stands outside its own tree, or /proc is not mounted."),
    ),
    _cause(
        r"cannot find GOROOT directory: (.*)",
        N_(
            "GOROOT is set to {1}, which does not exist. Take it out of the startup file, the registry or "
            "Go's settings file: Go finds its own folder."
        ),
    ),
    _cause(
        r'version "(.*)" does not match go tool version "(.*)"',
        N_("Files of {1} and {2} are mixed: GOROOT names another Go, or one was unpacked over the other."),
    ),
    _cause(
        r"redeclared in this block|go:linknamestd is not allowed",
        N_("The tree holds files of two Go versions; one was unpacked over the other."),
    ),
    _cause(
        r"package (\S+) is not in (?:std|GOROOT)",
        N_("The standard library's package {1} is missing from the tree, or GOROOT names another one."),
    ),
    _cause(
        r'no such tool "(.*)"|go: no such tool',
        N_("The tree lacks a part of the compiler; install this version again."),
    ),
    _cause(
        r"requires go >= (\S+) \(running go (\S+); GOTOOLCHAIN=local\)",
        N_("Go {1} is asked for, but {2} runs and GOTOOLCHAIN=local forbids fetching another."),
    ),
    _cause(
        r"toolchain not available|golang\.org/toolchain@|invalid GOTOOLCHAIN|cannot find \"go1.*\" in PATH",
        N_("GOTOOLCHAIN, or a project file above, asks for another Go, which cannot be had."),
    ),
    _cause(
        r"parsing \$?GOFLAGS|\$GOFLAGS", N_("GOFLAGS holds a flag that Go does not understand; clear it.")
    ),
    _cause(
        r"inconsistent vendoring|-mod=\S* not supported", N_("GOFLAGS holds a -mod option that is left over.")
    ),
    _cause(
        r"GO111MODULE=off|unknown environment setting GO111MODULE",
        N_("GO111MODULE is set to something that is left over from old times; remove it."),
    ),
    _cause(
        r"both GOPATH and GOROOT are the same", N_("GOPATH names the Go tree itself; choose another folder.")
    ),
    _cause(r"GOPATH entry (?:is relative|cannot start with)", N_("GOPATH must be an absolute path.")),
    _cause(
        r"unsupported GOOS/GOARCH pair (\S+)",
        N_("GOOS or GOARCH is set to {1}, which Go does not build for; remove the variable."),
    ),
    _cause(
        r"no space left on device|disk quota exceeded",
        N_("The disk is full: where Go builds, or where it keeps its build cache."),
    ),
    _cause(r"read-only file system", N_("The place where Go builds, or its build cache, cannot be written.")),
    _cause(
        r"build cache is (?:required|disabled)|failed to initialize build cache",
        N_(
            "Go's build cache cannot be used: GOCACHE is set wrongly, or the folder belongs to "
            "somebody else, perhaps since go once ran as root or as an administrator."
        ),
    ),
    _cause(r"creating work dir", N_("Go cannot make its work folder: see GOTMPDIR and TMPDIR, on Windows TMP.")),
    _cause(
        r"fork/exec (\S*go-build\S*): permission denied",
        N_(
            "Programs may not run from the folder for temporary files (it is mounted noexec): set "
            "GOTMPDIR to another folder with `go env -w`."
        ),
    ),
    _cause(
        r"(?i)exec format error|cannot execute binary file|another processor",
        N_("The program is made for another processor or system."),
    ),
    _cause(
        r"This program can only be run on AMD64 processors with",
        N_("GOAMD64 asks for a newer processor than this one."),
    ),
    _cause(
        r"too many open files|failed to create new OS thread|newosproc|reserve page summary memory",
        N_("A limit of this account (ulimit) is too small for Go."),
    ),
    _cause(
        r"dyld: Symbol not found|bcryptprimitives\.dll", N_("This system is too old for this Go version.")
    ),
    _cause(
        r"C compiler \"(.*)\" not found",
        N_("The C compiler {1} is asked for but not here; set CGO_ENABLED=0 or install one."),
    ),
    _cause(
        r"contains a virus or potentially unwanted software",
        N_("An antivirus program took the file for harmful and keeps it away; see go.dev/doc/faq#virus."),
    ),
    _cause(r"(?i)permission denied|Access is denied", N_("A file or folder may not be read or run by this account.")),
)

_NOT_FOUND = re.compile(
    r"(?i)\bgo: (?:command )?not found|Unknown command:? '?go|command not found: go|go: inaccessible"
    r"|\bgo not in \$PATH|Command `go` not found|exec: \"go\": executable file not found"
    r"|The term 'go' is not recognized"
)


def not_found(lines: Iterable[str]) -> bool:
    """Whether a shell says that it knows no `go`."""
    return any(_NOT_FOUND.search(line) for line in lines)


def likely_cause(lines: Iterable[str]) -> tuple[str, bool]:
    """The likely cause, translated, and whether only the network is absent; "", False if unknown."""
    text = "\n".join(lines)
    for cause in CAUSES:
        if match := cause.pattern.search(text):
            return _(cause.text).format(match[0], *match.groups()), cause.network
    return "", False
