"""What the README shows is what the tool prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mandatelint import lint
from mandatelint.cli import run

REPOSITORY = Path(__file__).parents[1]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def test_the_output_that_the_readme_shows_is_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(REPOSITORY)
    assert run(["check", "examples"]) == 1
    out = capsys.readouterr().out
    shown = re.findall(r"```text\n(.*?)```", README, re.DOTALL)
    assert len(shown) == 2
    for block in shown:
        assert block in out


def test_the_command_that_the_readme_shows_with_its_output_prints_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(REPOSITORY)
    (shown,) = re.findall(r"```console\n\$ mandatelint (coverage .*?)```", README, re.DOTALL)
    command, output = re.fullmatch(r"((?:[^\n]*\\\n)*[^\n]*\n)(.*)", shown, re.DOTALL).groups()  # type: ignore[union-attr]
    assert run(command.replace("\\\n", "").split()) == 0
    assert capsys.readouterr() == (output, "")


def test_the_table_of_the_mali_folder_counts_as_the_tool_does() -> None:
    folder = REPOSITORY / "examples" / "mali-2013"
    rows = re.findall(
        r"^\| `(\S+\.yaml)` \|.*\| (.*) \|$", (folder / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert len(rows) == 4
    for name, says in rows:
        report = lint(folder / name)
        for severity in ("error", "warning"):
            said = re.search(rf"(\d+) {severity}s?\b", says)
            assert (int(said[1]) if said else 0) == report.count(severity), name


def test_every_command_is_in_the_readme(capsys: pytest.CaptureFixture[str]) -> None:
    run(["--help"])
    listed = re.findall(r"^  (\w+) ", capsys.readouterr().out.split("Commands:")[1], re.MULTILINE)
    assert listed
    assert [command for command in listed if f"`mandatelint {command}" not in README] == []


def test_the_two_commands_set_up_all_that_they_need() -> None:
    commands = [line for line in README.splitlines() if line.startswith("python3 -m venv .venv && ")]
    assert len(commands) == 2
    for command in commands:
        assert "pip install" in command
        assert all(part.startswith((".venv/bin/", "python3 -m venv")) for part in command.split(" && "))
