"""What the options of the command line choose, show and write, and what they leave alone."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from mandatelint.ruleset import load_rules
from rule_files import rule_text
from team_folder import DRAFT, put, put_team

Go = Callable[..., Done]
TWO = ["draft.yaml:5:5: error: no-end (L05)", "draft.yaml:5:5: warning: no-task (L01)"]


def rules_asked(go: Go, *arguments: str) -> set[str]:
    """The rules that were asked of the draft."""
    done = go("check", "draft.yaml", "-f", "json", *arguments)
    assert done.err == ""
    return {rule["rule"] for rule in json.loads(done.out)["outcomes"][0]["rules"]}


# Which rules


@pytest.mark.parametrize(
    ("options", "rules"),
    [
        (["--select", "no-task"], {"no-task"}),
        (["--select", "taskless"], {"no-task"}),
        (["--select", "tasks"], {"no-task"}),
        (["--select", "L05"], {"no-end"}),
        (["--select", "exit-benchmarks,L01"], {"no-end", "no-task"}),
        (["--select", "team"], {"no-end", "no-task"}),
        (["--select", "ALL", "--ignore", "ends"], {"no-task"}),
        (["--ignore", "no-task", "--ignore", "L12"], {"no-end"}),
        (["--select", "L05", "--extend-select", "no-task"], {"no-end", "no-task"}),
        (["--extend-select", "no-task"], {"no-end", "no-task"}),
        (["--select", "tasks", "--extend-select", "ends", "--ignore", "taskless"], {"no-end"}),
    ],
)
def test_rules_are_chosen_by_rule_category_lesson_and_pack(go: Go, options: list[str], rules: set[str]) -> None:
    put_team()
    put("team/tasks/no-task.yaml", rule_text(formerly="formerly: [taskless]"))
    assert rules_asked(go, *options) == rules


def test_packs_add_to_the_built_in_one_unless_the_configuration_names_those_in_force(go: Go) -> None:
    put_team()
    builtin = {rule.id for rule in load_rules().rules}
    own = {"no-end", "no-task"}
    assert rules_asked(go) == own
    assert rules_asked(go, "--no-config", "--rules", "team") == builtin | own
    assert rules_asked(go, "--no-config", "--rules", "team/tasks", "--rules", "team/ends") == builtin | own
    put("mandatelint.yaml", "rules: [team]\npacks: [brief]\n")
    assert rules_asked(go) == builtin


@pytest.mark.parametrize("option", ["--select", "--extend-select", "--ignore"])
def test_a_name_that_nothing_bears_is_told(go: Go, option: str) -> None:
    put_team()
    message = "no rule, category, lesson or pack is called 'no-taks'; did you mean 'no-task'?"
    assert go("check", option, "no-taks") == Done(2, "", f"mandatelint: {message}\n")


# What is shown


def test_the_lowest_severity_that_is_shown_changes_nothing_else(go: Go) -> None:
    put_team("severities: {no-end: warning}\n")
    for options, code in (([], 0), (["--strict"], 1), (["--fail-level", "warning"], 1)):
        shown = go("check", "draft.yaml", "--min-severity", "error", *options)
        assert shown == Done(code, "1 draft, 2 rules: 2 not shown\n  lessons that fail: L01, L05\n", "")
        assert go("check", "draft.yaml", *options).code == code
    put_team()
    done = go("check", "draft.yaml", "--min-severity", "error")
    assert [line for line in done.out.splitlines() if "draft.yaml:" in line] == TWO[:1]
    assert done.out.endswith("1 draft, 2 rules: 1 error, 1 not shown\n  lessons that fail: L01, L05\n")


def test_statistics_count_by_rule_in_place_of_the_findings(go: Go) -> None:
    put_team()
    put("other.yaml", DRAFT)
    put("third.yaml", DRAFT + "# mandatelint: file-ignore[no-end] known\n")
    done = go("check", "draft.yaml", "other.yaml", "third.yaml", "--statistics")
    assert done.out.splitlines()[:3] == ["    3  warning  no-task", "    2  error    no-end", ""]
    assert "\n3 drafts, 2 rules: 2 errors, 3 warnings\n" in done.out
    assert done.code == 1
    assert go("check", "draft.yaml", "--statistics", "-f", "text=counts.txt", "-f", "json").code == 1
    assert Path("counts.txt").read_text(encoding="utf-8").startswith("    1  error    no-end\n")
    refused = "--statistics belongs to the format text, which is not asked for; leave it out"
    assert go("check", "--statistics", "-f", "json") == Done(2, "", f"mandatelint: {refused}\n")


@pytest.mark.parametrize(
    ("variables", "options", "is_colored"),
    [
        ({}, [], False),
        ({}, ["--color", "always"], True),
        ({"NO_COLOR": "1"}, ["--color", "always"], True),
        ({"FORCE_COLOR": "1"}, [], True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False),
        ({"FORCE_COLOR": "1", "NO_COLOR": ""}, [], True),
        ({"FORCE_COLOR": "1"}, ["--color", "never"], False),
        ({"FORCE_COLOR": "1"}, ["-f", "json"], False),
        ({"FORCE_COLOR": "1"}, ["--output-file", "/dev/stdout"], False),
    ],
)
def test_a_pipe_gets_color_where_it_is_asked_for(
    go: Go, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], options: list[str], is_colored: bool
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    put_team()
    assert ("\x1b[" in go("check", "draft.yaml", *options).out) == is_colored


def test_without_its_colors_a_report_is_the_plain_one(go: Go) -> None:
    put_team()
    put("draft.yaml", DRAFT.replace("name: Mission", 'name: "\\e[31mMission | ^^"'))
    colored = go("check", "--color", "always").out
    assert "\x1b[1;31merror\x1b[0m: " in colored
    plain = colored
    for code in ("1;31", "1;33", "1;32", "1", "0"):
        plain = plain.replace(f"\x1b[{code}m", "")
    assert plain == go("check").out


def test_quiet_is_silent_where_there_are_no_findings_and_only_there(go: Go) -> None:
    put_team()
    assert go("check", "-q", "draft.yaml").out == go("check", "draft.yaml").out
    put("good.yaml", DRAFT.replace("operation}", "operation, tasks: [{id: police, category: police}]}"))
    assert go("check", "-q", "good.yaml") == Done(0, "", "")
    assert json.loads(go("check", "-q", "good.yaml", "-f", "json").out)["findings"] == []


# What is written, and where


def test_one_run_writes_several_formats(go: Go) -> None:
    put_team()
    done = go("check", "draft.yaml", "-f", "text", "-f", "json=report.json", "-f", "concise=report.txt")
    assert (done.code, done.out) == (1, go("check", "draft.yaml").out)
    assert len(json.loads(Path("report.json").read_text(encoding="utf-8"))["findings"]) == 2
    assert Path("report.txt").read_text(encoding="utf-8") == go("check", "draft.yaml", "-f", "concise").out
    only = go("check", "draft.yaml", "-f", "json=a.json", "-f", "concise", "--output-file", "b.txt")
    assert (only.code, only.out) == (1, "")
    assert Path("b.txt").read_bytes() == Path("report.txt").read_bytes()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-f", "text", "-f", "json"], "text and json would be mixed on standard output; write all but one to files"),
        (["-f", "json=a", "-f", "text=./a"], "two formats would be written to one file; give each its own"),
        (["-f", "json=a", "-f", "text", "--output-file", "a"], "two formats would be written to one file"),
        (["-f", "json="], "'json=' names no file; write it like json=FILE"),
        (["-f", "jsno=a"], "no format is called 'jsno'; did you mean 'json'?"),
        (["-f", "json=a", "--output-file", "b"], "--output-file has nothing to write, as every format has a file"),
        (["-f", "json=no/a"], "no/a: cannot be written (No such file or directory)"),
        (["-f", "json=team"], "team: cannot be written (Is a directory)"),
    ],
)
def test_what_cannot_be_written_is_one_message(go: Go, options: list[str], message: str) -> None:
    put_team()
    done = go("check", "draft.yaml", *options)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"mandatelint: {message}")
    assert done.err.count("\n") == 1


def test_a_report_is_there_whole_or_as_it_was(go: Go, monkeypatch: pytest.MonkeyPatch) -> None:
    put_team()
    put("out/report.json", "as it was")

    def fail(*_: object) -> None:
        assert json.loads(next(Path("out").glob(".report.json.*")).read_text(encoding="utf-8"))
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", fail)
        assert go("check", "draft.yaml", "-f", "json=out/report.json").code == 130
    assert Path("out/report.json").read_text(encoding="utf-8") == "as it was"
    assert [file.name for file in Path("out").iterdir()] == ["report.json"]


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="there is no such device here")
def test_a_report_can_be_written_to_a_device(go: Go) -> None:
    put_team()
    command = [sys.executable, "-m", "mandatelint", "check", "draft.yaml", "-f", "json=/dev/stdout"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (1, "")
    assert len(json.loads(done.stdout)["findings"]) == 2


# At a terminal


def at_terminal(*arguments: str, stdout_too: bool = False) -> tuple[int, str, str]:
    """Exit code, standard output, and what a terminal gets: standard error, or both."""
    pty = pytest.importorskip("pty", reason="there are no such terminals here")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "mandatelint", *arguments],
        stdout=theirs if stdout_too else subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
    )
    os.close(theirs)
    seen = b""
    try:
        while some := os.read(ours, 4096):
            seen += some
    except OSError:  # how Linux says that the other side has closed
        pass
    out = process.stdout.read().decode() if process.stdout is not None else ""
    code = process.wait()
    if process.stdout is not None:
        process.stdout.close()
    os.close(ours)
    return code, out, seen.decode()


def test_a_person_who_waits_for_many_drafts_sees_how_far_the_run_has_come(go: Go) -> None:
    put_team()
    for number in range(49):
        put(f"many/{number}.yaml")
    code, out, seen = at_terminal("check", "many", "-f", "concise")
    assert (code, out.count("\n"), seen) == (1, 99, "")
    put("many/49.yaml")
    code, out, seen = at_terminal("check", "many", "-f", "concise")
    assert (code, out.count("\n")) == (1, 101)
    assert "drafts" in seen
    assert "100%" in seen
    assert at_terminal("check", "many", "-f", "concise", "--quiet")[2] == ""
    piped = subprocess.run([sys.executable, "-m", "mandatelint", "check", "many"], capture_output=True)
    assert piped.stderr == b""
    assert b"\x1b" not in piped.stdout


def test_a_person_gets_color_and_a_dumb_terminal_none(go: Go, monkeypatch: pytest.MonkeyPatch) -> None:
    put_team()
    assert "\x1b[1;31merror" in at_terminal("check", "draft.yaml", stdout_too=True)[2]
    assert "\x1b" not in at_terminal("check", "draft.yaml", "--color", "never", stdout_too=True)[2]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in at_terminal("check", "draft.yaml", stdout_too=True)[2]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes here")
def test_an_interrupted_run_ends_with_130_and_writes_nothing(go: Go) -> None:
    os.mkfifo("draft.yaml")
    command = [sys.executable, "-m", "mandatelint", "check", "draft.yaml", "-f", "json=report.json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with process, Path("draft.yaml").open("wb"):  # waits until the other side reads
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err.strip()) == (130, b"", b"")
    assert [file.name for file in Path().iterdir()] == ["draft.yaml"]


# The shell


def completed(*words: str) -> list[str]:
    """What bash offers for the last of the words."""
    bash = shutil.which("bash")
    if bash is None or os.name == "nt":
        pytest.skip("bash is not here")
    program = Path("bin/mandatelint")
    program.parent.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mandatelint "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    script = (
        "source <(mandatelint completion bash)\n"
        'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _mandatelint_completion mandatelint\n'
        'printf "%s\\n" "${COMPREPLY[@]}"'
    )
    command = [bash, "-c", script, "bash", "mandatelint", *words]
    variables = {**os.environ, "PATH": f"{program.parent.resolve()}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=variables)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split()


def test_bash_completes_commands_options_rules_and_lessons(go: Go) -> None:
    put_team()
    assert completed("cov") == ["coverage"]
    assert completed("check", "--min-s") == ["--min-severity"]
    assert completed("rule", "missing-exit-b") == ["missing-exit-benchmarks"]
    assert completed("check", "--select", "L05,no-ta") == ["L05,no-task"]
    assert completed("lesson", "L3") == ["L30"]
    put("mandatelint.yaml", "rules: [nowhere]\n")
    assert completed("rule", "missing-exit-b") == ["missing-exit-benchmarks"]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_so_can_other_shells(go: Go, shell: str) -> None:
    done = go("completion", shell)
    assert done.code == 0
    assert "_MANDATELINT_COMPLETE" in done.out
    assert go("completion", "tcsh").code == 2
