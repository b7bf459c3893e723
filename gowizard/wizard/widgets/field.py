"""A text field that keeps the order of keys that arrive together."""

from __future__ import annotations

from textual.binding import Binding
from textual.events import Key
from textual.widgets import Input

_EDITING = {
    key: binding.action
    for binding in Input.BINDINGS
    if isinstance(binding, Binding) and binding.action != "submit"
    for key in binding.key.split(",")
}


class Field(Input):
    """Edits at once. Textual 8.2 inserts a letter directly but lets Backspace bubble up to the app first, so that of
    a burst (a slow link, tmux) the Backspace would delete the letter typed after it (Textualize/textual#6605).

    Nothing validates while somebody types: a page's `take` does, when it is left.
    """

    def __init__(self, value: str = "", *, id: str, placeholder: str = "") -> None:
        super().__init__(value, placeholder, validate_on=(), id=id)

    def on_mount(self) -> None:
        """Textual 8.2 has every Input listen to the screen, which then keeps it when its page is long gone."""
        self._listened_to = self.screen.text_selection_started_signal

    def on_unmount(self) -> None:
        """Listen no more."""
        self._listened_to.unsubscribe(self)

    async def _on_key(self, event: Key) -> None:
        action = _EDITING.get(event.key)
        if action is not None and not event.is_printable:
            event.stop()
            event.prevent_default()
            await self.run_action(action)
