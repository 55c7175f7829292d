"""The lines of a file and the span of a scalar go in; the place of each character that can be seen comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mandatelint.finding import Span

_BEFORE = re.compile(r"(?:[&!]\S*\s*)*")  # an anchor or a tag
_PLAIN = re.compile(r".")
_SINGLE = re.compile(r"''|.")
_DOUBLE = re.compile(r"\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|\\.|.")
_WHITE_ESCAPES = frozenset(("\\", *(rf"\{letter}" for letter in "tnvfr N_LP\t")))  # a backslash alone ends a line


def visible(lines: list[str], span: Span) -> Iterator[tuple[int, int]]:
    """Line and column, from 1, of each character of the value that is no white space, in order.

    Quotes, the line with `|` or `>`, and backslashes are passed over: an escaped character stands where its backslash
    stands. lines: of the whole file; span: the scalar in it, without its key.
    """
    start = _BEFORE.match(lines[span.line - 1], span.column - 1)
    first = start.end() if start is not None else span.column - 1
    style = lines[span.line - 1][first : first + 1]
    end = span.end_column - 1
    part = _PLAIN
    if style and style in "'\"":
        part = _SINGLE if style == "'" else _DOUBLE
        first, end = first + 1, end - 1
    elif style and style in "|>":
        first = len(lines[span.line - 1])
    for row in range(span.line - 1, span.end_line):
        left = first if row == span.line - 1 else 0
        right = end if row == span.end_line - 1 else len(lines[row])
        for match in part.finditer(lines[row], left, right):
            if not match[0].isspace() and not (part is _DOUBLE and _is_white(match[0])):
                yield row + 1, match.start() + 1


def _is_white(written: str) -> bool:
    """Whether an escape of double quotes stands for white space, or for nothing."""
    return chr(int(written[2:], 16)).isspace() if len(written) > 2 else written in _WHITE_ESCAPES
