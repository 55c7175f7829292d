"""Expressions and facts go in; held are the values, what is told of facts not known, and what is counted."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandatelint.expression import Engine, ExpressionError, Facts, NotKnownError
from profiles import tries

JULY = {"first": "2013-07-01", "last": "2013-07-31"}
YEAR = {"first": "2013-07-01", "last": "2014-06-30"}
AUGUST = {"first": "2013-08-01", "last": "2013-08-31"}
UNDATED = {"first": "", "last": ""}
BEGUN = {"first": "2013-07-01"}  # its end is not known

DRAFT: dict[str, Any] = {
    "name": "Mission à Bangui",
    "military": 11200,
    "civilian": None,
    "multidimensional": True,
    "share": 0.5,
    "tasks": [{"category": "police"}, {"category": "justice"}],
    "actions": ["establish"],
    "areas": [],
    "open": [{"category": "police"}, {}],  # read in part: the list may go on
    "exit": {"strategy": ""},
    "july": JULY,
    "year": YEAR,
    "august": AUGUST,
    "undated": UNDATED,
    "begun": BEGUN,
    "many": list(range(120)),
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(["draft", "missing"])


@pytest.fixture(scope="module")
def facts(engine: Engine) -> Facts:
    return engine.facts({"draft": DRAFT})


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("draft.name", "Mission à Bangui"),
        ("draft.military", 11200),
        ("draft.civilian", None),
        ("draft.multidimensional", True),
        ("draft.share", 0.5),
        ("draft.actions", ["establish"]),
        ("draft.areas == []", True),
        ("draft.exit", {"strategy": ""}),
        ("draft.tasks.map(t, t.category)", ["police", "justice"]),
        ("draft.tasks.filter(t, t.category == 'police')", [{"category": "police"}]),
        ("draft.tasks.exists(t, t.category == 'justice')", True),
        ("draft.tasks.all(t, t.category == 'justice')", False),
        ("draft.areas.all(a, false)", True),
        ("'establish' in draft.actions", True),
        ("['a', 'b', 'a'].distinct()", ["a", "b"]),
        ("draft.name.startsWith('Mission') && draft.name.contains('à') && draft.name.matches('i$')", True),
        ("draft.military > 5000 ? 'large' : 'small'", "large"),
    ],
)
def test_what_an_expression_says_of_a_draft_comes_out_as_plain_data(
    engine: Engine, facts: Facts, code: str, value: object
) -> None:
    assert engine.compile(code).value(facts) == value


@pytest.mark.parametrize(
    ("code", "name"),
    [
        pytest.param("draft.penholder == 'France'", "penholder", id="a missing key"),
        pytest.param("draft.exit.benchmarks == []", "benchmarks", id="a missing key further in"),
        pytest.param("draft.head.title == ''", "head", id="a missing block, by the name of the block"),
        pytest.param("missing == []", "missing", id="a missing root"),
        pytest.param("missing.tasks == []", "missing", id="a field of a missing root"),
        pytest.param("draft.open.exists(t, t.category == 'justice')", "category", id="no such item in an open list"),
        pytest.param("draft.open.all(t, t.category == 'police')", "category", id="all items of an open list"),
        pytest.param("draft.open.map(t, t.category) == []", "category", id="an open list as a whole"),
        pytest.param("draft.open.filter(t, t.category == 'police') != []", "category", id="a part of an open list"),
        pytest.param("draft.penholder == '' || false", "penholder", id="or, where the other side is false"),
        pytest.param("draft.penholder == '' && true", "penholder", id="and, where the other side is true"),
        pytest.param("!(draft.penholder == '')", "penholder", id="not"),
    ],
)
def test_a_fact_that_decides_and_is_not_known_is_named(engine: Engine, facts: Facts, code: str, name: str) -> None:
    with pytest.raises(NotKnownError) as unknown:
        engine.compile(code).value(facts)
    assert str(unknown.value) == name


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("draft.penholder == '' && false", False),
        ("false && draft.penholder == ''", False),
        ("draft.penholder == '' || true", True),
        ("true || draft.penholder == ''", True),
        ("draft.open.exists(t, t.category == 'police')", True),
        ("draft.open.all(t, t.category == 'justice')", False),
        ("missing.exists(x, x.id == '') || draft.military > 0", True),
        ("draft.civilian != null && draft.civilian < 5", False),
        ("draft.multidimensional ? true : draft.penholder == ''", True),
    ],
)
def test_a_fact_that_does_not_decide_may_be_unknown(engine: Engine, facts: Facts, code: str, value: bool) -> None:
    assert engine.compile(code).value(facts) is value


Formula = tuple[str, bool | None]
"""A condition, and whether it is true: None where that is not known."""


def _not(one: Formula) -> Formula:
    return f"!({one[0]})", None if one[1] is None else not one[1]


def _and(one: Formula, other: Formula) -> Formula:
    decided = False if False in (one[1], other[1]) else None if None in (one[1], other[1]) else True
    return f"({one[0]}) && ({other[0]})", decided


def _or(one: Formula, other: Formula) -> Formula:
    decided = True if True in (one[1], other[1]) else None if None in (one[1], other[1]) else False
    return f"({one[0]}) || ({other[0]})", decided


FACTS: list[Formula] = [
    ("draft.multidimensional", True),
    ("draft.military < 0", False),
    ("draft.penholder == ''", None),
    ("missing == []", None),
]


@given(
    st.recursive(
        st.sampled_from(FACTS),
        lambda inner: st.one_of(st.builds(_not, inner), st.builds(_and, inner, inner), st.builds(_or, inner, inner)),
        max_leaves=8,
    )
)
@tries(150)
def test_conditions_follow_the_logic_of_true_false_and_not_known(formula: Formula) -> None:
    engine = Engine(["draft", "missing"])
    code, expected = formula
    try:
        value = engine.compile(code).value(engine.facts({"draft": DRAFT}))
    except NotKnownError:
        value = None
    assert value is expected


def place(marked: str) -> tuple[str, int]:
    """An expression without the mark `«`, and where that stood."""
    return marked.replace("«", ""), marked.index("«")


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        pytest.param("draft.name «= 'x'", "token recognition", id="a single equals sign"),
        pytest.param("draft.name == 'x' «and true", "mismatched input 'and'", id="and in words"),
        pytest.param("(draft.name == 'x'«", "missing ')'", id="an open bracket"),
        pytest.param("«draff == []", "undeclared reference to 'draff'", id="an undeclared name"),
        pytest.param("draft.name == 'à' && «draff", "undeclared reference to 'draff'", id="behind an accent"),
        pytest.param("draft.name == '😀' && «draff", "undeclared reference to 'draff'", id="behind an emoji"),
        pytest.param("draft.name == ''\n  && draft.name != 'x'\n  && «draff", "'draff'", id="on the third line"),
        pytest.param("draft.name == ''\n\n\t &&«& true", "token recognition", id="after an empty line and a tab"),
        pytest.param("«", "mismatched input", id="nothing at all"),
        pytest.param("«" + "(" * 40 + "true" + ")" * 40, "recursion", id="nested too deep"),
    ],
)
def test_an_expression_that_does_not_compile_is_refused_with_the_place(
    engine: Engine, marked: str, message: str
) -> None:
    code, offset = place(marked)
    with pytest.raises(ExpressionError, match=re.escape(message)) as error:
        engine.compile(code)
    assert error.value.offset == offset


@pytest.mark.parametrize(
    ("code", "message"),
    [
        pytest.param("draft.military.total == 1", "Applying SELECT", id="a field of a number"),
        pytest.param("draft.name && true", "No matching overloads", id="text as a condition"),
        pytest.param("draft.civilian <= 5", "a number that the draft does not give", id="null compared"),
        pytest.param("count(draft.name) > 1", "count", id="letters counted"),
        pytest.param("draft.name.matches('[')", "missing ]", id="a broken pattern"),
        pytest.param("draft.many.all(a, draft.many.all(b, true))", "more than 10,000 steps", id="14,400 steps"),
    ],
)
def test_an_expression_that_breaks_on_a_draft_is_told_apart_from_what_is_not_known(
    engine: Engine, facts: Facts, code: str, message: str
) -> None:
    with pytest.raises(ExpressionError, match=re.escape(message)):
        engine.compile(code).value(facts)


def test_after_running_out_of_steps_the_engine_goes_on(engine: Engine, facts: Facts) -> None:
    with pytest.raises(ExpressionError):
        engine.compile("draft.many.all(a, draft.many.all(b, true))").value(facts)
    assert engine.compile("draft.many.all(a, draft.actions.all(b, true))").value(facts) is True


@pytest.mark.parametrize(
    ("code", "value"),
    [
        pytest.param("overlaps(draft.july, draft.year)", True, id="one inside the other"),
        pytest.param("overlaps(draft.july, draft.july)", True, id="the same days"),
        pytest.param("overlaps(draft.july, draft.august)", False, id="one month and the next"),
        pytest.param("overlaps(draft.july, draft.undated)", False, id="overlaps, undated"),
        pytest.param("after(draft.august, draft.july)", True, id="after"),
        pytest.param("after(draft.july, draft.august)", False, id="before"),
        pytest.param("after(draft.year, draft.july)", False, id="begins with it"),
        pytest.param("after(draft.undated, draft.july)", False, id="after, undated"),
        pytest.param("months(draft.july, draft.year)", 11, id="July to June"),
        pytest.param("months(draft.year, draft.july)", -11, id="June back to July"),
        pytest.param("months(draft.july, draft.august)", 1, id="one month"),
        pytest.param("months(draft.july, draft.undated)", 9999, id="to no end"),
        pytest.param("months(draft.undated, draft.july)", 9999, id="from no end"),
        pytest.param("count(draft.tasks)", 2, id="two tasks"),
        pytest.param("count(draft.areas)", 0, id="an empty list"),
        pytest.param("count(draft.actions)", 1, id="a list of words"),
    ],
)
def test_what_the_helpers_say(engine: Engine, facts: Facts, code: str, value: object) -> None:
    assert engine.compile(code).value(facts) == value


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("overlaps(draft.july, draft.begun)", "date"),
        ("overlaps(draft.begun, draft.july)", "date"),
        ("after(draft.begun, draft.july)", "date"),
        ("months(draft.july, draft.begun)", "date"),
        ("count(draft.open)", "how long a list is"),
        ("count(draft.penholders)", "penholders"),
    ],
)
def test_a_helper_that_lacks_a_fact_names_it(engine: Engine, facts: Facts, code: str, name: str) -> None:
    with pytest.raises(NotKnownError) as unknown:
        engine.compile(code).value(facts)
    assert str(unknown.value) == name


def test_a_helper_without_a_fact_does_not_decide_beside_one_that_does(engine: Engine, facts: Facts) -> None:
    assert engine.compile("overlaps(draft.july, draft.begun) || count(draft.tasks) == 2").value(facts) is True


def test_the_place_that_is_asked_about_is_handed_in(engine: Engine, facts: Facts) -> None:
    program = engine.compile("draft.tasks[slot(0)].category")
    assert program.value(facts, (1,)) == "justice"
    assert program.value(facts, (0,)) == "police"


def test_evaluations_and_conversions_are_counted_also_where_they_come_to_nothing() -> None:
    engine = Engine(["draft"])
    program = engine.compile("draft.name")
    assert (engine.conversions, engine.evaluations) == (0, 0)
    known, nothing = engine.facts({"draft": {"name": "x"}}), engine.facts({})
    program.value(known)
    with pytest.raises(NotKnownError):
        program.value(nothing)
    assert (engine.conversions, engine.evaluations) == (2, 2)


DAYS = st.dates().map(lambda day: day.isoformat())
TERMS = st.tuples(DAYS, DAYS).map(lambda days: {"first": min(days), "last": max(days)})


@given(one=TERMS, other=TERMS)
@tries(60)
def test_of_two_dated_things_one_is_before_after_or_at_the_same_time(
    one: dict[str, str], other: dict[str, str]
) -> None:
    engine = Engine(["one", "other"])
    facts = engine.facts({"one": one, "other": other})
    codes = ["after(one, other)", "after(other, one)", "overlaps(one, other) && overlaps(other, one)"]
    assert sum(engine.compile(code).value(facts) for code in codes) == 1
