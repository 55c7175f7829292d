"""Adding a rule is adding one YAML file, adding an output format is adding one Python file: nothing else changes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from mandatelint.cli import run
from mandatelint.document import read
from mandatelint.examples import Trial, try_examples
from mandatelint.rule import EXAMPLE_KINDS
from mandatelint.ruleset import CATALOGUE, load_rules
from mandatelint.vocabulary import VOCABULARY

REPOSITORY = Path(__file__).parents[2]
RULES = REPOSITORY / "rules"

RULE = """\
title: A mandate that runs for more than a year
lessons: [L12]
severity: error
given:
  operation: operations[*]
require: operation.period.months <= 12
at: operation.mandate_period
message: the mandate of {operation.name} runs for {operation.period.months} months, which is more than a year
why: A Council that looks at a mission once in two years learns late what has changed.
avoid: A first term of two years.
prefer: A term of a year or less.
remedy: Let the mandate of {operation.name} end within a year.
examples:
  good:
    - operations: [{mandate_period: {from: 2013-07-01, months: 12}}]
  bad:
    - draft: {operations: [{mandate_period: {from: 2013-07-01, months: 24}}]}
      at: operations[0].mandate_period
"""

DRAFT = """\
mandate: 1
document: {date: 2013-04-25}
actions: [{kind: establish, object: mission}]
operations:
  - id: mission
    name: the mission
    role: un-mission
    kind: observer-mission
    mandate_period: {from: 2013-07-01, months: 24}
