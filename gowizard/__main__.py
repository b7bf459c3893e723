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
    from gowizard.cli.main import run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
