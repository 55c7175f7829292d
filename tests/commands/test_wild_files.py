"""Files, folders and streams that are not what one expects: one message and exit code 2, never a traceback."""

from __future__ import annotations

import inspect
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from conftest import Done
from mandatelint import files, lint
from mandatelint.document.text import MAX_BYTES
from mandatelint.finding import UserError
from mandatelint.sources import find_sources
from rule_files import rule_text
from team_folder import DRAFT, put, put_team

Go = Callable[..., Done]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and rights are those of POSIX")

# Root may read everything; without these two capabilities it is bound by the rights of its files as others are.
WITHOUT_RIGHTS = """
import ctypes, os, sys
prctl = ctypes.CDLL(None).prctl
if os.geteuid() == 0 and any(prctl(24, capability, 0, 0, 0) for capability in (1, 2)):
    sys.exit("rights cannot be dropped here")
os.execv(sys.executable, [sys.executable, "-m", "mandatelint", *sys.argv[1:]])
"""


@pytest.fixture(autouse=True)
def _never_waits() -> Iterator[None]:
    """Whoever opens a pipe to which nobody writes waits for ever: then the test fails."""

    def late(number: int, frame: object) -> None:
        raise AssertionError("something waits")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def in_shell(line: str, code: str = '"$PYTHON" -m mandatelint') -> Done:
    """What a line of bash comes to in which `mandatelint` is a command."""
    script = f'mandatelint() {{ {code} "$@"; }}\n{line}\n'
    environment = {**os.environ, "PYTHON": sys.executable, "PYTHONWARNINGS": "error"}
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, env=environment, check=False)
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    return Done(done.returncode, done.stdout, done.stderr)


def one_message(done: Done, message: str) -> None:
    assert (done.code, done.out, done.err) == (2, "", f"mandatelint: {message}\n")


LOOP = "cannot be read (Too many levels of symbolic links)"
PIPE = "cannot be read (it is a pipe and no file)"
DEVICE = "cannot be read (it is a device and no file)"
FOLDER = "cannot be read (it is a folder)"


@pytest.fixture
def wild(go: Go) -> Go:
    """A folder with a draft and with things that bear the names of files."""
    put("drafts/draft.yaml")
    Path("loop.yaml").symlink_to("loop.yaml")
    os.mkfifo("pipe.yaml")
    Path("folder.yaml").mkdir()
    return go


@pytest.mark.parametrize(
    ("name", "why"), [("loop.yaml", LOOP), ("pipe.yaml", PIPE), ("/dev/zero", DEVICE), ("/dev/null", DEVICE)]
)
@pytest.mark.parametrize("command", ["check", "config", "rule"])
@pytest.mark.parametrize("option", ["--rules", "--config"])
def test_rules_and_a_configuration_that_are_no_files_are_told(
    wild: Go, command: str, option: str, name: str, why: str
) -> None:
    one_message(wild(command, option, name), f"{name}: {why}")


@pytest.mark.parametrize(
    ("name", "why"), [("loop.yaml", LOOP), ("pipe.yaml", PIPE), ("/dev/zero", DEVICE), ("folder.yaml", FOLDER)]
)
def test_a_baseline_that_is_no_file_is_told(wild: Go, name: str, why: str) -> None:
    one_message(wild("check", "drafts", "--baseline", name), f"{name}: the baseline {why}")
    one_message(wild("check", "drafts", "--prune-baseline", "--baseline", name), f"{name}: the baseline {why}")


@pytest.mark.parametrize(("name", "why"), [("loop.yaml", LOOP), ("pipe.yaml", PIPE), ("/dev/zero", DEVICE)])
def test_the_examples_of_what_is_no_rule_file_are_not_tried(wild: Go, name: str, why: str) -> None:
    one_message(wild("test", name), f"{name}: {why}")


