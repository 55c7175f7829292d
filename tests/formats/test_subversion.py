"""Nothing that a draft holds subverts a format: its own reader reads it, and finds nothing that anyone would obey."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from xml.etree import ElementTree

import pytest
from nasty import NASTY, nasty_report, obeyed, report_of, texts
from page import Page
from workflow_commands import read_command

from mandatelint.formats import names, render
from mandatelint.report import Report

REPORTS: list[Callable[[], Report]] = [nasty_report, lambda: report_of("\n".join(NASTY))]
Reader = Callable[[str], Iterable[str]]


def xml_texts(out: str) -> Iterable[str]:
    """Every text and attribute, read from bytes, as the declaration says."""
    for element in ElementTree.fromstring(out.encode("utf-8")).iter():
        yield from (element.text or "", element.tail or "", *element.attrib.values())


def command_texts(out: str) -> Iterable[str]:
    for line in out.split("\n")[:-1]:
        command = read_command(line)
        yield from (command.data, *command.properties.values())


def json_texts(out: str) -> Iterable[str]:
    return texts(json.loads(out))


# A format that is not here is read as it stands.
READERS: dict[str, Reader] = {
    "json": json_texts,
    "jsonl": lambda out: (text for line in out.splitlines() for text in json_texts(line)),
    "gitlab": json_texts,
    "junit": xml_texts,
    "checkstyle": xml_texts,
    "github": command_texts,
    "sarif": json_texts,
    "markdown": lambda out: Page(out).pieces,
}


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("report", REPORTS, ids=["drafts", "fields"])
def test_what_a_reader_reads_holds_nothing_that_is_obeyed(name: str, report: Callable[[], Report]) -> None:
    out = render(name, report())
    read = list(READERS[name](out)) if name in READERS else [out]
    assert any("<script>" in text or "&lt;script" in text for text in read)  # the texts are there
    assert [text for text in read if obeyed(text)] == []


@pytest.mark.parametrize("name", [name for name in names() if name != "github"])
@pytest.mark.parametrize("report", REPORTS, ids=["drafts", "fields"])
def test_no_line_that_is_printed_is_a_command(name: str, report: Callable[[], Report]) -> None:
    assert obeyed(render(name, report())) == []


def test_the_judge_finds_what_these_texts_would_do() -> None:
    harmless = [text for text in NASTY if not obeyed(text)]
    assert [text.split()[0] for text in harmless] == [
        "<script>alert(1)</script>",
        "]]><x/><![CDATA[",
        "%0A::error::own",
        "`code`",
        "\\",
    ]


def test_a_finding_is_one_line_however_many_its_texts_have() -> None:
    lines = render("concise", nasty_report()).split("\n")
    assert len(lines) == len(nasty_report().findings) + 2  # the summary, and nothing behind its end
