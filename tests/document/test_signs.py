"""A sign that only looks like one of YAML's is named for what it is, where it stands, with what to write instead."""

from __future__ import annotations

import pytest

from mandatelint.document import read
from mandatelint.document.signs import _NAMES, instead, plain
from mandatelint.finding import Finding, Severity


def only(text: str) -> Finding:
    (finding,) = read(text, "draft.yaml").findings
    return finding


@pytest.mark.parametrize(
    ("text", "place", "message", "remedy"),
    [
        ("a:\n  – id: x\n    b: y\n", (2, 3), "an en dash (–) begins no item of a list", "`- id: x`"),
        ("a:\n  - id: x\n  – id: y\n", (3, 3), "an en dash (–) begins no item of a list", "`- id: y`"),
        ("a:\n  —id: x\n   b: y\n", (2, 3), "an em dash (—) begins no item of a list", "`- id: x`"),
        ("a:\n  − {id: x, b: y}\n", (2, 3), "a minus sign (−) begins no item of a list", "`- {id: x, b: y}`"),
        ("a:\n  • id: x\n    b: y\n", (2, 3), "a bullet (•) begins no item of a list", "`- id: x`"),
        ("a:\n  * id: x\n    b: y\n", (2, 3), "an asterisk (*) begins no item of a list", "`- id: x`"),
        ("a:\n  - id: x\n  *id: y\n", (3, 3), "an asterisk (*) begins no item of a list", "`- id: y`"),
        ("a:\n  * north\n", (2, 3), "an asterisk (*) begins no item of a list", "`- north`"),
        ("a:\n  + id: x\n    b: y\n", (2, 3), "a plus sign (+) begins no item of a list", "`- id: x`"),
        ("a:\n  1. id: x\n     b: y\n", (2, 3), "`1.` begins no item of a list", "`- id: x`"),
        ("a:\n  (a) id: x\n      b: y\n", (2, 3), "`(a)` begins no item of a list", "`- id: x`"),
        ("a:\n  -id: x\n   b: y\n", (2, 3), "no space stands behind the dash that begins an item", "`- id: x`"),
        ("a:\n  - id: x\n  -id: y\n", (3, 3), "no space stands behind the dash that begins an item", "`- id: y`"),
        ("a:\n  -{id: x, b: y}\n", (2, 3), "no space stands behind the dash", "`- {id: x, b: y}`"),
        ("a:\n  -\xa0id: x\n    b: y\n", (2, 4), "a no-break space (U+00A0) stands behind the dash", "ordinary space"),
        ("a:\n  b: x\n\xa0\xa0c: y\n  d: z\n", (3, 1), "a no-break space (U+00A0) stands in the indentation", "spaces"),
        ("a:\n  b: x\n \xa0c: y\n", (3, 2), "a no-break space (U+00A0) stands in the indentation", "spaces"),
        ("a:\n  b: x\n\u3000c: y\n  d: z\n", (3, 1), "a full-width space (U+3000) stands in the", "spaces"),
        ("a: x\nb:\xa0y\nc: z\n", (2, 3), "a no-break space (U+00A0) stands behind the colon", "ordinary space"),
        ("a: x\nb:\xa0\n  c: z\n", (2, 3), "a no-break space (U+00A0) stands behind the colon", "ordinary space"),
        ("a: x\nb:\u200by\nc: z\n", (2, 3), "a zero-width space (U+200B, not to be seen) stands behind", "delete it"),
        ("a: x\nb： y\nc: z\n", (2, 2), "a full-width colon (：) stands behind `b`, where a colon belongs", "`b:`"),
        ("mandate： 1\na: x\n", (1, 8), "a full-width colon (：) stands behind `mandate`", "`mandate:`"),
        ("a:\n  - id： x\n    b: y\n", (2, 7), "a full-width colon (：) stands behind `id`", "`id:`"),
        ("a: {b: x， c: y}\n", (1, 9), "a full-width comma (，) is text, and means nothing to YAML", "write `,`"),
        ("a: ｛b: x｝\n", (1, 4), "a full-width brace (｛) is text, and means nothing to YAML", "write `{`"),
        ("a: “b: c”\n", (1, 4), "a typographic quote (“) quotes nothing here", "of a keyboard"),
        ("a: x\nb:y\nc: z\n", (2, 2), "no space stands behind the colon of `b`", "`b: y`"),
        (
            "a:\n  b: see #2 of\n    the list\n",
            (2, 10),
            "`#` behind a space begins a comment",
            "the whole text in quotes",
        ),
        ("a: {b: see #2}\nc: x\n", (1, 12), "`#` behind a space begins a comment", "the whole text in quotes"),
    ],
)
def test_what_keeps_the_file_from_being_read_is_named(
    text: str, place: tuple[int, int], message: str, remedy: str
) -> None:
    finding = only(text)
    assert finding.rule == "yaml-syntax"
    assert (finding.span.line, finding.span.column) == place
    assert message in finding.message
    assert remedy in finding.remedy


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: |\n  – one\n  – two\nb\nc: 1\n", "a field begins here, but no colon"),
        ("a:\n  b: |\n    * one\n   c: 1\n", "this line does not fit"),
        ("a: x\n\tb: y\n", "a tab stands in the indentation"),
        ("a: 'b\nc: – d\n", "never closed"),
        ("a:\n  b: x #why not\n c: y\n", "this line does not fit the block above it"),
    ],
)
def test_such_a_sign_in_text_is_not_blamed_for_another_mistake(text: str, message: str) -> None:
    finding = [one for one in read(text, "draft.yaml").findings if one.rule == "yaml-syntax"][-1]
    assert message in finding.message


