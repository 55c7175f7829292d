"""Tables of TOML as documents: the data is that of `tomllib`, and every key and value is where it stands."""

from __future__ import annotations

import tomllib
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import written
from mandatelint.document import Document, nodes
from mandatelint.document.toml import read_table
from mandatelint.finding import UserError

TABLE = ("tool", "mandatelint")
SCALARS = [
    *("1", "+1_000", "0x1F", "-0.5e+3", "inf", "true", "1979-05-27", "1979-05-27 07:32:00", "1979-05-27T07:32:00Z"),
    *("07:32:00", '""', '"a # b"', "'C:\\old'", '"é\\"\\\\"', "''", '"[x]"', '"a = 1"', "'{'"),
    *('"""\n[x]\ny = 1\n"""', "'''q = '''", "'''it's''''", '"""a\\"""b" """', '""""""', "'''\n\n'''", '"""\\\n  x"""'),
]


@st.composite
def toml(draw: st.DrawFn) -> str:
    """A TOML file in which no key comes twice, in every style that there is."""
    numbers = count()

    def name() -> str:
        text = f"{draw(st.sampled_from(['a', 'b-c', 'd_', '7']))}{next(numbers)}"
        return draw(st.sampled_from([text, f'"{text}"', f"'{text}'", f'"{text} . # = \\" é"', f"'{text}[\"]'"]))

    def dotted(parts: list[str]) -> str:
        return draw(st.sampled_from([".", " . ", "\t."])).join(parts)

    def names() -> list[str]:
        return [name() for _ in range(draw(st.integers(1, 3)))]

    def value(depth: int) -> str:
        kind = draw(st.integers(0, 9)) if depth else 9
        number = draw(st.integers(0, 3))
        if kind == 0:
            return "{" + ", ".join(f" {field(depth - 1)} " for _ in range(number)) + "}"
        if kind <= 2:
            gap = draw(st.sampled_from(["", " ", "\n", "\n  # [x] y = 1, ]\n\t"]))
            items = "".join(f"{value(depth - 1)}{gap},{gap}" for _ in range(number))
            return f"[{gap}{items}{value(0)}{gap}]"
        return draw(st.sampled_from(SCALARS))

    def field(depth: int) -> str:
        return dotted(names()) + draw(st.sampled_from(["=", " = ", "\t=  "])) + value(depth)

    def block() -> str:
        indents = st.sampled_from(["", "  "])
        ends = st.sampled_from(["\n", "  # [no] = header\n", "\n\n", "\n# x = 1\n"])
        return "".join(f"{draw(indents)}{field(2)}{draw(ends)}" for _ in range(draw(st.integers(0, 3))))

    text = block()
    for _ in range(draw(st.integers(0, 3))):
        table = names()
        if draw(st.booleans()):
            text += f"[{dotted(table)}] # c\n{block()}"
        for _ in range(draw(st.integers(0, 3))):
            text += f"[[ {dotted([*table, 'list'])} ]]\n{block()}[{dotted([*table, 'list', name()])}]\n{block()}"
    return text


def table(text: str, path: tuple[str, ...] = TABLE) -> Document:
    document = read_table(text, "pyproject.toml", path)
    assert document is not None
    return document


@given(toml(), st.sampled_from(["\n", "\r\n"]))
def test_the_data_is_that_of_tomllib_and_each_place_holds_what_it_is_the_place_of(text: str, end: str) -> None:
    text = text.replace("\n", end)
    document = table(text, ())
    assert document.data == tomllib.loads(text)
    for path in nodes(document):
        if not path:
            continue
        heading, span = document.heading(path), document.value_span(path)
        value = written(document.lines, span)
        if isinstance(path[-1], str):
            line = document.lines[heading.line - 1][heading.column - 1 :]
            assert key_at(line) == path[-1]
        if isinstance(document.value(path), dict) and not value.startswith("{"):  # a table stands where its name does
            assert key_at(value) == next(step for step in reversed(path) if isinstance(step, str))
        elif not isinstance(document.value(path), list) or value.startswith("["):
            assert tomllib.loads(f"x = {value}")["x"] == document.value(path)


def key_at(text: str) -> str:
    """The key at the start of a text."""
    for end in range(1, len(text) + 1):
        try:
            ((key, _),) = tomllib.loads(f"{text[:end]} = 0").items()
        except tomllib.TOMLDecodeError:
            continue
        if end == len(text) or text[:end][-1] in "\"'" or text[end] in " \t.=]":
            return key
    raise AssertionError(f"no key begins {text!r}")


@pytest.mark.parametrize(
    "text",
    [
        "[tool.mandatelint]\nselect = ['a']\n",
        "[tool]\nmandatelint.select = ['a']\n",
        "tool.mandatelint = {select = ['a']}\n",
        "[tool.mandatelint.suppressions]\n[tool.'mandatelint']\n\"select\" = ['a']\n",
        "[tool.x]\ny = '''\n[tool.mandatelint]\nselect=1\n'''\nz = [\n  ['b'],\n]\n[tool.mandatelint]\nselect = ['a']",
    ],
    ids=["table", "dotted", "in braces", "after its own part", "after what looks like it"],
)
def test_one_table_of_a_file_is_found_in_whatever_style_it_is_written(text: str) -> None:
    document = table(text)
    before = text[: text.index("'a'")]
    span = document.value_span(("select", 0))
    assert (span.line, span.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))


def test_a_file_without_the_table_is_none() -> None:
    assert read_table("[tool.ruff]\n", "pyproject.toml", TABLE) is None
    assert read_table("tool = 1\n", "pyproject.toml", TABLE) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[tool.mandatelint]\nselect = [\n", "3:1"),
        ("[tool.mandatelint]\nselect = 'L05\n", "3:1"),
        ("[tool.mandatelint]\nselect = []\nselect = []\n", "3:12"),
        ("[tool.mandatelint]\nfail-level = error", "2:14"),
    ],
)
def test_a_file_that_is_no_toml_is_told_at_its_place(text: str, place: str) -> None:
    with pytest.raises(UserError, match=f"^pyproject.toml:{place}: the file is no TOML: .*; mend "):
        read_table(text, "pyproject.toml", TABLE)


@pytest.mark.parametrize("deep", ["x = " + "[" * 5000 + "]" * 5000, "x = " + "[" * 100 + "]" * 100])
def test_a_file_that_is_nested_too_deep_is_told(deep: str) -> None:
    with pytest.raises(UserError, match="nested too deep"):
        read_table(f"[tool.mandatelint]\n{deep}\n", "pyproject.toml", TABLE)
