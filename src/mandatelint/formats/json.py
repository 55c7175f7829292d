"""The report as one JSON object, described by `report.schema.json`; each field is written by name, to be relied on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mandatelint.finding import SEVERITIES, Finding
from mandatelint.harmless import json_text
from mandatelint.report import DraftReport, Known, Report, identify
from mandatelint.version import __version__

VERSION = 1


def render(report: Report) -> str:
    """The report as JSON, two spaces deep."""
    content = {
        "version": VERSION,
        "tool": {"name": "mandatelint", "version": __version__},
        "summary": _summary(report),
        "findings": [finding_object(*pair) for pair in report.identified],
        "suppressed": list(_suppressed(report)),
        "compared": _compared(report),
        "outcomes": [_outcomes(draft) for draft in report.drafts],
    }
    return json_text(content)


def _summary(report: Report) -> dict[str, Any]:
    return {
        "drafts": len(report.drafts),
        "rules": report.rule_count,
        "findings": {severity: report.count(severity) for severity in SEVERITIES},
        "suppressed": len(report.suppressed),
        "not_judged": sum(1 for _ in report.not_judged()),
        "passed_over": list(report.passed_over),
        "failures": list(report.failures),
    }


def finding_object(finding: Finding, known: Known) -> dict[str, Any]:
    """One finding and what identifies it; lines and columns from 1, ends exclusive."""
    return {
        "fingerprint": known.digest,
        "source": finding.source,
        "line": finding.span.line,
        "column": finding.span.column,
        "end_line": finding.span.end_line,
        "end_column": finding.span.end_column,
        "path": list(finding.path),
        "paragraph": finding.paragraph,
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "remedy": finding.remedy,
        "parts": list(finding.parts),
        "lessons": list(finding.lessons),
        "precedents": [precedent.as_object() for precedent in finding.precedents],
        "related": [
            {
                "line": place.span.line,
                "column": place.span.column,
                "end_line": place.span.end_line,
                "end_column": place.span.end_column,
                "path": list(place.path),
                "paragraph": place.paragraph,
            }
            for place in finding.related
        ],
    }


def _suppressed(report: Report) -> Iterator[dict[str, Any]]:
    named = {
        id(finding): known
        for draft in report.drafts
        for finding, known in identify(draft, [one.finding for one in draft.suppressed], report.folder)
    }
    for one in report.suppressed:
        known = named[id(one.finding)]
        yield {**finding_object(one.finding, known), "reason": one.reason, "silenced_in_line": one.line}


def _compared(report: Report) -> dict[str, Any] | None:
    """What the run was held against; None where it was not."""
    if report.compared is None:
        return None
    return {
        "name": report.compared.name,
        "known": sum(len(draft.known) for draft in report.drafts),
        "gone": [{"fingerprint": known.digest, **known._asdict()} for known in report.compared.gone],
    }


def _outcomes(draft: DraftReport) -> dict[str, Any]:
    return {
        "source": draft.source,
        "rules": [
            {"rule": outcome.rule, "outcome": outcome.outcome, "reason": outcome.reason} for outcome in draft.rules
        ],
        "lessons": [{"lesson": lesson, "outcome": outcome} for lesson, outcome in draft.lessons],
        "pulls": [{"rule": pull.rule, "against": pull.against, "say": pull.say} for pull in draft.pulls],
    }
