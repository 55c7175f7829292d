"""What a run keeps for the next one saves work and changes nothing, whatever becomes of the file."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mandatelint import cache, ruleset
from mandatelint.expression import Engine, engine
from mandatelint.finding import UserError
from mandatelint.formats import render
from mandatelint.linter import Linter
from mandatelint.rule import Applies
from mandatelint.ruleset import RuleSet, load_rules
from mandatelint.sources import find_sources
from rule_files import rule_text, write
from sizes import LINEAR, calls

EXAMPLES = Path(__file__).parents[2] / "examples"
DRAFT = EXAMPLES / "mali-2013/zero-draft.yaml"


@pytest.fixture(autouse=True)
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files_alone: None) -> Path:
    """The folder of the compiled modules, for this test alone and with nothing kept in it."""
    monkeypatch.delenv(cache.OFF)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "modules"))
    folder = cache.place("rules").parent
    folder.mkdir(parents=True)
    return folder


def run(path: Path = DRAFT) -> tuple[str, int]:
    """What a run prints, and how many expressions it compiled."""
    linter = Linter(load_rules())
    return render("json", linter.lint(find_sources([str(path)]))), linter.engine.compilations


def files_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the rule files that are read from now on."""
    names: list[str] = []
    content = ruleset._content

    def noted(file: Path) -> bytes:
        names.append(file.name)
        return content(file)

    monkeypatch.setattr(ruleset, "_content", noted)
    return names


def test_all_examples_come_out_the_same_and_the_second_run_reads_and_compiles_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as off:
        off.setenv(cache.OFF, "1")
        plain, compiled = run(EXAMPLES)
    assert run(EXAMPLES) == (plain, compiled)
    read = files_read(monkeypatch)
    assert run(EXAMPLES) == (plain, 0)
    assert read == []
    assert load_rules().rules[0].examples  # those are not kept
    assert len(read) == 1


@pytest.mark.parametrize(
    "require",
    [
        "all.tasks.all(a, all.tasks.all(b, all.tasks.all(c, all.tasks.all(d, a.text + b.text + d.text != ''))))",
        "operation.period > 5",
    ],
    ids=["takes too long", "compares what cannot be compared"],
)
def test_a_rule_that_breaks_is_told_in_the_same_words(require: str) -> None:
    breaks = replace(load_rules().find("one-sided-exit-benchmarks"), applies=Applies(), when=(), require=(require,))

    def told() -> tuple[tuple[str, ...], bool]:
        linter = Linter(RuleSet((breaks,), {}))
        return linter.lint(find_sources([str(EXAMPLES)])).failures, linter.engine.compilations > 0

    failures, compiled = told()
    assert failures
    assert compiled
    assert told() == (failures, False)


def test_a_rule_file_that_changed_came_or_went_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(ruleset.builtin_folder(), folder)
    monkeypatch.setattr(ruleset, "builtin_folder", lambda: folder)
    before = load_rules()
    file = folder / "exit" / "one-sided-exit-benchmarks.yaml"
    title = before.find(file.stem).title
    file.write_text(file.read_text(encoding="utf-8").replace(title, title.upper(), 1), encoding="utf-8")  # as long
    assert load_rules().find(file.stem).title == title.upper()
    file.rename(file.with_stem("another-name"))
    assert {rule.id for rule in load_rules().rules} ^ {rule.id for rule in before.rules} == {file.stem, "another-name"}


def replaced(content: bytes) -> Callable[[Path], object]:
    return lambda file: file.write_bytes(content)


