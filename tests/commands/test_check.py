"""`mandatelint check`: what it reads, prints and exits with."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from conftest import Done
from mandatelint import lint
from mandatelint.ruleset import load_rules
from mandatelint.scaffold import mandate
from mandatelint.schema import load
from rule_files import rule_text
from variants import EXAMPLES

GOOD = (EXAMPLES / "mali-2013/lessons-learned.yaml").read_text(encoding="utf-8")
ERROR = (EXAMPLES / "chad-car-2007/s-res-1778.yaml").read_text(encoding="utf-8")
RULES = len(load_rules().rules)
Run = Callable[..., Done]

# For the rule on everything at once, and for no other: one warning.
ONE_RULE = ("--select", "everything-at-once")
WARNING = """\
mandate: 1
document: {date: 2013-04-25}
actions: [{kind: establish, object: mission}]
operations:
  - id: mission
    name: the mission
    role: un-mission
    kind: peacekeeping-operation
    mandate_period: {months: 12}
    exit: {strategy: {status: requested}}
    tasks:
      - {id: a, category: good-offices}
      - {id: b, category: political-process}
      - {id: c, category: electoral-assistance}
      - {id: d, category: human-rights}
      - {id: e, category: justice}
      - {id: f, category: ddr}
      - {id: g, category: police}
