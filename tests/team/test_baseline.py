"""What a repository knows of its drafts already is summed up; what is new is told, and alone makes the exit code 1."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from conftest import Done
from mandatelint.schema import load
from team_folder import BEGINNING
from variants import EXAMPLES

Run = Callable[..., Done]

# In errors: no political task, no exit benchmark.
DRAFT = (
    BEGINNING
    + """\
    mandate_period: {months: 12}
    tasks:
      - {id: patrols, category: police, text: patrols}
"""
)
MENDED = DRAFT.replace("category: police", "category: good-offices")
WORSE = DRAFT.replace("text: patrols", "texts: patrols")
MISSION = DRAFT[DRAFT.index("  - id") :]
SECOND = MISSION.replace("mission", "police").replace("un-police", "un-mission").replace("patrols", "rounds")
TWO = DRAFT.replace("object: mission}", "object: mission}, {kind: establish, object: police}") + SECOND
BASELINE = "mandatelint-baseline.json"


def put(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")


def report(go: Run, *arguments: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(go("check", *arguments, "-f", "json").out)
    jsonschema.validate(content, load("report"), jsonschema.Draft202012Validator)
    return content


def rules(content: dict[str, Any]) -> list[str]:
    return [finding["rule"] for finding in content["findings"]]


def entries(file: str = BASELINE) -> set[str]:
    """What a baseline holds, as `file rule at`."""
    content = json.loads(Path(file).read_text(encoding="utf-8"))
    assert content["version"] == 2
    return {f"{entry['file']} {entry['rule']} {entry['at']}" for entry in content["findings"]}


@pytest.fixture
def known(go: Run) -> Run:
    """A folder with a draft of which all is known."""
    put("draft.yaml", DRAFT)
    put(".mandatelint.yaml", f"baseline: {BASELINE}\n")
    assert go("check", "--write-baseline").code == 0
    return go


def test_what_was_written_is_known_and_summed_up(go: Run) -> None:
    put("draft.yaml", DRAFT)
    assert go("check").code == 1
    written = go("check", "--write-baseline")
    assert written.code == 0
    number = len(entries())
    assert written.out == (
        f"{BASELINE}: {number} known findings written; check with `--baseline {BASELINE}`,"
        " or name it in the configuration\n"
    )
    checked = go("check", "--baseline", BASELINE)
    assert checked.code == 0
    assert "no-political-task" not in checked.out
    assert f"held against {BASELINE}: {number} known and not shown, 0 gone" in checked.out


def test_the_file_is_the_same_from_run_to_run_with_one_finding_a_line(known: Run) -> None:
    first = Path(BASELINE).read_text(encoding="utf-8")
    known("check", "--write-baseline")
    assert Path(BASELINE).read_text(encoding="utf-8") == first
    assert first.count('{"file": "draft.yaml", "rule": ') == len(entries()) == first.count("\n") - 5


def test_moved_lines_and_other_words_are_known_still(known: Run) -> None:
    put(
        "draft.yaml",
        "# a comment\n" * 40 + DRAFT.replace("text: patrols", "text: goes on patrol with the host's police"),
    )
    assert known("check", "--fail-level", "info").code == 0


def test_only_what_is_new_is_told_and_counts(known: Run) -> None:
    put("draft.yaml", WORSE)
    checked = known("check")
    assert checked.code == 1
    assert "unknown-field" in checked.out
    assert "no-political-task" not in checked.out
    assert "1 draft, " in checked.out
    assert ": 1 error\n" in checked.out
    assert known("check", "--fail-level", "never").code == 0


def test_a_second_finding_of_a_known_rule_is_new(known: Run) -> None:
    put("draft.yaml", TWO)
    content = report(known)
    assert all(finding["path"][:2] == ["operations", 1] for finding in content["findings"])
    assert {"no-political-task", "missing-exit-benchmarks"} <= set(rules(content))
    assert content["compared"]["gone"] == []


def test_the_report_for_programs_names_what_it_was_held_against_and_what_is_gone(known: Run) -> None:
    number = len(entries())
    put("draft.yaml", MENDED)
    compared = report(known)["compared"]
    (gone,) = (one for one in compared["gone"] if one["rule"] == "no-political-task")
    assert (gone["file"], gone["at"]) == ("draft.yaml", "operations[mission].tasks")
    assert compared["name"] == BASELINE
    assert compared["known"] == number - len(compared["gone"])
    assert report(known, "--baseline", "")["compared"] is None


def test_a_new_finding_has_the_fingerprint_that_it_has_without_a_baseline(known: Run) -> None:
    put("draft.yaml", TWO)
    new, all_ = report(known), report(known, "--baseline", "")
    fingerprints = [finding["fingerprint"] for finding in all_["findings"]]
    assert len(set(fingerprints)) == len(fingerprints)
    assert {finding["fingerprint"] for finding in new["findings"]} < set(fingerprints)


def test_two_formats_say_the_same(known: Run) -> None:
    put("draft.yaml", WORSE)
    checked = known("check", "-f", "text", "-f", "json=report.json", "-f", "jsonl=report.jsonl")
    assert checked.code == 1
    content = json.loads(Path("report.json").read_text(encoding="utf-8"))
    assert rules(content) == ["unknown-field"]
    assert json.loads(Path("report.jsonl").read_text(encoding="utf-8")) == content["findings"][0]
    assert f"{content['compared']['known']} known and not shown" in checked.out


# Folders


def test_files_are_known_from_every_folder(known: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    put("deep/er/draft.yaml", DRAFT)
    known("check", "--write-baseline")
    assert any(entry.startswith("deep/er/draft.yaml ") for entry in entries())
    top = Path.cwd()
    for folder, path in (("deep/er", "."), ("deep", str(top / "deep/er/draft.yaml")), ("..", top.name)):
        monkeypatch.chdir(top / folder)
        checked = known("check", path)
        assert checked.code == 0, checked.out


def test_a_file_outside_of_the_folder_of_the_configuration_is_known_too(
    known: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("other/far.yaml", DRAFT)
    put("team/.mandatelint.yaml", "baseline: known.json\n")
    assert known("check", "other/far.yaml", "--config", "team/.mandatelint.yaml", "--write-baseline").code == 0
    assert all(entry.startswith("../other/far.yaml ") for entry in entries("team/known.json"))
    monkeypatch.chdir("other")
    assert known("check", "far.yaml", "--config", "../team/.mandatelint.yaml").code == 0


def test_a_folder_that_is_reached_over_a_link_is_the_same_folder(known: Run) -> None:
    link = Path.cwd().with_name(f"{Path.cwd().name}-link")
    link.symlink_to(Path.cwd())
    assert known("check", str(link / "draft.yaml")).code == 0


def test_standard_input_is_known_as_the_file_that_it_stands_for(known: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, code in (("draft.yaml", 0), ("other.yaml", 1)):
        with open("draft.yaml", encoding="utf-8") as stream:  # noqa: PTH123 # what stands in for a stream
            monkeypatch.setattr("sys.stdin", stream)
            assert known("check", "-", "--stdin-filename", name).code == code


# Folders: a baseline sees the drafts from the folder in which it lies

CONFIGURED = pytest.mark.parametrize("config", [None, "fail-level: error\n"], ids=["unconfigured", "configured"])


def put_tree(config: str | None) -> Path:
    """A repository with its baseline in one folder and drafts of one name in three; where it lies."""
    for name in ("draft.yaml", "texts/draft.yaml", "known/draft.yaml"):
        put(f"repository/{name}", DRAFT)
    if config is not None:
        put("repository/mandatelint.yaml", config)
    return Path("repository").resolve()


@CONFIGURED
def test_a_baseline_is_the_same_file_whichever_folder_it_is_written_from(
    config: str | None, go: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = put_tree(config)
    written = set()
    for folder, paths, file in (
        (".", ["."], "known/known.json"),
        ("texts", [".."], "../known/known.json"),
        ("known", ["..", str(top / "draft.yaml")], "known.json"),
        ("known", [str(top)], str(top / "known/known.json")),
    ):
        monkeypatch.chdir(top / folder)
        assert go("check", *paths, f"--write-baseline={file}").code == 0
        written.add((top / "known/known.json").read_text(encoding="utf-8"))
        (top / "known/known.json").unlink()
    (text,) = written
    files = {entry["file"] for entry in json.loads(text)["findings"]}
    assert files == {"../draft.yaml", "../texts/draft.yaml", "draft.yaml"}


@CONFIGURED
def test_a_baseline_silences_the_file_that_it_means_and_no_other_of_that_name(
    config: str | None, go: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = put_tree(config)
    known = str(top / "known.json")
    assert go("check", str(top / "draft.yaml"), f"--write-baseline={known}").code == 0
    for folder in (".", "texts", "known"):
        monkeypatch.chdir(top / folder)
        for file in (known, os.path.relpath(known)):
            assert go("check", os.path.relpath(top / "draft.yaml"), "--baseline", file).code == 0
            assert go("check", str(top / "draft.yaml"), "--baseline", file).code == 0
            assert go("check", str(top / "texts/draft.yaml"), "--baseline", file).code == 1
    assert go("check", "draft.yaml", "--baseline", "../known.json").code == 1


@CONFIGURED
def test_a_repository_may_move_and_be_reached_over_a_link(
    config: str | None, go: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = put_tree(config)
    go("check", "repository", "--write-baseline=repository/known/known.json")
    top.rename("moved")
    Path("link").symlink_to("moved")
    for path in ("moved", "link", "link/texts/draft.yaml"):
        assert go("check", path, "--baseline", "moved/known/known.json").code == 0
        assert go("check", path, "--baseline", "link/known/known.json").code == 0
    monkeypatch.chdir("link/texts")
    assert go("check", "draft.yaml", "--baseline", "../known/known.json").code == 0


def test_a_draft_in_a_linked_folder_is_known_by_both_names(go: Run) -> None:
    put("real/draft.yaml", DRAFT)
    Path("link").symlink_to("real")
    go("check", "link/draft.yaml", "--write-baseline")
    assert {entry.split()[0] for entry in entries()} == {"real/draft.yaml"}
    for name in ("link/draft.yaml", "real/draft.yaml", "link", "real"):
        assert go("check", name, "--baseline", BASELINE).code == 0


def test_a_baseline_that_is_a_link_sees_the_drafts_from_where_it_really_lies(go: Run) -> None:
    put("draft.yaml", DRAFT)
    put("far/known.json", "")
    Path("known.json").symlink_to("far/known.json")
    go("check", "draft.yaml", "--write-baseline=known.json")
    assert {entry.split()[0] for entry in entries("far/known.json")} == {"../draft.yaml"}
    for name in ("known.json", "far/known.json"):
        assert go("check", "draft.yaml", "--baseline", name).code == 0


def test_a_baseline_that_comes_over_a_pipe_sees_the_drafts_from_the_working_folder(go: Run) -> None:
    put("draft.yaml", DRAFT)
    go("check", "--write-baseline")
    ending, beginning = os.pipe()
    os.write(beginning, Path(BASELINE).read_bytes())
    os.close(beginning)
    assert go("check", "--baseline", f"/dev/fd/{ending}").code == 0
    os.close(ending)


@CONFIGURED
def test_standard_input_is_known_as_the_file_it_stands_for_from_every_folder(
    config: str | None, go: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = put_tree(config)
    go("check", str(top / "draft.yaml"), f"--write-baseline={top / 'known/known.json'}")
    monkeypatch.chdir(top / "texts")
    for name, code in (("../draft.yaml", 0), (str(top / "draft.yaml"), 0), ("draft.yaml", 1)):
        asked = ["check", "-", "--stdin-filename", name, "--baseline", "../known/known.json"]
        assert go(*asked, stdin=DRAFT).code == code


def test_what_is_gone_is_named_as_the_report_names_files(go: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    top = put_tree(None)
    go("check", str(top / "draft.yaml"), f"--write-baseline={top / 'known/known.json'}")
    put("repository/draft.yaml", MENDED)
    monkeypatch.chdir(top / "texts")
    gone = report(go, "../draft.yaml", "--baseline", "../known/known.json")["compared"]["gone"]
    assert {one["file"] for one in gone} == {"../draft.yaml"}


@CONFIGURED
def test_pruning_from_another_folder_takes_out_the_same(
    config: str | None, go: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = put_tree(config)
    file = str(top / "known/known.json")
    go("check", str(top), f"--write-baseline={file}")
    (top / "draft.yaml").unlink()
    monkeypatch.chdir(top / "texts")
    assert go("check", ".", "--baseline", "../known/known.json", "--prune-baseline").code == 0
    assert {entry.split()[0] for entry in entries(file)} == {"../texts/draft.yaml", "draft.yaml"}


# Baselines of version 1: files as seen from the configuration, or from the working folder without one


def put_first_version(file: str, seen: str, other: str) -> None:
    """A baseline as version 1 had it, from one of today: `seen` is what it calls the file that lies at `other`."""
    content = json.loads(Path(file).read_text(encoding="utf-8"))
    found = [{**entry, "file": seen} for entry in content["findings"] if entry["file"] == other]
    assert found
    put(file, json.dumps({"version": 1, "findings": found}))


def test_an_old_baseline_of_a_configuration_is_read_as_before(go: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    top = put_tree("baseline: known/known.json\n")
    go("check", "repository", "--write-baseline")
    put_first_version("repository/known/known.json", "texts/draft.yaml", "../texts/draft.yaml")
    monkeypatch.chdir(top / "known")
    assert go("check", "../texts/draft.yaml").code == 0
    assert go("check", "draft.yaml").code == 1
    assert go("check", "../texts", "--prune-baseline").code == 0
    assert {entry.split()[0] for entry in entries("known.json")} == {"../texts/draft.yaml"}
    assert go("check", "../texts/draft.yaml").code == 0


def test_an_old_baseline_in_the_working_folder_is_read_as_before(go: Run) -> None:
    put("draft.yaml", DRAFT)
    go("check", "--write-baseline")
    put_first_version(BASELINE, "draft.yaml", "draft.yaml")
    assert go("check", "--baseline", BASELINE).code == 0


def test_an_old_baseline_elsewhere_is_told_with_the_command_that_rewrites_it(
    go: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = put_tree(None)
    monkeypatch.chdir(top)
    go("check", "draft.yaml", "--write-baseline")
    put_first_version(BASELINE, "draft.yaml", "draft.yaml")
    monkeypatch.chdir("texts")
    checked = go("check", "draft.yaml", "--baseline", f"../{BASELINE}")
    assert (checked.code, checked.out) == (2, "")
    assert checked.err == (
        f"mandatelint: ../{BASELINE}: the baseline is of version 1, which does not say from which folder it sees the"
        f" drafts; write it anew with `mandatelint check --write-baseline=../{BASELINE}`\n"
    )
    assert go("check", f"--write-baseline=../{BASELINE}").code == 0
    assert go("check", "draft.yaml", "--baseline", f"../{BASELINE}").code == 0


# A baseline that grows old


def test_pruning_takes_out_what_is_mended_and_files_that_are_gone_and_nothing_else(known: Run) -> None:
    for name in ("mended", "kept", "deleted"):
        put(f"{name}.yaml", DRAFT)
    known("check", "--write-baseline")
    before = entries()
    put("mended.yaml", MENDED)
    Path("deleted.yaml").unlink()
    pruned = known("check", "mended.yaml", "--prune-baseline")
    assert pruned.code == 0
    assert {entry.split()[0] for entry in before - entries()} == {"mended.yaml", "deleted.yaml"}
    assert "mended.yaml no-political-task operations[mission].tasks" not in entries()
    assert "mended.yaml missing-exit-benchmarks operations[mission].exit" in entries()
    assert {entry for entry in before if entry.startswith(("kept", "draft"))} <= entries()
    assert pruned.out == f"{BASELINE}: {len(before - entries())} of {len(before)} known findings taken out\n"


def test_pruning_adds_nothing(known: Run) -> None:
    before = entries()
    put("draft.yaml", WORSE)
    known("check", "--prune-baseline")
    assert entries() == before


@pytest.mark.parametrize(
    ("options", "text"),
    [
        pytest.param(["--select", "L05"], DRAFT, id="rules that were not asked"),
        pytest.param([], DRAFT.replace("tasks:", "tasks: ["), id="a draft that cannot be read"),
        pytest.param([], DRAFT.replace("mandate: 1", "mandate: 2"), id="a draft in a later format"),
    ],
)
def test_what_cannot_be_seen_is_not_taken_for_mended(options: list[str], text: str, known: Run) -> None:
    before = entries()
    put("draft.yaml", text)
    assert report(known, *options)["compared"]["gone"] == []
    assert known("check", "--prune-baseline", *options).code == 0
    assert entries() == before


def test_what_is_not_known_for_now_is_not_taken_for_mended(known: Run) -> None:
    put("draft.yaml", DRAFT.replace("category: police", "category: polise"))
    gone = [one["rule"] for one in report(known)["compared"]["gone"]]
    assert "no-political-task" not in gone


def test_a_draft_that_cannot_be_read_is_told_whatever_is_known(known: Run) -> None:
    put("draft.yaml", "mandate: 1\ntasks: [\n")
    known("check", "--write-baseline")
    checked = known("check")
    assert checked.code == 1
    assert "yaml-syntax" in checked.out


# Mandatory rules


def test_a_mandatory_rule_is_neither_written_nor_known_nor_gone(known: Run) -> None:
    put(".mandatelint.yaml", f"baseline: {BASELINE}\nsuppressions: {{mandatory: [no-political-task]}}\n")
    checked = report(known)
    assert rules(checked) == ["no-political-task"]
    assert checked["compared"]["gone"] == []
    known("check", "--prune-baseline")
    assert not any("no-political-task" in entry for entry in entries())
    known("check", "--write-baseline")
    assert entries()
    assert not any("no-political-task" in entry for entry in entries())


# Files that are no baseline


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "known.json:1:1: the baseline is no JSON: Expecting value; write it anew with --write-baseline"),
        ('{\n<<<<<<< HEAD\n"version": 1}', "known.json:2:1: the baseline is no JSON"),
        ("[]", "known.json: this is no baseline"),
        ('{"version": 1}', "known.json: this is no baseline"),
        ('{"version": 1, "findings": {"rule": 1}}', "known.json: this is no baseline"),
        ('{"version": 1, "findings": [{"rule": "x", "source": "draft.yaml"}]}', "known.json: this is no baseline"),
        ("[" * 100_000, "known.json: this is no baseline"),
        ("1" * 10_000, "known.json: this is no baseline"),
        ('{"version": 3, "findings": []}', "of version 3, and 2 can be read; update mandatelint"),
        (b"\xff\xfe\x00", "known.json: the baseline is no text in UTF-8"),
    ],
)
def test_a_file_that_is_no_baseline_is_told_before_anything_is_linted(content: str | bytes, says: str, go: Run) -> None:
    put("draft.yaml", DRAFT)
    Path("known.json").write_bytes(content if isinstance(content, bytes) else content.encode())
    checked = go("check", "--baseline", "known.json")
    assert (checked.code, checked.out) == (2, "")
    assert checked.err.startswith("mandatelint: known.json")
    assert says in checked.err
    assert checked.err.count("\n") == 1


def test_a_mark_at_the_beginning_of_the_file_is_no_mistake(known: Run) -> None:
    Path(BASELINE).write_bytes(b"\xef\xbb\xbf" + Path(BASELINE).read_bytes())
    assert known("check").code == 0


def test_a_baseline_that_is_not_there_is_told_with_the_place_that_names_it(known: Run) -> None:
    Path(BASELINE).unlink()
    checked = known("check")
    assert checked.code == 2
    assert checked.err == (
        f"mandatelint: .mandatelint.yaml:1:11: the baseline {BASELINE} is not there;"
        " `mandatelint check --write-baseline` writes one\n"
    )
    assert "nowhere.json: there is no such baseline" in known("check", "--baseline", "nowhere.json").err
    assert known("check", "--baseline", ".").code == 2


@pytest.mark.parametrize("place", ["nowhere/known.json", "."])
def test_a_place_that_cannot_be_written_is_told(place: str, go: Run) -> None:
    put("draft.yaml", DRAFT)
    checked = go("check", f"--write-baseline={place}")
    assert checked.code == 2
    assert checked.err.startswith(f"mandatelint: {place}: ")


@pytest.mark.parametrize("name", ["draft.yaml", "draft.json", "new.yml"])
def test_a_baseline_is_not_written_over_a_draft(name: str, go: Run) -> None:
    """`--write-baseline draft.yaml` takes what follows for the file to write."""
    put("other.yaml", DRAFT)
    text = DRAFT if name == "draft.yaml" else '{"mandate": 1}'
    if not name.startswith("new"):
        put(name, text)
    checked = go("check", "--write-baseline", name)
    assert checked.code == 2
    assert f"{name}: a baseline is a JSON file of its own" in checked.err
    assert name.startswith("new") or Path(name).read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    "options",
    [
        ["--write-baseline", "--prune-baseline"],
        ["--prune-baseline"],
        ["--write-baseline=known.json", "--against", "git:HEAD"],
    ],
)
def test_options_that_contradict_each_other_are_told(options: list[str], go: Run) -> None:
    put("draft.yaml", DRAFT)
    assert go("check", *options).code == 2
    assert not Path("known.json").exists()


def test_where_there_is_no_draft_nothing_is_written(go: Run) -> None:
    assert go("check", "--write-baseline").code == 3
    assert not Path(BASELINE).exists()


# Against an earlier version


def test_an_older_folder_stands_for_the_one_that_is_linted(go: Run) -> None:
    put("now/sub/draft.yaml", TWO)
    put("now/new.yaml", DRAFT)
    put("old/sub/draft.yaml", DRAFT)
    content = report(go, "now", "--against", "old")
    assert {finding["source"] for finding in content["findings"]} == {"now/new.yaml", "now/sub/draft.yaml"}
    told = {tuple(finding["path"][:2]) for finding in content["findings"] if "sub" in finding["source"]}
    assert told == {("operations", 1)}
    assert go("check", "now/sub", "--against", "old/sub").code == 1
    put("now/sub/draft.yaml", DRAFT)
    assert go("check", "now/sub", "--against", "old/sub").code == 0
    assert go("check", "now/sub/*.yaml", "--against", "old/sub").code == 0
    assert go("check", "now/sub/draft.yaml", "--against", "old/sub").code == 0
    assert go("check", "now/*b/*.yaml", "--against", "old").code == 0


def test_several_folders_are_held_against_an_older_copy_of_the_whole(go: Run) -> None:
    for folder in ("a", "b", "copy/a", "copy/b"):
        put(f"{folder}/draft.yaml", DRAFT)
    assert go("check", "a", "b", "--against", "copy").code == 0


def test_one_draft_is_held_against_one_older_file(go: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    put("draft.yaml", WORSE)
    put("old/first.yaml", DRAFT)
    content = report(go, "draft.yaml", "--against", "old/first.yaml")
    assert rules(content) == ["unknown-field"]
    assert content["compared"]["name"] == "old/first.yaml"
    with open("draft.yaml", encoding="utf-8") as stream:  # noqa: PTH123 # what stands in for a stream
        monkeypatch.setattr("sys.stdin", stream)
        assert rules(report(go, "-", "--against", "old/first.yaml")) == ["unknown-field"]
    assert "here are 2 files" in go("check", ".", "--against", "old/first.yaml").err


def test_what_is_mandatory_is_told_though_the_earlier_version_had_it(go: Run) -> None:
    put("draft.yaml", DRAFT)
    put(".mandatelint.yaml", "suppressions: {mandatory: [no-political-task]}\n")
    assert rules(report(go, "draft.yaml", "--against", "draft.yaml")) == ["no-political-task"]


def test_a_baseline_and_an_earlier_version_are_both_known(known: Run) -> None:
    put("old.yaml", TWO)
    put("draft.yaml", TWO.replace("text: rounds", "texts: rounds"))
    content = report(known, "draft.yaml", "--against", "old.yaml")
    assert rules(content) == ["unknown-field"]
    assert content["compared"]["name"] == f"{BASELINE} and old.yaml"


def test_a_rule_that_breaks_on_the_earlier_version_is_told_with_the_report(go: Run) -> None:
    rule = (Path(EXAMPLES).parent / "rules/exit/missing-exit-benchmarks.yaml").read_text(encoding="utf-8")
    put(
        "breaks.yaml", re.sub("(?m)^require: .*$", "require: operation.authorized_strength.military > 5", rule, count=1)
    )
    put("draft.yaml", DRAFT + "    authorized_strength: {military: 6}\n")
    put("old.yaml", DRAFT)
    checked = go("check", "draft.yaml", "--against", "old.yaml", "--rules", "breaks.yaml")
    assert checked.code == 2
    assert "the rule breaks broke on draft.yaml" in checked.err
    assert "held against old.yaml" in checked.out


def test_an_earlier_version_that_is_not_there_is_told(go: Run) -> None:
    put("draft.yaml", DRAFT)
    checked = go("check", "--against", "main")
    assert checked.code == 2
    assert "main: there is no such file or folder; write `git:main` for a commit, branch or tag" in checked.err


# Against git


@pytest.fixture
def git(go: Run, plain_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Runs git in the folder, which is a repository with one draft in a commit called first."""
    for name, value in plain_environment.items():
        monkeypatch.setenv(name, value)

    def command(*arguments: str) -> None:
        subprocess.run(["git", *arguments], check=True, capture_output=True)

    put("texts/draft.yaml", DRAFT)
    command("init", "--quiet")
    command("add", "--all")
    command("commit", "--quiet", "--message", "the first draft")
    command("tag", "first")
    return command


