"""Two configurations under one run: each draft is judged by the one that is nearest, and that is told."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Done
from mandatelint.config.files import Configs
from mandatelint.files import read_whole
from rule_files import rule_text
from team_folder import DRAFT, put

Go = Callable[..., Done]
TOLD = "mandatelint: each draft is judged by its nearest configuration: "


@pytest.fixture(autouse=True)
def _folders(go: Go) -> None:  # after `go`, which has the folder
    """`a` is configured by the file above it, `b` by its own; each pack has a rule that fires."""
    for pack in ("one", "b/two"):
        put(f"{pack}/tasks/{Path(pack).name}-task.yaml", rule_text())
    for folder in ("a", "b"):
        put(f"{folder}/draft.yaml")
    configure("", "")


def configure(outer: str, inner: str) -> None:
    put("mandatelint.yaml", f"rules: [one]\npacks: [one]\n{outer}")
    put("b/mandatelint.yaml", f"rules: [two]\npacks: [two]\n{inner}")


def report(go: Go, *arguments: str) -> dict[str, Any]:
    done = go("check", *arguments, "-f", "json")
    assert done.out, done.err
    content: dict[str, Any] = json.loads(done.out)
    return content


def found(go: Go, *arguments: str) -> set[tuple[str, str, str]]:
    return {(one["source"], one["rule"], one["severity"]) for one in report(go, *arguments)["findings"]}


BOTH = {("a/draft.yaml", "one-task", "warning"), ("b/draft.yaml", "two-task", "warning")}


@pytest.mark.parametrize("paths", [(), (".",), ("a", "b"), ("a/draft.yaml", "b/draft.yaml"), ("*/draft.yaml",)])
def test_each_draft_has_the_rules_of_its_nearest_configuration(go: Go, paths: tuple[str, ...]) -> None:
    assert found(go, *paths) == BOTH


def test_a_run_over_both_finds_what_a_run_over_each_does(go: Go) -> None:
    assert found(go) == found(go, "a") | found(go, "b")


def test_severities_and_what_is_left_out_are_those_of_the_nearest(go: Go) -> None:
    configure("severities: {one-task: info}\nper-file-ignores: {b/: [ALL]}\nignore: [two-task]", "")
    with pytest.raises(AssertionError, match="no rule, category"):  # the outer one does not know the rules of the inner
        found(go)
    configure("severities: {one-task: info}\nper-file-ignores: {b/: [ALL]}", "severities: {two-task: error}")
    assert found(go) == {("a/draft.yaml", "one-task", "info"), ("b/draft.yaml", "two-task", "error")}
    configure("", "per-file-ignores: {draft.yaml: [ALL]}")
    assert found(go) == {("a/draft.yaml", "one-task", "warning")}


def test_files_are_excluded_by_the_nearest(go: Go) -> None:
    for file in ("a/old/x.yaml", "b/old/x.yaml", "a/new/x.yaml", "b/new/x.yaml"):
        put(file)
    configure("exclude: [old/]", "exclude: [/new/]")
    drafts = [name for name in go("check", "--show-files").out.split() if name.endswith("x.yaml")]
    assert drafts == ["a/new/x.yaml", "b/old/x.yaml"]
    assert go("check", "--show-files", "b/new/x.yaml", "a/draft.yaml", "--force-exclude").out == "a/draft.yaml\n"
    drafts = go("check", "--show-files", "--exclude", "old/").out.split()
    assert [name for name in drafts if name.endswith("x.yaml")] == ["a/new/x.yaml", "b/new/x.yaml"]


def test_comments_are_taken_on_the_terms_of_the_nearest(go: Go) -> None:
    for folder, rule in (("a", "one-task"), ("b", "two-task")):
        put(f"{folder}/draft.yaml", f"{DRAFT}# mandatelint: file-ignore[{rule}]\n")
    configure("", "suppressions: {reason: required}")
    assert ("b/draft.yaml", "two-task", "warning") in found(go)
    assert ("a/draft.yaml", "one-task", "warning") not in found(go)
    waivers = json.loads(go("waivers", "-f", "json").out)["waivers"]
    assert [(one["source"], one["state"]) for one in waivers] == [
        ("a/draft.yaml", "active"),
        ("b/draft.yaml", "refused"),
    ]


def test_it_is_told_which_holds_and_what_is_asked_in_vain(go: Go) -> None:
    configure("", "fail-level: warning\nstrict: true\n")
    done = go("check")
    assert done.code == 0
    assert done.err.splitlines() == [
        f"{TOLD}mandatelint.yaml for 1 draft and b/mandatelint.yaml for 1 draft; format, fail level and baseline are "
        "those of mandatelint.yaml; --config FILE names one for all",
        "mandatelint: b/mandatelint.yaml: `fail-level` and `strict` would hold for a run that starts in that folder, "
        "and not for this one",
    ]
    for command in ("waivers", "coverage"):
        assert go(command).err.startswith(TOLD)
    assert go("check", "b").code == 1


@pytest.mark.parametrize("arguments", [("a",), ("b",), ("-q",), ("--no-config",), ("--config", "mandatelint.yaml")])
def test_where_one_holds_for_all_nothing_is_told(go: Go, arguments: tuple[str, ...]) -> None:
    assert go("check", *arguments).err == ""


def test_an_option_goes_before_both_and_a_named_one_holds_for_all(go: Go) -> None:
    put("b/mandatelint.yaml", "packs: [one, two]\n")
    assert found(go, "--rules", "one", "--rules", "b/two", "--select", "one-task") == {
        (file, "one-task", "warning") for file in ("a/draft.yaml", "b/draft.yaml")
    }
    configure("", "")
    named = found(go, "--config", "b/mandatelint.yaml")
    assert named == {(file, "two-task", "warning") for file in ("a/draft.yaml", "b/draft.yaml")}
    assert found(go, "--no-config").isdisjoint(BOTH)


def test_one_below_a_folder_without_any_holds_below_it(go: Go) -> None:
    Path("mandatelint.yaml").unlink()
    done = go("check", "-f", "json")
    content = json.loads(done.out)
    assert {one["rule"] for one in content["findings"] if one["source"] == "b/draft.yaml"} == {"two-task"}
    assert "no-political-task" in {one["rule"] for one in content["findings"] if one["source"] == "a/draft.yaml"}
    assert done.err == (
        f"{TOLD}none for 1 draft and b/mandatelint.yaml for 1 draft; the run itself has none; "
        "--config FILE names one for all\n"
    )


def test_a_mistake_in_any_of_them_is_told_before_any_work(go: Go) -> None:
    place = put("b/mandatelint.yaml", "rules: [«nowhere]\n")
    done = go("check")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"mandatelint: {place}: b/nowhere: there is no such file or folder of rules")


def test_a_configuration_that_no_draft_is_nearest_to_changes_nothing(go: Go) -> None:
    Path("b/draft.yaml").unlink()
    done = go("check", "-f", "json")
    assert done.err == ""
    content = json.loads(done.out)
    assert (content["summary"]["rules"], len(content["outcomes"])) == (1, 1)


def test_the_report_knows_the_rules_of_both_and_asks_each_of_its_own_drafts(go: Go) -> None:
    content = report(go)
    assert content["summary"]["rules"] == 2
    outcomes = {
        draft["source"]: {one["rule"]: one["outcome"] for one in draft["rules"]} for draft in content["outcomes"]
    }
    assert outcomes == {
        "a/draft.yaml": {"one-task": "fail", "two-task": "not-applicable"},
        "b/draft.yaml": {"one-task": "not-applicable", "two-task": "fail"},
    }


def test_drafts_stand_in_the_order_in_which_they_are_found(go: Go) -> None:
    put("c/draft.yaml")
    assert [draft["source"] for draft in report(go)["outcomes"]] == ["a/draft.yaml", "b/draft.yaml", "c/draft.yaml"]


def test_coverage_sets_the_lessons_of_both_against_all_drafts(go: Go) -> None:
    put("mandatelint.yaml", "select: [L04]\n")
    put("b/mandatelint.yaml", "select: [L05]\n")
    content = json.loads(go("coverage", "-f", "json").out)
    outcomes = {
        draft["file"]: {one["lesson"]: one["outcome"] for one in draft["lessons"]} for draft in content["drafts"]
    }
    assert outcomes.keys() == {"a/draft.yaml", "b/draft.yaml"}
    assert outcomes["a/draft.yaml"]["L05"] == outcomes["b/draft.yaml"]["L04"] == "not-applicable"
    assert outcomes["b/draft.yaml"]["L05"] == "fail"


def test_a_lesson_that_is_not_asked_of_a_file_is_not_applicable_there(go: Go) -> None:
    configure("", "")
    put("b/mandatelint.yaml", "select: [L05]\nper-file-ignores: {draft.yaml: [L05]}\n")
    put("b/other.yaml")
    content = json.loads(go("coverage", "b", "-f", "json").out)
    outcomes = {draft["file"]: draft["lessons"][0]["outcome"] for draft in content["drafts"]}
    assert outcomes == {"b/draft.yaml": "not-applicable", "b/other.yaml": "fail"}


# What was known before


def test_a_baseline_is_that_of_the_run_and_holds_for_the_drafts_of_both(go: Go) -> None:
    configure("baseline: known.json", "")
    assert go("check", "--write-baseline").out == "known.json: 2 known findings written\n"
    assert found(go) == set()
    assert "2 known and not shown, 0 gone" in go("check").out
    put("b/draft.yaml", "mandate: 1\n")
    assert go("check", "--prune-baseline", "-q").code == 0
    known = json.loads(Path("known.json").read_text(encoding="utf-8"))["findings"]
    assert ("a/draft.yaml", "one-task") in {(one["file"], one["rule"]) for one in known}


def test_what_is_mandatory_in_one_is_known_in_the_other(go: Go) -> None:
    configure("baseline: known.json", "suppressions: {mandatory: [two-task]}")
    assert go("check", "--write-baseline").out == "known.json: 1 known finding written\n"
    assert found(go) == {("b/draft.yaml", "two-task", "warning")}


def test_an_earlier_version_is_judged_by_the_same_configuration(go: Go, plain_environment: dict[str, str]) -> None:
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "before"]):
        subprocess.run(["git", *command], check=True, env=plain_environment)
    assert found(go, "--against", "git:HEAD") == set()
    put("b/new.yaml")
    assert found(go, "--against", "git:HEAD") == {("b/new.yaml", "two-task", "warning")}


def test_no_output_is_written_over_what_either_of_them_reads(go: Go) -> None:
    for file in ("b/mandatelint.yaml", "b/two/tasks/two-task.yaml"):
        before = Path(file).read_text(encoding="utf-8")
        assert go("check", "--output-file", file).code == 2
        assert Path(file).read_text(encoding="utf-8") == before


def test_every_configuration_is_read_once(go: Go, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        put(f"b/{number}/{number}/draft.yaml")
    read: list[str] = []

    def counted(file: Path, most: int) -> bytes:
        read.append(file.name)
        return read_whole(file, most)

    monkeypatch.setattr("mandatelint.config.files.read_whole", counted)
    configs = Configs()
    nearest = [configs.nearest(file.parent.resolve()) for file in sorted(Path("b").rglob("draft.yaml"))]
    assert {config.document.source for config in nearest if config is not None} == {"b/mandatelint.yaml"}
    assert read == ["mandatelint.yaml"]
