"""What is built here and installed elsewhere has the rules, lessons, schemas and command that stand here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest

from conftest import Once
from mandatelint import lint
from mandatelint.schema import NAMES, published
from variants import EXAMPLES

pytestmark = pytest.mark.slow
PROGRAMS, SUFFIX = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")


@dataclass(frozen=True)
class Installed:
    """An environment with mandatelint in it. package: where its modules have to be."""

    folder: Path
    package: Path
    variables: dict[str, str]

    def program(self, name: str) -> str:
        return str(self.folder / PROGRAMS / f"{name}{SUFFIX}")

    def run(self, *command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        """One command, in a folder from which nothing can be imported by chance."""
        return subprocess.run(
            command, capture_output=True, encoding="utf-8", errors="replace", cwd=cwd, env=self.variables
        )

    def mandatelint(self, *arguments: str, cwd: Path) -> str:
        """What mandatelint prints; it has to succeed."""
        done = self.run(self.program("mandatelint"), *arguments, cwd=cwd)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def python(self, code: str, cwd: Path) -> str:
        """What a piece of Python prints; it has to succeed."""
        done = self.run(self.program("python"), "-c", code, cwd=cwd)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


def python_in(folder: Path) -> str:
    return str(folder / PROGRAMS / f"python{SUFFIX}")


def succeed(*command: str, variables: dict[str, str]) -> str:
    """Run a command that has to succeed; what it printed."""
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", env=variables)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout.strip()


@pytest.fixture(scope="session", params=["wheel", "sdist", "editable"])
def installed(
    request: pytest.FixtureRequest,
    built: Path,
    clean_copy: Path,
    once: Once,
    plain_environment: dict[str, str],
) -> Installed:
    """An empty environment into which one kind of package is installed.

    With the wheel come its dependencies, from the registry; the others borrow those of this environment afterwards.
    """
    what = {
        "wheel": [str(file) for file in built.glob("*.whl")],
        "sdist": ["--no-deps", *(str(file) for file in built.glob("*.tar.gz"))],
        "editable": ["--no-deps", "--editable", str(clean_copy)],
    }[request.param]

    def fill(folder: Path) -> None:
        venv.create(folder, symlinks=os.name != "nt")
        pip = [sys.executable, "-m", "pip", "--python", python_in(folder), "install", "--quiet"]
        succeed(*pip, *what, variables=plain_environment)
        if request.param != "wheel":
            paths = dict.fromkeys([sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])
            (site(folder) / "zz-dependencies-of-the-tests.pth").write_text("\n".join(paths), encoding="utf-8")

    def site(folder: Path) -> Path:
        code = "import sysconfig; print(sysconfig.get_path('purelib'))"
        return Path(succeed(python_in(folder), "-c", code, variables=plain_environment))

    folder = once(request.param, fill)
    package = clean_copy / "src" if request.param == "editable" else site(folder)
    return Installed(folder, package / "mandatelint", plain_environment)


def test_the_rules_are_those_of_the_folder(installed: Installed, clean_copy: Path, tmp_path: Path) -> None:
    rules = json.loads(installed.mandatelint("rule", "--format", "json", cwd=tmp_path))["rules"]
    files = {file.stem for file in (clean_copy / "rules").rglob("*.yaml")} - {"lessons", "vocabulary"}
    assert {rule["id"] for rule in rules} == files


def test_all_thirty_lessons_are_there(installed: Installed, tmp_path: Path) -> None:
    lessons = json.loads(installed.mandatelint("lesson", "--format", "json", cwd=tmp_path))["lessons"]
    assert [lesson["id"] for lesson in lessons] == [f"L{number:02}" for number in range(1, 31)]


def test_a_draft_is_checked_as_here(installed: Installed, tmp_path: Path) -> None:
    shutil.copy(EXAMPLES / "chad-car-2007/s-res-1778.yaml", tmp_path / "draft.yaml")
    here = installed.run(sys.executable, "-m", "mandatelint", "check", "draft.yaml", cwd=tmp_path)
    there = installed.run(installed.program("mandatelint"), "check", "draft.yaml", cwd=tmp_path)
    assert "error: missing-exit-benchmarks" in there.stdout
    assert (there.returncode, there.stdout, there.stderr) == (1, here.stdout, here.stderr)
    assert here.returncode == 1


def test_what_is_wrong_with_a_file_is_explained(installed: Installed, tmp_path: Path) -> None:
    # The library that explains is imported only then.
    (tmp_path / "draft.yaml").write_text("mandate: 1\ndocuments: {}\n", encoding="utf-8")
    done = installed.run(installed.program("mandatelint"), "check", "draft.yaml", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert "unknown-field" in done.stdout


def test_the_rules_keep_their_examples(installed: Installed, tmp_path: Path) -> None:
    assert installed.mandatelint("test", cwd=tmp_path).endswith(": all as meant\n")


def test_lint_is_imported_from_there(installed: Installed, tmp_path: Path) -> None:
    shutil.copy(EXAMPLES / "chad-car-2007/s-res-1778.yaml", tmp_path / "draft.yaml")
    found, place = installed.python(
        "import mandatelint; from mandatelint import lint\n"
        "print(*(finding.rule for finding in lint('draft.yaml').findings))\n"
        "print(mandatelint.__file__)",
        tmp_path,
    ).split("\n")
    assert found.split() == [finding.rule for finding in lint(tmp_path / "draft.yaml").findings]
    assert "missing-exit-benchmarks" in found
    assert Path(place).resolve().parent == installed.package.resolve()


def test_the_schemas_are_there_and_type_checkers_are_told_of_types(installed: Installed, tmp_path: Path) -> None:
    printed = installed.python(
        "import json; from mandatelint.schema import NAMES, published\n"
        "print(json.dumps({name: published(name) for name in NAMES}))",
        tmp_path,
    )
    assert json.loads(printed) == {name: published(name) for name in NAMES}
    assert (installed.package / "py.typed").is_file()


def test_the_wheel_holds_the_package_and_the_rules_and_nothing_else(
    built: Path, clean_copy: Path, plain_environment: dict[str, str]
) -> None:
    (wheel,) = built.glob("*.whl")
    with ZipFile(wheel) as archive:
        files = {name for name in archive.namelist() if ".dist-info/" not in name}
    listed = succeed("git", "-C", str(clean_copy), "ls-files", "src/mandatelint", "rules", variables=plain_environment)
    inside = {name.removeprefix("src/") for name in listed.split() if name.startswith("src/")}
    rules = {f"mandatelint/{name}" for name in listed.split() if name.startswith("rules/")}
    assert files == inside | rules
    assert "mandatelint/rules/lessons.yaml" in files
    assert not [name for name in files if "test" in Path(name).stem]


def test_an_sdist_has_what_a_build_needs_and_no_tests(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        inside = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "README.md", "LICENSE"} <= inside
    assert not [name for name in inside if name.startswith("tests")]
