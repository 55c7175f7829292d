"""The place of a field and a value go in; the smallest draft with that value there comes out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mandatelint.finding import Path
from mandatelint.schema import load
from mandatelint.schema.files import resolve

MANDATE = load("mandate")


def fields(node: dict[str, Any] = MANDATE, path: Path = ()) -> Iterator[tuple[Path, dict[str, Any], bool]]:
    """Every field that a draft can have: its path, its schema, whether it has to be there."""
    node = resolve(MANDATE, node)
    for key, inner in node.get("properties", {}).items():
        schema = resolve(MANDATE, inner)
        yield (*path, key), schema, key in node.get("required", ())
        yield from fields(schema, (*path, key))
        yield from fields(schema.get("items", {}), (*path, key, 0))


def smallest(path: Path, value: Any, node: dict[str, Any] = MANDATE) -> Any:
    """What leads to `path`, what every block on the way has to hold, and `value`."""
    if not path:
        return value
    node = resolve(MANDATE, node)
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        return [smallest(rest, value, node["items"])]
    inner = node["properties"].get(step, {})  # a field that there is not can stand there too
    return _required(node, step) | {step: smallest(rest, value, inner)}


def _required(node: dict[str, Any], besides: str) -> dict[str, Any]:
    return {key: node["properties"][key]["examples"][0] for key in node.get("required", ()) if key != besides}


def example_at(path: Path) -> Any:
    """The example that the schema gives for the field at `path`."""
    node = MANDATE
    for step in path:
        node = resolve(MANDATE, node)
        node = node["items"] if isinstance(step, int) else node["properties"][step]
    return node["examples"][0]
