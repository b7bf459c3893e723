"""An account on a simulated Mac: the real program, and real shells started as Terminal.app starts them.

Both run in a mount namespace in which the Mac's files lie over /etc, so that zsh and bash read /etc/zprofile and
/etc/profile where macOS has them, with a stand-in for path_helper in its place. Needs root.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pexpect

from tests.support.account import NOT_OURS
from tests.support.fake_mac import mac
from tests.support.fake_machine import FakeMachine

# What the manual page and Apple's published source say of it: the lines of /etc/paths, those of the files in
# /etc/paths.d, then whatever PATH held besides.
PATH_HELPER = """#!/bin/sh
all=
add() {
  case ":$all:" in *":$1:"*) ;; *) all="${all:+$all:}$1" ;; esac
}
for file in /etc/paths /etc/paths.d/*; do
  [ -f "$file" ] || continue
  while IFS= read -r line || [ -n "$line" ]; do
    [ -z "$line" ] || add "$line"
  done < "$file"
done
IFS=:
for item in $PATH; do
  [ -z "$item" ] || add "$item"
done
printf 'PATH="%s"; export PATH;\\n' "$all"
"""
_OF_THIS_MACHINE = ("passwd", "group", "nsswitch.conf", "hosts", "ld.so.cache", "localtime", "ssl")
_LIBRARY = ("Library/Caches", "Library/Logs", "Library/Application Support/gowizard")


@dataclass(frozen=True)
class Asked:
    """What a terminal's shell answered."""

    path: list[str]
    go: str  # what `command -v go` says

    def before(self, first: str, second: str) -> bool:
        """Whether one folder comes before another in PATH."""
        return self.path.index(first) < self.path.index(second)


class MacAccount:
    """`made` is the Mac; its programs in /usr/local/bin and the like are the tests' own."""

    def __init__(self, folder: Path, **options: object) -> None:
        self.folder = folder
        self.made: FakeMachine = mac(folder / "mac", uid=os.geteuid(), **options)  # type: ignore[arg-type]
        self.home = self.made.home
        for name in ("zsh", "bash", "sh"):
            place = self.made.at(f"/bin/{name}")
            place.unlink()
            place.symlink_to(shutil.which(name) or f"/bin/{name}")
        self.brew_bin = str(self.made.folder("/usr/local/bin"))
        self.made.file("/etc/paths", f"{self.brew_bin}\n/usr/bin\n/bin\n/usr/sbin\n/sbin\n")
        (folder / "libexec").mkdir()
        helper = folder / "libexec" / "path_helper"
        helper.write_text(PATH_HELPER)
        helper.chmod(0o755)
        self._etc()

    def _etc(self) -> None:
        """What this machine's programs need of /etc, and Debian's places of zsh's own files."""
        etc = self.made.at("/etc")
        for name in _OF_THIS_MACHINE:
            place = Path("/etc") / name
            if place.is_dir():
                shutil.copytree(place, etc / name, symlinks=True)
            elif place.exists():
                shutil.copy2(place, etc / name)
        (etc / "zsh").mkdir()
        (etc / "zsh" / "zprofile").symlink_to("../zprofile")

    @staticmethod
    def possible() -> bool:
        """Whether mount namespaces can be had here."""
        return subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode == 0

    def stand_in(self, place: str, name: str = "go") -> str:
        """A program of the Mac's that is no Go of ours; returns its path."""
        return str(self.made.file(f"{place}/{name}", "#!/bin/sh\necho go version go1.20.1 darwin/amd64\n", 0o755))

    @property
    def environment(self) -> dict[str, str]:
        """What launchd and login(1) give."""
        return {
            "HOME": str(self.home), "USER": "ann", "LOGNAME": "ann", "SHELL": "/bin/zsh", "LANG": "C.UTF-8",
            "TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal", "PATH": "/usr/bin:/bin:/usr/sbin:/sbin",
        }  # fmt: skip

    def fenced(self, *command: str) -> list[str]:
        """The command in a mount namespace of its own."""
        mounts = f"mount --bind {self.made.at('/etc')} /etc && mount --bind {self.folder / 'libexec'} /usr/libexec"
        return ["unshare", "--mount", "sh", "-c", f'{mounts} && exec "$@"', "sh", *command]

    def gowizard(self, *words: str, expect: int | None = 0, **more: str) -> subprocess.CompletedProcess[str]:
        """Run the program without a terminal; `expect` is the exit status that must come, None for any."""
        running = self.start(*words, **more)
        said, complained = running.communicate(timeout=240)
        done = subprocess.CompletedProcess(running.args, running.returncode, said, complained)
        assert "Traceback" not in done.stderr + done.stdout, done.stderr
        assert expect is None or done.returncode == expect, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def start(self, *words: str, **more: str) -> subprocess.Popen[str]:
        """The program at work, its two outputs pipes."""
        facts = self.folder / "facts.json"
        made = self.made
        told = {"root": str(made.root), "facts": made.facts, "sysctls": made.sysctls, "uid": made.uid}
        facts.write_text(json.dumps(told))
        return subprocess.Popen(
            self.fenced(sys.executable, "-m", "tests.support.mac_program", str(facts), *words),
            env={**self.environment, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)) or os.getcwd(), **more},
            cwd=self.home, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def terminal(self, shell: str = "zsh", *, inside: str = "") -> Asked:
        """Open a window of Terminal.app: the shell is a login shell by its name, and interactive on a terminal.

        `inside` is typed first, such as the start of another shell.
        """
        given = [f"{name}={value}" for name, value in self.environment.items()]
        command = self.fenced("env", "-i", *given, "bash", "-c", f"exec -a -{shell} {shell}")
        child = pexpect.spawn(
            command[0], command[1:], cwd=str(self.home), timeout=120, encoding="utf-8", codec_errors="replace"
        )
        try:
            for line in filter(None, [inside, "printf '\\n<%s>\\n' \"$PATH\" \"$(command -v go)\"; exit"]):
                child.sendline(line)
            if inside:
                child.sendline("exit")
            child.expect(pexpect.EOF)
            said = child.before or ""
        finally:
            child.close(force=True)
        answers = re.findall(r"(?m)^<([^%\r\n]*)>\r?$", said)
        assert len(answers) == 2, said
        return Asked(answers[0].split(":"), answers[1])

    def picture(self) -> dict[str, tuple[int, bytes | str]]:
        """Every file and link of the home, mode and bytes, but for caches, logs and the journal."""
        found: dict[str, tuple[int, bytes | str]] = {}
        for place in sorted(self.home.rglob("*")):
            name = str(place.relative_to(self.home))
            if name.startswith((*NOT_OURS, *_LIBRARY)) or name in {"Library", "Library/Application Support"}:
                continue
            facts = place.lstat()
            content = os.readlink(place) if place.is_symlink() else place.read_bytes() if place.is_file() else ""
            found[name] = (facts.st_mode, content)
        return found
