"""`markdown`: what GitHub's own reader makes of the report, whatever stands in the drafts."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from nasty import NASTY, WILD, nasty_report, report_of
from page import Page

from mandatelint import lint
from mandatelint.baseline import compare
from mandatelint.formats import render
from mandatelint.formats.markdown import ROOM
from mandatelint.harmless import in_line, in_markdown
from mandatelint.linter import lint_text
from mandatelint.report import Report, identify
from variants import EXAMPLES

OURS = {"h2", "h3", "p", "ul", "li", "strong", "code", "details", "summary", "br"}


def page(report: Report) -> Page:
    return Page(render("markdown", report))


def seen(report: Report) -> str:
    """The text that a person reads, without the spaces of no width."""
    return "".join(page(report).pieces).replace("\u200b", "")


@given(WILD)
def test_whatever_a_text_holds_the_page_has_the_same_elements_and_no_link(text: str) -> None:
    read = page(report_of(text))
    if text:
        assert read.elements == page(report_of("x")).elements
    assert read.linked() == []


@given(WILD)
def test_a_message_is_read_as_it_was_written(text: str) -> None:
    place = f"line 2, {text}" if text else "line 2"
    assert in_line(f"{place}: {text}") in seen(report_of(text))


LINES = ["1. x", "12) x", "- x", "+ x", "> x", "# x", "    x", "=====", "---", "| a | b |", "a_b_c *d* ~~e~~ `f`"]
LINKS = [
    "https://x.org",
    "<https://x.org>",
    "www.x.org",
    "a@x.org",
    "mailto:a@x.org",
    "xmpp:a@x.org",
    "[a](b)",
    "![a](b)",
]


@pytest.mark.parametrize("text", [*LINES, *LINKS, *NASTY])
def test_a_text_is_no_markup_at_the_beginning_of_a_line_either(text: str) -> None:
    read = Page(in_markdown(text))
    assert read.elements == [("p",), ("/p",)]
    assert read.linked() == []
    assert "".join(read.pieces).replace("\u200b", "").strip() == in_line(text)


def test_drafts_that_try_to_subvert_it_bring_no_element_of_their_own() -> None:
    read = page(nasty_report())
    assert {element for element, *attributes in read.elements if not attributes} == OURS | {
        f"/{tag}" for tag in OURS - {"br"}
    }
    assert [element for element in read.elements if len(element) > 1] == []
    assert read.elements.count(("h2",)) == 1
    assert read.linked() == []


def test_the_judge_finds_markup_where_there_is_some() -> None:
    read = Page("# a\n\n<b onclick=x>c</b> <!-- d --> [e](f) g@h.org @i #1")
    assert {("h1",), ("b", "onclick"), ("comment", " d "), ("a", "href")} <= set(read.elements)
    assert read.linked() == ["@h", "@i", "#1"]


def test_a_finding_says_how_grave_it_is_where_it_stands_what_is_wrong_and_what_to_write() -> None:
    text = seen(lint(EXAMPLES / "mali-2013/s-res-2100.yaml"))
    finding = next(
        one for one in lint(EXAMPLES / "mali-2013/s-res-2100.yaml").findings if one.rule == "election-without-review"
    )
    assert f"warning, line {finding.span.line}, OP7, OP8: {finding.message}" in text
    assert f"what to write{finding.remedy}see also: line " in text
    assert "done well: S/RES/2040 (2012) OP15: a report after the elections" in text


def test_what_is_to_be_said_beside_the_findings_stands_at_the_end() -> None:
    draft = "# mandatelint: file-ignore[missing-exit-benchmarks] agreed\n" + (
        EXAMPLES / "chad-car-2007/s-res-1778.yaml"
    ).read_text(encoding="utf-8")
    report = lint_text(draft, "draft.yaml")
    known = [known for _, known in identify(report.drafts[0], report.findings, "")]
    text = seen(replace(compare(report, known[:1], "git:main", ""), failures=("a.yaml: it broke",)))
    assert text.index("failed: a.yaml: it broke") < text.index("draft.yaml (S/RES/1778 (2007)): ")
    for said in (
        "held against git:main: 1 known and not shown, 0 gone",
        "1 finding silenced by comments in the drafts",
        ", draft.yaml, line 1: agreed",  # behind the rule, which is code
    ):
        assert said in text.partition("Lessons: ")[2]


def test_lessons_are_counted_and_those_that_fail_named() -> None:
    report = lint(EXAMPLES / "mali-2013/s-res-2100.yaml", EXAMPLES / "chad-car-2007/s-res-1861.yaml")
    failing = {lesson for draft in report.drafts for lesson, outcome in draft.lessons if outcome == "fail"}
    told = seen(report).partition("Lessons: ")[2].partition("\n")[0]
    assert told.startswith(f"{len(failing)} repeated as a mistake: ")
    assert set(re.findall(r"L\d\d", told.partition("; ")[0])) == failing
    assert "L12 political-calendar (1 draft)" in told


def test_without_findings_it_says_so() -> None:
    assert render("markdown", Report((), ())) == "## mandatelint: no findings\n\n0 drafts, 0 rules.\n"


@pytest.mark.parametrize("length", [1, ROOM // 5])
def test_where_there_is_no_room_for_all_the_gravest_are_shown_and_the_others_counted(length: int) -> None:
    report = report_of("x" * length)
    (draft,) = report.drafts
    short, long = draft.findings[0]._replace(related=(), precedents=(), remedy="it " * 100), draft.findings[0]
    findings = (long, *[short._replace(severity="info")] * 60, *[short._replace(severity="error")] * 20)
    drafts = tuple(replace(draft, findings=findings, symbol=str(number)) for number in range(3))
    text = render("markdown", replace(report, drafts=drafts, failures=report.failures * 10))
    assert len(text) <= ROOM
    shown = [text.count(f"- **{severity}**") for severity in ("error", "warning", "info")]
    assert f"There is no room here for {3 * len(findings) - sum(shown)} more findings; " in text
    assert shown[:2] == [60, 3] or length > 1
