"""The text of a TOML file goes in; a Document comes out, as from YAML: plain data and the place of every field.

`tomllib` reads the values and keeps no places, so the text is gone through once more for them. By then it is known to
be TOML, and the first character of a thing tells what it is.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from itertools import accumulate
from typing import Any, NamedTuple

from mandatelint.document import Document
from mandatelint.document.events import MAX_DEPTH, Node
from mandatelint.finding import Path, UserError

_QUOTED = r""""(?:\\.|[^"\\])*"|'[^']*'"""
_NAME = re.compile(rf"[A-Za-z0-9_-]+|{_QUOTED}")
_TEXT = re.compile(rf"""\"""(?:\\.|[^\\])*?"{{3,5}}|'''.*?'{{3,5}}|{_QUOTED}""", re.DOTALL)
_PLAIN = re.compile(r"[^\s,\]}#]+(?: [0-9][^\s,\]}#]*)?")  # between a day and a time there may be a space
_BLANK = re.compile(r"(?:\s|#[^\n]*)*")
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


class Mark(NamedTuple):
    """A place in the text, from 0, as libyaml's marks."""

    line: int
    column: int


class Key(NamedTuple):
    """Where a key stands."""

    start_mark: Mark
    end_mark: Mark


class Place(NamedTuple):
    """Start and end of a key, None for an item of a list, and of its value, as numbers of characters."""

    key: tuple[int, int] | None
    start: int
    end: int


def read_table(text: str, source: str, table: Path) -> Document | None:
    """One table of a TOML file, such as `("tool", "mandatelint")`; None where the file does not have it.

    Raises UserError where the file is no TOML.
    """
    text = text.replace("\r\n", "\n")
    try:
        data: Any = tomllib.loads(text)
        places = _Places(text).found
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{source}:{_told(str(error), text)}") from None
    except RecursionError:
        raise UserError(f"{source}:1:1: the file is nested too deep to be read; write it in fewer levels") from None
    for step in table:
        data = data.get(step) if isinstance(data, dict) else None
    if data is None:
        return None
    lines = text.split("\n")
    return Document(source, data, lines, root=_node(data, table, places, _Marks(lines)))


def _told(problem: str, text: str) -> str:
    """What `tomllib` says, after its place: `3:9: the file is no TOML: ...`."""
    at = _AT.search(problem)
    line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
    if at is not None and at[1]:
        line, column = int(at[1]), int(at[2])
    said = problem[: at.start()] if at is not None else problem
    return f"{line}:{column}: the file is no TOML: {said}; mend this line, or what is left open before it"


class _Marks:
    """Numbers of characters go in; lines and columns come out."""

    def __init__(self, lines: list[str]) -> None:
        self.starts = [0, *accumulate(len(line) + 1 for line in lines)]

    def __call__(self, offset: int) -> Mark:
        line = bisect_right(self.starts, offset) - 1
        return Mark(line, offset - self.starts[line])


def _node(value: Any, path: Path, places: dict[Path, Place], mark: _Marks) -> Node:
    key, start, end = places[path]
    inside: Any = None
    if isinstance(value, dict):
        inside = {name: _node(item, (*path, name), places, mark) for name, item in value.items()}
    elif isinstance(value, list):
        inside = [_node(item, (*path, index), places, mark) for index, item in enumerate(value)]
    return (Key(mark(key[0]), mark(key[1])) if key is not None else None, mark(start), mark(end), inside)


class _Places:
    """One pass over a text that is known to be TOML. found: the place of every table, field and item, by path."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.found: dict[Path, Place] = {(): Place(None, 0, 0)}
        self.lengths: dict[Path, int] = {}
        """How many tables a list of tables has so far, by its path."""
        table: Path = ()
        while sign := self.next():
            if sign == "[":
                table = self.header()
            else:
                self.field(table)

    def next(self) -> str:
        """The character behind white space and comments; empty at the end."""
        self.move(_BLANK)
        return self.text[self.at : self.at + 1]

    def move(self, form: re.Pattern[str]) -> str:
        """Pass over what stands here in that form; it."""
        match = form.match(self.text, self.at)
        assert match is not None, "tomllib has read this text"
        self.at = match.end()
        return match[0]

    def header(self) -> Path:
        """`[a.b]`, or `[[a.b]]` for one more table of a list; the path of the table."""
        is_item = self.text.startswith("[[", self.at)
        self.at += 1 + is_item
        path: Path = ()
        names = self.names()
        for number, (name, key) in enumerate(names, 1):
            path = (*path, name)
            self.found.setdefault(path, Place(key, *key))
            if is_item and number == len(names):
                self.lengths[path] = self.lengths.get(path, 0) + 1
            if path in self.lengths:
                path = (*path, self.lengths[path] - 1)
                self.found.setdefault(path, Place(None, *key))
        self.next()
        self.at += 1 + is_item
        return path

    def names(self) -> list[tuple[str, tuple[int, int]]]:
        """`a."b c".d`: each name with its start and end."""
        found = []
        while True:
            self.next()
            start, written = self.at, self.move(_NAME)
            name = tomllib.loads(f"name = {written}")["name"] if written[0] in "\"'" else written
            found.append((name, (start, self.at)))
            if self.next() != ".":
                return found
            self.at += 1

    def field(self, table: Path) -> None:
        """`a.b = value`, in a table or between braces."""
        path = table
        for name, key in self.names():
            path = (*path, name)
            self.found.setdefault(path, Place(key, *key))
        self.at += 1
        self.value(path, self.found[path].key)

    def value(self, path: Path, key: tuple[int, int] | None) -> None:
        if len(path) > MAX_DEPTH:
            raise RecursionError
        sign = self.next()
        start = self.at
        if sign == "[":
            self.items(path)
        elif sign == "{":
            self.fields(path)
        else:
            self.move(_TEXT if sign in "\"'" else _PLAIN)
        self.found[path] = Place(key, start, self.at)

    def items(self, path: Path) -> None:
        self.at += 1
        index = 0
        while self.next() != "]":
            self.value((*path, index), None)
            index += 1
            if self.next() == ",":
                self.at += 1
        self.at += 1

    def fields(self, path: Path) -> None:
        self.at += 1
        while self.next() != "}":
            self.field(path)
            if self.next() == ",":
                self.at += 1
        self.at += 1
