"""The JSON Schemas of mandatelint, each by its name: as they stand in their files, and as editors get them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

NAMES = ("mandate", "rule", "lessons", "vocabulary", "report", "coverage", "waivers", "config")


@cache
def load(name: str) -> dict[str, Any]:
    """The schema of that name, as it stands in the file."""
    text = Path(__file__).with_name(f"{name}.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def resolve(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """`node` with its reference into `schema` followed; what stands beside the reference wins."""
    while "$ref" in node:
        target = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


def published(name: str) -> dict[str, Any]:
    """The schema as editors and other tools get it.

    The mandate's own schema has no unions, so that it can explain what is wrong; for editors the words `unknown` and
    `none` are added wherever a draft may write them.
    """
    schema = load(name)
    if name != "mandate":
        return schema
    document = _with_words(schema)
    document["$defs"] = {key: _open_ended(_with_words(node)) for key, node in schema["$defs"].items()}
    return document


_UNKNOWN = {"const": "unknown", "description": "Could not be read."}
_WORDS = {"enum": ["unknown", "none"], "description": "Could not be read, or looked for and not there."}
_MORE = {"const": "unknown", "description": "As the last item: the list may go on."}


def _with_words(node: dict[str, Any]) -> dict[str, Any]:
    """An object schema whose fields also take the words.

    A field that has to be there cannot be `none`; one with a single value, such as the version, takes neither word.
    """
    result = dict(node)
    if "properties" in node:
        required = node.get("required", ())
        result["properties"] = {
            key: field if "const" in field else _or_words(field, _UNKNOWN if key in required else _WORDS)
            for key, field in node["properties"].items()
        }
    return result


def _or_words(field: dict[str, Any], words: dict[str, Any]) -> dict[str, Any]:
    about: dict[str, Any] = {key: field[key] for key in ("description", "examples") if key in field}
    fact = {key: value for key, value in field.items() if key not in about}
    return {**about, "anyOf": [_open_ended(fact), words]}


def _open_ended(fact: dict[str, Any]) -> dict[str, Any]:
    """A list that may end in `unknown`; anything else as it is."""
    return {**fact, "items": {"anyOf": [fact["items"], _MORE]}} if "items" in fact else fact
