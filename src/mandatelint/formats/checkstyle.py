"""The findings of a report as XML in the form of Checkstyle, which many tools around a build read."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from mandatelint.finding import Finding
from mandatelint.formats import xml_text
from mandatelint.harmless import in_line
from mandatelint.report import Report, relative


def render(report: Report) -> str:
    """A `file` for each draft, one without findings too, with an `error` for each finding."""
    root = Element("checkstyle", version="10.0")  # the version of Checkstyle whose reports have this form
    for draft in report.drafts:
        file = SubElement(root, "file", name=in_line(relative(draft.source, report.folder)))
        for finding in draft.findings:
            SubElement(file, "error", _attributes(finding))
    return xml_text(root)


def _attributes(finding: Finding) -> dict[str, str]:
    return {
        "line": str(finding.span.line),
        "column": str(finding.span.column),
        "severity": finding.severity,
        "message": in_line(finding.message),
        "source": in_line(f"mandatelint.{finding.rule}"),  # readers take what is before the last dot for the tool
    }
