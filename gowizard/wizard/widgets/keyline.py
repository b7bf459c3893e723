"""The last row: which keys do something at this moment, and what.

Textual's Footer has a widget for each key and makes all of them anew, with a layout of the whole screen, as often as
the focus moves: three times a page change. This is one widget that draws one row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.events import MouseDown
from textual.widget import Widget

from gowizard.dataclass import dataclass
from gowizard.locales.columns import cells

if TYPE_CHECKING:
    from textual.screen import Screen

_GAP = 2  # cells between two


@dataclass(frozen=True)
class KeyHint:
    """What a key does."""

    key: str  # as Textual calls it
    name: str  # as people do
    does: str

    @property
    def width(self) -> int:
        """Its cells."""
        return cells(self.name) + 1 + cells(self.does)


class KeyLine(Widget, can_focus=False):
    """Follows the screen's bindings; a click on a hint is a press of its key."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"keyline--key"}

    def __init__(self) -> None:
        super().__init__()
        self.hints: tuple[KeyHint, ...] = ()

    def on_mount(self) -> None:
        """From now on."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, screen: Screen[Any]) -> None:
        if self.app.app_focus and self.is_attached and screen is self.screen:
            self.call_after_refresh(self._retell)

    def _retell(self) -> None:
        hints: dict[str, KeyHint] = {}
        for _node, binding, _enabled, _tooltip in self.screen.active_bindings.values():
            if binding.show and binding.action not in hints:
                name = self.app.get_key_display(binding)
                hints[binding.action] = KeyHint(binding.key, name, binding.description)
        if self.hints != tuple(hints.values()):
            self.hints = tuple(hints.values())
            self.refresh()

    def render(self) -> Text:
        """The row."""
        key = self.get_component_rich_style("keyline--key")
        text = Text(no_wrap=True)
        for hint in self.hints:
            text.append(hint.name, key).append(" " + hint.does + " " * _GAP)
        text.rstrip()
        return text

    def on_mouse_down(self, event: MouseDown) -> None:
        """Press the key of the hint under the pointer."""
        offset = event.get_content_offset(self)
        left = 0
        for hint in self.hints:
            if offset is not None and left <= offset.x < left + hint.width:
                self.app.simulate_key(hint.key)
            left += hint.width + _GAP
