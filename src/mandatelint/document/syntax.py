"""An error of libyaml goes in; what is wrong in words of ours, with the mend, comes out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from yaml import YAMLError

from mandatelint.document.signs import CUT, QUOTE_IT, mistaken
from mandatelint.document.text import Fault

_TAB = ("a tab stands in the indentation", "indent with spaces, not tabs")
_TAG = ("`!` begins a tag, and this one is not well formed", "put text that begins with `!` in quotes")

# libyaml's words for the commonest mistakes, and ours; the first that fits.
_PROBLEMS = (
    ("tab character", *_TAB),
    (
        "found character that cannot start any token",
        "a value cannot begin with this character",
        "put text that begins with @, ` or % in quotes",
    ),
    (
        "did not find expected key",
        "this line does not fit the block above it",
        "line its first word up with the names of the block it belongs to, and look for an unclosed quote above",
    ),
    (
        "did not find expected '-' indicator",
        "this line does not fit the list above it",
        "line its dash up with the other dashes of the list",
    ),
    (
        "could not find expected ':'",
        "a field begins here, but no colon follows its name",
        "write `name: value` with a space after the colon, begin an item with a dash and a space, "
        "or indent a line that goes on with the text above",
    ),
    (
        "block sequence entries are not allowed",
        "a list begins in a place where none can stand",
        "put the dash on a line of its own below the field; put text that begins with a dash in quotes",
    ),
    (
        "block mapping",
        "a block begins in a place where none can stand",
        "put it on a line of its own and indent it with two spaces",
    ),
    (
        "did not find expected comment or line break",
        "`|` and `>` announce a text in the lines below, and nothing else can stand beside them",
        "begin the text in the next line, or put text that begins with | or > in quotes",
    ),
    ("found unexpected end of stream", "the quote that opens here is never closed", "close it where its text ends"),
    (
        "found unexpected document indicator",
        "the quote that opens here is not closed before a line of `---` or `...`",
        "close it where its text ends",
    ),
    (
        "did not find expected ',' or ']'",
        "a list in brackets is not closed, or a comma is missing",
        "add the comma or the `]`",
    ),
    (
        "did not find expected ',' or '}'",
        "a block in braces is not closed, or a comma is missing",
        "add the comma or the `}`",
    ),
    (
        "did not find expected node content",
        "a value is missing before this sign",
        "write the value, or delete the sign; put text that begins with a comma or a bracket in quotes",
    ),
    (
        "found unknown escape character",
        "a backslash in double quotes is followed by a letter that means nothing",
        "write two backslashes, or use single quotes",
    ),
    (
        "expected hexdecimal number",
        "a backslash in double quotes is followed by a code that is too short",
        "write two backslashes, or use single quotes",
    ),
    (
        "invalid Unicode character escape",
        "this code for a character is only one half of it",
        "write the character itself in place of the codes that begin with a backslash",
    ),
    (
        "did not find expected alphabetic or numeric character",
        "`&` or `*` begins a reference to another part of the file",
        "put the text in quotes",
    ),
    (
        "expected <document start>",
        "the draft ends above, and more text follows here",
        "delete what follows, or look above for a bracket that is closed too early or a name without its colon",
    ),
    (
        "incompatible YAML document",
        "the file announces a version of YAML that cannot be read",
        "delete the line that begins with `%YAML`",
    ),
    ("directive", "a line that begins with `%` is an order to the reader, and not one that is known", "delete it"),
    ("octet", *_TAG),
    ("tag", *_TAG),
    ("'>'", *_TAG),
)

_INDENTED_FIRST = (
    "the first field is indented, and those below are not",
    "begin it at the left margin, as the others",
)

# libyaml sees these only later; the place to mend is where they begin.
_SEEN_LATE = ("could not find expected ':'", "found unexpected end of stream", "found unexpected document indicator")
# These may come from a sign that only looks like YAML's own, in the line itself, above it, or where the block begins.
_FROM_SIGNS = (
    "mapping values are not allowed",
    "could not find expected ':'",
    "did not find expected key",
    "did not find expected '-' indicator",
    "did not find expected ',' or",
    "did not find expected alphabetic or numeric character",
    "block sequence entries are not allowed",
)
_BEGINS_FIELD = re.compile(r"\s*(-\s|[\w\"'-]+:(\s|$))").match
_BEGINS_TEXT = re.compile(r".*[|>][-+0-9]*\s*(#.*)?$").match


def syntax_fault(error: YAMLError, text: str) -> Fault:
    """The fault that libyaml stopped at, at a place that lies inside the text."""
    problem = str(getattr(error, "problem", None) or error)
    context = getattr(error, "context_mark", None)
    mark = getattr(error, "problem_mark", None) or context
    if context is not None and any(words in problem for words in _SEEN_LATE):
        mark = context
    row, column = (mark.line, mark.column) if mark is not None else (0, 0)
    lines = text.split("\n")
    if row >= len(lines):  # libyaml may point one line past the end
        row, column = len(lines) - 1, len(lines[-1])
    first = _indented_first(lines[:row]) if "expected <document start>" in problem else None
    if first is not None and lines[row][:1] not in " ":
        indent = len(lines[first]) - len(lines[first].lstrip())
        return Fault("yaml-syntax", first + 1, indent + 1, *_INDENTED_FIRST)
    look_alike = _look_alike(problem, lines, row, context.line if context is not None else row)
    if look_alike is not None:
        return look_alike
    message, remedy = _by_place(problem, lines[row], column) or _by_problem(problem)
    if context is not None and context.line < row:
        message += f" (the part that is broken begins in line {context.line + 1})"
    return Fault("yaml-syntax", row + 1, column + 1, message, remedy)


def _look_alike(problem: str, lines: list[str], row: int, begin: int) -> Fault | None:
    """The sign that is taken for another, or the `#` that cuts a text, where one of them is behind the problem."""
    if not any(words in problem for words in _FROM_SIGNS):
        return None
    above = next((number for number in range(row - 1, -1, -1) if _says_something(lines[number])), row)
    for number in (row, above, begin):
        sign = mistaken(lines[number])
        if sign is not None and not _is_in_text(lines, number):
            return Fault("yaml-syntax", number + 1, sign.column + 1, sign.message, sign.remedy)
    goes_on = "did not find expected ',' or" in problem or not _BEGINS_FIELD(lines[row])
    cut = CUT.search(lines[above])
    if goes_on and cut is not None and not _is_in_text(lines, above):
        message = "`#` behind a space begins a comment, so that the text ends before it"
        return Fault("yaml-syntax", above + 1, cut.end(), message, QUOTE_IT)
    return None


def _says_something(line: str) -> bool:
    return line.strip() != "" and not line.lstrip().startswith("#")


def _is_in_text(lines: list[str], number: int) -> bool:
    """Whether a line stands in a text that `|` or `>` announces."""

    def depth(line: str) -> int:
        return len(line) - len(line.lstrip(" "))

    here = depth(lines[number])
    outer = next((line for line in reversed(lines[:number]) if _says_something(line) and depth(line) < here), "")
    return _BEGINS_TEXT(outer) is not None


def _indented_first(lines: Sequence[str]) -> int | None:
    """The row of the first line that says something, where it is indented."""
    first = next((row for row, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")), None)
    return first if first is not None and lines[first][0] == " " else None


def _by_place(problem: str, line: str, column: int) -> tuple[str, str] | None:
    """What libyaml says in the same words for different mistakes; what stands before the place tells them apart."""
    before = line[:column]
    if "mapping values are not allowed" in problem:
        if ": " in before:
            return "a second `: ` stands in this line", "put text that holds a colon in quotes"
        return (
            "a field cannot begin in this line",
            "line it up with the other fields of its block, "
            "and look for a missing colon, or one without a space after it, in the line above",
        )
    if "found character that cannot start any token" in problem and line[column : column + 1] == "\t":
        return _TAB
    if "did not find expected" in problem and before.strip(" -?") and ("key" in problem or "'-'" in problem):
        return (
            "the value ends before this place, and nothing can follow it in the line",
            "delete what follows, or put the whole text in single quotes and write '' for an apostrophe inside them",
        )
    return None


def _by_problem(problem: str) -> tuple[str, str]:
    for theirs, ours, mend in _PROBLEMS:
        if theirs in problem:
            return ours, mend
    return (
        f"this is not YAML: {problem}",
        "compare the line with `mandatelint new mandate`, which prints a draft that can be read",
    )
