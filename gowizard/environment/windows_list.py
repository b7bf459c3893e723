"""The user's Path on Windows as text: Go's folder first, the user's programs last, every other item as it was."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from gowizard.errors import GowizardError
from gowizard.host.path_items import is_open, items, key_of
from gowizard.locales import _


def with_go(
    text: str,
    variables: Mapping[str, str],
    *,
    go_bin: str,
    own_bin: str,
    stale: Callable[[str], bool] = lambda key: False,
) -> str:
    r"""The Path with `go_bin` as its first item, moved there where it is further back, and `own_bin` last if absent.

    Items compare as folders: case, quotes, %NAMES%, / and a last \ make no difference. `stale` tells by its key an item
    that goes (the folder of another version of ours). Raises GowizardError where anything else would be lost.
    """
    old = items(text)
    go, own = key_of(go_bin, variables), key_of(own_bin, variables)
    keys = [key_of(item, variables) for item in old]
    first = old[0] if old and keys[0] == go else go_bin
    kept = [item for item, key in zip(old, keys, strict=True) if key != go and not (key and stale(key))]
    if own not in [key_of(item, variables) for item in kept]:
        kept.insert(_end(kept), own_bin)
    new = ";".join([first, *kept])
    _nothing_lost({key for key in keys if key and not stale(key)}, new, variables)
    return new


def _end(kept: list[str]) -> int:
    """Where the last item goes: before a closing ';', and before an item whose quote swallows what follows."""
    end = len(kept)
    while end and (not kept[end - 1].strip() or is_open(kept[end - 1])):
        end -= 1
    return end


def _nothing_lost(keys: Collection[str], new: str, variables: Mapping[str, str]) -> None:
    lost = set(keys) - {key_of(item, variables) for item in items(new)}
    if lost:
        raise GowizardError(
            _("Path was not changed"),
            _("These folders would have been lost: {names}.").format(names=_(", ").join(lost)),
        )


def in_words(folder: str, variables: Mapping[str, str]) -> str:
    r"""The folder as `%USERPROFILE%\...` where it lies in the profile: that stays true when the profile moves."""
    home = variables.get("USERPROFILE", "").rstrip("\\/")
    inside = home and folder[: len(home)].lower() == home.lower() and folder[len(home) : len(home) + 1] in {"\\", "/"}
    return f"%USERPROFILE%{folder[len(home) :]}" if inside else folder
