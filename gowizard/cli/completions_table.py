"""What can be completed where, as rows for every shell's script."""

from __future__ import annotations

from gowizard.cli.options import COMMON, Option, Verb
from gowizard.locales import available_languages
from gowizard.proxy.catalogue import CATALOGUE
from gowizard.releases import mirror_names

VALUES = {
    "source": ("auto", "official", "google-cn", *mirror_names(), "pip", "kit"),
    "shell": ("bash", "zsh", "fish", "sh", "dash", "ksh", "mksh", "tcsh", "csh", "elvish", "xonsh", "nu", "pwsh"),
    "goproxy": ("default", "direct", "off", "goproxy.cn", "goproxy.io"),
    "gosumdb": ("sum.golang.org", "sum.golang.google.cn"),
}
WORDS = {
    "install": ("latest", "oldstable", "rc"),
    "proxy": ("list", "test", "use"),
    "kit": ("make", "check"),
    "completions": ("bash", "zsh", "fish", "powershell"),
}
INSTALLED = ("use", "uninstall")  # verbs whose value is an installed version
RUNS = ("undo",)  # verbs whose value is the id of a run
FILES, FOLDERS = "FILE", "FOLDER"
SECOND = {"use": ("proxy", tuple(entry.name for entry in CATALOGUE))}  # after a verb's first value: the verb, words


def options_of(verb: Verb) -> tuple[Option, ...]:
    """The verb's own options, then those of every verb."""
    return (*verb.options, *COMMON)


def values_of(option: Option) -> tuple[str, ...]:
    """The words an option takes, empty for free text."""
    if option.name == "lang":
        return available_languages()
    if option.name == "theme":
        from gowizard.wizard import themes

        return tuple(themes.names((themes.own_folder(),))[0])
    if option.name == "only":
        from gowizard.doctor.checks import every_check

        return tuple(sorted({id for check in every_check() for id in check.ids}))
    return option.choices or VALUES.get(option.name, ())


def kind_of(option: Option) -> str:
    """`FOLDER` where a folder is wanted (or a source, which may be one), `FILE` where a file is, else empty."""
    if option.value == "FILE":
        return FILES
    return FOLDERS if option.value in {"FOLDER", "TREE"} or option.name == "source" else ""
