"""The ids that `--only` takes, as the README lists them: `python -m tests.doctor.ids` writes that list anew."""

from __future__ import annotations

from pathlib import Path

from gowizard.doctor.checks import every_check

README = Path(__file__).resolve().parents[2] / "README.md"
BEGIN, END = "<!-- ids -->\n", "<!-- /ids -->\n"


def table() -> str:
    """A row for each check, with the ids of its findings."""
    rows = ["", "| check | finds |", "|---|---|"]
    for check in every_check():
        finds = [f"`{id}`" for id in check.ids[1:] or check.ids]
        rows.append(f"| `{check.id}` | {', '.join(finds)} |")
    return "\n".join([*rows, "", ""])


def documented() -> str:
    """What the README says now."""
    return README.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]


if __name__ == "__main__":
    text = README.read_text(encoding="utf-8")
    README.write_text(text.replace(BEGIN + documented() + END, BEGIN + table() + END), encoding="utf-8")
