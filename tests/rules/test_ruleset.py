"""Folders of rules go in; held are what is loaded, what is refused, what a name selects, and what lessons there are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mandatelint.document import read
from mandatelint.finding import UserError
from mandatelint.rule import Lesson, Rule
from mandatelint.ruleset import RuleSet, builtin_folder, load_rules
from rule_files import rule_text, write

BUILT_IN = load_rules()
CATALOGUE = """\
pack: team
title: Lessons of the team
lessons:
  - {id: T01, name: tasks-first, title: Tasks come first, thesis: A mission without tasks is none.}
  - {id: T02, name: names, title: Names matter, thesis: A mission without a name is forgotten.}
"""


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """A pack with lessons of its own: two rules in a folder, one at the top."""
    folder = tmp_path / "rules-of-the-team"
    write(folder / "lessons.yaml", CATALOGUE)
    write(folder / "tasks/no-task-at-all.yaml", rule_text(lessons="lessons: [T01]", formerly="formerly: [taskless]"))
    write(folder / "tasks/no-named-task.yml", rule_text(lessons="lessons: [T01, T02]"))
    write(folder / "no-name-at-all.yaml", rule_text(lessons="lessons: [T02, L01]"))
    return folder


def ids(ruleset: RuleSet) -> list[str]:
    return [rule.id for rule in ruleset.rules]


def refused(*paths: Path, builtin: bool = False) -> tuple[str, ...]:
    with pytest.raises(UserError) as error:
        load_rules([str(path) for path in paths], builtin=builtin)
    return error.value.problems


def test_a_rule_has_its_id_from_its_file_and_its_category_from_its_folder(team: Path) -> None:
    ruleset = load_rules([str(team)], builtin=False)
    assert [(rule.id, rule.category, rule.pack) for rule in ruleset.rules] == [
        ("no-name-at-all", "team", "team"),
        ("no-named-task", "tasks", "team"),
        ("no-task-at-all", "tasks", "team"),
    ]
    assert ruleset.lessons["T01"].name == "tasks-first"


@pytest.mark.parametrize("path", [".", "../rules-of-the-team", "tasks/..", "./"])
def test_it_does_not_matter_how_the_folder_is_written(team: Path, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(team)
    rule = load_rules([path], builtin=False).find("no-name-at-all")
    assert (rule.category, rule.pack, rule.source) == ("team", "team", "no-name-at-all.yaml")


def test_a_single_file_belongs_to_the_pack_above_it(team: Path) -> None:
    ruleset = load_rules([str(team / "tasks/no-named-task.yml")], builtin=False)
    assert [(rule.id, rule.category, rule.pack) for rule in ruleset.rules] == [("no-named-task", "tasks", "team")]


def test_rules_from_outside_stand_beside_the_built_in_ones(team: Path) -> None:
    assert set(ids(load_rules([str(team)]))) == {*ids(BUILT_IN), "no-name-at-all", "no-named-task", "no-task-at-all"}


def test_a_folder_without_a_catalogue_may_cite_the_built_in_lessons(tmp_path: Path) -> None:
    write(tmp_path / "own/own-rule.yaml", rule_text(lessons="lessons: [L01, L05]"))
    (rule,) = load_rules([str(tmp_path / "own")], builtin=False).rules
    assert (rule.lessons, rule.category, rule.pack) == (("L01", "L05"), "own", "own")


def test_hidden_files_and_folders_and_other_kinds_of_file_are_passed_over(team: Path) -> None:
    for name in (".github/workflow.yaml", "tasks/.draft.yaml", "notes.txt", "tasks/table.json"):
        write(team / name, "not: a rule\n")
    (team / "folder.yaml").mkdir()
    assert len(load_rules([str(team)], builtin=False).rules) == 3


def test_a_linked_file_keeps_the_name_of_the_link(tmp_path: Path) -> None:
    write(tmp_path / "store/abc.yaml", rule_text())
    (tmp_path / "own").mkdir()
    (tmp_path / "own/own-rule.yaml").symlink_to(tmp_path / "store/abc.yaml")
    assert ids(load_rules([str(tmp_path / "own/own-rule.yaml")], builtin=False)) == ["own-rule"]


def test_a_catalogue_named_by_hand_is_checked_and_holds_no_rule(team: Path) -> None:
    assert load_rules([str(team / "lessons.yaml")], builtin=False).rules == ()
    place = write(team / "lessons.yaml", CATALOGUE.replace("title: Tasks come first", "«titel: Tasks come first"))
    assert refused(team / "lessons.yaml")[-1].startswith(f"{place}: `titel` ")


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path) == (f"{tmp_path}: this folder holds no rules; a rule is one .yaml file",)


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    missing = tmp_path / "ruels"
    assert refused(missing) == (f"{missing}: there is no such file or folder of rules",)


def test_a_file_that_cannot_be_read_is_refused(team: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(file: Path, most: int) -> bytes:
        raise PermissionError(13, "Permission denied", str(file))

    monkeypatch.setattr("mandatelint.files.read_bytes", denied)
    with pytest.raises(UserError, match=r"lessons\.yaml: cannot be read \(Permission denied\)$"):
        load_rules([str(team)])


def test_a_rule_that_bears_the_id_of_another_is_refused(team: Path, tmp_path: Path) -> None:
    other = tmp_path / "others/no-task-at-all.yaml"
    write(other, rule_text())
    assert refused(team, other) == (
        f"{other}:1:1: a rule called 'no-task-at-all' is in {team}/tasks/no-task-at-all.yaml already;"
        " rename one of the two files",
    )


def test_a_rule_that_bears_the_id_of_a_built_in_one_is_refused(tmp_path: Path) -> None:
    rule = BUILT_IN.rules[0]
    file = tmp_path / f"{rule.id}.yaml"
    write(file, rule_text())
    (problem,) = refused(file, builtin=True)
    assert problem.startswith(f"{file}:1:1: a rule called '{rule.id}' is in ")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("tasks", "category"), ("tasks-first", "lesson"), ("political-primacy", "lesson"), ("team", "pack")],
)
def test_a_rule_that_bears_the_name_of_something_else_is_refused(team: Path, name: str, kind: str) -> None:
    file = team / "tasks" / f"{name}.yaml"
    write(file, rule_text(lessons="lessons: [T01]"))
    assert refused(team) == (f"{file}:1:1: '{name}' is the name of a {kind}; rename the file",)


def test_a_folder_that_bears_the_name_of_a_lesson_is_refused(team: Path) -> None:
    file = team / "names/nameless.yaml"
    write(file, rule_text(lessons="lessons: [T01]"))
    assert refused(team) == (f"{file}:1:1: the folder 'names' bears the name of a lesson; rename the folder",)


def test_a_former_name_that_another_rule_bears_is_refused(team: Path) -> None:
    file = team / "tasks/idle.yaml"
    place = write(file, rule_text(lessons="lessons: [T01]", formerly="formerly: [jobless, «no-task-at-all]"))
    assert refused(team) == (f"{place}: 'no-task-at-all' is the name of a rule, and no former one; delete it",)


@pytest.mark.parametrize("name", ["Own Rule", "own_rule", "OwnRule", "own.rule", "-own"])
def test_a_file_whose_name_cannot_be_selected_by_is_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / f"{name}.yaml"
    write(file, rule_text())
    assert refused(file) == (
        f"{file}:1:1: '{name}' cannot be the name of a rule; name the file in small letters, digits and hyphens",
    )


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        pytest.param(
            "id: T02",
            "id: «T01",
            "a lesson is called 'T01' already, in the pack team; give this one another id",
            id="id",
        ),
        pytest.param(
            "name: names",
            "name: «tasks-first",
            "a lesson is called 'tasks-first' already, in the pack team; give this one another name",
            id="name",
        ),
        pytest.param(
            "id: T02",
            "id: «L05",
            "a lesson is called 'L05' already, in the pack brief; give this one another id",
            id="id of a built-in lesson",
        ),
    ],
)
def test_a_lesson_that_stands_twice_is_refused(team: Path, old: str, new: str, problem: str) -> None:
    place = write(team / "lessons.yaml", CATALOGUE.replace(old, new))
    assert refused(team) == (f"{place}: {problem}",)


@pytest.mark.parametrize(
    ("select", "ignore", "chosen"),
    [
        pytest.param([], [], ["no-name-at-all", "no-named-task", "no-task-at-all"], id="nothing said"),
        pytest.param(["ALL"], [], ["no-name-at-all", "no-named-task", "no-task-at-all"], id="ALL"),
        pytest.param(["no-named-task"], [], ["no-named-task"], id="id"),
        pytest.param(["taskless"], [], ["no-task-at-all"], id="former id"),
        pytest.param(["tasks"], [], ["no-named-task", "no-task-at-all"], id="category"),
        pytest.param(["T02"], [], ["no-name-at-all", "no-named-task"], id="id of a lesson"),
        pytest.param(["names"], [], ["no-name-at-all", "no-named-task"], id="name of a lesson"),
        pytest.param(["political-primacy"], [], ["no-name-at-all"], id="name of a built-in lesson"),
        pytest.param(["team"], [], ["no-name-at-all", "no-named-task", "no-task-at-all"], id="pack"),
        pytest.param(["no-named-task", "L01"], [], ["no-name-at-all", "no-named-task"], id="two names"),
        pytest.param([], ["tasks"], ["no-name-at-all"], id="all but a category"),
        pytest.param(["tasks"], ["T02"], ["no-task-at-all"], id="a category but for a lesson"),
        pytest.param(["no-named-task"], ["tasks"], [], id="what is ignored is ignored"),
        pytest.param([], ["ALL"], [], id="nothing at all"),
        pytest.param(["L05"], [], [], id="a lesson that no rule here serves"),
    ],
)
def test_names_select_and_ignore_rules(team: Path, select: list[str], ignore: list[str], chosen: list[str]) -> None:
    assert ids(load_rules([str(team)], builtin=False).choose(select, ignore)) == chosen


def test_choosing_leaves_the_whole_set_as_it_was(team: Path) -> None:
    ruleset = load_rules([str(team)], builtin=False)
    assert ruleset.choose(["T02"], []).lessons == ruleset.lessons
    assert len(ruleset.rules) == 3


@pytest.mark.parametrize(
    ("select", "ignore", "problems"),
    [
        pytest.param(
            ["no-task-at-al"],
            [],
            ["no rule, category, lesson or pack is called 'no-task-at-al'; did you mean 'no-task-at-all'?"],
            id="misspelt id",
        ),
        pytest.param(
            ["tasks"],
            ["taks-first", "taks-first"],
            ["no rule, category, lesson or pack is called 'taks-first'; did you mean 'tasks-first'?"],
            id="misspelt lesson, twice",
        ),
        pytest.param(
            ["l01", "qqqq"],
            [],
            [
                "no rule, category, lesson or pack is called 'l01'; did you mean 'L01'?",
                "no rule, category, lesson or pack is called 'qqqq';"
                " `mandatelint rule` and `mandatelint lesson` list them",
            ],
            id="two names, one like none",
        ),
    ],
)
def test_a_name_that_is_not_known_is_told_with_the_one_that_was_meant(
    team: Path, select: list[str], ignore: list[str], problems: list[str]
) -> None:
    with pytest.raises(UserError) as error:
        load_rules([str(team)], builtin=False).choose(select, ignore)
    assert list(error.value.problems) == problems


def test_a_rule_is_found_by_its_id_and_by_a_former_one(team: Path) -> None:
    ruleset = load_rules([str(team)], builtin=False)
    assert ruleset.find("taskless") is ruleset.find("no-task-at-all")
    with pytest.raises(UserError, match=r"^no rule is called 'tasklss'; did you mean 'taskless'\?$"):
        ruleset.find("tasklss")
    with pytest.raises(UserError, match=r"^no rule is called 'qqqq'; `mandatelint rule` lists them$"):
        ruleset.find("qqqq")


def test_a_lesson_is_found_by_its_id_however_written_and_by_its_name(team: Path) -> None:
    ruleset = load_rules([str(team)], builtin=False)
    assert ruleset.find_lesson("t01") is ruleset.find_lesson("tasks-first") is ruleset.lessons["T01"]
    assert [rule.id for rule in ruleset.serving("T02")] == ["no-name-at-all", "no-named-task"]
    with pytest.raises(UserError, match=r"^no lesson is called 'task-first'; did you mean 'tasks-first'\?$"):
        ruleset.find_lesson("task-first")


def test_every_built_in_rule_passes_the_check_that_rules_from_outside_have_to_pass() -> None:
    assert ids(load_rules(check_builtin=True)) == ids(BUILT_IN)


def test_there_are_thirty_lessons_in_their_order() -> None:
    assert list(BUILT_IN.lessons) == [f"L{number:02}" for number in range(1, 31)]


CELLS = [(lesson.id, cell) for lesson in BUILT_IN.lessons.values() for cell in lesson.cells]


@pytest.mark.parametrize("lesson", BUILT_IN.lessons.values(), ids=lambda lesson: lesson.id)
def test_every_lesson_says_cell_by_cell_what_a_rule_could_see_of_it(lesson: Lesson) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"[: len(lesson.cells)]
    assert letters
    assert [cell["id"] for cell in lesson.cells] == [f"{lesson.id}.{letter}" for letter in letters]


@pytest.mark.parametrize(("lesson", "cell"), CELLS, ids=[cell["id"] for _, cell in CELLS])
def test_a_cell_names_its_rules_or_says_why_there_is_none(lesson: str, cell: dict[str, Any]) -> None:
    assert ("rules" in cell) != ("not-checkable" in cell)
    for identifier in cell.get("rules", ()):
        assert lesson in BUILT_IN.find(identifier).lessons


@pytest.mark.parametrize("rule", BUILT_IN.rules, ids=lambda rule: rule.id)
def test_every_rule_stands_in_a_cell_of_each_of_its_lessons(rule: Rule) -> None:
    named = {lesson for lesson, cell in CELLS if rule.id in cell.get("rules", ())}
    assert named == set(rule.lessons)


def test_the_catalogue_is_in_the_folder_of_the_rules_and_stands_alone_there() -> None:
    catalogue = read((builtin_folder() / "lessons.yaml").read_bytes(), "lessons.yaml")
    assert catalogue.findings == []
    assert catalogue.data["pack"] == "brief"
    assert {rule.pack for rule in BUILT_IN.rules} == {"brief"}
