"""The entry of the command line; `--version` is answered here, before anything is loaded."""

from __future__ import annotations

import os
import sys

from mandatelint.version import __version__


def main() -> None:
    """Run mandatelint with the arguments of this process and exit with its code."""
    if sys.argv[1:] == ["--version"]:
        try:
            print(f"mandatelint {__version__}", flush=True)
        except OSError:  # nobody reads it
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return
    from mandatelint.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
