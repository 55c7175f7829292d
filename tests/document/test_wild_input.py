"""Whatever the bytes are, a Document comes out; what is written from data is read back with the place of each node."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from conftest import written
from mandatelint.checks import CHECKS
from mandatelint.document import Document, nodes, read
from mandatelint.document.events import MAX_DEPTH, MAX_NODES
from mandatelint.document.text import MAX_BYTES
from mandatelint.finding import Path, Span
from profiles import tries

MEBIBYTE = 1024 * 1024

DRAFT = """\
mandate: 1
document: {title: "On Mali", stage: negotiation, date: 2013-04}
operations:
  - id: minusma
    paragraph: [OP7, OP12]
    tasks:
      - text: >-
          to stabilise
          the key centres
        paragraph: OP16
      - unknown
    exit: none
"""

# Signs that mean something to YAML come together more often than chance would have it.
PIECES = [
    *"-?:,[]{}#&*!|>'\"%@`\\ \t\n\r\0\x85\u2028\ufeffaé𝔸",
    *("- ", "? ", ": ", "a: ", "\n  ", "\n- ", "\n---\n", "\n...\n", "<<: ", "*a ", "&a ", "!!str ", "!%ED%A0%80 "),
    *("%TAG ! x\n", "%YAML 1.1\n", "unknown", "none", "NO", "012", "1e400", "|\n", ">-\n", '"', "'", "\\ud800", "\\x"),
    *("[unknown, ", "{a: ", "paragraph: OP1\n", "\r\n"),
]
WILD_TEXT = st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=60)

# What can be seen and stands in no code of its own, and the white space that folding has to keep.
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff")
    | st.sampled_from("\n\t :#'\"-{}[]%&*!|>\\"),
    max_size=40,
)
NUMBER = st.integers(-(10**18) + 1, 10**18 - 1) | st.floats(allow_nan=False, allow_infinity=False)


def nested(leaf: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(leaf, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4))


TEXTS = nested(TEXT)
VALUES = nested(TEXT | NUMBER | st.booleans() | st.none())


def as_yaml(data: Any, **options: Any) -> str:
    """YAML in double quotes, without the anchors that PyYAML writes for what it meets twice."""
    dumper = type("Dumper", (yaml.SafeDumper,), {"ignore_aliases": lambda self, data: True})
    return str(yaml.dump(data, Dumper=dumper, default_style='"', allow_unicode=True, sort_keys=False, **options))


def inside(span: Span, lines: list[str]) -> bool:
    """Whether a span begins and ends in the file and is not turned round; one character past a line's end counts."""
    ends = ((span.line, span.column), (span.end_line, span.end_column))
    in_file = all(1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 2 for line, column in ends)
    return in_file and ends[0] <= ends[1]


def is_sound(document: Document) -> None:
    """What holds of every document, however broken."""
    assert document.readable or document.findings
    there = set(nodes(document))
    assert there.issuperset({*document.lifted, *document.open, *document.broken})
    for finding in document.findings:
        assert finding.rule in CHECKS
        assert finding.message
        assert finding.remedy
        assert finding.path in there
        assert inside(finding.span, document.lines) or (not document.lines and finding.span.line >= 1)
    if document.readable:
        for path in there:
            for place in (document.span, document.heading, document.value_span):
                assert inside(place(path), document.lines)
            assert document.nearest(path) == path
            assert isinstance(document.paragraph(path), str)
            value = document.value_span(path)
            assert (value.line, value.column) <= document.locate(path, 0) <= (value.end_line, value.end_column)


def paths_of(data: Any, path: Path = ()) -> dict[Path, Any]:
    """Every node of plain data by its path."""
    steps = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return {path: data} | {key: value for step, inner in steps for key, value in paths_of(inner, (*path, step)).items()}


@tries(600)
@given(WILD_TEXT)
def test_any_text_is_read_without_a_crash(text: str) -> None:
    is_sound(read(text, "draft.yaml"))


