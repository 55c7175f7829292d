"""What reading says is wrong, where, and what of the draft it leaves to be judged."""

from __future__ import annotations

from typing import Any

import pytest

from mandatelint.checks import CHECKS
from mandatelint.document import Document, nodes, read
from mandatelint.document.events import MAX_DEPTH, MAX_NODES
from mandatelint.finding import Finding, Path


def told(document: Document) -> list[tuple[str, int, int, Path]]:
    return [(finding.rule, finding.span.line, finding.span.column, finding.path) for finding in document.findings]


def only(document: Document) -> Finding:
    [finding] = document.findings
    return finding


@pytest.mark.parametrize(
    ("text", "expected", "data", "broken"),
    [
        pytest.param(
            "a: 1\nb: 2\na: 3\n",
            ("duplicate-key", 3, 1, ("a",)),
            {"a": 1, "b": 2},
            {("a",)},
            id="duplicate-key",
        ),
        pytest.param(
            "x:\n- {k: 1, k: 2}\n",
            ("duplicate-key", 2, 10, ("x", 0, "k")),
            {"x": [{"k": 1}]},
            {("x", 0, "k")},
            id="duplicate-key-in-braces",
        ),
        pytest.param(
            "a: unknown\na: 3\n", ("duplicate-key", 2, 1, ("a",)), {}, {("a",)}, id="duplicate-of-a-lifted-word"
        ),
        pytest.param(
            "a: &x 1\nb: *x\nc: 3\n",
            ("alias", 2, 4, ("b",)),
            {"a": 1, "b": None, "c": 3},
            {("b",)},
            id="alias",
        ),
        pytest.param("- &x 1\n- *x\n", ("alias", 2, 3, (1,)), [1, None], {(1,)}, id="alias-as-an-item"),
        pytest.param("*x : 1\nb: 2\n", ("alias", 1, 1, ()), {"b": 2}, set(), id="alias-as-a-name"),
        pytest.param("*x", ("alias", 1, 1, ()), None, {()}, id="alias-and-nothing-else"),
        pytest.param("a: &a [*a]\n", ("alias", 1, 8, ("a", 0)), {"a": [None]}, {("a", 0)}, id="alias-of-itself"),
        pytest.param("a:\n  <<: *x\n  b: 2\n", ("merge-key", 2, 3, ("a",)), {"a": {"b": 2}}, {("a",)}, id="merge-key"),
        pytest.param("<<: [*x, *y]\nb: 2\n", ("merge-key", 1, 1, ()), {"b": 2}, set(), id="merge-key-at-the-top"),
        pytest.param("a: !!str 1\n", ("tag", 1, 4, ("a",)), {"a": "1"}, {("a",)}, id="tag"),
        pytest.param("a: !new\n  b: 1\n", ("tag", 1, 4, ("a",)), {"a": {"b": 1}}, {("a",)}, id="tag-of-a-block"),
        pytest.param("!!str a: 1\nb: 2\n", ("tag", 1, 1, ("a",)), {"a": 1, "b": 2}, {("a",)}, id="tag-of-a-name"),
        pytest.param("[a, b]: 1\nc: 2\n", ("complex-key", 1, 1, ()), {"c": 2}, set(), id="list-as-a-name"),
        pytest.param(
            "a: {{hole}}\nc: 2\n", ("complex-key", 1, 5, ("a",)), {"a": {}, "c": 2}, set(), id="braces-in-braces"
        ),
        pytest.param("a: 1\n---\nb: 2\n", ("several-documents", 2, 1, ()), {"a": 1}, set(), id="several-documents"),
        pytest.param("a: 1\n---\n", ("several-documents", 2, 1, ()), {"a": 1}, set(), id="a-line-of-dashes-at-the-end"),
        pytest.param("a: [1, none]\n", ("none-in-list", 1, 8, ("a",)), {"a": [1]}, {("a",)}, id="none-in-list"),
        pytest.param(
            "a: [none, 1]\n", ("none-in-list", 1, 5, ("a", 0)), {"a": [1]}, {("a",)}, id="none-before-an-item"
        ),
        pytest.param(
            "a: [unknown, 1, 2]\n", ("unknown-not-last", 1, 14, ("a", 0)), {"a": [1, 2]}, set(), id="unknown-not-last"
        ),
        pytest.param("a: NO\n", ("ambiguous-word", 1, 4, ("a",)), {"a": "NO"}, set(), id="ambiguous-word"),
        pytest.param(
            "a: b\x01c and more\n",
            ("control-character", 1, 5, ()),
            {"a": "b\ufffdc and more"},
            set(),
            id="control-character",
        ),
    ],
)
def test_a_fault_is_told_at_its_place_and_the_rest_is_read(
    text: str, expected: tuple[str, int, int, Path], data: Any, broken: set[Path]
) -> None:
    document = read(text, "draft.yaml")
    assert told(document) == [expected]
    assert document.readable
    assert (document.data, document.broken) == (data, broken)