@pytest.mark.parametrize(("name", "why"), [("loop.yaml", LOOP), ("gone/x.yaml", "there is no such file or folder")])
def test_trace_of_what_is_no_file_is_one_message(wild: Go, name: str, why: str) -> None:
    one_message(wild("trace", "no-political-task", name), f"{name}: {why}")


def test_a_configuration_that_was_found_and_is_no_file_is_told_and_not_passed_over(go: Go) -> None:
    put("draft.yaml")
    Path("mandatelint.yaml").mkdir()
    one_message(go("check"), f"mandatelint.yaml: {FOLDER}")
    Path("mandatelint.yaml").rmdir()
    Path("mandatelint.yaml").symlink_to("gone.yaml")
    one_message(go("check"), "mandatelint.yaml: cannot be read (No such file or directory)")


@pytest.mark.parametrize("name", [".gitignore", "pyproject.toml", "lessons.yaml"])
def test_nothing_waits_for_a_pipe_that_bears_the_name_of_a_file_in_a_folder(go: Go, name: str) -> None:
    put("draft.yaml")
    put("team/own.yaml", rule_text())
    Path(".git").mkdir()
    os.mkfifo(name)
    os.mkfifo("team/pipe.yaml")
    os.mkfifo("other.yaml")
    assert go("check", "--rules", "team").code == 1


def test_a_link_to_itself_costs_none_of_its_neighbours(wild: Go) -> None:
    done = wild("check", "loop.yaml", "drafts")
    assert (done.code, done.err) == (2, f"mandatelint: loop.yaml: {LOOP}\n")
    assert "drafts/draft.yaml:" in done.out
    written = wild("check", "drafts", "--output-file", "loop.yaml")
    one_message(written, "loop.yaml: cannot be written (Too many levels of symbolic links)")
    assert Path("loop.yaml").is_symlink()


@pytest.mark.parametrize("asked", [".", "*.yaml"])
def test_what_is_no_file_in_a_folder_is_passed_over_and_that_is_said(wild: Go, asked: str) -> None:
    Path("dangling.yaml").symlink_to("gone.yaml")
    Path("drafts/round").symlink_to("..", target_is_directory=True)
    done = wild("check", asked, "drafts", "--show-files", "-v")
    assert (done.code, done.out) == (0, "drafts/draft.yaml\n")
    said = {line.removeprefix("mandatelint: ").removesuffix(" and was passed over") for line in done.err.splitlines()}
    assert said == {
        "dangling.yaml is a link that leads nowhere",
        "loop.yaml is a link that leads nowhere",
        "pipe.yaml is no file",
        "drafts/round/ is a link to a folder",
    }


def test_a_draft_may_come_from_a_pipe_that_its_user_names(wild: Go) -> None:
    done = in_shell("mandatelint check <(cat drafts/draft.yaml) -f concise")
    assert (done.code, done.err) == (1, "")
    assert done.out.startswith("/dev/fd/")
    done = in_shell("cat drafts/draft.yaml >pipe.yaml & mandatelint check pipe.yaml -f concise")
    assert (done.code, done.err) == (1, "")
    assert done.out.startswith("pipe.yaml:")


def test_what_was_known_before_may_come_from_a_pipe_of_the_shell(wild: Go) -> None:
    assert wild("check", "drafts", "--write-baseline", "known.json").code == 0
    for option in ("--baseline <(cat known.json)", "--against <(cat drafts/draft.yaml)"):
        done = in_shell(f"mandatelint check drafts/draft.yaml {option}")
        assert (done.code, done.err) == (0, "")
        assert " known and not shown" in done.out


def test_a_draft_without_an_end_is_read_up_to_a_bound(go: Go) -> None:
    done = go("check", "/dev/zero")
    assert (done.code, done.err) == (1, "")
    assert "/dev/zero:1:1: error: too-large" in done.out


