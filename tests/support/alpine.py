"""A root folder as Alpine's, as far as it can be had here: Debian's static busybox, Alpine's start-up files, no glibc.

What runs in it is real: the shell, the archive's programs, a mount namespace with its own /proc. The name of musl's
loader is an empty file: nothing that needs it is started.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from gowizard.host.headers import elf_interpreter
from gowizard.host.machine import Machine, PasswordEntry

BUSYBOX = Path("/bin/busybox")
BARE = {"HOME": "/root", "USER": "root", "LOGNAME": "root", "SHELL": "/bin/ash", "TERM": "dumb",
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}  # fmt: skip
# login shells read profile.d through it
PROFILE = """export PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
export PAGER=less
umask 022
for script in /etc/profile.d/*.sh; do
	if [ -r "$script" ]; then
		. "$script"
	fi
done
unset script
"""


class Alpine:
    """The root folder; `run` starts a program in it with nothing of this system but the mounted Go trees."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.mounts: list[tuple[Path, str]] = [(Path("/dev/null"), "/dev/null")]
        for name in ("bin", "dev", "etc/profile.d", "lib", "proc", "root", "sbin", "tmp", "usr/bin", "usr/local/bin"):
            (root / name).mkdir(parents=True)
        (root / "dev/null").touch()
        (root / "lib/ld-musl-x86_64.so.1").touch()
        (root / "bin/busybox").write_bytes(BUSYBOX.read_bytes())
        (root / "bin/busybox").chmod(0o755)
        for applet in ("sh", "ash", "cat", "ls", "mkdir", "env", "id", "which"):
            (root / "bin" / applet).symlink_to("/bin/busybox")
        (root / "etc/profile").write_text(PROFILE)
        (root / "etc/shells").write_text("/bin/sh\n/bin/ash\n")
        (root / "etc/passwd").write_text("root:x:0:0:root:/root:/bin/ash\n")
        (root / "etc/os-release").write_text('NAME="Alpine Linux"\nID=alpine\nPRETTY_NAME="Alpine Linux v3.20"\n')

    def mount(self, folder: Path, place: str) -> None:
        """Show a folder of this system in it."""
        (self.root / place.lstrip("/")).mkdir(parents=True, exist_ok=True)
        self.mounts.append((folder, place))

    def machine(self) -> Machine:
        """The seam of gowizard, asked about it as root there would."""
        home = str(self.root / "root")
        path = ":".join(f"{self.root}{folder}" for folder in BARE["PATH"].split(":"))
        return Machine(
            environment={**BARE, "HOME": home, "PATH": path}, cwd=Path(home), root=self.root, machine="x86_64",
            release="6.6.31", uid=os.getuid(), gid=os.getgid(),
            password_entry=lambda uid: PasswordEntry(name="root", home=home, shell="/bin/ash"),
        )  # fmt: skip

    def run(self, *command: str, seconds: float = 240, **more: str) -> subprocess.CompletedProcess[str]:
        """A program in a namespace of its own, its standard input closed."""
        mounts = "".join(f"mount --bind '{folder}' '{self.root}{place}'; " for folder, place in self.mounts)
        script = f"{mounts}mount -t proc proc '{self.root}/proc'; exec chroot '{self.root}' \"$@\""
        return subprocess.run(
            [*NAMESPACE, "sh", "-ec", script, "sh", *command], env={**BARE, **more}, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=seconds,
        )  # fmt: skip

    def shell(self, command: str, *flags: str, **more: str) -> subprocess.CompletedProcess[str]:
        """busybox' ash: a login shell unless other flags are given."""
        return self.run("/bin/ash", *(flags or ("-lc",)), command, **more)


NAMESPACE = ["unshare", "--mount", "--pid", "--fork", *([] if os.getuid() == 0 else ["--map-root-user"])]


def need_alpine() -> None:
    """Skip, or in CI fail, without a static busybox; skip where no namespace may be made."""
    if not BUSYBOX.is_file() or elf_interpreter(BUSYBOX):
        words = "missing here: busybox-static"
        pytest.fail(words) if os.environ.get("GOWIZARD_TEST_STRICT") else pytest.skip(words)
    if subprocess.run([*NAMESPACE, "true"], capture_output=True).returncode:
        pytest.skip("no mount namespaces here")
