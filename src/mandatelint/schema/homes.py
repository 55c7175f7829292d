"""A field that stands where it does not belong goes in; the place where the schema has it comes out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from mandatelint.finding import Path
from mandatelint.schema.files import load, resolve

EACH = "*"
Home = tuple[str, ...]
"""A place in a schema: names of fields, and `*` for the items of a list: `("operations", "*", "reporting")`."""

MANY = 3  # a name that has more places, as `text` and `date` have, says nothing of where it belongs


def home_of(name: str, path: Path) -> Home:
    """The place of the field whose name ends `path`, if the schema has it elsewhere and one place is the nearest.

    A block beside it is the nearest; a list beside it may hold anything, and is not.
    """
    *inside, key = (EACH if isinstance(step, int) else step for step in path)
    homes = _homes(name).get(key, ())
    if len(homes) > MANY:
        return ()
    beside = [home for home in homes if home[:-2] == tuple(inside) and home[-2] != EACH]
    if len(beside) == 1:
        return beside[0]
    far = sorted((_distance(tuple(inside), home[:-1]), home) for home in homes)
    return far[0][1] if len(far) == 1 or (far and far[0][0] < far[1][0]) else ()


def places(data: Any, home: Home, at: Path = ()) -> Iterator[Path]:
    """Where in a draft the field of that place stands, would stand, or what it stands in would: the outermost."""
    step, rest = home[0], home[1:]
    if step == EACH:
        for index, item in enumerate(data if isinstance(data, list) else ()):
            yield from places(item, rest, (*at, index))
    elif isinstance(data, dict):
        if rest and step in data:
            yield from places(data[step], rest, (*at, step))
        else:
            yield (*at, step)


def _distance(one: Home, other: Home) -> int:
    """How many steps lead from one place to the other, up and then down."""
    common = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return len(one) + len(other) - 2 * common


@cache
def _homes(name: str) -> dict[str, tuple[Home, ...]]:
    """All places of each name of a field in the schema of that name."""
    schema = load(name)
    found: dict[str, list[Home]] = {}

    def walk(node: Any, at: Home) -> None:
        node = resolve(schema, node)
        for key, inner in node.get("properties", {}).items():
            found.setdefault(key, []).append((*at, key))
            walk(inner, (*at, key))
        if isinstance(node.get("items"), dict):
            walk(node["items"], (*at, EACH))

    walk(schema, ())
    return {key: tuple(homes) for key, homes in found.items()}
