"""The name of a schema goes in; the validator that says why a document is not valid comes out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from mandatelint.schema.dates import is_calendar_date
from mandatelint.schema.files import load
from mandatelint.schema.gate import pattern as compiled


@cache
def explainer(name: str) -> Any:
    """The validator of `jsonschema`, imported only for a document that is not valid; its `iter_errors` says why."""
    from jsonschema import Draft202012Validator, FormatChecker, ValidationError
    from jsonschema.validators import extend

    def pattern(_: Any, form: str, instance: Any, *__: Any) -> Iterator[ValidationError]:
        if isinstance(instance, str) and not compiled(form).search(instance):
            yield ValidationError(f"{instance!r} does not match {form}")

    formats = FormatChecker(formats=())
    formats.checks("calendar-date")(is_calendar_date)
    strict = extend(Draft202012Validator, {"pattern": pattern})  # type: ignore[no-untyped-call] # its stubs have none
    return strict(load(name), format_checker=formats)
