"""`python -m gowizard` and the `gowizard` command. Nothing heavy is imported before the request is known."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; return its exit status (0 done, 1 failed, 2 usage, 130 interrupted)."""
    arguments = sys.argv[1:]
    if arguments in (["--version"], ["-V"]):
        from gowizard import __version__

        sys.stdout.write(f"gowizard {__version__}\n")
        return 0
    collect_seldom()
    from gowizard.cli.main import run

    return run(arguments)


def program() -> None:
    """What the installed command does: `main`, and out, leaving memory to the system instead of tidying it up."""
    if getattr(sys, "frozen", False):
        from gowizard.run.single_file import restore

        restore()
    _open_missing()
    try:
        status = main()
    except KeyboardInterrupt:  # while the first modules were being read
        sys.stderr.write("\n")
        status = 130
    if sys.platform == "win32":
        from gowizard.cli.own_window import hold

        hold()
    _leave(status)
    sys.exit(status)


def _open_missing() -> None:
    """Give streams that were closed at the start (`gowizard <&-`) somewhere to lead: Python leaves None there."""
    import os

    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123


def collect_seldom() -> None:
    """Look for cyclic garbage less often: importing leaves none, and to search what it leaves takes 20 ms.

    The wizard's first page comes after 90,000 objects.
    """
    import gc

    gc.set_threshold(200_000, 20, 100)


def _leave(status: int) -> None:
    """End the process, unless something is still to be waited for: that is Python's to do.

    The status is 1 where the last words cannot be written (a full disk); Python's own would be 120.
    """
    import atexit
    import contextlib
    import os

    threading = sys.modules.get("threading")
    if threading is not None and any(
        not thread.daemon for thread in threading.enumerate() if thread is not threading.main_thread()
    ):
        return
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        status = status or 1
    except OSError as error:
        if not status:  # a failure was told already
            from gowizard.locales.system import system_words

            with contextlib.suppress(OSError):
                sys.stderr.write(f"gowizard: {system_words(error)}\n")
                sys.stderr.flush()
        status = status or 1
    except (ValueError, AttributeError):  # a closed stream
        return
    os._exit(status)


if __name__ == "__main__":
    program()
