"""Windows: the user's Path in the registry, its type, its length and its items (entries 65, 70, 75, 76, 77)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from gowizard.changes.model import RegistryValue
from gowizard.dataclass import replace
from gowizard.doctor.check import Check
from gowizard.doctor.model import Evidence, Finding, Likelihood, Origin, Phase, RegistryEdit, Remedy, Severity
from gowizard.doctor.registry_values import is_text, machine_place, seen, user_place
from gowizard.doctor.scene import Scene
from gowizard.doctor.windows_items import completed, doubled, without_doubles
from gowizard.environment.windows import EDITOR, HARD
from gowizard.environment.windows_notes import OF_CMD, OF_DIALOGS, OF_SETX
from gowizard.host.files import is_file, is_folder
from gowizard.host.path_items import expanded, folder_of, folders, is_open, items, key_of
from gowizard.host.registry import REG_EXPAND_SZ, REG_SZ, before_nul
from gowizard.host.windows_environment import WindowsEnvironment
from gowizard.locales import _
from gowizard.redact import redacted

_LINK = "https://learn.microsoft.com/windows/win32/procthread/environment-variables"
_HOME = re.compile(r"^(?:~|\$HOME|\$\{HOME\}|\$env:USERPROFILE|\$\{env:USERPROFILE\})(?=[\\/]|$)", re.IGNORECASE)
_UNKNOWN = re.compile(r"%[^%=]+%|\$(?:env:)?\w|\$\{")


def look(scene: Scene) -> Iterator[Finding]:
    """What is stored as Path, item by item; nothing of it is ever dropped that is not listed."""
    windows = scene.host.windows
    if windows is None:
        return
    environment = windows.environment
    yield from _machine_type(environment)
    value = environment.user_value("Path")
    if value is None:
        return
    if value.kind not in (REG_SZ, REG_EXPAND_SZ):
        yield _no_text(environment)
        return
    variables = environment.new_process()
    if value.kind == REG_SZ and any(expanded(item, variables) != item for item in items(value.text)):
        yield _plain(environment, [item for item in items(value.text) if expanded(item, variables) != item])
        variables = environment.new_process({"Path": replace(value, kind=REG_EXPAND_SZ)})
    yield from _cut_off(environment, value.text, variables)
    yield from _items(environment, value.text, variables)
    yield from _lengths(environment, value.text, variables)


def _finding(
    id: str, entry: tuple[int, ...], origin: Origin, title: str, why: str, remedy: Remedy,
    *, severity: Severity = Severity.HURTS, affects: str = "", more: Iterable[Evidence] = (),
    likelihood: Likelihood = Likelihood.CERTAIN, hides_nothing: bool = False, about: Collection[str] = (),
) -> Finding:  # fmt: skip
    """`about` are the items that it is about: the others would only stand in their way."""
    mine = replace(seen(origin), what=redacted(";".join(about))) if about else seen(origin)
    return Finding(
        id=id, entry=entry, severity=severity, title=title, affects=affects, evidence=(mine, *more),
        explanation=why, likelihood=likelihood, origin=(origin,), remedy=remedy, links=(_LINK,),
        hides_nothing=hides_nothing,
    )  # fmt: skip


def _on_items(change: Callable[[list[str]], list[str]], variables: dict[str, str]) -> RegistryEdit:
    """The edit of the items of the user's Path; one with %NAMES% becomes REG_EXPAND_SZ."""

    def edit(old: RegistryValue) -> RegistryValue:
        if not is_text(old):
            return old
        new = ";".join(change(items(before_nul(str(old.data)))))
        wild = any(expanded(item, variables) != item for item in items(new))
        return RegistryValue(kind=REG_EXPAND_SZ if wild else old.kind, data=new)

    return RegistryEdit("Path", edit)


def _by_hand(title: str, reason: str = "") -> Remedy:
    return Remedy(title=title, commands=(EDITOR,), reason=reason or _("Which folder was meant, only you know."))


# Types (75)


def _plain(environment: WindowsEnvironment, wild: list[str]) -> Finding:
    def edit(old: RegistryValue) -> RegistryValue:
        return replace(old, kind=REG_EXPAND_SZ) if is_text(old) else old

    return _finding(
        "path-plain-text", (75,), user_place(environment, "Path"),
        _("Your Path is stored as plain text, where %NAMES% have no effect"),
        _("Some program wrote it back with the wrong type; the text itself stays as it is."),
        Remedy(
            title=_("Store your Path as REG_EXPAND_SZ"),
            values=(RegistryEdit("Path", edit),),
        ),
        affects=_("Programs in these folders are not found."),
        about=wild,
    )  # fmt: skip


