"""A text goes in; whether it is a date that the calendar has comes out."""

from __future__ import annotations

import re
from datetime import date

_FORM = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?").fullmatch


def is_calendar_date(value: object) -> bool:
    """Whether text is a day, a month or a year that exists: 2013-07-01, 2013-07, 2013. Other types are not judged."""
    if not isinstance(value, str):
        return True
    if not _FORM(value):
        return False
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError:
        return False
    return True
