"""What `check` does by itself in GitHub Actions, where no format was asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from mandatelint.formats import render
from mandatelint.linter import lint
from variants import EXAMPLES

Go = Callable[..., Done]


@pytest.fixture(autouse=True)
def _in_actions(go: Go, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step whose summary has a line already, and a draft with an error in the working folder."""
    Path("draft.yaml").write_bytes((EXAMPLES / "chad-car-2007/s-res-1778.yaml").read_bytes())
    Path("summary.md").write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")


def summary() -> str:
    return Path("summary.md").read_text(encoding="utf-8")


def test_the_text_is_followed_by_annotations_and_the_summary_has_the_report(go: Go) -> None:
    report = lint("draft.yaml")
    done = go("check", "draft.yaml")
    assert (done.code, done.err) == (1, "")
    assert done.out == render("text", report) + render("github", report)
    assert "\n::error file=draft.yaml," in done.out
    assert summary() == "before\n" + render("markdown", report)


def test_where_a_format_was_asked_for_there_is_nothing_else(go: Go) -> None:
    for asked in (("-f", "text"), ("-f", "concise"), ("-f", "auto=out.txt"), ("--output-file", "out.txt")):
        assert "::error" not in go("check", "draft.yaml", *asked).out
    assert "::error" not in go("check", "draft.yaml", "--statistics").out
    assert summary() == "before\n"


def test_a_file_beside_it_changes_nothing_on_the_page(go: Go) -> None:
    done = go("check", "draft.yaml", "-f", "auto", "-f", "sarif=out.sarif")
    assert "\n::error file=draft.yaml," in done.out
    assert Path("out.sarif").read_text(encoding="utf-8") == render("sarif", lint("draft.yaml"))
    assert summary().count("## mandatelint: ") == 1


def test_quiet_and_without_findings_nothing_is_written(go: Go) -> None:
    done = go("check", "draft.yaml", "--quiet", "--select", "mandate-without-end")
    assert (done.code, done.out) == (0, "")
    assert summary() == "before\n"


def test_a_summary_that_cannot_be_written_is_told_and_costs_nothing(go: Go, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "nowhere/summary.md")
    done = go("check", "draft.yaml")
    assert done.code == 1
    assert "\n::error file=draft.yaml," in done.out
    assert done.err.startswith("mandatelint: nowhere/summary.md: the summary of this step cannot be written (")


def test_outside_of_it_there_is_only_text(go: Go, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "false")
    assert go("check", "draft.yaml").out == render("text", lint("draft.yaml"))
    assert summary() == "before\n"
