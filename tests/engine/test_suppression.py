"""Comments in a draft that silence a rule: where they reach, and what is said of those that do nothing."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from mandatelint.linter import lint_text
from mandatelint.report import Report

# Two errors: no political task, no exit benchmark. {} are places for comments.
DRAFT = """\
mandate: 1{top}
document: {{date: 2013-04-25, stage: negotiation, title: "{title}"}}
actions: [{{kind: establish, object: mission}}]
operations:{operations}
{above_item}
  - id: mission{item}
    name: the mission
    role: un-mission
    kind: peacekeeping-operation
    mandate_period: {{months: 12}}
{above_tasks}
    tasks:{tasks}
      - {{id: a, category: police}}
"""
ERRORS = {"missing-exit-benchmarks", "no-political-task"}


@dataclass
class Found:
    report: Report

    @property
    def rules(self) -> set[str]:
        return {finding.rule for finding in self.report.findings} & ERRORS

    @property
    def about_comments(self) -> list[tuple[str, int]]:
        return [(finding.rule, finding.span.line) for finding in self.report.findings if "suppression" in finding.rule]

    def message(self, rule: str) -> str:
        return next(finding.message for finding in self.report.findings if finding.rule == rule)


def found(**places: str) -> Found:
    blank = {
        **dict.fromkeys(("top", "title", "operations", "above_item", "item", "above_tasks", "tasks"), ""),
        "title": "x",
    }
    return Found(lint_text(DRAFT.format(**{**blank, **places})))


def test_without_comments_both_rules_fire() -> None:
    assert found().rules == ERRORS


def test_at_the_end_of_a_line_a_comment_covers_that_line() -> None:
    draft = found(tasks="  # mandatelint: ignore[no-political-task] the envoy has the politics")
    assert draft.rules == {"missing-exit-benchmarks"}
    (one,) = draft.report.suppressed
    assert (one.finding.rule, one.reason, one.line) == ("no-political-task", "the envoy has the politics", 12)
    assert draft.about_comments == []


def test_above_an_item_it_covers_all_of_the_item() -> None:
    draft = found(above_item="  # mandatelint: ignore[no-political-task, missing-exit-benchmarks] agreed in the annex")
    assert draft.rules == set()
    assert draft.about_comments == []


def test_above_a_field_it_covers_only_that_field() -> None:
    draft = found(above_tasks="    # mandatelint: ignore[no-political-task, missing-exit-benchmarks] agreed")
    assert draft.rules == {"missing-exit-benchmarks"}
    assert draft.about_comments == [("unused-suppression", 11)]


def test_other_comments_and_empty_lines_may_stand_between() -> None:
    draft = found(above_tasks="    # mandatelint: ignore[no-political-task] agreed\n\n    # the tasks of the mission\n")
    assert draft.rules == {"missing-exit-benchmarks"}


def test_file_ignore_covers_the_whole_file() -> None:
    draft = found(top="  # mandatelint: file-ignore[no-political-task,missing-exit-benchmarks] an exercise")
    assert draft.rules == set()


def test_the_outcome_of_a_silenced_rule_stays_fail() -> None:
    draft = found(top="  # mandatelint: file-ignore[no-political-task] an exercise")
    outcomes = {outcome.rule: outcome.outcome for outcome in draft.report.drafts[0].rules}
    assert outcomes["no-political-task"] == "fail"


def test_a_comment_inside_text_is_text() -> None:
    draft = found(title="x # mandatelint: file-ignore[no-political-task] no")
    assert draft.rules == ERRORS
    assert draft.about_comments == []


@pytest.mark.parametrize(
    ("comment", "rule", "says"),
    [
        ("# mandatelint: ignore[no-politics] agreed", "unknown-suppression", "no rule is called 'no-politics'"),
        ("# mandatelint: ignore[election-without-review] agreed", "unused-suppression", "finds nothing on this line"),
        ("# mandatelint: ignore[no-political-task]", "suppression-without-reason", "does not say why"),
        ("# mandatelint: ignore", "malformed-suppression", "there is no form for all of them"),
        ("# mandatelint: ignore[] all", "malformed-suppression", "there is no form for all of them"),
        ("# mandatelint: ignore everything here", "malformed-suppression", "there is no form for all of them"),
        ("# mandatelint: disable[no-political-task] x", "malformed-suppression", "cannot be read: `disable"),
        ("# mandatelint ignore[no-political-task] x", "malformed-suppression", "cannot be read: `ignore"),
        ("# mandatelint: ignore[no-political-task x", "malformed-suppression", "cannot be read"),
    ],
)
def test_a_comment_that_does_nothing_or_says_too_little_is_told(comment: str, rule: str, says: str) -> None:
    draft = found(tasks=f"  {comment}")
    assert draft.about_comments == [(rule, 12)]
    assert says in draft.message(rule)


def test_a_comment_for_a_rule_that_was_not_asked_is_not_unused() -> None:
    from mandatelint.ruleset import load_rules

    text = DRAFT.format(
        top="  # mandatelint: file-ignore[no-political-task] an exercise", title="x", operations="", above_item="",
        item="", above_tasks="", tasks="",
    )  # fmt: skip
    report = lint_text(text, ruleset=load_rules().choose(["L05"], []))
    assert {finding.rule for finding in report.findings} == {"missing-exit-benchmarks"}


def test_a_word_about_mandatelint_is_no_directive() -> None:
    assert found(top="  # mandatelint is run on this file in CI").about_comments == []
