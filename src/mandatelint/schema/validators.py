"""The name of a schema goes in; its two validators come out: a fast one that says whether, a slow one that says why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from mandatelint.schema.files import load


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
def gate(name: str) -> Any:
    """The validator of `jsonschema-rs`; its `is_valid` takes a fraction of a millisecond."""
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(
        load(name), validate_formats=True, formats={"calendar-date": is_calendar_date}
    )


@cache
def explainer(name: str) -> Any:
    """The validator of `jsonschema`, imported only for a document that is not valid; its `iter_errors` says why."""
    from jsonschema import Draft202012Validator, FormatChecker, ValidationError
    from jsonschema.validators import extend

    def pattern(_: Any, form: str, instance: Any, *__: Any) -> Iterator[ValidationError]:
        # `$` is the very end for JSON Schema, and so for the gate; for Python it may stand before a last line break.
        if isinstance(instance, str) and not re.search(re.sub(r"\$$", r"\\Z", form), instance):
            yield ValidationError(f"{instance!r} does not match {form}")

    formats = FormatChecker(formats=())
    formats.checks("calendar-date")(is_calendar_date)
    strict = extend(Draft202012Validator, {"pattern": pattern})  # type: ignore[no-untyped-call] # its stubs have none
    return strict(load(name), format_checker=formats)