def _no_text(environment: WindowsEnvironment) -> Finding:
    return _finding(
        "path-no-text", (75,), user_place(environment, "Path"),
        _("Your Path is of a type that is no text: Windows leaves it out"),
        _("Some program wrote it wrongly. What it should hold cannot be told from it."),
        _by_hand(_("Write your Path anew"), _("gowizard does not touch a value of a type that it does not know.")),
        affects=_("No folder of yours is in PATH."),
    )  # fmt: skip


def _machine_type(environment: WindowsEnvironment) -> Iterator[Finding]:
    value, origin = environment.machine_value("Path"), machine_place(environment, "Path")
    variables = environment.machine_variables
    if value is None or origin is None or value.kind != REG_SZ:
        return
    if any(expanded(item, variables) != item for item in items(value.text)):
        yield _finding(
            "machine-path-plain-text", (75,), origin,
            _("The machine's Path is stored as plain text, where %NAMES% have no effect"),
            _("Some program wrote it back with the wrong type; the text itself is right."),
            _by_hand(
                _("Store the machine's Path anew, as an administrator"),
                _("It is every user's: only an administrator can change it."),
            ),
            affects=_("Programs in these folders are not found, Windows' own among them."),
        )  # fmt: skip


# Cut off (76)


def _cut_off(environment: WindowsEnvironment, text: str, variables: dict[str, str]) -> Iterator[Finding]:
    last = next(reversed(items(text)), "")
    if len(text) != OF_SETX or not last.strip() or is_folder(Path(folder_of(last, variables))):
        return
    whole = completed(last, variables)
    cannot = _("What else stood there is not known. Look at a backup, or install those programs again.")
    remedy = _by_hand(_("Complete your Path"), cannot)
    if whole:
        title = _("Complete the last folder of your Path: {folder}").format(folder=whole)
        edit = _on_items(lambda old: [*old[:-1], whole] if old and old[-1] == last else old, variables)
        remedy = Remedy(title=title, values=(edit,), risk=cannot)
    yield _finding(
        "path-cut-off", (76,), user_place(environment, "Path"),
        _("Your Path was cut off: {item}").format(item=last),
        _("A program called setx cuts every value off at 1024 characters. Never use it for Path."),
        remedy,
        affects=_("Folders at its end are gone."),
        more=(Evidence(where="Path", what=_("exactly {limit} characters").format(limit=OF_SETX)),),
        likelihood=Likelihood.LIKELY,
    )  # fmt: skip


# Items (65, 70)


def _items(environment: WindowsEnvironment, text: str, variables: dict[str, str]) -> Iterator[Finding]:
    old, origin = items(text), user_place(environment, "Path")
    known = {item: new for item in old if (new := _meant(item)) != item}
    if known:
        yield _finding(
            "path-unix-words", (65,), origin,
            _("Path holds text that nobody replaces: {text}").format(text=_(", ").join(known)),
            _("Windows replaces only what is written as %NAME%; ~ and $HOME are for the shells of Unix, $env: for "
              "PowerShell."),
            Remedy(
                title=_("Use %USERPROFILE%"),
                values=(_on_items(lambda held: [_meant(item) for item in held], variables),),
            ),
            affects=_("Programs there are not found."),
            about=known,
        )  # fmt: skip
    vague = [item for item in old if _UNKNOWN.search(expanded(item, variables)) and item not in known
             and not is_folder(Path(folder_of(item, variables)))]  # fmt: skip
    if vague:
        yield _finding(
            "path-unknown-name", (65,), origin,
            _("Path names a variable that does not exist: {text}").format(text=_(", ").join(vague)),
            _("What installed it may be gone. It does no harm."),
            _by_hand(_("Look through your Path")),
            severity=Severity.ADVICE,
            about=vague,
        )  # fmt: skip
    better = {item: new for item in old if (new := _the_folder(item, variables))}
    if better:
        yield _finding(
            "path-not-bin", (70,), origin,
            _("Path names something else than the folder that holds go: {names}").format(names=_(", ").join(better)),
            _("An item of Path must be the folder itself that the programs lie in."),
            Remedy(
                title=_("Name the folder with the programs: {names}").format(names=_(", ").join(better.values())),
                values=(_on_items(lambda held: [better.get(item, item) for item in held], variables),),
            ),
            affects=_("The go there is not found."),
            about=better,
        )  # fmt: skip
    if old and is_open(old[-1]):
        remedy = _quote_closed(old[-1], variables)
        yield _finding(
            "path-open-quote", (70,), origin,
            _("A quote in your Path is never closed: {item}").format(item=old[-1]),
            _("All that follows it belongs to one name, for cmd as for Go."),
            remedy,
            affects=_("None of the folders behind it is found."),
            about=[old[-1]],
            hides_nothing=not remedy.automatic,
        )  # fmt: skip
    if any(folder_of(item, variables) == "." for item in old):
        yield _finding(
            "path-current-folder", (70,), origin,
            _("The current folder is in PATH"),
            _("Go refuses programs from there, and a program that lies in some folder may be run by mistake."),
            _by_hand(_("Look through your Path")),
            severity=Severity.ADVICE,
        )  # fmt: skip


