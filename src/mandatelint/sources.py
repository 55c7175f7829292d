"""Paths, folders, globs and `-` go in; the files to read come out, in a fixed order."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from errno import EACCES
from pathlib import Path
from typing import NamedTuple

from mandatelint.document.text import MAX_BYTES
from mandatelint.excluding import GitIgnores, Patterns, absolute, first_match
from mandatelint.files import is_name, is_there, read_bytes
from mandatelint.finding import UserError

SUFFIXES = (".yaml", ".yml", ".json")
STDIN = "-"
CONFIG_NAMES = (".mandatelint.yaml", "mandatelint.yaml")  # a shell puts them among the drafts for `*.yaml`


class Source(NamedTuple):
    """A file that may be a draft. named: the user named it by hand, so that it has to be one.

    path: the file as the system calls it, where it is one. unreadable: why it cannot be read, where that was seen when
    it was found, as with a folder whose drafts nobody can tell; then `read` raises it.
    """

    name: str
    read: Callable[[], bytes]
    named: bool
    path: str = ""
    unreadable: str = ""


class PassedOver(NamedTuple):
    """A file or folder that was found and is not read, and why."""

    name: str
    why: str


Exclude = Callable[[Path], Patterns | None]
"""A folder, resolved, goes in; the patterns that pass over what lies in it come out."""


class Search:
    """Finds the files of one run. passed_over: what it came across and left out, to be told on demand;
    left_out_named: whether a file was among them that the user named.

    exclude: for a folder, the patterns that hold for what is found in it, and with `force` for files named by hand too.
    stdin_name: the file that standard input stands for.
    """

    def __init__(
        self,
        exclude: Exclude = lambda _: None,
        force: bool = False,
        gitignore: bool = True,
        stdin_name: str = "<stdin>",
    ) -> None:
        self.exclude, self.force, self.gitignore, self.stdin_name = exclude, force, gitignore, stdin_name
        self.passed_over: list[PassedOver] = []
        self.left_out_named = False
        self._gitignores = GitIgnores()

    def find(self, paths: Sequence[str]) -> list[Source]:
        """The files behind `paths`, each once; the working folder where there are none. Raises UserError."""
        found: dict[str, Source] = {}
        for path in paths or ["."]:
            for source in self.expand(path):
                file = os.path.realpath(source.path or source.name)
                if file not in found or source.named:
                    found[file] = source
        return list(found.values())

    def expand(self, path: str) -> Iterator[Source]:
        if not path:
            raise UserError("an empty path was given; write `.` for the working folder")
        if not is_name(path):
            raise UserError(f"{path}: no file can have such a name")
        place = Path(path)
        if path == STDIN:
            if self.stdin_name.startswith("<") or not self.leaves_out_named(Path(self.stdin_name)):
                yield Source(self.stdin_name, _read_stdin, named=True)
        elif is_there(place) or _is_shut_off(place):
            yield from self.named(place)
        elif glob.has_magic(path):
            yield from self.matching(path)
        else:
            raise UserError(f"{path}: there is no such file or folder{_near(place)}")

    def named(self, place: Path) -> Iterator[Source]:
        """What a path stands for that the user wrote out."""
        try:
            is_folder = place.is_dir()
        except OSError as error:
            yield _unreadable(place, error)
            return
        if is_folder:
            yield from self.walk(place)
        elif not self.leaves_out_named(place):
            yield _source(place, named=place.name not in CONFIG_NAMES)

    def matching(self, pattern: str) -> Iterator[Source]:
        matches = sorted(_glob(pattern))
        if not matches:
            raise UserError(f"{pattern}: the pattern matches no file")
        for match in map(Path, matches):
            if match.is_dir():
                yield from self.walk(match)
            elif match.name.lower().endswith(SUFFIXES):
                inside = any(self.leaves_out(folder, "/") for folder in reversed(match.parents[:-1]))
                if not inside and self.is_file(match) and not self.leaves_out(match):
                    yield _source(match, named=False)

    def walk(self, folder: Path) -> Iterator[Source]:
        """Files that may hold drafts, in the order of their names; hidden folders and links to folders are left out.

        A folder that cannot be read is told when its turn comes, and costs none of its neighbours.
        """
        waiting = [folder]
        while waiting:
            entry = waiting.pop()
            try:
                end = "/" if entry.is_dir() else ""
                if entry == folder or self.is_wanted(entry, end):
                    if end:
                        waiting += _entries(entry)
                    else:
                        yield _source(entry, named=False)
            except OSError as error:
                yield _unreadable(entry, error)

    def is_wanted(self, entry: Path, end: str) -> bool:
        """Whether what stands in a folder is to be read; `end` marks a folder."""
        may_matter = entry.name != ".git" if end else entry.name.lower().endswith(SUFFIXES)
        if not may_matter or self.leaves_aside(entry, end):
            return False
        return (bool(end) or self.is_file(entry)) and not self.leaves_out(entry, end)

    def is_file(self, found: Path) -> bool:
        """Whether what was found and bears the name of a file is one: a pipe may wait for ever."""
        if not (is_one := found.is_file()):
            why = "is a link that leads nowhere" if found.is_symlink() and not found.exists() else "is no file"
            self.passed_over.append(PassedOver(_text(found), why))
        return is_one

    def leaves_aside(self, entry: Path, end: str = "") -> bool:
        """Whether a path is passed over for what it is: hidden, or a folder with the files of others."""
        why = "is hidden" if entry.name.startswith(".") else _foreign(entry) if end else ""
        if why:
            self.passed_over.append(PassedOver(f"{_text(entry)}{end}", why))
        return bool(why)

    def leaves_out(self, file: Path, end: str = "") -> bool:
        """Whether patterns pass a path over that was found; `end` marks a folder."""
        folder = absolute(file).parent
        ignores = self._gitignores.above(folder) if self.gitignore else ()
        exclude = self.exclude(folder)
        return self.is_matched(file, [exclude, *ignores] if exclude is not None else ignores, end)

    def leaves_out_named(self, file: Path) -> bool:
        """Whether a file is passed over that the user named by hand."""
        exclude = self.exclude(absolute(file).parent) if self.force else None
        leaves_out = exclude is not None and self.is_matched(file, [exclude])
        self.left_out_named = self.left_out_named or leaves_out
        return leaves_out

    def is_matched(self, file: Path, patterns: Sequence[Patterns], end: str = "") -> bool:
        by = first_match(patterns, absolute(file), end)
        if by is not None:
            self.passed_over.append(PassedOver(f"{_text(file)}{end}", f"is excluded by {by.source}"))
        return by is not None


def _glob(pattern: str) -> list[str]:
    """What `glob.glob` finds, name by name of the pattern, and each path once: it goes through a folder again for each
    way in which several `**` lead there.
    """
    names: list[str] = []
    folder = pattern
    while glob.has_magic(folder):
        folder, name = os.path.split(folder)
        if not name == "**" == "".join(names[-1:]):  # a second one beside it says nothing more
            names.append(name)
    found = [folder]
    for name in reversed(names):
        found = list(dict.fromkeys(os.path.join(inside, one) for inside in found for one in _named(inside, name)))  # noqa: PTH118 # text, as the user wrote it
    return [path for path in found if path]


def _named(folder: str, name: str) -> list[str]:
    """What of a folder one name of a pattern matches; `**` matches the folder too, and an empty name nothing else."""
    here = [""] if os.path.isdir(folder or ".") else []  # noqa: PTH112 # text, as the user wrote it
    if not name or not here:
        return here
    return (here if name == "**" else []) + glob.glob(name, root_dir=folder or None, recursive=True)


def _foreign(folder: Path) -> str:
    """Why a folder that was found is not searched; empty where it is."""
    if folder.is_symlink():
        return "is a link to a folder"
    if folder.name == "node_modules" or (folder / "pyvenv.cfg").exists():
        return "holds installed packages"
    return ""


def find_sources(paths: Sequence[str]) -> list[Source]:
    """The files behind `paths`, each once, with nothing excluded but by .gitignore. Raises UserError."""
    return Search().find(paths)


def _near(place: Path) -> str:
    from difflib import get_close_matches

    try:
        beside = [entry.name for entry in place.parent.iterdir()]
    except OSError:
        return ""
    near = get_close_matches(place.name, beside, 1)
    return f"; did you mean {(place.parent / near[0]).as_posix()}?" if near else ""


def _is_shut_off(place: Path) -> bool:
    """Whether a folder on the way may not be entered, so that nobody can tell whether the file is there."""
    try:
        place.lstat()
    except PermissionError:
        return True
    except OSError:
        return False
    return False


def _entries(folder: Path) -> list[Path]:
    """What stands in a folder, the last by name first. Raises OSError."""
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name, reverse=True)
    if entries and not os.access(folder, os.X_OK):  # its names can be read, and nothing more
        raise PermissionError(EACCES, os.strerror(EACCES))
    return entries


def _source(file: Path, named: bool) -> Source:
    return Source(_text(file), lambda: read_file(file, named), named, os.fspath(file))


def _unreadable(place: Path, error: OSError) -> Source:
    """A file or folder of which nothing can be read."""
    problem = _cannot_be_read(place, error)

    def read() -> bytes:
        raise UserError(problem)

    return Source(_text(place), read, named=False, path=os.fspath(place), unreadable=problem)


def read_file(file: Path, named: bool = False) -> bytes:
    """The content of a file, as far as a draft may go. named: by hand, so that it may be a pipe. Raises UserError."""
    try:
        return read_bytes(file, MAX_BYTES, any_kind=named)  # what is larger is told, and need not be read whole
    except OSError as error:
        raise UserError(_cannot_be_read(file, error)) from None


def _cannot_be_read(place: Path, error: OSError) -> str:
    return f"{_text(place)}: cannot be read ({error.strerror})"


def _text(file: Path) -> str:
    """The name of a file; where it is no text, a mark stands in the place of each stray byte."""
    return file.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _read_stdin() -> bytes:
    if sys.stdin is None:
        raise UserError("standard input is closed, and `-` asks to read it; name a file")
    try:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    except OSError as error:
        raise UserError(f"standard input cannot be read ({error.strerror})") from None
