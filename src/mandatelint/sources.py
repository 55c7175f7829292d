"""Paths, folders, globs and `-` go in; the files to read come out, in a fixed order."""

from __future__ import annotations

import glob
import os
import re
import sys
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mandatelint.document.text import MAX_BYTES
from mandatelint.finding import UserError

SUFFIXES = (".yaml", ".yml", ".json")
STDIN = "-"
# A draft has the field `mandate` at its top: in a block at the first column, or first thing in braces.
_LOOKS_LIKE_DRAFT = re.compile(rb"""(?:^|\A\s*\{\s*|\n\{\s*|^\s*(?=["']))["']?mandate["']?\s*:""", re.MULTILINE)
_WIDE = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Source:
    """A file that may be a draft. named: the user named it by hand, so that it has to be one."""

    name: str
    read: Callable[[], bytes]
    named: bool

    def looks_like_draft(self, content: bytes) -> bool:
        """A quick look, so that the other YAML of a repository is not parsed."""
        return content.startswith(_WIDE) or _LOOKS_LIKE_DRAFT.search(content.removeprefix(BOM_UTF8)) is not None


def find_sources(paths: Sequence[str]) -> list[Source]:
    """The files behind `paths`, each once; the working folder where there are none. Raises UserError."""
    found: dict[str, Source] = {}
    for path in paths or ["."]:
        for source in _expand(path):
            file = os.path.realpath(source.name)
            if file not in found or source.named:
                found[file] = source
    return list(found.values())


def _expand(path: str) -> Iterator[Source]:
    if not path:
        raise UserError("an empty path was given; write `.` for the working folder")
    if path == STDIN:
        yield Source("<stdin>", _read_stdin, named=True)
        return
    place = Path(path)
    if place.is_dir():
        yield from (_source(file, named=False) for file in _walk(place))
    elif place.exists():
        yield _source(place, named=True)
    elif glob.has_magic(path):
        matches = sorted(glob.glob(path, recursive=True))
        if not matches:
            raise UserError(f"{path}: the pattern matches no file")
        for match in matches:
            if Path(match).is_dir():
                yield from (_source(file, named=False) for file in _walk(Path(match)))
            elif match.lower().endswith(SUFFIXES):
                yield _source(Path(match), named=False)
    else:
        raise UserError(f"{path}: there is no such file or folder{_near(place)}")


def _near(place: Path) -> str:
    from difflib import get_close_matches

    try:
        beside = [entry.name for entry in place.parent.iterdir()]
    except OSError:
        return ""
    near = get_close_matches(place.name, beside, 1)
    return f"; did you mean {(place.parent / near[0]).as_posix()}?" if near else ""


def _walk(folder: Path) -> Iterator[Path]:
    """Files that may hold drafts, in the order of their names; hidden folders and links to folders are left out."""
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        raise UserError(f"{folder}: cannot be read ({error.strerror})") from None
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            if not entry.is_symlink() and not (entry / "pyvenv.cfg").exists() and entry.name != "node_modules":
                yield from _walk(entry)
        elif entry.name.lower().endswith(SUFFIXES) and entry.is_file():
            yield entry


def _source(file: Path, named: bool) -> Source:
    # A file name that is no text is shown with a mark in the place of each stray byte.
    name = file.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")

    def read() -> bytes:
        try:
            with file.open("rb") as stream:
                return stream.read(MAX_BYTES + 1)  # what is larger is told, and need not be read whole
        except OSError as error:
            raise UserError(f"{name}: cannot be read ({error.strerror})") from None

    return Source(name, read, named)


def _read_stdin() -> bytes:
    return sys.stdin.buffer.read(MAX_BYTES + 1)
