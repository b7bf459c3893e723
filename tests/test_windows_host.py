"""A Windows is told from its registry, variables and processes: simulated ones, and a real one under Wine."""

from __future__ import annotations

import ctypes
import json
from dataclasses import replace
from pathlib import Path

import pytest

from gowizard.host import detect
from gowizard.host.machine import Machine
from gowizard.host.path_items import expanded, is_open, items, key_of
from gowizard.host.registry import MACHINE, REG_EXPAND_SZ, REG_SZ, USER, Value
from gowizard.host.windows import machine_folders
from gowizard.host.windows_calls import native_processor
from gowizard.host.windows_environment import WindowsEnvironment
from tests.support import wine
from tests.support.fake_machine import pe
from tests.support.fake_windows import PRODUCT, UNINSTALL, VERSION_KEY, FakeWindows


def value(data: str, kind: int = REG_EXPAND_SZ) -> Value:
    return Value(kind=kind, data=data)


@pytest.mark.parametrize(
    ("build", "name", "expected"),
    [
        (22631, "Windows 10 Pro", "Windows 11 Pro 23H2"),
        (19045, "Windows 10 Home", "Windows 10 Home 23H2"),
        (20348, "Windows Server 2022 Standard\x1b[2J", "Windows Server 2022 Standard[2J 23H2"),
        (7601, "", "Windows 23H2"),
    ],
)
def test_release_and_edition(tmp_path: Path, build: int, name: str, expected: str) -> None:
    made = FakeWindows(tmp_path, build=build)
    made.registry.put(MACHINE, VERSION_KEY, "ProductName", 1, name)
    found = detect(made.build()).system
    assert (found.os, found.release, found.distribution) == ("windows", f"10.0.{build}", expected)


@pytest.mark.parametrize(
    ("processor", "program", "expected"),
    [("AMD64", "amd64", ("amd64", "amd64", False)), ("ARM64", "arm64", ("arm64", "arm64", False)),
     ("ARM64", "amd64", ("arm64", "amd64", True)), ("AMD64", "386", ("amd64", "386", True))],
)  # fmt: skip
def test_processor_of_machine_and_process(tmp_path: Path, processor: str, program: str, expected: tuple) -> None:
    made = FakeWindows(tmp_path, processor=processor)
    made.file("/python.exe", pe(program))
    found = detect(made.build()).system
    assert (found.arch, found.process_arch, found.emulated) == expected


@pytest.mark.parametrize(("native", "answer"), [(0xAA64, "ARM64"), (0x8664, "AMD64"), (0x1C4, "")])
def test_the_processor_behind_an_emulation(native: int, answer: str) -> None:
    """A stand-in for kernel32, called through ctypes' real calling convention."""
    pointer = ctypes.POINTER(ctypes.c_uint16)

    @ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, pointer, pointer)
    def ask(process, emulated, machine) -> int:
        assert process == 2**64 - 1  # the handle of the running process is -1, in full width
        emulated[0], machine[0] = 0x8664, native
        return 1

    class Kernel:
        IsWow64Process2 = ask
        GetCurrentProcess = ctypes.CFUNCTYPE(ctypes.c_void_p)(lambda: 2**64 - 1)

    assert native_processor(Kernel) == answer
    assert native_processor(object()) == ""


def test_the_user_is_no_administrator_because_every_number_is_zero(tmp_path: Path) -> None:
    made = FakeWindows(tmp_path, name="安")
    user = detect(made.build()).user
    assert (user.name, user.home, user.is_root) == ("安", made.home, False)
    made.elevated = True
    assert detect(made.build()).user.is_root


@pytest.mark.parametrize(
    ("variables", "code_page", "force", "expected"),
    [
        ({"WT_SESSION": "x"}, 437, None, (True, 2**24, False)),
        ({"TERM_PROGRAM": "vscode"}, 936, None, (True, 2**24, False)),
        ({"TERM": "xterm-256color", "LANG": "en_US.UTF-8"}, 437, None, (True, 256, False)),
        ({}, 437, None, (False, 16, False)),
        ({}, 936, None, (False, 16, False)),
        ({}, 65001, None, (True, 16, False)),
        ({}, 65001, 0, (False, 16, True)),
    ],
)
def test_consoles(tmp_path: Path, variables: dict, code_page: int, force: int | None, expected: tuple) -> None:
    made = FakeWindows(tmp_path)
    made.environment.update(variables)
    made.code_page = code_page
    if force is not None:
        made.registry.put(USER, "Console", "ForceV2", 4, force)
    host = detect(replace(made.build(), stdin_is_terminal=True, stdout_is_terminal=True))
    assert host.windows is not None
    assert (host.terminal.unicode, host.terminal.colours, host.windows.legacy_console) == expected


def test_display_language_where_no_variable_says_another(tmp_path: Path) -> None:
    made = FakeWindows(tmp_path)
    made.display_language = "zh_CN"
    assert detect(made.build()).language == "zh_CN.UTF-8"
    made.environment["LANG"] = "de_DE.UTF-8"
    assert detect(made.build()).language == "de_DE.UTF-8"


