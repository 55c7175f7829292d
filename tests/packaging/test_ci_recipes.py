"""The recipes of `docs/ci.md` and the action: their shell steps are read out and run in somebody's repository."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
import yaml
from filelock import FileLock

from conftest import Once
from variants import EXAMPLES

REPOSITORY = Path(__file__).parents[2]
PAGE = (REPOSITORY / "docs/ci.md").read_text(encoding="utf-8")
ACTION = yaml.safe_load((REPOSITORY / "action.yml").read_text(encoding="utf-8"))
PACKAGE = "mandatelint @ git+https://github.com/mandatelint/mandatelint@v0.1.0"
BAD = (EXAMPLES / "chad-car-2007/s-res-1778.yaml").read_text(encoding="utf-8")


def block(file: str, number: int = 0) -> str:
    """The content of a block of the page that is called so."""
    found: list[str] = re.findall(rf"```\w+\n(?:#|//) {re.escape(file)}\n(.*?)```", PAGE, re.DOTALL)
    return found[number]


@dataclass(frozen=True)
class Runner:
    """A machine that runs shell steps in a repository with one bad draft, as such a service does."""

    folder: Path
    variables: dict[str, str]
    package: Path

    def run(self, step: str, **variables: str) -> tuple[int, str]:
        """Exit code and output of one step; the package is what was built from this checkout."""
        done = subprocess.run(
            ["bash", "-e", "-c", step.replace(PACKAGE, str(self.package))],
            cwd=self.folder,
            env={**self.variables, **variables},
            capture_output=True,
            encoding="utf-8",
        )
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def runner(once: Once, plain_environment: dict[str, str], built: Path) -> Iterator[Runner]:
    """One machine for all recipes, one after the other: the first installs, and the others find it done."""

    def fill(machine: Path) -> None:
        (machine / "repository/drafts").mkdir(parents=True)
        (machine / "repository/drafts/bad.yaml").write_text(BAD, encoding="utf-8")
        (machine / "repository/docker-compose.yml").write_text("services: {}\n", encoding="utf-8")
        venv.create(machine / "repository/.venv", with_pip=True)

    machine = once("machine", fill)
    (wheel,) = built.glob("*.whl")
    with FileLock(machine / "lock"):
        yield Runner(machine / "repository", plain_environment, wheel)


def with_action(runner: Runner, checkout: Path, given: dict[str, str], **variables: str) -> tuple[int, str]:
    """Run the action's own steps with these inputs; code and output of the last one."""
    inputs = {name: given.get(name, field["default"]) for name, field in ACTION["inputs"].items()}
    temporary = runner.folder.parent / "temporary"
    temporary.mkdir(exist_ok=True)
    base = {"RUNNER_TEMP": str(temporary), "GITHUB_ACTION_PATH": str(checkout), **variables}
    ended = (0, "")
    for step in ACTION["runs"]["steps"]:
        named = {key: inputs[value.strip("${} ").removeprefix("inputs.")] for key, value in step.get("env", {}).items()}
        assert ended[0] == 0, ended[1]
        ended = runner.run(step["run"], **base, **named)
    return ended


@pytest.mark.slow
def test_the_action_annotates_sums_up_and_writes_sarif(runner: Runner, clean_copy: Path) -> None:
    (step,) = [
        step
        for step in yaml.safe_load(block(".github/workflows/mandates.yml"))["jobs"]["lint"]["steps"]
        if step["uses"].startswith("mandatelint/mandatelint@")
    ]
    summary = runner.folder.parent / "summary.md"
    on_github = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)}
    code, out = with_action(runner, clean_copy, step["with"], **on_github)
    assert code == 1, out
    assert "::error file=drafts/bad.yaml," in out
    assert "missing-exit-benchmarks" in summary.read_text(encoding="utf-8")
    assert json.loads((runner.folder / step["with"]["sarif"]).read_text(encoding="utf-8"))["version"] == "2.1.0"
    # What somebody writes into an input stays one word of the command.
    code, out = with_action(
        runner, clean_copy, {"paths": "drafts/$(touch hacked).yaml; touch hacked", "fail-level": "never"}
    )
    assert code == 2, out
    assert not (runner.folder / "hacked").exists()


