"""`junit` and `checkstyle`: what becomes of drafts, rules and findings in their elements."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

from nasty import RULES, report_of

from mandatelint.formats import render
from mandatelint.linter import lint_text
from mandatelint.report import Report


def suite(report: Report) -> ElementTree.Element:
    (found,) = ElementTree.fromstring(render("junit", report))
    return found


def said(report: Report) -> dict[str, str]:
    """For each test of the one suite: how it ended, and why."""
    outcomes = {}
    for case in suite(report):
        ends = [f"{end.tag}: {end.get('message') or end.text}" for end in case]
        outcomes[case.attrib["name"]] = " and ".join(ends) or "passed"
    return outcomes


def test_each_rule_is_a_test_that_ends_as_the_rule_did() -> None:
    assert said(report_of("a text")) == {
        "form of the file": "failure: a text",
        RULES[0].id: "failure: a text (and 1 more)",
        RULES[1].id: "failure: a text",
        RULES[2].id: "skipped: silenced by a comment in the draft: a text",
        RULES[3].id: "skipped: known before, by a text",
        RULES[4].id: "skipped: found, but of a severity that this run does not show",
        RULES[5].id: "skipped: unknown: `field` is not known: a text",
        RULES[6].id: "skipped: not applicable: a text",
        RULES[7].id: "passed",
    }


def test_the_suite_counts_its_tests_and_all_suites_together() -> None:
    report = report_of("drafts/a.yaml")
    assert suite(report).attrib == {
        "name": "drafts/a.yaml",
        "tests": "9",
        "failures": "3",
        "errors": "0",
        "skipped": "5",
    }
    twice = ElementTree.fromstring(render("junit", replace(report, drafts=report.drafts * 2)))
    assert twice.attrib == {"name": "mandatelint", "tests": "18", "failures": "6", "errors": "0"}


def test_a_failure_tells_every_finding_with_its_place_and_what_to_write() -> None:
    failure = suite(report_of("a.yaml")).find(f"*[@name='{RULES[0].id}']/failure")
    assert failure is not None
    assert failure.attrib["type"] == "warning"
    one = f"a.yaml:2:3: warning: {RULES[0].id} (L01), a.yaml\na.yaml\nremedy: a.yaml"
    assert failure.text == f"{one}\n\n{one}"


def test_a_file_that_cannot_be_read_fails_in_its_form_and_skips_every_rule() -> None:
    outcomes = said(lint_text("mandate: [1\n"))
    assert outcomes.pop("form of the file").startswith("failure: ")
    assert set(outcomes.values()) == {"skipped: unknown: the file cannot be read"}


def test_a_failure_is_as_grave_as_its_gravest_finding() -> None:
    report = report_of("a.yaml")
    (draft,) = report.drafts
    first, second = (draft.findings[0]._replace(severity=severity) for severity in ("info", "error"))
    mixed = replace(report, drafts=(replace(draft, findings=(first, second)),))
    assert [failure.get("type") for failure in suite(mixed).iter("failure")] == ["error"]


def test_checkstyle_lists_each_draft_with_its_findings() -> None:
    report = report_of("drafts/a.yaml")
    (draft,) = report.drafts
    clean = replace(draft, source="drafts/clean.yaml", findings=())
    root = ElementTree.fromstring(render("checkstyle", replace(report, drafts=(draft, clean))))
    assert [(file.attrib["name"], len(file)) for file in root] == [("drafts/a.yaml", 4), ("drafts/clean.yaml", 0)]
    assert root[0][1].attrib == {
        "line": "2",
        "column": "3",
        "severity": "warning",
        "message": "drafts/a.yaml",
        "source": f"mandatelint.{RULES[0].id}",
    }


def test_letters_beyond_ascii_hold_in_any_encoding() -> None:
    for form in ("junit", "checkstyle"):
        out = render(form, report_of("Côte d'Ivoire 🕊"))
        assert out.isascii()
        assert "Côte d'Ivoire 🕊" in ElementTree.fromstring(out)[0].attrib["name"]