@pytest.mark.parametrize(
    ("programs", "variables", "expected"),
    [
        ((r"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe",), {}, "powershell"),
        ((r"C:\Users\ann\.local\bin\uv.exe", r"C:\Program Files\PowerShell\7\pwsh.exe"), {}, "pwsh"),
        (("py.exe", "CMD.EXE", "explorer.exe"), {}, "cmd"),
        ((r"C:\Program Files\Git\usr\bin\bash.exe",), {"MSYSTEM": "MINGW64"}, "git-bash"),
        ((r"C:\msys64\usr\bin\bash.exe",), {"MSYSTEM": "UCRT64"}, "msys2"),
        ((r"C:\cygwin64\bin\bash.exe",), {}, "cygwin"),
        ((r"C:\Windows\System32\cmd.exe", r"C:\msys64\usr\bin\bash.exe"), {"MSYSTEM": "MSYS"}, "cmd"),
        ((), {"MSYSTEM": "MINGW64", "EXEPATH": r"C:\Program Files\Git\bin"}, "git-bash"),
        ((r"C:\Windows\explorer.exe",), {}, ""),
    ],
)
def test_the_shell_of_the_window(tmp_path: Path, programs: tuple, variables: dict, expected: str) -> None:
    made = FakeWindows(tmp_path)
    made.ancestors = programs
    made.environment.update(variables)
    host = detect(made.build())
    assert host.windows is not None and (host.windows.window, host.shell, host.shells) == (expected, expected, ())


def test_folders_and_the_go_env_file(tmp_path: Path) -> None:
    made = FakeWindows(tmp_path)
    host, local = detect(made.build()), made.home / "AppData" / "Local" / "gowizard"
    assert (host.dirs.config, host.dirs.state, host.dirs.cache) == (local, local, local / "Cache")
    assert host.go_env_file == made.home / "AppData" / "Roaming" / "go" / "env"


def test_the_installers_traces(tmp_path: Path) -> None:
    made = FakeWindows(tmp_path)
    root = made.installer()
    host = detect(made.build())
    assert host.windows is not None
    (installer,), (go,) = host.windows.installers, host.gos
    assert (installer.product, installer.version) == (PRODUCT, "go1.22.3")
    assert (go.root, go.owner, go.version, go.arch, go.path_index) == (root, f"msi:{PRODUCT}", "go1.22.3", "amd64", 2)
    assert machine_folders(host.windows.environment)[-1] == f"{root}/bin"
    made.folder("/choco/lib/golang")
    made.environment["CHOCOLATEYINSTALL"] = str(made.at("/choco"))
    assert detect(made.build()).gos[0].owner == "chocolatey"


@pytest.mark.parametrize("product", ["{no-code}", "x & calc.exe", PRODUCT + " /qn"])
def test_a_product_is_a_code_or_nothing(tmp_path: Path, product: str) -> None:
    made = FakeWindows(tmp_path)
    made.registry.put(MACHINE, f"{UNINSTALL}\\{product}", "DisplayName", 1, "Go Programming Language amd64 go1.22.3")
    host = detect(made.build())
    assert host.windows is not None and host.windows.installers == ()


def test_scoop_winget_and_the_endings_of_programs(tmp_path: Path) -> None:
    made = FakeWindows(tmp_path)
    made.go("/Users/ann/scoop/apps/go/current", "go1.25.1")
    for place in ("scoop/shims", "AppData/Local/Microsoft/WinGet/Links"):
        made.file(f"/Users/ann/{place}/go.exe", pe("amd64"), 0o755)
    made.file("/Users/ann/tools/go.cmd", "@mise x -- go %*", 0o755)
    made.file("/Users/ann/scoop/shims/go.shim", "path = go.exe\n")
    folders = ("tools", "AppData/Local/Microsoft/WinGet/Links", "scoop/shims")
    made.environment["PATH"] = ";".join(f'"{made.home / folder}"' for folder in folders)
    gos = detect(made.build()).gos
    assert [(go.owner, go.is_shim, go.path_index) for go in gos] == [
        ("mise", True, 0), ("winget", True, 1), ("scoop", True, 2), ("scoop", False, None)]  # fmt: skip


def test_path_items() -> None:
    assert items('C:\\a;"C:\\b;c";;D:\\') == ["C:\\a", '"C:\\b;c"', "", "D:\\"]
    assert items("") == [] and is_open('"C:\\a') and not is_open('"C:\\a"')
    known = {"USERPROFILE": r"C:\Users\Ann"}
    same = [r"%UserProfile%\go\bin", r"c:\users\ann\go\bin" + "\\", "C:/Users/Ann/go//bin"]
    same += [r'"C:\Users\ann\go\bin"', " c:\\users\\ann\\go\\.\\bin "]
    assert {key_of(item, known) for item in same} == {r"c:\users\ann\go\bin"}
    assert key_of(r"C:\Go\bin", known) != key_of(r"C:\Go\bin2", known)
    assert key_of("C:\\", known) == "c:\\" and key_of("%GONE%\\x", known) == "%gone%\\x" and key_of('""', known) == ""


