"""The keys in the footer: in the language now chosen, and only where they do something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gowizard.dataclass import replace
from gowizard.locales import N_, _
from gowizard.wizard.widgets.choices import Choices
from gowizard.wizard.widgets.rows import CHOOSE

if TYPE_CHECKING:
    from textual.binding import ActiveBinding
    from textual.screen import Screen

    Base = Screen[None]
else:
    Base = object

BACK, STOP, NEXT = N_("Back"), N_("Stop"), N_("Next")


class Hints(Base):
    """A part of the wizard's screen; see screen.py for the others."""

    _hinted: tuple[str, bool, bool, str] | None = None

    if TYPE_CHECKING:
        page: Any
        step: Any

        def refresh_page(self) -> None: ...
        def busy(self) -> bool: ...
        def _before(self) -> Any: ...

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys and what they do at this moment."""
        told = {}
        for key, active in super().active_bindings.items():
            action, name = active.binding.action, active.binding.description
            if action == "back" and self.busy():
                name = STOP
            elif action == "take":
                name = self._enter() or name
            told[key] = active._replace(binding=replace(active.binding, description=_(name)))
        return told

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Esc is named where it leads back or stops the work."""
        if action == "back":
            return self.busy() or self._can_go_back()
        return super().check_action(action, parameters)

    def retell_hints(self) -> None:
        """The footer follows the page and the work; nothing is drawn anew while they are the same."""
        state = (self.step.id, self.busy(), self._can_go_back(), self._enter())
        if state != self._hinted:
            self._hinted = state
            self.refresh_bindings()

    def on_choices_highlighted(self) -> None:
        """What Enter does may be another thing on another row."""
        self.retell_hints()

    def _enter(self) -> str:
        row = self.focused.current if isinstance(self.focused, Choices) else None
        if row is None:
            return ""
        return NEXT if row.checked is not None and row.enter == CHOOSE else row.enter

    def _can_go_back(self) -> bool:
        return self.page is not None and self.page.can_go_back and self._before() is not None
