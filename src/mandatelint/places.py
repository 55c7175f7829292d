"""The lists that a rule goes through and a completed draft go in; the places where it is asked come out.

A draft holds at most 100,000 values. So the lists inside one another never come to more places than that, and only
lists beside each other do, each item of one with each of another: their number is known before any place is built.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from mandatelint.document import MAX_NODES

MAX_PLACES = MAX_NODES

Indices = tuple[int, ...]
"""A place: one index for each list that the rule goes through."""


class Unlisted(NamedTuple):
    """A place that goes no further than `indices`, because the list `key` there is not known."""

    indices: Indices
    key: str


class Step(NamedTuple):
    """One list on the way to a place: the name of what holds it, the keys that lead to it, the name of its items."""

    root: str
    keys: tuple[str, ...]
    item: str

    @property
    def path(self) -> str:
        """`operation.tasks`."""
        return ".".join((self.root, *self.keys))


def steps_of(given: tuple[tuple[str, str], ...]) -> tuple[Step, ...]:
    """`operation: operations[*]`, `task: operation.tasks[*]` as two steps; a path through several lists as several."""
    steps = []
    for name, path in given:
        lists = path.split("[*]")[:-1]
        root, *keys = lists[0].split(".")
        for number, _ in enumerate(lists):
            item = name if number == len(lists) - 1 else f"{name}_{number}"
            steps.append(Step(root, tuple(keys), item))
            if number + 1 < len(lists):
                root, keys = item, lists[number + 1].lstrip(".").split(".")
    return tuple(steps)


def places_of(steps: Sequence[Step], roots: Mapping[str, Any], indices: Indices = ()) -> Iterator[Indices | Unlisted]:
    """Every combination of items, as far as the lists are known; `indices` is how far the way has come."""
    if len(indices) == len(steps):
        yield indices
        return
    step = steps[len(indices)]
    items = _items(step, roots)
    if isinstance(items, str):
        yield Unlisted(indices, items)
        return
    for index, item in enumerate(items):
        yield from places_of(steps, {**roots, step.item: item}, (*indices, index))


def count_places(steps: Sequence[Step], roots: Mapping[str, Any]) -> int:
    """How many there are at most, without building them; counting stops where there are too many.

    What has no item counts as one: the way there has to be gone all the same.
    """
    if not steps:
        return 1
    step, later = steps[0], steps[1:]
    items = _items(step, roots)
    if isinstance(items, str):
        return 1
    if all(other.root != step.item for other in later):
        return len(items) * count_places(later, roots) or 1
    found = 0
    for item in items:
        found += count_places(later, {**roots, step.item: item})
        if found > MAX_PLACES:
            break
    return found or 1


def _items(step: Step, roots: Mapping[str, Any]) -> list[Any] | str:
    """The list of a step; where it is not known, the name of what is missing on the way to it."""
    value, key = roots.get(step.root), step.root
    for key in step.keys:
        value = value.get(key) if isinstance(value, dict) else None
        if value is None:
            break
    return key if value is None else value
