"""Dates and lengths as a draft writes them go in; first and last days come out."""

from __future__ import annotations

from datetime import date, timedelta

NO_END = 9999
"""The length in months of a term that no date and no figure ends."""


def first_day(text: str) -> str:
    """`2013-07` -> `2013-07-01`."""
    return text + "-01-01"[len(text) - 4 :]


def last_day(text: str) -> str:
    """`2013-07` -> `2013-07-31`."""
    if len(text) == 4:
        return f"{text}-12-31"
    if len(text) == 7:
        return f"{text}-{_length_of(int(text[:4]), int(text[5:])):02}"
    return text


def after_days(day: str, days: int) -> str:
    """The day that lies `days` after `day`; the last day of the calendar, or the first, where it lies outside."""
    try:
        return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    except OverflowError:
        return (date.max if days > 0 else date.min).isoformat()


def end_of_term(first: str, months: int) -> str:
    """The last day of a term of so many months that begins on `first`: 12 from 2013-07-01 end on 2014-06-30."""
    start = date.fromisoformat(first)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > date.max.year:
        return date.max.isoformat()
    anniversary = start.replace(year=year, month=month + 1, day=min(start.day, _length_of(year, month + 1)))
    # From 31 January one month ends on 28 February, not the day before.
    return anniversary.isoformat() if anniversary.day != start.day else after_days(anniversary.isoformat(), -1)


def _length_of(year: int, month: int) -> int:
    """How many days a month has."""
    return 31 if month == 12 else (date(year, month + 1, 1) - date(year, month, 1)).days


def months_of_term(first: str, last: str) -> int:
    """How many months a term takes, begun ones counted whole: 2014-04-10 to 2015-04-30 takes 13."""
    months = max(months_between(first, last), 0)
    return months + (end_of_term(first, months) < last)


def months_between(day: str, later: str) -> int:
    """How many calendar months lie between two days, whatever the day of the month."""
    return (int(later[:4]) - int(day[:4])) * 12 + int(later[5:7]) - int(day[5:7])