def flipped(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def a_folder(file: Path) -> None:
    file.unlink()
    (file / "inside").mkdir(parents=True)


@pytest.mark.parametrize(
    "damage",
    [
        replaced(b""),
        replaced(b"\0" * 5000),
        replaced(b"not ours\n" * 1000),
        lambda file: file.write_bytes(file.read_bytes()[:-100]),
        flipped,
        a_folder,
        Path.unlink,
    ],
    ids=["empty", "zeros", "foreign", "half", "flipped", "folder", "gone"],
)
def test_a_damaged_cache_costs_time_only(damage: Callable[[Path], object]) -> None:
    first = run()
    for name in ("rules", "expressions"):
        damage(cache.place(name))
    assert run() == first
    if damage is not a_folder:  # which is not ours to remove
        assert run() == (first[0], 0)


def test_an_expression_that_the_engine_does_not_take_back_is_compiled() -> None:
    first = run()
    known_by = Linter(load_rules()).engine._known_by
    kept = cache.recall("expressions", known_by)
    cache.keep("expressions", known_by, dict.fromkeys(kept, b"\x01"))
    assert run() == first


def test_what_another_version_has_kept_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    first = run()
    with monkeypatch.context() as later:
        later.setattr(cache, "__version__", "9.9")
        read = files_read(later)
        assert run() == first
        assert len(read) > 80
    assert [run(), run()] == [first, (first[0], 0)]
    monkeypatch.setattr(engine, "_build", lambda: (1, 1))
    assert run() == first


def test_an_expression_is_kept_for_the_names_and_helpers_that_it_was_compiled_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def compilations(names: list[str]) -> int:
        one = Engine(names, remembers=True)
        one.compile("count(draft) > 1")
        one.keep()
        return one.compilations

    assert [compilations(["draft"]), compilations(["draft"])] == [1, 0]
    assert compilations(["draft", "more"]) == 1
    helpers = engine._helpers()
    monkeypatch.setattr(engine, "_helpers", lambda: helpers[1:])
    assert compilations(["draft", "more"]) == 1


def test_nothing_is_kept_where_python_keeps_no_compiled_modules_either(
    modules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    first = run()
    assert list(modules.iterdir()) == []
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    run()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert run() == (first[0], 0)  # what is there is used
    shutil.rmtree(modules)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    assert run() == first
    assert not modules.exists()


def test_what_is_kept_does_not_grow_for_ever(modules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MAX_KEPT", 4_000)
    one = Engine(["draft"], remembers=True)
    for number in range(100):
        one.compile(f"draft == {number}")
        one.keep()
    assert cache.place("expressions").stat().st_size < 8_000
    again = Engine(["draft"], remembers=True)
    again.compile("draft == 99")
    assert again.compilations == 0
    monkeypatch.setattr(cache, "MAX_BYTES", 100)
    cache.keep("large", "", "x" * 200)
    assert not cache.place("large").exists()
    assert {file.suffix for file in modules.iterdir()} == {".expressions"}


def test_what_one_draft_needs_is_still_kept_when_another_was_checked() -> None:
    first = run()
    assert run(EXAMPLES / "syria-2012/s-res-2043.yaml")[1] > 0
    assert run() == (first[0], 0)


def test_processes_at_the_same_time_do_not_disturb_each_other(modules: Path, tmp_path: Path) -> None:
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment = {**kept, "PYTHONPYCACHEPREFIX": str(tmp_path / "modules")}
    command = [sys.executable, "-m", "mandatelint", "check", str(DRAFT), "--format", "json"]
    together = [subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) for _ in range(4)]
    printed = {process.communicate()[0] for process in together}
    assert len(printed) == 1
    assert run()[1] == 0
    assert {file.suffix for file in modules.iterdir() if file.is_file()} == {".pyc", ".rules", ".expressions"}


def own_pack(folder: Path, number: int) -> str:
    for one in range(number):
        write(folder / f"own-rule-{one}.yaml", rule_text(title=f"title: A mission without tasks, {one}"))
    return str(folder)


def test_rules_of_ones_own_are_checked_once_and_then_known_to_be_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = own_pack(tmp_path / "own", 3)
    load_rules()
    first = load_rules([pack])
    read = files_read(monkeypatch)
    again = load_rules([pack])
    assert read == []
    assert [{**vars(rule), "read": None, "document": None} for rule in again.rules] == [
        {**vars(rule), "read": None, "document": None} for rule in first.rules
    ]
    assert again.find("own-rule-1").examples[1].at == "operations[0]"
    assert read == ["own-rule-1.yaml"]


def test_a_rule_of_ones_own_that_changed_is_checked_again(tmp_path: Path) -> None:
    pack = own_pack(tmp_path / "own", 2)
    load_rules([pack])
    place = write(tmp_path / "own/own-rule-1.yaml", rule_text(require="require: operation.«tsks != []"))
    for _ in range(2):  # what is wrong is never kept
        with pytest.raises(UserError, match=f"^{re.escape(place)}: no field 'tsks'"):
            load_rules([pack])


def test_ten_times_the_rules_are_at_most_eleven_times_the_work(tmp_path: Path) -> None:
    few, many = own_pack(tmp_path / "few", 10), own_pack(tmp_path / "many", 100)
    load_rules([own_pack(tmp_path / "one", 1)])

    def effort(pack: str) -> tuple[int, int]:
        return calls(lambda: load_rules([pack], builtin=False)), calls(lambda: load_rules([pack], builtin=False))

    (first_few, again_few), (first_many, again_many) = effort(few), effort(many)
    assert first_many <= first_few * LINEAR
    assert again_many <= again_few * LINEAR
    assert again_many * 10 < first_many
