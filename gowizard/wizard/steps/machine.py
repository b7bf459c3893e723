"""Machine: what was found here, and what to do about a Go that is already here."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich.cells import set_cell_size
from textual.widget import Widget
from textual.widgets import Static

from gowizard.answers import Answers, Existing
from gowizard.dataclass import replace
from gowizard.host.facts import FoundGo
from gowizard.host.gos import OF_WINDOWS
from gowizard.host.words import adopt_words, beside_words, processor_words, system_words
from gowizard.locales import _, sentences
from gowizard.wizard.widgets.choices import Choices
from gowizard.wizard.widgets.measure import short
from gowizard.wizard.widgets.page import Detail, Page
from gowizard.wizard.widgets.rows import Choice


class MachinePage(Page):
    """The first page; on a machine without Go it asks nothing."""

    can_go_back = False

    def heading(self) -> str:
        if self._ours:
            return _("Go is set up here")
        if not self.ready():
            return _("Looking at Go on this machine")
        if self.session.backend.host.gos:
            return _("There is a Go on this machine")
        return _("A clean start")

    def sentence(self) -> str:
        if self._ours:
            return _("{go} is what your shells find. What would you like to do?").format(go=self._ours_name)
        if not self.ready():
            return _("Nothing is changed.")
        if self.session.backend.host.gos:
            return _("What should happen to it? Nothing is changed before the review.")
        return _("No Go was found on this machine. Nothing is changed before the review.")

    def body(self) -> Iterable[Widget]:
        yield Static(self._facts(), id="facts", markup=False)
        yield Choices(self._options(), marks=self.marks, highlighted=self._chosen(), id="options")
        yield Choices(self._boxes(), marks=self.marks, second=True, id="boxes")
        yield Detail()

    def opened(self) -> None:
        self.refresh_facts()
        options = self.query_one("#options", Choices)
        take_focus = options.focus if options.rows else self.wizard.focus_next_button
        take_focus()

    def refresh_facts(self) -> None:
        self.retell()
        self.query_one("#facts", Static).update(self._facts())
        options, boxes = self.query_one("#options", Choices), self.query_one("#boxes", Choices)
        was_empty, had_focus = not options.rows, options.has_focus
        options.show(self._options(), "" if options.moved else self._chosen())
        options.display = bool(options.rows)
        self.set_class(options.display, "-asks")
        boxes.show(self._boxes())
        boxes.display = bool(boxes.rows)
        if was_empty and options.rows:
            options.focus()
        if not options.rows:
            self.query_one(Detail).show(self._about_going_on() if self.ready() else "")
            if had_focus:  # the Go that was here has been taken back
                self.wizard.focus_next_button()

    def ready(self) -> bool:
        """What to ask about a Go depends on whether it is ours."""
        return self.session.look is not None or not self.session.backend.host.gos

    def next_text(self) -> str:
        return _("Next") if self.ready() else _("Looking") + self.marks.dots

    def on_choices_highlighted(self, event: Choices.Highlighted) -> None:
        if event.choice in event.choices.rows and (event.choices.id == "options" or event.choices.has_focus):
            self.query_one(Detail).show(event.choice.detail)

    def on_choices_taken(self, event: Choices.Taken) -> None:
        event.stop()
        if event.choice.id == "undo" and event.choices.id == "options":
            self.wizard.ask_undo()
        else:
            self.post_message(self.Advanced())

    def on_choices_toggled(self, event: Choices.Toggled) -> None:
        event.stop()
        self.session.answers = replace(self.session.answers, disable_lines=bool(event.choice.checked))

    def settled(self) -> bool:
        choice = self.query_one("#options", Choices).current
        if choice is not None and choice.id == "repair":
            self.wizard.open_findings()
            return False
        return True

    def take(self) -> Answers:
        session, answers = self.session, self.session.answers
        choice = self.query_one("#options", Choices).current
        session.only_prove = choice is not None and choice.id == "prove"
        name = choice.id if choice else "beside"
        if name == "keep":
            return replace(answers, existing=Existing.KEEP, adopt=None)
        if name.startswith("adopt:"):
            go = session.backend.host.gos[int(name.removeprefix("adopt:"))]
            return replace(answers, existing=Existing.ADOPT, adopt=go.root)
        version = name.removeprefix("update:") if name.startswith("update:") else answers.version
        return replace(answers, existing=Existing.BESIDE, adopt=None, version=version)

    @property
    def _ours(self) -> bool:
        return self.session.look is not None and any(go.current for go in self.session.look.installed)

    @property
    def _ours_name(self) -> str:
        look = self.session.look
        assert look is not None
        return "Go " + next(go.version for go in look.installed if go.current).removeprefix("go")

    def _facts(self) -> str:
        host = self.session.backend.host
        rows = [
            (_("System"), system_words(host.system)),
            (_("Processor"), processor_words(host.system)),
        ]
        rows += [(_("Shell"), host.shell)] if host.shell else []
        rows += [(_("Go here") if not i else "", self._describe(go)) for i, go in enumerate(host.gos[:3])]
        if len(host.gos) > 3:
            rows.append(("", _("and {n} more").format(n=len(host.gos) - 3)))
        if host.project is not None:
            wanted = host.project.pinned or host.project.minimum
            rows.append((_("Project"), f"{self._short(host.project.path)}: Go {wanted.removeprefix('go')}"))
        return "\n".join(f"{set_cell_size(name, 11)}{value}" for name, value in rows)

    @property
    def _folder(self) -> Path:
        return self.session.answers.dir or self.session.backend.defaults().dir or Path()

    def _describe(self, go: FoundGo) -> str:
        version = go.version.removeprefix("go") or _("unknown version")
        problem = f" ({_(go.problem)})" if go.problem else ""
        owner = _("archive") if go.owner == "archive" else go.owner.partition(":")[0]
        return f"{version}  {self._short(go.root or go.binary)}  {owner}{problem}"

    def _short(self, path: object) -> str:
        return short(path, self.session.backend.host.user.home)

    def _chosen(self) -> str:
        answers = self.session.answers
        if self.session.only_prove:
            return "prove"
        if answers.existing is Existing.KEEP:
            return "keep"
        if answers.existing is Existing.ADOPT:
            gos = self.session.backend.host.gos
            return next((f"adopt:{i}" for i, go in enumerate(gos) if go.root == answers.adopt), "")
        return next((row.id for row in self._options()), "")

    def _options(self) -> list[Choice]:
        if not self.ready():
            return []
        rows = self._options_of_ours() if self._ours else self._options_of_others()
        seen = [go for go in self.session.backend.host.gos if go.problem != OF_WINDOWS]
        broken = any(go.problem or not (go.complete or go.is_shim) for go in seen)
        defeated = self._ours and self.session.look is not None and bool(self.session.look.conflicts)
        return [*rows, self._repair_row(broken)] if broken or defeated else rows

    def _repair_row(self, broken: bool) -> Choice:
        why = _("One of the Gos here is broken.") if broken else _("Settings from earlier defeat the Go that is here.")
        told = sentences(why, _("Looks only; every change is shown before it is made."))
        return Choice(id="repair", label=_("Find out what is wrong, and repair it"), detail=told)

    def _options_of_ours(self) -> list[Choice]:
        look = self.session.look
        assert look is not None
        current = next(go.version for go in look.installed if go.current)
        rows = []
        newer = self._newer_patch(current)
        if newer:
            rows.append(
                Choice(
                    id=f"update:{newer}",
                    label=_("Update to Go {version}").format(version=newer),
                    note=_("newer patch"),
                    detail=_("Fixes for the line you use. {old} stays beside it; `gowizard use` goes back.").format(
                        old=self._ours_name
                    ),
                )
            )
        rows.append(
            Choice(
                id="prove",
                label=_("Run the proof again"),
                note="" if newer else _("default"),
                detail=_("Starts fresh shells, runs hello.go and fetches a module. Changes nothing."),
            )
        )
        rows.append(
            Choice(
                id="beside",
                label=_("Install another version"),
                detail=_("It is placed beside {go}, which stays; the new one becomes the current one.").format(
                    go=self._ours_name
                ),
            )
        )
        if look.last_run:
            rows.append(
                Choice(
                    id="undo",
                    label=_("Undo the last run"),
                    detail=_("Takes back “{title}”. You are asked once more.").format(title=look.last_run),
                )
            )
        return rows

    def _options_of_others(self) -> list[Choice]:
        gos = self.session.backend.host.gos
        if not gos:
            return []
        first = gos[0]
        name = "Go " + (first.version.removeprefix("go") or "?")
        where = self._short(first.root or first.binary)
        rows = [
            Choice(
                id="beside",
                label=_("Install beside it, ours first"),
                note=_("default"),
                detail=beside_words(self.session.backend.host, name, where),
            )
        ]
        usable = [(i, go) for i, go in enumerate(gos) if go.complete and go.root and not go.is_shim and not go.problem]
        for i, go in usable[:2]:
            rows.append(
                Choice(
                    id=f"adopt:{i}",
                    label=_("Adopt Go {version}").format(version=go.version.removeprefix("go")),
                    note=self._short(go.root),
                    detail=adopt_words(self.session.backend.host, self._short(self._folder / "go")),
                )
            )
        if any(go.path_index is not None for _i, go in usable):
            rows.append(
                Choice(
                    id="keep",
                    label=_("Keep it and prove that it works"),
                    detail=_("Changes nothing at all: goes straight to the proof with the Go your PATH finds now."),
                )
            )
        return rows

    def _boxes(self) -> list[Choice]:
        look = self.session.look
        if look is None or not look.conflicts:
            return []
        title = look.conflicts[0].title if len(look.conflicts) == 1 else _("Lines that would defeat the new Go")
        why = "\n".join(change.why or change.title for change in look.conflicts)
        return [
            Choice(
                id="disable_lines",
                label=title,
                checked=self.session.answers.disable_lines,
                detail=why + "\n" + _("Space decides. The review shows the exact lines; undo brings them back."),
            )
        ]

    def _newer_patch(self, current: str) -> str:
        versions = self.session.versions
        if versions is None:
            return ""
        line = current.rsplit(".", 1)[0] + "."
        same = [o for o in versions.offers if o.name.startswith(line) and not o.refusal]
        numbers = [(int(o.name.removeprefix(line)), o.number) for o in same if o.name.removeprefix(line).isdigit()]
        mine = current.removeprefix(line)
        best = max(numbers, default=(0, ""))
        return best[1] if mine.isdigit() and best[0] > int(mine) else ""

    def _about_going_on(self) -> str:
        told = _(
            "Go will go into {folder}, and three marked lines into the startup files of your shells. Each page "
            "names a default: Enter takes it. The review shows every change before it is made, and one command "
            "takes all of it back."
        )
        if self.session.backend.host.windows is not None:
            told = _(
                "Go will go into {folder}, and its folder into your Path; no administrator is needed. Each page "
                "names a default: Enter takes it. The review shows every change before it is made, and one command "
                "takes all of it back."
            )
        return told.format(folder=self._short(self._folder))
