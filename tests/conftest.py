"""What the tests share: one option that writes the golden reports anew, a clean copy, a command in an empty folder."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from filelock import FileLock

import kept
import profiles  # noqa: F401  # which puts one of them in force, before any test is read
from mandatelint import cache
from mandatelint.cli import run
from mandatelint.finding import Span

REPOSITORY = Path(__file__).parents[1]
os.environ[cache.OFF] = "1"  # no run counts on a file that another has kept, but where a test is about that
kept.use(kept)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-reports", action="store_true", help="Write the reports in examples/ anew.")


def written(lines: list[str], span: Span) -> str:
    """What stands in the file at a span."""
    if span.line == span.end_line:
        return lines[span.line - 1][span.column - 1 : span.end_column - 1]
    first, last = lines[span.line - 1][span.column - 1 :], lines[span.end_line - 1][: span.end_column - 1]
    return "\n".join([first, *lines[span.line : span.end_line - 1], last])


@pytest.fixture(scope="session", autouse=True)
def _plain_reports() -> None:
    """Whoever runs the tests may like colors or be GitHub Actions; what they compare has neither."""
    for name in ("FORCE_COLOR", "NO_COLOR", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
        os.environ.pop(name, None)


@pytest.fixture
def files_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mandatelint as users have it, which keeps things in files or not at all: for tests of what is kept or counted."""
    kept.use(cache, monkeypatch.setattr)


@dataclass(frozen=True)
class Done:
    """What one command came to."""

    code: int
    out: str
    err: str


@pytest.fixture
def go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Runs one command after another in a folder that is empty at first."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str, stdin: str | None = None) -> Done:
        if stdin is not None:
            monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(stdin.encode())))
        code = run(arguments)
        return Done(code, *capsys.readouterr())

    return command


@pytest.fixture(scope="session")
def plain_environment() -> dict[str, str]:
    """For other programs: nothing that leads git, pre-commit or Python elsewhere, and a name to commit under."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("GIT_", "PYTHON", "PRE_COMMIT")) and key != "SKIP"
    }
    person = {f"GIT_{role}_{what}": "tests" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return {**kept, **person, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


Once = Callable[[str, Callable[[Path], None]], Path]
"""A name and what fills a folder go in; the folder of that name comes out, filled once for all processes of a run."""


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """The first process that asks for a folder fills it, and the others wait until it has."""
    top = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        top = top.parent

    def folder(name: str, fill: Callable[[Path], None]) -> Path:
        path, filled = top / f"once-{name}", top / f"once-{name}.filled"
        with FileLock(top / f"once-{name}.lock"):
            if not filled.exists():
                shutil.rmtree(path, ignore_errors=True)  # half of it, where filling failed before
                path.mkdir()
                fill(path)
                filled.touch()
        return path

    return folder


@pytest.fixture(scope="session")
def clean_copy(once: Once, plain_environment: dict[str, str]) -> Path:
    """The repository as one commit of its own: what stands here, committed or not, but nothing that git ignores."""

    def fill(copy: Path) -> None:
        for folder, command in (
            (copy, ["init", "--quiet"]),
            (REPOSITORY, [f"--git-dir={copy / '.git'}", f"--work-tree={REPOSITORY}", "add", "--all"]),
            (copy, ["checkout-index", "--all"]),
            (copy, ["commit", "--quiet", "--message", "what stands here"]),
        ):
            subprocess.run(["git", *command], check=True, cwd=folder, env=plain_environment)

    return once("copy", fill)


@pytest.fixture(scope="session")
def with_pre_commit(once: Once, plain_environment: dict[str, str]) -> dict[str, str]:
    """For pre-commit: what it installs from the copy it keeps for all, as it does for its users."""
    home = once("pre-commit", lambda folder: None)
    return {**plain_environment, "PRE_COMMIT_HOME": str(home), "PRE_COMMIT_COLOR": "never"}


@pytest.fixture(scope="session")
def built(once: Once, clean_copy: Path, plain_environment: dict[str, str]) -> Path:
    """A folder with the wheel and the sdist, both built from the copy."""

    def fill(folder: Path) -> None:
        command = [sys.executable, "-m", "build", "--wheel", "--sdist", "--outdir", str(folder), str(clean_copy)]
        subprocess.run(command, check=True, capture_output=True, env=plain_environment)

    return once("dist", fill)
