"""An error of the engine goes in; what is wrong with the expression in words of ours, with the mend, comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from mandatelint.expression.engine import ExpressionError
from mandatelint.expression.language import FUNCTIONS, MACROS, Problem, misused, outside, replaced
from mandatelint.finding import did_you_mean
from mandatelint.schema import Shape

Scope = Mapping[str, Shape | None]

_QUOTE = ("the text that begins here is not closed, or holds a backslash", "put it between two quotes in one line")
_SIGNS = {
    "=": ("`=` compares nothing", "write `==`"),
    "&": ("one `&` joins nothing", "write `&&`"),
    "|": ("one `|` joins nothing", "write `||`"),
    "#": ("a note cannot stand inside an expression", "write it on a line of its own, above the field"),
    **dict.fromkeys("'\"", _QUOTE),
    **dict.fromkeys("‘’“”`", ("only straight quotes hold text", "write it like 'police'")),
}
"""Characters with which nothing of the language begins."""

# What the engine says, and what we say; {0} and so on are the groups of the pattern.
_PHRASES = tuple(
    (re.compile(theirs), ours, mend)
    for theirs, ours, mend in (
        (r"extraneous input '([)\]}])'", "this `{0}` closes nothing", "delete it, or open it further in front"),
        (
            r"input '(.{1,40}).*' expecting <EOF>",
            "`{0}` cannot follow what stands before it",
            "join conditions with `&&` or `||`",
        ),
        (r"(?:input|at:?) '(.{1,40}).*' expecting", "`{0}` cannot stand here", "something is missing in front of it"),
        (r"(?:input|at:?) '(.{1,40}).*'", "`{0}` cannot stand here", "delete it, or put text in quotes"),
        (r"reserved identifier: (\w+)", "`{0}` cannot be a name", "write a choice like `condition ? one : other`"),
        (r"overload for '@in'", "`in` finds nothing here", "on its right stands a list, such as ['police', 'justice']"),
        (r"overload for '_\?_:_'", "`?` asks what is true or false, and `:` parts values of one kind", ""),
        (r"overload for '_(.+)_'", "`{0}` cannot join values of these kinds", "look at the kind of both sides"),
        (r"overload for '!_'", "`!` turns round what is true or false, and this is neither", "compare it first"),
        (r"be the operand of a select", "what stands in front of this has no fields", ""),
        (r"be the range of a comprehension", "this goes through a list, and no list stands in front of it", ""),
        (r"[Rr]ecursion", "the expression is nested too deep", "name parts of it under `let`"),
    )
)


def mistake(error: ExpressionError, code: str, scope: Scope, words: Mapping[str, str] | None = None) -> Problem:
    """What keeps an expression from compiling.

    scope: what may be named in it. words: those of a vocabulary, each as it is written.
    """
    words = words or {}
    message = str(error)
    undeclared = re.match(r"undeclared reference to '([^']*)'", message)
    if undeclared is not None:
        return _undeclared(undeclared[1], error.offset, code, scope, words)
    misuse = re.match(r"(\w+)\(\) ", message) or re.match(r"found no matching overload for '(\w+|-_)'", message)
    if misuse is not None:
        return _of_function(misuse[1], _word(code, misuse[1], error.offset), words)
    if message.startswith("unsupported syntax"):
        return outside("_?._", error.offset)
    return _syntax(message.removeprefix("Syntax error: "), min(error.offset, len(code)), code)


def _syntax(message: str, offset: int, code: str) -> Problem:
    before = code[:offset].rstrip()
    if offset >= len(code.rstrip()):  # the place is then the last thing that stands there
        offset = len(before) - 1
    if before.endswith("<") and code[offset : offset + 1] == ">":
        return Problem(offset - 1, "`<>` compares nothing", "write `!=`")
    for word, place in ((_word_at(code, offset), offset), (_last_word(before), len(before) - len(_last_word(before)))):
        if word.lower() in ("and", "or", "not"):
            return Problem(place, f"`{word}` is no part of the rule language", replaced(word.lower()))
    if message.startswith("token recognition error"):
        sign = code[offset]
        if sign in _SIGNS:
            return Problem(offset, *_SIGNS[sign])
    if "'<EOF>'" in message:
        return _unfinished(message, offset, before)
    for pattern, ours, mend in _PHRASES:
        match = pattern.search(message)
        if match is not None:
            return Problem(offset, ours.format(*match.groups()), mend)
    return Problem(offset, f"this is no expression: {message.split(' expecting {')[0]}")


def _unfinished(message: str, offset: int, before: str) -> Problem:
    """The text ends too early; where a value may follow, it is the value that is missing."""
    wanted = message.replace("'<EOF>'", "").split(" expecting ")[-1]
    sign = re.search(r"'([)\]}:])'", wanted)
    if sign is None or "IDENTIFIER" in wanted:
        return Problem(offset, f"nothing follows `{before.split()[-1]}`", "write what is missing, or delete it")
    if sign[1] == ":":
        return Problem(offset, "`?` has no `:` after it", "write it like `condition ? one : other`")
    return Problem(offset, f"a `{sign[1]}` is missing at the end", "add it, or delete what it would close")


def _undeclared(name: str, offset: int, code: str, scope: Scope, words: Mapping[str, str]) -> Problem:
    if code[offset : offset + 1] == "(":
        return _of_function(name, _word(code, name, offset), words)
    start = _start(code, name, offset)
    called = re.search(r"(?:\.\s*|\b(?=cel\.))(\w+|cel\.bind)\s*\(\s*$", code[:start])
    if called is not None and called[1] not in FUNCTIONS:  # what is wrong is the word before the bracket
        return _of_function(called[1], called.start(1), words)
    first = name.split(".")[0]
    quoted = re.match(r"[\w-]*", code[start:])
    if first == name and quoted is not None and quoted[0] in _words(scope):
        return Problem(start, f"nothing is called '{quoted[0]}' here", f"put text in quotes: '{quoted[0]}'")
    names = [*scope, *re.findall(r"\.\s*(?:exists|all|filter|map)\s*\(\s*(\w+)\s*,", code[:start])]
    if first in words:
        return Problem(start, f"`{first}` asks about places", f"write it like `{words[first]}`")
    mend = replaced(first) or did_you_mean(first, {*names, *words})
    return Problem(start, f"nothing is called '{first}' here", mend)


def _of_function(name: str, offset: int, words: Mapping[str, str]) -> Problem:
    if name in words:
        return Problem(offset, f"`{name}` is not written like this", f"write it like `{words[name]}`")
    return misused(name, offset) if name in MACROS or name in FUNCTIONS else outside(name, offset, words)


def _word(code: str, name: str, offset: int) -> int:
    """Where the name of a function begins; the engine gives the place of its bracket or of what stands in it."""
    start = code.rfind(name, 0, offset)
    return start if start >= 0 and code[start + len(name) : offset].strip() in ("", "(") else offset


def _start(code: str, name: str, offset: int) -> int:
    """Where `a.b.c` begins; the engine gives the place of its last dot."""
    pattern = r"\s*\.\s*".join(re.escape(part) for part in name.split("."))
    return next((match.start() for match in re.finditer(pattern, code) if match.end() > offset), offset)


def _word_at(code: str, offset: int) -> str:
    found = re.match(r"\w+", code[offset:])
    return found[0] if found is not None else ""


def _last_word(text: str) -> str:
    found = re.search(r"\w+$", text)
    return found[0] if found is not None else ""


def _words(scope: Scope) -> frozenset[str]:
    """Every word that some field in scope takes."""

    def inside(shape: Shape) -> Iterator[str]:
        yield from shape.words
        for inner in (*shape.fields.values(), *([shape.items] if shape.items else [])):
            yield from inside(inner)

    return frozenset(word for shape in scope.values() if shape is not None for word in inside(shape))
