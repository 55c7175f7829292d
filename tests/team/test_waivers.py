"""A team says on what terms comments may silence rules, and has a list of all that do."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from conftest import Done
from mandatelint.schema import load
from team_folder import BEGINNING

Run = Callable[..., Done]

DRAFT = (
    BEGINNING
    + """\
    mandate_period: {months: 12}
    # mandatelint: ignore[no-political-task] the envoy has the politics (until 2027-06-30)
    tasks:
      - {id: patrols, category: police} # mandatelint: ignore[election-without-review]
# mandatelint: file-ignore[missing-exit-benchmarks, no-such-rule] agreed in the annex
"""
)
FIRES = {"no-political-task", "missing-exit-benchmarks"}
ASKED = ["--select", ",".join([*sorted(FIRES), "election-without-review"])]


@pytest.fixture(autouse=True)
def _draft(go: Run) -> None:  # after `go`, which has the folder
    Path("draft.yaml").write_text(DRAFT, encoding="utf-8")


def told(go: Run, *arguments: str) -> dict[str, str]:
    """The rules and checks that `check` tells of, with the severity of each."""
    report = json.loads(go("check", *ASKED, *arguments, "-f", "json").out)
    return {finding["rule"]: finding["severity"] for finding in report["findings"]}


def listed(go: Run, *arguments: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(go("waivers", *ASKED, *arguments, "-f", "json").out)
    jsonschema.validate(content, load("waivers"), jsonschema.Draft202012Validator)
    return content


def configure(suppressions: str, more: str = "") -> None:
    Path(".mandatelint.yaml").write_text(f"suppressions: {suppressions}\n{more}", encoding="utf-8")


def test_a_silenced_finding_comes_back_the_day_after_the_end(go: Run) -> None:
    assert "no-political-task" not in told(go, "--today", "2027-06-30")
    after = told(go, "--today", "2027-07-01")
    assert after["no-political-task"] == "error"
    assert after["expired-suppression"] == "warning"
    assert told(go, "--today", "2027-07-01", "--strict")["expired-suppression"] == "error"


def test_without_a_day_it_is_today_that_counts(go: Run) -> None:
    for days, is_told in ((0, False), (-1, True)):
        end = date.today() + timedelta(days)
        Path("draft.yaml").write_text(DRAFT.replace("2027-06-30", end.isoformat()), encoding="utf-8")
        assert ("no-political-task" in told(go)) is is_told


@pytest.mark.parametrize("day", ["tomorrow", "2027-02-30", "30.06.2027"])
def test_a_day_that_is_none_is_told(day: str, go: Run) -> None:
    for command in ("check", "waivers"):
        done = go(command, "--today", day)
        assert (done.code, done.out) == (2, "")
        assert f"--today cannot be '{day}'; write a day such as 2027-06-30" in done.err


def test_the_list_says_of_each_whether_it_still_silences(go: Run) -> None:
    done = go("waivers", *ASKED, "--today", "2027-06-30")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "draft.yaml:10: no-political-task: active until 2027-06-30, 1 finding",
        "  the envoy has the politics",
        "draft.yaml:12: election-without-review: unused",
        "  (no reason)",
        "draft.yaml:13: missing-exit-benchmarks: active, whole file, 1 finding",
        "  agreed in the annex",
        "",
        "3 waivers: 2 active and 1 unused",
    ]


def test_the_list_for_programs_says_the_same(go: Run) -> None:
    content = listed(go, "--today", "2027-07-01")
    assert content["today"] == "2027-07-01"
    assert content["waivers"][0] == {
        "source": "draft.yaml",
        "line": 10,
        "rule": "no-political-task",
        "scope": "ignore",
        "reason": "the envoy has the politics",
        "until": "2027-06-30",
        "state": "expired",
        "silenced": 0,
    }
    assert [waiver["state"] for waiver in content["waivers"]] == ["expired", "unused", "active"]


def test_a_waiver_of_a_rule_that_was_not_asked_is_listed(go: Run) -> None:
    content = json.loads(go("waivers", "--select", "L05", "-f", "json", "--today", "2027-01-01").out)
    assert [waiver["state"] for waiver in content["waivers"]] == ["not asked", "not asked", "active"]


def test_the_terms_of_the_configuration_hold(go: Run) -> None:
    configure("{reason: required, end-date: required}")
    states = {waiver["rule"]: waiver["state"] for waiver in listed(go, "--today", "2027-01-01")["waivers"]}
    assert states == {
        "no-political-task": "active",
        "election-without-review": "refused",
        "missing-exit-benchmarks": "refused",
    }
    found = told(go, "--today", "2027-01-01")
    assert found["missing-exit-benchmarks"] == found["suppression-without-end"] == "error"
    assert "no-political-task" not in found


@pytest.mark.parametrize("name", ["no-political-task", "L01", "politics", "ALL"])
def test_mandatory_is_a_rule_a_lesson_a_category_or_all(name: str, go: Run) -> None:
    configure(f"{{mandatory: [{name}]}}")
    assert told(go, "--today", "2027-01-01")["no-political-task"] == "error"


@pytest.mark.parametrize(
    "more",
    [
        "ignore: [no-political-task]\n",
        "select: [L05]\n",
        "per-file-ignores: {'*.yaml': [no-political-task]}\n",
        "baseline: known.json\n",
    ],
)
def test_nothing_silences_what_is_mandatory(more: str, go: Run) -> None:
    known = {"version": 1, "findings": [{"file": "draft.yaml", "rule": "no-political-task", "at": at} for at in AT]}
    Path("known.json").write_text(json.dumps(known), encoding="utf-8")
    configure("{mandatory: [no-political-task]}", more)
    done = go("check", "--today", "2027-01-01")
    assert done.code == 1
    assert "error: no-political-task" in done.out
    assert "nothing silences no-political-task here: .mandatelint.yaml:1:15 makes it mandatory" in " ".join(
        done.out.split()
    )


AT = ("", "operations[mission]", "operations[mission].tasks")


def test_a_draft_that_cannot_be_read_is_told_as_its_waivers_are_not_seen(go: Run) -> None:
    Path("broken.yaml").write_text("mandate: 1\n# mandatelint: file-ignore[L05] x\ntasks: [\n", encoding="utf-8")
    done = go("waivers", *ASKED)
    assert done.code == 0
    assert done.err == ("mandatelint: broken.yaml: the file cannot be read, so that its waivers are not listed\n")
    assert listed(go)["left_out"] == [{"source": "broken.yaml", "reason": "the file cannot be read"}]
    assert go("waivers", "broken.yaml").code == 3


def test_where_there_is_no_waiver_the_list_is_empty(go: Run) -> None:
    Path("draft.yaml").write_text(DRAFT.replace("mandatelint: ", ""), encoding="utf-8")
    done = go("waivers")
    assert (done.code, done.out) == (0, "0 waivers\n")
    Path("draft.yaml").unlink()
    assert go("waivers").code == 3


def test_the_list_can_be_written_to_a_file(go: Run) -> None:
    done = go("waivers", *ASKED, "--output-file", "waivers.txt")
    assert (done.code, done.out) == (0, "")
    assert "3 waivers" in Path("waivers.txt").read_text(encoding="utf-8")
