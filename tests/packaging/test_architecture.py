"""What the house asks of its source: floors, borders to other people's libraries, names, a sentence for each module."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
SOURCE = REPOSITORY / "src"
MODULES = {
    ".".join(file.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__"): file
    for file in sorted(SOURCE.rglob("*.py"))
}
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))

# Library -> the modules that may import it: one, or a package with all that is in it.
BORDERS = {
    "yaml": "mandatelint.document",
    "jsonschema": "mandatelint.schema",
    "cel_expr_python": "mandatelint.expression.engine",
    "click": "mandatelint.cli",
    "pathspec": "mandatelint.excluding",
}
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "manager", "managers", "base", "common", "misc"}
# Their first line has a second sentence, which a reader needs: where to begin, and that the rest is elsewhere.
SAY_TWO = {"mandatelint", "mandatelint.cli"}


def imports(file: Path) -> Iterator[str]:
    """The top-level packages that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.split(".")[0]


def borrowed() -> set[tuple[str, str]]:
    """Every module that imports somebody else's library, with that library."""
    ours = {*sys.stdlib_module_names, "mandatelint"}
    return {(name, library) for name, file in MODULES.items() for library in imports(file) if library not in ours}


def lint_imports(folder: Path, variables: dict[str, str]) -> tuple[int, str]:
    """Exit code and output of import-linter on the source in a folder, by the contracts there."""
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as main; main()", "--no-cache"],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env={**variables, "PYTHONPATH": str(folder / "src"), "PYTHONUTF8": "1", "COLUMNS": "200"},
    )
    return done.returncode, done.stdout + done.stderr


def test_the_contracts_hold(plain_environment: dict[str, str]) -> None:
    code, out = lint_imports(REPOSITORY, plain_environment)
    assert code == 0, out
    assert f"Contracts: {len(PROJECT['tool']['importlinter']['contracts'])} kept, 0 broken." in out


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        pytest.param("dates.py", "import mandatelint.rule", "Floors: each imports only what is below", id="upwards"),
        pytest.param(
            "formats/json.py", "import mandatelint.linter", "Floors: each imports only what is below", id="aside"
        ),
        pytest.param("ruleset.py", "import yaml", "Only the document reads YAML", id="yaml"),
        pytest.param("linter.py", "import jsonschema", "Only the schema knows JSON Schema", id="jsonschema"),
        pytest.param("expression/check.py", "import cel_expr_python", "Only one module knows the CEL engine", id="cel"),
        pytest.param("pages.py", "import click", "Only the command line knows click", id="click"),
        pytest.param("run.py", "import pathspec", "Only one module knows the patterns of git", id="pathspec"),
        pytest.param("new_floor.py", '"""x."""', "Floors: each imports only what is below", id="a module on no floor"),
    ],
)
def test_a_contract_is_noticed_where_it_is_broken_even_inside_a_function(
    module: str, line: str, contract: str, tmp_path: Path, plain_environment: dict[str, str]
) -> None:
    shutil.copytree(SOURCE, tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    with (tmp_path / "src/mandatelint" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n\ndef late() -> None:\n    {line}\n")
    code, out = lint_imports(tmp_path, plain_environment)
    assert code == 1
    assert f"{contract} BROKEN" in " ".join(out.split())


def test_each_library_is_imported_behind_its_border_and_nowhere_else() -> None:
    stray = [
        (module, library)
        for module, library in sorted(borrowed())
        if not f"{module}.".startswith(f"{BORDERS.get(library, '-')}.")
    ]
    assert stray == []
    assert {library for _, library in borrowed()} == set(BORDERS)


def test_the_contracts_name_every_border() -> None:
    fenced = {
        library
        for contract in PROJECT["tool"]["importlinter"]["contracts"]
        if contract["type"] == "forbidden"
        for library in contract["forbidden_modules"]
    }
    assert fenced == set(BORDERS)


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def versions(requirements: list[str]) -> dict[str, str]:
    """Packages by name, with the one version that each requirement names."""
    named = [re.match(r"([\w.-]+)[=>]=([\w.]+)", requirement) for requirement in requirements]
    assert all(named), requirements
    return {plain(found[1]): found[2] for found in named if found}


def test_what_is_imported_is_what_is_declared() -> None:
    known = packages_distributions()
    assert {plain(known[library][0]) for _, library in borrowed()} == set(versions(PROJECT["project"]["dependencies"]))


def test_the_lowest_versions_that_are_tried_are_the_lowest_that_are_allowed() -> None:
    project = PROJECT["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    bounds = versions([*PROJECT["build-system"]["requires"], *declared])
    first, *lines = (REPOSITORY / ".ci/lowest.txt").read_text(encoding="utf-8").splitlines()
    assert first == "# Written by .ci/renew."
    tried = versions(lines)
    assert [name for name, bound in bounds.items() if not f"{tried[name]}.".startswith(f"{bound}.")] == []


@pytest.mark.parametrize("name", MODULES)
def test_a_module_says_in_a_sentence_what_it_is(name: str) -> None:
    docstring = ast.get_docstring(ast.parse(MODULES[name].read_text(encoding="utf-8")))
    assert docstring, "the module has no docstring"
    first = docstring.splitlines()[0]
    assert first.endswith("."), "the first line of the docstring is no whole sentence"
    assert name in SAY_TWO or not re.search(r"[.!?]\s+\S", first), "the first line is more than one sentence"


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_named_for_what_it_holds(name: str) -> None:
    assert not SAYS_NOTHING.intersection(re.split(r"[._]", name))
