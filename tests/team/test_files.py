"""Which files are read, which rules are asked of them, and what is said of those that are passed over."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from conftest import Done
from mandatelint.excluding import _compiled, without_retries
from sizes import LINEAR
from team_folder import DRAFT, NO_DRAFT, put, put_team

Go = Callable[..., Done]


def files(go: Go, *arguments: str) -> list[str]:
    """The files that would be read."""
    done = go("check", "--show-files", *arguments)
    assert (done.code, done.err) == (0, "")
    return done.out.splitlines()


def put_all(names: Iterable[str]) -> None:
    for name in names:
        put(name)


def make_repository(folder: str = ".") -> None:
    Path(folder, ".git").mkdir(parents=True)


def rules_found(go: Go, *arguments: str) -> set[str]:
    return {finding["rule"] for finding in json.loads(go("check", "-f", "json", *arguments).out)["findings"]}


# Excluded files


LONG_NAME = "a" * 200 + ".yaml"


@pytest.mark.parametrize(
    "pattern",
    ["*a" * 8 + "b", "a*" * 40 + "b", "**a" * 9 + "b", "*[a-z]" * 9 + "1", "*?" * 30 + "1", "**/a*a/" * 9 + "b"],
)
def test_no_pattern_makes_a_name_take_long(go: Go, pattern: str) -> None:
    """Without an end before: each `*` was tried at each letter, for each way of the others."""
    put(LONG_NAME)
    put("/".join(["aa"] * 40) + "/x.yaml")
    assert len(files(go, "--exclude", pattern)) == 2


@pytest.mark.parametrize("stars", [2, 20])
def test_however_many_stars_a_pattern_has_only_the_last_of_a_name_is_tried_again(stars: int) -> None:
    (theirs, ours), (their_first, our_first) = repeats(stars), repeats(1)
    assert (theirs - their_first, ours - our_first) == (stars - 1, 0)


def repeats(stars: int) -> tuple[int, int]:
    """Those of a pattern with so many stars, as pathspec has it and as we do."""
    regex = GitIgnoreSpec.from_lines(["*a" * stars + "b"]).patterns[0].regex
    assert regex is not None
    parse = re._parser.parse  # type: ignore[attr-defined]
    return free_repeats(parse(regex.pattern)), free_repeats(parse(without_retries(regex.pattern)))


def free_repeats(tree: Any) -> int:
    """How many parts of a regular expression may be tried again at another length."""
    number = 0
    for name, inside in tree:
        if str(name) == "ATOMIC_GROUP":
            continue
        number += str(name) == "MAX_REPEAT" and inside[1] > 1
        parts = inside if isinstance(inside, (list, tuple)) else [inside]
        for part in parts:
            for tried in part if isinstance(part, list) else [part]:
                number += free_repeats(tried) if isinstance(tried, re._parser.SubPattern) else 0  # type: ignore[attr-defined]
    return number


@given(
    st.lists(
        st.sampled_from(["*", "**", "/", "/**/", "a", "b", "?", "[ab]", "[b-c]", "*a", "!", "\\a"]),
        min_size=1,
        max_size=9,
    ),
    st.lists(st.text("abc", min_size=1, max_size=5), min_size=1, max_size=6),
    st.sampled_from(["", "/"]),
)
@settings(max_examples=400, deadline=None, derandomize=True, database=None)
def test_patterns_match_what_pathspec_matches(parts: list[str], names: list[str], end: str) -> None:
    pattern, path = "".join(parts), "/".join(names) + end
    try:
        theirs = GitIgnoreSpec.from_lines([pattern])
    except ValueError:
        return
    assert _compiled([pattern]).check_file(path).include == theirs.check_file(path).include


def test_a_class_of_characters_is_never_the_end_of_a_folder(go: Go) -> None:
    """As in git, which pathspec forgets."""
    put_all(["a/b.yaml", "axb.yaml"])
    assert files(go, "--exclude", "a[!c]b.yaml", "--exclude", "/a[.-9]b.yaml") == ["a/b.yaml"]


def test_a_folder_is_gone_through_once_however_many_ways_a_pattern_leads_there(
    go: Go, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("/".join(["a"] * 12) + "/x.yaml")
    seen: list[str] = []
    scandir = os.scandir

    def noted(path: Any = ".") -> Any:
        seen.append(path)
        return scandir(path)

    def effort(pattern: str) -> int:
        seen.clear()
        assert len(files(go, pattern)) == 1
        return len(seen)

    monkeypatch.setattr(os, "scandir", noted)
    assert effort("**/" * 12 + "x.yaml") == effort("**/x.yaml")
    assert effort("**/*/" * 6 + "x.yaml") <= effort("**/*/" * 2 + "x.yaml") * LINEAR


@pytest.mark.parametrize(
    ("patterns", "left"),
    [
        (["old/"], ["a.yaml", "new/a.yaml", "new/b.yaml"]),
        (["/old/"], ["a.yaml", "new/a.yaml", "new/b.yaml", "new/old/a.yaml"]),
        (["a.yaml"], ["new/b.yaml", "old/b.yaml"]),
        (["/a.yaml", "new/old"], ["new/a.yaml", "new/b.yaml", "old/a.yaml", "old/b.yaml"]),
        (["*.yaml", "!b.yaml"], ["new/b.yaml", "old/b.yaml"]),
        (["**/old/a.*"], ["a.yaml", "new/a.yaml", "new/b.yaml", "old/b.yaml"]),
    ],
)
def test_patterns_are_read_as_in_gitignore(go: Go, patterns: list[str], left: list[str]) -> None:
    put_all(["a.yaml", "new/a.yaml", "new/b.yaml", "new/old/a.yaml", "old/a.yaml", "old/b.yaml"])
    options = [part for pattern in patterns for part in ("--exclude", pattern)]
    assert files(go, *options) == left
    put("pyproject.toml", f"[tool.mandatelint]\nexclude = {json.dumps(patterns)}\n")
    assert files(go) == left
    assert files(go, "**/*.yaml") == left


def test_a_file_that_is_named_is_read_even_if_it_is_excluded(go: Go) -> None:
    put("mandatelint.yaml", "exclude: [old/]\n")
    put_all(["draft.yaml", "old/draft.yaml"])
    assert files(go, "old/draft.yaml") == ["old/draft.yaml"]
    assert files(go, "old/*.yaml") == []
    assert files(go, "old") == []


@pytest.mark.parametrize("how", ["option", "configuration"])
def test_a_hook_that_names_excluded_files_only_is_quiet_and_passes(go: Go, how: str) -> None:
    put("mandatelint.yaml", "exclude: [old/]\n" + "force-exclude: true\n" * (how == "configuration"))
    put_all(["draft.yaml", "old/draft.yaml", "old/other.yaml"])
    force = ["--force-exclude"] * (how == "option")
    assert go("check", *force, "old/draft.yaml", "old/other.yaml") == Done(0, "", "")
    report = json.loads(go("check", *force, "old/draft.yaml", "-f", "json").out)
    assert (report["findings"], report["summary"]["drafts"]) == ([], 0)
    assert go("check", *force, "old/draft.yaml", "draft.yaml").code == 1
    assert files(go, *force, "old/draft.yaml", "draft.yaml") == ["draft.yaml"]
    assert files(go, "--no-force-exclude", "old/draft.yaml") == ["old/draft.yaml"]


def test_a_wrong_pattern_of_an_option_is_one_message(go: Go) -> None:
    put("draft.yaml")
    done = go("check", "--exclude", "!")
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith("mandatelint: the command line: '!' is no pattern for files; write one as in .gitignore")


# What git ignores


TREE = [
    *("a.yaml", "b.yaml", "keep.yaml", "build/a.yaml", "build/keep.yaml", "deep/build/a.yaml", "deep/c.yaml"),
    *("deep/er/a.yaml", "deep/er/b.yaml", "deep/er/c.yaml", "log/x/a.yaml", "log/keep/a.yaml", "sp ace/a.yaml"),
    *("é/a.yaml", "#hash.yaml", "[x].yaml", "x.yaml", "upper.YAML"),
]
IGNORED = {
    ".gitignore": "# no\r\n/b.yaml\nbuild/\n!build/keep.yaml\nlog/*\n!log/keep/\n\\#hash.yaml\nx.yaml\n!\nsp ace/\n",
    "deep/.gitignore": "c.yaml\n!build/\n",
    "deep/er/.gitignore": "!c.yaml\n*/a.yaml\n/b.yaml\n",
    "é/.gitignore": "*\n",
}


def test_what_git_ignores_is_passed_over_as_git_itself_has_it(go: Go, plain_environment: dict[str, str]) -> None:
    put_all(TREE)
    for name, text in IGNORED.items():
        put(name, text)
    subprocess.run(["git", "init", "--quiet"], check=True, env=plain_environment)
    listed = ["git", "ls-files", "-z", "--others", "--exclude-standard", "--", "*.yaml", "*.YAML"]
    done = subprocess.run(listed, check=True, env=plain_environment, capture_output=True, encoding="utf-8")
    ours = files(go)
    assert set(ours) == set(done.stdout.split("\0")) - {""}
    assert 5 < len(ours) < len(TREE) - 5
    assert set(files(go, "**/*.yaml", "*.YAML")) == set(ours)
    assert set(files(go, "deep/er")) == {name for name in ours if name.startswith("deep/er/")}
    assert len(files(go, "--no-respect-gitignore")) == len(TREE)


def test_outside_of_a_repository_and_beyond_one_nothing_is_ignored(go: Go) -> None:
    put_all(["a.yaml", "inner/a.yaml", "inner/b.yaml"])
    put(".gitignore", "a.yaml\n")
    assert files(go) == ["a.yaml", "inner/a.yaml", "inner/b.yaml"]
    make_repository("inner")
    put("inner/.gitignore", "b.yaml\n")
    assert files(go) == ["a.yaml", "inner/a.yaml"]
    make_repository()
    assert files(go) == ["inner/a.yaml"]


def test_a_file_that_git_ignores_is_read_where_it_is_named(go: Go) -> None:
    make_repository()
    put(".gitignore", "draft.yaml\n")
    put("draft.yaml")
    assert files(go, "draft.yaml") == ["draft.yaml"]
    assert files(go, "--force-exclude", "draft.yaml") == ["draft.yaml"]


def test_a_pattern_of_ours_goes_before_those_of_git(go: Go) -> None:
    make_repository()
    put(".gitignore", "a.yaml\n")
    put_all(["a.yaml", "b.yaml"])
    assert files(go, "--exclude", "b.yaml", "--exclude", "!a.yaml") == ["a.yaml"]


@pytest.mark.parametrize("line", ["!", "\\", "[z-a]", "[[:alpha:]]x", "\udcff"])
def test_a_line_of_gitignore_that_cannot_be_read_does_no_harm(go: Go, line: str) -> None:
    make_repository()
    Path(".gitignore").write_bytes(f"{line}\nb.yaml\n".encode("utf-8", "surrogateescape"))
    put_all(["a.yaml", "b.yaml"])
    assert files(go) == ["a.yaml"]


# What is said of what is passed over


def test_verbose_says_what_was_passed_over_and_why(go: Go) -> None:
    make_repository()
    put(".gitignore", "build/\n")
    put("mandatelint.yaml", "exclude: [old.yaml]\n")
    put_all(["a.yaml", "old.yaml", "build/a.yaml", ".hidden/a.yaml", ".a.yaml", "node_modules/a.yaml", "env/a.yaml"])
    put("env/pyvenv.cfg", "")
    put("other.yaml", NO_DRAFT)
    said = [
        ".a.yaml is hidden",
        ".hidden/ is hidden",
        "build/ is excluded by .gitignore",
        "env/ holds installed packages",
        "node_modules/ holds installed packages",
        "old.yaml is excluded by mandatelint.yaml:1:10",
    ]
    done = go("check", "--show-files", "-v")
    assert done.out.split() == ["a.yaml", "mandatelint.yaml", "other.yaml"]
    assert done.err.splitlines() == [f"mandatelint: {what} and was passed over" for what in said]
    no_drafts = [f"mandatelint: {name} is no draft and was passed over" for name in ("mandatelint.yaml", "other.yaml")]
    assert go("check", ".", ".", "-v").err.splitlines() == done.err.splitlines() + no_drafts
    assert go("check").err == ""


def test_a_link_to_a_folder_is_not_followed_and_that_is_said(go: Go) -> None:
    put("drafts/a.yaml")
    try:
        Path("link").symlink_to("drafts", target_is_directory=True)
    except OSError:
        pytest.skip("links cannot be made here")
    done = go("check", "--show-files", "-v")
    assert done.out.split() == ["drafts/a.yaml"]
    assert done.err == "mandatelint: link/ is a link to a folder and was passed over\n"
    assert files(go, "link") == ["link/a.yaml"]


@pytest.mark.parametrize("command", ["check", "coverage", "waivers"])
def test_where_all_is_excluded_it_is_said_that_something_was(go: Go, command: str) -> None:
    put_all(["old/a.yaml", "old/b.yaml"])
    done = go(command, "--exclude", "old")
    assert done.code == 3
    assert done.err.endswith("; 1 excluded or hidden, as `mandatelint check --verbose` shows\n")


def test_the_name_of_a_file_cannot_steer_the_terminal(go: Go) -> None:
    try:
        put_all(["\x1b[31ma.yaml", "\x1b[31mb.yaml"])
    except OSError:
        pytest.skip("no file can have such a name here")
    done = go("check", "--show-files", "-v", "--exclude", "*b.yaml")
    assert "\x1b" not in done.out + done.err
    assert done.out == "\\u001b[31ma.yaml\n"


# Standard input


def test_standard_input_can_stand_for_a_file(go: Go) -> None:
    put_team("per-file-ignores: {old/: [no-task]}\nexclude: [archive/]\n")
    done = go("check", "-", "--stdin-filename", "new/draft.yaml", stdin=DRAFT)
    assert done.code == 1
    assert done.out.startswith("new/draft.yaml:5:5: error: no-end")
    assert "no-task" in done.out
    assert rules_of(go("check", "-", "--stdin-filename", "old/draft.yaml", "-f", "json", stdin=DRAFT)) == {"no-end"}
    put("deep/mandatelint.yaml", "fail-level: never\n")
    assert go("check", "-", "--stdin-filename", "deep/draft.yaml", stdin=DRAFT).code == 0
    assert go("check", "-", "--stdin-filename", "archive/draft.yaml", stdin=DRAFT).code == 1
    assert go("check", "-", "--stdin-filename", "archive/draft.yaml", "--force-exclude", stdin=DRAFT) == Done(0, "", "")


def test_without_a_name_no_pattern_speaks_of_it(go: Go) -> None:
    put_team("per-file-ignores: {'*': [ALL]}\nexclude: ['*']\nforce-exclude: true\n")
    done = go("check", "-", "-f", "json", stdin=DRAFT)
    assert rules_of(done) == {"no-end", "no-task"}
    assert {finding["source"] for finding in json.loads(done.out)["findings"]} == {"<stdin>"}


def rules_of(done: Done) -> set[str]:
    return {finding["rule"] for finding in json.loads(done.out)["findings"]}


# Rules by file


def test_rules_can_be_spared_for_some_files_and_the_report_says_why(go: Go) -> None:
    put_team()
    place = put(
        "mandatelint.yaml", "rules: [team]\npacks: [team]\nper-file-ignores:\n  old/: «[L05]\n  new/: [tasks]\n"
    )
    put("old/draft.yaml")
    report = json.loads(go("check", "draft.yaml", "old/draft.yaml", "-f", "json").out)
    found = {(finding["source"], finding["rule"]) for finding in report["findings"]}
    assert found == {("draft.yaml", "no-end"), ("draft.yaml", "no-task"), ("old/draft.yaml", "no-task")}
    (outcome,) = [rule for rule in report["outcomes"][1]["rules"] if rule["rule"] == "no-end"]
    assert outcome == {"rule": "no-end", "outcome": "not-applicable", "reason": f"not asked of this file: {place}"}
    assert go("coverage", "old/draft.yaml").code == 0


def test_a_comment_for_a_rule_that_is_spared_is_not_unused(go: Go) -> None:
    put_team("per-file-ignores: {draft.yaml: [L05]}\n")
    put("draft.yaml", DRAFT + "# mandatelint: file-ignore[no-end] the text is old\n")
    assert rules_found(go, "draft.yaml") == {"no-task"}


@pytest.mark.parametrize(
    ("written", "options"),
    [
        ("", ["--select", "L01"]),
        ("", ["--ignore", "no-end"]),
        ("", ["--ignore", "ALL"]),
        ("ignore: [L05, team]", []),
        ("select: [no-task]", ["--ignore", "ends"]),
        ("per-file-ignores: {'*': [ALL]}", []),
        ("baseline: known.json", []),
    ],
)
@pytest.mark.parametrize("name", ["no-end", "L05", "exit-benchmarks", "ends"])
def test_a_mandatory_rule_stays_in_whatever_else_is_said(go: Go, written: str, options: list[str], name: str) -> None:
    put_team()
    assert go("check", "draft.yaml", "--write-baseline", "known.json").code == 0
    put_team(f"suppressions: {{mandatory: [{name}]}}\n{written}\n")
    put("draft.yaml", DRAFT + "# mandatelint: file-ignore[no-end] we know better\n")
    done = go("check", "draft.yaml", *options)
    assert done.code == 1
    assert "error: no-end (L05)" in done.out
    assert "nothing silences no-end here: mandatelint.yaml:" in done.out


def test_a_configuration_that_a_shell_names_among_the_drafts_is_passed_over(
    go: Callable[..., Done],
) -> None:
    put_team()
    both = go("check", "draft.yaml", "mandatelint.yaml")
    assert both.out == go("check", "draft.yaml").out
    assert go("check", "mandatelint.yaml").code == 3