@pytest.mark.parametrize(
    ("content", "check"),
    [
        pytest.param("", "empty-file", id="empty-file"),
        pytest.param(b"\xff", "encoding", id="encoding"),
        pytest.param("x" * 5_000_000, "too-large", id="too-large"),
        pytest.param("[" * (MAX_DEPTH + 1), "too-deep", id="too-deep"),
        pytest.param("- \n" * (MAX_NODES + 1), "too-many-nodes", id="too-many-nodes"),
        pytest.param("a: b: c", "yaml-syntax", id="yaml-syntax"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_finding_and_holds_nothing(content: bytes | str, check: str) -> None:
    document = read(content, "draft.yaml")
    finding = only(document)
    assert (finding.rule, finding.severity, finding.path) == (check, "error", ())
    assert not document.readable
    assert document.data is None


def test_every_finding_of_reading_is_known_has_a_mend_and_names_its_file() -> None:
    text = "a: NO\na: 1\nb: *x\nc: !t 1\n<<: 1\n[d]: 1\ne: [none]\nf: [unknown, 1]\ng: \x01 and so on\n---\n"
    findings = read(text, "draft.yaml").findings
    assert len({finding.rule for finding in findings}) == 10
    for finding in findings:
        assert finding.rule in CHECKS
        assert finding.source == "draft.yaml"
        assert finding.remedy
        assert finding.severity == ("warning" if finding.rule == "ambiguous-word" else "error")


def test_a_duplicate_names_both_lines() -> None:
    finding = only(read("strength: 1\n\n# later\nstrength: 2\n", "draft.yaml"))
    assert finding.message == "`strength` stands twice in this block: in line 1 and here"
    assert finding.span.line == 4


def test_a_third_duplicate_is_told_too_and_the_first_value_stays() -> None:
    document = read("a: 1\na: 2\na: 3\n", "draft.yaml")
    assert [finding.span.line for finding in document.findings] == [2, 3]
    assert document.data == {"a": 1}


def test_the_same_name_in_two_blocks_is_no_duplicate() -> None:
    assert read("a: {k: 1}\nb: {k: 1}\nc: [{k: 1}, {k: 2}]\n", "draft.yaml").findings == []


def test_a_finding_quotes_the_paragraph_of_what_it_stands_in() -> None:
    text = "operations:\n- paragraph: OP7\n  name: NO\n- paragraph: [OP1, PP2]\n  tasks:\n  - category: NO\n"
    assert [finding.paragraph for finding in read(text, "draft.yaml").findings] == ["OP7", "OP1"]


@pytest.mark.parametrize("written", ["!!bool yes", "!<tag:yaml.org,2002:bool> yes"])
def test_a_tag_is_named_as_people_write_it(written: str) -> None:
    finding = only(read(f"a: {written}\n", "draft.yaml"))
    assert finding.message == "the tag `!!bool` asks for another kind of value; a draft has none"


@pytest.mark.parametrize("text", ["a: !%ED%A0%80 x\n", "a: 1\nb: !x%F4%90%80%80 y\n", "!<%ED%A0%80> x\n"])
def test_a_tag_with_a_code_for_no_character_is_a_finding_too(text: str) -> None:
    document = read(text, "draft.yaml")
    assert [finding.rule for finding in document.findings] == ["tag"]
    assert not document.readable


def test_an_anchor_that_nothing_repeats_is_told_as_it_may_have_been_text() -> None:
    document = read("a: &x\n  b: &all parties\nc: &z unknown\n", "draft.yaml")
    assert document.data == {"a": {"b": "parties"}}
    told = [(finding.rule, finding.severity, finding.span.line, finding.path) for finding in document.findings]
    assert told == [
        ("anchor", "warning", 1, ("a",)),
        ("anchor", "warning", 2, ("a", "b")),
        ("anchor", "warning", 3, ("c",)),
    ]
    assert document.lifted == {("c",): "unknown"}


def test_an_exclamation_mark_alone_is_no_tag() -> None:
    document = read("a: ! unknown\n", "draft.yaml")
    assert (document.data, document.findings) == ({"a": "unknown"}, [])


@pytest.mark.parametrize("name", ['"<<"', "'<<'", "! <<"])
def test_a_merge_key_that_is_made_text_is_a_name_like_any_other(name: str) -> None:
    document = read(f"{name}: 1\n", "draft.yaml")
    assert (document.data, document.findings) == ({"<<": 1}, [])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: {b: 1}\na: {b: unknown, c: [1, unknown], d: [none], e: *x}\n", id="second-of-two"),
        pytest.param("<<: {b: unknown, c: [1, unknown], d: !t 1, e: [*x, none]}\n", id="merged"),
        pytest.param("? {b: unknown, c: [1, unknown], d: !t 1, e: *x}\n: {b: unknown, e: [*x]}\n", id="block-as-name"),
        pytest.param("? [unknown, 1, [unknown], none]\n: unknown\n", id="list-as-name"),
    ],
)
def test_what_stands_inside_a_refused_value_leaves_no_trace(text: str) -> None:
    document = read(text, "draft.yaml")
    there = set(nodes(document))
    assert len(document.findings) >= 1
    assert document.lifted == {}
    assert document.open == set()
    assert document.broken <= there


@pytest.mark.parametrize(
    ("text", "data", "lifted"),
    [
        pytest.param("a: unknown\nb: none\nc: 1\n", {"c": 1}, {("a",): "unknown", ("b",): "none"}, id="fields"),
        pytest.param("a: {b: unknown}\n", {"a": {}}, {("a", "b"): "unknown"}, id="in-braces"),
        pytest.param("- a: none\n", [{}], {(0, "a"): "none"}, id="in-an-item"),
        pytest.param("unknown: 1\nnone: 2\n", {"unknown": 1, "none": 2}, {}, id="as-names"),
        pytest.param("unknown", "unknown", {}, id="unknown-and-nothing-else"),
        pytest.param("none", "none", {}, id="none-and-nothing-else"),
        pytest.param("a: unknown to us\nb: Unknown\nc: NONE\n", None, {}, id="other-words"),
        pytest.param("a: \"unknown\"\nb: 'none'\nc: |-\n  unknown\n", None, {}, id="quoted"),
        pytest.param("a:\n  unknown\n", {}, {("a",): "unknown"}, id="on-a-line-of-its-own"),
    ],
)
def test_unknown_and_none_are_lifted_out_of_the_data(text: str, data: Any, lifted: dict[Path, str]) -> None:
    document = read(text, "draft.yaml")
    assert document.findings == []
    assert document.lifted == lifted
    if data is None:
        assert list(document.data) == ["a", "b", "c"][: len(document.data)]
        assert all(isinstance(value, str) for value in document.data.values())
    else:
        assert document.data == data


def test_a_lifted_word_keeps_its_place() -> None:
    document = read("a: 1\nb: unknown # look again\n", "draft.yaml")
    span = document.value_span(("b",))
    assert (span.line, span.column, span.end_line, span.end_column) == (2, 4, 2, 11)
    assert document.nearest(("b",)) == ("b",)
    assert document.value(("b",)) is None


@pytest.mark.parametrize(
    ("text", "data", "is_open"),
    [
        pytest.param("a: [1, unknown]\n", {"a": [1]}, {("a",)}, id="brackets"),
        pytest.param("a:\n- 1\n- unknown\n", {"a": [1]}, {("a",)}, id="dashes"),
        pytest.param("a: [unknown]\n", {"a": []}, {("a",)}, id="nothing-known"),
        pytest.param("- unknown\n", [], {()}, id="the-whole-file"),
        pytest.param("a: [[1, unknown], 2]\n", {"a": [[1], 2]}, {("a", 0)}, id="a-list-in-a-list"),
        pytest.param('a: [1, "unknown"]\n', {"a": [1, "unknown"]}, set(), id="quoted"),
        pytest.param("a: [1, {unknown: 2}]\n", {"a": [1, {"unknown": 2}]}, set(), id="as-a-name"),
    ],
)
def test_unknown_as_the_last_item_opens_a_list(text: str, data: Any, is_open: set[Path]) -> None:
    document = read(text, "draft.yaml")
    assert (document.data, document.open, document.lifted, document.findings) == (data, is_open, {}, [])


def test_a_list_that_goes_on_after_unknown_is_told_once_and_stays_open() -> None:
    document = read("a: [1, unknown, 2, 3]\n", "draft.yaml")
    assert told(document) == [("unknown-not-last", 1, 17, ("a", 1))]
    assert (document.data, document.open) == ({"a": [1, 2, 3]}, {("a",)})


def test_a_list_that_holds_none_is_not_said_to_be_unknown() -> None:
    document = read("a: [none, 1, 2]\n", "draft.yaml")
    assert [finding.rule for finding in document.findings] == ["none-in-list"]
    assert (document.open, document.lifted) == (set(), {})


@pytest.mark.parametrize(
    ("text", "line", "column", "message", "remedy"),
    [
        pytest.param("a: 1\nb: c: d\n", 2, 5, "a second `: ` stands in this line", "quotes", id="colon-in-text"),
        pytest.param("a: 1\n  b: 2\n", 2, 4, "a field cannot begin in this line", "line it up", id="too-far-right"),
        pytest.param("a:1\nb: 2\n", 1, 2, "no space stands behind the colon of `a`", "`a: 1`", id="no-space"),
        pytest.param("a\nb: 2\n", 2, 2, "a field cannot begin", "a missing colon", id="no-colon-above"),
        pytest.param("a:\n\tb: 1\n", 2, 1, "a tab stands in the indentation", "spaces, not tabs", id="tab"),
        pytest.param("a: b\n\tc: 1\n", 2, 1, "a tab stands", "spaces, not tabs", id="tab-after-text"),
        pytest.param("a: |\n\tb\n", 2, 1, "a tab stands", "spaces, not tabs", id="tab-in-a-text"),
        pytest.param("a: @b\n", 1, 4, "cannot begin with this character", "quotes", id="at-sign"),
        pytest.param("a: %b\n", 1, 4, "cannot begin with this character", "quotes", id="percent-sign"),
        pytest.param("%b\n", 1, 3, "an order to the reader", "delete it", id="directive"),
        pytest.param("%YAML 2.0\n---\na: 1\n", 1, 1, "a version of YAML", "`%YAML`", id="version"),
        pytest.param("a:\n  b: 1\n c: 2\n", 3, 2, "does not fit the block above", "line its first", id="misaligned"),
        pytest.param("a:\n  - b\n c: 1\n", 3, 2, "does not fit the block above", "line its first", id="after-a-list"),
        pytest.param("a:\n  - b\n  c: 1\n", 3, 3, "does not fit the list above", "line its dash", id="list-and-field"),
        pytest.param("a: 1\nb\nc: 2\n", 2, 1, "no colon follows its name", "`name: value`", id="no-colon"),
        pytest.param("a:\n- b\n-c\n", 3, 1, "no space stands behind the dash", "`- c`", id="dash-without-space"),
        pytest.param("a: - b\n", 1, 4, "a list begins", "a line of its own", id="dash-beside-a-name"),
        pytest.param("a: >x\n  y\n", 1, 5, "a text in the lines below", "the next line", id="text-beside-a-fold"),
        pytest.param("a: 'b\nc: 1\n", 1, 4, "never closed", "close it", id="open-quote"),
        pytest.param('a: "b\n---\n', 1, 4, "before a line of `---`", "close it", id="dashes-in-a-quote"),
        pytest.param("a: 'it's'\n", 1, 8, "the value ends before this", "single quotes", id="apostrophe"),
        pytest.param('a: "b" c\n', 1, 8, "the value ends before this", "delete what", id="text-after-a-quote"),
        pytest.param('- "b" c\n', 1, 7, "the value ends before this", "delete what", id="text-after-a-quoted-item"),
        pytest.param("a: [b]]\n", 1, 7, "the value ends before this", "delete what", id="a-bracket-too-many"),
        pytest.param("a: [1, 2\n", 2, 1, "a list in brackets is not closed", "`]`", id="open-bracket"),
        pytest.param("a: {b: 1\nc: 2\n", 2, 2, "a block in braces is not closed", "`}`", id="open-brace"),
        pytest.param("a: [1,, 2]\n", 1, 7, "a value is missing", "delete the sign", id="two-commas"),
        pytest.param('a: "\\q"\n', 1, 5, "a letter that means nothing", "single quotes", id="backslash"),
        pytest.param('a: "\\x4"\n', 1, 7, "a code that is too short", "single quotes", id="short-code"),
        pytest.param('{"a": "\\ud83d\\ude00"}', 1, 10, "only one half", "the character itself", id="pair-of-codes"),
        pytest.param("a: * b\n", 1, 5, "a reference", "quotes", id="star"),
        pytest.param("a: !x!y b\n", 1, 4, "`!` begins a tag", "quotes", id="tag-handle"),
        pytest.param("a: !<b c\n", 1, 7, "`!` begins a tag", "quotes", id="tag-left-open"),
        pytest.param("a: !%ff b\n", 1, 5, "`!` begins a tag", "quotes", id="tag-code"),
        pytest.param('{"a": 1}\nb: 2\n', 2, 1, "the draft ends above", "closed too early", id="text-after-the-end"),
    ],
)
def test_a_mistake_in_yaml_is_told_in_plain_words_with_a_mend(
    text: str, line: int, column: int, message: str, remedy: str
) -> None:
    document = read(text, "draft.yaml")
    finding = only(document)
    assert finding.rule == "yaml-syntax"
    assert not document.readable
    assert (finding.span.line, finding.span.column) == (line, column)
    assert message in finding.message
    assert remedy in finding.remedy


def test_a_mistake_that_shows_late_names_the_line_where_it_begins() -> None:
    finding = only(read("a: 1\nb: [1,\n  2\nc: 3\n", "draft.yaml"))
    assert finding.span.line == 4
    assert finding.message.endswith("or a comma is missing (the part that is broken begins in line 2)")


def test_a_nest_as_deep_as_the_bound_is_read_and_a_deeper_one_is_not() -> None:
    assert read("[" * MAX_DEPTH + "]" * MAX_DEPTH, "draft.yaml").findings == []
    finding = only(read("a: 1\nb: " + "[" * MAX_DEPTH, "draft.yaml"))
    assert (finding.rule, finding.span.line, finding.span.column) == ("too-deep", 2, 3 + MAX_DEPTH)
    assert "a bracket that was never closed" in finding.remedy


def test_as_many_values_as_the_bound_are_read_and_one_more_is_not() -> None:
    assert len(read("- x\n" * (MAX_NODES - 1), "draft.yaml").data) == MAX_NODES - 1
    finding = only(read("- x\n" * MAX_NODES, "draft.yaml"))
    assert (finding.rule, finding.span.line) == ("too-many-nodes", MAX_NODES)


def test_json_is_read_as_it_stands() -> None:
    text = '{\n\t"mandate": 1,\n\t"a": ["NO", "unknown", 1.5, true, null],\n\t"b":{"c":"\\u00e9\\/"}\n}\n'
    document = read(text, "draft.json")
    assert document.findings == []
    assert document.data == {"mandate": 1, "a": ["NO", "unknown", 1.5, True, None], "b": {"c": "é/"}}


@pytest.mark.parametrize(
    ("text", "data"), [("---\n", None), ("text", "text"), ("- 1\n", [1]), ("%YAML 1.1\n---\na: 1\n...\n", {"a": 1})]
)
def test_a_file_that_holds_anything_at_all_is_readable(text: str, data: Any) -> None:
    document = read(text, "draft.yaml")
    assert document.readable
    assert (document.data, document.findings) == (data, [])
