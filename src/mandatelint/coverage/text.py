"""The table for a person at a terminal: the drafts with their counts, then lessons by drafts in blocks that fit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from textwrap import wrap

from mandatelint.coverage import Cell, Coverage, count, shorten
from mandatelint.formats.text import columns as columns_of
from mandatelint.harmless import harmless
from mandatelint.judging import Outcome
from mandatelint.report import ORDER

WIDTH = 100
_HEAD_WIDTH, _HEAD_LINES, _NAME_WIDTH = 10, 4, 36
_SUFFIX = re.compile(r"\.[a-z]+$", re.IGNORECASE)
_SHOWN: dict[Outcome, str] = {"fail": "FAIL", "unknown": "?", "pass": "pass", "not-applicable": "-"}
_LEGEND = """\
FAIL  the draft repeats the mistake    ?  unknown, as not all is known
pass  the draft does not repeat it     -  not applicable: the lesson asks nothing of such a draft
"""


@dataclass(frozen=True, slots=True)
class _Strip:
    """One column as it is printed: the lines of its head, and one text for each lesson."""

    head: list[str]
    cells: list[str]

    @property
    def width(self) -> int:
        return max(map(columns_of, [*self.head, *self.cells]))


def render(coverage: Coverage) -> str:
    """The drafts, the blocks and the legend; never wider than WIDTH but for the names of files."""
    blocks = ["\n".join(_block(block)) for block in _blocks(coverage)]
    more = "" if len(coverage.lessons) == coverage.known else "; of the others no rule was asked"
    parts = ["\n".join(_drafts(coverage)), *blocks, f"{_LEGEND}{coverage.extent}{more}"]
    return "\n\n".join(parts) + "\n"


def _drafts(coverage: Coverage) -> Iterator[str]:
    """The legend of the heads: number, symbol or name, counts and file of each draft."""
    heads = ["draft", *(shorten(harmless(column.head), 30) for column in coverage.columns)]
    wide = max(map(columns_of, heads))
    words = [outcome.replace("-", " ") for outcome in ORDER]
    yield f"     {_filled(heads[0], wide)}  {'  '.join(words)}  file"
    for column, head in zip(coverage.columns, heads[1:], strict=True):
        numbers = _side_by_side(count(column.cells).values(), map(len, words))
        file = harmless(" ".join(column.source.split()))
        yield f"{column.number:3}  {_filled(head, wide)}  {numbers}  {file}"


def _side_by_side(things: Iterable[object], widths: Iterable[int]) -> str:
    """Short texts or numbers with their right ends below each other."""
    return "  ".join(f"{thing!s:>{width}}" for thing, width in zip(things, widths, strict=True))


def _blocks(coverage: Coverage) -> Iterator[list[_Strip]]:
    """The lessons with as many drafts beside them as fit, again and again; last the counts."""
    rows = list(coverage.rows())
    names = _Strip([""], [shorten(harmless(f"{lesson.id} {lesson.name}"), _NAME_WIDTH) for lesson, _ in rows])
    block, left = [names], WIDTH - names.width
    for strip in [*_draft_strips(coverage), _counts([cells for _, cells in rows])]:
        if left < strip.width + 2 and len(block) > 1:
            yield block
            block, left = [names], WIDTH - names.width
        block.append(strip)
        left -= strip.width + 2
    yield block


def _draft_strips(coverage: Coverage) -> Iterator[_Strip]:
    for column in coverage.columns:
        head = harmless(column.head)
        if len(head) > _HEAD_WIDTH:  # the suffix of a file goes to a line of its own
            head = _SUFFIX.sub(r" \g<0>", head)
        lines = wrap(head, _HEAD_WIDTH, max_lines=_HEAD_LINES, placeholder="..")
        yield _Strip([str(column.number), *lines], [_SHOWN[cell.outcome] for cell in column.cells])


def _counts(rows: list[tuple[Cell, ...]]) -> _Strip:
    """How often each outcome stands in a row, as one strip that is never torn apart."""
    heads = [_SHOWN[outcome] for outcome in ORDER]
    counts = [list(count(cells).values()) for cells in rows]
    widths = [max(len(str(text)) for text in texts) for texts in zip(heads, *counts, strict=True)]
    return _Strip(["all drafts", _side_by_side(heads, widths)], [_side_by_side(numbers, widths) for numbers in counts])


def _block(strips: list[_Strip]) -> Iterator[str]:
    """The heads and, below them, a line for each lesson."""
    tall = max(len(strip.head) for strip in strips)
    lines = [[*strip.head, *[""] * (tall - len(strip.head)), *strip.cells] for strip in strips]
    for texts in zip(*lines, strict=True):
        filled = (_filled(text, strip.width) for text, strip in zip(texts, strips, strict=True))
        yield "  ".join(filled).rstrip()


def _filled(text: str, width: int) -> str:
    return text + " " * (width - columns_of(text))
