"""The schema that editors get accepts what a draft may write, its words among them, and refuses a misspelt field."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path as File
from typing import Any

import jsonschema_rs
import pytest
import yaml

from mandatelint.finding import Path, path_text
from mandatelint.schema import is_calendar_date, load, published, validate
from smallest_drafts import MANDATE, example_at, fields, smallest
from variants import EXAMPLES, Word, document

DRAFTS = sorted(EXAMPLES.glob("*/*.yaml"))


class EditorLoader(yaml.CSafeLoader):
    """YAML as editors read it: 1.2, where dates and words such as `no` are text; `unknown` is a word like any other."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 # PyYAML's own name, filled below


EditorLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("-?(0|[1-9][0-9]*)$"), list("-0123456789"))
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(true|false)$"), ["t", "f"])
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("(null|~|)$"), ["n", "~", ""])


def in_editor(text: str) -> bool:
    """Whether an editor finds the draft valid."""
    return bool(editor().is_valid(yaml.load(text, EditorLoader)))


@cache
def editor() -> Any:
    formats = {"calendar-date": is_calendar_date}
    return jsonschema_rs.Draft202012Validator(published("mandate"), validate_formats=True, formats=formats)


FIELDS = [(path, schema, needed) for path, schema, needed in fields() if path != ("mandate",)]


def in_linter(data: Any) -> bool:
    """Whether the linter finds the form of the draft right; where its ids lead is not asked."""
    draft = document(data)
    findings = [*draft.findings, *validate(draft, "mandate").findings]
    return all(finding.rule in ("dangling-reference", "duplicate-id") for finding in findings)


@pytest.mark.parametrize("name", ["rule", "lessons", "report", "coverage", "waivers", "config"])
def test_the_schemas_without_such_words_are_published_as_they_stand(name: str) -> None:
    assert published(name) == load(name)


def test_publishing_leaves_the_schema_itself_as_it_was() -> None:
    published("mandate")
    assert "anyOf" not in str(MANDATE)


@pytest.mark.parametrize("file", DRAFTS, ids=lambda file: file.stem)
def test_an_example_is_valid_in_an_editor(file: File) -> None:
    assert in_editor(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", DRAFTS, ids=lambda file: file.stem)
def test_an_example_with_a_misspelt_field_is_not(file: File) -> None:
    text = file.read_text(encoding="utf-8")
    for key in ("document:", "date:", "operations:", "kind:"):
        assert key in text
        assert not in_editor(text.replace(key, f"x{key}", 1))


def test_every_field_can_be_written_as_its_example_has_it() -> None:
    assert len(FIELDS) > 300
    assert disagreeing({path: True for path, _, _ in FIELDS}, {path: example_at(path) for path, _, _ in FIELDS}) == []


def test_every_field_can_be_unknown() -> None:
    paths = [path for path, _, _ in FIELDS]
    assert disagreeing(dict.fromkeys(paths, True), dict.fromkeys(paths, Word("unknown"))) == []


def test_every_field_that_need_not_be_there_can_be_none() -> None:
    paths = [path for path, _, needed in FIELDS if not needed]
    assert disagreeing(dict.fromkeys(paths, True), dict.fromkeys(paths, Word("none"))) == []


def test_a_field_that_has_to_be_there_cannot_be_none() -> None:
    # Where any text may stand, an editor cannot tell the word from a text.
    paths = [path for path, schema, needed in FIELDS if needed and ("enum" in schema or schema["type"] != "string")]
    assert len(paths) > 15
    assert disagreeing(dict.fromkeys(paths, False), dict.fromkeys(paths, Word("none"))) == []


def test_every_list_can_go_on() -> None:
    lists = {}
    for path, schema, _ in FIELDS:
        if "items" in schema:
            example = example_at(path)
            lists[path] = [*(example if isinstance(example, list) else [example]), Word("unknown")]
    assert len(lists) > 100
    assert disagreeing(dict.fromkeys(lists, True), lists) == []


def test_no_field_can_be_misspelt() -> None:
    misspelt: dict[Path, Any] = {(*path[:-1], f"{path[-1]}x"): 1 for path, _, _ in FIELDS}
    wrong = [path_text(path) for path, value in misspelt.items() if is_valid_anywhere(smallest(path, value))]
    assert wrong == []


def test_the_version_takes_no_word() -> None:
    draft = smallest(("document", "date"), "2013-04-25")
    assert editor().is_valid(draft)
    for word in ("unknown", "none"):
        assert not is_valid_anywhere(draft | {"mandate": Word(word)})


def is_valid_anywhere(data: Any) -> bool:
    return bool(editor().is_valid(plain(data))) or in_linter(data)


def disagreeing(meant: dict[Path, bool], values: dict[Path, Any]) -> list[str]:
    """The fields at which an editor or the linter judges a value otherwise than it was meant."""
    wrong = []
    for path, is_valid in meant.items():
        data = smallest(path, values[path])
        for judge, verdict in (("editor", editor().is_valid(plain(data))), ("linter", in_linter(data))):
            if verdict != is_valid:
                wrong.append(f"{judge}: {path_text(path)}")
    return wrong


def plain(data: Any) -> Any:
    """The draft as an editor sees it: the words are text."""
    if isinstance(data, dict):
        return {key: plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [plain(value) for value in data]
    return str(data) if isinstance(data, Word) else data
