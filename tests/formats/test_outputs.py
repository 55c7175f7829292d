"""All formats in one run: each is written whole, names files alike, and comes out the same on any machine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from nasty import RULES, report_of
from workflow_commands import read_command

from mandatelint.cli import run
from mandatelint.formats import names, render, text
from mandatelint.harmless import harmless
from mandatelint.linter import lint_text
from sizes import LINEAR
from variants import EXAMPLES

DRAFT = EXAMPLES / "chad-car-2007/s-res-1778.yaml"


def written(*arguments: str) -> dict[str, str]:
    """Every format, written to a file of its own in the working folder by one run, which finds errors."""
    outputs = [option for name in names() for option in ("-f", f"{name}=out.{name}")]
    assert run(["check", *arguments, *outputs]) == 1
    return {name: Path(f"out.{name}").read_text(encoding="utf-8") for name in names()}


def test_one_run_writes_all_formats_beside_text_on_the_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(EXAMPLES.parent)
    files = {name: tmp_path / name for name in ("junit", "gitlab", "checkstyle", "jsonl", "concise", "github", "json")}
    outputs = [option for name, file in files.items() for option in ("-f", f"{name}={file}")]
    assert run(["check", "examples", "-f", "text", *outputs]) == 1
    summary = capsys.readouterr().out.splitlines()
    out = {name: file.read_text(encoding="utf-8") for name, file in files.items()}
    findings = json.loads(out["json"])["findings"]
    assert findings
    assert [json.loads(line) for line in out["jsonl"].splitlines()] == findings
    assert len(json.loads(out["gitlab"])) == len(findings)
    assert len(ElementTree.fromstring(out["checkstyle"]).findall("file/error")) == len(findings)
    assert [read_command(line).name for line in out["github"].splitlines()].count("error") == sum(
        finding["severity"] == "error" for finding in findings
    )
    *lines, last = out["concise"].splitlines()
    assert len(lines) == len(findings)
    assert last in summary


def test_concise_is_one_line_with_place_severity_rule_lesson_and_message_and_then_the_summary() -> None:
    one, other = RULES[0].id, RULES[1].id
    assert render("concise", report_of("a\n text")).splitlines() == [
        f"a text:2:3: warning: {one} (L01): a text",
        f"a text:2:3: warning: {one} (L01): a text",
        f"a text:2:3: warning: {other} (L01): a text",
        "a text:2:3: warning: yaml-syntax (L01): a text",
        "1 draft, 8 rules: 4 warnings",
    ]


def test_files_are_named_from_the_folder_of_the_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts/draft.yaml").write_bytes(DRAFT.read_bytes())
    (tmp_path / "mandatelint.yaml").write_text("select: [ALL]\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "drafts")
    out = written("draft.yaml")
    assert {entry["location"]["path"] for entry in json.loads(out["gitlab"])} == {"drafts/draft.yaml"}
    assert ElementTree.fromstring(out["checkstyle"])[0].attrib["name"] == "drafts/draft.yaml"
    assert ElementTree.fromstring(out["junit"])[0].attrib["name"] == "drafts/draft.yaml"
    assert {read_command(line).properties["file"] for line in out["github"].splitlines()} == {"drafts/draft.yaml"}


def test_the_bytes_are_the_same_whatever_locale_time_zone_and_hash_seed(
    tmp_path: Path, plain_environment: dict[str, str]
) -> None:
    machines = (
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/Adak", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    )
    out = []
    for number, machine in enumerate(machines):
        folder = tmp_path / str(number)
        folder.mkdir()
        outputs = [option for name in names() for option in ("-f", f"{name}={folder / name}")]
        done = subprocess.run(
            [sys.executable, "-m", "mandatelint", "check", "examples", *outputs],
            cwd=EXAMPLES.parent,
            env={**plain_environment, **machine},
            capture_output=True,
        )
        assert (done.returncode, done.stderr) == (1, b"")
        out.append({name: (folder / name).read_bytes() for name in names()})
    assert [name for name in names() if out[0][name] != out[1][name]] == []


def test_many_findings_in_one_long_line_do_not_each_look_through_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of megabytes in one line, with bare `yes` all over, made gigabytes to read before."""
    looked_at: list[int] = []

    def counted(value: str) -> str:
        looked_at.append(len(value))
        return harmless(value)

    def effort(number: int) -> int:
        report = lint_text("mandate: 1\nnotes: [" + ", ".join(["yes"] * number) + "]\n")
        assert len(report.findings) > number
        looked_at.clear()
        assert render("text", report)
        return sum(looked_at)

    monkeypatch.setattr(text, "harmless", counted)
    assert effort(3000) <= effort(300) * LINEAR
