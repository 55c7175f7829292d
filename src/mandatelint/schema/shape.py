"""A JSON Schema goes in; its shape comes out: what each field holds, ready to be walked beside the data."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from mandatelint.schema.files import load, resolve

Kind = Literal["object", "list", "text", "number", "flag"]
_KINDS: dict[str, Kind] = {
    "object": "object",
    "array": "list",
    "string": "text",
    "integer": "number",
    "boolean": "flag",
}


@dataclass(slots=True, eq=False)
class Shape:
    """What a field holds.

    from_file: the fact stands in reports and files, hardly ever in a resolution. is_reading: it is no fact of any text,
    but what a reader makes of one. ids: the kind of id that the items of
    this list bear. refers: the kinds of id that this text may name. names_inside: kinds of id borne anywhere inside.
    linked: whether ids or references stand anywhere inside. repeats: one text or a list of texts may be written.
    """

    kind: Kind
    name: str = ""
    fields: dict[str, Shape] = field(default_factory=dict)
    items: Shape | None = None
    words: tuple[str, ...] = ()
    from_file: bool = False
    is_reading: bool = False
    ids: str | None = None
    refers: tuple[str, ...] = ()
    names_inside: frozenset[str] = frozenset()
    linked: bool = False
    repeats: bool = False


@cache
def shape(name: str) -> Shape:
    """The shape of the schema of that name; its references never lead back to themselves."""
    schema = load(name)
    return _shape(schema, schema, "")


def _shape(schema: dict[str, Any], node: dict[str, Any], name: str) -> Shape:
    node = resolve(schema, node)
    types = node.get("type", "string")
    repeats = isinstance(types, list) and "array" in types
    kind: Kind = "list" if repeats else _KINDS[types[0] if isinstance(types, list) else types]
    made = Shape(kind, name, words=tuple(node.get("enum", ())), repeats=repeats)
    made.from_file = "x-evidence" in node
    made.is_reading = node.get("x-evidence") == "reading"
    made.ids, made.refers = node.get("x-ids"), tuple(node.get("x-refers", ()))
    made.fields = {key: _shape(schema, inner, key) for key, inner in node.get("properties", {}).items()}
    if kind == "list":
        made.items = _shape(schema, node.get("items", {"type": "string"}), name)
    inside = [*made.fields.values(), *([made.items] if made.items else [])]
    made.names_inside = frozenset({made.ids} if made.ids else ()).union(*(inner.names_inside for inner in inside))
    made.linked = bool(made.ids or made.refers or any(inner.linked for inner in inside))
    return made
