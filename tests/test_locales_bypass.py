"""No words for users go round gettext.

What is looked at: the arguments of calls that show something, keywords and dictionary values that are shown, what the
pages' heading(), sentence() and next_text() return, and the descriptions of key bindings. Words are two words in a row,
or one that begins with a capital letter.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.support.messages import called, literal, modules

SHOWING = {
    "line", "mark", "notify", "update", "Static", "Label", "Button", "Choice", "SystemCommand", "Ask", "Tell", "Reader",
    "problem", "Binding", "sentences", "input", "ask", "ManualStep", "Change", "Option", "Verb", "Entry", "Offer",
    "Shown",
}  # fmt: skip
KEYWORDS = {
    "title", "label", "detail", "note", "placeholder", "description", "help", "reason", "remedy", "cause", "message",
    "refusal", "why", "tooltip", "epilog",
}  # fmt: skip
TELLERS = {"heading", "sentence", "next_text"}
TRANSLATED = {"_", "N_", "ngettext"}
WORDS = re.compile(r"[A-Za-z]{2,},? [a-z]{2,}|^[A-Z][a-z]+[.!?:]?$")
# Names, commands and file contents: the same in every language.
SAME_EVERYWHERE = re.compile(r"^(gowizard\b.*|Go |Go|.*\b[A-Z]{4,}\b.*|if test -r .*|set .*)$", re.DOTALL)


def _errors() -> set[str]:
    """GowizardError and every class of the program that descends from it."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for _name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {"GowizardError"}
    while more := {name for name, above in bases.items() if above & found} - found:
        found |= more
    return found


def _texts(node: ast.AST) -> Iterator[ast.Constant]:
    """The strings in an expression that are not handed to gettext or to another call."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    elif isinstance(node, ast.Call):
        if called(node) == "join" and isinstance(node.func, ast.Attribute):
            for argument in node.args:
                yield from _texts(argument)
        elif called(node) == "format" and isinstance(node.func, ast.Attribute):
            yield from _texts(node.func.value)
    elif not isinstance(node, ast.Compare | ast.Subscript):
        for child in ast.iter_child_nodes(node):
            yield from _texts(child)


def _shown(tree: ast.Module, errors: set[str]) -> Iterator[ast.AST]:
    """The expressions whose value users read."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) not in TRANSLATED:
            if called(node) == "Binding":
                yield from node.args[2:]
            elif called(node) in SHOWING | errors:
                yield from node.args
            yield from (word.value for word in node.keywords if word.arg in KEYWORDS)
        elif isinstance(node, ast.FunctionDef) and node.name in TELLERS:
            yield from (inner.value for inner in ast.walk(node) if isinstance(inner, ast.Return) and inner.value)


def bypassing(source: str | ast.Module, errors: set[str]) -> list[tuple[int, str]]:
    """Line and text of every string that users read and no translator."""
    tree = ast.parse(source) if isinstance(source, str) else source
    found = {
        (text.lineno, text.value)
        for expression in _shown(tree, errors)
        for text in _texts(expression)
        if WORDS.search(text.value) and not SAME_EVERYWHERE.match(text.value)
    }
    return sorted(found)


def test_no_words_go_round_gettext() -> None:
    errors = _errors()
    assert {"UsageError", "NetError"} <= errors
    found = [f"{name}:{line}: {text!r}" for name, tree in modules() for line, text in bypassing(tree, errors)]
    assert found == []


def test_the_search_finds_what_it_should() -> None:
    planted = '''
out.line("Nothing was done")
out.mark("done", f"{count} files were made", indent=2)
Static("Ready", id="Some id with words")
raise OddError(_("Fine"), "the cause is told")
Choice(id="x", label=_("Fine"), detail="\\n".join([_("Fine"), "and this is not"]))
Binding("c", "copy", "Copy log")
whatever(title="Put it there {x}".format(x=1))
def heading(self): return "It works" if self.ok else _("Fine")
out.line(_("All is fine").format(command="gowizard install"))
logger.debug("nobody reads this but us")
Static("gowizard"); Static("GOPROXY"); Binding("f1", "help me please", N_("Help"))
'''
    assert [line for line, _text in bypassing(planted, {"OddError"})] == [2, 3, 4, 5, 6, 7, 8, 9]


def test_every_message_is_a_literal_where_it_is_marked() -> None:
    """`_(f"...")` can never be found in the catalogue."""
    wrong = [
        f"{name}:{node.lineno}"
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and called(node) in TRANSLATED
        and node.args
        and (isinstance(node.args[0], ast.JoinedStr) or (called(node) == "N_" and literal(node.args[0]) is None))
    ]
    assert wrong == []


def test_messages_are_looked_up_when_shown_not_at_import() -> None:
    """A `_()` outside every function would stay in the language of the start."""

    def outside(node: ast.AST) -> Iterator[ast.Call]:
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                if isinstance(child, ast.Call) and called(child) in {"_", "ngettext"}:
                    yield child
                yield from outside(child)

    assert [f"{name}:{call.lineno}" for name, tree in modules() for call in outside(tree)] == []
