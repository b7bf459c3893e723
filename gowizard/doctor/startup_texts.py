"""The startup and system files that could set a variable, and the files that these source, read as bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from gowizard.dataclass import dataclass
from gowizard.doctor.starting import Mode
from gowizard.environment.conflicts import user_files
from gowizard.environment.folders import config_home, fish_folder
from gowizard.host.facts import Shell, When
from gowizard.host.files import globbed, is_file, read_head
from gowizard.host.zdotdir import expand

if TYPE_CHECKING:
    from gowizard.doctor.scene import Scene

_PAM = ("/etc/environment", "/etc/security/pam_env.conf")
_SYSTEM = (*_PAM, "/etc/profile", "/etc/bash.bashrc", "/etc/bashrc", "/etc/zsh/zshenv", "/etc/zshenv")
_OFTEN = (".bash_aliases", ".aliases", ".exports", ".path")
_MOST = 1 << 20  # bytes of a startup file that are looked at
_DEEP = 3  # files that sourced files source
_MANY = 60  # sourced files in all
_SOURCE = re.compile(
    rb"(?:^|[\s;&|{(])(?:\\?\.|source|builtin source)[ \t]+(\"[^\"\n]+\"|'[^'\n]+'|[^\s;&|)}\"']+)(?=[\s;&|)}]|$)"
)
# `export $(grep -v '^#' .env | xargs)`: where comments are not left out, none may be written there
_EXPORTED = re.compile(rb"\bexport[ \t]+[\"']?(?:\$\(|`)[^\n]*?[ \t<\"']([~$/.\w{}-]*\.env\b[\w.-]*)")
_LOOP = re.compile(rb"\bfor[ \t]+\w+[ \t]+in[ \t]+([^\s;()$`]*(?:\$\{?HOME\}?)?[^\s;()$`]*/\*[^\s;()$`]*)")


@dataclass(frozen=True, kw_only=True)
class StartupText:
    """One file. `dialect` is "posix", "fish", "csh", "pam" (KEY=VALUE only) or another shell's name."""

    path: Path  # as the shell names it, links not followed
    kind: str  # "startup-file", "system-file"
    dialect: str
    content: bytes
    sources: tuple[tuple[int, Path], ...] = ()  # files that it reads, with the line


def startup_texts(scene: Scene) -> tuple[StartupText, ...]:
    """Every such file that exists, system files first, then the user's; sourced files behind those."""
    return scene.once("startup-texts", lambda: tuple(_all(scene)))


def text_of(scene: Scene, path: Path) -> StartupText | None:
    """The file of that name among them."""
    return next((text for text in startup_texts(scene) if text.path == path), None)


def read_startup(path: Path) -> bytes:
    """The beginning of a file, nothing where it cannot be read."""
    return read_head(path, _MOST)


def files_read(scene: Scene, shell: Shell, mode: Mode) -> tuple[Path, ...]:
    """The user's files that this shell reads when it is started so, in order, with those that they source.

    Where one of them puts another shell in its place, that one's follow.
    """
    paths = _read_by(scene, shell, mode)
    following = scene.view(mode, shell).through
    known = {text.path: text for text in startup_texts(scene)}
    if following is not None:
        paths += _read_by(scene, following, mode)
    return tuple(dict.fromkeys(_closure(known, paths)))


def _read_by(scene: Scene, shell: Shell, mode: Mode) -> list[Path]:
    login = mode in {Mode.LOGIN, Mode.LOGIN_INTERACTIVE}
    interactive = mode in {Mode.INTERACTIVE, Mode.LOGIN_INTERACTIVE}
    wanted = {When.ALWAYS} | ({When.LOGIN} if login else set()) | ({When.INTERACTIVE} if interactive else set())
    if shell.name == "bash" and login:
        wanted.discard(When.INTERACTIVE)
    found = [file.path for file in shell.startup_files if file.exists and not file.shadowed_by and file.when & wanted]
    if shell.name == "fish":
        found = [*globbed(fish_folder(scene.host) / "conf.d", "*.fish"), fish_folder(scene.host) / "config.fish"]
    # what is listed is in the order of reading but for bash's and ksh's .profile
    found.sort(key=lambda path: not path.name.endswith("profile") if shell.name in {"ksh", "mksh"} else False)
    return found


