"""A team's configuration: where it is found, what it takes, what goes before it, what is told of a mistake."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Done
from mandatelint.config import DEFAULTS, load_config, load_ruleset, settle_settings
from mandatelint.finding import UserError
from mandatelint.scaffold import config as new_config
from mandatelint.schema import load
from mandatelint.schema.gate import gate
from mandatelint.schema.validators import explainer
from rule_files import rule_text
from team_folder import put, put_team

Go = Callable[..., Done]
SCHEMA = load("config")["properties"]
EITHER = {"mandatelint.yaml": "{key}: {value}\n", "pyproject.toml": "[tool.mandatelint]\n{key} = {value}\n"}


def in_force(go: Go, *arguments: str) -> dict[str, tuple[Any, str]]:
    """Each setting with its value and where that comes from."""
    done = go("config", "-f", "json", *arguments)
    assert (done.code, done.err) == (0, "")
    return {row["key"]: (row["value"], row["from"]) for row in json.loads(done.out)["settings"]}


# Where it is found


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        (".mandatelint.yaml", "# ours\nfail-level: never\n", "2:13"),
        ("mandatelint.yaml", "fail-level: never\n", "1:13"),
        ("pyproject.toml", "[project]\nname = 'x'\n\n[tool.mandatelint]\nfail-level = 'never'\n", "5:14"),
        ("pyproject.toml", "\ufeff[tool]\r\nmandatelint.fail-level = 'never'\r\n", "2:26"),
        ("pyproject.toml", "[ 'tool' . \"mandatelint\" ]\nfail-level = 'never'\n", "2:14"),
    ],
)
def test_it_is_a_file_of_its_own_or_a_table_and_holds_below_its_folder(
    go: Go, name: str, text: str, place: str
) -> None:
    put("drafts/new/draft.yaml")
    assert go("check", "drafts").code == 1
    put(name, text)
    assert go("check", "drafts").code == 0
    assert in_force(go, "drafts/new")["fail-level"] == ("never", f"{name}:{place}")


def test_the_nearest_holds_alone(go: Go) -> None:
    put("mandatelint.yaml", "fail-level: never\nignore: [L05]\n")
    put("drafts/.mandatelint.yaml", "strict: true\n")
    put("drafts/mandate.yaml")
    settings = in_force(go, "drafts/mandate.yaml")
    assert settings["strict"] == (True, "drafts/.mandatelint.yaml:1:9")
    assert settings["fail-level"] == ("error", "default")
    assert settings["ignore"] == ([], "default")


def test_what_holds_for_several_places_is_what_holds_for_the_folder_of_all(go: Go) -> None:
    put("mandatelint.yaml", "fail-level: never\n")
    put("a/mandatelint.yaml", "strict: true\n")
    assert in_force(go, "a")["strict"][0]
    assert not in_force(go, "a", "b/*.yaml")["strict"][0]


@pytest.mark.parametrize("names", [[".mandatelint.yaml", "mandatelint.yaml"], ["mandatelint.yaml", "pyproject.toml"]])
def test_two_in_one_folder_are_one_message(go: Go, names: list[str]) -> None:
    for name in names:
        put(name, "[tool.mandatelint]\n" if name.endswith("toml") else "")
    done = go("check")
    message = f"{names[0]} and {names[1]} configure mandatelint, and only one can hold; move all into one of them"
    assert (done.code, done.err) == (2, f"mandatelint: {message}\n")


def test_one_that_would_be_overlooked_for_its_name_is_told(go: Go) -> None:
    put(".mandatelint.yml", "strict: true\n")
    put("drafts/draft.yaml")
    message = ".mandatelint.yml: a configuration is not looked for under this name; call it .mandatelint.yaml"
    assert go("check", "drafts") == Done(2, "", f"mandatelint: {message}\n")


@pytest.mark.parametrize(
    "text",
    ["[tool.ruff]\n", "not = [toml\n", "[project]\ndependencies = ['mandatelint']\n", "= # mandatelint\n", ""],
)
def test_a_pyproject_for_other_tools_is_passed_over(go: Go, text: str) -> None:
    put("mandatelint.yaml", "strict: true\n")
    put("inner/pyproject.toml", text)
    assert in_force(go, "inner")["strict"][0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing yet\n",
        "ignore:\nselect: ~\n",
        "suppressions: {mandatory: }\nper-file-ignores: {draft.yaml: }\nseverities: {no-political-task: }\n",
    ],
)
def test_a_configuration_that_says_nothing_changes_nothing(go: Go, text: str) -> None:
    put("draft.yaml")
    before = go("check")
    put("mandatelint.yaml", text)
    assert go("check") == before
    assert {key: value for key, (value, _) in in_force(go).items()} == DEFAULTS


def test_one_can_be_named_or_refused(go: Go) -> None:
    put("mandatelint.yaml", "strict: true\n")
    put("other/strange.toml", "tool.mandatelint = {exclude = ['x']}\n")
    assert in_force(go, "--config", "other/strange.toml")["exclude"] == (["x"], "other/strange.toml:1:31")
    assert not in_force(go, "--config", "other/strange.toml")["strict"][0]
    assert not in_force(go, "--no-config")["strict"][0]
    for arguments, message in {
        ("--config", "no.yaml"): "no.yaml: there is no such file",
        ("--config", "other"): "other: cannot be read (it is a folder)",
        ("--config", "mandatelint.yaml", "--no-config"): "--config and --no-config exclude each other; leave one out",
    }.items():
        assert go("check", *arguments) == Done(2, "", f"mandatelint: {message}\n")
    put("bare.toml", "[tool.x]\n")
    assert (
        go("check", "--config", "bare.toml").err == "mandatelint: bare.toml: the file has no table [tool.mandatelint]\n"
    )


def test_a_link_to_a_configuration_holds_where_the_link_is(go: Go, tmp_path: Path) -> None:
    put("shared/ours.yaml", "exclude: [old.yaml]\n")
    put("drafts/old.yaml")
    try:
        Path("drafts/mandatelint.yaml").symlink_to(tmp_path / "shared/ours.yaml")
    except OSError:
        pytest.skip("links cannot be made here")
    done = go("check", "drafts", "-v")
    assert "drafts/old.yaml is excluded by drafts/mandatelint.yaml:1:10" in done.err


def test_paths_and_patterns_are_as_seen_from_the_file_and_from_options_as_seen_from_the_working_folder(
    go: Go, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_team("exclude: [/old/]\nbaseline: known.json\nformat: [json=report.json, text]\n")
    put("old/draft.yaml")
    put("drafts/old/draft.yaml")
    put("known.json", '{"version": 1, "findings": []}')
    monkeypatch.chdir("drafts")
    done = go("check", "..", "-v")
    assert done.code == 1
    assert "mandatelint: ../old/ is excluded by" in done.err
    findings = json.loads(Path("../report.json").read_text(encoding="utf-8"))["findings"]
    assert {finding["rule"] for finding in findings} == {"no-task", "no-end"}
    assert {finding["source"] for finding in findings} == {"../draft.yaml", "../drafts/old/draft.yaml"}
    files = go("check", "..", "--show-files", "--exclude", "/old/").out.split()
    assert [file for file in files if file.endswith("draft.yaml")] == ["../draft.yaml", "../old/draft.yaml"]


# What goes before it


@pytest.mark.parametrize(
    ("written", "options", "key", "value"),
    [
        ("select: [L05]", ["--select", "L12,exit"], "select", ["L12", "exit"]),
        ("extend-select: [L05]", ["--extend-select", "L12"], "extend-select", ["L12"]),
        ("ignore: [L05]", ["--ignore", "L12"], "ignore", ["L12"]),
        ("rules: [nowhere]", ["--rules", "team"], "rules", ["team"]),
        ("exclude: [a]", ["--exclude", "b", "--exclude", "c"], "exclude", ["b", "c"]),
        ("force-exclude: true", ["--no-force-exclude"], "force-exclude", False),
        ("respect-gitignore: true", ["--no-respect-gitignore"], "respect-gitignore", False),
        ("respect-gitignore: false", ["--respect-gitignore"], "respect-gitignore", True),
    ],
)
def test_an_option_replaces_what_it_says_under_the_same_name(
    go: Go, written: str, options: list[str], key: str, value: object
) -> None:
    put_team()
    put("mandatelint.yaml", f"{written}\n")
    assert in_force(go, *options)[key] == (value, "the command line")


@pytest.mark.parametrize(
    ("written", "options", "code"),
    [
        ("fail-level: never", [], 0),
        ("fail-level: never", ["--fail-level", "error"], 1),
        ("fail-level: error\nseverities: {no-end: warning}", [], 0),
        ("strict: true\nseverities: {no-end: warning}", [], 1),
        ("strict: true\nseverities: {no-end: warning}", ["--no-strict"], 0),
        ("severities: {no-end: info, no-task: info}", ["--strict"], 0),
    ],
)
def test_a_level_of_the_configuration_holds_until_an_option_says_otherwise(
    go: Go, written: str, options: list[str], code: int
) -> None:
    put_team(written)
    assert go("check", "draft.yaml", *options).code == code


def test_formats_of_the_configuration_are_replaced_by_those_of_options(go: Go) -> None:
    put_team("format: [text, json=report.json]\n")
    assert go("check", "draft.yaml", "-f", "concise").out.startswith("draft.yaml:")
    assert not Path("report.json").exists()


# What is told of a mistake


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# x\n«fail-levl: error", "`fail-levl` is no field of the top level; did you mean 'fail-level'?"),
        ("«fail_level: error", "`fail_level` is no field of the top level; did you mean 'fail-level'?"),
        ("suppressions:\n  «reson: asked", "`reson` is no field of `suppressions`; did you mean 'reason'?"),
        ("select: «L05", "`select` takes a list; here stands the text 'L05'; write it as a list: [L05]"),
        ("strict: «yes", "`strict` takes true or false; here stands the text 'yes'; write true, without quotes"),
        ("baseline: «3", '`baseline` takes text; here stands the number 3; put it in quotes: "3"'),
        ("fail-level: «warn", "`fail-level` cannot be 'warn'; did you mean 'warning'?"),
        ("severities: {no-political-task: «warn}", "`no-political-task` cannot be 'warn'; did you mean 'warning'?"),
        ("packs: «[]", "`packs` is empty; fill it in, or leave the field out"),
        ("ignore: «[L05, unknown]", "`unknown` says something in a draft only; put it in quotes"),
        ("baseline: «none", "`none` says something in a draft only; put it in quotes"),
        ("«- strict", "the file holds fields; here stands a list; write lines such as `name: value`"),
        ("strict: true\n«strict: true", "`strict` stands twice in this block: in line 1 and here; keep one of the two"),
        ("select: [L05\n«", "a list in brackets is not closed"),
        ("select:\n  - L05\n  - «consnt", "no rule, category, lesson or pack is called 'consnt'; did you mean 'cons"),
        ("extend-select: [«L5]", "no rule, category, lesson or pack is called 'L5'; did you mean 'L25'?"),
        ("per-file-ignores: {a/: [L05, «zzz]}", "no rule, category, lesson or pack is called 'zzz'; `mandatelint"),
        ("suppressions: {mandatory: [«zzz]}", "no rule, category, lesson or pack is called 'zzz'; `mandatelint"),
        ("severities: {one-option-weihed: «info}", "no rule is called 'one-option-weihed'; did you mean 'one-"),
        ("severities: {L05: «info}", "no rule is called 'L05'; `mandatelint rule` lists them"),
        ("packs: [brief, «exit]", "no pack is called 'exit'; one of: brief"),
        ("rules: [«nowhere]", "nowhere: there is no such file or folder of rules"),
        ("exclude: [a, «'!']", "'!' is no pattern for files; write one as in .gitignore"),
        ("per-file-ignores: {'[z-a]': «[L05]}", "'[z-a]' is no pattern for files; write one as in .gitignore"),
        ("format: [«jsom]", "no format is called 'jsom'; did you mean 'json'?"),
        ("format: [text, «json=]", "'json=' names no file; write it like json=FILE"),
        ("format: «[text, json]", "text and json would be mixed on standard output; write all but one"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_message_with_its_place_and_its_mend(go: Go, text: str, message: str) -> None:
    put("draft.yaml")
    place = put("mandatelint.yaml", text)
    for command in ("check", "config"):
        assert_one_mistake(go(command), f"{place}: {message}")


@pytest.mark.parametrize("name", ["no-political-task", "L12", "political-calendar", "brief", "politics"])
def test_what_belongs_to_a_pack_that_is_not_in_force_cannot_be_mandatory(go: Go, name: str) -> None:
    put_team()
    place = put("mandatelint.yaml", f"rules: [team]\npacks: [team]\nsuppressions:\n  mandatory: [no-end, «{name}]\n")
    for command in ("check", "config"):
        assert_one_mistake(
            go(command), f"{place}: '{name}' cannot be mandatory, as its pack brief is not in force; add the pack"
        )


@pytest.mark.parametrize("name", ["no-end", "L05", "ends", "team", "ALL"])
def test_what_a_rule_in_force_serves_may_be_mandatory(go: Go, name: str) -> None:
    put_team(f"suppressions: {{mandatory: [{name}]}}\n")
    assert go("check", "draft.yaml").code == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("«fail_level = 'error'", "`fail_level` is no field of the top level; did you mean 'fail-level'?"),
        ("select = [\n  'L05',\n  «'zzz', # no\n]", "no rule, category, lesson or pack is called 'zzz'; `mandatelint"),
        ("suppressions.«reson = 'asked'", "`reson` is no field of `suppressions`; did you mean 'reason'?"),
        ("[tool.mandatelint.suppressions]\nend-date = «'x'", "`end-date` cannot be 'x'; one of: optional, required"),
        ("strict = «'true'", "`strict` takes true or false; here stands the text 'true'; write true, without quotes"),
        ("fail-level = «error", "the file is no TOML: Invalid value; mend this line, or what is left open before it"),
    ],
)  # fmt: skip
def test_so_is_a_mistake_in_a_table_of_toml(go: Go, text: str, message: str) -> None:
    put("draft.yaml")
    place = put("pyproject.toml", f"[project]\nname = 'x'\n[tool.mandatelint]\n{text}\n")
    assert_one_mistake(go("check"), f"{place}: {message}")


def assert_one_mistake(done: Done, begins: str) -> None:
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"mandatelint: {begins}")
    assert done.err.count("\n") == 1


def test_several_mistakes_are_told_together_in_the_order_of_the_file(go: Go) -> None:
    put("mandatelint.yaml", "strict: 1\nselct: []\nfail-level: x\n")
    done = go("check")
    assert [line.split(":")[2] for line in done.err.splitlines()] == ["1", "2", "3"]


@pytest.mark.parametrize(
    "command", [["rule"], ["lesson"], ["coverage"], ["waivers"], ["trace", "no-task", "draft.yaml"]]
)
def test_every_command_that_needs_rules_minds_it(go: Go, command: list[str]) -> None:
    put_team()
    assert go(*command).code == 0
    place = put("mandatelint.yaml", "rules: [team, «nowhere]")
    done = go(*command)
    assert done.code == 2
    assert place in done.err or "nowhere: there is no such file or folder of rules" in done.err


def test_a_baseline_that_is_missing_is_told_where_it_is_asked_for(go: Go) -> None:
    put("draft.yaml")
    place = put("mandatelint.yaml", "baseline: «known.json\n")
    message = "the baseline known.json is not there; `mandatelint check --write-baseline` writes one"
    assert go("check") == Done(2, "", f"mandatelint: {place}: {message}\n")


def test_a_name_in_it_cannot_steer_the_terminal(go: Go) -> None:
    put("mandatelint.yaml", 'ignore: ["\\e[31m"]\n"\\u202e": 1\n')
    done = go("check")
    assert done.code == 2
    assert not set("\x1b\u202e") & set(done.err)


# What it is, by itself


def test_what_new_config_writes_holds_and_so_does_every_line_that_it_comments_out(go: Go) -> None:
    assert go("new", "config", "mandatelint.yaml").code == 0
    assert in_force(go)["fail-level"] == ("error", "mandatelint.yaml:10:13")
    assert go("new", "config").out == Path("mandatelint.yaml").read_text(encoding="utf-8")
    assert go("new", "config", "mandatelint.yaml").code == 2
    text = re.sub(r"^# (?=[a-z-]+:)", "", new_config(), flags=re.MULTILINE)
    assert text.count("#") < new_config().count("#")
    put("mandate-rules/tasks/mission-without-task.yaml", rule_text())
    put("mandatelint.yaml", text)
    assert in_force(go)["exclude"][0] == ["archive/"]


def test_the_schema_describes_every_setting_with_an_example_that_holds(go: Go) -> None:
    assert SCHEMA.keys() == DEFAULTS.keys()
    put("mandate-rules/tasks/mission-without-task.yaml", rule_text())
    for key, field in SCHEMA.items():
        put("mandatelint.yaml", json.dumps({key: field["examples"][0]}))
        value, origin = in_force(go)[key]
        assert origin.startswith("mandatelint.yaml:1:")
        assert value == (field["examples"][0] if key != "suppressions" else {**DEFAULTS[key], "reason": "required"})


def test_config_shows_what_is_in_force_and_where_each_value_comes_from(go: Go) -> None:
    assert go("config").out.startswith("no configuration in this folder or above\nrules ")
    put("mandatelint.yaml", "strict: true\nignore: [L05]\nbaseline: «known.json\n")
    out = go("config", "--ignore", "L12", "drafts").out
    assert out.splitlines()[0] == "configured by mandatelint.yaml"
    rows = {line.split("  ")[0]: line for line in out.splitlines()[1:]}
    assert rows.keys() == DEFAULTS.keys()
    assert re.fullmatch(r"strict +true  \(mandatelint.yaml:1:9\)", rows["strict"])
    assert re.fullmatch(r'ignore +\["L12"\]  \(the command line\)', rows["ignore"])
    assert re.fullmatch(r"baseline +known.json  \(mandatelint.yaml:3:11\)", rows["baseline"])
    assert re.fullmatch(r"fail-level +error  \(default\)", rows["fail-level"])


# Whatever it holds


WILD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.sampled_from(["L05", "text"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*DEFAULTS, "reason", "x"]), WILD, max_size=4))
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_it_is_in_force_or_told_as_a_mistake(tmp_path: Path, data: dict[str, Any]) -> None:
    assert gate("config")(data) == explainer("config").is_valid(data)
    file = tmp_path / "mandatelint.yaml"
    file.write_text(json.dumps(data), encoding="utf-8")
    assert_holds_or_is_told(file)


@pytest.mark.parametrize("key", DEFAULTS)
@pytest.mark.parametrize(
    "value",
    [
        *("1979-05-27", "1979-05-27T07:32:00Z", "07:32:00", "[1979-05-27]", "inf", "nan", "{'*' = [nan]}", "0.5"),
        *("99999999999999999999999", "[[]]", "[{}]", "{a = 1}", "{a.b = []}", "'unknown'", '"\\u0000"', '["\\u0000"]'),
    ],
)
def test_so_is_whatever_toml_can_hold(tmp_path: Path, key: str, value: str) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text(f"[tool.mandatelint]\n{key} = {value}\n", encoding="utf-8")
    assert_holds_or_is_told(file)


def assert_holds_or_is_told(file: Path) -> None:
    problems: tuple[str, ...] = ()
    try:
        load_ruleset(settle_settings(load_config(str(file)), {}))
    except UserError as error:
        problems = error.problems
    for problem in problems:
        assert re.match(rf"{re.escape(str(file))}:\d+:\d+: .", problem), problem
