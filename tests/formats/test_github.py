"""`github`: commands that the runner of GitHub Actions reads back as they were meant."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from nasty import RULES, WILD, report_of
from workflow_commands import Command, read_command

from mandatelint.finding import Severity, Span
from mandatelint.formats import render
from mandatelint.harmless import in_line
from mandatelint.report import Report, relative


def commands(report: Report) -> list[Command]:
    return [read_command(line) for line in render("github", report).split("\n")[:-1]]


def with_finding(report: Report, severity: Severity, span: Span) -> Report:
    """The report with one finding, of that severity and at that place."""
    (draft,) = report.drafts
    finding = draft.findings[0]._replace(severity=severity, span=span)
    return replace(report, drafts=(replace(draft, findings=(finding,)),))


@given(WILD)
def test_whatever_a_text_holds_the_runner_reads_it_as_it_was(text: str) -> None:
    report, line = report_of(text), in_line(text)
    read = commands(report)
    assert len(read) == len(report.findings)
    assert {command.name for command in read} == {"warning"}
    assert read[0].data == (f"{line}\nremedy: {line}" if text else "")
    assert read[0].properties.get("file", "") == in_line(relative(text, ""))
    assert read[1].properties["title"].startswith(f"{RULES[0].id} (L01)")


def test_a_severity_is_the_name_of_a_command_and_a_place_its_properties() -> None:
    report = report_of("what is wrong: 50%, or more")
    (read,) = commands(with_finding(report, "info", Span(2, 3, 2, 9)))
    title = "yaml-syntax (L01), what is wrong: 50%, or more"
    place = {"line": "2", "endLine": "2", "col": "3", "endColumn": "9"}
    assert (read.name, read.properties) == ("notice", {"file": "what is wrong: 50%, or more", **place, "title": title})
    assert commands(with_finding(report, "error", Span(1, 1, 1, 1)))[0].name == "error"


def test_columns_stay_away_where_lines_differ_as_the_runner_refuses_them_there() -> None:
    (read,) = commands(with_finding(report_of("x"), "error", Span(2, 3, 4, 1)))
    assert {"line", "endLine"} <= read.properties.keys()
    assert {"col", "endColumn"}.isdisjoint(read.properties)


def test_without_findings_nothing_is_printed() -> None:
    assert render("github", Report((), ())) == ""
