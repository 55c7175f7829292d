"""Bytes become text: encodings, byte order marks, line ends, and characters that cannot be seen."""

from __future__ import annotations

import codecs

import pytest

from mandatelint.document import Document, read
from mandatelint.document.text import MAX_BYTES, MAX_CONTROLS
from mandatelint.finding import Finding

DRAFT = "mandate: 1\ndocument: {title: Côte d'Ivoire 𝔸}\n"
DATA = {"mandate": 1, "document": {"title": "Côte d'Ivoire 𝔸"}}


def only(document: Document) -> Finding:
    [finding] = document.findings
    return finding


def place(finding: Finding) -> tuple[str, int, int]:
    return finding.rule, finding.span.line, finding.span.column


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        pytest.param(b"", "utf-8", id="utf-8"),
        pytest.param(codecs.BOM_UTF8, "utf-8", id="utf-8-with-mark"),
        pytest.param(codecs.BOM_UTF16_LE, "utf-16-le", id="utf-16-le"),
        pytest.param(codecs.BOM_UTF16_BE, "utf-16-be", id="utf-16-be"),
        pytest.param(codecs.BOM_UTF32_LE, "utf-32-le", id="utf-32-le"),
        pytest.param(codecs.BOM_UTF32_BE, "utf-32-be", id="utf-32-be"),
    ],
)
def test_an_encoding_that_the_file_announces_is_read_and_shifts_no_column(mark: bytes, encoding: str) -> None:
    document = read(mark + DRAFT.encode(encoding), "draft.yaml")
    assert (document.data, document.findings) == (DATA, [])
    assert document.span(("mandate",)).column == 1


def test_text_with_a_byte_order_mark_is_read_like_a_file() -> None:
    document = read("\ufeff" + DRAFT, "draft.yaml")
    assert (document.data, document.findings) == (DATA, [])


@pytest.mark.parametrize(
    ("content", "expected", "named"),
    [
        pytest.param(b"a: 1\nb: C\xf4te\n", ("encoding", 2, 5), "UTF-8: the byte 0xF4", id="latin-1"),
        pytest.param(b"\xef\xbb\xbfa: \xff", ("encoding", 1, 4), "UTF-8: the byte 0xFF", id="after-a-mark"),
        pytest.param("é𝔸: ".encode() + b"\x80", ("encoding", 1, 5), "0x80", id="counts-characters-not-bytes"),
        pytest.param(b"a: 1\r\nb: 1\rc: \xfe", ("encoding", 3, 4), "0xFE", id="counts-every-kind-of-line-end"),
        pytest.param(b"\xff\xfea\x00:", ("encoding", 1, 2), "UTF-16-LE: the byte 0x3A", id="half-a-character"),
        pytest.param(b"\xff\xfe\x00\xd8a\x00", ("encoding", 1, 1), "UTF-16-LE", id="half-a-pair"),
        pytest.param("a: \ud800", ("encoding", 1, 4), "UTF-8: the byte 0xED", id="half-a-pair-in-text"),
    ],
)
def test_bytes_that_are_no_text_are_named_at_their_place(
    content: bytes | str, expected: tuple[str, int, int], named: str
) -> None:
    document = read(content, "draft.yaml")
    assert not document.readable
    finding = only(document)
    assert place(finding) == expected
    assert named in finding.message
    assert "save the file as UTF-8" in finding.remedy


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le"])
def test_wide_text_that_does_not_say_so_is_one_finding_and_not_one_for_every_character(encoding: str) -> None:
    finding = only(read("mandate: 1\nactions: []\n".encode(encoding), "draft.yaml"))
    assert place(finding) == ("encoding", 1, 1)
    assert "save the file as UTF-8" in finding.remedy


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\0", "a zero byte (U+0000)"),
        ("\x0b", "a soft line break (U+000B)"),
        ("\x0c", "a page break (U+000C)"),
        ("\x1b", "a control character (U+001B)"),
        ("\x7f", "a control character (U+007F)"),
        ("\x85", "a next-line character (U+0085)"),
        ("\u2028", "a line separator (U+2028)"),
        ("\u2029", "a paragraph separator (U+2029)"),
        ("\ufeff", "a byte order mark (U+FEFF)"),
        ("\uffff", "a control character (U+FFFF)"),
    ],
)
def test_a_character_that_cannot_be_seen_is_named_and_the_rest_is_still_read(character: str, name: str) -> None:
    document = read(f"a: 1\ntext: one{character}two, and some more\nc: 3\n", "draft.yaml")
    finding = only(document)
    assert place(finding) == ("control-character", 2, 10)
    assert finding.message.startswith(f"{name} stands here;")
    assert document.data == {"a": 1, "text": "one\ufffdtwo, and some more", "c": 3}
    assert document.heading(("c",)).line == 3


def test_many_such_characters_in_a_line_are_told_once_with_their_number() -> None:
    first, second = read("a: one\x0btwo\x0bthree\x01 and much more\nb: \x01 and more\n", "draft.yaml").findings
    assert place(first) == ("control-character", 1, 7)
    assert "and 2 more in this line" in first.message
    assert place(second) == ("control-character", 2, 4)
    assert "more in this line" not in second.message


def test_a_file_full_of_such_characters_is_no_text() -> None:
    line = "a long line of ordinary words with one slip\x0b\n"
    slips = read("- >\n" + f"  {line}" * MAX_CONTROLS, "draft.yaml")
    assert slips.readable
    assert len(slips.findings) == MAX_CONTROLS
    finding = only(read("- >\n" + f"  {line}" * (MAX_CONTROLS + 1), "draft.yaml"))
    assert place(finding) == ("encoding", 1, 1)
    assert "1,001 of its characters are control characters" in finding.message


@pytest.mark.parametrize("character", ["\t", "\xa0", "\u200b", "\u3000", "\ufffd", "\u00ad", "\U0001f54a"])
def test_characters_that_yaml_allows_are_left_alone(character: str) -> None:
    document = read(f"a: x{character}y\n", "draft.yaml")
    assert (document.data, document.findings) == ({"a": f"x{character}y"}, [])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_counts_alike(end: str) -> None:
    document = read(end.join(["a: |", "  one", "  two", "b: 2", ""]), "draft.yaml")
    assert document.data == {"a": "one\ntwo\n", "b": 2}
    assert document.lines == ["a: |", "  one", "  two", "b: 2", ""]
    assert document.span(("b",)).line == 4


@pytest.mark.parametrize("content", ["", "\n", " \r\n\t\n", "\ufeff", b"", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_told(content: bytes | str) -> None:
    document = read(content, "draft.yaml")
    assert not document.readable
    finding = only(document)
    assert place(finding) == ("empty-file", 1, 1)
    assert finding.message == "the file is empty"


@pytest.mark.parametrize("content", ["# to do", "# to do\n\n  # later\n", "\ufeff# to do\n"])
def test_a_file_of_comments_alone_is_told(content: str) -> None:
    document = read(content, "draft.yaml")
    assert not document.readable
    finding = only(document)
    assert place(finding) == ("empty-file", 1, 1)
    assert finding.message == "the file holds nothing but comments"


def test_a_file_may_be_as_large_as_the_bound_and_no_larger() -> None:
    text = "a: 1 #".ljust(MAX_BYTES, "x")
    assert read(text, "draft.yaml").data == {"a": 1}
    document = read(text + "x" * 1024 * 1024, "draft.yaml")
    assert not document.readable
    finding = only(document)
    assert place(finding) == ("too-large", 1, 1)
    assert finding.message == "the file has 5.0 MiB; a draft has at most 4"
