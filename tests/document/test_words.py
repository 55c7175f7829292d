"""What a bare word is worth: YAML 1.2's core schema, and a warning where YAML 1.1 reads something else."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mandatelint.document import read
from mandatelint.document.words import core_value, differs_in_yaml_1_1
from profiles import tries

FIGURES = {f"tag:yaml.org,2002:{name}" for name in ("bool", "int", "float", "null")}


@pytest.mark.parametrize(
    "word",
    [
        "NO",
        "no",
        "y",
        "N",
        "on",
        "Off",
        "yes",
        "12:30",
        "-1:30",
        "12:30:45.5",
        "012",
        "089",
        "00",
        "-07",
        "1_000",
        "1_000.5",
        "01.5",
        "1_",
        "0b101",
        "0x_FF",
        "-0x1F",
        ".inf",
        "-.INF",
        ".nan",
        "1e400",
        pytest.param("1" * 19, id="19-digits"),
        pytest.param("-" + "9" * 38, id="38-digits"),
        pytest.param("0x" + "f" * 16, id="more-than-64-bits"),
    ],
)
def test_a_word_that_other_tools_read_differently_stays_text_and_is_warned_of(word: str) -> None:
    assert core_value(word) == word
    assert differs_in_yaml_1_1(word)
    document = read(f"code: {word}\n", "draft.yaml")
    assert document.data == {"code": word}
    [finding] = document.findings
    assert (finding.rule, finding.severity, finding.path) == ("ambiguous-word", "warning", ("code",))
    assert f'"{word}"' in finding.remedy


@pytest.mark.parametrize(
    "word",
    [
        "MLI",
        "2013-07-01",
        "2013-07",
        "2013-07-01T12:30:00Z",
        "2149:OP7",
        "S/RES/2100",
        "11,200",
        "1/2",
        "99:99",
        "1.2.3",
        "1e",
        "e1",
        "+",
        "-",
        ".",
        "..",
        "0x",
        "0xG",
        "0o8",
        "nO",
        "yEs",
        "tRUE",
        "nULL",
        "none",
        "Unknown",
        "None",
        "١٢",
        "１２",
        "²",
        pytest.param("1" * 5000, id="5000-digits"),
    ],
)
def test_ordinary_words_and_dates_are_text_without_a_word(word: str) -> None:
    assert core_value(word) == word
    assert not differs_in_yaml_1_1(word)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("Null", None),
        ("NULL", None),
        ("true", True),
        ("True", True),
        ("FALSE", False),
        ("0", 0),
        ("-0", 0),
        ("+12", 12),
        ("-5000", -5000),
        pytest.param("9" * 18, 999_999_999_999_999_999, id="18-digits"),
        ("0x1F", 31),
        ("0o17", 15),
        ("0.5", 0.5),
        (".5", 0.5),
        ("-.5", -0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("1E+3", 1000.0),
        ("12e-1", 1.2),
        ("1e-400", 0.0),
    ],
)
def test_null_truth_and_numbers_have_their_value_and_type(word: str, value: object) -> None:
    found = core_value(word)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("quoted", ['"{}"', "'{}'", "|-\n  {}", ">-\n  {}"])
@pytest.mark.parametrize("word", ["NO", "012", "12", "true", "null", "unknown", "none", "2013-07-01"])
def test_a_quoted_word_is_text_and_nothing_is_said_of_it(word: str, quoted: str) -> None:
    document = read(f"code: {quoted.format(word)}\n", "draft.yaml")
    assert (document.data, document.findings, document.lifted) == ({"code": word}, [], {})


def test_a_yes_is_mended_by_quotes_and_a_figure_by_plain_digits_too() -> None:
    yes, figure = read("- NO\n- 1_000\n", "draft.yaml").findings
    assert (yes.message, yes.remedy) == (
        "`NO` is read as text here, but other YAML tools take it for true or false",
        'put it in quotes: "NO"',
    )
    assert figure.message == "`1_000` is read as text here, but other YAML tools take it for a number"
    assert figure.remedy == 'put it in quotes: "1_000"; if a number is meant, write plain digits without 0 in front'


@tries(400)
@given(st.text("0123456789_:.+-xobefnityNO", min_size=1, max_size=9))
def test_whatever_yaml_1_1_takes_for_a_figure_is_a_figure_here_or_warned_of(word: str) -> None:
    is_text = type(core_value(word)) is str
    elsewhere: Any = yaml.SafeLoader("")
    is_figure_elsewhere = elsewhere.resolve(yaml.ScalarNode, word, (True, False)) in FIGURES
    assert not (is_text and is_figure_elsewhere) or differs_in_yaml_1_1(word)


@tries(200)
@given(st.integers(-(10**18) + 1, 10**18 - 1) | st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_as_python_prints_it_is_read_back(number: float) -> None:
    found = core_value(repr(number))
    assert (found, type(found)) == (number, type(number))