def large(name: str, text: str) -> None:
    with Path(name).open("wb") as stream:
        stream.write(text.encode())
        stream.truncate(1 << 40)  # takes no room on the disk


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--config", "large.yaml"], "large.yaml: cannot be read (it has more than 4 MiB)"),
        (["--config", "large.toml"], "large.toml: cannot be read (it has more than 4 MiB)"),
        (["--baseline", "large.yaml"], "large.yaml: the baseline cannot be read (it has more than 64 MiB)"),
        (["--rules", "large.yaml"], "large.yaml: cannot be read (it has more than 4 MiB)"),
    ],
)
def test_no_file_is_read_without_a_bound(go: Go, options: Sequence[str], message: str) -> None:
    put("draft.yaml")
    large("large.yaml", "strict: true\n")
    large("large.toml", "[tool.mandatelint]\n")
    one_message(go("check", "draft.yaml", *options), message)


def test_a_gitignore_without_a_bound_is_as_none(go: Go) -> None:
    put("draft.yaml")
    Path(".git").mkdir()
    large(".gitignore", "draft.yaml\n")
    assert go("check", "--show-files").out == "draft.yaml\n"


def test_an_earlier_version_in_git_is_read_up_to_a_bound(go: Go, plain_environment: dict[str, str]) -> None:
    put("draft.yaml", DRAFT + "#" * 2 * MAX_BYTES)
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "a"]):
        subprocess.run(["git", *command], check=True, env=plain_environment)
    put("draft.yaml")
    done = go("check", "draft.yaml", "--against", "git:HEAD")
    assert (done.code, done.err) == (1, "")
    assert "held against git:HEAD: 0 known" in " ".join(done.out.split())


# Names


@pytest.mark.parametrize("name", ["a\0b", "\ud800.yaml"], ids=["zero byte", "half a character"])
@pytest.mark.parametrize(
    "arguments",
    [
        *(["check", "{}"], ["check", "*{}"], ["check", "--config", "{}"], ["check", "--rules", "{}"], ["test", "{}"]),
        *(["check", "--baseline", "{}"], ["check", "--against", "{}"], ["check", "--against", "git:{}"]),
        *(["check", "--output-file", "{}"], ["check", "-f", "json={}"], ["check", "--exclude", "{}"], ["{}"]),
        *(["check", "-", "--stdin-filename", "{}"], ["check", "--write-baseline={}"], ["trace", "no-end", "{}"]),
        *(["coverage", "{}"], ["waivers", "{}"], ["config", "{}"], ["new", "mandate", "{}"], ["rule", "{}"]),
    ],
    ids=" ".join,
)
def test_a_name_that_no_file_can_have_is_one_message(go: Go, arguments: Sequence[str], name: str) -> None:
    put("draft.yaml")
    done = go(*(argument.format(name) for argument in arguments))
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.endswith("holds a character that no name of a file can have\n")


@pytest.mark.parametrize("name", ["a\0b", "\ud800.yaml"], ids=["zero byte", "half a character"])
def test_a_caller_in_python_gets_the_same_as_an_exception(go: Go, name: str) -> None:
    put("draft.yaml")
    with pytest.raises(UserError):
        lint(name)
    with pytest.raises(UserError):
        lint("draft.yaml", rules=[name])


@pytest.mark.parametrize("line", ['baseline: "a\\0b"', 'rules: ["a\\0b"]', 'format: ["json=a\\0b"]'])
def test_such_a_name_in_a_configuration_is_told_at_its_place(go: Go, line: str) -> None:
    put("draft.yaml")
    put("mandatelint.yaml", line + "\n")
    done = go("check")
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith("mandatelint: mandatelint.yaml:1:")
    assert "that no name of a file can have" in done.err


LONG = "x" * 300 + ".yaml"


