"""Words that rules share go in; held is what they stand for, that each mistake in them is told with its place and the
mend, and that nothing of ours says twice what a word says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import Done
from mandatelint.document import read
from mandatelint.examples import try_words
from mandatelint.finding import UserError
from mandatelint.linter import lint_text
from mandatelint.ruleset import load_rules
from mandatelint.vocabulary import Vocabulary, vocabulary_of
from rule_files import rule_text, write
from variants import EXAMPLES

BUILT_IN = load_rules(check_builtin=True)

WORDS = """\
lists:
  manned:
    means: Kinds of operation with people in uniform.
    of: operations[*].kind
    words: [peacekeeping-operation, hybrid]
conditions:
  tasked:
    means: The operation has something to do.
    given: {operation: "operations[*]"}
    is: operation.tasks != []
    holds:
      - operations: [{tasks: [{category: police}]}]
    fails:
      - operations: [{}]
profiles:
  uniforms:
    means: Missions with people in uniform.
    applies: {roles: [un-mission], operations: manned}
"""
RULE = rule_text(applies="applies: {profile: uniforms}", require="require: tasked(operation)")


def pack(folder: Path, words: str = WORDS, rule: str = RULE) -> str:
    """A pack of one rule with a vocabulary; where the mark stands, or else an empty text."""
    write(folder / "own-rule.yaml", rule)
    return write(folder / "vocabulary.yaml", words)


def problems(folder: Path) -> tuple[str, ...]:
    with pytest.raises(UserError) as error:
        load_rules([str(folder)], builtin=False)
    return error.value.problems


def expressions() -> Iterator[tuple[str, str]]:
    """Every expression of ours, with the rule or the word that it belongs to."""
    for rule in BUILT_IN.rules:
        yield from ((rule.id, code) for code in (*rule.when, *rule.require, *(code for _, code in rule.let)))
    yield from ((word.name, word.code) for word in BUILT_IN.vocabulary.words.values() if not word.words)


def test_a_pack_uses_words_of_its_own_and_built_in_ones(tmp_path: Path) -> None:
    pack(tmp_path, rule=RULE.replace("tasked(operation)", "tasked(operation) && !rollover"))
    (rule,) = load_rules([str(tmp_path)], builtin=False).rules
    assert (rule.applies.roles, rule.applies.operations) == (("un-mission",), ("peacekeeping-operation", "hybrid"))
    assert rule.vocabulary.expand(rule.require[0]) == (
        "(operation.tasks != []) && !(actions.exists(a__rollover, a__rollover.kind == 'technical-rollover'))"
    )


@pytest.mark.parametrize(
    ("code", "whole"),
    [
        pytest.param("t.kind in fighting", "t.kind in ['x', 'y']", id="a list"),
        pytest.param("'fighting' in t.kinds", "'fighting' in t.kinds", id="not a text in quotes"),
        pytest.param("t.fighting", "t.fighting", id="not a field of that name"),
        pytest.param("count(fighting)", "count(['x', 'y'])", id="inside the brackets of a function"),
        pytest.param("holds(a.b, c)", "(a.b.id == c.id)", id="places are put in, paths too"),
        pytest.param("holds(other, one)", "(other.id == one.id)", id="places that bear the names of others"),
        pytest.param(
            "ts.exists(t, among(t))",
            "ts.exists(t, (all.tasks.exists(t__among, (t__among.id == t.id))))",
            id="names of items on the way do not hide a place",
        ),
        pytest.param("holds(a)", "holds(a)", id="a word that lacks a place stays for the check to tell"),
    ],
)
def test_a_word_is_replaced_by_what_it_stands_for(code: str, whole: str) -> None:
    text = """
lists:
  fighting: {means: x, of: x, words: [x, y]}
conditions:
  holds: {means: x, given: {one: x, other: x}, is: one.id == other.id, holds: [], fails: []}
  among: {means: x, given: {task: x}, is: "all.tasks.exists(t, holds(t, task))", holds: [], fails: []}
