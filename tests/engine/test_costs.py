"""What the engine does, counted: one conversion a draft, one evaluation a rule while everything is known."""

from __future__ import annotations

import pytest

from mandatelint.linter import Linter
from mandatelint.ruleset import load_rules
from variants import changed, document, example, raw


@pytest.mark.parametrize("name", ["car-2014/s-res-2149", "syria-2012/s-res-2059"])
def test_a_draft_is_handed_over_once_and_a_rule_evaluated_once(name: str) -> None:
    everything = Linter(load_rules())
    fired = [finding.rule for finding in everything.check(example(name), []).findings]
    linter = Linter(load_rules().choose([], fired))  # filling in a message takes evaluations of its own
    linter.check(example("mali-2013/s-res-2100"), [])  # whatever is done once only is done
    linter.engine.conversions = linter.engine.evaluations = 0
    report = linter.check(example(name), [])
    assert not report.findings
    assert linter.engine.conversions == 1
    unlisted = sum("carried over" in outcome.reason for outcome in report.rules)
    assert unlisted == 0
    if name.startswith("car"):  # in the other, fields are carried over and so not known
        assert linter.engine.evaluations == len(linter.judges)


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
    linter.check(example("chad-car-2007/s-res-1778"), [])
    assert all(judge.fold() is program for judge, program in zip(linter.judges, programs, strict=True))