@pytest.mark.parametrize(
    "arguments",
    [
        *(["check", LONG], ["check", "--config", LONG], ["check", "--rules", LONG], ["check", "--baseline", LONG]),
        *(["check", "--against", LONG], ["check", "--output-file", LONG], ["trace", "no-end", LONG], ["test", LONG]),
        *(["new", "mandate", LONG], ["coverage", LONG], ["check", f"{LONG}/*.yaml"]),
        ["check", f"--write-baseline={LONG}"],
    ],
    ids=lambda arguments: " ".join(arguments[:-1]),
)  # fmt: skip
def test_a_name_that_is_too_long_is_one_message(go: Go, arguments: Sequence[str]) -> None:
    put("draft.yaml")
    done = go(*arguments)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)


def test_two_files_whose_names_are_no_text_are_both_read(go: Go) -> None:
    try:
        for name in (b"\xfe.yaml", b"\xff.yaml"):
            Path(os.fsdecode(name)).write_text(DRAFT, encoding="utf-8")
    except OSError:
        pytest.skip("no file can have such a name here")
    assert go("check", "--show-files").out.count("\n") == 2
    assert go("check", "--show-files", os.fsdecode(b"\xff.yaml"), ".").out.count("\n") == 2


def test_folders_may_be_nested_deeper_than_python_calls_itself(go: Go) -> None:
    inner = "/".join("a" * 150)
    put(f"{inner}/draft.yaml")
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 100)
    try:
        found = [source.name for source in find_sources(["."])]
        os.chdir(inner)
        here = [source.name for source in find_sources(["."])]
    finally:
        sys.setrecursionlimit(before)
    assert found == [f"{inner}/draft.yaml"]
    assert here == ["draft.yaml"]


# Rights, and what goes while it is read