@pytest.mark.slow
def test_the_steps_without_the_action_end_with_1(runner: Runner) -> None:
    steps = yaml.safe_load(block(".github/workflows/mandates.yml", 1))["jobs"]["lint"]["steps"]
    (run,) = [step["run"] for step in steps if "run" in step]
    code, out = runner.run(run)
    assert code == 1, out
    assert "missing-exit-benchmarks" in out


@pytest.mark.slow
def test_gitlab_gets_its_two_reports(runner: Runner) -> None:
    job = yaml.safe_load(block(".gitlab-ci.yml"))["mandates"]
    path = f"{runner.folder / '.venv/bin'}:{runner.variables['PATH']}"  # of an image that has Python
    ends = [runner.run(step, PATH=path) for step in job["script"]]
    assert [code for code, _ in ends] == [0, 1], ends
    reports: dict[str, str] = job["artifacts"]["reports"]
    assert json.loads((runner.folder / reports["codequality"]).read_text(encoding="utf-8"))
    assert ElementTree.parse(runner.folder / reports["junit"]).getroot().tag == "testsuites"


@pytest.mark.slow
def test_jenkins_gets_its_two_reports(runner: Runner) -> None:
    pipeline = block("Jenkinsfile")
    ends = [runner.run(step) for step in re.findall(r"sh '([^']+)'", pipeline)]
    assert [code for code, _ in ends] == [0, 0, 1], ends
    (junit,) = re.findall(r"junit '([^']+)'", pipeline)
    (checkstyle,) = re.findall(r"checkStyle\(pattern: '([^']+)'\)", pipeline)
    assert ElementTree.parse(runner.folder / junit).getroot().tag == "testsuites"
    assert ElementTree.parse(runner.folder / checkstyle).getroot().tag == "checkstyle"


@pytest.mark.slow
def test_pre_commit_runs_the_hook(runner: Runner, clean_copy: Path, with_pre_commit: dict[str, str]) -> None:
    revision = subprocess.run(
        ["git", "-C", str(clean_copy), "rev-parse", "HEAD"], capture_output=True, encoding="utf-8", check=True
    ).stdout.strip()
    config = block(".pre-commit-config.yaml").replace("https://github.com/mandatelint/mandatelint", str(clean_copy))
    (runner.folder / ".pre-commit-config.yaml").write_text(config.replace("v0.1.0", revision), encoding="utf-8")
    assert runner.run("git init --quiet && git add drafts *.yml .pre-commit-config.yaml")[0] == 0
    (command,) = re.findall(r"```sh\n(pre-commit .*?)\n```", PAGE)
    path = f"{Path(sys.executable).parent}:{runner.variables['PATH']}"
    code, out = runner.run(command, **{**with_pre_commit, "PATH": path})
    assert code == 1, out
    assert "missing-exit-benchmarks" in out


def test_the_action_is_valid_by_its_schema() -> None:
    schema: dict[str, Any] = json.loads(
        (REPOSITORY / "tests/official/schemastore/github-action.json").read_text(encoding="utf-8")
    )
    jsonschema.validate(ACTION, schema)


def test_zizmor_finds_nothing_in_the_action_and_the_workflows_of_the_page(tmp_path: Path) -> None:
    workflows = tmp_path / ".github/workflows"
    workflows.mkdir(parents=True)
    (workflows / "own-steps.yml").write_text(block(".github/workflows/mandates.yml", 1), encoding="utf-8")
    (tmp_path / "action.yml").write_bytes((REPOSITORY / "action.yml").read_bytes())
    # Tags in place of hashes: a page that names hashes would be out of date within weeks.
    (tmp_path / "zizmor.yml").write_text(
        'rules: {unpinned-uses: {config: {policies: {"*": ref-pin}}}}\n', encoding="utf-8"
    )
    zizmor = Path(sys.executable).with_name("zizmor")
    done = subprocess.run(
        [zizmor, "--offline", "--no-progress", "--config", tmp_path / "zizmor.yml", tmp_path],
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
