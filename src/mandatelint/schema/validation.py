"""A document goes in; findings about unknown fields, missing facts and impossible values come out.

`jsonschema-rs` says quickly that a document is valid; only for one that is not is `jsonschema` imported, to explain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import Any

from mandatelint.document import Document
from mandatelint.finding import Finding, Path, did_you_mean, path_text
from mandatelint.schema.files import load, resolve
from mandatelint.schema.references import check_references
from mandatelint.schema.shape import shape


@dataclass(slots=True)
class Validity:
    """What the schema says of a document: its findings, and the nodes that it refuses."""

    findings: list[Finding] = field(default_factory=list)
    broken: set[Path] = field(default_factory=set)


def validate(document: Document, name: str) -> Validity:
    """Hold a readable document against the schema of that name; ids and references within it included."""
    result = Validity()
    if not _gate(name).is_valid(document.data):
        for finding, broken in dict(_explain(document, name)).items():
            result.findings.append(finding)
            result.broken.add(broken)
    for finding, dangling in check_references(document, shape(name), document.broken | result.broken):
        result.findings.append(finding)
        if dangling is not None:
            result.broken.add(dangling)
    return result


def is_calendar_date(value: object) -> bool:
    """Whether text is a day, a month or a year that exists: 2013-07-01, 2013-07, 2013. Other types are not judged."""
    if not isinstance(value, str):
        return True
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", value):
        return False
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError:
        return False
    return True


@cache
def _gate(name: str) -> Any:
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(
        load(name), validate_formats=True, formats={"calendar-date": is_calendar_date}
    )


@cache
def _explainer(name: str) -> Any:
    from jsonschema import Draft202012Validator, FormatChecker

    formats = FormatChecker(formats=())
    formats.checks("calendar-date")(is_calendar_date)
    return Draft202012Validator(load(name), format_checker=formats)


def _explain(document: Document, name: str) -> Iterator[tuple[Finding, Path]]:
    """Each fault as a finding, with the path of what it makes unusable."""
    for error in _explainer(name).iter_errors(document.data):
        path: Path = tuple(error.absolute_path)
        explain = _EXPLANATIONS.get(error.validator)
        if explain is None:
            yield document.finding("not-allowed", "error", path, error.message, "", document.value_span(path)), path
        elif error.instance is None and error.validator != "additionalProperties":
            yield from _empty(document, path, name)
        else:
            yield from explain(document, path, error)


def _empty(document: Document, path: Path, name: str) -> Iterator[tuple[Finding, Path]]:
    """A field with nothing after its colon is absent; it is a fault only where something has to stand."""
    if path and isinstance(path[-1], int):
        yield (
            document.finding(
                "empty-item", "error", path, "an item of this list is empty", "write it, or delete the dash"
            ),
            path,
        )
    elif not path:
        yield (
            document.finding("not-a-mapping", "error", path, "the file holds no fields", "write `name: value` lines"),
            path,
        )
    elif path[-1] in _schema_at(name, path[:-1]).get("required", ()):
        yield _missing(document, path, _schema_at(name, path)), path


def _schema_at(name: str, path: Path) -> dict[str, Any]:
    """The schema of the node at `path`, empty where the schema does not know it."""
    schema = load(name)
    node = resolve(schema, schema)
    for step in path:
        inner = node.get("items") if isinstance(step, int) else node.get("properties", {}).get(step)
        inner = inner if inner is not None else node.get("additionalProperties")
        if not isinstance(inner, dict):
            return {}
        node = resolve(schema, inner)
    return node


def _missing(document: Document, path: Path, schema: dict[str, Any]) -> Finding:
    example = _example(path[-1], schema)
    where = f" of `{path_text(path[:-1])}`" if path[:-1] else ""
    return document.finding(
        "missing-field", "error", path, f"`{path[-1]}`{where} is missing", f"add it, for example `{example}`"
    )


def _example(key: str | int, schema: dict[str, Any]) -> str:
    example = next(iter(schema.get("examples", ())), None)
    return f"{key}: {_yaml(example)}" if example is not None else f"{key}: ..."


def _yaml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_yaml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_yaml(item) for item in value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _unknown_fields(document: Document, path: Path, error: Any) -> Iterator[tuple[Finding, Path]]:
    known = error.schema.get("properties", {})
    where = f"`{path_text(path)}`" if path else "the top level"
    for key in error.instance:
        if key not in known:
            # In braces a comma ends the value: {military: 11,200} has a field named 200.
            mend = "write numbers without separators" if re.fullmatch("[0-9]{3}", key) else did_you_mean(key, known)
            finding = document.finding("unknown-field", "error", (*path, key), f"`{key}` is no field of {where}", mend)
            yield finding, (*path, key)


def _missing_fields(document: Document, path: Path, error: Any) -> Iterator[tuple[Finding, Path]]:
    for key in error.validator_value:
        strays = [name for name in error.instance if name not in error.schema["properties"]]
        misspelt = get_close_matches(key, strays, 1)  # told as an unknown field
        if key not in error.instance and not misspelt and document.lifted.get((*path, key)) != "unknown":
            yield _missing(document, (*path, key), error.schema["properties"].get(key, {})), (*path, key)


_KINDS = {
    "object": "a block of fields",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
}


def _wrong_type(document: Document, path: Path, error: Any) -> Iterator[tuple[Finding, Path]]:
    expected, found = error.validator_value, error.instance
    kinds = expected if isinstance(expected, list) else [expected]
    form = error.schema.get("x-form") or " or ".join(_KINDS[kind] for kind in kinds)
    yield (
        document.finding(
            "wrong-type",
            "error",
            path,
            f"{_name(path)} takes {form}; here stands {_found(found)}",
            _mend_type(kinds, found, path, error.schema),
            document.value_span(path),
        ),
        path,
    )


def _found(value: object) -> str:
    if isinstance(value, dict):
        return "a block of fields"
    if isinstance(value, list):
        return "a list"
    return f"`{_yaml(value)}`"


def _mend_type(kinds: list[str], found: object, path: Path, schema: dict[str, Any]) -> str:
    if "string" in kinds and isinstance(found, (int, float)):
        return f'put it in quotes: "{_yaml(found)}"'
    if kinds == ["integer"] and isinstance(found, str) and re.fullmatch(r"[0-9]{1,3}([ ,.'][0-9]{3})+", found):
        return f"write the number without separators: {re.sub('[^0-9]', '', found)}"
    if kinds == ["array"] and isinstance(found, str):
        return f"write it as a list: [{found}]"
    if kinds == ["array"] and isinstance(found, dict):
        return "begin each item with a dash and a space"
    if isinstance(found, list) and len(found) == 1 and not isinstance(found[0], (dict, list)):
        return f"write the value alone: {_yaml(found[0])}"
    return f"write for example `{_example(path[-1], schema)}`" if path and "examples" in schema else ""


def _name(path: Path) -> str:
    """The field that a value belongs to."""
    names = [step for step in path if isinstance(step, str)]
    return f"`{names[-1]}`" if names else "the file"


def _not_allowed_value(document: Document, path: Path, error: Any) -> Iterator[tuple[Finding, Path]]:
    words = error.validator_value if error.validator == "enum" else [error.validator_value]
    found = _yaml(error.instance) if not isinstance(error.instance, (dict, list)) else _found(error.instance)
    mend = did_you_mean(found, map(str, words)) if len(words) > 1 else f"write {_yaml(words[0])}"
    yield (
        document.finding(
            "not-allowed-value",
            "error",
            path,
            f"{_name(path)} cannot be '{found}'",
            mend,
            document.value_span(path),
        ),
        path,
    )


def _bad_form(document: Document, path: Path, error: Any) -> Iterator[tuple[Finding, Path]]:
    form = error.schema.get("x-form", "other text")
    yield (
        document.finding(
            "bad-form",
            "error",
            path,
            f"{_name(path)} takes {form}; here stands '{error.instance}'",
            _mend_form(error),
            document.value_span(path),
        ),
        path,
    )


def _mend_form(error: Any) -> str:
    if error.validator == "format" and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(error.instance)):
        return "this day is not in the calendar: look the date up again"
    example = next(iter(error.schema.get("examples", ())), None)
    return f"write it like `{_yaml(example)}`" if example is not None else "write it in that form"


def _too_little(document: Document, path: Path, error: Any) -> Iterator[tuple[Finding, Path]]:
    message = {
        "minLength": "is empty",
        "minItems": "is an empty list",
        "minimum": f"is below {error.validator_value}",
        "maximum": f"is above {error.validator_value}",
    }[error.validator]
    yield (
        document.finding(
            "out-of-range",
            "error",
            path,
            f"{_name(path)} {message}",
            "fill it in, or leave the field out",
            document.value_span(path),
        ),
        path,
    )


_EXPLANATIONS = {
    "additionalProperties": _unknown_fields,
    "required": _missing_fields,
    "type": _wrong_type,
    "enum": _not_allowed_value,
    "const": _not_allowed_value,
    "pattern": _bad_form,
    "format": _bad_form,
    "minLength": _too_little,
    "minItems": _too_little,
    "minimum": _too_little,
    "maximum": _too_little,
}
