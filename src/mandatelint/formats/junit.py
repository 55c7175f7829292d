"""The report as the results of tests: each draft a suite, each rule a test; in the plain form that all readers share.

GitLab and others expect one failure in a test, so that one holds all findings of a rule. Why a test was skipped is its
text, as not all schemas know it as an attribute.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from mandatelint.finding import SEVERITIES, Finding
from mandatelint.formats import xml_text
from mandatelint.harmless import in_line
from mandatelint.report import DraftReport, Report, RuleOutcome, relative

FORM = "form of the file"
"""The test that holds what no rule says: whether the file can be read, is a draft, and is written as one."""


def render(report: Report) -> str:
    """`testsuites`, `testsuite`, `testcase`, and in it a `failure`, `skipped` or nothing; without times."""
    suites = [_suite(draft, report) for draft in report.drafts]
    counts = {name: str(sum(int(suite.attrib[name]) for suite in suites)) for name in ("tests", "failures", "errors")}
    root = Element("testsuites", {"name": "mandatelint", **counts})
    root.extend(suites)
    return xml_text(root)


def _suite(draft: DraftReport, report: Report) -> Element:
    file = in_line(relative(draft.source, report.folder))
    cases = list(_cases(draft, file, report))
    failures, skipped = (sum(case.find(name) is not None for case in cases) for name in ("failure", "skipped"))
    counts = {"tests": len(cases), "failures": failures, "errors": 0, "skipped": skipped}
    suite = Element("testsuite", {"name": file, **{name: str(number) for name, number in counts.items()}})
    suite.extend(cases)
    return suite


def _cases(draft: DraftReport, file: str, report: Report) -> Iterator[Element]:
    asked = {outcome.rule for outcome in draft.rules}
    told: dict[str, list[Finding]] = {}
    for finding in draft.findings:
        told.setdefault(finding.rule if finding.rule in asked else FORM, []).append(finding)
    # A dot would split the name of the class, so that Jenkins showed a class `yaml`.
    class_name = re.sub(r"\.(ya?ml|json)$", "", file)
    for outcome in [RuleOutcome(FORM, "pass"), *draft.rules]:
        case = Element("testcase", {"classname": class_name, "name": in_line(outcome.rule)})
        if outcome.rule in told:
            _fail(case, told[outcome.rule], file)
        elif why := _why_skipped(outcome, draft, report):
            SubElement(case, "skipped").text = in_line(why)
        yield case


def _fail(case: Element, findings: list[Finding], file: str) -> None:
    """One failure for all findings of a rule in a draft, the gravest severity as its type."""
    severity = min((finding.severity for finding in findings), key=SEVERITIES.index)
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    failure = SubElement(case, "failure", {"type": severity, "message": f"{in_line(findings[0].message)}{more}"})
    failure.text = "\n\n".join("\n".join(_lines(finding, file)) for finding in findings)


def _lines(finding: Finding, file: str) -> Iterator[str]:
    yield in_line(f"{file}:{finding.span.line}:{finding.span.column}: {finding.severity}: {finding.title}")
    yield in_line(finding.message)
    if finding.remedy:
        yield in_line(f"remedy: {finding.remedy}")


def _why_skipped(outcome: RuleOutcome, draft: DraftReport, report: Report) -> str:
    """Why a rule without findings did not pass; empty where it did."""
    if outcome.outcome in ("unknown", "not-applicable"):
        return f"{outcome.outcome.replace('-', ' ')}: {outcome.reason}"
    if outcome.outcome == "pass":
        return ""
    reasons = [one.reason for one in draft.suppressed if one.finding.rule == outcome.rule]
    if reasons:
        return f"silenced by a comment in the draft: {reasons[0] or 'no reason is given'}"
    if report.compared is not None and any(finding.rule == outcome.rule for finding in draft.known):
        return f"known before, by {report.compared.name}"
    return "found, but of a severity that this run does not show"
