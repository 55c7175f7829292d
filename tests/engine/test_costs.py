"""What the engine does, counted: one conversion a draft, one evaluation a rule while everything is known."""

from __future__ import annotations

import pytest

from mandatelint.linter import Linter
from mandatelint.ruleset import load_rules
from mandatelint.view import complete
from variants import changed, document, example, raw

pytestmark = pytest.mark.usefixtures("files_alone")  # what the tests keep for the process would be counted, too


@pytest.mark.parametrize("name", ["car-2014/s-res-2149", "syria-2012/s-res-2059"])
def test_a_draft_is_handed_over_once_and_a_rule_evaluated_once(name: str) -> None:
    everything = Linter(load_rules())
    asks_more = [one.rule for one in everything.check(example(name), []).rules if one.outcome in ("fail", "unknown")]
    linter = Linter(load_rules().choose([], asks_more))  # a message, and a fact that is not known, take more than one
    linter.check(example("mali-2013/s-res-2100"), [])  # whatever is done once only is done
    linter.engine.conversions = linter.engine.evaluations = 0
    report = linter.check(example(name), [])
    assert not report.findings
    assert linter.engine.conversions == 1
    unlisted = sum("carried over" in outcome.reason for outcome in report.rules)
    assert unlisted == 0
    if name.startswith("car"):  # in the other, fields are carried over and so not known
        waiting = sum(outcome.outcome == "not-applicable" for outcome in report.rules)
        asked = sum(
            any(known is True for known in judge.applies(complete(example(name), set()))) for judge in linter.judges
        )
        assert len(linter.judges) - waiting <= linter.engine.evaluations <= asked < len(linter.judges)


def test_an_unknown_fact_costs_only_the_rules_that_need_it_more_than_one_evaluation() -> None:
    linter = Linter(load_rules())
    data = raw(example("car-2014/s-res-2149"))
    exit_unknown = changed(data, ("operations", 0, "exit"), "unknown")
    linter.check(document(exit_unknown), [])
    rules_on_exit = [judge for judge in linter.judges if ".exit." in judge.when + judge.require]
    places = len(data["operations"])
    # One fold each, and for the rules on the exit `when` and `require` place by place.
    assert linter.engine.evaluations <= len(linter.judges) + 2 * places * len(rules_on_exit)
    assert linter.engine.evaluations > len(linter.judges)


def test_rules_are_compiled_once_for_many_drafts() -> None:
    linter = Linter(load_rules())
    linter.check(example("car-2014/s-res-2149"), [])
    programs = [judge.fold() for judge in linter.judges]
    compiled = linter.engine.compilations
    linter.check(example("chad-car-2007/s-res-1778"), [])
    assert all(judge.fold() is program for judge, program in zip(linter.judges, programs, strict=True))
    linter.check(example("car-2014/s-res-2149"), [])
    assert linter.engine.compilations <= compiled + len(linter.judges)  # `let` in messages, asked once


def test_a_rule_that_waits_or_does_not_apply_is_not_compiled() -> None:
    linter = Linter(load_rules())
    report = linter.check(example("mali-2013/zero-draft"), [])
    waiting = [outcome for outcome in report.rules if outcome.reason.startswith("waits for")]
    assert len(waiting) > 20
    assert linter.engine.compilations < len(linter.judges) / 2  # those that are asked, and names in their messages


def test_the_examples_of_built_in_rules_are_not_read_until_they_are_asked_for() -> None:
    asked = {rule.id: rule for rule in load_rules().rules}
    assert all("document" not in vars(rule) for rule in asked.values())
    for rule in load_rules(check_builtin=True).rules:  # those are read whole
        other = dict.fromkeys(("read", "vocabulary", "document"))  # they hold the file
        assert {**vars(rule), **other} == {**vars(asked[rule.id]), **other}
        assert asked[rule.id].document.data == rule.document.data
        assert list(rule.document.data)[-1] == "examples"
