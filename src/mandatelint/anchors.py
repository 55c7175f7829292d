"""A document and a path go in; a name of that place comes out that survives moved lines, other indices and new words.

An item of a list is named by its id; without one, by what says which one it is (its kind, whom it is about), never by
what it says or when. Items that look alike bear one name: their findings are told apart by number, so that it does not
matter which of them comes first.
"""

from __future__ import annotations

from typing import Any

from mandatelint.document import Document
from mandatelint.finding import Path

_TELLING = (
    "kind",
    "category",
    "object",
    "operation",
    "host_state",
    "by",
    "from",
    "to",
    "over",
    "with",
    "who",
    "heads",
    "after",
    "symbol",
    "name",
    "place",
)


def anchor(document: Document, path: Path) -> str:
    """`operations[minusma].tasks[protect]` for `("operations", 0, "tasks", 3)`; empty for the whole document."""
    steps = []
    value: Any = document.data
    for step in path:
        value = _under(value, step)
        steps.append(f"[{_name(value)}]" if isinstance(step, int) else f".{step}")
    return "".join(steps).removeprefix(".")


def _under(value: Any, step: str | int) -> Any:
    if isinstance(value, list) and isinstance(step, int):
        return value[step] if step < len(value) else None
    return value.get(step) if isinstance(value, dict) else None


def _name(item: Any) -> str:
    """The name of an item of a list, empty where nothing says which one it is."""
    if not isinstance(item, dict):
        word = _word(item)
        return word if len(word.split()) == 1 else ""  # a sentence may be reworded
    if isinstance(item.get("id"), str):
        return str(item["id"])
    return "/".join(filter(None, (_word(item.get(key)) for key in _TELLING)))


def _word(value: Any) -> str:
    """A text, a number or a list of such as one word; empty for anything else."""
    if isinstance(value, list):
        return "+".join(filter(None, map(_word, value)))
    return str(value) if isinstance(value, str | int) else ""
