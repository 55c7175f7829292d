"""Where a node stands in the file: whole, as a heading, its value alone, and each character of its text."""

from __future__ import annotations

import pytest

from conftest import written
from mandatelint.document import nodes, read
from mandatelint.finding import Path, Span

DRAFT = """\
mandate: 1
document:
  title: "The situation
    in Mali"  # to be agreed
  notes: |
    One.

    Two.

# the missions
operations:
- id: minusma
  paragraph: [OP7, OP12]
  areas: [north, {name: Kidal, from: unknown}]
  tasks:
    - text: >-
        protect
        civilians
      paragraph: OP16
    -
    - none
- id: misma
  head:
  exit: {}

"""


def at(path: Path, text: str = DRAFT) -> tuple[str, str, str]:
    """What stands at the span, the heading and the span of the value."""
    document = read(text, "draft.yaml")
    places = document.span(path), document.heading(path), document.value_span(path)
    span, heading, value = (written(document.lines, place) for place in places)
    return span, heading, value


@pytest.mark.parametrize(
    ("path", "span", "heading", "value"),
    [
        pytest.param(("mandate",), "mandate: 1", "mandate: 1", "1", id="field"),
        pytest.param(
            ("document", "title"),
            'title: "The situation\n    in Mali"',
            "title",
            '"The situation\n    in Mali"',
            id="quoted-text-over-two-lines",
        ),
        pytest.param(
            ("document", "notes"),
            "notes: |\n    One.\n\n    Two.",
            "notes",
            "|\n    One.\n\n    Two.",
            id="literal-text-without-the-blank-line-below",
        ),
        pytest.param(("operations", 0, "id"), "id: minusma", "id: minusma", "minusma", id="field-of-an-item"),
        pytest.param(
            ("operations", 0, "paragraph"), "paragraph: [OP7, OP12]", "paragraph", "[OP7, OP12]", id="brackets"
        ),
        pytest.param(("operations", 0, "paragraph", 1), "OP12", "OP12", "OP12", id="item-in-brackets"),
        pytest.param(
            ("operations", 0, "areas", 1),
            "{name: Kidal, from: unknown}",
            *["{name: Kidal, from: unknown}"] * 2,
            id="braces",
        ),
        pytest.param(
            ("operations", 0, "areas", 1, "name"), "name: Kidal", "name: Kidal", "Kidal", id="field-in-braces"
        ),
        pytest.param(
            ("operations", 0, "areas", 1, "from"), "from: unknown", "from: unknown", "unknown", id="lifted-word"
        ),
        pytest.param(
            ("operations", 0, "tasks", 0, "text"),
            "text: >-\n        protect\n        civilians",
            "text",
            ">-\n        protect\n        civilians",
            id="folded-text",
        ),
        pytest.param(
            ("operations", 0, "tasks", 0),
            "text: >-\n        protect\n        civilians\n      paragraph: OP16",
            "text: >-",
            "text: >-\n        protect\n        civilians\n      paragraph: OP16",
            id="item-without-its-dash",
        ),
        pytest.param(("operations", 0, "tasks", 1), "", "", "", id="empty-item"),
        pytest.param(
            ("operations", 0, "tasks"),
            DRAFT[DRAFT.index("tasks:") : DRAFT.index("\n- id: misma")],
            "tasks",
            DRAFT[DRAFT.index("- text:") : DRAFT.index("\n- id: misma")],
            id="list-up-to-a-last-item-that-was-lifted",
        ),
        pytest.param(("operations", 1, "head"), "head:", "head:", "", id="field-with-nothing-after-it"),
        pytest.param(("operations", 1, "exit"), "exit: {}", "exit", "{}", id="empty-braces"),
        pytest.param(
            ("operations", 1),
            "id: misma\n  head:\n  exit: {}",
            "id: misma",
            "id: misma\n  head:\n  exit: {}",
            id="last-item-without-the-blank-line-below",
        ),
        pytest.param(
            ("document",),
            DRAFT[DRAFT.index("document:") : DRAFT.index("\n\n# the missions")],
            "document",
            DRAFT[DRAFT.index("title:") : DRAFT.index("\n\n# the missions")],
            id="block-without-the-comment-below",
        ),
        pytest.param((), DRAFT.rstrip(), "mandate: 1", DRAFT.rstrip(), id="the-whole-file"),
    ],
)
def test_span_heading_and_value_of_a_node_in_a_draft(path: Path, span: str, heading: str, value: str) -> None:
    assert at(path) == (span, heading, value)


