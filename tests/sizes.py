"""Drafts of any size, and how much work something takes: counted in calls, never by a clock."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

LINEAR = 11  # times as much for ten times the size


def calls(work: Callable[[], Any]) -> int:
    """How many functions are called, those of Python and those it is built upon, while something is done."""
    number = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal number
        number += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return number


HEAD = """\
mandate: 1
document: {title: Large, date: 2013-03-14, stage: negotiation}
actions: [{kind: establish, paragraph: OP2}]
"""


def many_tasks(number: int) -> str:
    """One mission with so many tasks; each answers a driver of its own."""
    drivers = "\n".join(f"      - {{id: d{one}, kind: governance, text: thing {one}}}" for one in range(number))
    tasks = "\n".join(
        f"      - {{id: t{one}, category: police, text: do {one}, addresses: [d{one}]}}" for one in range(number)
    )
    return f"""\
{HEAD}situation:
  host_states: [{{id: mali, name: Mali, code: MLI, capital: Bamako}}]
  conflict_analysis:
    drivers:
{drivers}
operations:
  - id: mission
    name: the mission
    role: un-mission
    kind: peacekeeping-operation
    mandate_period: {{from: 2013-07-01, months: 12}}
    tasks:
{tasks}
"""


def many_operations(number: int) -> str:
    """So many missions, each without a task, and one election."""
    operations = "\n".join(
        f"  - {{id: m{one}, name: mission {one}, role: un-mission, kind: peacekeeping-operation}}"
        for one in range(number)
    )
    return f"""\
{HEAD}situation:
  host_states: [{{id: mali, name: Mali, code: MLI, capital: Bamako}}]
  political_calendar: [{{id: votes, kind: election, what: the elections of July, date: 2013-07}}]
operations:
{operations}
"""