@pytest.mark.usefixtures("git")
def test_only_what_a_commit_did_not_have_is_told(go: Run) -> None:
    assert go("check", "--against", "git:HEAD").code == 0
    put("texts/draft.yaml", WORSE)
    content = report(go, "--against", "git:first")
    assert rules(content) == ["unknown-field"]
    assert content["compared"]["name"] == "git:first"
    put("texts/new.yaml", DRAFT)
    assert "texts/new.yaml" in go("check", "--against", "git:first").out


@pytest.mark.usefixtures("git")
def test_git_is_asked_where_the_drafts_are_and_not_where_the_user_is(go: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    top = Path.cwd()
    for folder, path in ((top / "texts", "draft.yaml"), (top, "texts/../texts"), (top.parent, f"{top.name}/texts")):
        monkeypatch.chdir(folder)
        assert go("check", path, "--against", "git:first").code == 0


@pytest.mark.usefixtures("git")
def test_a_hook_of_git_changes_nothing(go: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert go("check", "texts/draft.yaml", "--against", "git:first").code == 0


def test_a_draft_that_was_renamed_is_the_same_draft(go: Run, git: Callable[..., None]) -> None:
    git("mv", "texts/draft.yaml", "texts/réso 2.yaml")
    put("texts/réso 2.yaml", WORSE)
    assert rules(report(go, "--against", "git:first")) == ["unknown-field"]


def test_a_link_in_a_commit_is_no_draft(go: Run, git: Callable[..., None]) -> None:
    Path("link.yaml").symlink_to("texts/draft.yaml")
    git("add", "--all")
    git("commit", "--quiet", "--message", "a link")
    Path("link.yaml").unlink()
    put("link.yaml", DRAFT)
    assert "link.yaml" in go("check", "link.yaml", "--against", "git:HEAD").out


@pytest.mark.usefixtures("git")
@pytest.mark.parametrize("reference", ["nowhere", "first~1", "first:texts", "^first", "-h", "--all", "", "0" * 40])
def test_what_is_no_commit_is_told(reference: str, go: Run) -> None:
    checked = go("check", "--against", f"git:{reference}")
    assert (checked.code, checked.out) == (2, "")
    assert checked.err.startswith("mandatelint: ")
    assert "no commit, branch or tag" in checked.err
    assert checked.err.count("\n") == 1


def test_in_a_shallow_clone_an_older_commit_is_not_there_yet(go: Run, git: Callable[..., None]) -> None:
    git("commit", "--quiet", "--allow-empty", "--message", "second")
    git("clone", "--quiet", "--depth=1", Path.cwd().as_uri(), "clone")
    checked = go("check", "clone/texts", "--against", "git:HEAD~1")
    assert checked.code == 2
    assert "not fetched yet" in checked.err
    assert go("check", "clone/texts", "--against", "git:HEAD").code == 0


def test_outside_of_a_repository_there_is_nothing_to_ask(go: Run) -> None:
    put("draft.yaml", DRAFT)
    checked = go("check", "--against", "git:HEAD")
    assert checked.code == 2
    assert "draft.yaml is in no git repository" in checked.err


@pytest.mark.usefixtures("git")
def test_without_git_that_is_told(go: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    checked = go("check", "--against", "git:HEAD")
    assert checked.code == 2
    assert "git is not installed" in checked.err