PAIRS = {  # with what %KNOWN% and %USERPROFILE% hold; a real Windows (Wine) is asked the same below
    r"C:\50%\a;%KNOWN%\x": r"C:\50%\a;%KNOWN%\x", "%%;%KNOWN%": "%%;(k)", "%%KNOWN%%": "%%KNOWN%%",
    "%GONE%KNOWN%": "%GONE%KNOWN%", "%=%KNOWN%": "%=%KNOWN%",
    "a%KNOWN": "a%KNOWN", "%known%%KNOWN%": "(k)(k)", "%GONE%;%KNOWN%": "%GONE%;(k)",
}  # fmt: skip


def test_percent_signs_go_in_pairs() -> None:
    assert {text: expanded(text, {"KNOWN": "(k)"}) for text in PAIRS} == PAIRS


def test_a_new_process_as_explorer_starts_it() -> None:
    made = WindowsEnvironment(
        machine={"Path": value(r"%SystemRoot%;C:\M"), "GOPATH": value("C:\\m", REG_SZ), "Both": value("machine")},
        user={"PATH": value(r"%GOPATH%\bin;%ZZ%"), "gopath": value(r"%USERPROFILE%\go"), "ZZ": value("z", REG_SZ),
              "both": value("user"), "Odd": Value(kind=3, data=b"x"), "Empty": value("")},
        given={"SYSTEMROOT": r"C:\Windows", "USERPROFILE": r"C:\Users\ann"},
    )  # fmt: skip
    found = made.new_process()
    assert found["PATH"] == r"C:\Windows;C:\M;C:\Users\ann\go\bin;z"
    assert (found["GOPATH"], found["BOTH"]) == (r"C:\Users\ann\go", "user")
    assert not {"ODD", "EMPTY"} & set(found)
    assert made.new_process({"Path": value("C:\\x")})["PATH"] == r"C:\Windows;C:\M;C:\x"


def test_this_machine_is_no_windows() -> None:
    machine = Machine.real()
    assert (machine.ancestors(), machine.registry.value(USER, "Environment", "Path")) == ((), None)


PLANT = r"""
import winreg
with winreg.CreateKey(winreg.HKEY_CURRENT_USER, "Environment") as key:
    for name, kind, data in (("Path", 2, "%GOPATH%\\bin;%HOMEDRIVE%\\b"), ("GOPATH", 1, "C:\\g"), ("Plain", 1, "%A%")):
        winreg.SetValueEx(key, name, 0, kind, data)
"""
LOOK = r"""
import json, os
from gowizard.host import detect
from gowizard.host.machine import Machine
host = detect()
print(json.dumps([host.windows.environment.new_process(), dict(os.environ),
    [host.system.arch, host.system.process_arch, host.system.release, host.system.distribution],
    [host.user.name, str(host.user.home), host.user.is_root], Machine.real().ancestors(), host.shell,
    os.getpid() in {number for number, _ in Machine.real().programs()}]))
"""


EXPAND = """
import json, os, sys, winreg
os.environ["KNOWN"] = "(k)"
print(json.dumps([winreg.ExpandEnvironmentStrings(text) for text in json.loads(sys.stdin.read())]))
"""


@pytest.mark.slow
def test_a_real_windows(tmp_path: Path) -> None:
    """Wine, too, makes the environment of a first process from the registry: what is told must be what came."""
    with wine.windows(tmp_path) as windows:
        assert windows.python("-c", PLANT).returncode == 0
        (windows.home / "look.py").write_text(LOOK, encoding="utf-8")
        packages = ";".join(map(wine.windows_path, (wine.ROOT, wine.interpreter()[1])))
        program = wine.windows_path(wine.interpreter()[0])
        done = windows.run("cmd", "/c", program, "look.py", more={"PYTHONPATH": packages, "PYTHONUTF8": "1"})
        assert done.returncode == 0, done.stderr
        told, came, system, user, above, shell, listed = json.loads(done.stdout)
        pairs = windows.python("-c", EXPAND, stdin=json.dumps(list(PAIRS)))
    assert json.loads(pairs.stdout) == list(PAIRS.values()), pairs.stderr
    assert told["PATH"] == came["PATH"] and told["PATH"].endswith(";C:\\g\\bin;C:\\b")
    assert {name: came.get(name) for name in told} == told and told["PLAIN"] == "%A%"
    assert system[:2] == ["amd64", "amd64"] and system[2].startswith("10.0.") and "Windows" in system[3]
    assert user[:2] == [wine.USER, wine.PROFILE]
    assert (above[0].lower().endswith("cmd.exe"), shell, listed) == (True, "cmd", True)