"""


def put(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")


def test_a_good_draft_ends_with_0_and_one_line(go: Run) -> None:
    put("good.yaml", GOOD)
    done = go("check", "good.yaml")
    assert (done.code, done.out, done.err) == (0, f"1 draft, {RULES} rules: no findings\n", "")


def test_an_error_ends_with_1(go: Run) -> None:
    put("bad.yaml", ERROR)
    assert go("check", "bad.yaml").code == 1


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 0),
        (["--strict"], 1),
        (["--fail-level", "warning"], 1),
        (["--fail-level", "info"], 1),
        (["--fail-level", "never"], 0),
        (["--strict", "--exit-zero"], 0),
    ],
)
def test_a_warning_ends_with_1_only_where_it_is_asked_to(go: Run, options: list[str], code: int) -> None:
    put("draft.yaml", WARNING)
    done = go("check", "draft.yaml", *ONE_RULE, *options)
    assert done.code == code
    assert "1 draft, 1 rule: 1 warning" in done.out


def test_exit_zero_does_not_hide_what_could_not_run(go: Run) -> None:
    assert go("check", "--exit-zero", "missing.yaml").code == 2


def test_no_path_means_the_working_folder_and_other_yaml_is_passed_over(go: Run) -> None:
    put("drafts/good.yaml", GOOD)
    put("drafts/good.yml", GOOD)
    put("compose.yaml", "services: {web: {image: x}}\n")
    put(".hidden/bad.yaml", ERROR)
    done = go("check", "-v")
    assert done.code == 0
    assert "2 drafts" in done.out
    assert done.err == (
        "mandatelint: .hidden/ is hidden and was passed over\n"
        "mandatelint: compose.yaml is no draft and was passed over\n"
    )


def test_a_draft_may_be_json(go: Run) -> None:
    put(
        "draft.json",
        '{"mandate": 1, "document": {"date": "2013-04-25"}, "operations": [],'
        ' "actions": [{"kind": "declare-intention"}]}',
    )
    assert go("check").code == 0


def test_globs_and_folders_are_read_once_in_a_fixed_order(go: Run) -> None:
    for name in ("b/two.yaml", "a/one.yaml", "a/deep/three.yaml"):
        put(name, ERROR)
    done = go("check", "**/*.yaml", "a", "-f", "json")
    sources = [draft["source"] for draft in json.loads(done.out)["outcomes"]]
    assert sources == ["a/deep/three.yaml", "a/one.yaml", "b/two.yaml"]


def test_standard_input_is_a_draft(go: Run) -> None:
    done = go("check", "-", stdin=ERROR)
    assert done.code == 1
    assert done.out.startswith("<stdin>:")


def test_a_file_named_by_hand_has_to_be_a_draft(go: Run) -> None:
    put("compose.yaml", "services: {}\n")
    done = go("check", "compose.yaml")
    assert done.code == 1
    assert "compose.yaml:1:1: error: not-a-draft" in done.out
    assert "`mandate: 1`" in done.out


def test_a_draft_in_a_later_format_is_told_so_and_not_judged(go: Run) -> None:
    put("bad.yaml", ERROR.replace("mandate: 1", "mandate: 2"))
    done = go("check", "bad.yaml")
    assert done.code == 1
    assert "bad.yaml:2:10: error: newer-format" in done.out
    assert done.out.count("error: ") == 1
    assert "the draft is written in format 2" in done.out


def test_drafts_only_passes_over_what_is_named_and_no_draft(go: Run) -> None:
    put("compose.yaml", "services: {}\n")
    assert go("check", "--drafts-only", "compose.yaml").code == 0
    put("bad.yaml", ERROR)
    assert go("check", "--drafts-only", "compose.yaml", "bad.yaml").code == 1


def test_a_folder_without_drafts_ends_with_3_and_says_what_a_draft_is(go: Run) -> None:
    put("config.yaml", "a: 1\n")
    done = go("check")
    assert done.code == 3
    assert done.err == (
        "mandatelint: no draft in this folder: a draft is a .yaml, .yml or .json file with `mandate: 1` at its top; "
        "1 other file passed over\n"
    )


def test_a_selection_that_leaves_no_rule_ends_with_3(go: Run) -> None:
    put("good.yaml", GOOD)
    done = go("check", "good.yaml", "--select", "L05", "--ignore", "exit")
    assert done.code == 3
    assert "no rule is left" in done.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "missing.yaml"], "mandatelint: missing.yaml: there is no such file or folder\n"),
        (
            ["check", "drfat.yaml"],
            "mandatelint: drfat.yaml: there is no such file or folder; did you mean draft.yaml?\n",
        ),
        (["check", "*.txt"], "mandatelint: *.txt: the pattern matches no file\n"),
        (
            ["check", "--select", "L5"],
            "mandatelint: no rule, category, lesson or pack is called 'L5'; did you mean 'L25'?\n",
        ),
        (["rule", "L05"], "mandatelint: no rule is called 'L05'; "),
        (["check", "-f", "jsom"], "mandatelint: no format is called 'jsom'; did you mean 'json'?\n"),
        (
            ["lesson", "exit-benchmark"],
            "mandatelint: no lesson is called 'exit-benchmark'; did you mean 'exit-benchmarks'?\n",
        ),
        (["check", "--rules", "nowhere"], "mandatelint: nowhere: there is no such file or folder of rules\n"),
    ],
)
def test_a_mistake_of_the_user_is_one_message_and_2(go: Run, arguments: list[str], message: str) -> None:
    put("draft.yaml", WARNING)
    done = go(*arguments)
    assert done.code == 2
    assert done.err.startswith(message)
    assert done.err.count("mandatelint:") == 1
    assert done.out == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "--selct", "L05"], "--selct"),
        (["chek"], "No such command 'chek'"),
        (["check", "--fail-level", "fatal"], "'fatal' is not one of"),
        (["trace", "x"], "Missing argument 'FILE'"),
    ],
)
def test_a_wrong_option_is_told_with_2(go: Run, arguments: list[str], message: str) -> None:
    done = go(*arguments)
    assert done.code == 2
    assert message in done.err
    assert "Traceback" not in done.err


def test_a_malformed_draft_is_a_finding_and_the_others_are_still_read(go: Run) -> None:
    put("broken.yaml", "mandate: 1\ndocument: {date: 2013-04-25\n")
    put("good.yaml", GOOD)
    done = go("check", "-f", "json")
    report = json.loads(done.out)
    assert done.code == 1
    assert [(finding["rule"], finding["line"]) for finding in report["findings"]] == [("yaml-syntax", 3)]
    assert report["summary"]["drafts"] == 2
    assert {outcome["outcome"] for outcome in report["outcomes"][0]["rules"]} == {"unknown"}


def test_select_and_ignore_take_rules_categories_and_lessons(go: Run) -> None:
    put("bad.yaml", ERROR)
    done = go("check", "bad.yaml", "--select", "exit,L01", "--ignore", "missing-exit-benchmarks", "-f", "json")
    rules = [outcome["rule"] for outcome in json.loads(done.out)["outcomes"][0]["rules"]]
    chosen = [rule.id for rule in load_rules().rules if rule.category == "exit" or "L01" in rule.lessons]
    assert rules == [rule for rule in chosen if rule != "missing-exit-benchmarks"]
    assert len(rules) > 2


def test_the_json_report_is_valid_and_says_the_same_as_python(go: Run) -> None:
    put("good.yaml", GOOD)
    put("bad.yaml", ERROR)
    put("odd.yaml", WARNING.replace("date: 2013-04-25", "date: unknown, sponsors: [x, unknown]"))
    report = json.loads(go("check", "-f", "json").out)
    jsonschema.validate(report, load("report"), jsonschema.Draft202012Validator)
    found = lint(".")
    assert [finding["message"] for finding in report["findings"]] == [finding.message for finding in found.findings]
    assert report["version"] == 1
    for finding in report["findings"]:
        assert (finding["line"], finding["column"]) <= (finding["end_line"], finding["end_column"])


def test_the_report_can_go_to_a_file_which_is_replaced_whole(go: Run) -> None:
    put("bad.yaml", ERROR)
    put("out/report.json", "old")
    done = go("check", "bad.yaml", "-f", "json", "--output-file", "out/report.json")
    assert (done.code, done.out) == (1, "")
    assert json.loads(Path("out/report.json").read_text(encoding="utf-8"))["findings"]
    assert [file.name for file in Path("out").iterdir()] == ["report.json"]


def test_a_report_that_cannot_be_written_is_told(go: Run) -> None:
    put("bad.yaml", ERROR)
    done = go("check", "bad.yaml", "--output-file", "nowhere/report.txt")
    assert done.code == 2
    assert done.err == "mandatelint: nowhere/report.txt: cannot be written (No such file or directory)\n"


def test_quiet_prints_nothing_where_nothing_is_wrong(go: Run) -> None:
    put("good.yaml", GOOD)
    assert go("check", "-q").out == ""


def test_lint_is_another_name_for_check(go: Run) -> None:
    put("bad.yaml", ERROR)
    assert go("lint", "bad.yaml").out == go("check", "bad.yaml").out


def test_what_is_not_known_is_told_in_the_summary(go: Run) -> None:
    put("draft.yaml", WARNING.replace("exit: {strategy: {status: requested}}", "exit: unknown"))
    done = go("check", "draft.yaml", "--select", "L05")
    assert "unknown-before-adoption" in done.out
    told = " ".join(done.out.split()).partition("not judged: ")[2]
    assert "missing-exit-benchmarks" in told
    assert told.endswith("in draft.yaml, as not all is known: the draft says that it is unknown")


def test_a_rule_that_breaks_ends_with_2_and_the_other_findings_are_printed(go: Run) -> None:
    put("bad.yaml", ERROR)
    rule = (Path(EXAMPLES).parent / "rules/exit/missing-exit-benchmarks.yaml").read_text(encoding="utf-8")
    before, _, rest = rule.partition("require: ")
    _, _, after = rest.partition("\n")
    put("team/breaks.yaml", f"{before}require: operation.authorized_strength.military > 5\n{after}")
    done = go("check", "bad.yaml", "--rules", "team")
    assert done.code == 2
    assert "the rule breaks broke on bad.yaml" in done.err
    assert "no-political-task" in done.out


def test_two_rules_that_pull_apart_are_told_together_once_and_only_where_both_fire(go: Run) -> None:
    put("bad.yaml", WARNING.partition("    tasks:")[0])
    says = "A few tasks in the capital serve both."
    put("team/small.yaml", rule_text(lessons="lessons: [L13]", extra=f"tension: [{{with: L08, say: {says}}}]"))
    put("team/present.yaml", rule_text(lessons="lessons: [L08]", extra=f"tension: [{{with: L13, say: {says}}}]"))
    both = " ".join(go("check", "bad.yaml", "--rules", "team", "--select", "small,present").out.split())
    assert both.count("pull apart in bad.yaml") == 1
    assert f"both ways: present and small pull apart in bad.yaml. {says} 1 draft, " in both
    report = json.loads(go("check", "bad.yaml", "-f", "json", "--rules", "team", "--select", "small,present").out)
    assert report["outcomes"][0]["pulls"] == [{"rule": "present", "against": "small", "say": says}]
    assert "pull apart" not in go("check", "bad.yaml", "--rules", "team", "--select", "small").out
    for page in (go("rule", "present", "--rules", "team"), go("lesson", "L13", "--rules", "team")):
        assert says in page.out


def test_the_text_report_points_at_the_place_with_carets(go: Run) -> None:
    put("draft.yaml", WARNING)
    lines = go("check", "draft.yaml", *ONE_RULE).out.split("\n")
    assert lines[0] == "draft.yaml:11:5: warning: everything-at-once (L22)"
    quoted = next(line for line in lines if line.startswith("  11 |"))
    carets = lines[lines.index(quoted) + 1]
    assert quoted[carets.index("^") : carets.rindex("^") + 1] == "tasks"


def test_nothing_in_a_draft_can_steer_the_terminal(go: Run) -> None:
    name = "the mission \\e[31m \\u202e"
    put("draft.yaml", WARNING.replace("name: the mission", f'name: "{name}"'))
    out = go("check", "draft.yaml").out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "\\u001b[31m \\u202e" in out


def test_a_scaffold_is_a_draft_without_errors_and_with_little_to_say(go: Run) -> None:
    put("draft.yaml", mandate("2026-11-23"))
    findings = lint("draft.yaml").findings
    assert {finding.severity for finding in findings} <= {"warning", "info"}
    assert len(findings) < 4
