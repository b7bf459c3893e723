"""Review: every change with its diff, every answer with a way back to it, before anything is touched."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.text import Text
from textual.containers import Container
from textual.widget import Widget

from gowizard.answers import Existing
from gowizard.errors import GowizardError
from gowizard.locales import N_, _, ngettext, sentences
from gowizard.redact import redacted
from gowizard.releases.local import local_path
from gowizard.wizard.steps.difference import difference
from gowizard.wizard.steps.failure import trouble
from gowizard.wizard.steps.place import voucher_name
from gowizard.wizard.widgets.choices import Choices
from gowizard.wizard.widgets.measure import short, size
from gowizard.wizard.widgets.page import Detail, Page
from gowizard.wizard.widgets.rows import DETAILS, Choice

if TYPE_CHECKING:
    from gowizard.plan import Plan

CHANGE = N_("Change")


class ReviewPage(Page):
    """The highlight moves through changes and answers; the pane follows it. The button says Install."""

    def heading(self) -> str:
        return _("Review")

    def sentence(self) -> str:
        session = self.session
        if session.plan_error is not None:
            return _("This cannot be done yet. Nothing was changed.")
        if session.plan is None:
            return _("Working out what will change") + self.marks.dots
        count = len(session.plan.changes)
        if not count:
            return _("Everything is in place already: nothing will be changed, only proven.")
        told = ngettext("{n} change, not made yet.", "{n} changes, none made yet.", count).format(n=count)
        return sentences(told, _("You can undo all of them."))

    def body(self) -> Iterable[Widget]:
        with Container(id="review"):
            yield Choices(self._rows(), marks=self.marks, radio=False, id="changes")
            yield Detail(id="preview")

    def opened(self) -> None:
        self.wizard.compose_plan()
        self.refresh_facts()

    def refresh_facts(self) -> None:
        self.retell()
        choices, rows = self.query_one("#changes", Choices), self._rows()
        choices.show(rows, "" if choices.moved else next(row.id for row in rows if not row.header))
        self._show_preview(self.query_one("#changes", Choices).current)
        if self.ready() and (self.screen.focused is None or self.screen.focused.id != "changes"):
            self.wizard.focus_next_button()

    def ready(self) -> bool:
        return self.session.plan is not None or self.session.plan_error is not None

    def next_text(self) -> str:
        if self.session.plan_error is not None:
            return _("Try again")
        if self.session.plan is not None and not self.session.plan.changes:
            return _("Prove")
        return _("Install")

    def on_choices_highlighted(self, event: Choices.Highlighted) -> None:
        self._show_preview(event.choice)

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """Enter on an answer changes it; on a change it shows the whole preview."""
        event.stop()
        name = event.choice.id
        if name.startswith("answer:"):
            self.wizard.change_answer(name.removeprefix("answer:"))
        else:
            self.wizard.read(event.choice.label, self._preview(event.choice))

    def _rows(self) -> list[Choice]:
        plan, home = self.session.plan, self.session.backend.host.user.home
        rows = []
        if plan is not None and self._unfetched is not None:
            rows.append(Choice(id="h:unfetched", label=_("What went wrong so far"), header=True))
            title = f"{self.marks.failed} {self._unfetched.title}"
            rows += [Choice(id="unfetched", label=title, enter=DETAILS), Choice(id="h:ahead", label="", header=True)]
        if plan is not None:
            rows.append(Choice(id="h:changes", label=_("What will be changed"), header=True))
            told = [(f"change:{change.id}", short(change.title, home), "") for change in plan.changes]
            told += [(f"manual:{step.id}", step.title, _("for you to do")) for step in plan.manual]
            told += [(f"note:{n}", f"{self.marks.warning} {note}", "") for n, note in enumerate(plan.notes)]
            rows += [Choice(id=id, label=label, note=note, enter=DETAILS) for id, label, note in told]
        if self.session.plan_error is not None:
            rows.append(Choice(id="h:problem", label=_("What stands in the way"), header=True))
            title = f"{self.marks.failed} {self.session.plan_error.title}"
            rows.append(Choice(id="problem", label=title, enter=DETAILS))
        if rows:
            rows.append(Choice(id="h:", label="", header=True))
        rows.append(Choice(id="h:answers", label=_("Your answers"), header=True))
        return rows + self._answers()

    @property
    def _unfetched(self) -> GowizardError | None:
        """Why the archive is not here yet, though it was asked for."""
        return self.session.staging.error if self.session.staging.state == "failed" else None

    def _answers(self) -> list[Choice]:
        answers, home = self.session.answers, self.session.backend.host.user.home

        source = self.session.sources.get(answers.source)
        named = _("your Path") if self.session.backend.host.windows is not None else _(", ").join(answers.shells)
        shells = named if answers.modify_path else _("none, by hand")
        goproxy = redacted(answers.goproxy) or _("Go's default")
        rows: list[tuple[str, str, str]] = []
        if self.session.backend.host.gos:
            kept = {
                Existing.BESIDE: _("installed beside"),
                Existing.ADOPT: _("adopted"),
                Existing.KEEP: _("kept"),
            }
            rows.append(("machine", _("Go already here"), kept[answers.existing]))
        if answers.existing is Existing.BESIDE:
            rows.append(("version", _("Version"), self.session.wanted))
            rows.append(
                (
                    "place",
                    _("Source and place"),
                    _(", ").join((source.title if source else redacted(answers.source), short(answers.dir, home))),
                )
            )
        if answers.use:
            told = _("{shells}; {gopath}").format(shells=shells, gopath=short(answers.gopath, home))
            rows.append(("environment", _("Shells and GOPATH"), told))
            rows.append(("proxy", _("Module proxy"), goproxy))
        hint = _("Enter changes this answer and comes back here.")
        return [
            Choice(id=f"answer:{step}", label=label, note=value, detail=hint, enter=CHANGE)
            for step, label, value in rows
        ]

    def _show_preview(self, choice: Choice | None) -> None:
        if choice is not None:
            self.query_one("#preview", Detail).show(self._preview(choice))

    def _preview(self, choice: Choice) -> Text:
        plan, kind, name = self.session.plan, *choice.id.partition(":")[::2]
        error = self.session.plan_error
        if kind == "problem" and error is not None:
            return trouble(error, self.wizard.where_to_read(), self.ink)
        if kind == "unfetched" and self._unfetched is not None:
            return trouble(self._unfetched, _("Install tries again. Nothing was changed."), self.ink)
        if kind == "manual" and plan is not None:
            step = next(step for step in plan.manual if step.id == name)
            return Text("\n".join((step.reason, "", *step.lines)))
        if kind == "change" and plan is not None:
            return self._change(plan, name)
        if kind == "answer":
            return Text(f"{choice.note}\n{choice.detail}")
        return Text(choice.label)

    def _change(self, plan: Plan, name: str) -> Text:
        change = next(change for change in plan.changes if change.id == name)
        text = Text(change.why + "\n" if change.why else "", style=self.ink("quiet"))
        if name == "toolchain" and plan.archive is not None:
            told = _("{size} to download, vouched for by: {voucher}.")
            if any(map(local_path, plan.archive.locations[:1])):
                told = _("{size} from the folder, vouched for by: {voucher}.")
            voucher = voucher_name(plan.archive.voucher.value)
            text.append(told.format(size=size(plan.archive.size), voucher=voucher) + "\n")
        text.append_text(difference(self.session.previews.get(name, ()), self.ink))
        text.rstrip()
        return text