def source_loop(scene: Scene, paths: tuple[Path, ...]) -> tuple[StartupText, int, Path] | None:
    """A line of these files by which one comes to be read again while it is read, with the file that it names."""
    known = {text.path: text for text in startup_texts(scene)}

    def search(path: Path, above: tuple[Path, ...]) -> tuple[StartupText, int, Path] | None:
        for line, source in known[path].sources if path in known and len(above) < _DEEP + 2 else ():
            if source in (*above, path):
                return known[path], line, source
            if (found := search(source, (*above, path))) is not None:
                return found
        return None

    return next((found for path in paths if (found := search(path, ())) is not None), None)


def _closure(known: dict[Path, StartupText], paths: list[Path], deep: int = 0) -> Iterator[Path]:
    for path in paths:
        if path not in known:
            continue
        yield path
        if deep < _DEEP:
            yield from _closure(known, [source for _line, source in known[path].sources], deep + 1)


def _all(scene: Scene) -> Iterator[StartupText]:
    seen: set[Path] = set()
    waiting = [(path, kind, dialect, 0) for path, kind, dialect in _named(scene)]
    while waiting:
        path, kind, dialect, deep = waiting.pop(0)
        if path in seen or len(seen) > _MANY or not is_file(path):
            continue
        seen.add(path)
        content = read_startup(path)
        sources = () if dialect not in {"posix", "fish", "csh"} else tuple(_sourced(scene, path, content))
        yield StartupText(path=path, kind=kind, dialect=dialect, content=content, sources=sources)
        if deep < _DEEP:
            kinds = {source: _kind(scene, source) for _line, source in sources}
            waiting += [(source, kinds[source], dialect, deep + 1) for _line, source in sources]


def _named(scene: Scene) -> Iterator[tuple[Path, str, str]]:
    machine = scene.machine
    for name in _SYSTEM:
        yield machine.system(name), "system-file", "pam" if name in _PAM else "posix"
    for path in globbed(machine.system("/etc/profile.d"), "*.sh"):
        yield path, "system-file", "posix"
    folder = config_home(scene.host) / "environment.d"
    for path in globbed(folder, "*.conf"):
        yield path, "startup-file", "pam"
    for path in user_files(scene.host):
        yield path, "startup-file", dialect_of_file(path)
    for name in _OFTEN:  # what people read from there, or believe to
        yield scene.home / name, "startup-file", "posix"


def dialect_of_file(path: Path) -> str:
    """The language of a startup file, by its name."""
    name = path.name
    if name == ".pam_environment":
        return "pam"
    if path.suffix == ".fish":
        return "fish"
    if name in {".cshrc", ".tcshrc", ".login"} or path.suffix == ".csh":
        return "csh"
    others = {".nu": "nu", ".elv": "elvish", ".xsh": "xonsh", ".ps1": "powershell"}
    return "xonsh" if name == ".xonshrc" else others.get(path.suffix, "posix")


def _kind(scene: Scene, path: Path) -> str:
    return "startup-file" if path.is_relative_to(scene.home) else "system-file"


def _sourced(scene: Scene, parent: Path, content: bytes) -> Iterator[tuple[int, Path]]:
    for number, line in enumerate(content.split(b"\n"), 1):
        if line.lstrip().startswith(b"#") or b"gowizard" in line:
            continue
        if loop := _LOOP.search(line):
            yield from ((number, path) for path in _globbed(scene, loop[1].decode("utf-8", "surrogateescape")))
        for match in (*_SOURCE.finditer(line), *(_EXPORTED.finditer(line) if b"#" in line else ())):
            word = match[1].decode("utf-8", "surrogateescape")
            value = expand(word, {"HOME": str(scene.home)} | _folders(scene))
            if value and value.startswith("/") and Path(value) != parent:
                yield number, Path(value)


def _globbed(scene: Scene, word: str) -> list[Path]:
    folder, _slash, pattern = word.strip("\"'").rpartition("/")
    value = expand(folder.strip("\"'"), {"HOME": str(scene.home)} | _folders(scene))
    if not value or not value.startswith("/") or "*" in value:
        return []
    return sorted(path for path in globbed(Path(value), pattern.strip("\"'") or "*") if is_file(path))[:20]


def _folders(scene: Scene) -> dict[str, str]:
    names = ("XDG_CONFIG_HOME", "ZDOTDIR")
    return {name: value for name in names if (value := scene.session.get(name, "")).startswith("/")}


def plain_bytes(content: bytes) -> bytes:
    """The content in UTF-8, without a byte order mark, each line ended by a line feed alone."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            content = content.decode("utf-16").encode()
        except UnicodeError:
            return content
    return content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