def without_rights(*arguments: str) -> Done:
    command = [sys.executable, "-c", WITHOUT_RIGHTS, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "rights cannot be dropped" in done.stderr:
        pytest.skip("rights cannot be dropped here")
    assert "Traceback" not in done.stderr
    return Done(done.returncode, done.stdout, done.stderr)


DENIED = "cannot be read (Permission denied)"


@pytest.mark.parametrize("rights", [0o000, 0o444, 0o111], ids=["none", "to list", "to enter"])
def test_a_folder_that_may_not_be_read_is_told_and_its_neighbours_are_linted(go: Go, rights: int) -> None:
    for name in ("a/draft.yaml", "b/draft.yaml", "b/inner/draft.yaml", "c/draft.yaml"):
        put(name)
    Path("b").chmod(rights)
    try:
        done = without_rights("check", "-f", "concise")
        assert (done.code, done.err) == (2, f"mandatelint: b: {DENIED}\n")
        assert {line.partition(":")[0] for line in done.out.splitlines()} >= {"a/draft.yaml", "c/draft.yaml"}
        files = without_rights("check", "--show-files")
        assert files == Done(2, "a/draft.yaml\nc/draft.yaml\n", f"mandatelint: b: {DENIED}\n")
        for command in ("coverage", "waivers"):
            other = without_rights(command)
            assert (other.code, other.err.splitlines()[0]) == (2, f"mandatelint: b: {DENIED}")
        kept = without_rights("check", "--write-baseline", "known.json")
        assert (kept.code, Path("known.json").exists()) == (2, False)
        named = without_rights("check", "b", "b/draft.yaml", "a", "-f", "concise")
        told = f"mandatelint: b: {DENIED}\n" + f"mandatelint: b/draft.yaml: {DENIED}\n" * (rights != 0o111)
        assert (named.code, named.err) == (2, told)
        assert "a/draft.yaml:" in named.out
    finally:
        Path("b").chmod(0o755)


def test_a_file_that_may_not_be_read_is_told_and_its_neighbours_are_linted(go: Go) -> None:
    put("a.yaml")
    put("b.yaml")
    Path("a.yaml").chmod(0)
    done = without_rights("check", "-f", "concise")
    assert (done.code, done.err) == (2, f"mandatelint: a.yaml: {DENIED}\n")
    assert "b.yaml:" in done.out


def test_a_folder_of_rules_that_may_not_be_read_is_told_and_not_passed_over(go: Go) -> None:
    put_team()
    put("team/more/rule.yaml", rule_text())
    Path("team/more").chmod(0)
    try:
        one_message(without_rights("check", "--rules", "team"), f"team/more: {DENIED}")
    finally:
        Path("team/more").chmod(0o755)


def test_a_file_that_goes_while_the_others_are_read_is_told(go: Go, monkeypatch: pytest.MonkeyPatch) -> None:
    put("a.yaml")
    put("b.yaml")
    read = files.read_bytes

    def one_goes(file: Path, most: int, any_kind: bool = False) -> bytes:
        Path("b.yaml").unlink(missing_ok=True)
        return read(file, most, any_kind)

    monkeypatch.setattr("mandatelint.sources.read_bytes", one_goes)
    done = go("check", "-f", "concise")
    assert (done.code, done.err) == (2, "mandatelint: b.yaml: cannot be read (No such file or directory)\n")
    assert "a.yaml:" in done.out


@pytest.mark.parametrize("command", ["check", "check -", "rule", "config", "new mandate draft.yaml"])
def test_a_working_folder_that_is_gone_is_one_message(go: Go, command: str) -> None:
    done = in_shell(f"mkdir gone && cd gone && rmdir ../gone && mandatelint {command} </dev/null")
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith("mandatelint: ")


# Streams


def test_a_reader_that_has_seen_enough_leaves_the_exit_code_as_it_is(go: Go) -> None:
    for number in range(100):  # more than a pipe holds
        put(f"drafts/{number}.yaml")
    piped = "mandatelint {} | head -1; exit ${{PIPESTATUS[0]}}"
    for form in ("json", "text", "json=/dev/stdout"):
        done = in_shell(piped.format(f"check drafts -f {form}"))
        assert (done.code, done.out.count("\n"), done.err) == (1, 1, "")
    assert in_shell(piped.format("check drafts missing -f json")).code == 2
    assert in_shell(piped.format("check drafts -f json --fail-level never")).code == 0
    for command in ("rule", "--help", "--version", "schema mandate", "new mandate"):
        done = in_shell(f"mandatelint {command} | true; exit ${{PIPESTATUS[0]}}")
        assert (done.code, done.out, done.err) == (0, "", "")


@pytest.mark.parametrize("command", ["check", "rule", "--version", "--help", "new mandate", "coverage", "config"])
def test_output_for_which_there_is_no_room_is_one_message(go: Go, command: str) -> None:
    put("draft.yaml")
    if not Path("/dev/full").exists():
        pytest.skip("there is no full device here")
    done = in_shell(f"mandatelint {command} >/dev/full")
    one_message(done, "standard output: cannot be written (No space left on device)")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        *(("check >&-", 1), ("check 2>&-", 1), ("check >&- 2>&- <&-", 1), ("check -q >&-", 1), ("rule >&-", 0)),
        *(("--version >&-", 0), ("--help >&-", 0), ("check missing 2>&-", 2), ("check --wrong 2>&-", 2)),
        *(("check missing 2>/dev/full", 2), ("check --wrong 2>/dev/full", 2), ("check - 2>&- <&-", 2)),
        *(("coverage >&-", 0), ("waivers >&-", 0), ("check many 2>&- >&-", 1), ("check >/dev/full 2>&-", 2)),
    ],
)
def test_a_closed_or_full_stream_leaves_the_exit_code_as_it_is(go: Go, line: str, code: int) -> None:
    put("draft.yaml")
    for number in range(60 if "many" in line else 0):
        put(f"many/{number}.yaml")
    assert in_shell(f"mandatelint {line}").code == code


def test_standard_input_that_is_closed_is_told(go: Go) -> None:
    done = in_shell("mandatelint check - <&-")
    one_message(done, "standard input is closed, and `-` asks to read it; name a file")
