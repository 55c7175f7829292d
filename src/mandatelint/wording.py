"""The message of a rule and the values of its holes go in; a sentence for a desk officer comes out.

`{operation.name}` is a hole. A part in [brackets] goes when a hole in it has nothing to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from mandatelint.finding import MANY, prose, shortened
from mandatelint.schema import Shape
from mandatelint.view import readable

MAX_VALUE = 200  # letters of one value in a message: most texts of a clause fit
MAX_HOLES = 16  # twice as many as any built-in rule has
HOLE = re.compile(r"\{([^{}]+)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*\{[^\[\]]*)\]")
_CAPITALS = {
    **{word: word.upper() for word in ("ddr", "eu", "sofa", "soma", "un")},
    **{word: word.capitalize() for word in ("article", "council", "state", "states")},
}
_PREFIXES = {"counter", "cross", "follow", "inter", "non", "self", "sub"}  # a hyphen stays behind these


def write(text: str, values: Callable[[str], list[Any]]) -> str:
    """Fill in a message; `values` gives for a hole what stands there: none, one or several, lists among them."""

    @cache
    def said(hole: str) -> str:
        return _said(hole, values(hole))

    def optional(match: re.Match[str]) -> str:
        return match[1] if all(said(hole) for hole in HOLE.findall(match[1])) else ""

    def fill(match: re.Match[str]) -> str:
        return said(match[1]) or "(not given)"

    return shortened(HOLE.sub(fill, _OPTIONAL.sub(optional, text)))


def without_holes(text: str) -> str:
    """A message that is filled for no draft: `the mandate of {operation.name}` as `the mandate of the operation`."""
    return HOLE.sub(lambda match: "the " + match[1].split(".")[0].replace("_", " "), text)


def _said(hole: str, values: list[Any]) -> str:
    """`a, b and c`, each once; ids as the draft writes them."""
    is_id = hole.split(".")[-1] == "id" or hole.startswith("ids.")
    known = [value for value in _flat(values) if value not in (None, "", {})]
    said = list(dict.fromkeys(shortened(str(value) if is_id else _spoken(value), MAX_VALUE) for value in known))
    return prose(said if len(said) <= MANY + 2 else [*said[:MANY], f"{len(said) - MANY:,} more"])


def _flat(value: Any) -> list[Any]:
    """A value, a list, or a list of lists, as one list."""
    return [inner for item in value for inner in _flat(item)] if isinstance(value, list) else [value]


def _spoken(value: object) -> str:
    """A value as a sentence holds it: 11,200; yes; security sector reform; UN mission. A message is one line."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    word = " ".join(str(value).split())
    if word not in _words():
        return word
    if word == "secretary-general":
        return "Secretary-General"
    parts = re.split("[-_]", word)
    return "".join(_CAPITALS.get(part, part) + ("-" if part in _PREFIXES else " ") for part in parts).rstrip()


@cache
def _words() -> frozenset[str]:
    """Every word that a draft chooses from a list, as against names and ids."""

    def inside(shape: Shape) -> Iterator[str]:
        yield from shape.words
        for inner in (*shape.fields.values(), *([shape.items] if shape.items else [])):
            yield from inside(inner)

    return frozenset(inside(readable()))
