"""The schema goes in; what rules may read comes out: the shape of the draft, and of what is derived from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache

from mandatelint.schema import Shape, shape

GATHERED = {"tasks": ("tasks",), "components": ("components",), "benchmarks": ("exit", "benchmarks")}
"""What `all` gathers over all operations, and the keys under which an operation holds it."""

BINDING = ("", "decides", "approves", "authorizes", "demands", "requests", "directs")
"""The verbs by which the Council binds; a draft in its own words may give none, and is then taken at its word."""
TO_MISSION = ("mission", "head", "secretary-general", "secretariat")
"""Whom the Council tells what a mission is to do. A task without an addressee is the mission's own."""
BROKEN = ("broken", "superseded", "pending")
ANSWERS = {"tasks": "addresses", "components": "rests_on", "benchmarks": "addresses", "provisions": "addresses"}
"""What may answer a driver of the conflict, and the field in which it names the driver."""

DERIVED_FROM = {
    "period": ("mandate_period", "from", "from_event", "until", "months", "days", "bound_to", "document", "date"),
    "first": ("date", "latest", "within_days"),
    "last": ("date", "latest", "within_days"),
    "date": ("date", "latest", "within_days"),
    "actions": ("actions", "kind", "object"),
    "day": ("document", "date"),
    "is_binding": ("strength",),
    "of_mission": ("addressee", "strength"),
    "stands": ("status", "level", "kind"),
    "due": (
        *("first", "dates", "within_days", "within_months", "from", "from_event", "every_days", "every_months"),
        *("document", "date"),
    ),
}
"""What a derived field needs; where it is not known, the reason is found there."""


@cache
def file_evidence() -> frozenset[str]:
    """The names of the fields that a text alone hardly ever shows: facts of reports and files, and readings."""
    return frozenset(_names(shape("mandate"), lambda node: node.from_file))


@cache
def readings() -> frozenset[str]:
    """The names of the fields that no text states: what a reader makes of it."""
    return frozenset(_names(shape("mandate"), lambda node: node.is_reading))


def _names(node: Shape, wanted: Callable[[Shape], bool]) -> Iterable[str]:
    for key, inner in node.fields.items():
        if wanted(inner):
            yield key
        yield from _names(inner, wanted)
    if node.items is not None:
        yield from _names(node.items, wanted)


@cache
def readable() -> Shape:
    """The shape of what rules may read: the draft, and what is derived from it.

    - `first` and `last` of events, reviews and decision points: ISO days; `''` where no date is given. What is due "by"
      a date is taken at that date.
    - `document.day`: the last day of the date of this version, for comparing with other days.
    - `operations[].period`: `first`, `last`, `months` (begun months count; 9999 without an end) and `counted`, which
      says so where the term counts from the date of a version that is not adopted.
    - `operations[].actions`: the kinds of action that have the operation as object.
    - `reporting[].due`: the day by which the report is due, the first of several; `''` where none can be told.
    - `is_binding` of what has a `strength`: whether the Council binds by that verb; `of_mission` of tasks and
      provisions: whether the mission, its head or the Secretariat is bound, or its head called upon.
    - `stands` of a framework: national and neither broken, superseded, pending nor about relations between two States.
    - `drivers[].tasks`, `.components`, `.benchmarks`, `.provisions`: those that name the driver, or of which it is not
      known whom they name; so that no rule has to go through all of them for each driver.
    - `ids.KIND`: all ids of a kind; `all.tasks`, `all.benchmarks`, `all.components`: over all operations.
    """
    top = shape("mandate")
    span = {"first": Shape("text", "first"), "last": Shape("text", "last")}
    action = top.fields["actions"].items
    kind_of_action = action.fields["kind"] if action is not None else None
    period = {**span, "months": Shape("number", "months"), "counted": Shape("text", "counted")}

    def grow(node: Shape) -> Shape:
        if not node.fields and node.items is None:
            return node
        fields = {key: grow(inner) for key, inner in node.fields.items()}
        if is_timed(node):
            fields |= span
        if is_report(node):
            fields["due"] = Shape("text", "due")
        fields |= {name: Shape("flag", name) for name in flags_of(node)}
        if "mandate_period" in fields:
            fields["period"] = Shape("object", "period", period)
            fields["actions"] = Shape("list", "actions", items=kind_of_action)
        return replace(node, fields=fields, items=grow(node.items) if node.items is not None else None)

    grown = grow(top)
    lists = {}
    for name, keys in GATHERED.items():
        node = grown.fields["operations"].items
        for key in keys:
            node = node.fields[key] if node is not None else None
        assert node is not None
        lists[name] = node
    identifiers = {kind: Shape("list", kind, items=Shape("text", kind)) for kind in sorted(top.names_inside)}
    grown.fields |= {"all": Shape("object", "all", lists), "ids": Shape("object", "ids", identifiers)}
    drivers = grown.fields["situation"].fields["conflict_analysis"].fields["drivers"].items
    assert drivers is not None
    drivers.fields.update({name: lists[name] if name in lists else grown.fields[name] for name in ANSWERS})
    grown.fields["document"].fields["day"] = Shape("text", "day")
    del grown.fields["mandate"], grown.fields["notes"], grown.fields["paragraphs"]
    return grown


def is_timed(node: Shape) -> bool:
    """Whether a block says when something happens: on a date, or by a latest one."""
    return "date" in node.fields and "latest" in node.fields


def flags_of(node: Shape) -> tuple[str, ...]:
    """What is derived of a block as true or false."""
    return tuple(
        name
        for name, needs in (
            ("is_binding", {"strength"}),
            ("of_mission", {"strength", "addressee"}),
            ("stands", {"belligerents", "status", "level"}),
        )
        if needs <= node.fields.keys()
    )


def is_report(node: Shape) -> bool:
    """Whether a block says when reports are due."""
    return "every_months" in node.fields
