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
    status = main()
    if sys.platform == "win32":
        from gowizard.cli.own_window import hold

        hold()
    _leave(status)
    sys.exit(status)


def collect_seldom() -> None:
    """Look for cyclic garbage less often: importing leaves none, but is searched for it again and again."""
    import gc

    gc.set_threshold(50_000, 20, 100)


def _leave(status: int) -> None:
    """End the process, unless something is still to be waited for or cannot be written: that is Python's to do."""
    import atexit
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
    except (OSError, ValueError, AttributeError):  # a full disk, a closed or a missing stream
        return
    os._exit(status)


if __name__ == "__main__":
    program()
