"""Dates as a draft writes them become first and last days, and terms their lengths."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandatelint.dates import after_days, end_of_term, first_day, last_day, months_between, months_of_term
from profiles import tries

DAYS = st.dates(date(1945, 10, 24), date(2100, 12, 31)).map(date.isoformat)
ANY_DAY = st.dates().map(date.isoformat)
WILD = tries(300)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2013", "2013-01-01", "2013-12-31"),
        ("2013-07", "2013-07-01", "2013-07-31"),
        ("2013-04", "2013-04-01", "2013-04-30"),
        ("2013-02", "2013-02-01", "2013-02-28"),
        ("2012-02", "2012-02-01", "2012-02-29"),
        ("2013-07-28", "2013-07-28", "2013-07-28"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999-12", "9999-12-01", "9999-12-31"),
    ],
)
def test_a_year_or_a_month_has_a_first_and_a_last_day(written: str, first: str, last: str) -> None:
    assert (first_day(written), last_day(written)) == (first, last)


@pytest.mark.parametrize(
    ("day", "days", "later"),
    [
        ("2013-04-25", 0, "2013-04-25"),
        ("2013-04-25", 45, "2013-06-09"),
        ("2012-02-28", 1, "2012-02-29"),
        ("2013-12-31", 1, "2014-01-01"),
        ("2013-07-01", -1, "2013-06-30"),
        ("9999-12-31", 1, "9999-12-31"),
        ("2013-04-25", 10**17, "9999-12-31"),
        ("0001-01-01", -1, "0001-01-01"),
        ("2013-04-25", -(10**17), "0001-01-01"),
    ],
)
def test_a_day_so_many_days_later_stays_in_the_calendar(day: str, days: int, later: str) -> None:
    assert after_days(day, days) == later


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        pytest.param("2013-07-01", 12, "2014-06-30", id="a-year-from-a-first-of-a-month"),
        pytest.param("2014-04-10", 12, "2015-04-09", id="a-year-from-a-day-within-a-month"),
        pytest.param("2013-07-01", 1, "2013-07-31", id="a-month"),
        pytest.param("2013-12-15", 1, "2014-01-14", id="across-the-new-year"),
        pytest.param("2013-01-31", 1, "2013-02-28", id="where-the-month-has-no-such-day"),
        pytest.param("2013-01-31", 2, "2013-03-30", id="where-the-month-has-such-a-day-again"),
        pytest.param("2012-02-29", 12, "2013-02-28", id="from-a-leap-day"),
        pytest.param("2012-02-29", 48, "2016-02-28", id="from-leap-day-to-leap-day"),
        pytest.param("2013-07-01", 0, "2013-06-30", id="no-month-at-all"),
        pytest.param("9999-06-01", 7, "9999-12-31", id="past-the-end-of-the-calendar"),
        pytest.param("2013-07-01", 10**17, "9999-12-31", id="far-past-it"),
        pytest.param("0001-01-01", 0, "0001-01-01", id="before-the-beginning-of-the-calendar"),
    ],
)
def test_a_term_of_so_many_months_ends_the_day_before_its_anniversary(first: str, months: int, last: str) -> None:
    assert end_of_term(first, months) == last


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2014-04-10", "2015-04-30", 13),
        ("2014-04-10", "2015-04-09", 12),
        ("2013-07-01", "2014-06-30", 12),
        ("2013-07-01", "2013-07-01", 1),
        ("2013-07-01", "2013-07-31", 1),
        ("2013-07-01", "2013-08-01", 2),
        ("2013-07-15", "2013-08-14", 1),
        ("2013-07-15", "2013-08-15", 2),
        ("2013-07-31", "2013-07-31", 1),
        ("2012-02-01", "2012-02-29", 1),
        ("2013-08-31", "2014-02-28", 6),
        ("2013-08-31", "2014-03-01", 7),
        ("2013-01-29", "2013-02-28", 1),
        ("2013-07-01", "9999-12-31", 95_838),
        ("2013-07-01", "2013-06-30", 0),
        ("2013-07-01", "2001-01-01", 0),
    ],
)
def test_a_term_takes_so_many_months_and_a_begun_one_counts(first: str, last: str, months: int) -> None:
    assert months_of_term(first, last) == months


@pytest.mark.parametrize(
    ("day", "later", "months"),
    [
        ("2013-07-31", "2013-08-01", 1),
        ("2013-07-01", "2013-07-31", 0),
        ("2013-12-01", "2014-01-31", 1),
        ("2013-07-01", "2015-07-01", 24),
        ("2014-01-01", "2013-12-31", -1),
    ],
)
def test_months_between_two_days_are_those_of_the_calendar(day: str, later: str, months: int) -> None:
    assert months_between(day, later) == months


@WILD
@given(ANY_DAY, st.integers(0, 200_000))
def test_no_term_leaves_the_calendar_or_breaks(first: str, months: int) -> None:
    last = end_of_term(first, months)
    assert date.fromisoformat(last) >= date.fromisoformat(first) - timedelta(days=1 if first > "0001-01-01" else 0)
    assert months_of_term(first, last) >= 0


@WILD
@given(DAYS, st.integers(0, 600))
def test_the_length_of_a_term_is_the_length_that_it_was_given(first: str, months: int) -> None:
    assert months_of_term(first, end_of_term(first, months)) == months


@WILD
@given(ANY_DAY, ANY_DAY)
def test_a_term_ends_within_the_months_that_it_takes(first: str, last: str) -> None:
    months = months_of_term(first, last)
    assert months == 0 or first <= last
    assert end_of_term(first, months) >= last or last < first


@WILD
@given(st.dates(), st.sampled_from([4, 7, 10]))
def test_a_day_lies_between_the_first_and_last_day_of_what_holds_it(day: date, length: int) -> None:
    written = day.isoformat()[:length]
    assert first_day(written) <= day.isoformat() <= last_day(written)
    assert last_day(day.isoformat()[:7])[8:] == str(monthrange(day.year, day.month)[1])
