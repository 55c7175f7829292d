"""Ten times the draft is at most eleven times the work, and what would be too much is told before it is built."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import Done
from mandatelint import judging
from mandatelint.document import read
from mandatelint.expression import engine, parts
from mandatelint.formats import render
from mandatelint.judging import Judge
from mandatelint.linter import Linter
from mandatelint.places import MAX_PLACES, count_places
from mandatelint.report import Report
from mandatelint.rule import Applies, Rule
from mandatelint.ruleset import RuleSet, load_rules
from mandatelint.view import complete
from rule_files import rule_text, write
from sizes import HEAD, LINEAR, calls, many_operations, many_tasks
from variants import REAL_TEXTS, changed, document, example, raw

RULES = load_rules()


def work(text: str, smallest: str) -> tuple[int, int]:
    """Calls and evaluations that judging a draft takes, once the rules are compiled."""
    linter, failures = Linter(RULES), list[str]()
    linter.check(read(smallest, "smallest.yaml"), failures)
    linter.engine.evaluations = linter.engine.conversions = 0
    draft = read(text, "draft.yaml")
    number = calls(lambda: linter.check(draft, failures))
    assert failures == []
    assert linter.engine.conversions == 1
    return number, linter.engine.evaluations


@pytest.mark.parametrize(("many", "number"), [(many_tasks, 500), (many_operations, 200)])
def test_a_draft_ten_times_as_long_takes_at_most_eleven_times_the_work(many: Callable[[int], str], number: int) -> None:
    few, lots = work(many(number), many(3)), work(many(number * 10), many(3))
    assert lots[0] <= few[0] * LINEAR
    assert lots[1] <= few[1] * LINEAR


def test_no_evaluation_is_over_more_places_than_one_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine copies a list for each item that it adds, and every place is one."""
    asked: list[int] = []
    value = engine.Program.value

    def noted(program: engine.Program, facts: engine.Facts, place: tuple[int, ...] = (), places: object = ()) -> object:
        asked.append(len(places))  # type: ignore[arg-type]
        return value(program, facts, place, places)  # type: ignore[arg-type]

    monkeypatch.setattr(engine.Program, "value", noted)
    rule = RULES.find("mandate-without-end")
    Linter(RuleSet((rule,), {})).check(read(many_operations(1000), "draft.yaml"), [])
    assert sum(asked) == 1000
    assert max(asked) == parts.PART


def both_lists(**lists: str) -> Rule:
    return replace(RULES.find("driver-without-answer"), applies=Applies(), given=tuple(lists.items()), let=(), when=())


TWO_LISTS = {"driver": "situation.conflict_analysis.drivers[*]", "actor": "situation.actors[*]"}


def two_lists(drivers: int, actors: int) -> str:
    return (
        f"{HEAD}situation:\n  actors:\n"
        + "".join(f"    - {{id: a{one}, name: x, kind: donors}}\n" for one in range(actors))
        + "  conflict_analysis:\n    drivers:\n"
        + "".join(f"      - {{id: d{one}, kind: governance}}\n" for one in range(drivers))
    )


def test_two_lists_of_two_thousand_items_are_refused_before_any_place_is_built() -> None:
    linter, failures = Linter(RuleSet((both_lists(**TWO_LISTS),), {})), list[str]()
    draft = read(two_lists(2000, 2000), "draft.yaml")
    roots = complete(draft, set()).roots
    assert calls(lambda: count_places(linter.judges[0].steps, roots)) < 100
    linter.engine.evaluations = 0
    report = linter.check(draft, failures)
    assert linter.engine.evaluations == 0
    assert report.rules[0].outcome == "unknown"
    assert failures == [
        "rules/design/driver-without-answer.yaml: the rule driver-without-answer broke on draft.yaml: together "
        "`situation.conflict_analysis.drivers[*]` and `situation.actors[*]` have 4,000,000 places or more, and a rule "
        "is asked at 100,000 at the most; name fewer lists under `given`"
    ]


