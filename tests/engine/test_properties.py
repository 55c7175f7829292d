"""Three properties of the engine: monotone, grounded, total; on every example of every rule, and on the real texts.

Monotone: replacing a fact by `unknown`, opening a list or breaking a node leaves each outcome as it is or makes it
unknown. Grounded: where nothing is said to be unknown, nothing comes out unknown. Total: no rule breaks on what is left
out.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandatelint.examples import completed
from mandatelint.finding import Path, path_text
from mandatelint.judging import Judge
from mandatelint.linter import Linter
from mandatelint.report import DraftReport
from mandatelint.rule import Rule
from mandatelint.ruleset import load_rules
from mandatelint.view import complete
from profiles import some, tries
from variants import REAL_TEXTS, Change, Word, changed, document, example, paths, raw

RULES = load_rules()
LINTER = Linter(RULES)
CHANGES: tuple[Change, ...] = ("unknown", "open", "broken", "absent")


def judged(data: Any, linter: Linter = LINTER) -> tuple[DraftReport, list[str]]:
    failures: list[str] = []
    return linter.check(document(data), failures), failures


def outcomes(report: DraftReport) -> dict[str, str]:
    return {outcome.rule: outcome.outcome for outcome in report.rules}


def fits(data: Any, path: Path, change: Change) -> bool:
    value = data
    for step in path:
        value = value[step]
    if isinstance(value, Word):
        return change == "absent"
    if change == "open":
        return isinstance(value, list) and bool(value)
    return path != ("mandate",)


def hold(base: dict[str, str], data: Any, path: Path, change: Change, linter: Linter = LINTER) -> list[str]:
    """What goes against the properties when `data` is changed at one place."""
    variant = changed(data, path, change)
    report, failures = judged(variant, linter)
    where = f"{change} {path_text(path)}"
    wrong = [f"{where}: {failure}" for failure in failures]
    after = outcomes(report)
    if change != "absent":
        wrong += [
            f"{where}: {rule} was {base[rule]} and is {after[rule]}"
            for rule in base
            if after[rule] not in (base[rule], "unknown")
        ]
    elif is_grounded(variant) and not any(
        finding.severity == "error" and not finding.lessons for finding in report.findings
    ):
        wrong += [f"{where}: {rule} is unknown" for rule, outcome in after.items() if outcome == "unknown"]
    return wrong


def is_grounded(data: Any) -> bool:
    """Whether a draft says of nothing that it is unknown: by the word, by a part of the text, or by carrying over."""
    text = document(data)
    about = text.data.get("document", {})
    return not (
        text.lifted
        or text.open
        or any("carries_over" in path for path in paths(data))
        or about.get("text_coverage", "whole") != "whole"
        or (about.get("stage") == "adopted" or "drawn_from" in about)
    )


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.id)
def test_the_properties_hold_at_every_place_of_every_example(rule: Rule) -> None:
    wrong = []
    linter = Linter(RULES.choose([rule.id], []))
    for one in rule.examples:
        data = raw(completed(one.draft, rule))
        report, failures = judged(data, linter)
        assert not failures
        base = outcomes(report)
        for path, change in some(product(paths(data), CHANGES)):
            if fits(data, path, change):
                wrong += hold(base, data, path, change, linter)
    assert wrong == []


@cache
def real_text(name: str) -> tuple[Any, list[Path], dict[str, str]]:
    data = raw(example(name))
    report, failures = judged(data)
    assert not failures
    return data, list(paths(data)), outcomes(report)


@given(name=st.sampled_from(REAL_TEXTS), change=st.sampled_from(CHANGES), pick=st.integers(min_value=0))
@tries(250)
def test_the_properties_hold_at_places_of_the_real_texts(name: str, change: Change, pick: int) -> None:
    data, places, base = real_text(name)
    fitting = [path for path in places if fits(data, path, change)]
    assert hold(base, data, fitting[pick % len(fitting)], change) == []


@pytest.mark.parametrize("name", REAL_TEXTS)
def test_in_a_text_read_in_part_no_rule_passes_or_fails_on_what_is_left_out(name: str) -> None:
    data, _, base = real_text(name)
    partial = {**data, "document": {**data["document"], "text_coverage": "partial"}}
    after = outcomes(judged(partial)[0])
    assert {rule: after[rule] for rule in base if after[rule] not in (base[rule], "unknown")} == {}
    assert "unknown" in after.values()


def test_where_a_list_is_not_known_a_word_in_quotes_is_no_name() -> None:
    """A rule may still be found not to apply by a condition that speaks of the list only in quotes or as a field."""
    rule = RULES.find("component-without-basis")
    judge = Judge(
        replace(rule, when=("operation.tasks.exists(t, t.text == 'a component' || t.component != '')",)),
        LINTER.engine,
    )
    data = {
        "mandate": 1,
        "document": {"date": "2014-01-01"},
        "actions": [{"kind": "establish"}],
        "operations": [
            {
                "id": "mission",
                "name": "X",
                "role": "un-mission",
                "kind": "peacekeeping-operation",
                "components": Word("unknown"),
            }
        ],
    }
    view = complete(document(data), set())
    assert judge.judge(view, LINTER.engine.facts(view.roots)).outcome == "not-applicable"