"""

SHOUT = '''\
"""A report goes in; its messages come out in capitals."""

from mandatelint.report import Report


def render(report: Report) -> str:
    return "".join(f"{finding.message.upper()}!\\n" for finding in report.findings)
'''


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    """A folder with a copy of the rules and of the source, to add one file to, and a draft that breaks RULE."""
    for part in ("rules", "src"):
        shutil.copytree(REPOSITORY / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "draft.yaml").write_text(DRAFT, encoding="utf-8")
    return tmp_path


def add_rule(workshop: Path, text: str = RULE) -> Path:
    """The one file that a new rule is; its category is new, too."""
    file = workshop / "rules" / "timing" / "mandate-beyond-a-year.yaml"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    return file


def mandatelint(workshop: Path, variables: dict[str, str], *arguments: str, code: int = 0) -> str:
    """What the mandatelint in the workshop prints; it has to exit with that code."""
    done = subprocess.run(
        [sys.executable, "-m", "mandatelint", *arguments],
        capture_output=True,
        encoding="utf-8",
        cwd=workshop,
        env={**variables, "PYTHONPATH": str(workshop / "src"), "PYTHONUTF8": "1"},
    )
    assert (done.returncode, done.stderr) == (code, "")
    return done.stdout


def test_the_examples_of_a_new_rule_are_run(workshop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["test", str(add_rule(workshop))]) == 0
    assert capsys.readouterr().out == "1 rule, 2 examples: all as meant\n"


def test_a_new_rule_is_one_more_in_its_folder(workshop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = len(load_rules([str(workshop / "rules")], builtin=False).rules)
    add_rule(workshop)
    assert run(["test", str(workshop / "rules")]) == 0
    assert capsys.readouterr().out.startswith(f"{before + 1} rules, ")


def test_a_new_rule_of_ones_own_fires_beside_those_that_come_with_mandatelint(
    workshop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = str(workshop / "draft.yaml")
    assert run(["check", draft, "--rules", str(add_rule(workshop))]) == 1
    out = capsys.readouterr().out
    assert f"1 draft, {len(load_rules().rules) + 1} rules: " in out
    assert f"{draft}:9:5: error: mandate-beyond-a-year (L12)\n" in out
    assert "the mandate of the mission runs for 24 months, which is more than a year" in " ".join(out.split())


def test_a_new_rule_in_the_project_is_found_by_being_there(workshop: Path, plain_environment: dict[str, str]) -> None:
    add_rule(workshop)
    out = mandatelint(workshop, plain_environment, "check", "draft.yaml", "--select", "timing", code=1)
    assert "draft.yaml:9:5: error: mandate-beyond-a-year (L12)\n" in out
    assert out.endswith("1 draft, 1 rule: 1 error\n  lessons that fail: L12\n")
    assert "mandate-beyond-a-year" in mandatelint(workshop, plain_environment, "rule")
    (lesson,) = [
        lesson
        for lesson in json.loads(mandatelint(workshop, plain_environment, "lesson", "-f", "json"))["lessons"]
        if lesson["id"] == "L12"
    ]
    assert "mandate-beyond-a-year" in lesson["rules"]
    page = mandatelint(workshop, plain_environment, "rule", "mandate-beyond-a-year")
    assert "A Council that looks at a mission once in two years" in page


def test_a_new_format_is_offered_and_printed_by_being_there(workshop: Path, plain_environment: dict[str, str]) -> None:
    add_rule(workshop)
    (workshop / "src/mandatelint/formats/shout.py").write_text(SHOUT, encoding="utf-8")
    command = ("check", "-f", "shout", "--select", "mandate-beyond-a-year", "draft.yaml")
    out = mandatelint(workshop, plain_environment, *command, code=1)
    assert out == "THE MANDATE OF THE MISSION RUNS FOR 24 MONTHS, WHICH IS MORE THAN A YEAR!\n"
    help_page = mandatelint(workshop, plain_environment, "check", "--help")
    assert "shout" in help_page.partition("--format")[2].partition("--config")[0]


# One test for each example of each rule file under rules/, by its being there.


def example_names(folder: Path) -> Iterator[tuple[Path, str, int]]:
    """File, kind and number of every example in a folder of rules; one with an empty kind for a file without any."""
    for file in sorted(folder.rglob("*.y*ml")):
        if file.name in (CATALOGUE, VOCABULARY):
            continue
        written = read(file.read_bytes(), file.name).value(("examples",)) or {}
        yield from ((file, kind, number) for kind in EXAMPLE_KINDS for number in range(len(written.get(kind) or ())))
        if not written:
            yield file, "", 0


def identifier(file: Path, kind: str, number: int) -> str:
    """`no-political-task, good 1`, as `mandatelint test` counts."""
    return f"{file.stem}, {kind} {number + 1}" if kind else f"{file.stem}, no example"


@cache
def trials(file: Path) -> dict[tuple[str, int], Trial]:
    """What became of the examples in one file."""
    (rule,) = load_rules([str(file)], builtin=False).rules
    return {(trial.example.kind, trial.example.number): trial for trial in try_examples(rule)}


@pytest.mark.parametrize(
    ("file", "kind", "number"),
    [pytest.param(*example, id=identifier(*example)) for example in example_names(RULES)],
)
def test_an_example_of_a_rule_comes_out_as_it_is_meant(file: Path, kind: str, number: int) -> None:
    trial = trials(file)[kind, number]
    assert trial.as_meant, f"{file}:{trial.line}: {trial.verdict}: {trial.detail}"


def test_the_examples_of_a_new_rule_are_tests_by_being_there(workshop: Path) -> None:
    before = {identifier(*example) for example in example_names(workshop / "rules")}
    file = add_rule(workshop)
    added = {identifier(*example) for example in example_names(workshop / "rules")} - before
    assert added == {"mandate-beyond-a-year, good 1", "mandate-beyond-a-year, bad 1"}
    test_an_example_of_a_rule_comes_out_as_it_is_meant(file, "bad", 0)


def test_an_example_that_does_not_come_out_as_meant_fails_its_test(workshop: Path) -> None:
    file = add_rule(workshop, RULE.replace("months: 12}", "months: 13}"))
    with pytest.raises(AssertionError, match="noisy"):
        test_an_example_of_a_rule_comes_out_as_it_is_meant(file, "good", 0)
