"""The findings of a report as commands that GitHub Actions shows beside the lines of the draft.

Written and read as in https://docs.github.com/actions/reference/workflow-commands-for-github-actions,
https://github.com/actions/toolkit (command.ts) and https://github.com/actions/runner (ActionCommand.cs).
"""

from __future__ import annotations

from mandatelint.finding import Finding
from mandatelint.harmless import in_line
from mandatelint.report import Report, identify

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def render(report: Report) -> str:
    """`::error file=...,line=...::message`, a line for each finding; nothing where there is none."""
    return "".join(
        f"{_command(finding, known.file)}\n"
        for draft in report.drafts
        for finding, known in identify(draft, draft.findings, report.folder)
    )


def _command(finding: Finding, file: str) -> str:
    span = finding.span
    properties = {"file": in_line(file), "line": span.line, "endLine": span.end_line}
    if span.line == span.end_line:  # the runner drops columns where the lines differ
        properties |= {"col": span.column, "endColumn": span.end_column}
    properties["title"] = in_line(finding.title)
    told = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {told}::{_data(_message(finding))}"


def _message(finding: Finding) -> str:
    """What is wrong, and in a second line what to write."""
    return in_line(finding.message) + (f"\nremedy: {in_line(finding.remedy)}" if finding.remedy else "")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
