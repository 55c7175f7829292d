"""A compiled expression goes in as bytes; held is that every kind of node comes out with what it says and where."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandatelint.expression import Engine
from mandatelint.expression.syntax import Call, Constant, Items, Loop, Name, Node, Select, Struct, parse
from profiles import tries

ENGINE = Engine(["a", "b"])


def tree(code: str) -> Node:
    return parse(ENGINE.compile(code).tree())


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("'police'", "police"),
        ('"à 😀"', "à 😀"),
        ("''", ""),
        (r"r'\d'", r"\d"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("0", 0),
        ("11200", 11200),
        ("-3", -3),
        ("0x10", 16),
        ("3u", 3),
        ("1.5", 1.5),
        ("-1.5", -1.5),
        ("b'x'", b"x"),
    ],
)
def test_a_constant_keeps_its_value_and_its_kind(code: str, value: object) -> None:
    node = tree(code)
    assert node == Constant(0, value)
    assert isinstance(node, Constant)
    assert type(node.value) is type(value)


@given(st.integers(min_value=-(2**63), max_value=2**63 - 1))
@tries(100)
def test_every_whole_number_of_64_bits_is_read(number: int) -> None:
    assert tree(str(number)) == Constant(0, number)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
@tries(100)
def test_every_text_is_read(text: str) -> None:
    assert tree(json.dumps(text, ensure_ascii=False)) == Constant(0, text)


@pytest.mark.parametrize(
    ("code", "node"),
    [
        pytest.param("a", Name(0, "a"), id="name"),
        pytest.param("a.kind", Select(1, Name(0, "a"), "kind", False), id="field"),
        pytest.param("a . kind", Select(2, Name(0, "a"), "kind", False), id="field, spaced"),
        pytest.param("has(a.kind)", Select(3, Name(4, "a"), "kind", True), id="has"),
        pytest.param("a == b", Call(2, "_==_", (Name(0, "a"), Name(5, "b"))), id="operator"),
        pytest.param("!a", Call(0, "!_", (Name(1, "a"),)), id="not"),
        pytest.param("a ? b : null", Call(2, "_?_:_", (Name(0, "a"), Name(4, "b"), Constant(8, None))), id="choice"),
        pytest.param("a in [b]", Call(2, "@in", (Name(0, "a"), Items(5, (Name(6, "b"),)))), id="in"),
        pytest.param("a[0]", Call(1, "_[_]", (Name(0, "a"), Constant(2, 0))), id="position"),
        pytest.param("count(a)", Call(5, "count", (Name(6, "a"),)), id="function"),
        pytest.param("a.contains('x')", Call(10, "contains", (Name(0, "a"), Constant(11, "x"))), id="method"),
        pytest.param("[]", Items(0, ()), id="empty list"),
        pytest.param("[a, 1]", Items(0, (Name(1, "a"), Constant(4, 1))), id="list"),
        pytest.param("{'x': 1}", Struct(0), id="map"),
        pytest.param("google.protobuf.Timestamp{seconds: 1}", Struct(0), id="message"),
        pytest.param("'à😀' == a", Call(5, "_==_", (Constant(0, "à😀"), Name(8, "a"))), id="places in characters"),
        pytest.param("a\n  == b", Call(4, "_==_", (Name(0, "a"), Name(7, "b"))), id="places over lines"),
    ],
)
def test_a_node_says_what_it_is_and_where_it_stands(code: str, node: Node) -> None:
    assert tree(code) == node


@pytest.mark.parametrize(
    ("code", "start", "function"),
    [
        pytest.param("a.exists(x, x)", Constant, "_||_", id="exists"),
        pytest.param("a.all(x, x)", Constant, "_&&_", id="all"),
        pytest.param("a.filter(x, x)", Items, "_?_:_", id="filter"),
        pytest.param("a.map(x, x)", Items, "_+_", id="map"),
        pytest.param("a.map(x, x, x)", Items, "_?_:_", id="map of some"),
    ],
)
def test_what_goes_through_a_list_is_a_loop_over_its_items(code: str, start: type, function: str) -> None:
    loop = tree(code)
    assert isinstance(loop, Loop)
    assert loop.over == Name(0, "a")
    assert loop.variable == "x"
    assert loop.offset == code.index("(")
    assert isinstance(loop.start, start)
    assert isinstance(loop.step, Call)
    assert loop.step.function == function
    assert loop.result == Name(loop.offset, loop.result_name)


def test_a_loop_inside_a_loop_is_found_in_its_step() -> None:
    outer = tree("a.exists(x, x.all(y, y))")
    assert isinstance(outer, Loop)
    assert isinstance(outer.step, Call)
    inner = outer.step.arguments[1]
    assert isinstance(inner, Loop)
    assert (inner.variable, inner.over, inner.offset) == ("y", Name(12, "x"), 17)


def test_a_bound_name_is_a_loop_over_nothing_that_starts_with_its_value() -> None:
    loop = tree("cel.bind(x, a, x)")
    assert isinstance(loop, Loop)
    assert loop.over == Items(8, ())
    assert (loop.result_name, loop.start, loop.result) == ("x", Name(12, "a"), Name(15, "x"))
