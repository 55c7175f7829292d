"""What formats write passes the schemas of the programs that read it; tests/official says where these come from."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from hypothesis import given
from nasty import WILD, nasty_report, report_of
from xmlschema import XMLSchema10

from mandatelint import lint
from mandatelint.formats import render
from mandatelint.report import Report
from variants import EXAMPLES

OFFICIAL = Path(__file__).parents[1] / "official"
XSDS = {
    "junit": ("jenkins/junit-10.xsd", "jenkins/jenkins-junit.xsd"),
    "checkstyle": ("checkstyle/checkstyle-report-1.0.0.xsd",),
}
ITEM = json.loads((OFFICIAL / "gitlab/codeclimate.json").read_text(encoding="utf-8"))
CODE_QUALITY = jsonschema.Draft7Validator({"type": "array", "items": ITEM})
SEVERITIES = {"info", "minor", "major", "critical", "blocker"}  # by GitLab's page; its schema takes any text

Judge = Callable[[str], bool]


def gitlab(out: str) -> bool:
    """GitLab's schema, and what only its page says: known severities, one entry for each fingerprint."""
    entries = json.loads(out)
    if not CODE_QUALITY.is_valid(entries):
        return False
    known = {entry["severity"] for entry in entries} <= SEVERITIES
    return known and len({entry["fingerprint"] for entry in entries}) == len(entries)


@cache
def xsd(name: str) -> XMLSchema10:
    return XMLSchema10(str(OFFICIAL / name))


def by_xsd(name: str) -> Judge:
    return lambda out: xsd(name).is_valid(ElementTree.fromstring(out.encode("utf-8")))


JUDGES = [pytest.param("gitlab", gitlab, id="gitlab")] + [
    pytest.param(form, by_xsd(name), id=name) for form, names in XSDS.items() for name in names
]


@cache
def examples() -> Report:
    return lint(EXAMPLES)


REPORTS = {"examples": examples, "nasty drafts": nasty_report, "no drafts": lambda: Report((), ())}


@pytest.mark.parametrize(("form", "judge"), JUDGES)
@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS.keys())
def test_a_report_passes_its_judge(form: str, judge: Judge, report: Callable[[], Report]) -> None:
    assert judge(render(form, report()))


@pytest.mark.parametrize(("form", "judge"), JUDGES)
@given(text=WILD)
def test_a_report_passes_whatever_its_texts_hold(form: str, judge: Judge, text: str) -> None:
    assert judge(render(form, report_of(text)))


@pytest.mark.parametrize(
    ("form", "judge", "right", "wrong"),
    [
        (*JUDGES[0].values, '"severity"', '"gravity"'),
        (*JUDGES[0].values, '"minor"', '"warning"'),
        (*JUDGES[1].values, "<skipped>", "<waived>"),
        (*JUDGES[2].values, "<skipped>", '<skipped message="x">'),
        (*JUDGES[3].values, 'severity="warning"', 'severity="fatal"'),
    ],
)
def test_a_judge_refuses_what_is_wrong(form: str, judge: Judge, right: str, wrong: str) -> None:
    out = render(form, report_of("text"))
    assert judge(out)
    wrong_end = wrong.replace("<", "</") if wrong == "<waived>" else "</skipped>"
    assert not judge(out.replace(right, wrong).replace("</skipped>", wrong_end))


def test_without_findings_gitlab_gets_an_empty_list() -> None:
    assert render("gitlab", Report((), ())) == "[]\n"


def test_a_schema_stands_with_its_licence() -> None:
    told = (OFFICIAL / "README.md").read_text(encoding="utf-8")
    for file in (*OFFICIAL.glob("*/*.xsd"), *OFFICIAL.glob("*/*.json")):
        assert f"`{file.relative_to(OFFICIAL).as_posix()}`" in told
        has_it_inside = "Permission is hereby granted" in file.read_text(encoding="utf-8")
        assert has_it_inside or (file.parent / "LICENSE").is_file()
