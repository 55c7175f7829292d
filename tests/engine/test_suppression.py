"""Comments in a draft that silence a rule: where they reach, and what is said of those that do nothing."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from mandatelint.document import read
from mandatelint.linter import Linter, lint_text
from mandatelint.report import Report
from mandatelint.ruleset import load_rules
from mandatelint.suppression import Terms, settle
from sizes import LINEAR, calls

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
DRAFT_WITH = "mandate: 1\n{}\noperations:\n  - id: mission\n"
ERRORS = {"missing-exit-benchmarks", "no-political-task"}


@dataclass
class Found:
    report: Report

    @property
    def states(self) -> list[tuple[str, str, int]]:
        (draft,) = self.report.drafts
        return [(waiver.rule, waiver.state, waiver.silenced) for waiver in draft.waivers]

    @property
    def rules(self) -> set[str]:
        return {finding.rule for finding in self.report.findings} & ERRORS

    @property
    def about_comments(self) -> list[tuple[str, int]]:
        return [(finding.rule, finding.span.line) for finding in self.report.findings if "suppression" in finding.rule]

    def message(self, rule: str) -> str:
        return next(finding.message for finding in self.report.findings if finding.rule == rule)

    def severity(self, rule: str) -> str:
        return next(finding.severity for finding in self.report.findings if finding.rule == rule)


def text(**places: str) -> str:
    blank = dict.fromkeys(("top", "operations", "above_item", "item", "above_tasks", "tasks"), "")
    return DRAFT.format(**{**blank, "title": "x", **places})


def found(**places: str) -> Found:
    return Found(lint_text(text(**places)))


def on_terms(terms: Terms, comment: str) -> Found:
    """What is found with a comment at the tasks, in line 12."""
    linter = Linter(load_rules(), terms)
    return Found(linter.report([linter.check(read(text(tasks=f"  {comment}"), "draft.yaml"), [])]))


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
        ("# mandatelint: ignore[no-politics] agreed", "unknown-suppression", "or pack is called 'no-politics'"),
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
    draft = text(top="  # mandatelint: file-ignore[no-political-task] an exercise")
    report = lint_text(draft, ruleset=load_rules().choose(["L05"], []))
    assert {finding.rule for finding in report.findings} == {"missing-exit-benchmarks"}


def test_a_word_about_mandatelint_is_no_directive() -> None:
    assert found(top="  # mandatelint is run on this file in CI").about_comments == []


def test_a_rule_that_a_comment_names_twice_is_told_once() -> None:
    draft = found(tasks="  # mandatelint: ignore[election-without-review, election-without-review] agreed")
    assert draft.about_comments == [("unused-suppression", 12)]


# An end

UNTIL = "# mandatelint: ignore[no-political-task] the envoy has the politics (until 2027-06-30)"


@pytest.mark.parametrize("today", ["2027-06-29", "2027-06-30", ""])
def test_up_to_its_last_day_a_comment_silences(today: str) -> None:
    draft = on_terms(Terms(today), UNTIL)
    assert "no-political-task" not in draft.rules
    assert draft.about_comments == []
    assert [one.reason for one in draft.report.suppressed] == ["the envoy has the politics"]
    assert draft.states == [("no-political-task", "active", 1)]


@pytest.mark.parametrize(("strict", "severity"), [(False, "warning"), (True, "error")])
def test_the_day_after_the_finding_comes_back_and_the_end_is_told(strict: bool, severity: str) -> None:
    draft = on_terms(Terms("2027-07-01", strict=strict), UNTIL)
    assert "no-political-task" in draft.rules
    assert draft.about_comments == [("expired-suppression", 12)]
    assert draft.severity("expired-suppression") == severity
    assert "until 2027-06-30, and that day is past" in draft.message("expired-suppression")
    assert draft.states == [("no-political-task", "expired", 0)]


def test_of_two_comments_the_one_that_still_holds_silences_and_the_other_is_told() -> None:
    linter = Linter(load_rules(), Terms("2027-07-01"))
    twice = text(tasks=f"  {UNTIL}", top="  # mandatelint: file-ignore[no-political-task] an exercise")
    draft = Found(linter.report([linter.check(read(twice, "draft.yaml"), [])]))
    assert "no-political-task" not in draft.rules
    assert [one.reason for one in draft.report.suppressed] == ["an exercise"]
    assert draft.about_comments == [("expired-suppression", 12)]


def test_past_its_end_a_comment_that_silences_nothing_is_told_as_such() -> None:
    draft = on_terms(Terms("2027-07-01"), UNTIL.replace("no-political-task", "election-without-review"))
    assert draft.about_comments == [("unused-suppression", 12)]


@pytest.mark.parametrize(
    "end", ["(until 2027-06-30)", "( UNTIL: 2027-06-30 )", "(until 2027-06-30) by the envoy", "(until\t2027-06-30)"]
)
def test_an_end_may_stand_anywhere_in_the_reason(end: str) -> None:
    comment = f"# mandatelint: ignore[no-political-task] agreed {end}"
    assert "no-political-task" not in on_terms(Terms("2027-06-30"), comment).rules
    assert "no-political-task" in on_terms(Terms("2027-07-01"), comment).rules


@pytest.mark.parametrize(
    ("end", "says"),
    [
        ("(until 2027-02-30)", "no day: `2027-02-30`"),
        ("(until 30 June 2027)", "no day: `30 June 2027`"),
        ("(until 2027-6-30)", "no day: `2027-6-30`"),
        ("(until the vote)", "no day: `the vote`"),
        ("(until 2027-W26-3)", "no day: `2027-W26-3`"),
        ("(until)", "no day: ``"),
        ("(until 2027-06-30) (until 2028-06-30)", "more than one end"),
        ("until 2027-06-30", "outside of brackets"),
        ("(until 2027-06-30", "outside of brackets"),
    ],
)
def test_an_end_that_cannot_be_read_is_told_and_silences_nothing(end: str, says: str) -> None:
    draft = on_terms(Terms("2027-01-01"), f"# mandatelint: ignore[no-political-task] agreed {end}")
    assert "no-political-task" in draft.rules
    assert draft.about_comments == [("malformed-suppression", 12)]
    assert says in draft.message("malformed-suppression")


def test_a_day_in_the_middle_of_a_reason_is_no_end() -> None:
    draft = on_terms(Terms("2028-01-01"), "# mandatelint: ignore[no-political-task] open until 2027-06-30 and beyond")
    assert "no-political-task" not in draft.rules
    assert draft.about_comments == []


# The terms of a repository


def test_where_a_reason_is_required_a_comment_without_one_silences_nothing() -> None:
    draft = on_terms(Terms(reason_required=True), "# mandatelint: ignore[no-political-task]")
    assert "no-political-task" in draft.rules
    assert draft.about_comments == [("suppression-without-reason", 12)]
    assert draft.severity("suppression-without-reason") == "error"
    assert draft.states == [("no-political-task", "refused", 0)]
    assert "no-political-task" not in on_terms(Terms(reason_required=True), UNTIL).rules


def test_where_an_end_is_required_a_comment_without_one_silences_nothing() -> None:
    draft = on_terms(Terms(end_required=True), "# mandatelint: ignore[no-political-task] agreed")
    assert "no-political-task" in draft.rules
    assert draft.about_comments == [("suppression-without-end", 12)]
    assert draft.states == [("no-political-task", "refused", 0)]
    assert "no-political-task" not in on_terms(Terms(end_required=True), UNTIL).rules


@pytest.mark.parametrize("scope", ["ignore", "file-ignore"])
def test_nothing_silences_a_mandatory_rule(scope: str) -> None:
    terms = Terms(mandatory=frozenset(["no-political-task"]), mandatory_by="mandatelint.yaml:3:5")
    draft = on_terms(terms, UNTIL.replace("ignore", scope))
    assert "no-political-task" in draft.rules
    assert draft.message("mandatory-rule") == (
        "nothing silences no-political-task here: mandatelint.yaml:3:5 makes it mandatory"
    )
    assert draft.severity("mandatory-rule") == "error"
    assert draft.states == [("no-political-task", "refused", 0)]


def test_a_comment_for_a_mandatory_rule_and_another_silences_the_other() -> None:
    terms = Terms(mandatory=frozenset(["no-political-task"]))
    linter = Linter(load_rules(), terms)
    both = text(top="  # mandatelint: file-ignore[no-political-task, missing-exit-benchmarks] an exercise")
    draft = Found(linter.report([linter.check(read(both, "draft.yaml"), [])]))
    assert draft.rules == {"no-political-task"}


# Names that stand for several rules

RULES = load_rules()
MISSING_EXIT = RULES.find("missing-exit-benchmarks")


@pytest.mark.parametrize(
    "name", [MISSING_EXIT.category, MISSING_EXIT.lessons[0], RULES.lessons[MISSING_EXIT.lessons[0]].name, "brief"]
)
def test_a_name_that_ignore_takes_silences_the_same_rules(name: str) -> None:
    ignored = {finding.rule for finding in lint_text(text(), ruleset=RULES.choose([], [name])).findings}
    draft = found(top=f"  # mandatelint: file-ignore[{name}] an exercise")
    told = {finding.rule for finding in draft.report.findings}
    assert (told, draft.about_comments) == (ignored, [])
    assert "missing-exit-benchmarks" not in told
    assert draft.states == [(name, "active", len(draft.report.suppressed))]


def test_above_an_item_it_silences_them_in_the_item_only() -> None:
    draft = found(above_tasks=f"    # mandatelint: ignore[{RULES.find('no-political-task').category}] the envoy has it")
    assert draft.rules == {"missing-exit-benchmarks"}
    assert {one.finding.rule for one in draft.report.suppressed} >= {"no-political-task"}
    assert draft.about_comments == []


def test_such_a_name_is_unused_where_none_of_its_rules_finds_anything() -> None:
    draft = found(tasks="  # mandatelint: ignore[calendar] agreed")
    assert draft.about_comments == [("unused-suppression", 12)]
    assert draft.message("unused-suppression").startswith("no rule of calendar finds anything on this line")
    assert draft.states == [("calendar", "unused", 0)]


def test_and_not_unused_where_none_of_its_rules_was_asked() -> None:
    draft = text(top="  # mandatelint: file-ignore[calendar] an exercise")
    seen = Found(lint_text(draft, ruleset=RULES.choose(["L05"], [])))
    assert seen.about_comments == []
    assert seen.states == [("calendar", "not asked", 0)]


def test_of_such_a_name_a_mandatory_rule_is_refused_and_the_others_are_silenced() -> None:
    linter = Linter(RULES, Terms(mandatory=frozenset(["missing-exit-benchmarks"])))
    whole = text(top="  # mandatelint: file-ignore[brief] an exercise")
    draft = Found(linter.report([linter.check(read(whole, "draft.yaml"), [])]))
    assert {finding.rule for finding in draft.report.findings} == {"missing-exit-benchmarks", "mandatory-rule"}
    assert draft.message("mandatory-rule").startswith("nothing silences missing-exit-benchmarks here: ")
    assert next(one.remedy for one in draft.report.findings if one.rule == "mandatory-rule") == (
        "mend what the rule finds"  # the comment may stay, for the others
    )
    assert draft.states == [("brief", "active", len(draft.report.suppressed))]
    assert len(draft.report.suppressed) > 1


def test_a_name_of_which_only_mandatory_rules_find_something_is_refused() -> None:
    linter = Linter(RULES, Terms(mandatory=frozenset(["missing-exit-benchmarks"])))
    whole = text(top=f"  # mandatelint: file-ignore[{MISSING_EXIT.category}] an exercise")
    draft = Found(linter.report([linter.check(read(whole, "draft.yaml"), [])]))
    assert draft.states == [(MISSING_EXIT.category, "refused", 0)]


def test_past_its_end_such_a_name_is_told_once() -> None:
    linter = Linter(RULES, Terms("2027-07-01"))
    whole = text(top="  # mandatelint: file-ignore[brief] an exercise (until 2027-06-30)")
    draft = Found(linter.report([linter.check(read(whole, "draft.yaml"), [])]))
    assert draft.rules == ERRORS
    assert draft.about_comments == [("expired-suppression", 1)]
    assert draft.states == [("brief", "expired", 0)]


def test_a_rule_that_is_named_twice_over_is_silenced_once() -> None:
    draft = found(top=f"  # mandatelint: file-ignore[{MISSING_EXIT.category}, missing-exit-benchmarks] an exercise")
    assert draft.rules == {"no-political-task"}
    assert [one.finding.rule for one in draft.report.suppressed].count("missing-exit-benchmarks") == 1
    assert draft.about_comments == []


@pytest.mark.parametrize(
    ("name", "message", "mend"),
    [
        ("duplicate-id", "'duplicate-id' is about the form of the file and cannot be silenced", "mend what it finds"),
        ("unused-suppression", "cannot be silenced", "mend what it finds, and delete the comment"),
        ("cut-text", "cannot be silenced", "mend what it finds"),
        ("l05", "no rule, category, lesson or pack is called 'l05'", "did you mean 'L05'?"),
        ("ALL", "no rule, category, lesson or pack is called 'ALL'", "`mandatelint rule` and `mandatelint lesson`"),
    ],
)
def test_what_cannot_be_silenced_is_told(name: str, message: str, mend: str) -> None:
    draft = found(tasks=f"  # mandatelint: ignore[{name}] agreed")
    assert draft.about_comments == [("unknown-suppression", 12)]
    assert message in draft.message("unknown-suppression")
    assert mend in next(one.remedy for one in draft.report.findings if one.rule == "unknown-suppression")
    assert draft.rules == ERRORS


# Many comments


@pytest.mark.parametrize(
    "comment",
    [
        "# mandatelint: ignore[no-political-task] later",
        "# mandatelint: file-ignore[no-political-task] later",
        "# mandatelint: ignore[no-such-rule-{}] later",
        "# mandatelint: file-ignore[brief] later",
    ],
)
@pytest.mark.parametrize("where", ["above", "behind"])
def test_ten_times_the_comments_are_at_most_eleven_times_the_work(comment: str, where: str) -> None:
    called = {"no-political-task": frozenset(["no-political-task"]), "brief": frozenset(ERRORS)}

    def effort(number: int) -> int:
        comments = [comment.format(one) for one in range(number)]
        tasks = "\n".join(f"      - {{id: t{one}, category: police}}" for one in range(number))
        if where == "behind":
            tasks = "\n".join(f"{task} {one}" for task, one in zip(tasks.split("\n"), comments, strict=True))
        else:
            tasks = "\n".join(["# x", *comments, tasks])
        draft = read(f"mandate: 1\noperations:\n  - id: m\n    tasks:\n{tasks}\n", "draft.yaml")
        found = [
            draft.finding("no-political-task", "error", ("operations", 0, "tasks", one), "", "") for one in range(9)
        ]
        return calls(lambda: settle(draft, found * (number // 9), called, set()))

    assert effort(3000) <= effort(300) * LINEAR


def test_an_end_that_is_never_closed_is_looked_for_once() -> None:
    """Each `*` of the pattern could take any part of the white space, in thousands of millions of ways."""
    comment = "# mandatelint: ignore[no-political-task] later (until" + " " * 20_000 + "2027"
    assert lint_text(DRAFT_WITH.format(comment)).drafts


def test_of_many_names_that_no_rule_has_the_first_are_told_what_may_be_meant() -> None:
    comments = "\n".join(f"# mandatelint: ignore[no-political-task{one}] later" for one in range(150))
    found = [one for one in lint_text(DRAFT_WITH.format(comments)).findings if one.rule == "unknown-suppression"]
    meant = [one.remedy == "did you mean 'no-political-task'?" for one in found]
    assert (len(meant), sum(meant)) == (150, 100)
    assert found[-1].remedy == "`mandatelint rule` and `mandatelint lesson` list them"
