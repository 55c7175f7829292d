"""`sarif`: what code hosts and editors read of a report, judged by the schema and by Microsoft's tool."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from hypothesis import given
from multitool import complaints
from nasty import NASTY, SOURCE, WILD, nasty_report, report_of

from mandatelint import lint
from mandatelint.baseline import compare, known_now
from mandatelint.finding import path_text
from mandatelint.formats import render
from mandatelint.formats.sarif import FINGERPRINT, ROOT, artifact
from mandatelint.harmless import in_line
from mandatelint.linter import Linter
from mandatelint.report import Report, identify
from mandatelint.ruleset import load_rules
from mandatelint.sources import Source
from variants import EXAMPLES

SCHEMA = json.loads((Path(__file__).parents[1] / "official/oasis/sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
VALID = jsonschema.Draft4Validator(SCHEMA)

# On one line, behind a letter that takes two units in UTF-16: the end of the mandate is missing, and twice the same.
DRAFT = """\
# mandatelint: file-ignore[missing-exit-benchmarks] agreed with the host (until 2099-01-01)
mandate: 1
document: {date: 2013-04-25}
actions: [{kind: establish, object: mission}]
operations:
  - {id: mission, name: "\U0001f54a", role: un-mission, kind: peacekeeping-operation, tasks: [{id: a}, {id: b}]}
