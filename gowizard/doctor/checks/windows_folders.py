"""Windows: the folders of a profile, OneDrive, letters that C programs cannot read (entries 51, 52, 89, 90)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gowizard import changes
from gowizard.doctor.check import Check
from gowizard.doctor.go_folders import build_cache, gopath, mine, module_cache, temporary
from gowizard.doctor.mending import without_lines
from gowizard.doctor.model import Evidence, Finding, Likelihood, Origin, Remedy, Severity
from gowizard.doctor.registry_values import removed, replaced, seen, user_place
from gowizard.doctor.scene import Scene
from gowizard.host.files import is_folder
from gowizard.host.path_items import is_inside
from gowizard.host.registry import MACHINE, USER
from gowizard.locales import _

_PROFILE = ("LOCALAPPDATA", "APPDATA", "USERPROFILE")
_CACHE_LINK = "https://pkg.go.dev/os#UserCacheDir"
_TEMP = r"%USERPROFILE%\AppData\Local\Temp"
_FILE_SYSTEM = r"SYSTEM\CurrentControlSet\Control\FileSystem"
_DEEP = 90  # letters of a module cache's path: git's limit of 260 is near for what lies in it
_GUARD = r"SOFTWARE\Microsoft\Windows Defender\Windows Defender Exploit Guard\Controlled Folder Access"
_SHELL_FOLDERS = r"Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
_PLAIN = "go env -w GOCACHE=C:\\gowork\\cache GOPATH=C:\\gowork GOTMPDIR=C:\\gowork\\tmp"


def look_at_profile(scene: Scene) -> Iterator[Finding]:
    """LOCALAPPDATA and its like: given by Windows, unless the registry overrides them or a service starts without."""
    windows = scene.host.windows
    if windows is None:
        return
    for name in _PROFILE:
        value = windows.environment.user_value(name)
        if value is not None and value.text and not is_folder(Path(windows.environment.new_process().get(name, ""))):
            yield _overridden(scene, name)
        elif not scene.session.get(name):
            yield _not_given(name)


def _overridden(scene: Scene, name: str) -> Finding:
    assert scene.host.windows is not None
    place = user_place(scene.host.windows.environment, name)
    return Finding(
        id="profile-folder",
        about=name,
        entry=(52,),
        severity=Severity.BLOCKS,
        title=_("{name} names a folder that does not exist").format(name=name),
        affects=_("Go finds no place for its caches: “build cache is required, but could not be located”."),
        evidence=(seen(place),),
        explanation=_("Windows sets it by itself; a value in the registry overrides that and is not needed."),
        origin=(place,),
        remedy=Remedy(
            title=_("Take {key} out of {places}").format(key=name, places=place.name), values=(removed(name),)
        ),
        links=(_CACHE_LINK,),
    )


def _not_given(name: str) -> Finding:
    return Finding(
        id="profile-folder-unset",
        about=name,
        entry=(52,),
        severity=Severity.HURTS,
        title=_("{name} is not set in this session").format(name=name),
        affects=_("Go stops with “%{name}% is not defined”.").format(name=name),
        evidence=(Evidence(where=name, what=_("It is not set.")),),
        explanation=_("Windows gives it to every window. Services and other programs may start without it."),
        origin=(Origin(kind="session"),),
        remedy=Remedy(
            title=_("Open a new window"),
            commands=("explorer.exe",),
            reason=_("What started this session left the variable out; no file can change that."),
        ),
        links=(_CACHE_LINK,),
        terminal=name,
    )


def look_at_temp(scene: Scene) -> Iterator[Finding]:
    """The folder in which Go builds."""
    folder = temporary(scene)
    if not folder.key or (folder.path.is_absolute() and is_folder(folder.path) and mine(scene, folder.path)):
        return
    origins = scene.origins(folder.key) or (folder.origin,)
    problem = _("It is no absolute path.")
    if folder.path.is_absolute():
        problem = _("It cannot be written.") if is_folder(folder.path) else _("It does not exist.")
    yield Finding(
        id="windows-temp-folder",
        entry=(51,),
        severity=Severity.BLOCKS,
        title=_("The folder for temporary files cannot be used: {path}").format(path=folder.path),
        affects=_("Nothing can be built: “creating work dir”."),
        evidence=(*(seen(one) for one in origins if one.name), Evidence(where=folder.key, what=problem)),
        explanation=_("Go builds in the folder that GOTMPDIR names, else in the one of TMP or TEMP."),
        origin=origins,
        remedy=_temp_remedy(scene, folder.key, folder.path, origins),
        links=("https://pkg.go.dev/cmd/go#hdr-Environment_variables",),
    )


def _temp_remedy(scene: Scene, key: str, path: Path, origins: tuple[Origin, ...]) -> Remedy:
    if path.is_relative_to(scene.home) and path.is_absolute() and not path.exists():
        title = _("Make the folder {path}").format(path=path)
        return Remedy(title=title, effects=(changes.MakeFolder(path=path),))
    if key == "GOTMPDIR" or origins[-1].kind != "registry":
        return without_lines(scene, key, origins)
    names = [name for name in ("TMP", "TEMP") if scene.variable(name) == scene.variable(key)]
    title = _("Set {key} to {value} in {places}").format(
        key=" + ".join(names), value=_TEMP, places=_(", ").join(origin.place for origin in origins))  # fmt: skip
    usual = scene.home / "AppData" / "Local" / "Temp"
    made = () if is_folder(usual) else (changes.MakeFolder(path=usual),)
    return Remedy(title=title, values=tuple(replaced(name, _TEMP) for name in names), effects=made)


def look_at_names(scene: Scene) -> Iterator[Finding]:
    """Folders with letters that C programs cannot read, in OneDrive, behind a guard, or with very long names."""
    folders = [folder for folder in (build_cache(scene), gopath(scene)) if folder is not None]
    strange = next((folder for folder in folders if not str(folder.path).isascii()), None)
    if strange is not None and scene.setting("CGO_ENABLED")[0] != "0":
        yield Finding(
            id="letters",
            entry=(89,),
            severity=Severity.ADVICE,
            title=_("Go's folders have letters in their names that C compilers may not read: {path}").format(
                path=strange.path
            ),
            affects=_("Packages with C code may fail to build; pure Go does not."),
            evidence=(Evidence(where=strange.key, what=str(strange.path)),),
            explanation=_("Go itself reads any name. MinGW's programs do not."),
            remedy=Remedy(
                title=_("Use folders with plain names"), commands=(_PLAIN,), reason=_("It is needed for C code only.")
            ),
        )
    yield from _long_paths(scene)
    yield from _in_onedrive(scene)
    yield from _guarded(scene)


def _long_paths(scene: Scene) -> Iterator[Finding]:
    allowed = scene.machine.registry.value(MACHINE, _FILE_SYSTEM, "LongPathsEnabled")
    cache = module_cache(scene)
    if cache is None or len(str(cache.path)) < _DEEP or (allowed is not None and allowed.data == 1):
        return
    told = "1" if allowed is None else str(allowed.data)
    yield Finding(
        id="long-paths",
        entry=(90,),
        severity=Severity.ADVICE,
        title=_("Windows allows no long paths here"),
        affects=_("git and some tools fail with “Filename too long”; Go itself does not."),
        evidence=(
            Evidence(where=cache.key, what=str(cache.path)),
            *((Evidence(where=rf"HKLM\{_FILE_SYSTEM}\LongPathsEnabled (REG_DWORD)", what=told),) if allowed else ()),
        ),
        explanation=_("Module paths are long, and 260 letters are soon used up."),
        remedy=Remedy(
            title=_("Let git use long paths"),
            commands=("git config --global core.longpaths true",),
            reason=_("It changes git for all your projects."),
        ),
    )


def _in_onedrive(scene: Scene) -> Iterator[Finding]:
    held, windows = gopath(scene), scene.host.windows
    if windows is None or held is None:
        return
    place = next((place for place in windows.synchronised if is_inside(str(held.path), place)), None)
    if place is not None:
        yield Finding(
            id="onedrive",
            entry=(90,),
            severity=Severity.ADVICE,
            title=_("OneDrive keeps Go's folder in step: {path}").format(path=held.path),
            affects=_("Thousands of small files make that slow, and files may lock while Go writes them."),
            evidence=(Evidence(where=held.key, what=str(held.path)), Evidence(where="OneDrive", what=place)),
            explanation=_("Modules can be fetched again at any time; they need no copy in a cloud."),
            remedy=Remedy(
                title=_("Use a folder outside OneDrive"),
                commands=(r"go env -w GOPATH=C:\gowork",),
                reason=_("What you keep there has to move with it."),
            ),
        )


def _guarded(scene: Scene) -> Iterator[Finding]:
    switch = scene.machine.registry.value(MACHINE, _GUARD, "EnableControlledFolderAccess")
    held, windows = gopath(scene), scene.host.windows
    if windows is None or held is None or switch is None or switch.data != 1:
        return
    personal = scene.machine.registry.value(USER, _SHELL_FOLDERS, "Personal")
    documents = personal.text if personal is not None and personal.text else str(scene.home / "Documents")
    places = (documents, *(str(scene.home / name) for name in ("Desktop", "Pictures", "Videos", "Music", "Favorites")))
    variables = windows.environment.new_process()
    if any(is_inside(str(held.path), place, variables) for place in places):
        yield Finding(
            id="controlled-folder",
            entry=(90,),
            severity=Severity.HURTS,
            likelihood=Likelihood.LIKELY,
            title=_("Windows guards the folder that Go writes to: {path}").format(path=held.path),
            affects=_("Go gets “Access is denied”, or “The system cannot find the file specified”."),
            evidence=(
                Evidence(where=held.key, what=str(held.path)),
                Evidence(where=rf"HKLM\{_GUARD}\EnableControlledFolderAccess (REG_DWORD)", what="1"),
            ),
            explanation=_("Controlled folder access lets only programs write there that Windows knows."),
            remedy=Remedy(
                title=_("Use a folder that is not guarded"),
                commands=(r"go env -w GOPATH=C:\gowork",),
                reason=_("What the guard may let pass is a decision about safety: gowizard never takes it."),
            ),
        )


_WINDOWS = frozenset({"windows"})
CHECKS = (
    Check("windows-profile", (52,), look_at_profile, systems=_WINDOWS,
          finds=("profile-folder", "profile-folder-unset")),
    Check("windows-temp-folder", (51,), look_at_temp, systems=_WINDOWS),
    Check("windows", (89, 90), look_at_names, systems=_WINDOWS,
          finds=("letters", "long-paths", "onedrive", "controlled-folder")),
)  # fmt: skip
