"""The JSON Schemas themselves: valid, explained to the last field, and walked alike by everything that reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mandatelint.document import read
from mandatelint.schema import NAMES, Shape, load, published, shape
from mandatelint.schema.explaining import _OF_BLOCKS, _OF_VALUES
from mandatelint.schema.files import resolve
from mandatelint.schema.mending import in_yaml
from mandatelint.schema.validators import explainer

MANDATE = load("mandate")
HELD_AGAINST = ("mandate", "rule", "lessons")  # the report is written by the program, not by people
SAYS_NOTHING_OF_THE_DATA = {"$schema", "$id", "$ref", "$defs", "title", "description", "examples"}
LEADS_ON = {"properties", "items"}
KINDS = {"object": "object", "array": "list", "string": "text", "integer": "number", "boolean": "flag"}


def nodes(schema: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every subschema, the definitions among them, with its place."""
    yield place or "/", schema
    for word in ("properties", "$defs"):
        for key, inner in schema.get(word, {}).items():
            yield from nodes(inner, f"{place}/{key}")
    for word in ("items", "additionalProperties"):
        if isinstance(schema.get(word), dict):
            yield from nodes(schema[word], f"{place}/{word}")


def fields(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every field at every level, by its place."""
    return {
        f"{place}/{key}": field for place, node in nodes(schema) for key, field in node.get("properties", {}).items()
    }


FIELDS = fields(MANDATE)
CARRIED = MANDATE["$defs"]["carries_over"]["properties"]["fields"]["items"]["enum"]


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_valid_under_its_metaschema_as_it_stands_and_as_published(name: str) -> None:
    Draft202012Validator.check_schema(load(name))
    Draft202012Validator.check_schema(published(name))


@pytest.mark.parametrize("name", HELD_AGAINST)
def test_every_field_is_described_and_has_an_example(name: str) -> None:
    bare = [place for place, field in fields(load(name)).items() if not field.get("description")]
    without_example = [place for place, field in fields(load(name)).items() if not field.get("examples")]
    assert bare == []
    assert without_example == []


def test_every_definition_is_described_and_used() -> None:
    used = {node["$ref"].rsplit("/", 1)[1] for _, node in nodes(MANDATE) if "$ref" in node}
    assert set(MANDATE["$defs"]) == used
    assert [key for key, node in MANDATE["$defs"].items() if not node.get("description")] == []


def test_descriptions_are_sentences() -> None:
    texts = {place: field["description"] for place, field in FIELDS.items()}
    assert {place: text for place, text in texts.items() if not re.fullmatch(r"[A-Z'`].*\.", text)} == {}


@pytest.mark.parametrize("name", HELD_AGAINST)
def test_every_example_is_valid_where_it_stands(name: str) -> None:
    schema = load(name)
    wrong = [
        f"{place}: {example!r}: {error.message}"
        for place, field in fields(schema).items()
        for example in field["examples"]
        for error in explainer(name).evolve(schema=resolve(schema, field)).iter_errors(example)
    ]
    assert wrong == []


def test_every_example_can_be_written_into_a_draft_as_a_remedy_quotes_it() -> None:
    for place, field in FIELDS.items():
        document = read(f"field: {in_yaml(field['examples'][0])}", "example")
        assert document.findings == [], place
        assert document.data == {"field": field["examples"][0]}, place


def test_no_union_stands_in_the_schema_that_has_to_explain() -> None:
    unions = {"anyOf", "oneOf", "allOf", "not", "if", "dependentSchemas", "patternProperties", "prefixItems"}
    assert [place for place, node in nodes(MANDATE) if unions & set(node)] == []


@pytest.mark.parametrize("name", HELD_AGAINST)
def test_every_word_of_a_schema_that_can_refuse_a_value_is_explained(name: str) -> None:
    words = {word for _, node in nodes(load(name)) for word in node if not word.startswith("x-")}
    assert words - SAYS_NOTHING_OF_THE_DATA - LEADS_ON <= {*_OF_BLOCKS, *_OF_VALUES}


@pytest.mark.parametrize("name", HELD_AGAINST)
def test_a_form_that_a_value_must_have_is_also_told_in_words(name: str) -> None:
    silent = [
        place
        for place, node in nodes(load(name))
        if {"pattern", "format"} & set(node) and "x-form" not in node and not place.endswith("/items")
    ]
    assert silent == []


def test_patterns_hold_for_the_whole_text() -> None:
    patterns = [node["pattern"] for name in HELD_AGAINST for _, node in nodes(load(name)) if "pattern" in node]
    assert patterns
    assert [pattern for pattern in patterns if not (pattern.startswith("^") and pattern.endswith("$"))] == []


def test_every_block_is_closed_and_requires_only_what_it_has() -> None:
    blocks = [(place, node) for place, node in nodes(MANDATE) if node.get("type") == "object"]
    assert len(blocks) > len(MANDATE["$defs"]) // 2
    assert [place for place, node in blocks if node.get("additionalProperties") is not False] == []
    assert [place for place, node in blocks if not set(node.get("required", ())) <= set(node["properties"])] == []


def test_names_are_snake_case_and_words_kebab_case() -> None:
    keys = {key for _, node in nodes(MANDATE) for key in node.get("properties", {})}
    words = {word for _, node in nodes(MANDATE) for word in node.get("enum", ())} - set(CARRIED)
    assert {key for key in keys if not re.fullmatch("[a-z]+(_[a-z]+)*", key)} == set()
    assert {word for word in words if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", word)} == set()
    assert not words & {"unknown", "none"}


def test_what_can_be_carried_over_are_fields_of_an_operation() -> None:
    assert set(CARRIED) <= set(MANDATE["$defs"]["operation"]["properties"])


def test_every_reference_leads_to_a_list_that_bears_such_ids() -> None:
    borne = [node["x-ids"] for _, node in nodes(MANDATE) if "x-ids" in node]
    named = {kind for _, node in nodes(MANDATE) for kind in node.get("x-refers", ())}
    assert len(borne) == len(set(borne))
    assert named <= set(borne)


def test_the_items_of_a_list_with_ids_have_an_id() -> None:
    lists = [node for _, node in nodes(MANDATE) if "x-ids" in node]
    assert [node["x-ids"] for node in lists if "id" not in resolve(MANDATE, node["items"])["properties"]] == []


def compare(made: Shape, node: dict[str, Any], place: str) -> Iterator[str]:
    """Where a shape says something else than the schema."""
    schema = resolve(MANDATE, node)
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    kind = "list" if "array" in types else KINDS[types[0]]
    told = (made.kind, made.words, made.from_file, made.is_reading, made.ids, made.refers, made.repeats)
    meant = (
        kind,
        tuple(schema.get("enum", ())),
        schema.get("x-evidence") in ("file", "reading"),
        schema.get("x-evidence") == "reading",
        schema.get("x-ids"),
        tuple(schema.get("x-refers", ())),
        len(types) > 1 and kind == "list",
    )
    if told != meant:
        yield f"{place}: {told} is not {meant}"
    if list(made.fields) != list(schema.get("properties", {})) or (made.items is None) != ("items" not in schema):
        yield f"{place}: not the same fields"
    for key, inner in made.fields.items():
        if inner.name != key:
            yield f"{place}/{key} is named {inner.name}"
        yield from compare(inner, schema["properties"][key], f"{place}/{key}")
    if made.items is not None:
        yield from compare(made.items, schema["items"], f"{place}/items")


def test_the_shape_agrees_with_the_schema() -> None:
    assert list(compare(shape("mandate"), MANDATE, "")) == []


def everything(made: Shape) -> Iterator[Shape]:
    yield made
    for inner in (*made.fields.values(), *([made.items] if made.items else [])):
        yield from everything(inner)


def test_a_shape_knows_what_is_borne_and_named_inside_it() -> None:
    for made in everything(shape("mandate")):
        inside = list(everything(made))
        assert made.names_inside == {one.ids for one in inside if one.ids}
        assert made.linked == any(one.ids or one.refers for one in inside)