"""


def linted(text: str, name: str = "draft.yaml") -> Report:
    return linter().lint([Source(name, lambda: text.encode(), named=True)])


@cache
def linter() -> Linter:
    return Linter(load_rules())


def run_of(report: Report) -> dict[str, Any]:
    """The one run in the file, which the schema has found valid."""
    log = json.loads(render("sarif", report))
    assert [f"{error.json_path}: {error.message}"[:300] for error in VALID.iter_errors(log)] == []
    (run,) = log["runs"]
    return dict(run)


REPORTS: dict[str, Callable[[], Report]] = {
    "real": lambda: lint(EXAMPLES),
    "nasty": nasty_report,
    "fields": lambda: report_of("\n".join(NASTY)),
    "empty": lambda: Report((), ()),
    "compared": lambda: compare(linted(DRAFT), sorted(known_now(linted(DRAFT), ""))[::2], "git:main", ""),
    "silenced": lambda: linted(DRAFT),
    "broken": lambda: replace(linted(DRAFT), failures=("a rule broke",)),
    "names": lambda: linted(DRAFT, SOURCE),
    "standard input": lambda: linted(DRAFT, "<stdin>"),
}


@pytest.mark.slow
def test_microsofts_tool_has_nothing_against_any_report(tmp_path: Path) -> None:
    for name, report in REPORTS.items():
        (tmp_path / f"{name}.sarif").write_text(render("sarif", report()), encoding="utf-8")
    assert complaints(sorted(tmp_path.glob("*.sarif")), tmp_path) == []


@pytest.mark.slow
def test_microsofts_tool_would_have_told(tmp_path: Path) -> None:
    log = json.loads(render("sarif", linted(DRAFT)))
    log["runs"][0]["results"][0]["locations"] = []
    (tmp_path / "bad.sarif").write_text(json.dumps(log), encoding="utf-8")
    assert "bad.sarif: GH1015: runs[0].results[0]" in complaints([tmp_path / "bad.sarif"], tmp_path)


@pytest.mark.parametrize("name", REPORTS)
def test_every_reference_in_a_report_leads_to_what_it_names(name: str) -> None:
    run = run_of(REPORTS[name]())
    rules = run["tool"]["driver"]["rules"]
    taxa = run["taxonomies"][0]["taxa"] if "taxonomies" in run else []
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    taxons = [taxon for result in run["results"] for taxon in result.get("taxa", ())]
    taxons += [relation["target"] for rule in rules for relation in rule.get("relationships", ())]
    for taxon in taxons:
        assert taxa[taxon["index"]]["id"] == taxon["id"]
        assert taxon["toolComponent"] == run["tool"]["driver"]["supportedTaxonomies"][0]
    prints = [result["partialFingerprints"][FINGERPRINT] for result in run["results"]]
    assert len(set(prints)) == len(prints)


@given(WILD)
def test_whatever_a_text_holds_the_message_says_it_and_is_no_link_and_has_no_holes(text: str) -> None:
    report = report_of(text)
    run = run_of(report)
    read = [result["message"]["text"] for result in run["results"]]
    assert "" not in read
    for message in (*read, *(one["message"]["text"] for one in run["invocations"][0]["toolExecutionNotifications"])):
        assert "](" not in message
        assert "{" not in message.replace("{{", "")
        assert "}" not in message.replace("}}", "")
    if line := in_line(text):
        said = read[0].replace("{{", "{").replace("}}", "}").replace("] (", "](")
        assert said.startswith(line.replace("] (", "]("))
        assert "Remedy: " in said


def test_a_finding_stands_at_its_place_in_the_file_and_in_the_draft() -> None:
    report = linted(DRAFT)
    for finding, result in zip(report.findings, run_of(report)["results"], strict=False):
        (location,) = result["locations"]
        place = location["physicalLocation"]
        span = finding.span
        assert place["artifactLocation"] == {"uri": "draft.yaml", "uriBaseId": ROOT}
        assert list(place["region"].values()) == [span.line, span.column, span.end_line, span.end_column]
        if finding.path:
            assert location["logicalLocations"][0]["fullyQualifiedName"] == path_text(finding.path)
    assert run_of(report)["columnKind"] == "unicodeCodePoints"
    assert ROOT in run_of(report)["originalUriBaseIds"]


def test_columns_count_letters_and_not_units_of_utf_16() -> None:
    wrong = DRAFT.replace("id: a", "id: a, kund: b")
    (result,) = [one for one in run_of(linted(wrong))["results"] if one["ruleId"] == "unknown-field"]
    region = result["locations"][0]["physicalLocation"]["region"]
    line = wrong.splitlines()[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "kund: b"


def test_a_rule_that_fired_explains_itself_and_names_its_lessons() -> None:
    rule = load_rules().find("election-without-review")
    run = run_of(lint(EXAMPLES / "mali-2013/s-res-2100.yaml"))
    (described,) = [one for one in run["tool"]["driver"]["rules"] if one["id"] == rule.id]
    assert described["shortDescription"]["text"] == f"{rule.title}."
    assert described["defaultConfiguration"] == {"level": "warning"}
    assert described["properties"]["tags"] == ["calendar", "L12", "brief"]
    assert described["fullDescription"]["text"] == rule.why
    assert f"Avoid: {rule.avoid}\n" in described["help"]["text"]
    assert "item of `reviews` under `mandate_period`" in described["help"]["markdown"]
    (relation,) = described["relationships"]
    assert relation["target"]["id"] == "L12"
    taxa = run["taxonomies"][0]["taxa"]
    assert [taxon["id"] for taxon in taxa] == list(load_rules().lessons)
    (result,) = [one for one in run["results"] if one["ruleId"] == rule.id]
    assert [taxon["id"] for taxon in result["taxa"]] == ["L12", "L11"]  # with what is told inside it
    assert [place["logicalLocations"][-1]["name"] for place in result["relatedLocations"]] == ["OP3", "OP3"]


def test_what_a_comment_silences_is_told_with_the_reason_and_the_line() -> None:
    results = run_of(linted(DRAFT))["results"]
    silenced = {one["ruleId"]: one["suppressions"] for one in results if one["suppressions"]}
    place = {"artifactLocation": {"uri": "draft.yaml", "uriBaseId": ROOT}, "region": {"startLine": 1}}
    assert silenced == {
        "missing-exit-benchmarks": [
            {
                "kind": "inSource",
                "status": "accepted",
                "justification": "agreed with the host",
                "location": {"physicalLocation": place},
            }
        ]
    }
    assert len([one for one in results if one["suppressions"] == []]) == len(results) - 1 > 0


def test_held_against_another_version_a_finding_is_new_or_unchanged_and_keeps_its_fingerprint() -> None:
    report = linted(DRAFT)
    (draft,) = report.drafts
    alone = run_of(report)["results"]
    assert not any("baselineState" in one for one in alone)
    known = [known for _, known in identify(draft, draft.findings, "")][1:]
    held = run_of(compare(report, known, "git:main", ""))
    states = {one["partialFingerprints"][FINGERPRINT]: one["baselineState"] for one in held["results"]}
    assert list(states) == [one["partialFingerprints"][FINGERPRINT] for one in alone]
    assert list(states.values()) == ["new"] + ["unchanged"] * len(known) + ["unchanged"]  # the last one is silenced
    notes = [one["message"]["text"] for one in held["invocations"][0]["toolExecutionNotifications"]]
    assert f"held against git:main: {len(known)} known and not shown, 0 gone" in notes


def test_a_rule_that_broke_is_an_error_of_the_run_and_no_finding() -> None:
    (invocation,) = run_of(replace(linted(DRAFT), failures=("rules/x.yaml: it broke",)))["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0] == {
        "level": "error",
        "message": {"text": "rules/x.yaml: it broke"},
    }
    assert run_of(linted(DRAFT))["invocations"][0]["executionSuccessful"] is True


def test_what_was_not_judged_is_told() -> None:
    notes = run_of(linted("mandate: 1\ndocument: {date: 2013\n"))["invocations"][0]["toolExecutionNotifications"]
    assert [note["level"] for note in notes] == ["note"]
    assert notes[0]["message"]["text"].startswith("not judged: ")


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("a/b.yaml", {"uri": "a/b.yaml", "uriBaseId": ROOT}),
        ("50% of: é #1?.yaml", {"uri": "50%25%20of%3A%20%C3%A9%20%231%3F.yaml", "uriBaseId": ROOT}),
        ("no\udcff.yaml", {"uri": "no%FF.yaml", "uriBaseId": ROOT}),
        ("<stdin>", {"uri": "%3Cstdin%3E"}),
    ],
)
def test_a_file_has_an_address_below_the_top(source: str, address: dict[str, str]) -> None:
    assert artifact(source, "") == address


def test_a_file_beyond_the_top_has_an_address_of_its_own(tmp_path: Path) -> None:
    outside, top = tmp_path / "a b.yaml", tmp_path / "top"
    address = artifact(str(outside), str(top))
    assert address.keys() == {"uri"}
    assert unquote(address["uri"]) == unquote(outside.as_uri())
    assert artifact(str(top / "a.yaml"), str(top)) == {"uri": "a.yaml", "uriBaseId": ROOT}
