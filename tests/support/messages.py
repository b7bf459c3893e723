"""The strings of the program and their catalogues: collect, merge, compile.

    python -m tests.support.messages            # update the .po, list what lacks words, write the .mo
    python -m tests.support.messages --check    # change nothing; exit status 1 where something is not in order

Strings are those in `_("...")`, `ngettext("...", "...", n)` and `N_("...")` in gowizard/**/*.py. A translator edits
`gowizard/locales/zh_CN/LC_MESSAGES/gowizard.po` only: every source string is in it, translations are kept, entries
whose string has left the sources are dropped. The `.mo` beside it is what the program reads; equal words give equal
bytes. Entries name their files but no lines, so that moving code does not touch the catalogue.
"""

from __future__ import annotations

import ast
import re
import string
import struct
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCALES = ROOT / "gowizard" / "locales"
CATALOGUE = LOCALES / "zh_CN" / "LC_MESSAGES" / "gowizard.po"
HEADER = (
    "Project-Id-Version: gowizard\n"
    "Language: zh_CN\n"
    "MIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Plural-Forms: nplurals=1; plural=0;\n"
)
_PERCENT = re.compile(r"%(?:\(\w+\))?[#0\- +]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa%]")


@dataclass(frozen=True)
class Source:
    """A string as the program has it. `plural` is empty but for ngettext; `files` are where it is used."""

    text: str
    plural: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A string of the catalogue with its translation, empty where there is none."""

    text: str
    plural: str = ""
    words: str = ""
    fuzzy: bool = False


def literal(node: ast.expr) -> str | None:
    """The string that an expression is, also glued together with `+`; None for any other expression."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = literal(node.left), literal(node.right)
        return left + right if left is not None and right is not None else None
    return None


def called(node: ast.Call) -> str:
    """The last name of what is called: `notify` for `self.app.notify(...)`."""
    target = node.func
    return target.id if isinstance(target, ast.Name) else target.attr if isinstance(target, ast.Attribute) else ""


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    """Every module of the program: its path from the root, and its tree."""
    paths = sorted((ROOT / "gowizard").rglob("*.py"))
    return tuple((path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"))) for path in paths)


@cache
def collect() -> dict[str, Source]:
    """Every marked string of the program by its text, in the order of files and lines."""
    found: dict[str, Source] = {}
    for name, tree in modules():
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
        for node in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
            if called(node) not in {"_", "N_", "ngettext"}:
                continue
            text = literal(node.args[0])
            if not text:
                continue
            plural = literal(node.args[1]) or "" if called(node) == "ngettext" else ""
            before = found.get(text, Source(text))
            files = before.files if name in before.files else (*before.files, name)
            found[text] = Source(text, plural or before.plural, files)
    return found


def read(path: Path = CATALOGUE) -> dict[str, Entry]:
    """The entries of a catalogue by their text, without the header; empty where there is no file.

    Of an entry that is there twice, the one with words counts; updating makes one of them.
    """
    found: dict[str, Entry] = {}
    if not path.exists():
        return found
    for block in path.read_text("utf-8").split("\n\n"):
        parts: dict[str, str] = {}
        fuzzy, key = False, ""
        for line in block.splitlines():
            if line.startswith("#"):
                fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
                continue
            if not line.startswith('"'):
                key, _space, line = line.partition(" ")
            parts[key] = parts.get(key, "") + ast.literal_eval(line)
        if parts.get("msgid"):
            words = parts.get("msgstr", parts.get("msgstr[0]", ""))
            before = found.get(parts["msgid"])
            if before is None or (words and not before.words):
                found[parts["msgid"]] = Entry(parts["msgid"], parts.get("msgid_plural", ""), words, fuzzy)
    return found


def render(sources: dict[str, Source], entries: dict[str, Entry]) -> str:
    """The text of a catalogue that has exactly the strings of the program, with the translations there are."""
    blocks = [f'msgid ""\nmsgstr ""\n{_quoted(HEADER, split=True)}']
    for source in sources.values():
        entry = entries.get(source.text, Entry(source.text))
        lines = [f"#: {' '.join(source.files)}"]
        lines += ["#, fuzzy"] if entry.fuzzy else []
        lines.append(f"msgid {_quoted(source.text)}")
        if source.plural:
            lines.append(f"msgid_plural {_quoted(source.plural)}")
        lines.append(f"msgstr{'[0]' if source.plural else ''} {_quoted(entry.words)}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def compiled(entries: dict[str, Entry]) -> bytes:
    """The `.mo` file of the entries that have words (the format of the GNU gettext manual, section 10.3)."""
    pairs = {"": HEADER} | {
        entry.text + (f"\0{entry.plural}" if entry.plural else ""): entry.words
        for entry in entries.values()
        if entry.words and not entry.fuzzy
    }
    table = sorted((key.encode(), value.encode()) for key, value in pairs.items())
    at = 7 * 4 + 16 * len(table)
    keys, values, body = [], [], b""
    for column, places in ((0, keys), (1, values)):
        for pair in table:
            places += [len(pair[column]), at + len(body)]
            body += pair[column] + b"\0"
    count = len(table)
    head = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 0)
    return head + struct.pack(f"<{4 * count}I", *keys, *values) + body


def placeholders(text: str) -> list[str]:
    """What formatting fills in: `{name}` and `%s` forms, sorted."""
    try:
        braces = [f"{{{name}}}" for _text, name, _spec, _how in string.Formatter().parse(text) if name is not None]
    except ValueError:  # a lone brace: the string is not for str.format
        braces = []
    return sorted(braces + [found for found in _PERCENT.findall(text) if "{" not in text and found != "% s"])


def problems(path: Path = CATALOGUE) -> list[str]:
    """What is not in order with the catalogue, a line each."""
    sources, entries = collect(), read(path)
    told = [f"dead entry: {text!r}" for text in entries if text not in sources]
    for text, source in sources.items():
        entry = entries.get(text)
        if entry is None:
            told.append(f"not in the catalogue: {text!r} ({source.files[0]})")
        elif entry.plural != source.plural:
            told.append(f"other plural: {text!r}")
        elif entry.fuzzy or not entry.words:
            told.append(f"{'fuzzy' if entry.fuzzy else 'untranslated'}: {text!r} ({source.files[0]})")
        elif placeholders(source.plural or text) != placeholders(entry.words):
            told.append(f"other placeholders: {text!r} → {entry.words!r}")
        elif (text[:1].isspace(), text.count("\n")) != (entry.words[:1].isspace(), entry.words.count("\n")):
            told.append(f"other blanks or line ends: {text!r} → {entry.words!r}")
    machine = path.with_suffix(".mo")
    if not machine.exists() or machine.read_bytes() != compiled(entries):
        told.append(f"{machine.name} is not what {path.name} compiles to")
    return told


def update(path: Path = CATALOGUE) -> None:
    """Merge the program's strings into the catalogue and compile it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render(collect(), read(path)), "utf-8")
    path.with_suffix(".mo").write_bytes(compiled(read(path)))


def _quoted(text: str, split: bool = False) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    escaped = escaped.replace("\x1b", "\\033").replace("\r", "\\r")
    if split:
        return "\n".join(f'"{line}\\n"' for line in escaped.split("\\n") if line)
    return f'"{escaped}"'


def main(arguments: list[str]) -> int:
    """Update, or only check; tell what is left to do."""
    if "--check" not in arguments:
        update()
    told = problems()
    sys.stdout.write("".join(f"{line}\n" for line in told) or "The catalogue is complete.\n")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
