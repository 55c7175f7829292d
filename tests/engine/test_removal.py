"""One missing thing gives one finding: each optional fact of `lessons-learned.yaml` is taken out in turn."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path as File

import pytest

from mandatelint.finding import path_text
from mandatelint.judging import Judge
from mandatelint.linter import Linter
from mandatelint.report import DraftReport
from mandatelint.ruleset import load_rules
from mandatelint.view.readable import DERIVED_FROM
from variants import changed, document, example, paths, raw

# One block that holds several things, each with a lesson of its own: without it all of them are missing.
HOLDS_SEVERAL = {
    "consent": "the acts of consent and the status agreement are two things",
}


@cache
def linter() -> Linter:
    return Linter(load_rules())


def judged(data: object) -> DraftReport:
    failures: list[str] = []
    report = linter().check(document(data), failures)
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


def test_taking_out_any_one_optional_fact_gives_at_most_one_finding() -> None:
    data = raw(example("mali-2013/lessons-learned"))
    several: dict[str, list[str]] = {}
    fired: set[str] = set()
    for path in paths(data):
        report = judged(changed(data, path, "absent"))
        if any(finding.rule in ("missing-field", "dangling-reference", "out-of-range") for finding in report.findings):
            continue  # a required field, or something that others point to: the form of the draft is told first
        new = [finding.rule for finding in report.findings if finding.lessons and finding.severity != "info"]
        fired.update(new)
        if len(new) > 1:
            several[path_text(path)] = new
    assert {path: rules for path, rules in several.items() if path not in HOLDS_SEVERAL} == {}
    assert set(HOLDS_SEVERAL) <= set(several), "an exception that is none any more"
    assert len(fired) >= 15


def read_by(judge: Judge) -> set[str]:
    """The names of the fields that a rule reads to come to its outcome, derived ones followed to what they need."""
    rule = judge.rule
    expressions = [judge.when, judge.require, *(code for _, code in rule.let), *(path for _, path in rule.given)]
    names = {name for code in expressions for name in re.findall(r"[a-z_]+", re.sub(r"'[^']*'", "", code))}
    return names.union(*(DERIVED_FROM[name] for name in names & DERIVED_FROM.keys()), DERIVED_FROM["first"])


def test_the_fields_that_no_rule_reads_are_known(request: pytest.FixtureRequest) -> None:
    """They inform the reader, or wait for their lesson; the list stands beside this file."""
    data = raw(example("mali-2013/lessons-learned"))
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
