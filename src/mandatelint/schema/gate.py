"""The name of a schema goes in; a quick check comes out that says of a document whether it is valid, and never why.

It knows the keywords that our own schemas use and refuses to be built for others; the tests hold it to the same answers
as `jsonschema`, on the examples and on thousands of changes to them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from mandatelint.schema.dates import is_calendar_date
from mandatelint.schema.files import load, resolve

Check = Callable[[Any], bool]
_SAID_OF_A_FIELD = {"description", "examples", "$schema", "$id", "$defs", "title", "default"}
_KNOWN = {"type", "const", "enum", "properties", "required", "additionalProperties", "items", "minItems"}
_KNOWN |= {"minLength", "maxLength", "pattern", "format", "minimum", "maximum"}
_TYPES = ("object", "array", "string", "integer", "boolean", "null")


@cache
def gate(name: str) -> Check:
    """The check for the schema of that name."""
    schema = load(name)
    shared: dict[str, Check] = {}

    def build(node: dict[str, Any]) -> Check:
        if node.keys() != {"$ref"}:
            return _check(resolve(schema, node), build)
        if node["$ref"] not in shared:
            shared[node["$ref"]] = _check(resolve(schema, node), build)
        return shared[node["$ref"]]

    return build(schema)


def _check(node: dict[str, Any], build: Callable[[dict[str, Any]], Check]) -> Check:
    """One field: by the kind of its value, what else has to hold; a kind that is not there is refused."""
    foreign = {key for key in node if not key.startswith("x-")} - _KNOWN - _SAID_OF_A_FIELD
    assert not foreign, f"the gate does not know {sorted(foreign)}"
    kinds = node.get("type", _TYPES)
    by_type: dict[type, Check] = {}
    for kind in [kinds] if isinstance(kinds, str) else kinds:
        if kind == "object":
            by_type[dict] = _block(node, build)
        elif kind == "array":
            by_type[list] = _list(node, build)
        elif kind == "string":
            by_type[str] = _text(node)
        elif kind == "integer":
            by_type[int] = _number(node)
            by_type[float] = _whole(by_type[int])
        else:
            by_type[bool if kind == "boolean" else type(None)] = _one_of(node)

    def check(value: Any) -> bool:
        holds = by_type.get(type(value))
        return holds is not None and holds(value)

    return check


def _block(node: dict[str, Any], build: Callable[[dict[str, Any]], Check]) -> Check:
    fields = {key: build(inner) for key, inner in node.get("properties", {}).items()}
    required = frozenset(node.get("required", ()))
    others = node.get("additionalProperties", True)
    other: Check = build(others) if isinstance(others, dict) else lambda _: bool(others)

    def check(block: dict[str, Any]) -> bool:
        return required <= block.keys() and all(fields.get(key, other)(value) for key, value in block.items())

    return check


def _list(node: dict[str, Any], build: Callable[[dict[str, Any]], Check]) -> Check:
    least = node.get("minItems", 0)
    item = build(node["items"]) if "items" in node else None
    return lambda items: len(items) >= least and (item is None or all(map(item, items)))


def _text(node: dict[str, Any]) -> Check:
    holds: list[Check] = []
    if "enum" in node or "const" in node:
        holds.append(_one_of(node))
    if "minLength" in node:
        holds.append(lambda text: len(text) >= node["minLength"])
    if "maxLength" in node:
        holds.append(lambda text: len(text) <= node["maxLength"])
    if "pattern" in node:
        holds.append(lambda text: pattern(node["pattern"]).search(text) is not None)
    if node.get("format") == "calendar-date":
        holds.append(is_calendar_date)
    if len(holds) == 1:  # most have one, and drafts are mostly text
        return holds[0]
    return lambda text: all(one(text) for one in holds)


def _number(node: dict[str, Any]) -> Check:
    is_one = _one_of(node)
    least, most = node.get("minimum", float("-inf")), node.get("maximum", float("inf"))
    return lambda number: least <= number <= most and is_one(number)


def _whole(check: Check) -> Check:
    return lambda number: number.is_integer() and check(number)


def _one_of(node: dict[str, Any]) -> Check:
    """Whether a value is one that the schema lists, or the one that it names."""
    if "enum" not in node and "const" not in node:
        return lambda _: True
    values = {(type(value) is bool, value) for value in (node["enum"] if "enum" in node else [node["const"]])}
    return lambda value: (type(value) is bool, value) in values


@cache
def pattern(form: str) -> re.Pattern[str]:
    """A pattern of JSON Schema: `$` is the very end there, and may stand before a last line break in Python."""
    return re.compile(re.sub(r"\$$", r"\\Z", form))
