"""Format 1 is frozen: every field it had on that day is there, takes what it took, and may be left out if it could."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path as File
from typing import Any

import pytest

from mandatelint.schema import load
from mandatelint.schema.files import resolve

# One line for each field: its path, its types, `required` or `optional`, and its words. Never rewritten, only added to.
FROZEN = [line.split() for line in File(__file__).with_name("format-1.txt").read_text(encoding="utf-8").splitlines()]


def fields(node: dict[str, Any], path: str = "") -> Iterator[tuple[str, set[str], bool, set[str]]]:
    """Every field below a node of the schema: path, types, whether it is required, words."""
    node = resolve(load("mandate"), node)
    if "items" in node:
        yield from fields(node["items"], f"{path}[]")
    for key, inner in node.get("properties", {}).items():
        below = f"{path}.{key}".lstrip(".")
        found = resolve(load("mandate"), inner)
        types = found.get("type", "string")
        words = {str(word) for word in found.get("enum", found.get("items", {}).get("enum", ()))}
        yield below, {types} if isinstance(types, str) else set(types), key in node.get("required", ()), words
        yield from fields(inner, below)


NOW = {path: (types, required, words) for path, types, required, words in fields(load("mandate"))}


@pytest.mark.parametrize("line", FROZEN, ids=lambda line: line[0])
def test_a_field_of_format_1_takes_what_it_took(line: list[str]) -> None:
    path, types, needed, *words = line
    assert path in NOW
    types_now, required_now, words_now = NOW[path]
    assert set(types.split("|")) <= types_now
    assert needed == "required" or not required_now
    assert set(words) <= words_now or (words and not words_now)


def test_a_field_that_came_later_may_be_left_out() -> None:
    before = {line[0] for line in FROZEN}
    assert len(before) > 300
    assert [path for path, (_, required, _) in NOW.items() if required and path not in before] == []
