"""What the command line loads before it answers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = {"click", "yaml", "jsonschema", "cel_expr_python"}
# Each takes a millisecond or more.
UNASKED = {"calendar", "decimal", "difflib", "email", "subprocess", "tempfile", "tomllib", "zipfile"}
OURS_UNASKED = {f"mandatelint.{name}" for name in ("rulecheck", "packcheck", "expression.check", "schema.explaining")}
REPOSITORY = Path(__file__).parents[2]


def modules(*arguments: str) -> tuple[set[str], str]:
    """All that one run of mandatelint imports, and what it prints."""
    code = (
        "import sys\n"
        "from mandatelint.__main__ import main\n"
        f"sys.argv = ['mandatelint', *{list(arguments)!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('LOADED', *sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPOSITORY)
    output, _, names = done.stdout.rpartition("LOADED")
    return set(names.split()), output


def loaded(*arguments: str) -> tuple[set[str], str]:
    """The heavy packages among them."""
    names, output = modules(*arguments)
    return names & HEAVY, output


def test_the_version_is_told_before_anything_is_loaded() -> None:
    heavy, output = loaded("--version")
    assert heavy == set()
    assert output.startswith("mandatelint 0.")


def test_a_clean_draft_is_checked_without_the_library_that_explains() -> None:
    heavy, output = loaded("check", "examples/car-2014/s-res-2149.yaml")
    assert "1 draft" in output
    assert heavy == HEAVY - {"jsonschema"}


def test_a_clean_draft_is_checked_without_what_rules_from_outside_and_mistakes_need() -> None:
    names, _ = modules("check", "examples/car-2014/s-res-2149.yaml")
    assert names & (UNASKED | OURS_UNASKED) == set()


def test_the_module_can_be_run_and_gives_the_code_of_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mandatelint", "check", "examples/mali-2013"], capture_output=True, cwd=REPOSITORY
    )
    assert done.returncode == 1


def test_a_schema_is_printed_without_the_engine() -> None:
    heavy, output = loaded("schema", "report")
    assert output.startswith("{")
    assert "cel_expr_python" not in heavy
