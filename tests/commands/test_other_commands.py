"""`rule`, `lesson`, `test`, `trace`, `schema` and `new`."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from mandatelint.checks import CHECKS
from mandatelint.cli import run
from mandatelint.ruleset import builtin_folder, load_rules
from mandatelint.schema import NAMES
from variants import EXAMPLES

MALI = str(EXAMPLES / "mali-2013/s-res-2100.yaml")


def test_the_list_of_rules_names_each_with_its_lesson(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule"]) == 0
    out = capsys.readouterr().out
    for rule in load_rules().rules:
        assert rule.id in out
        assert rule.title in out


def test_rules_as_json_are_the_files_of_the_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule", "--format", "json"]) == 0
    rules = json.loads(capsys.readouterr().out)["rules"]
    files = {file.stem for file in builtin_folder().rglob("*.yaml")} - {"lessons", "vocabulary"}
    assert {rule["id"] for rule in rules} == files


def test_lessons_as_json_name_their_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lesson", "--format", "json"]) == 0
    lessons = json.loads(capsys.readouterr().out)["lessons"]
    assert [lesson["id"] for lesson in lessons] == [f"L{number:02}" for number in range(1, 31)]
    rules = {lesson["id"]: lesson["rules"] for lesson in lessons}
    assert rules["L06"] == ["one-sided-exit-benchmarks"]
    assert rules["L02"] == ["framework-without-support"]


@pytest.mark.parametrize("rule", load_rules().rules, ids=lambda rule: rule.id)
def test_the_page_of_a_rule_has_all_that_the_rule_says(rule: object, capsys: pytest.CaptureFixture[str]) -> None:
    identifier = rule.id  # type: ignore[attr-defined]
    assert run(["rule", identifier]) == 0
    page = " ".join(capsys.readouterr().out.partition("\nExamples, from")[0].split())
    for part in ("why", "avoid", "prefer", "exceptions", "title"):
        assert getattr(rule, part) in page
    assert "{" not in page
    assert "Precedents" in page


def test_a_lesson_is_found_by_id_or_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lesson", "l05"]) == 0
    by_id = capsys.readouterr().out
    assert run(["lesson", "exit-benchmarks"]) == 0
    assert capsys.readouterr().out == by_id
    assert "missing-exit-benchmarks (error)" in by_id


@pytest.mark.parametrize("check", sorted(CHECKS))
def test_a_check_of_the_file_is_explained_like_a_rule(check: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule", check]) == 0
    assert CHECKS[check] in capsys.readouterr().out


def test_every_check_that_the_source_names_is_explained() -> None:
    source = Path(str(builtin_folder())).parent / "src" / "mandatelint"
    text = "\n".join(file.read_text(encoding="utf-8") for file in source.rglob("*.py") if file.name != "checks.py")
    assert [check for check in CHECKS if f'"{check}"' not in text] == []


def test_the_examples_of_the_rules_come_out_as_meant(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["test"]) == 0
    assert capsys.readouterr().out.endswith("examples: all as meant\n")


def test_an_example_that_goes_wrong_is_told_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rule = (builtin_folder() / "politics/no-political-task.yaml").read_text(encoding="utf-8")
    changed = rule.replace("[{category: good-offices, strength: decides}]", "[{category: police, strength: decides}]")
    assert changed != rule
    file = tmp_path / "no-task.yaml"
    file.write_text(changed, encoding="utf-8")
    line = next(number for number, text in enumerate(changed.split("\n"), 1) if text == "  good:") + 1
    assert run(["test", str(file)]) == 1
    out = capsys.readouterr().out
    assert f"no-task.yaml:{line}: good example 1 of no-task is noisy: the outcome is fail" in out
    assert "1 went wrong" in out


def test_a_catalogue_of_lessons_can_be_handed_to_test_as_pre_commit_does(capsys: pytest.CaptureFixture[str]) -> None:
    folder = builtin_folder()
    assert run(["test", str(folder / "lessons.yaml"), str(folder / "exit/missing-exit-benchmarks.yaml")]) == 0
    assert capsys.readouterr().out.startswith("1 rule, ")


def test_trace_shows_what_was_selected_and_why_it_failed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["trace", "election-without-review", MALI]) == 0
    out = capsys.readouterr().out
    assert "operation = operations[0], vote = situation.political_calendar[1]" in out
    assert "when true   # in_term(vote, operation)\n      true   # in_term(vote, operation): " in out
    assert "require false" in out
    assert out.count("  = fail") == 2
    assert "outcome: fail" in out


def test_trace_says_what_is_not_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = Path(MALI).read_text(encoding="utf-8").split("\noperations:")[0]
    draft = tmp_path / "draft.yaml"
    draft.write_text(text + "\noperations: unknown\n", encoding="utf-8")
    assert run(["trace", "missing-exit-benchmarks", str(draft)]) == 0
    out = capsys.readouterr().out
    assert "`operations` is not known (the draft says that it is unknown)" in out
    assert "outcome: unknown" in out


@pytest.mark.parametrize("name", NAMES)
def test_each_schema_is_printed_and_is_one(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", name]) == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(capsys.readouterr().out))


@pytest.mark.parametrize("kind", ["mandate", "config"])
def test_new_prints_where_the_file_is_standard_output(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["new", kind]) == 0
    printed = capsys.readouterr().out
    assert run(["new", kind, "-"]) == 0
    assert (capsys.readouterr().out, list(tmp_path.iterdir())) == (printed, [])


def test_new_mandate_writes_a_draft_and_never_over_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "draft.yaml"
    assert run(["new", "mandate", str(file)]) == 0
    first = file.read_text(encoding="utf-8")
    assert run(["check", str(file)]) == 0
    capsys.readouterr()
    assert run(["new", "mandate", str(file)]) == 2
    assert capsys.readouterr().err == f"mandatelint: {file}: the file exists already; name another\n"
    assert file.read_text(encoding="utf-8") == first
    assert run(["new", "mandate"]) == 0
    assert capsys.readouterr().out == first
