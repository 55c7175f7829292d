"""The findings of a report as GitLab's code quality report, which a merge request shows.

The fields: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

from typing import Any

from mandatelint.finding import Finding
from mandatelint.harmless import json_text
from mandatelint.report import Known, Report, identify

# `critical` and `blocker` stay free: what a draft lacks is for its authors to weigh.
_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def render(report: Report) -> str:
    """A JSON list with an entry for each finding."""
    entries = [
        _entry(finding, known)
        for draft in report.drafts
        for finding, known in identify(draft, draft.findings, report.folder)
    ]
    return json_text(entries)


def _entry(finding: Finding, known: Known) -> dict[str, Any]:
    return {
        "description": finding.message,
        "check_name": finding.rule,
        "fingerprint": known.digest,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": known.file, "lines": {"begin": finding.span.line}},
    }
