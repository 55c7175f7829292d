"""What a run writes spoils nothing that it reads, and a configuration has nothing written outside of its folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from team_folder import DRAFT, put, put_team

Go = Callable[..., Done]

BASELINE = "known.json"


@pytest.fixture
def team(go: Go) -> Go:
    """A draft, a pack of rules with a catalogue, a baseline, and the configuration that names them."""
    put_team(f"baseline: {BASELINE}\n")
    put("team/lessons.yaml", "pack: team\ntitle: Ours\nlessons:\n  - {id: T1, name: t, title: T, thesis: Because.}\n")
    put("deep/other.yaml")
    assert go("check", f"--write-baseline={BASELINE}").code == 0
    return go


def content() -> dict[str, bytes]:
    """All files there are, but for links."""
    return {str(file): file.read_bytes() for file in Path().rglob("*") if file.is_file() and ".git" not in file.parts}


def assert_refused(go: Go, *arguments: str, says: str, stdin: str | None = None) -> Done:
    """One message, and nothing is written."""
    before = content()
    done = go(*arguments, stdin=stdin)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert says in done.err
    assert content() == before
    return done


INPUTS = {
    "draft.yaml": "over a draft that is checked",
    "deep/other.yaml": "over a draft that is checked",
    "team/tasks/no-task.yaml": "over a rule",
    "team/lessons.yaml": "over a catalogue of lessons",
    "mandatelint.yaml": "over the configuration",
    BASELINE: "over the baseline",
}
input_and_harm = pytest.mark.parametrize(("file", "harm"), INPUTS.items())


# Whatever is read


@input_and_harm
@pytest.mark.parametrize("asked", [["-f", "sarif="], ["-f", "auto", "-f", "json="], ["--output-file", ""]])
def test_check_writes_over_nothing_that_it_reads(team: Go, file: str, harm: str, asked: list[str]) -> None:
    done = assert_refused(team, "check", ".", *asked[:-1], asked[-1] + file, says=f"{file}: the output would be")
    assert harm in done.err
    assert "; write it to a file of its own, as `" in done.err


@input_and_harm
@pytest.mark.parametrize("command", ["coverage", "waivers"])
def test_the_other_commands_write_over_nothing_that_they_read(team: Go, file: str, harm: str, command: str) -> None:
    assert_refused(team, command, ".", "--output-file", file, says=harm)


@input_and_harm
def test_an_output_that_a_configuration_names_spoils_nothing_either(team: Go, file: str, harm: str) -> None:
    place = put("mandatelint.yaml", f"rules: [team]\nbaseline: {BASELINE}\nformat: [text, «sarif={file}]\n")
    done = assert_refused(team, "check", says=harm)
    assert done.err.startswith(f"mandatelint: {place}: {file}: the output would be written ")
    assert done.err.endswith("write it to a file of its own, as `sarif=report.sarif`\n")


@pytest.mark.parametrize("file", ["team/lessons.yaml", "mandatelint.yaml", "draft.yaml"])
def test_a_baseline_is_written_over_nothing_that_is_read(team: Go, file: str) -> None:
    Path("innocent.json").symlink_to(file)
    for asked in ([f"--write-baseline={file}"], ["--write-baseline=innocent.json"]):
        assert_refused(team, "check", *asked, says="written over")


def test_pruning_writes_over_nothing_that_is_read(team: Go) -> None:
    put("mandatelint.yaml", "rules: [team]\n")
    put("draft.json", '{"version": 2, "findings": [],\n"mandate": 1}')
    done = assert_refused(team, "check", "--baseline", "draft.json", "--prune-baseline", says="over a draft")
    assert done.err.startswith("mandatelint: draft.json: ")


def test_built_in_rules_are_rules_too(go: Go, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from mandatelint import ruleset

    put("draft.yaml")
    folder = tmp_path / "installed"
    folder.symlink_to(ruleset.builtin_folder())
    for name in ("lessons.yaml", "calendar/election-without-review.yaml", "calendar/new.yaml"):
        done = go("check", "draft.yaml", "-f", f"json=installed/{name}")
        assert done.code == 2
        assert "rule" in done.err or "catalogue of lessons" in done.err
        assert not (folder / "calendar/new.yaml").exists()


def test_an_earlier_version_is_read_too(team: Go) -> None:
    put("older/draft.yaml")
    put("mandatelint.yaml", "exclude: [older]\n")
    for against in ("older", "older/draft.yaml"):
        asked = ["check", "draft.yaml", "--against", against, "-f", "json=older/draft.yaml"]
        assert_refused(team, *asked, says="over an earlier version of a draft")


@pytest.mark.parametrize("name", ["draft.yaml", "new.yaml"])
def test_the_file_that_standard_input_stands_for_is_read_too(team: Go, name: str) -> None:
    asked = ["check", "-", "--stdin-filename", name, "--output-file", name]
    assert_refused(team, *asked, says="over a draft that is checked", stdin=DRAFT)


def test_standard_input_is_not_read_to_find_out(team: Go) -> None:
    asked = ["check", "-", "--drafts-only", "--stdin-filename", "draft.yaml", "--output-file", "draft.yaml"]
    assert_refused(team, *asked, says="over a draft that is checked", stdin=DRAFT)


def test_the_summary_of_a_step_spoils_nothing(team: Go, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "draft.yaml")
    assert_refused(team, "check", says="draft.yaml: the output would be written over a draft that is checked")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "page.md")
    twice = ["check", "-f", "auto", "-f", "markdown=page.md"]
    assert_refused(team, *twice, says="page.md: the output would be written over another one; it is the summary")
    assert team("check", "-f", "markdown=page.md").code == 0


# The same file by another name


@pytest.mark.parametrize("name", ["./draft.yaml", "deep/../draft.yaml", "linked/draft.yaml", "soft", "hard.txt"])
def test_another_name_does_not_hide_a_draft(team: Go, name: str) -> None:
    Path("linked").symlink_to(".")
    Path("soft").symlink_to("draft.yaml")
    Path("hard.txt").hardlink_to("draft.yaml")
    for file in (name, str(Path.cwd() / name)):
        assert_refused(team, "check", "draft.yaml", "deep", "-f", f"json={file}", says=", draft.yaml; write it")


def test_a_link_among_the_drafts_does_not_hide_a_draft_either(team: Go) -> None:
    put("far/text.txt")
    Path("link.yaml").symlink_to("far/text.txt")
    assert_refused(team, "check", "--output-file", "far/text.txt", says="over a draft that is checked, link.yaml")


def test_an_open_stream_does_not_hide_a_draft(team: Go) -> None:
    with Path("draft.yaml").open("r+") as stream:
        name = f"/dev/fd/{stream.fileno()}"
        assert_refused(team, "check", "-f", f"json={name}", says="over a draft that is checked, draft.yaml")


@pytest.mark.parametrize("command", ["check", "coverage", "waivers"])
def test_standard_output_is_not_added_to_a_draft(team: Go, command: str) -> None:
    text = Path("draft.yaml").read_bytes()
    with Path("draft.yaml").open("ab") as stream:
        asked = [sys.executable, "-m", "mandatelint", command, "draft.yaml"]
        done = subprocess.run(asked, stdout=stream, stderr=subprocess.PIPE, encoding="utf-8")
    assert done.returncode == 2
    assert done.stderr.startswith("mandatelint: standard output: the output would be written over a draft")
    assert Path("draft.yaml").read_bytes() == text


def test_a_draft_that_comes_over_standard_input_is_not_written_over(team: Go) -> None:
    text = Path("draft.yaml").read_bytes()
    with Path("draft.yaml").open("rb") as stream:
        asked = [sys.executable, "-m", "mandatelint", "check", "-", "-f", "json=draft.yaml"]
        done = subprocess.run(asked, stdin=stream, stderr=subprocess.PIPE, encoding="utf-8")
    assert done.returncode == 2
    assert "over the draft that is read from standard input" in done.stderr
    assert Path("draft.yaml").read_bytes() == text


# Two outputs to one file


def test_two_outputs_are_two_files_whatever_they_are_called(team: Go) -> None:
    put("a.out", "")
    Path("hard.out").hardlink_to("a.out")
    Path("soft.out").symlink_to("a.out")
    for other in ("./a.out", "hard.out", "soft.out", str(Path("a.out").resolve())):
        assert_refused(team, "check", "-f", "json=a.out", "-f", f"sarif={other}", says="written to one file")
    assert_refused(team, "check", "-f", "json=new.out", "-f", "sarif=New.out", says="written to one file")


# A name under which a later run would read it


@pytest.mark.parametrize("name", ["mandatelint.yaml", ".mandatelint.yaml", "deep/.mandatelint.yml", "pyproject.toml"])
def test_a_report_does_not_become_a_configuration(go: Go, name: str) -> None:
    put("draft.yaml")
    put("deep/draft.yaml")
    for option in (["--output-file", name], ["-f", f"json={name}"], ["--no-config", "--output-file", name.title()]):
        assert_refused(go, "check", "draft.yaml", *option, says="the output would bear the name of a configuration")
    assert_refused(go, "new", "mandate", name, says="this is the name of a configuration")


def test_a_report_does_not_become_a_rule(team: Go) -> None:
    for name in ("team/report.yaml", "team/new/../tasks/new.yml"):
        done = assert_refused(team, "check", "--output-file", name, says="read as a rule, as every YAML file in ")
        assert "the folder team is; write it to a file" in done.err
    assert team("check", "--output-file", "team/report.json").code == 0


# What is no input is written as before


def test_an_earlier_report_in_a_folder_that_is_checked_is_written_over(team: Go) -> None:
    names = ("report.json", "report.yaml", "deep/report.yml")
    for name in names:
        put(name, "")
        for command in ("check", "coverage", "waivers", "check"):
            done = team(command, ".", "-f", "json", "--output-file", name)
            assert (done.code, done.err) == (0, "")
            assert Path(name).read_text(encoding="utf-8").startswith("{")


def test_a_draft_that_is_not_checked_and_a_device_are_written_as_before(team: Go) -> None:
    assert team("check", "draft.yaml", "-f", "json=deep/other.yaml", "-f", "text=/dev/null").code == 0
    assert Path("deep/other.yaml").read_text(encoding="utf-8").startswith("{")


def test_a_hook_that_names_a_report_among_the_drafts_writes_it(team: Go) -> None:
    asked = ["check", "--drafts-only", "draft.yaml", "report.json", "-f", "json=report.json"]
    put("report.json", "{}")
    assert team(*asked).code == 0
    assert team(*asked).code == 0
    assert_refused(team, "check", "report.json", "-f", "json=report.json", says="over a draft that is checked")


# What a configuration has written


OUTSIDE = ["../report.json", "/tmp/report.json", "deep/../report.json", "out/report.json", "out.json", "gone.json"]


@pytest.fixture
def guest(go: Go, monkeypatch: pytest.MonkeyPatch) -> Go:
    """In a repository `guest` with links that lead out of it."""
    put("guest/draft.yaml")
    put("guest/deep/draft.yaml")
    put("guest/.git/hooks/pre-commit", "#!/bin/sh\n")
    put("outside.json", "{}")
    monkeypatch.chdir("guest")
    Path("out").symlink_to("..")
    Path("out.json").symlink_to("../outside.json")
    Path("gone.json").symlink_to("../gone.json")
    Path("inside.json").symlink_to("deep/report.json")
    return go


@pytest.mark.parametrize("file", OUTSIDE)
def test_what_a_configuration_has_written_stays_in_its_folder(guest: Go, file: str) -> None:
    place = put("mandatelint.yaml", f"format: [text, «json={file}]\n")
    for command in ("check", "config"):
        done = assert_refused(guest, command, says=f"{file}: what is written lies in the folder of the configuration")
        assert done.err.startswith(f"mandatelint: {place}: ")
        assert done.err.endswith(f"write a path such as {Path(file).name}\n")
    assert Path("../outside.json").read_text(encoding="utf-8") == "{}"
    assert sorted(entry.name for entry in Path("..").iterdir()) == ["guest", "outside.json"]


def test_the_folder_is_that_of_the_configuration_wherever_the_run_starts(guest: Go) -> None:
    place = put("deep/mandatelint.yaml", "format: [«json=../report.json]\n")
    assert_refused(guest, "check", "deep", says=f"{place}: ../report.json: what is written lies in the folder")
    put("deep/mandatelint.yaml", "format: [json=report.json]\n")
    assert guest("check", "deep").code == 1
    assert Path("deep/report.json").is_file()


def test_an_absolute_path_is_refused_even_if_it_leads_inside(guest: Go) -> None:
    put("mandatelint.yaml", f"format: [json={Path.cwd()}/report.json]\n")
    assert_refused(guest, "check", says="lies in the folder of the configuration or below it; write a path such as")


@pytest.mark.parametrize("file", [".git/hooks/pre-commit", ".GIT/new", "deep/.git/config"])
def test_nothing_is_written_among_the_files_of_git(guest: Go, file: str) -> None:
    put("mandatelint.yaml", f"format: [concise={file}]\n")
    assert_refused(guest, "check", says="nothing is written among the files of git")
    assert Path(".git/hooks/pre-commit").read_text(encoding="utf-8") == "#!/bin/sh\n"


def test_an_output_inside_and_one_that_an_option_names_are_written(guest: Go) -> None:
    put("mandatelint.yaml", "format: [text, json=inside.json]\n")
    assert guest("check").code == 1
    assert Path("deep/report.json").is_file()
    put("mandatelint.yaml", "format: [text, json=../report.json]\n")
    assert guest("check", "-f", "json=../report.json").code == 1
    assert Path("../report.json").is_file()


@pytest.mark.parametrize("file", OUTSIDE)
def test_a_baseline_of_a_configuration_is_read_from_outside_and_not_written_there(guest: Go, file: str) -> None:
    assert guest("check", f"--write-baseline={file.replace('/tmp', '..')}").code == 0
    put("mandatelint.yaml", f"baseline: {file.replace('/tmp', str(Path('..').resolve()))}\n")
    assert guest("check").code == 0
    for option in ("--write-baseline", "--prune-baseline"):
        assert_refused(guest, "check", option, says="lies in the folder of the configuration or below it")


def test_a_file_beside_a_report_is_not_written_through_a_link(guest: Go) -> None:
    Path(f".report.json.{os.getpid()}").symlink_to("../outside.json")
    guest("check", "-f", "json=report.json")
    assert Path("../outside.json").read_text(encoding="utf-8") == "{}"


def test_what_is_no_name_of_a_file_is_one_message(go: Go) -> None:
    put("draft.yaml")
    for config in ("", 'format: ["json=a\\0b"]\n'):
        put("mandatelint.yaml", config)
        done = go("check", *([] if config else ["-f", "json=a\0b"]))
        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
        assert "holds a character that no name of a file can have" in done.err


def test_a_link_to_itself_is_no_place_for_a_report(go: Go) -> None:
    put("draft.yaml")
    Path("loop").symlink_to("loop")
    done = go("check", "-f", "json=loop")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert done.err.startswith("mandatelint: loop: ")
