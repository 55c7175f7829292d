"""What a draft says of a report becomes the day by which it is due; empty where no day can be told."""

from __future__ import annotations

from typing import Any

import pytest

from mandatelint.view import complete
from variants import Word, document


@pytest.mark.parametrize(
    ("report", "due"),
    [
        pytest.param({"first": "2014-08-01", "every_months": 4}, "2014-08-01", id="a-first-day"),
        pytest.param({"first": "2014-08"}, "2014-08-31", id="a-month-at-its-end"),
        pytest.param({"dates": ["2010-10-15", "2010-07-31"]}, "2010-07-31", id="the-first-of-several"),
        pytest.param({"within_days": 45, "every_months": 3}, "2013-06-09", id="days-from-the-date-of-the-draft"),
        pytest.param({"within_months": 3}, "2013-07-24", id="months-from-the-date-of-the-draft"),
        pytest.param({"every_days": 60}, "2013-06-24", id="a-cycle-from-the-date-of-the-draft"),
        pytest.param({"from": "2013-07-01", "every_months": 3}, "2013-09-30", id="a-cycle-from-a-day-of-its-own"),
        pytest.param({"within_months": 6, "from_event": "the first troops arrive"}, "", id="from-an-event"),
        pytest.param({"when": "regularly"}, "", id="no-day-at-all"),
        pytest.param({"first": Word("unknown"), "within_days": 45}, None, id="a-day-that-is-not-known"),
    ],
)
def test_a_report_has_a_day_by_which_it_is_due(report: dict[str, Any], due: str | None) -> None:
    operation = {"id": "a", "name": "X", "role": "un-mission", "kind": "hybrid", "reporting": [report]}
    data = {"mandate": 1, "document": {"date": "2013-04-25"}, "actions": [], "operations": [operation]}
    (told,) = complete(document(data), set()).roots["operations"][0]["reporting"]
    assert told.get("due") == due