"""
    assert vocabulary_of(read(text, "v.yaml")).expand(code) == whole
    assert Vocabulary().expand(code) == code


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        pytest.param(
            "hybrid]", "«hybird]", "`kind` can never be 'hybird'; did you mean 'hybrid'?", id="a word of a list"
        ),
        pytest.param(
            "of: operations[*].kind",
            "of: «operations[*].sort",
            "`operations[*].sort` is no field that takes words of a list; "
            "write it like `operations[*].tasks[*].category`",
            id="the field of a list",
        ),
        pytest.param(
            "is: operation.tasks",
            "is: operation.«taks",
            "no field 'taks' in `operations`; did you mean 'tasks'?",
            id="a field in an expression",
        ),
        pytest.param(
            '"operations[*]"',
            '"«operations"',
            "'operations' is no path to the items of a list; write `operations[*]`",
            id="a place",
        ),
        pytest.param(
            "is: operation.tasks != []",
            "«is: tasked(operation)",
            "`tasked` stands for itself: tasked uses tasked; write one of them out in the plain language",
            id="a circle",
        ),
        pytest.param(
            "  manned:",
            "  «count:",
            "`count` is a part of the draft or of the rule language already; choose another name",
            id="a name that the language has",
        ),
        pytest.param(
            "  tasked:",
            "  «rollover:",
            "`rollover` is named in another pack already; choose another name",
            id="a name that a built-in word has",
        ),
        pytest.param(
            "operations: manned}",
            "operations: «maned}",
            "`profiles.uniforms.applies.operations` can never be 'maned'; did you mean 'manned'?",
            id="a list that is not there",
        ),
        pytest.param(
            "means: Missions",
            "«mean: Missions",
            "`mean` is no field of `uniforms`; did you mean 'means'?",
            id="a field",
        ),
    ],
)
def test_a_mistake_in_a_vocabulary_is_told_with_its_place_and_the_mend(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    assert old in WORDS
    place = pack(tmp_path, WORDS.replace(old, new))
    assert f"{place}: {problem}" in problems(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        pytest.param(
            "tasked(operation)",
            "«taskt(operation)",
            "`taskt` is no part of the rule language; did you mean 'tasked'?",
            id="a misspelt word",
        ),
        pytest.param(
            "tasked(operation)",
            "«tasked",
            "`tasked` asks about places; write it like `tasked(operation)`",
            id="without its place",
        ),
        pytest.param(
            "tasked(operation)",
            "actions.exists(a, tasked(«a))",
            "tasked() asks here about an item of `operations`, and `actions` is none; look at the order of the places",
            id="of the wrong place",
        ),
        pytest.param(
            "tasked(operation)",
            "actions.«exists(manned, tasked(operation))",
            "`manned` is a word of the vocabulary; name the items otherwise",
            id="a name that is a word",
        ),
        pytest.param(
            "tasked(operation)",
            "tasked(operation) && operation.role in «manned",
            "`role` can never be one of `manned`; look at what the list holds",
            id="a list of another field",
        ),
        pytest.param(
            "profile: uniforms",
            "profile: «uniform",
            "no profile of the vocabulary is called 'uniform'; did you mean 'uniforms'?",
            id="a misspelt profile",
        ),
    ],
)
def test_a_word_that_a_rule_uses_amiss_is_told_at_its_place(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert old in RULE
    pack(tmp_path)
    place = write(tmp_path / "own-rule.yaml", RULE.replace(old, new))
    assert f"{place}: {problem}" in problems(tmp_path)


def test_a_word_that_nothing_uses_is_told(tmp_path: Path) -> None:
    pack(tmp_path, rule=rule_text(applies="applies: {profile: uniforms}"))
    assert problems(tmp_path) == (
        f"{tmp_path}/vocabulary.yaml:7:3: no rule uses `tasked`; use it in a rule, or delete it",
    )


def test_what_words_stand_for_is_bounded(tmp_path: Path) -> None:
    tries = "    holds: [{actions: [{kind: establish}]}]\n    fails: [{}]\n"
    steps = ["  step_i:\n    means: One.\n    is: operations.exists(o, o.tasks != [])\n" + tries]
    for number in range(1, 12):
        before = f"step_{'i' * number}"
        steps.append(f"  {before}i:\n    means: Two.\n    is: {before} && {before}\n{tries}")
    pack(tmp_path, WORDS.replace("profiles:", f"{''.join(steps)}profiles:"))
    said = "with what its words stand for, it has more than 4,000 characters"
    assert any(said in problem for problem in problems(tmp_path))


def test_the_page_of_a_rule_says_what_its_words_mean(go: Callable[..., Done], tmp_path: Path) -> None:
    pack(tmp_path)
    page = go("rule", "own-rule", "--rules", str(tmp_path)).out
    assert "must hold: tasked(operation)" in page
    assert "tasked(operation): The operation has something to do.\n    = operation.tasks != []\n" in page


def test_trace_shows_each_word_with_its_value_and_what_it_stands_for(go: Callable[..., Done], tmp_path: Path) -> None:
    pack(tmp_path / "own")
    draft = tmp_path / "draft.yaml"
    draft.write_text(
        "mandate: 1\ndocument: {date: 2027-01-01, stage: negotiation}\nactions: [{kind: establish, object: unm}]\n"
        "operations: [{id: unm, name: UNM, role: un-mission, kind: hybrid}]\n"
    )
    steps = go("trace", "own-rule", str(draft), "--rules", "own").out
    assert (
        "  require false   # tasked(operation)\n      false   # tasked(operation): The operation has something" in steps
    )


def test_every_example_of_our_words_comes_out_as_meant() -> None:
    trials = list(try_words(BUILT_IN.vocabulary))
    assert {trial.rule for trial in trials} == {
        word.name for word in BUILT_IN.vocabulary.words.values() if not word.words
    }
    assert not [trial for trial in trials if not trial.as_meant]


def test_an_example_of_a_word_that_is_wrong_is_told_by_the_test_command(
    go: Callable[..., Done], tmp_path: Path
) -> None:
    pack(tmp_path, WORDS.replace("- operations: [{}]", "- operations: [{tasks: [{category: police}]}]"))
    done = go("test", str(tmp_path))
    assert done.code == 1
    assert "vocabulary.yaml:14: fails example 1 of tasked is noisy: it holds of the first items\n" in done.out


def test_our_expressions_can_be_read() -> None:
    """No expression is longer than a paragraph, and no rule joins more than a dozen conditions."""
    assert max(len(" ".join(code.split())) for _, code in expressions()) <= 600
    joined: Counter[str] = Counter()
    for name, code in expressions():
        joined[name] += len(re.findall(r"&&|\|\|", code))
    assert max(joined.values()) <= 12
    unquoted = [re.sub(r"'[^']*'", "", code) for _, code in expressions()]
    assert not [code for code in unquoted if re.search(r"\b(and|or|not)\b|[^&]&[^&]|[^|]\|[^|]", code)]


def test_no_list_of_words_stands_in_two_rules() -> None:
    """Three words or more in one order, or another, belong under a name."""
    found: dict[frozenset[str], set[str]] = {}
    for name, code in expressions():
        for match in re.finditer(r"\[('[^']*'(?:,\s*'[^']*')+)\]", code):
            words = frozenset(re.findall(r"'([^']*)'", match[1]))
            if len(words) > 2:
                found.setdefault(words, set()).add(name)
    assert not {words: names for words, names in found.items() if len(names) > 1}


def test_a_mission_that_is_directed_is_bound_as_one_that_is_decided_upon() -> None:
    """`directs` was missing in half of the copies of this list, so that such a mission failed L01 and L04."""
    text = (EXAMPLES / "mali-2013/lessons-learned.yaml").read_text(encoding="utf-8")
    directed = text.replace("strength: decides", "strength: directs")
    assert directed != text
    for version in (text, directed):
        (draft,) = lint_text(version).drafts
        assert dict(draft.lessons)["L01"] == dict(draft.lessons)["L04"] == "pass"
        assert not draft.findings


def test_words_are_tried_a_second_time_too(go: Callable[..., Done], tmp_path: Path) -> None:
    """A pack that an earlier run found right is not checked again; what its examples come to is asked each time."""
    pack(tmp_path)
    first, again = go("test", str(tmp_path)), go("test", str(tmp_path))
    assert first == again
    assert first.code == 0
