"""What the tests build in memory in place of files is what files would give."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path as File
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandatelint import ruleset
from mandatelint.document import Document, nodes, read
from mandatelint.finding import Path
from mandatelint.linter import Linter
from mandatelint.ruleset import load_rules
from profiles import tries
from variants import REAL_TEXTS, Word, changed, document, example, node, paths, raw, written

LINTER = Linter(load_rules())


def told(draft: Document) -> list[tuple[str, ...]]:
    """What is said of a draft, but for the places in the file."""
    failures: list[str] = []
    report = LINTER.check(draft, failures)
    found = [(one.rule, str(one.path), one.message, one.remedy) for one in report.findings]
    return sorted(found) + [(one.rule, one.outcome, one.reason) for one in report.rules] + [tuple(failures)]


def same(data: Any) -> None:
    """Hold a document that is built against the one that is written and read."""
    built, found = document(data), read(written(data), "draft.yaml")
    assert found.findings == []
    assert (built.data, built.lifted, built.open, built.broken) == (found.data, found.lifted, found.open, found.broken)
    assert list(nodes(built)) == list(nodes(found))
    in_order = sorted(nodes(built), key=lambda path: built.span(path).column)
    assert in_order == sorted(nodes(found), key=lambda path: (found.span(path).column, len(path)))
    assert told(built) == told(found)


@cache
def real_text(name: str) -> tuple[Any, list[Path]]:
    data = raw(example(name))
    return data, list(paths(data))


@given(st.sampled_from(REAL_TEXTS), st.sampled_from(["unknown", "open", "broken", "absent"]), st.integers(min_value=0))
@tries(100)
def test_a_draft_that_is_built_is_the_draft_that_would_be_read(name: str, change: Any, pick: int) -> None:
    data, places = real_text(name)
    fitting = [path for path in places if change != "open" or isinstance(node(data, path), list)]
    before = written(data)
    same(changed(data, fitting[pick % len(fitting)], change))
    assert written(data) == before


@pytest.mark.parametrize("items", [[Word("none")], [Word("unknown"), 1]])
def test_a_fault_that_only_reading_tells_cannot_be_built(items: list[Any]) -> None:
    assert read(written({"actions": items}), "draft.yaml").findings
    with pytest.raises(AssertionError):
        document({"actions": items})


def test_rules_that_are_kept_for_the_process_are_those_of_the_files(
    tmp_path: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(ruleset.builtin_folder(), folder)
    monkeypatch.setattr(ruleset, "builtin_folder", lambda: folder)
    assert [rule.id for rule in load_rules().rules] == [rule.id for rule in LINTER.ruleset.rules]
    file = folder / "exit" / "one-sided-exit-benchmarks.yaml"
    title = load_rules().find(file.stem).title
    file.write_text(file.read_text(encoding="utf-8").replace(title, title.upper(), 1), encoding="utf-8")  # as long
    assert load_rules().find(file.stem).title == title.upper()
    file.unlink()
    assert {rule.id for rule in LINTER.ruleset.rules} - {rule.id for rule in load_rules().rules} == {file.stem}


def test_an_expression_is_compiled_once_for_a_process() -> None:
    def compilations() -> int:
        linter = Linter(load_rules())
        linter.check(example("mali-2013/zero-draft"), [])
        linter.engine.keep()
        return linter.engine.compilations

    compilations()
    assert compilations() == 0
