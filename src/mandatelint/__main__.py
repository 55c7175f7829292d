"""The entry of the command line; `--version` is answered here, before anything is loaded."""

from __future__ import annotations

import gc
import os
import sys

from mandatelint.version import __version__


def main() -> None:
    """Run mandatelint with the arguments of this process and exit with its code."""
    if sys.argv[1:] == ["--version"]:
        try:
            print(f"mandatelint {__version__}", flush=True)
        except OSError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if not isinstance(error, BrokenPipeError):  # where nobody reads it, nothing is wrong
                sys.exit(_cannot_print(error))
        return
    # Most of what a run makes is kept to its end or freed at once: look for rings of references less often. Many more
    # than this are slower again, as memory then grows from draft to draft.
    gc.set_threshold(5_000)
    from mandatelint.cli import run

    code = run(sys.argv[1:])
    gc.freeze()  # what is left goes with the process: to look it through for rings takes longer than to judge a draft
    sys.exit(code)


def _cannot_print(error: OSError) -> int:
    print(f"mandatelint: standard output: cannot be written ({error.strerror})", file=sys.stderr)
    return 2


if __name__ == "__main__":
    main()