@pytest.mark.parametrize(
    ("text", "path", "span", "heading"),
    [
        pytest.param("a: |\n  x\n \n   \nb: 1\n", ("a",), "a: |\n  x", "a", id="blank-lines-with-spaces-below"),
        pytest.param("a: |+\n  x\n\n\nb: 1\n", ("a",), "a: |+\n  x", "a", id="blank-lines-that-count"),
        pytest.param("a: |\n  x\n  # y\n # z\nb: 1\n", ("a",), "a: |\n  x\n  # y", "a", id="text-that-looks-a-comment"),
        pytest.param("a: >\n  x", ("a",), "a: >\n  x", "a", id="text-that-ends-the-file"),
        pytest.param("a: |\n\n\nb: 1\n", ("a",), "a: |", "a", id="text-without-a-line"),
        pytest.param("a: |\n  x\n...\n", ("a",), "a: |\n  x", "a", id="text-before-the-end-of-the-document"),
        pytest.param("|\n  x\n\n\n", (), "|\n  x", "|", id="text-alone"),
        pytest.param("a: x\n  y\n\n# z\nb: 1\n", ("a",), "a: x\n  y", "a", id="plain-text-over-two-lines"),
        pytest.param("a: {b: 1,\n  c: [2,\n 3\n]\n}\n", ("a", "c"), "c: [2,\n 3\n]", "c", id="brackets-over-lines"),
        pytest.param("a:\t'x'  \n", ("a",), "a:\t'x'", "a:\t'x'", id="tab-after-the-colon"),
        pytest.param("? a\n: b\n", ("a",), "a\n: b", "a", id="value-below-its-name"),
        pytest.param("? |\n  a\n: b\n", ("a\n",), "|\n  a\n: b", "|", id="name-over-two-lines"),
        pytest.param("a: &x 1 # y\n", ("a",), "a: &x 1", "a: &x 1", id="anchor"),
        pytest.param("- - x\n  - y: 1\n\n- z\n", (0,), "- x\n  - y: 1", "- x", id="list-in-a-list"),
        pytest.param("𝔸: 𝔹 # c\nb: [é, 𝔸x, 1]\n", ("b", 1), "𝔸x", "𝔸x", id="characters-beyond-16-bits"),
        pytest.param("a: |\r\n  x\r\n\r\nb: 1\r\n", ("a",), "a: |\n  x", "a", id="carriage-returns"),
        pytest.param("\ufeffa: 1\n", ("a",), "a: 1", "a: 1", id="byte-order-mark"),
        pytest.param("a: b\x01c and more\n", ("a",), "a: b\ufffdc and more", "a: b\ufffdc and more", id="replaced"),
        pytest.param("--- # x\na: 1\n", (), "a: 1", "a: 1", id="below-three-dashes"),
        pytest.param("a: 1\n---\nb: 2\n", (), "a: 1", "a: 1", id="first-of-two-documents"),
    ],
)
def test_span_and_heading_however_it_is_written(text: str, path: Path, span: str, heading: str) -> None:
    assert at(path, text)[:2] == (span, heading)


def test_lines_and_columns_count_from_one_in_characters_and_the_end_is_exclusive() -> None:
    document = read("a: 1\n𝔸𝔹: [é𝔸, x]\n", "draft.yaml")
    assert document.span(("𝔸𝔹", 1)) == Span(2, 10, 2, 11)
    assert document.heading(("𝔸𝔹",)) == Span(2, 1, 2, 3)
    assert document.value_span(("𝔸𝔹",)) == Span(2, 5, 2, 12)


def test_a_heading_stays_in_one_line() -> None:
    document = read(DRAFT, "draft.yaml")
    for path in nodes(document):
        heading = document.heading(path)
        assert heading.line == heading.end_line


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ((), ()),
        (("document", "title"), ("document", "title")),
        (("document", "symbol"), ("document",)),
        (("document", "title", "x", 3), ("document", "title")),
        (("exit",), ()),
        (("exit", 0, "x"), ()),
        (("operations", 1, "id"), ("operations", 1, "id")),
        (("operations", 2, "id"), ("operations",)),
        (("operations", "id"), ("operations",)),
        (("operations", 0, "areas", 1, "from"), ("operations", 0, "areas", 1, "from")),
        (("operations", 0, "tasks", 2), ("operations", 0, "tasks")),
        (("document", 0), ("document",)),
    ],
)
def test_what_is_missing_is_looked_for_at_its_nearest_parent(path: Path, nearest: Path) -> None:
    document = read(DRAFT, "draft.yaml")
    assert document.nearest(path) == nearest
    for place in (document.span, document.heading, document.value_span):
        assert place(path) == place(nearest)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("mandate",), 1),
        (("operations", 0, "paragraph", 1), "OP12"),
        (("operations", 1, "exit"), {}),
        (("operations", 0, "areas", 1, "from"), None),
        (("operations", 7), None),
        (("operations", "id"), None),
        (("mandate", "x"), None),
        (("document", "title", 0), None),
        (("document", 0), None),
    ],
)
def test_the_value_at_a_path_is_none_where_nothing_stands(path: Path, value: object) -> None:
    assert read(DRAFT, "draft.yaml").value(path) == value


