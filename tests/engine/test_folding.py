"""Findings that are parts of one missing thing go in; held is that they are told once, and that no lesson is lost."""

from __future__ import annotations

from pathlib import Path

from mandatelint.finding import Finding, Span
from mandatelint.folding import fold
from mandatelint.linter import lint
from mandatelint.ruleset import load_rules

WITHIN = {"no-agreement-served": ("no-politics",), "no-voice": ("no-politics",)}


def finding(rule: str, *path: str | int, severity: str = "error", lesson: str = "L01") -> Finding:
    text = rule.replace("-", " ")
    return Finding(rule, severity, "d.yaml", path, Span(1, 1, 1, 2), text, f"Mend {text}.", lessons=(lesson,))  # type: ignore[arg-type]


def test_a_part_is_told_inside_the_whole_with_its_lesson_and_mend() -> None:
    whole = finding("no-politics", "operations", 0, "tasks", severity="warning")
    part = finding("no-voice", "operations", 0, lesson="L08")
    (one,) = fold([part, whole], WITHIN)
    assert (one.rule, one.parts, one.severity, one.lessons) == ("no-politics", ("no-voice",), "error", ("L01", "L08"))
    assert one.message == "no politics; no voice"
    assert one.remedy == "Mend no politics. Mend no voice."


def test_a_part_stands_alone_where_the_whole_is_not_found_or_is_about_another_operation() -> None:
    elsewhere = finding("no-politics", "operations", 1)
    part = finding("no-voice", "operations", 0)
    assert fold([part], WITHIN) == [part]
    assert fold([elsewhere, part], WITHIN) == [elsewhere, part]
    assert fold([finding("another-rule", "operations", 0), part], WITHIN)[1] == part


def test_a_place_that_is_known_by_its_operation_belongs_to_it() -> None:
    whole = finding("no-politics", "operations", 0)
    part = finding("no-agreement-served", "objective")._replace(known_by=("operations", 0))
    (one,) = fold([whole, part], WITHIN)
    assert one.parts == ("no-agreement-served",)


def test_a_real_text_is_told_once_that_it_has_no_politics_and_fails_every_lesson_of_it() -> None:
    example = Path(__file__).parents[2] / "examples/chad-car-2007/s-res-1778.yaml"
    (draft,) = lint(example).drafts
    one = next(finding for finding in draft.findings if finding.rule == "no-political-task")
    assert {"L01", "L02", "L04", "L08"} <= set(one.lessons)
    assert {lesson for lesson, outcome in draft.lessons if outcome == "fail"} >= {"L01", "L02", "L04", "L08"}
    assert not {finding.rule for finding in draft.findings} & set(one.parts)


def test_a_rule_can_only_be_told_within_one_that_there_is() -> None:
    rules = load_rules(check_builtin=True).rules
    named = {name for rule in rules for name in rule.within}
    assert named <= {rule.id for rule in rules}
    assert not {rule.id for rule in rules if rule.within} & named  # a whole is no part
