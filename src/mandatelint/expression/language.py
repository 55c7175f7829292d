"""The part of the Common Expression Language that rules may use; for a name outside of it, what to write instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mandatelint.finding import did_you_mean

MACROS = {
    "exists": "tasks.exists(t, t.category == 'police')",
    "all": "tasks.all(t, t.category == 'police')",
    "filter": "tasks.filter(t, t.category == 'police')",
    "map": "tasks.map(t, t.category)",
}
"""What goes through a list, and how it is written."""

FUNCTIONS = {
    "count": "count(operation.tasks)",
    "overlaps": "overlaps(vote, operation.period)",
    "after": "after(review, vote)",
    "months": "months(vote, operation.period)",
    "distinct": "tasks.map(t, t.category).distinct()",
    "startsWith": "operation.name.startsWith('MINU')",
    "contains": "vote.what.contains('second round')",
    "matches": "vote.what.matches('^(first|second) round')",
}
"""The functions, and how they are written."""

COMPARISONS = frozenset({"_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_"})
LOGIC = frozenset({"_&&_", "_||_", "!_"})
UNSEEN = frozenset({"@not_strictly_false", "not_strictly_false"})  # stand inside what `exists` and `all` become

_NO_ARITHMETIC = "rules do not calculate: compare with a number, or use count() or months()"
_NO_CONVERSION = "a value keeps its kind: compare text with text and numbers with numbers"
_DATES = "dates are text such as '2013-07-01': compare them with `<`, or use after(), overlaps() or months()"
_INSTEAD = {
    **dict.fromkeys(("_+_", "_-_", "_*_", "_/_", "_%_", "-_"), _NO_ARITHMETIC),
    **dict.fromkeys(("int", "uint", "double", "string", "bool", "bytes", "dyn", "type"), _NO_CONVERSION),
    **dict.fromkeys(("timestamp", "duration", "date"), _DATES),
    **dict.fromkeys(("size", "len", "length"), "use count(), which knows when a list was read in part"),
    **dict.fromkeys(("exists_one", "existsOne", "one"), "use exists(), or count() of what filter() leaves"),
    **dict.fromkeys(("any", "some"), "use exists()"),
    "every": "use all()",
    "endsWith": "use matches(), with `$` at the end of the pattern",
    "_[_]": "items have no fixed order: use exists() or all(); a field is written with a dot",
    "_?._": "a field that is absent is empty: compare it with '' or []",
    "has": "a field that is absent is empty: compare it with '' or []",
    **dict.fromkeys(("cel", "cel.bind"), "name the value under `let`"),
    "unknown": "where a rule needs what is not known, it says so by itself",
    "none": "a field that is absent is empty: compare it with '' or []",
    **{word: f"write `{word.lower()}`" for word in ("True", "TRUE", "False", "FALSE", "Null", "NULL")},
    "None": "write `null`",
    "and": "write `&&`",
    "or": "write `||`",
    "not": "write `!` in front",
}
_SPOKEN = {"_[_]": "[ ]", "_?._": ".?"}


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake in an expression: its place from 0 in the text, what is wrong, how to mend it."""

    offset: int
    message: str
    remedy: str = ""


def outside(name: str, offset: int, words: Iterable[str] = ()) -> Problem:
    """A function or operator that rules cannot use, by the engine's name for it; words: those of a vocabulary."""
    spoken = _SPOKEN.get(name, name.strip("_") if name[0] == "_" or name[-1] == "_" else name)
    mend = _INSTEAD.get(name) or did_you_mean(name, [*MACROS, *FUNCTIONS, *words])
    return Problem(offset, f"`{spoken}` is no part of the rule language", mend)


def misused(name: str, offset: int) -> Problem:
    """A function that is there, but is not written like this."""
    return Problem(offset, f"{name}() is not written like this", f"write it like `{(MACROS | FUNCTIONS)[name]}`")


def replaced(name: str) -> str:
    """What to write in place of a word that is no name here; empty where nothing stands in for it."""
    return _INSTEAD.get(name, "")