def test_lists_inside_one_another_never_have_too_many_places() -> None:
    """As a draft has no more values than that."""
    inside = {"operation": "operations[*]", "task": "operation.tasks[*]"}
    judge = Judge(both_lists(**inside), Linter(RULES).engine)
    assert len(list(judge.places(complete(read(many_tasks(3000), "draft.yaml"), set())))) == 3000 < MAX_PLACES


def test_three_lists_of_which_the_last_is_empty_are_counted_at_once() -> None:
    judge = Judge(both_lists(**TWO_LISTS, vote="situation.political_calendar[*]"), Linter(RULES).engine)
    view = complete(read(two_lists(2000, 2000), "draft.yaml"), set())
    with pytest.raises(engine.ExpressionError, match="4,000,000 places"):
        judge.places(view)


def test_a_rule_of_ones_own_that_meets_the_bound_ends_the_run_with_2(go: Callable[..., Done]) -> None:
    text = rule_text(
        given=f"given:\n  driver: {TWO_LISTS['driver']}\n  actor: {TWO_LISTS['actor']}",
        require="require: driver.id != actor.id",
        at="at: driver",
        message="message: x",
        remedy="remedy: x",
    )
    write(Path("own/twice.yaml"), text)
    Path("draft.yaml").write_text(two_lists(400, 400), encoding="utf-8")
    done = go("check", "--rules", "own", "--select", "twice", "draft.yaml")
    assert done.code == 2
    assert "160,000 places or more" in done.err + done.out


def test_a_rule_that_goes_through_too_much_is_told_and_ends() -> None:
    each = replace(both_lists(driver=TWO_LISTS["driver"]), require=("all.tasks.all(t, t.id != driver.id)",))
    linter, failures = Linter(RuleSet((each,), {})), list[str]()
    linter.check(read(many_tasks(5000), "draft.yaml"), failures)
    assert len(failures) == 1
    assert "it takes too many steps on so long a draft; go through fewer lists inside one another" in failures[0]
    assert linter.engine.evaluations <= judging.MAX_EVALUATIONS + 1


@pytest.mark.parametrize("name", REAL_TEXTS[:4])
def test_part_by_part_comes_out_what_comes_out_as_a_whole(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = raw(example(name))
    drafts = [data]
    for path in (("operations", 0, "tasks", 0), ("operations", 0, "tasks"), ("situation", "actors", 0)):
        try:
            drafts.append(changed(data, path, "unknown"))
        except (KeyError, IndexError):
            continue

    def told() -> list[str]:
        linter, failures = Linter(RULES), list[str]()
        found = [linter.check(document(one), failures) for one in drafts]
        assert failures == []
        return [render("json", Report((one,), RULES.rules, (), (), ())) for one in found]

    whole = told()
    monkeypatch.setattr(judging, "LONG", 0)
    monkeypatch.setattr(parts, "PART", 2)
    assert told() == whole


def test_what_actions_are_about_is_looked_up_and_not_searched_for() -> None:
    def many(number: int) -> str:
        operations = "".join(f"  - {{id: m{one}, name: m, role: un-mission, kind: hybrid}}\n" for one in range(number))
        actions = "".join(
            f"  - {{kind: renew, object: m{one}, carries_over: {{from: S/RES/1 (1946), fields: [exit]}}}}\n"
            for one in range(number)
        )
        head = "mandate: 1\ndocument: {title: x, date: 2013-03-14, stage: adopted}\n"
        return f"{head}actions:\n{actions}operations:\n{operations}"

    def effort(number: int) -> int:
        draft, linter = read(many(number), "draft.yaml"), Linter(RULES)
        linter.check(read(many(2), "smallest.yaml"), [])
        return calls(lambda: linter.check(draft, []))

    assert effort(200) <= effort(20) * LINEAR