def _meant(item: str) -> str:
    return _HOME.sub("%USERPROFILE%", item)


def _the_folder(item: str, variables: dict[str, str]) -> str:
    """The item that was meant where one names go.exe itself or its tree, "" where there is nothing to mend."""
    folder = folder_of(item, variables)
    place, bare = Path(folder), item.replace('"', "").rstrip("\\/ ")
    if not place.is_absolute() or '"' in item:
        return ""
    separator = "/" if "/" in bare and "\\" not in bare else "\\"
    if place.name.lower() in {"go.exe", "gofmt.exe"} and is_file(place):
        return bare[: -len(place.name)].rstrip("\\/")
    if is_file(place / "bin" / "go.exe") and not is_file(place / "go.exe"):
        return f"{bare}{separator}bin"
    return ""


def _quote_closed(item: str, variables: dict[str, str]) -> Remedy:
    """Without the lone quote, where every folder behind it then exists or is empty."""
    parts = item.replace('"', "").split(";")
    if item.count('"') != 1 or not any(is_folder(Path(folder_of(part, variables))) for part in parts):
        return _by_hand(_("Close the quote"))
    edit = _on_items(lambda old: [*old[:-1], item.replace('"', "")] if old[-1:] == [item] else old, variables)
    return Remedy(title=_("Take the lone quote away"), values=(edit,))


# Length (77)


def _lengths(environment: WindowsEnvironment, text: str, variables: dict[str, str]) -> Iterator[Finding]:
    whole = len(variables.get("PATH", ""))
    if whole <= OF_CMD and len(text) <= OF_DIALOGS:
        return
    machine = environment.machine_value("Path")
    first = {key_of(folder, {}) for folder in folders(machine.text if machine else "", environment.machine_variables)}
    doubles = list(doubled(items(text), first, variables))
    hurts = whole > OF_CMD
    told = _("Path, the machine's part included, is {count} characters long; cmd works with {limit} only.")
    if not hurts:
        told = _("Your Path is {count} characters long: older dialogs and programs cut it off at {limit}.")
    remedy = _by_hand(_("Look through your Path"), _("Which folders you need, only you know."))
    if doubles:
        remedy = Remedy(
            title=_("Take {count} folders out of your Path that it names twice").format(count=len(doubles)),
            phase=Phase.SETTINGS,
            values=(_on_items(lambda old: without_doubles(old, first, variables), variables),),
            alternative=EDITOR,
        )
    yield _finding(
        "path-too-long", (77,), user_place(environment, "Path"),
        told.format(count=whole if hurts else len(text), limit=OF_CMD if hurts else OF_DIALOGS),
        _("A program is given {limit} characters at most. What is named twice is looked at once.").format(limit=HARD),
        remedy,
        severity=Severity.HURTS if hurts else Severity.ADVICE,
        more=[Evidence(where="Path", what=item) for item in doubles[:20]],
    )  # fmt: skip


CHECKS = (
    Check(
        "windows-path", (65, 70, 75, 76, 77), look, systems=frozenset({"windows"}),
        finds=("path-plain-text", "path-no-text", "machine-path-plain-text", "path-cut-off", "path-unix-words",
               "path-unknown-name", "path-not-bin", "path-open-quote", "path-current-folder", "path-too-long"),
    ),
)  # fmt: skip
