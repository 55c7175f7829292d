"""The table for a page in Markdown; what a draft or a file is called stands there as text and never as markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mandatelint.coverage import Cell, Coverage, count
from mandatelint.harmless import in_markdown
from mandatelint.judging import Outcome
from mandatelint.report import ORDER

_SHOWN: dict[Outcome, str] = {"fail": "**fail**", "unknown": "unknown", "pass": "pass", "not-applicable": "n/a"}
_LEGEND = """\
**fail**: the draft repeats the mistake; unknown: not all is known; pass: the draft does not repeat it; n/a: not
applicable, the lesson asks nothing of such a draft.
"""


def render(coverage: Coverage) -> str:
    """Lessons by drafts with the counts of each lesson, then the drafts with theirs."""
    words = [outcome.replace("-", " ") for outcome in ORDER]
    heads = [in_markdown(f"{column.number} {column.head}") for column in coverage.columns]
    lessons = [
        [in_markdown(f"{lesson.id} {lesson.name}"), *(_SHOWN[cell.outcome] for cell in cells), *_counts(cells)]
        for lesson, cells in coverage.rows()
    ]
    drafts = [
        [head, *_counts(column.cells), in_markdown(column.source)]
        for head, column in zip(heads, coverage.columns, strict=True)
    ]
    parts = [
        _table(["lesson", *heads, *words], lessons, ["---", *(":-:" for _ in heads), *("--:" for _ in words)]),
        f"{_LEGEND}{coverage.extent}.",
        _table(["draft", *words, "file"], drafts, ["---", *("--:" for _ in words), "---"]),
    ]
    return "\n\n".join(parts) + "\n"


def _counts(cells: Iterable[Cell]) -> list[str]:
    return [str(number) for number in count(cells).values()]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], rule: Sequence[str]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in _lines(head, rule, rows))


def _lines(head: Sequence[str], rule: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    yield head
    yield rule
    yield from rows
