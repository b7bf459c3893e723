"""What a user takes along from the last page: the first program and the answers. Undo takes each back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from gowizard import changes, proof
from gowizard.answers import Answers, to_toml
from gowizard.cancellation import Cancel
from gowizard.errors import GowizardError
from gowizard.folders import with_tilde
from gowizard.host import Host
from gowizard.locales import _


def keep_hello(host: Host, language: str) -> Path:
    """Write the first program as a module into `~/hello` and return the folder; `language` is go.mod's go line.

    Raises GowizardError where the folder holds something else.
    """
    folder = host.user.home / "hello"
    place = with_tilde(str(folder), host.user.home)
    module = "module hello\n" + (f"\ngo {language}\n" if language else "")
    files = {"main.go": proof.HELLO_SOURCE.encode(), "go.mod": module.encode()}
    others = [item for item in folder.iterdir() if not _is(item, files)] if folder.exists() else []
    if others:
        title = _("{place} holds something else").format(place=place)
        raise GowizardError(title, "", _("Move it away, or copy the program from the log."))
    effects: list[changes.Effect] = [] if folder.is_dir() else [changes.MakeFolder(path=folder)]
    effects += [changes.write_file(folder / name, content) for name, content in files.items()]
    _run(host, "keep-hello", _("Keep the first program in {place}").format(place=place), effects)
    return folder


def _is(item: Path, files: Mapping[str, bytes]) -> bool:
    return item.is_file() and item.name in files and item.read_bytes() == files[item.name]


def save_answers(host: Host, answers: Answers) -> Path:
    """Write gowizard.toml into the current folder and return its path."""
    path = host.cwd / "gowizard.toml"
    text = to_toml(answers, host.user.home)
    title = _("Save the answers as {path}").format(path=path)
    _run(host, "save-answers", title, [changes.write_file(path, text.encode())])
    return path


def _run(host: Host, name: str, title: str, effects: list[changes.Effect]) -> None:
    change = changes.Change(id=name, title=title, effects=tuple(effects))
    with changes.open_run(host.dirs.state, title=title, verb=name, wait=2.0) as run:
        run.apply((change,), lambda event: None, Cancel())
