"""A document that its schema refuses goes in; findings in a desk officer's words come out, one for each mistake."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Any

from mandatelint.document import Document
from mandatelint.document.signs import Sign, mistaken, plain
from mandatelint.finding import Finding, Path
from mandatelint.schema.files import load, resolve
from mandatelint.schema.homes import EACH, home_of, places
from mandatelint.schema.mending import EACH_ON_ITS_LINE, WIDTH, in_yaml, mended, named, one_of
from mandatelint.schema.validators import explainer

Explained = Iterator[tuple[Finding, Path]]
"""Findings with the paths that rules must not read; a finding comes once for each of its paths."""


MANY_STRAYS = 50  # beyond these, unknown fields of one block are counted and not named


def explain(document: Document, name: str) -> Explained:
    """What the schema of that name has against a readable document, which it does refuse.

    A field that is misspelt or stands elsewhere is told as such, and not as missing too.
    """
    explained = list(_explained(document, name))
    strays = {path for finding, path in explained if finding.rule == "unknown-field"}
    for finding, path in explained:
        if finding.rule != "missing-field" or path not in strays:
            yield finding, path


def _explained(document: Document, name: str) -> Explained:
    for error in _faults(document, name):
        path: Path = tuple(error.absolute_path)
        if error.validator in _OF_BLOCKS:
            yield from _OF_BLOCKS[error.validator](document, name, path, error)
        elif not path:
            yield _no_mapping(document), path
        elif error.instance is None:
            yield from _empty(document, name, path)
        elif error.validator in _OF_VALUES:
            yield _OF_VALUES[error.validator](document, name, path, error), path
        else:
            yield document.finding("not-allowed", "error", path, error.message, "", document.value_span(path)), path


def _faults(document: Document, name: str) -> Iterator[Any]:
    """The errors of the validator, one for each value; of a value that could not be read properly, none."""
    values: dict[Path, Any] = {}
    for error in explainer(name).iter_errors(document.data):
        path: Path = tuple(error.absolute_path)
        if any(path[:depth] in document.broken for depth in range(len(path) + 1)):
            continue
        if error.validator in _OF_BLOCKS:
            yield error
        elif error.validator == "minItems" and path in document.open:
            continue  # `[unknown]`: the list goes on, and none of its items is known
        elif path not in values or (
            error.validator in ("enum", "const") and not isinstance(error.instance, list | dict)
        ):
            values[path] = error  # the words that a single value may be say more than its kind
    yield from values.values()


# Where a fault lies, in the schema and in words


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


def _is_required(name: str, path: Path) -> bool:
    return path[-1] in _schema_at(name, path[:-1]).get("required", ())


def _field_of(path: Path) -> Path:
    """The path of the field to which a value belongs: for an item, of its list."""
    while path and isinstance(path[-1], int):
        path = path[:-1]
    return path


def _called(path: Path) -> str:
    if not path:
        return "the top level"
    return f"this item of {_called(_field_of(path))}" if isinstance(path[-1], int) else f"`{path[-1]}`"


def _form(name: str, path: Path) -> str:
    """What may stand at `path`, in the words of the schema; empty where it has none but the kind."""
    return str(_schema_at(name, path).get("x-form") or _schema_at(name, _field_of(path)).get("x-form", ""))


def _example(name: str, path: Path) -> str:
    """The example of the schema for the field or item at `path`, as a line of a draft; empty where it gives none."""
    examples = _schema_at(name, _field_of(path)).get("examples")
    if not path or not examples:
        return ""
    example = examples[0]
    if isinstance(path[-1], str):
        return f"{path[-1]}: {in_yaml(example)}"
    return f"- {in_yaml(example[0] if isinstance(example, list) else example)}"


def _like(name: str, path: Path) -> str:
    example = _example(name, path)
    return f"write for example `{example}`" if example else "write it in that form"


def _mended(name: str, path: Path, found: object) -> str:
    """What to write in place of `found`, where `found` itself tells."""
    schema = _schema_at(name, path)
    if "x-refers" in schema.get("items", {}):  # `ecowas, au` is two names, not one
        schema = {**schema, "items": load(name)["$defs"]["id"]}
    return mended(found, explainer(name).evolve(schema=schema).is_valid)


def _found(value: object) -> str:
    if isinstance(value, dict):
        return "a block of fields"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str):
        return f"the text '{_short(value)}'" if value.strip() else "an empty text"
    return f"`{in_yaml(value)}`" if isinstance(value, bool) else f"the number {value}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= WIDTH else line[: WIDTH - 1] + "…"


# Faults of a block of fields


def _unknown_fields(document: Document, name: str, path: Path, error: Any) -> Explained:
    known = error.schema.get("properties", {})
    meant, cut = _meant(document, path, error), _cut_numbers(error)
    strays = [key for key in error.instance if key not in known and key not in cut]
    for key in strays[:MANY_STRAYS]:
        yield from _stray(document, name, (*path, key), known, meant.get(key, ""))
    if len(strays) > MANY_STRAYS:
        message = f"{len(strays) - MANY_STRAYS} more fields are none of {_called(path)}"
        place = (*path, strays[MANY_STRAYS])
        yield document.finding("unknown-field", "error", place, message, "is this another kind of file?"), place
    for number in dict.fromkeys(cut.values()):
        yield from _cut_number(document, path, error.instance, number, [key for key in cut if cut[key] == number])


def _stray(document: Document, name: str, path: Path, known: dict[str, Any], meant: str) -> Explained:
    """One unknown field. meant: the field that is missing and that this may be, misspelt."""
    key = str(path[-1])
    message, not_read = f"`{_short(key)}` is no field of {_called(path[:-1])}", [path]
    sign, home = mistaken(key), () if _is_required(name, (*path[:-1], meant)) else home_of(name, path)
    if sign is not None:
        message, mend = sign.message, sign.remedy
    elif home:
        mend = _sent_home(name, path, home)
        not_read += places(document.data, home)
    else:
        mend = f"did you mean '{meant}'?" if meant and plain(key) == key else named(key, known)
    if meant and not home:
        not_read.append((*path[:-1], meant))
    finding = document.finding("unknown-field", "error", path, message, mend)
    yield from ((finding, unread) for unread in not_read)


def _sent_home(name: str, path: Path, home: tuple[str, ...]) -> str:
    """Where a field belongs, with an example of it."""
    field = tuple(0 if step == EACH else step for step in home)
    where = "at the top, beside `mandate`" if len(home) == 1 else f"under {_place(home[:-1])}"
    example = _example(name, field)
    if len(home) == len(path) + 1 and home[-2] != EACH:  # in a block that may not be there yet
        example = f"{home[-2]}: {{{example}}}"
    return f"it belongs {where}, as in `{example}`"


def _place(home: tuple[str, ...]) -> str:
    """`exit` of an item of `operations`."""
    outer, last = home[:-1], home[-1]
    called = "an item" if last == EACH else f"`{last}`"
    return f"{called} of {_place(outer)}" if outer else called


def _meant(document: Document, path: Path, error: Any) -> dict[str, str]:
    """Fields that the schema does not know -> the field that each may be, misspelt, and that is missing."""
    known = error.schema.get("properties", {})
    absent = [key for key in known if key not in error.instance and (*path, key) not in document.lifted]
    near = {key: get_close_matches(_typed(key), absent, 1) for key in error.instance if key not in known}
    return {key: names[0] for key, names in near.items() if names}


def _typed(key: str) -> str:
    """The name in a key that holds signs taken for others: `kind` in `kind：establish`."""
    return plain(key).lstrip("-*+ ").partition(":")[0].rstrip()


def _cut_numbers(error: Any) -> dict[str, str]:
    """Fields that are the end of a number -> the field of that number.

    In braces a comma ends the value, so that {military: 11,200} has a field named 200.
    """
    cut: dict[str, str] = {}
    number = ""
    for key, value in error.instance.items():
        if number and value is None and re.fullmatch("[0-9]{3}", key):
            cut[key] = number
        else:
            number = key if type(value) is int else ""
    return cut


def _cut_number(document: Document, path: Path, block: dict[str, Any], number: str, ends: list[str]) -> Explained:
    start = str(block[number])
    finding = document.finding(
        "unknown-field",
        "error",
        (*path, ends[0]),
        f"the comma ends the number: of {','.join((start, *ends))} only {start} is read as `{number}`",
        f"write the number without separators: {''.join((start, *ends))}",
    )
    not_read = [number, *ends]
    if any((*path, end) in document.broken for end in ends):  # the same end twice: it is not seen whose the second was
        not_read += [key for key, value in block.items() if type(value) is int]
    yield from ((finding, (*path, key)) for key in not_read)


def _missing_fields(document: Document, name: str, path: Path, error: Any) -> Explained:
    for key in error.validator_value:
        here = (*path, key)
        # What is not known satisfies, but for the version: without it nothing can be read.
        is_unknown = document.lifted.get(here) == "unknown" and "const" not in _schema_at(name, here)
        if key not in error.instance and not is_unknown:
            yield _missing(document, name, here), here


def _missing(document: Document, name: str, path: Path) -> Finding:
    where = f" in {_called(path[:-1])}" if path[:-1] else ""
    message, mend = f"`{path[-1]}` is missing{where}", "add it"
    if path in document.lifted:
        message, mend = f"`{path[-1]}` cannot be `{document.lifted[path]}`: it has to be given", "fill it in"
    elif document.nearest(path) == path:
        message, mend = f"nothing stands after `{path[-1]}:`, and it has to be given", "fill it in"
    example = _example(name, path)
    mend = f"{mend}, for example `{example}`" if example else mend
    return document.finding("missing-field", "error", path, message, mend)


# Faults of a value


def _no_mapping(document: Document) -> Finding:
    message = "the file holds no fields"
    if document.data is not None:
        message = f"the file holds fields; here stands {_found(document.data)}"
    return document.finding("not-a-mapping", "error", (), message, "write lines such as `name: value`")


def _empty(document: Document, name: str, path: Path) -> Explained:
    """A field with nothing after its colon is absent; it is a fault only where something has to stand."""
    if isinstance(path[-1], int):
        message = f"{_called(path)} is empty"
        yield document.finding("empty-item", "error", path, message, "write it, or delete the dash"), path
    elif _is_required(name, path):
        yield _missing(document, name, path), path


_KINDS = {
    "object": "a block of fields",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
}


def _wrong_type(document: Document, name: str, path: Path, error: Any) -> Finding:
    kinds = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    form = "one word" if "enum" in error.schema else _form(name, path) or " or ".join(_KINDS[kind] for kind in kinds)
    message = f"{_called(path)} takes {form}; here stands {_found(error.instance)}"
    sign = _bullet(document, path) if kinds == ["array"] and isinstance(error.instance, str) else None
    if sign is not None:  # dashes that are none make the whole list one text
        message, mend = sign.message, sign.remedy
    elif kinds == ["array"] and isinstance(error.instance, dict):
        mend = f"{EACH_ON_ITS_LINE}, as in `{_example(name, (*path, 0))}`"
    else:
        mend = _mended(name, path, error.instance) or _like(name, path)
    return document.finding("wrong-type", "error", path, message, mend, document.value_span(path))


def _bullet(document: Document, path: Path) -> Sign | None:
    """The sign that begins a value and was meant for the dash of an item."""
    span = document.value_span(path)
    sign = mistaken(
        document.lines[span.line - 1][span.column - 1 : span.end_column - 1 if span.line == span.end_line else None]
    )
    return sign if sign is not None and sign.column == 0 else None


def _not_one_of(document: Document, name: str, path: Path, error: Any) -> Finding:
    found = error.instance if isinstance(error.instance, str) else in_yaml(error.instance)
    message = f"{_called(path)} cannot be '{_short(found)}'"
    mend = one_of(found, error.validator_value, f"mandatelint schema {name}")
    return document.finding("not-allowed-value", "error", path, message, mend, document.value_span(path))


def _not_the_one(document: Document, _: str, path: Path, error: Any) -> Finding:
    only = in_yaml(error.validator_value)
    message = f"{_called(path)} has to be {only}; here stands {_found(error.instance)}"
    mend = f"write `{path[-1]}: {only}`"
    return document.finding("not-allowed-value", "error", path, message, mend, document.value_span(path))


def _bad_form(document: Document, name: str, path: Path, error: Any) -> Finding:
    message = f"{_called(path)} takes {_form(name, path)}; here stands {_found(error.instance)}"
    mend = _mended(name, path, error.instance)
    if not mend and error.validator == "format" and re.fullmatch("[0-9]{4}(-[0-9]{2}){1,2}", error.instance):
        mend = "this date is not in the calendar: look it up again"
    return document.finding("bad-form", "error", path, message, mend or _like(name, path), document.value_span(path))


def _too_short(document: Document, name: str, path: Path, _: Any) -> Finding:
    mend = "fill it in, or leave the field out"
    if isinstance(path[-1], int):
        mend = "fill it in, or delete the item"
    elif _is_required(name, path):
        mend = f"fill it in, for example `{_example(name, path)}`"
    return document.finding("out-of-range", "error", path, f"{_called(path)} is empty", mend, document.value_span(path))


def _too_small_or_large(document: Document, name: str, path: Path, error: Any) -> Finding:
    form, limit = _form(name, path), error.validator_value
    message = f"{_called(path)} takes {form}; here stands {_found(error.instance)}"
    mend = _mended(name, path, error.instance) or _like(name, path)
    if not form:
        below = error.validator == "minimum"
        message = f"{_called(path)} cannot be {'below' if below else 'above'} {limit}; here stands {error.instance}"
        mend = f"write {limit} or {'more' if below else 'less'}, or leave the field out"
    return document.finding("out-of-range", "error", path, message, mend, document.value_span(path))


_OF_BLOCKS: dict[str, Callable[[Document, str, Path, Any], Explained]] = {
    "additionalProperties": _unknown_fields,
    "required": _missing_fields,
}
_OF_VALUES: dict[str, Callable[[Document, str, Path, Any], Finding]] = {
    "type": _wrong_type,
    "enum": _not_one_of,
    "const": _not_the_one,
    "pattern": _bad_form,
    "format": _bad_form,
    "minLength": _too_short,
    "minItems": _too_short,
    "minimum": _too_small_or_large,
    "maximum": _too_small_or_large,
}
