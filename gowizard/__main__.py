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
    _collect_seldom()
    from gowizard.cli.main import run

    return run(arguments)


def _collect_seldom() -> None:
    """Look for cyclic garbage less often, and not at the very end: importing leaves none, but is searched for it."""
    import atexit
    import gc

    gc.set_threshold(50_000, 20, 100)
    atexit.register(gc.freeze)


if __name__ == "__main__":
    sys.exit(main())
