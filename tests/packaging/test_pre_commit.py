"""The hooks of pre-commit, as a repository of drafts and a repository of rules meet them."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from variants import EXAMPLES

pytestmark = pytest.mark.slow
REPOSITORY = Path(__file__).parents[2]
GOOD = (EXAMPLES / "mali-2013/lessons-learned.yaml").read_text(encoding="utf-8")
BAD = (EXAMPLES / "chad-car-2007/s-res-1778.yaml").read_text(encoding="utf-8")
LINE = BAD.split("\n").index("  - id: minurcat") + 1
FOUND = f"bad.yaml:{LINE}:5: error: missing-exit-benchmarks (L05), OP2\n"
GOOD_RULE = (REPOSITORY / "rules/politics/no-political-task.yaml").read_text(encoding="utf-8")
WRONG_RULE = GOOD_RULE.replace("[{category: good-offices, strength: decides}]", "[{category: police}]")

# YAML that is no draft: other tools' files, one of them not even YAML before its holes are filled.
NO_DRAFT = "services:\n  web: {image: nginx}\n"
TEMPLATE = "{{- if .Values.enabled }}\nkind: Service\n{{- end }}\n"


@dataclass(frozen=True)
class Repository:
    """A git repository, and how programs run in it."""

    folder: Path
    variables: dict[str, str]

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, capture_output=True, encoding="utf-8", errors="replace", cwd=self.folder, env=self.variables
        )

    def pre_commit(self, *arguments: str) -> tuple[int, str]:
        """Exit code and output of one command of pre-commit."""
        done = self.run(sys.executable, "-m", "pre_commit", *arguments)
        return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def user(clean_copy: Path, tmp_path_factory: pytest.TempPathFactory, with_pre_commit: dict[str, str]) -> Repository:
    """Somebody's repository with drafts, other YAML, rules, and the hooks in its configuration."""
    folder = tmp_path_factory.mktemp("user")
    repository = Repository(folder, with_pre_commit)
    (folder / "rules").mkdir()
    revision = repository.run("git", "-C", str(clean_copy), "rev-parse", "HEAD").stdout.strip()
    for name, text in {
        "good.yaml": GOOD,
        "bad.yaml": BAD,
        "no-draft.yaml": NO_DRAFT,
        "template.yaml": TEMPLATE,
        "rules/good-rule.yaml": GOOD_RULE,
        "rules/wrong-rule.yaml": WRONG_RULE,
        ".pre-commit-config.yaml": (
            f"repos:\n- repo: {clean_copy.as_posix()}\n  rev: {revision}\n"
            "  hooks: [{id: mandatelint}, {id: mandatelint-test}]\n"
        ),
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert repository.run("git", "init", "--quiet").returncode == 0
    assert repository.run("git", "add", "--all").returncode == 0
    return repository


def test_the_manifest_is_one() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", str(REPOSITORY / ".pre-commit-hooks.yaml")],
        capture_output=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_the_hook_can_be_tried_before_it_is_taken(user: Repository, clean_copy: Path) -> None:
    code, out = user.pre_commit(
        *("try-repo", str(clean_copy), "mandatelint", "--verbose"),
        *("--files", "good.yaml", "bad.yaml", "no-draft.yaml"),
    )
    assert code == 1
    assert "- hook id: mandatelint\n" in out
    assert FOUND in out
    assert "2 drafts, " in out
    assert "no-draft.yaml" not in out


def test_a_good_draft_and_other_yaml_pass(user: Repository) -> None:
    code, out = user.pre_commit("run", "mandatelint", "--verbose", "--files", "good.yaml", "no-draft.yaml")
    assert code == 0
    assert "1 draft, " in out


def test_a_commit_without_a_draft_passes_in_a_few_words(user: Repository) -> None:
    code, out = user.pre_commit("run", "mandatelint", "--files", "no-draft.yaml", "template.yaml")
    assert (code, out.count("\n")) == (0, 1)
    assert out.endswith("Passed\n")


def test_a_bad_draft_fails_and_the_rule_and_the_line_are_named(user: Repository) -> None:
    code, out = user.pre_commit("run", "mandatelint", "--files", "good.yaml", "bad.yaml", "no-draft.yaml")
    assert code == 1
    assert FOUND in out
    assert "good.yaml:" not in out


def test_a_rule_whose_examples_come_out_as_meant_passes(user: Repository) -> None:
    code, out = user.pre_commit("run", "mandatelint-test", "--verbose", "--files", "rules/good-rule.yaml")
    assert code == 0
    assert "1 rule, " in out
    assert "all as meant" in out


def test_a_rule_whose_example_is_wrong_fails_and_the_example_is_named(user: Repository) -> None:
    both = ("rules/good-rule.yaml", "rules/wrong-rule.yaml")
    code, out = user.pre_commit("run", "mandatelint-test", "--files", *both)
    line = WRONG_RULE.split("\n").index("  good:") + 2
    assert code == 1
    assert f"rules/wrong-rule.yaml:{line}: good example 1 of wrong-rule is noisy" in out
    assert "good-rule.yaml" not in out


def test_only_files_under_rules_are_tested_as_rules(user: Repository) -> None:
    code, out = user.pre_commit("run", "mandatelint-test", "--files", "good.yaml", "no-draft.yaml")
    assert code == 0
    assert "Skipped" in out


def test_a_commit_of_a_good_draft_goes_through_and_one_of_a_bad_draft_is_stopped(user: Repository) -> None:
    assert user.pre_commit("install")[0] == 0
    assert user.run("git", "commit", "--message", "a good draft", "--", "good.yaml").returncode == 0
    stopped = user.run("git", "commit", "--message", "a bad draft", "--", "bad.yaml")
    assert stopped.returncode == 1
    assert FOUND in stopped.stdout + stopped.stderr
    assert user.run("git", "log", "--format=%s").stdout == "a good draft\n"
