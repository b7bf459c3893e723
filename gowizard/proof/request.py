"""What is to be proven, and the facts that the proof starts from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from gowizard.dataclass import dataclass, field
from gowizard.host.facts import Shell

HELLO = "Hello, Go environment is ready!"
HELLO_SOURCE = f"""package main

import "fmt"

func main() {{
\tfmt.Println("{HELLO}")
}}
"""
MODULE = "rsc.io/quote@v1.5.2"  # 10 kB, the module of Go's own tutorial; it has not changed since 2018
SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin"


@dataclass(frozen=True, kw_only=True)
class ProofRequest:
    """Everything `run` needs; it asks the machine nothing else.

    `shell` None means by path only. `version` is written `go1.27.3`. `expected_env` holds what `go env` must
    answer for the settings that were made. `proxies` are the HTTP(S)_PROXY, NO_PROXY and SSL_CERT_* of the
    user's session: only the module step is given them, since it asks whether the module proxy answers, not
    whether a bare login knows the company's proxy. `module_skipped` is the reason where there is no network.
    """

    shell: Shell | None
    session: Mapping[str, str] | None = None  # Windows: all variables of a new window; names in capitals
    go_bin: Path
    goroot: Path
    version: str
    home: Path
    user: str
    cache: Path
    language: str = ""
    term: str = "xterm-256color"
    login: Mapping[str, str] = field(default_factory=lambda: {"PATH": SYSTEM_PATH})  # what a login brings
    expected_env: Mapping[str, str] = field(default_factory=dict)
    proxies: Mapping[str, str] = field(default_factory=dict)
    module_check: bool = True
    module_skipped: str = ""
    module: str = MODULE
    by_path_only: bool = False
    run_as: int | None = None  # uid to prove as where gowizard itself runs as root
    go_cache: Path | None = None  # GOCACHE instead of the user's own
    seconds: float = 300.0  # the limit for each step that compiles

    @property
    def by_path(self) -> bool:
        """Whether the tree is proven by its own path because no shell will find it."""
        return self.by_path_only or (self.shell is None and not self.on_windows)

    @property
    def on_windows(self) -> bool:
        """Whether a new window, made from the registry's values, stands where shells are asked elsewhere."""
        return self.session is not None

    def program(self, name: str) -> str:
        """What the file of a program is called."""
        return f"{name}.exe" if self.on_windows else name

    @property
    def environment(self) -> dict[str, str]:
        """A bare login environment: what a login program gives a shell, or Explorer a window, and nothing of ours."""
        if self.session is not None:
            cache = {} if self.go_cache is None else {"GOCACHE": str(self.go_cache)}
            return {**self.session, **cache}
        bare = {
            "HOME": str(self.home),
            "USER": self.user,
            "LOGNAME": self.user,
            "SHELL": str(self.shell.path) if self.shell else "/bin/sh",
            "TERM": self.term,
            **self.login,
        }
        if self.language:
            bare["LANG"] = self.language
        if self.go_cache is not None:
            bare["GOCACHE"] = str(self.go_cache)
        return bare
