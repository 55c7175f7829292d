"""A message with holes and values go in; held is the sentence that a desk officer reads."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandatelint.finding import MAX_MESSAGE
from mandatelint.wording import write
from profiles import tries

DRAFT: dict[str, list[Any]] = {
    "operation.name": ["MINUSMA"],
    "operation.long_name": ["United Nations\n  Mission in  Mali"],
    "operation.id": ["security-sector-reform"],
    "operation.kind": ["peacekeeping-operation"],
    "operation.role": ["un-mission"],
    "operation.military": [11200],
    "operation.observers": [0],
    "operation.months": [None],
    "operation.multidimensional": [True],
    "operation.offensive": [False],
    "operation.tasks": [["ddr", "security-sector-reform", "counter-terrorism"]],
    "operation.nested": [[["police", "justice"], ["police"]], []],
    "operation.areas": [[]],
    "operation.paragraph": [""],
    "operation.unread": [],  # not known
    "task.paragraph": ["OP7", "OP16", "OP7"],  # at three places
    "two": ["OP7", "OP16"],
    "ids.drivers": [["organised-crime", "land"]],
    "part": [{}],  # the item that closes a list which may go on
    "free": ["{operation.name} [and] {more}"],
    "who": ["secretary-general"],
    "whom": ["neighbouring-states"],
    "force": ["authorize-non-un-force"],
    "field": ["use_of_force"],
    "hyphen": ["well-known"],
    "term": ["follow-on"],
}


def written(text: str) -> str:
    return write(text, lambda hole: DRAFT[hole])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param("nothing to fill in", "nothing to fill in", id="no hole"),
        pytest.param("{operation.name} has no exit", "MINUSMA has no exit", id="name"),
        pytest.param("{operation.military} troops", "11,200 troops", id="number"),
        pytest.param("{operation.observers} observers", "0 observers", id="nought"),
        pytest.param("offensive: {operation.offensive}", "offensive: no", id="false"),
        pytest.param("multidimensional: {operation.multidimensional}", "multidimensional: yes", id="true"),
        pytest.param("a {operation.kind}", "a peacekeeping operation", id="word with a hyphen"),
        pytest.param("the {operation.role}", "the UN mission", id="word with an abbreviation"),
        pytest.param("asks the {who}", "asks the Secretary-General", id="title"),
        pytest.param("asks {whom}", "asks neighbouring States", id="States"),
        pytest.param("{force}", "authorize non-UN force", id="prefix before an abbreviation"),
        pytest.param("a {term}", "a follow-on", id="word that keeps its hyphen"),
        pytest.param("its {field}", "its use of force", id="name of a field"),
        pytest.param("{hyphen}", "well-known", id="text that is no word of the format"),
        pytest.param(
            "{operation.tasks} are there", "DDR, security sector reform and counter-terrorism are there", id="list"
        ),
        pytest.param("{operation.nested}", "police and justice", id="lists in a list, each word once"),
        pytest.param("{task.paragraph}", "OP7 and OP16", id="several places, each value once"),
        pytest.param("{operation.id}", "security-sector-reform", id="an id stays as it is"),
        pytest.param("{ids.drivers}", "organised-crime and land", id="ids stay as they are"),
        pytest.param("the {operation.long_name}", "the United Nations Mission in Mali", id="text of several lines"),
        pytest.param("{operation.paragraph}", "(not given)", id="empty text"),
        pytest.param("{operation.areas}", "(not given)", id="empty list"),
        pytest.param("{operation.months}", "(not given)", id="no number"),
        pytest.param("{operation.unread}", "(not given)", id="not known"),
        pytest.param("{part}", "(not given)", id="only what may follow"),
        pytest.param("{free}", "{operation.name} [and] {more}", id="braces in a draft are text"),
    ],
)
def test_a_hole_says_what_the_draft_says(text: str, sentence: str) -> None:
    assert written(text) == sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param("late[ ({two})]", "late (OP7 and OP16)", id="filled"),
        pytest.param("late[ ({operation.paragraph})]", "late", id="empty"),
        pytest.param("late[ ({operation.unread})]", "late", id="not known"),
        pytest.param("late[ ({two}, {operation.areas})]", "late", id="one of two is empty"),
        pytest.param("late[ ({operation.observers})]", "late (0)", id="nought is said"),
        pytest.param("late[ ({operation.offensive})]", "late (no)", id="false is said"),
        pytest.param("[in {operation.paragraph} ]late[ by {operation.observers}]", "late by 0", id="two parts"),
        pytest.param("it says [sic] {two}", "it says [sic] OP7 and OP16", id="brackets without a hole stay"),
        pytest.param("late[ ({free})]", "late ({operation.name} [and] {more})", id="brackets in a draft are text"),
    ],
)
def test_a_part_in_brackets_goes_when_it_has_nothing_to_say(text: str, sentence: str) -> None:
    assert written(text) == sentence


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=20), st.just({})),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=8,
)


@given(values=st.lists(VALUES, max_size=4))
@tries(100)
def test_whatever_a_draft_holds_a_message_is_one_line(values: list[Any]) -> None:
    sentence = write("before {hole}[, {hole}] after", lambda _: values)
    assert len(sentence.splitlines()) == 1
    assert sentence.startswith("before ")
    assert sentence.endswith(" after")


def test_of_many_names_a_message_holds_as_many_as_a_reader_looks_through() -> None:
    said = write("{x}", lambda hole: [[f"name {one}" for one in range(5000)]])
    assert said.startswith("name 0, name 1, ")
    assert said.endswith("name 23 and 4,976 more")


def test_a_long_value_is_cut_and_a_message_is_never_longer_than_its_bound() -> None:
    assert write("{x} ends", lambda hole: ["a" * 100_000]) == "a" * 199 + "… ends"
    assert len(write("{x} " * 100, lambda hole: ["a" * 100_000])) == MAX_MESSAGE


def test_a_hole_is_looked_up_once_however_often_it_stands_in_a_message() -> None:
    asked: list[str] = []

    def values(hole: str) -> list[Any]:
        asked.append(hole)
        return ["a"]

    assert write("[{x} and ][{x}, ]{x}", values) == "a and a, a"
    assert asked == ["x"]
