"""An error of libyaml goes in; what is wrong in words of ours, with the mend, comes out."""

from __future__ import annotations

from yaml import YAMLError

from mandatelint.document.text import Fault

# libyaml's words for the commonest mistakes, and ours.
_PROBLEMS = (
    ("mapping values are not allowed", "a second `: ` stands in this line", "put text that holds a colon in quotes"),
    (
        "found character that cannot start any token",
        "a value cannot begin with this character",
        "indent with spaces, not tabs; put text that begins with @, `, % or a tab in quotes",
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
        "the name of a field is not followed by a colon",
        "write `name: value`, with a space after the colon",
    ),
    (
        "block sequence entries are not allowed",
        "a list begins in a place where none can stand",
        "put the dash on a line of its own below the field",
    ),
    (
        "block mapping",
        "a block begins in a place where none can stand",
        "put it on a line of its own and indent it with two spaces",
    ),
    ("found unexpected end of stream", "the file ends inside quoted text", "close the quote"),
    ("found unexpected document indicator", "a line of `---` or `...` stands inside quoted text", "close the quote"),
    (
        "did not find expected ',' or ']'",
        "a list in brackets is not closed, or a comma is missing",
        "add the comma or the `]`",
    ),
    (
        "did not find expected ',' or '}'",
        "a mapping in braces is not closed, or a comma is missing",
        "add the comma or the `}`",
    ),
    ("did not find expected node content", "a value is missing here", "write it, or delete the comma"),
    (
        "found unknown escape character",
        "a backslash in double quotes is followed by a letter that means nothing",
        "write two backslashes, or use single quotes",
    ),
    (
        "did not find expected alphabetic or numeric character",
        "`&` or `*` begins a reference to another part of the file",
        "put the text in quotes",
    ),
)


def syntax_fault(error: YAMLError, text: str) -> Fault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", None) or error)
    message, remedy = next(
        ((ours, mend) for theirs, ours, mend in _PROBLEMS if theirs in problem),
        (
            f"this is not YAML: {problem}",
            "compare the line with `mandatelint new mandate`, which prints a draft that can be read",
        ),
    )
    context = getattr(error, "context_mark", None)
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    lines = text.split("\n")
    if line >= len(lines):  # libyaml may point one line past the end
        line, column = len(lines) - 1, len(lines[-1])
    if context is not None and context.line < line:
        message += f" (the part that is broken begins in line {context.line + 1})"
    return Fault("yaml-syntax", line + 1, column + 1, message, remedy)
