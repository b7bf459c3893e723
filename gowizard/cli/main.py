"""The only place that turns failures into words and exit statuses."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from gowizard.cli.arguments import parse, parser_for, split_verb
from gowizard.cli.options import REPAIR
from gowizard.errors import GowizardError, UsageError
from gowizard.locales import _, language_of, set_language
from gowizard.locales.system import system_words


def _locale() -> str:
    """The locale's language, English on a console that has no Chinese characters."""
    locale = next((os.environ[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(n)), "C")
    if locale not in {"C", "POSIX"} and os.environ.get("LANGUAGE"):
        locale = os.environ["LANGUAGE"].partition(":")[0]
    if os.name == "nt" and locale == "C":
        from gowizard.host.windows_calls import display_language

        return display_language() or locale
    return "en" if os.environ.get("TERM") == "linux" else locale  # the kernel's console has Latin glyphs only


def run(arguments: Sequence[str]) -> int:
    """Carry out a command line; return the exit status: 0 done, 1 failed, 2 usage or cannot start, 130 interrupted."""
    try:
        return _run(list(arguments))
    except OSError as error:
        # The reader went away (`gowizard list | head`), or the disk that the words go to is full: the interpreter
        # must not complain at exit either.
        if not isinstance(error, BrokenPipeError):
            sys.stderr.write(f"gowizard: {system_words(error)}\n")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:  # before the request was understood, or while its end was being told
        sys.stderr.write("\n" + _("Interrupted.") + "\n")
        return 130


def _run(arguments: list[str]) -> int:
    set_language(_wanted_language(arguments))
    if "--gowizard-pty-child" in arguments[:1]:
        from gowizard.run.pty_child import main

        return main()
    context = None
    try:
        verb, rest = split_verb(arguments)
        if any(word in {"-h", "--help"} for word in rest):
            from gowizard.cli.output import Output

            Output().line(parser_for(verb).format_help().rstrip())
            return 0
        given = parse(verb, rest, os.environ)
        if given.get("version"):
            from gowizard import __version__

            sys.stdout.write(f"gowizard {__version__}\n")
            return 0
        from gowizard.cli.context import Context

        if given.get("repair"):  # GOWIZARD_REPAIR=1
            verb = REPAIR
            given = parse(verb, rest, os.environ)
        name = verb.name or ("install" if given.get("yes") or given.get("dry_run") else "")
        context = Context(name, given, arguments)
        if "lang" in given or "theme" in given:
            from gowizard.cli.looks import check_looks

            check_looks(context, rest)
        try:
            return _action(name)(context)
        finally:
            context.out.window.restore()
    except GowizardError as error:
        return _show(error, arguments, context)
    except BrokenPipeError:
        raise
    except OSError as error:
        return _show(_from_os(error), arguments, context)
    except BaseException as error:
        from gowizard.cancellation import Cancelled

        if isinstance(error, Cancelled | KeyboardInterrupt):
            return _stopped(error, arguments, context)
        if isinstance(error, BrokenPipeError | SystemExit):
            raise
        return _show(_from_bug(error), arguments, context)


def _action(name: str) -> Callable[..., int]:
    """The function of a verb, imported only now."""
    if name in {"install", "apply"}:
        from gowizard.cli.install import run as action
    elif name == "use":
        from gowizard.cli.versions import use as action
    elif name == "list":
        from gowizard.cli.versions import show as action
    elif name == "uninstall":
        from gowizard.cli.versions import uninstall as action
    elif name == "history":
        from gowizard.cli.undo import history as action
    elif name == "undo":
        from gowizard.cli.undo import undo as action
    elif name == "proxy":
        from gowizard.cli.proxy import run as action
    elif name == "doctor":
        from gowizard.cli.doctor import run as action
    elif name == "repair":
        from gowizard.cli.repair import run as action
    elif name == "kit":
        from gowizard.cli.kit import run as action
    elif name == "prove":
        from gowizard.cli.prove import run as action
    elif name == "completions":
        from gowizard.cli.completions import run as action
    else:
        from gowizard.cli.wizard import run as action
    return action


def _wanted_language(arguments: list[str]) -> str:
    try:
        "中文".encode(sys.stdout.encoding)
    except UnicodeEncodeError:  # it would come out as escapes, also where it was asked for
        return "en"
    for index, word in enumerate(arguments):
        if word.startswith("--lang="):
            return _or_locale(word.removeprefix("--lang="))
        if word == "--lang" and index + 1 < len(arguments):
            return _or_locale(arguments[index + 1])
    return _or_locale(os.environ.get("GOWIZARD_LANG", ""))


def _or_locale(name: str) -> str:
    """The name, or where it is no language of ours the locale's, in which that is said."""
    return name if name and language_of(name) else _locale()


def _show(error: GowizardError, arguments: list[str], context: object) -> int:
    from gowizard.cli.context import Context
    from gowizard.cli.output import Output
    from gowizard.log import logger

    logger.error("%s", error)
    if isinstance(context, Context):
        out, log = context.out, str(context.log_path or "")
    else:
        out, log = Output(json_mode="--json" in arguments, ascii_only="--ascii" in arguments), ""
    from gowizard.redact import redacted
    from gowizard.run import safe_text

    shown = [redacted(safe_text(part)) for part in (error.title, error.cause, error.remedy)]
    title, cause, remedy = shown
    if isinstance(error, UsageError) or error.exit_status == 130:
        out.error(title, cause, remedy)
    else:
        from gowizard.cli.failing import report_beside_log

        report = report_beside_log(context, error) if isinstance(context, Context) else ""
        out.error(title, cause, remedy, log, report)
    return error.exit_status


def _stopped(error: BaseException, arguments: list[str], context: object) -> int:
    from gowizard.cli.context import Context
    from gowizard.cli.state import Stopped, state_of_machine

    known = context if isinstance(context, Context) else None
    taken_back = not isinstance(error, KeyboardInterrupt) and not (known and known.changed)
    told = _("Everything that was begun has been taken back.") if taken_back else state_of_machine(known)
    return _show(Stopped(_("Stopped, as you asked"), told), arguments, context)


def _from_os(error: OSError) -> GowizardError:
    from gowizard.log import logger

    logger.debug("%r", error, exc_info=error)
    told = _("{name}: {message}") if error.filename else "{message}"
    return GowizardError(
        _("The operating system refused"),
        told.format(name=error.filename, message=system_words(error)),
        _("Put that right and run the same command again; nothing is half done."),
    )


def _from_bug(error: BaseException) -> GowizardError:
    from gowizard.log import logger

    logger.critical("unexpected", exc_info=error)
    return GowizardError(
        _("gowizard met something it did not expect"),
        f"{type(error).__name__}: {error}",
        _("Please report it with the log. If a run was broken off, the next start takes it back."),
    )