@tries(400)
@given(
    st.sampled_from([b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\0\0\xfe\xff"]),
    st.binary(max_size=60) | st.builds(str.encode, WILD_TEXT, st.sampled_from(["utf-8", "utf-16-le", "utf-32-be"])),
)
def test_any_bytes_are_read_without_a_crash(mark: bytes, content: bytes) -> None:
    document = read(mark + content, "draft.yaml")
    is_sound(document)
    for finding in document.findings:
        assert finding.span.line <= len((mark + content).splitlines()) + 1


@tries(300)
@given(st.data())
def test_a_draft_in_which_somebody_slipped_is_read_without_a_crash(data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(DRAFT)))
    last = data.draw(st.integers(first, min(first + 20, len(DRAFT))))
    slip = "".join(data.draw(st.lists(st.sampled_from(PIECES), max_size=3)))
    is_sound(read(DRAFT[:first] + slip + DRAFT[last:], "draft.yaml"))


def is_read_back(document: Document, data: Any) -> None:
    assert document.findings == []
    assert document.data == data
    expected = paths_of(data)
    assert set(nodes(document)) == set(expected)
    for path, value in expected.items():
        if not isinstance(value, (dict, list)):
            again = read(written(document.lines, document.value_span(path)), "again.yaml")
            assert again.data == value
            assert type(again.data) is type(value)


@tries(120)
@given(TEXTS, st.sampled_from([True, False, None]), st.sampled_from([20, 80]))
def test_what_is_written_as_yaml_is_read_back_with_the_place_of_every_node(
    data: Any, in_brackets: bool | None, width: int
) -> None:
    is_read_back(read(as_yaml(data, default_flow_style=in_brackets, width=width), "draft.yaml"), data)


@tries(120)
@given(VALUES, st.sampled_from([None, 0, 2, "\t"]))
def test_what_is_written_as_json_is_read_back_with_the_place_of_every_node(data: Any, indent: int | str | None) -> None:
    document = read(json.dumps(data, ensure_ascii=False, indent=indent) + "\n", "draft.json")
    is_read_back(document, data)
    for path in nodes(document):
        if path and isinstance(path[-1], str):
            field = f"{{{written(document.lines, document.span(path))}}}"
            assert json.loads(field) == {path[-1]: document.value(path)}


@tries(250)
@given(TEXT, st.sampled_from(["'", '"', "|", ">", None]), st.sampled_from([10, 80]))
def test_each_character_of_a_text_is_found_in_the_file_however_it_is_written(
    text: str, style: str | None, width: int
) -> None:
    content = yaml.safe_dump({"a": [text]}, default_style=style, allow_unicode=True, width=width).replace("!!null ", "")
    document = read(content, "draft.yaml")
    if document.value(("a", 0)) != text or document.findings:
        return  # a plain word that is no text
    before = (0, 0)
    for offset, character in enumerate(text):
        if not character.isspace():
            line, column = document.locate(("a", 0), offset)
            assert document.lines[line - 1][column - 1] in (character, "\\")
            assert (line, column) > before
            before = line, column


@pytest.mark.parametrize(
    ("text", "check"),
    [
        pytest.param("[" * 40_000, "too-deep", id="open-brackets"),
        pytest.param("{" * 40_000, "too-deep", id="open-braces"),
        pytest.param("{a: " * 40_000, "too-deep", id="open-braces-with-names"),
        pytest.param("[" * 40_000 + "]" * 40_000, "too-deep", id="closed-brackets"),
        pytest.param("- " * 100_000, "too-deep", id="lists-in-lists"),
        pytest.param("? " * 100_000, "too-deep", id="names-in-names"),
        pytest.param("\n".join(" " * depth + "a:" for depth in range(1_000)), "too-deep", id="blocks-in-blocks"),
        pytest.param("".join(f"k{number}: 1\n" for number in range(200_000)), "too-many-nodes", id="fields"),
        pytest.param("<<: [" + "*a," * 400_000 + "]", "too-many-nodes", id="aliases"),
        pytest.param("a: b\n" * MEBIBYTE, "too-large", id="five-mebibytes"),
        pytest.param("x" * MEBIBYTE + ": 1\n", "yaml-syntax", id="a-name-of-a-mebibyte"),
        pytest.param("".join(f"%TAG !{n}! x\n" for n in range(100_000)), "tag", id="orders-to-the-reader"),
        pytest.param("\0" * MAX_BYTES, "encoding", id="zero-bytes"),
        pytest.param("a\x85" * MEBIBYTE, "encoding", id="control-characters"),
        pytest.param("#\n" * MEBIBYTE, "empty-file", id="comments"),
        pytest.param("," * MEBIBYTE, "yaml-syntax", id="commas"),
    ],
)
def test_a_file_that_is_made_to_break_the_reader_is_refused_with_a_finding(text: str, check: str) -> None:
    document = read(text, "draft.yaml")
    assert not document.readable
    assert document.findings[-1].rule == check
    assert inside(document.findings[-1].span, document.lines) or document.findings[-1].span.line == 1


@pytest.mark.parametrize("before", ["", "mandate: 1\noperations: ", "- - - "])
def test_a_nest_is_refused_at_the_same_place_however_far_libyaml_reads_ahead(before: str) -> None:
    """From version 0.2.6 it stops by itself at the thousandth block, which it may see before it has told the first."""
    deep = before + "[" * (MAX_DEPTH + 1)
    [finding] = read(deep, "draft.yaml").findings
    assert finding.rule == "too-deep"
    deeper = [before + bracket * depth for bracket in ("[", "{") for depth in (999, 1_000, 1_001, 1_024, 2_000)]
    for text in [*deeper, *(deep + slip for slip in "@`]}")]:
        assert read(text, "draft.yaml").findings == [finding], text


@pytest.mark.parametrize("style", ["a: '{}'\n", "a: |\n  {}\n", "a: a{}\n"])
def test_brackets_in_a_text_make_no_nest(style: str) -> None:
    document = read(style.format("[" * 2_000), "draft.yaml")
    assert "[" * 2_000 in document.data["a"]
    [finding] = read(style.format("[" * 2_000) + "b: @", "draft.yaml").findings
    assert finding.rule == "yaml-syntax"


def test_what_libyaml_places_past_the_end_of_the_file_is_placed_at_its_end() -> None:
    document = read("a: 1\n?", "draft.yaml")
    assert document.value_span(("",)) == Span(2, 2, 2, 2)
    [finding] = read("- a\n" * (MAX_NODES - 3) + "- ?", "draft.yaml").findings
    assert (finding.rule, finding.span) == ("too-many-nodes", Span(MAX_NODES - 2, 4, MAX_NODES - 2, 5))


def test_laughs_are_not_multiplied() -> None:
    lines = [f"a{number}: &a{number} [{', '.join([f'*a{number - 1}'] * 9)}]" for number in range(1, 30)]
    document = read("\n".join(["a0: &a0 ha", *lines, "end: *a29"]), "draft.yaml")
    assert {finding.rule for finding in document.findings} == {"alias"}
    assert len(document.findings) == 29 * 9 + 1
    assert document.data["a29"] == [None] * 9


def test_a_list_that_repeats_itself_has_an_end() -> None:
    document = read("&a [*a, &b {c: *a, d: *b}]", "draft.yaml")
    assert [finding.path for finding in document.findings] == [(0,), (1, "c"), (1, "d")]
    assert document.data == [None, {"c": None, "d": None}]


@pytest.mark.parametrize("style", ["a: {}\n", 'a: "{}"\n', "a: |\n  {}\n", "{{a: [{}]}}\n"])
def test_a_line_of_a_mebibyte_is_read(style: str) -> None:
    text = "x " * (MEBIBYTE // 2) + "x"
    document = read(style.format(text), "draft.yaml")
    assert document.findings == []
    assert text in str(document.data)
    is_sound(document)


def test_many_faults_in_a_deep_nest_are_each_told_at_their_place() -> None:
    depth = MAX_DEPTH - 2
    blocks = [" " * level + "a:" for level in range(depth)]
    document = read("\n".join([*blocks, *[" " * depth + "- NO"] * 2_000]), "draft.yaml")
    assert [finding.span.line for finding in document.findings] == list(range(depth + 1, depth + 2_001))