def test_an_unreadable_document_has_one_path_and_no_value() -> None:
    document = read("a: [", "draft.yaml")
    assert list(nodes(document)) == [()]
    assert document.value(("a",)) is None


def test_every_node_is_listed_after_its_parent_and_lifted_words_too() -> None:
    document = read("a: [1, {b: none}]\nc: unknown\nd: [2, unknown]\n", "draft.yaml")
    paths = list(nodes(document))
    assert sorted(paths, key=str) == sorted(
        [(), ("a",), ("a", 0), ("a", 1), ("a", 1, "b"), ("c",), ("d",), ("d", 0)], key=str
    )
    assert all(path[:-1] in paths[: paths.index(path)] for path in paths if path)


def test_a_part_is_a_document_of_its_own_at_the_same_place() -> None:
    draft = "{a: unknown, b: [1, unknown], c: *d, e: {f: 2}}"
    text = f"x: 1\nexamples:\n- draft: {draft}\n  at: a\ny: [unknown]\nz: none\n"
    whole = read(text, "rule.yaml")
    part = whole.part(("examples", 0, "draft"))
    assert part.source == "rule.yaml"
    assert part.data == {"b": [1], "c": None, "e": {"f": 2}}
    assert (part.lifted, part.open, part.broken) == ({("a",): "unknown"}, {("b",)}, {("c",)})
    assert part.findings == []
    assert part.readable
    assert part.lines == whole.lines
    for path in nodes(part):
        assert part.span(path) == whole.span(("examples", 0, "draft", *path))
    assert part.nearest(("e", "g")) == ("e",)


def test_the_part_at_the_top_is_the_whole() -> None:
    whole = read(DRAFT, "draft.yaml")
    part = whole.part(())
    assert (part.data, part.lifted, list(nodes(part))) == (whole.data, whole.lifted, list(nodes(whole)))


@pytest.mark.parametrize(
    ("text", "path", "paragraph"),
    [
        pytest.param(DRAFT, ("operations", 0, "tasks", 0), "OP16", id="its-own"),
        pytest.param(DRAFT, ("operations", 0, "tasks", 0, "text"), "OP16", id="of-its-parent"),
        pytest.param(DRAFT, ("operations", 0, "tasks"), "OP7, OP12", id="of-its-parent-s-parent"),
        pytest.param(
            DRAFT, ("operations", 0, "tasks", 9, "text"), "OP7, OP12", id="of-what-stands-above-a-missing-node"
        ),
        pytest.param(DRAFT, ("operations", 0, "paragraph", 1), "OP7, OP12", id="of-a-paragraph"),
        pytest.param(DRAFT, ("operations", 1, "exit"), "", id="none-given"),
        pytest.param(DRAFT, (), "", id="none-for-the-file"),
        pytest.param("paragraph: OP1\na: {paragraph: unknown, b: 1}\n", ("a", "b"), "OP1", id="unknown-is-none"),
        pytest.param("paragraph: OP1\na: {paragraph: [], b: 1}\n", ("a", "b"), "OP1", id="an-empty-list-is-none"),
        pytest.param("paragraph: OP1\na: {paragraph: 5, b: 1}\n", ("a", "b"), "OP1", id="a-number-is-none"),
        pytest.param("paragraph: OP1\na: {paragraph: {x: 2}, b: 1}\n", ("a", "b"), "OP1", id="a-block-is-none"),
        pytest.param("paragraph: OP1\na: {paragraph: [OP2, 3, ~], b: 1}\n", ("a", "b"), "OP2", id="only-texts-count"),
        pytest.param("- paragraph: OP1\n- b\n", (1,), "", id="not-of-a-sibling"),
        pytest.param("paragraph", (), "", id="text-alone"),
    ],
)
def test_the_paragraph_is_that_of_the_node_or_of_its_nearest_parent_that_gives_one(
    text: str, path: Path, paragraph: str
) -> None:
    assert read(text, "draft.yaml").paragraph(path) == paragraph


