"""The report with one line for each finding, for a terminal, an editor or `grep`; then the summary line."""

from __future__ import annotations

from mandatelint.finding import Finding
from mandatelint.formats.text import summary_line
from mandatelint.harmless import in_line
from mandatelint.report import Report


def render(report: Report) -> str:
    """`file:line:column: severity: rule (L12): message`, by file and line; files as text names them."""
    return "".join(f"{line}\n" for line in [*map(_line, report.findings), summary_line(report)])


def _line(finding: Finding) -> str:
    return in_line(f"{finding.place}: {finding.severity}: {finding.name}: {finding.message}")