@pytest.mark.parametrize("sign", sorted(_NAMES))
def test_every_one_of_them_may_stand_in_a_text(sign: str) -> None:
    document = read(f"a: x {sign} y\nb:\n  - z{sign}\n", "draft.yaml")
    assert document.readable
    assert document.findings == []


@pytest.mark.parametrize(
    ("text", "meant", "how"),
    [
        ("good–offices", "good-offices", "with a hyphen in place of the en dash (–)"),
        ("good\u2011offices", "good-offices", "with a hyphen in place of the no-break hyphen (\u2011)"),
        ("road\xa0map", "road map", "with an ordinary space in place of the no-break space (U+00A0)"),
        ("road-map\xa0", "road-map", "without the no-break space (U+00A0)"),
        ("road\u200b-map", "road-map", "without the zero-width space (U+200B, not to be seen)"),
        ("2100：OP7", "2100:OP7", "with a colon in place of the full-width colon (：)"),
        ("road-map", "road-map", ""),
    ],
)
def test_a_text_is_told_as_it_was_meant(text: str, meant: str, how: str) -> None:
    assert (plain(text), instead(text)) == (meant, how)


# A comment that cuts a text


def cut(text: str) -> list[tuple[int, int, Severity]]:
    return [
        (one.span.line, one.span.column, one.severity)
        for one in read(text, "draft.yaml").findings
        if one.rule == "cut-text"
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: see #2 of the list\n", (1, 8)),
        ("a: #2 of the list\n", (1, 4)),
        ("- see #two\n- b\n", (1, 7)),
        ("a: {b: x, c: see #2\n  }\n", (1, 18)),
        ("a: one\n  two \t#3\n", (2, 8)),
        ("a: unknown #2\n", (1, 12)),
        ("a: agreed #comment\n", (1, 11)),
        ("a: x #é\n", (1, 6)),
    ],
)
def test_a_text_that_a_hash_cuts_is_told(text: str, place: tuple[int, int]) -> None:
    assert cut(text) == [(*place, "warning")]


@pytest.mark.parametrize(
    "text",
    [
        "a: agreed # 2013 text\n",
        "a: 3 #note\n",
        "a: true #note\n",
        "a: x # note #2\n",
        "#2 of the list\na: x\n#end\n",
        "a: x\n  #2 of the list\nb: y\n",
        "a: 'see #2 of the list'\n",
        'a: "see #2 of the list" #x\n',
        "a: |\n  see #2 of the list\n",
        "a: > #x\n  see #2 of the list\n",
        "a: [x] #note\nb: {c: y} #note\n",
        "a: #note\n  - x\n",
        "a: S/RES/2100#2\n",
        "a: x ## note\n",
        "a: x #\n",
        "a: x #mandatelint: ignore[no-rule] why\n",
        "a: x #MandateLint ignore\n",
        "a: x # mandatelint: ignore[no-rule] why\n",
    ],
)
def test_comments_behind_a_value_stay_as_they_are(text: str) -> None:
    assert cut(text) == []


def test_what_is_lost_is_shown_and_both_mends_are_told() -> None:
    finding = only("a:\n  b: see #2 of the list\n")
    assert finding.path == ("a", "b")
    assert finding.message == (
        "`#` behind a space begins a comment, so that the text ends before it: `#2 of the list` is lost"
    )
    assert finding.remedy == "put the whole text in quotes; if it is a comment, write a space behind the `#`"
    assert "so that nothing is read here: `#2` is lost" in only("a: #2\n").message