@pytest.mark.parametrize(
    ("text", "word"),
    [
        pytest.param("a: one two three\n", "two", id="plain"),
        pytest.param("a: one\n  two\n\n  three\n", "two", id="plain-over-lines"),
        pytest.param("a: 'one two three'\n", "two", id="single-quotes"),
        pytest.param("a: '''one'' ''''two three'\n", "two", id="single-quotes-inside"),
        pytest.param("a: 'one\n\n  two\n  three'\n", "two", id="single-quotes-over-lines"),
        pytest.param('a: "one two three"\n', "two", id="double-quotes"),
        pytest.param('a: "\\"\\x41\\u00e9\\U0001d538 \\t\\n\\\\ two three"\n', "two", id="escapes"),
        pytest.param('a: "one\\\n  \\  two\\\n  three"\n', "two", id="double-quotes-over-lines"),
        pytest.param("a: >\n  one\n  two\n  three\n", "two", id="folded"),
        pytest.param("a: >- # two of them\n\n    one\n\n      two\n    three\n", "two", id="folded-with-a-comment"),
        pytest.param("a: |\n  one\n  two three\n", "two", id="literal"),
        pytest.param("a: |2-\n    2 one\n  two three\n", "two", id="literal-with-its-indentation"),
        pytest.param("a: |\n  > two three\n", "two", id="literal-that-begins-with-a-sign"),
        pytest.param("a: &two 'one two three'\n", "two", id="anchor"),
        pytest.param("𝔸: 𝔹é 𝔸 two three\n", "two", id="characters-beyond-16-bits"),
        pytest.param("a: |\r\n  one\r\n  two\r\n", "two", id="carriage-returns"),
        pytest.param("a: [two-, 'one two three']\n", "two three", id="item"),
    ],
)
def test_a_character_of_a_text_is_found_in_the_file(text: str, word: str) -> None:
    document = read(text, "draft.yaml")
    assert [finding for finding in document.findings if finding.rule != "anchor"] == []
    [path] = [path for path in nodes(document) if isinstance(document.value(path), str) and path[-1:] != (0,)]
    offset = document.value(path).index(word)
    line, column = document.locate(path, offset)
    assert document.lines[line - 1][column - 1 :].startswith(word)
    last_line, last_column = document.locate(path, offset + len(word) - 1)
    assert (last_line, last_column) == (line, column + len(word) - 1)


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [
        pytest.param("a: one two\n", 3, (1, 8), id="a-space-lies-where-the-next-word-begins"),
        pytest.param("a: one two\n", 7, (1, 11), id="the-end-of-plain-text"),
        pytest.param("a: one two\nb: c\n", 99, (1, 11), id="past-the-end"),
        pytest.param("a: 'one'\n", 3, (1, 9), id="the-end-of-quoted-text"),
        pytest.param("a: |\n  one\n\nb: c\n", 3, (2, 6), id="the-end-of-literal-text"),
        pytest.param("a: ''\nb: c\n", 0, (1, 6), id="empty-text"),
        pytest.param("a: '''x'\n", 0, (1, 5), id="a-doubled-quote-at-its-first"),
        pytest.param('a: "x\\u00e9y"\n', 1, (1, 6), id="an-escape-at-its-backslash"),
        pytest.param("a: 12\n", 1, (1, 4), id="a-number-as-a-whole"),
        pytest.param("a: true\n", 0, (1, 4), id="a-flag-as-a-whole"),
        pytest.param("a: [x, y]\n", 0, (1, 4), id="a-list-as-a-whole"),
        pytest.param("a: unknown\n", 0, (1, 4), id="a-lifted-word-as-a-whole"),
        pytest.param("b: 1\n", 0, (1, 1), id="a-missing-field-as-its-parent"),
    ],
)
def test_places_beside_the_characters_have_a_place_too(text: str, offset: int, expected: tuple[int, int]) -> None:
    assert read(text, "draft.yaml").locate(("a",), offset) == expected


def test_a_finding_of_a_document_is_filled_in_at_its_nearest_place() -> None:
    document = read(DRAFT, "draft.yaml")
    finding = document.finding("some-rule", "info", ("operations", 0, "tasks", 0, "clause"), "wrong", "mend it")
    assert (finding.rule, finding.severity, finding.source) == ("some-rule", "info", "draft.yaml")
    assert (finding.message, finding.remedy, finding.paragraph) == ("wrong", "mend it", "OP16")
    assert finding.path == ("operations", 0, "tasks", 0)
    assert finding.span == document.heading(finding.path)
    elsewhere = Span(1, 1, 1, 2)
    assert document.finding("some-rule", "info", (), "wrong", "", elsewhere).span == elsewhere
