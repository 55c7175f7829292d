"""The fast validator and the one that explains say the same of every document, so that no mistake goes untold."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from hypothesis import example as also
from hypothesis import given
from hypothesis import strategies as st

from mandatelint.finding import Path
from mandatelint.schema.gate import gate
from mandatelint.schema.validators import explainer
from profiles import tries
from smallest_drafts import fields, smallest
from variants import REAL_TEXTS, example, node, paths

FIELDS = [path for path, _, _ in fields()]
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63),
    st.integers(-1, 2101),
    st.floats(),
    st.sampled_from([1.0, 12.0, 2013.0, 1944.9, 2100.5]),
    st.text(max_size=4),
    st.sampled_from(["establish", "Establish", "mali", "mali\n", "MLI", "OP7", "OP7\n", "OP７", "2040:OP30(g)#2", "#"]),
    st.from_regex(r"(19|20)[0-9]{2}(-[0-9]{1,2}){0,3}", fullmatch=True),
    st.sampled_from(["0000", "2013-02-29", "2012-02-29", "2013-13", "2013-07-01\n", "２０１３", "2013-07-01T00:00"]),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["id", "kind", "date", "paragraph", "x"]), inner, max_size=3)
    ),
    max_leaves=5,
)


def agree(data: Any) -> bool:
    return bool(gate("mandate")(data) == explainer("mandate").is_valid(data))


@pytest.mark.parametrize("name", REAL_TEXTS)
def test_a_real_text_passes_both(name: str) -> None:
    data = example(name).data
    assert gate("mandate")(data)
    assert explainer("mandate").is_valid(data)


@given(st.sampled_from(FIELDS), VALUES)
@also(("operations", 0, "paragraph"), "OP7\n")
@also(("document", "date"), 2013.0)
@tries(300)
def test_they_agree_on_any_value_of_any_field(path: Path, value: Any) -> None:
    assert agree(smallest(path, value))


@given(VALUES)
@tries(50)
def test_they_agree_on_what_is_no_draft_at_all(data: Any) -> None:
    assert agree(data)


@cache
def real_text(name: str) -> tuple[Any, list[Path]]:
    data = example(name).data
    return data, list(paths(data))


def replaced(data: Any, path: Path, value: Any) -> None:
    node(data, path[:-1])[path[-1]] = value


def dropped(data: Any, path: Path, value: Any) -> None:
    del node(data, path[:-1])[path[-1]]


def added(data: Any, path: Path, value: Any) -> None:
    holder = node(data, path[:-1])
    if isinstance(holder, list):
        holder.append(value)
    else:
        holder[f"{path[-1]}s"] = value


def respelt(data: Any, path: Path, value: Any) -> None:
    old = node(data, path)
    replaced(data, path, f"{old}x" if isinstance(old, str) else value)


@given(
    st.sampled_from(["syria-2012/s-res-2059", "chad-car-2007/s-res-1778"]),
    st.sampled_from([replaced, dropped, added, respelt]),
    st.integers(min_value=0),
    VALUES,
)
@tries(60)
def test_they_agree_on_a_real_text_that_is_changed_at_one_place(name: str, change: Any, pick: int, value: Any) -> None:
    data, places = real_text(name)
    changed = deepcopy(data)
    change(changed, places[pick % len(places)], value)
    assert agree(changed)
