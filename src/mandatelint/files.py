"""A path goes in; the bytes of the file, as many as may be, come out, or an OSError that says why they cannot.

Every file that mandatelint reads is read here: its kind is looked at before it is opened, as a pipe may wait for ever,
and its size is bounded, as a device may have no end.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from errno import EFBIG, EINVAL
from pathlib import Path

MEBIBYTE = 1024 * 1024
# The pipes that a shell makes of `<(...)`: somebody writes to them already.
_OF_SHELL = ("/dev/fd/", "/proc/self/fd/", "/dev/stdin")
_KINDS: tuple[tuple[Callable[[int], bool], str], ...] = (
    (stat.S_ISDIR, "it is a folder"),
    (stat.S_ISFIFO, "it is a pipe and no file"),
    (stat.S_ISCHR, "it is a device and no file"),
    (stat.S_ISBLK, "it is a device and no file"),
    (stat.S_ISSOCK, "it is a socket and no file"),
)


def read_bytes(file: Path, most: int, any_kind: bool = False) -> bytes:
    """The content of a file; of a larger one `most` bytes and one more, by which it is known. Raises OSError.

    any_kind: pipes and devices too, as their user named them; whether somebody writes to them is for the user to see.
    """
    try:
        mode = file.stat().st_mode
        if not stat.S_ISREG(mode) and not any_kind and not _is_of_shell(file, mode):
            raise OSError(EINVAL, next((kind for is_kind, kind in _KINDS if is_kind(mode)), "it is no file"))
        with file.open("rb") as stream:
            return stream.read(most + 1)
    except ValueError:  # a zero byte, or a character for which the system has no bytes
        raise OSError(EINVAL, "no file can have such a name") from None


def read_whole(file: Path, most: int) -> bytes:
    """The whole content of a file that has no more than `most` bytes. Raises OSError."""
    content = read_bytes(file, most)
    if len(content) > most:
        raise OSError(EFBIG, f"it has more than {most // MEBIBYTE} MiB")
    return content


def is_name(text: str) -> bool:
    """Whether a file can have this name: without a zero byte and all in characters that the system has bytes for."""
    try:
        return b"\0" not in os.fsencode(text)
    except UnicodeEncodeError:
        return False


def is_there(file: Path) -> bool:
    """Whether a name is taken, be it by a link that leads nowhere."""
    return os.path.lexists(file)


def is_file(file: Path) -> bool:
    """Whether there is an ordinary file; False as well where that cannot be seen."""
    try:
        return file.is_file()
    except OSError:
        return False


def is_folder(place: Path) -> bool:
    """Whether there is a folder; False as well where that cannot be seen."""
    try:
        return place.is_dir()
    except OSError:
        return False


def resolved(path: str | Path) -> Path:
    """The path without links; one that leads back to itself stays as it is."""
    return Path(os.path.realpath(path))


def _is_of_shell(file: Path, mode: int) -> bool:
    return stat.S_ISFIFO(mode) and file.as_posix().startswith(_OF_SHELL)
