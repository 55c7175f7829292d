"""The drafts in `examples/`: between them they show every rule at work, and the made ones say what they show."""

from __future__ import annotations

import re
from pathlib import Path

from mandatelint import lint
from mandatelint.ruleset import load_rules
from variants import EXAMPLES

TEACHING = EXAMPLES / "teaching"


def fired(place: Path) -> set[str]:
    """The rules that fire there, those whose finding is told inside another among them."""
    return {name for finding in lint(place).findings for name in (finding.rule, *finding.parts)}


def test_every_rule_fires_on_a_draft_in_the_examples() -> None:
    assert {rule.id for rule in load_rules().rules} - fired(EXAMPLES) == set()


def test_no_rule_fires_on_the_draft_that_takes_up_the_lessons() -> None:
    report = lint(EXAMPLES / "mali-2013" / "lessons-learned.yaml")
    assert len(report.drafts) == 1
    assert [finding.message for finding in report.findings] == []


def test_the_page_beside_the_teaching_drafts_names_what_each_of_them_is_told() -> None:
    """Mistakes of form and dead suppressions would be among the findings, and have no name on the page."""
    told = {file.name: fired(file) for file in TEACHING.glob("*.yaml")}
    page = (TEACHING / "README.md").read_text(encoding="utf-8")
    sections = re.findall(r"^## `(\S+)`$(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    named = {name: set(re.findall(r"`([a-z]+(?:-[a-z0-9]+)+)`", text)) for name, text in sections}
    assert named == told
