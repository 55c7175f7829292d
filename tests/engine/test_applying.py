"""What a rule declares under `applies` is asked in Python; the answer is that of the expressions that `trace` shows."""

from __future__ import annotations

from typing import Any

import pytest

from mandatelint.applying import Deeds, applies_to
from mandatelint.expression import Engine, NotKnownError
from mandatelint.finding import Path
from mandatelint.judging import conditions_of
from mandatelint.rule import Applies
from mandatelint.view import complete, readable
from variants import REAL_TEXTS, Change, Word, changed, document, example, node, paths, raw

ENGINE = Engine([*readable().fields, "operation"])
APPLIES = [
    Applies(),
    Applies(since="2013-03-06"),
    Applies(stages=("adopted",)),
    Applies(roles=("un-mission",)),
    Applies(operations=("peacekeeping-operation", "hybrid")),
    Applies(actions=("establish", "renew")),
    Applies(unless=("drawdown", "establish")),
    Applies(("establish",), ("drawdown",), ("un-mission",), ("hybrid",), ("adopted", "zero-draft"), "2000-01-01"),
]
CHANGED: tuple[Change, ...] = ("open", "unknown", "absent")
CHANGES: list[Path] = [
    ("document", "date"),
    ("document", "stage"),
    ("document",),
    ("actions",),
    ("actions", 0, "kind"),
    ("actions", 0, "object"),
    ("actions", 0),
    ("operations", 0, "role"),
    ("operations", 0, "kind"),
    ("operations", 0, "id"),
    ("operations",),
]
PROGRAMS = {
    (applies, about): ENGINE.compile(" && ".join(f"({one})" for one in conditions_of(applies, about)) or "true")
    for applies in APPLIES
    for about in (True, False)
    if about or not (applies.roles or applies.operations)
}


def differing(data: Any) -> list[Any]:
    view = complete(document(data), set())
    differing = []
    for (applies, about), program in PROGRAMS.items():
        for operation in view.roots.get("operations", ()) if about else (None,):
            facts = ENGINE.facts(view.roots | ({} if operation is None else {"operation": operation}))
            try:
                expected = program.value(facts)
            except NotKnownError:
                expected = None
            if applies_to(applies, view.roots, operation, Deeds(view.roots)) is not expected:
                differing.append((applies, operation and operation.get("id"), expected))
    return differing


@pytest.mark.parametrize("name", REAL_TEXTS)
def test_both_say_the_same_of_real_texts_and_of_what_is_not_known_in_them(name: str) -> None:
    data = raw(example(name))
    assert differing(data) == []
    for path in CHANGES:
        if path in paths(data) and not isinstance(node(data, path), Word):
            for change in CHANGED if isinstance(node(data, path), list) else CHANGED[1:]:
                assert differing(changed(data, path, change)) == [], (path, change)
