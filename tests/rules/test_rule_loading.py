"""Rule files with a mistake go in; held is that each is refused with one line: the place, what is wrong, the mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from mandatelint.examples import try_examples
from mandatelint.finding import UserError
from mandatelint.ruleset import load_rules
from rule_files import GOOD_RULE, rule_text, write


def problems_of(file: Path) -> tuple[str, ...]:
    with pytest.raises(UserError) as error:
        load_rules([str(file)], builtin=False)
    return error.value.problems


def test_the_rule_that_all_of_these_vary_is_good(tmp_path: Path) -> None:
    write(tmp_path / "own-rule.yaml", rule_text())
    (rule,) = load_rules([str(tmp_path)], builtin=False).rules
    assert rule.id == "own-rule"
    assert [trial.verdict for trial in try_examples(rule)] == ["validated", "reported"]


@pytest.mark.parametrize(
    ("field", "written", "problem"),
    [
        pytest.param(
            "extra", "«mesage: x", "`mesage` is no field of the top level; did you mean 'message'?", id="misspelt field"
        ),
        pytest.param(
            "applies",
            "applies:\n  «action: [establish]",
            "`action` is no field of `applies`; did you mean 'actions'?",
            id="misspelt field in a block",
        ),
        pytest.param(
            "severity",
            "severity: «warn",
            "`severity` cannot be 'warn'; did you mean 'warning'? One of: error, info, warning",
            id="impossible severity",
        ),
        pytest.param(
            "lessons", "lessons: [L01, «L99]", "no lesson is called 'L99'; did you mean 'L29'?", id="unknown lesson"
        ),
        pytest.param(
            "lessons",
            "lessons:\n  - L01\n  - «l02",
            "no lesson is called 'l02'; did you mean 'L02'?",
            id="small letter",
        ),
        pytest.param(
            "message",
            "message: «none",
            "`none` says something in a draft only; put it in quotes if it is text",
            id="none in place of text",
        ),
        pytest.param(
            "lessons",
            "lessons: «[L01, unknown]",
            "`unknown` says something in a draft only; put it in quotes if it is text",
            id="unknown at the end of a list",
        ),
        pytest.param(
            "extra",
            "tension:\n  - {with: «L99, say: x}",
            "no lesson or rule is called 'L99'; did you mean 'L29'?",
            id="tension with an unknown lesson",
        ),
        pytest.param(
            "extra",
            "tension:\n  - {with: «L01, say: x}",
            "the rule serves L01 itself; name what pulls the other way",
            id="tension with itself",
        ),
    ],
)
def test_a_mistake_in_a_field_of_a_rule_is_told_at_the_field(
    tmp_path: Path, field: str, written: str, problem: str
) -> None:
    file = tmp_path / "own-rule.yaml"
    place = write(file, rule_text(**{field: written}))
    assert problems_of(file) == (f"{place}: {problem}",)


@pytest.mark.parametrize("field", ["title", "lessons", "severity", "require", "message", "why", "remedy", "examples"])
def test_a_missing_field_is_told_with_an_example(tmp_path: Path, field: str) -> None:
    file = tmp_path / "own-rule.yaml"
    place = write(file, "«" + rule_text(**{field: None}))
    (problem,) = problems_of(file)
    assert problem.startswith(f"{place}: `{field}` is missing; add it, for example `{field}: ")


@pytest.mark.parametrize("kind", ["good", "bad"])
def test_a_rule_has_to_prove_itself_on_a_good_and_a_bad_example(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "own-rule.yaml"
    other = "  good: [{}]" if kind == "bad" else "  bad: [{draft: {}, at: operations}]"
    place = write(file, rule_text(examples=f"«examples:\n{other}"))
    (problem,) = problems_of(file)
    assert problem.startswith(f"{place}: `{kind}` ")
    assert "is missing" in problem


TSKS = "no field 'tsks' in `operations`; did you mean 'tasks'?"
HYBIRD = "`kind` can never be 'hybird'; did you mean 'hybrid'?"


@pytest.mark.parametrize(
    ("field", "written", "problem"),
    [
        pytest.param("when", "when: operation.«tsks != []", TSKS, id="field in when"),
        pytest.param("require", "require: operation.«tsks != []", TSKS, id="field in require"),
        pytest.param("let", "let:\n  jobs: operation.«tsks", TSKS, id="field in let"),
        pytest.param("at", "at: operation.«tsks", TSKS, id="field in at"),
        pytest.param("message", 'message: "{operation.«tsks} there"', TSKS, id="field in a hole of the message"),
        pytest.param("remedy", "remedy: Give {operation.«tsks} there.", TSKS, id="field in a hole of the remedy"),
        pytest.param("when", "when: operation.kind == «'hybird'", HYBIRD, id="word in when"),
        pytest.param("require", "require: operation.kind in ['', «'hybird']", HYBIRD, id="word in require"),
        pytest.param("let", "let:\n  mixed: operation.kind == «'hybird'", HYBIRD, id="word in let"),
        pytest.param(
            "when", "when:\n  - operation.name != ''\n  - operation.«tsks != []", TSKS, id="field in an item of a list"
        ),
        pytest.param(
            "when", "when: [operation.name != '', operation.kind == «'hybird']", HYBIRD, id="word in brackets"
        ),
        pytest.param(
            "require",
            "require: >-\n  operation.name != ''\n  && operation.kind != ''\n  && operation.«tsks != []",
            TSKS,
            id="field in folded text",
        ),
        pytest.param(
            "require",
            "require: |\n  operation.name != ''\n  && (operation.kind == ''\n    || operation.kind == «'hybird')",
            HYBIRD,
            id="word in text of several lines",
        ),
        pytest.param(
            "require",
            "require:\n  - operation.name != ''\n  - >-\n    operation.kind != ''\n    && operation.«tsks != []",
            TSKS,
            id="field in folded text in a list",
        ),
        pytest.param(
            "require",
            "require: operation.name != ''\n  && operation.«tsks != []",
            TSKS,
            id="field on a second line without a sign",
        ),
        pytest.param("require", "require: \"operation.name == 'é' && operation.«tsks != []\"", TSKS, id="in quotes"),
        pytest.param(
            "require", "require: 'operation.name == ''é'' && operation.«tsks != []'", TSKS, id="in single quotes"
        ),
        pytest.param(
            "message",
            "message: >-\n  {operation.name}\n  has no [({operation.kind}) ]\n  and no {operation.«tsks}",
            TSKS,
            id="field in a hole of folded text",
        ),
        pytest.param(
            "let",
            "let:\n  jobs: operation.tasks.map(t, t.category)\n  none_of_them: jobs.exists(j, j == «'polise')",
            "`category` can never be 'polise'; did you mean 'police'?",
            id="word in a let that rests on another",
        ),
        pytest.param(
            "require",
            "require: operation.kind «= 'hybrid'",
            "`=` compares nothing; write `==`",
            id="slip of the pen",
        ),
        pytest.param(
            "require",
            "require: operation.kind «=«=\nper: operation",
            "nothing follows `==`; write what is missing, or delete it",
            id="expression that ends too early",
        ),
        pytest.param(
            "require",
            "require: «operation.tasks",
            "`tasks` is a list, and a condition is true or false; compare it, such as tasks != []",
            id="value in place of a condition",
        ),
        pytest.param("require", "require: «''", "the expression is empty; write it, or delete the line", id="nothing"),
        pytest.param(
            "when", "when: ['true', «'']", "the expression is empty; write it, or delete the line", id="empty item"
        ),
        pytest.param(
            "require",
            "«require: []",
            "`require` is an empty list; write a condition, or delete the field",
            id="no condition",
        ),
        pytest.param(
            "let", "let:\n  «jobs:", "nothing stands behind `jobs`; write an expression", id="name without a value"
        ),
    ],
)
def test_a_mistake_in_an_expression_is_told_at_its_character(
    tmp_path: Path, field: str, written: str, problem: str
) -> None:
    file = tmp_path / "own-rule.yaml"
    place = write(file, rule_text(**{field: written.replace("«=«=", "=«=")}))
    assert problems_of(file) == (f"{place}: {problem}",)


@pytest.mark.parametrize(
    ("field", "written", "problem"),
    [
        pytest.param(
            "given",
            "given:\n  operation: «operations",
            "'operations' is no path to the items of a list; write `operations[*]`",
            id="list without its sign",
        ),
        pytest.param(
            "given",
            "given:\n  operation: «operations[0]",
            "'operations[0]' is no path to the items of a list; write it like `operation.tasks[*]`",
            id="one item",
        ),
        pytest.param(
            "given",
            "given:\n  operation: operations[*]\n  task: operation.«tsks[*]",
            TSKS,
            id="misspelt field",
        ),
        pytest.param(
            "given",
            "given:\n  operation: operations[*]\n  benchmark: «operaton.exit.benchmarks[*]",
            "nothing is called 'operaton' here; did you mean 'operation'?",
            id="misspelt name",
        ),
        pytest.param(
            "given",
            "given:\n  operation: operations[*]\n  way: operation.exit«[*]",
            "'operation.exit' is no list; name a list before it",
            id="block in place of a list",
        ),
        pytest.param(
            "given",
            "given:\n  operation: operations[*]\n  task: «all.tasks[*]",
            "what lies in `all.tasks` has no place in the draft to point to;"
            " name `operation: operations[*]`, and then `operation.tasks[*]`",
            id="what is gathered",
        ),
        pytest.param(
            "given",
            "given:\n  operation: operations[*]\n  «task:",
            "nothing stands behind `task`; write it like `operation.tasks[*]`",
            id="nothing",
        ),
        pytest.param(
            "given",
            "given:\n  operation: operations[*]\n  «situation: operation.tasks[*]",
            "`situation` is a part of the draft already; choose another name",
            id="name of a part of the draft",
        ),
        pytest.param(
            "given",
            "given:\n  operation: operations[*]\n  «the-task: operation.tasks[*]",
            "'the-task' cannot be a name in expressions; use small letters, joined by `_`",
            id="name with a hyphen",
        ),
        pytest.param(
            "given",
            "given:\n  operation: operations[*]\n  «for: operation.tasks[*]",
            "'for' cannot be a name in expressions; take a plain word",
            id="name that the language keeps",
        ),
        pytest.param(
            "let",
            "let:\n  «consent: operation.name",
            "`consent` is a part of the draft already; choose another name",
            id="name under let of a part of the draft",
        ),
        pytest.param(
            "let",
            "let:\n  «operation: operation.name",
            "`operation` is named under `given` already; choose another name",
            id="name under let of a given",
        ),
        pytest.param(
            "let",
            "let:\n  «w_: operation.name",
            "'w_' cannot be a name in expressions; use small letters, joined by `_`",
            id="name that judging uses",
        ),
        pytest.param(
            "per", "per: «operatoin", "`per` names 'operatoin', which `given` does not; did you mean 'operation'?"
        ),
        pytest.param(
            "at", "at: «operations[0].exit", "'operations[0].exit' is no path; write it like `operation.exit`", id="at"
        ),
        pytest.param(
            "at",
            "let: {jobs: operation.tasks}\nat: «jobs",
            "`jobs` has no place in the draft to point to;"
            " begin with a part of the draft, or with a name under `given`",
            id="at a name under let",
        ),
        pytest.param(
            "applies",
            "applies:\n  actions: [renew, «establsh]",
            "`applies.actions` can never be 'establsh'; did you mean 'establish'?",
            id="misspelt action",
        ),
        pytest.param(
            "applies",
            "applies:\n  unless: [«drawdon]",
            "`applies.unless` can never be 'drawdon'; did you mean 'drawdown'?",
            id="misspelt action under unless",
        ),
        pytest.param(
            "applies",
            "applies:\n  roles:\n    - «un-mision",
            "`applies.roles` can never be 'un-mision'; did you mean 'un-mission'?",
            id="misspelt role",
        ),
        pytest.param(
            "applies",
            "applies: {operations: [«hybird]}",
            "`applies.operations` can never be 'hybird'; did you mean 'hybrid'?",
            id="misspelt operation",
        ),
        pytest.param(
            "applies",
            "applies: {stages: [«negotiations]}",
            "`applies.stages` can never be 'negotiations'; did you mean 'negotiation'?",
            id="misspelt stage",
        ),
    ],
)
def test_a_mistake_in_names_and_places_is_told(tmp_path: Path, field: str, written: str, problem: str) -> None:
    file = tmp_path / "own-rule.yaml"
    place = write(file, rule_text(**{field: written}))
    assert problems_of(file) == (f"{place}: {problem}",)


WITHOUT_OPERATION = {
    "given": "given:\n  state: situation.host_states[*]",
    "require": "require: state.name != ''",
    "at": "at: state",
    "message": 'message: "{state.name} has no name"',
    "remedy": "remedy: Name it.",
}


@pytest.mark.parametrize("key", ["operations", "roles"])
def test_who_asks_for_kinds_of_operation_has_to_say_which_operation(tmp_path: Path, key: str) -> None:
    file = tmp_path / "own-rule.yaml"
    word = {"operations": "hybrid", "roles": "un-mission"}[key]
    place = write(file, rule_text(**WITHOUT_OPERATION, applies=f"applies:\n  «{key}: [{word}]"))
    assert problems_of(file) == (
        f"{place}: `applies.{key}` asks about `operation`, which `given` does not name;"
        " add `operation: operations[*]` under `given`",
    )


def test_operation_is_the_name_for_operations_only(tmp_path: Path) -> None:
    file = tmp_path / "own-rule.yaml"
    given = "given:\n  «operation: situation.host_states[*]"
    place = write(file, rule_text(given=given, require="require: operation.name != ''", at="at: operation"))
    assert problems_of(file) == (
        f"{place}: `operation` is the name for the items of `operations`: `applies` asks about them by it;"
        " choose another name",
    )


def test_a_rule_that_names_no_place_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "own-rule.yaml"
    text = rule_text(
        given=None, at=None, require="«require: operations != []", message="message: None.", remedy="remedy: Add one."
    )
    place = write(file, text)
    assert problems_of(file) == (
        f"{place}: the rule says neither `at` nor `given`, so a finding has no place;"
        " add `at`, such as `at: operations`",
    )


def test_per_without_given_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "own-rule.yaml"
    text = rule_text(
        given=None,
        per="per: «operation",
        at="at: operations",
        require="require: operations != []",
        message="message: None.",
        remedy="remedy: Add one.",
    )
    place = write(file, text)
    assert problems_of(file) == (
        f"{place}: `per` names 'operation', which `given` does not; delete it, or name a list under `given`",
    )


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        pytest.param(
            "{«operation.tasks != []} it is",
            "{operation.tasks != []} is no path to a value; name the value under `let`, and write that name here",
            id="operator",
        ),
        pytest.param(
            "{«count(operation.tasks)} tasks",
            "{count(operation.tasks)} is no path to a value; name the value under `let`, and write that name here",
            id="function",
        ),
        pytest.param(
            "{«operation.exit} is not enough",
            "{operation.exit} holds blocks of fields, and a sentence holds words and numbers;"
            " name one of its fields, such as {operation.exit.",
            id="block",
        ),
        pytest.param(
            "{«operation.tasks} are not enough",
            "{operation.tasks} holds blocks of fields, and a sentence holds words and numbers;"
            " name `operation.tasks.map(x, x.text)` under `let`, and write that name here",
            id="list of blocks",
        ),
        pytest.param("«{operation.name has no task", "this brace has no partner; close it, or delete it", id="brace"),
        pytest.param(
            "{operation.name} «[({operation.kind}) has no task",
            "this bracket has no partner; close it, or delete it",
            id="bracket",
        ),
        pytest.param(
            "{operation.name}«] has no task", "this bracket has no partner; close it, or delete it", id="second bracket"
        ),
        pytest.param(
            "{«operaton.name} has no task", "nothing is called 'operaton' here; did you mean 'operation'?", id="name"
        ),
    ],
)
@pytest.mark.parametrize("field", ["message", "remedy"])
def test_a_hole_that_cannot_be_filled_is_told(tmp_path: Path, field: str, message: str, problem: str) -> None:
    file = tmp_path / "own-rule.yaml"
    place = write(file, rule_text(**{field: f'{field}: "{message}"'}))
    (told,) = problems_of(file)
    assert told.startswith(f"{place}: {problem}")


@pytest.mark.parametrize("field", ["message", "remedy"])
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{operation.name} " * 16 + "«" + "{operation.name} " * 3, "this text has 19 holes, and 16 are the most; name"),
        ("a" * 3000, "this text has 3,000 letters, and 2,000 are the most; say the rest under `why` or `prefer`"),
    ],
    ids=["holes", "letters"],
)
def test_a_message_is_bounded(tmp_path: Path, field: str, text: str, problem: str) -> None:
    file = tmp_path / "own-rule.yaml"
    start = "" if "«" in text else "«"
    place = write(file, rule_text(**{field: f'{start}{field}: "{text}"'}))
    (told,) = problems_of(file)
    assert told.startswith(f"{place}: {problem}")


def test_expressions_that_together_are_too_deep_for_the_engine_are_told_when_the_rule_loads(tmp_path: Path) -> None:
    file = tmp_path / "own-rule.yaml"
    names = [f"{'jobs_' * number}x" for number in range(32)]
    lets = "\n".join(f"  {name}: {before}" for before, name in zip(["operation.name", *names], names, strict=False))
    place = write(file, rule_text(let=f"let:\n{lets}", require=f"«require: {names[-1]} != ''"))
    assert problems_of(file) == (
        f"{place}: all expressions of the rule together are nested too deep; name less under `let`, or split the rule",
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("«", "the file is empty", id="empty file"),
        pytest.param("«# a note\n", "the file holds nothing but comments", id="only a note"),
        pytest.param("«- title\n", "", id="a list"),
        pytest.param("«just words\n", "", id="words"),
        pytest.param('title: «"x\n', "", id="open quote"),
        pytest.param("title: x\n lessons«: [L01]\n", "", id="wrong indentation"),
        pytest.param("title: x\n«\tlessons: [L01]\n", "", id="tab"),
    ],
)
def test_a_file_that_is_no_rule_at_all_is_an_error_and_never_skipped(tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "own-rule.yaml"
    place = write(file, text)
    assert problems_of(file)[0].startswith(f"{place}: {problem}")


@pytest.mark.parametrize(
    ("field", "written", "problem"),
    [
        pytest.param("severity", "severity: info\n«severity: error", "`severity` stands twice", id="a field twice"),
        pytest.param("title", "title: «*other", "`*other` ", id="an alias"),
        pytest.param("title", "title: «!!str x", "the tag `!!str` ", id="a tag"),
        pytest.param("status", "status: «off", "`off` ", id="a word that other tools take for false"),
    ],
)
def test_what_the_reader_finds_in_a_rule_refuses_it(tmp_path: Path, field: str, written: str, problem: str) -> None:
    file = tmp_path / "own-rule.yaml"
    place = write(file, rule_text(**{field: written}))
    assert problems_of(file)[0].startswith(f"{place}: {problem}")


def test_every_mistake_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    first = write(tmp_path / "a/first.yaml", rule_text(require="require: operation.«tsks != []"))
    second = write(tmp_path / "b/second.yaml", rule_text(severity="severity: «grave"))
    lesson = write(tmp_path / "b/third.yaml", rule_text(lessons="lessons: [«L1]", at="at: operation.taks"))
    at = write(tmp_path / "b/third.yaml", rule_text(lessons="lessons: [L1]", at="at: operation.«taks"))
    write(tmp_path / "b/good.yaml", rule_text())
    assert [problem.split(": ")[0] for problem in problems_of(tmp_path)] == [first, second, lesson, at]


def test_an_example_that_is_no_valid_draft_is_told_by_the_run_of_the_examples(tmp_path: Path) -> None:
    good = "    - operations: [{tasks: [{category: polise}]}]"
    examples = GOOD_RULE["examples"].replace("    - operations: [{tasks: [{category: police}]}]", good)
    write(tmp_path / "own-rule.yaml", rule_text(examples=examples))
    (rule,) = load_rules([str(tmp_path)], builtin=False).rules
    invalid, reported = try_examples(rule)
    assert (invalid.verdict, reported.verdict) == ("invalid", "reported")
    assert "'polise'" in invalid.detail
    assert "did you mean 'police'?" in invalid.detail
    assert invalid.line == rule.document.span(("examples", "good", 0)).line
