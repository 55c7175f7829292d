"""A name and all that a result depends on go in; the result of an earlier run comes out, where there is one that holds.

Kept beside the compiled modules and trusted as they are: whoever can write there can change the program itself. What
is wrong with it, or with the folder, costs the time that it would have saved, and nothing else.
"""

from __future__ import annotations

import marshal
import os
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any
from zlib import crc32

from mandatelint.files import read_bytes
from mandatelint.version import __version__

OFF = "MANDATELINT_NO_CACHE"
MAX_BYTES = 8_000_000


def recall(name: str, depends_on: Any) -> Any:
    """What was kept under this name; None where nothing was, or where it depends on something else by now."""
    if os.environ.get(OFF):
        return None
    try:
        content = memoryview(read_bytes(place(name), MAX_BYTES))
        if crc32(content[4:]) != int.from_bytes(content[:4], "big"):  # what is damaged is nothing for `marshal`
            return None
        known_by, value = marshal.loads(content[4:])
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return value if known_by == _known_by(depends_on) else None


def keep(name: str, depends_on: Any, value: Any) -> None:
    """Keep a result for later runs, in a place where Python may keep compiled modules; both have to be plain data.

    Written beside its place and then moved there, so that nobody reads half of it.
    """
    if os.environ.get(OFF) or sys.dont_write_bytecode:
        return
    beside = place(f"{name}.{os.getpid()}")
    with suppress(OSError):  # the folder is not there or not ours to write to, or another thread is at it
        beside.touch(0o644, exist_ok=False)
        try:
            content = marshal.dumps((_known_by(depends_on), value))
            if len(content) < MAX_BYTES:
                beside.write_bytes(crc32(content).to_bytes(4, "big") + content)
                beside.replace(place(name))
        finally:
            beside.unlink(missing_ok=True)


def place(name: str) -> Path:
    """The file of that name among the compiled modules, one for each version of Python."""
    return Path(cache_from_source(__file__, optimization="")).with_suffix(f".{name}")


def _known_by(depends_on: Any) -> tuple[str, str, Any]:
    return __version__, sys.version, depends_on
