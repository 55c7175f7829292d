"""One missing thing gives one finding: each optional fact of `lessons-learned.yaml` is taken out in turn."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path as File
from typing import Any

import pytest

from mandatelint.document import Document
from mandatelint.finding import Path, path_text
from mandatelint.judging import Judge
from mandatelint.linter import Linter
from mandatelint.report import DraftReport
from mandatelint.ruleset import load_rules
from mandatelint.schema import shape
from mandatelint.schema.gate import gate
from mandatelint.schema.references import check_references
from mandatelint.view.readable import DERIVED_FROM
from variants import changed, document, example, paths, raw

# One block that holds several things, each with a lesson of its own: without it all of them are missing.
HOLDS_SEVERAL = {
    "consent": "the acts of consent and the status agreement are two things",
}

# Facts of the draft, and the rule that misses each.
MISSED_BY = {
    "situation.assessments": "no-assessment-named",
    "consent.acts": "no-consent-recorded",
    "consent.status_agreements": "no-status-agreement",
    "consent.kept_alive_by": "interim-consent-kept-by-nobody",
    "consent.opponents[0].addressed_by": "opponent-unaddressed",
    "operations[0].mandate_period": "mandate-without-end",
    "operations[0].reporting": "no-reporting-cycle",
    "operations[1].mandate_period": "parallel-force-without-end",
    "operations[1].mandate_period.until": "parallel-force-without-end",
    "operations[1].use_of_force.trigger": "parallel-force-without-trigger",
    "operations[1].reporting": "parallel-force-without-reports",
    "coordination": "no-coordination-authority",
    "transfer_of_authority[0].date": "takeover-without-date",
    "transfer_of_authority[0].standards": "takeover-without-standards",
}


@cache
def linter() -> Linter:
    return Linter(load_rules())


def judged(draft: Document) -> DraftReport:
    failures: list[str] = []
    report = linter().check(draft, failures)
    assert not failures
    return report


def test_the_mission_to_write_has_no_finding_and_passes_every_lesson_that_has_rules() -> None:
    report = linter().check(example("mali-2013/lessons-learned"), [])
    assert [finding.message for finding in report.findings] == []
    assert {lesson: outcome for lesson, outcome in report.lessons if outcome != "pass"} == {}


def test_the_mission_to_avoid_fails_every_lesson_but_those_that_another_settles() -> None:
    report = linter().check(example("mali-2013/behemoth"), [])
    assert [finding.message for finding in report.findings if not finding.lessons] == []
    # L06 asks about exit benchmarks, of which L05 finds none; L28 about crime, on which L27 finds the analysis silent.
    assert {lesson: outcome for lesson, outcome in report.lessons if outcome != "fail"} == {
        "L06": "not-applicable",
        "L28": "not-applicable",
    }


def test_a_zero_draft_is_asked_only_what_matters_now() -> None:
    report = linter().check(example("mali-2013/zero-draft"), [])
    assert 2 <= len(report.findings) <= 6
    assert sum(outcome.reason.startswith("waits for a later stage") for outcome in report.rules) > 20


@cache
def whole() -> Any:
    return raw(example("mali-2013/lessons-learned"))


def part(path: Path) -> str:
    """The part of a draft that holds a path: a field of the draft, or one of an operation."""
    return ".".join(step for step in path[: 3 if path[0] == "operations" else 1] if isinstance(step, str))


def missed(path: Path) -> list[str]:
    """The rules with a finding of some weight when the fact at `path` is taken out.

    None for a required field, and for something that others point to: there the form of the draft is told first.
    """
    draft = document(changed(whole(), path, "absent"))
    if not gate("mandate")(draft.data) or any(check_references(draft, shape("mandate"), set())):
        return []
    return [one.rule for one in judged(draft).findings if one.lessons and one.severity != "info"]


@pytest.mark.parametrize("of", sorted({part(path) for path in paths(whole())}))
def test_taking_out_any_one_optional_fact_gives_at_most_one_finding(of: str) -> None:
    facts = [path for path in paths(whole()) if part(path) == of]
    several = {path_text(path): rules for path in facts if len(rules := missed(path)) > 1}
    assert {path: rules for path, rules in several.items() if path not in HOLDS_SEVERAL} == {}
    excepted = {path_text(path) for path in facts} & HOLDS_SEVERAL.keys()
    assert excepted <= set(several), "an exception that is none any more"


def test_a_fact_that_is_taken_out_is_missed_by_the_rule_that_asks_for_it() -> None:
    facts = {path_text(path): path for path in paths(whole())}
    assert HOLDS_SEVERAL.keys() <= facts.keys()
    assert {fact: missed(facts[fact]) for fact in MISSED_BY} == {fact: [rule] for fact, rule in MISSED_BY.items()}


def read_by(judge: Judge) -> set[str]:
    """The names of the fields that a rule reads to come to its outcome, derived ones followed to what they need."""
    rule = judge.rule
    expressions = [judge.when, judge.require, *(code for _, code in judge.let), *(path for _, path in rule.given)]
    names = {name for code in expressions for name in re.findall(r"[a-z_]+", re.sub(r"'[^']*'", "", code))}
    return names.union(*(DERIVED_FROM[name] for name in names & DERIVED_FROM.keys()), DERIVED_FROM["first"])


def test_the_fields_that_no_rule_reads_are_known(request: pytest.FixtureRequest) -> None:
    """They inform the reader, or wait for their lesson; the list stands beside this file."""
    data = whole()
    read = set().union(*(read_by(judge) for judge in linter().judges))
    fields = {
        ".".join(step for step in path if isinstance(step, str))
        for path in paths(data)
        if isinstance(path[-1], str) and path[-1] not in {*read, "id", "mandate"}
    }
    listed = File(__file__).with_name("fields-no-rule-reads.txt")
    text = "".join(f"{field}\n" for field in sorted(fields))
    if request.config.getoption("--update-reports"):
        listed.write_text(text, encoding="utf-8")
    assert listed.read_text(encoding="utf-8") == text
