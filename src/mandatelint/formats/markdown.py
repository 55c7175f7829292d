"""The report as Markdown, for a comment on a pull request or the summary of a build; no text of a draft is markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from mandatelint.finding import SEVERITIES, Finding, counted, prose
from mandatelint.formats.text import summary_line
from mandatelint.harmless import in_markdown
from mandatelint.judging import Outcome
from mandatelint.report import ORDER, DraftReport, Report, relative

ROOM = 60_000  # characters; GitHub takes no comment of more than 65,536
SYMBOL = 60  # characters of a symbol that are shown
_LEFT = "There is no room here for {}; `mandatelint check` prints all."
_EXPLAIN = "`mandatelint rule ID` explains a rule."
_LESSONS: dict[Outcome, str] = {
    "fail": "repeated as a mistake",
    "unknown": "not known",
    "pass": "not repeated",
    "not-applicable": "not applicable",
}


class Item(NamedTuple):
    """A finding as it is printed; gravity: 0 for the gravest; draft: its number in the report."""

    gravity: int
    draft: int
    place: int
    text: str


def render(report: Report) -> str:
    """The counts, the findings of each draft, the lessons, and what is to be said beside them."""
    checked, _, found = summary_line(report).partition(": ")
    head = "\n\n".join([f"## mandatelint: {found}", *_failures(report), f"{checked}."])
    tail = list(_tail(report, ROOM // 6))
    room = ROOM - len(head) - sum(len(part) + 2 for part in tail) - len(_LEFT) - len(_EXPLAIN)
    return "\n\n".join([head, *_drafts(report, room), *tail]) + "\n"


def _failures(report: Report) -> Iterator[str]:
    yield from _fitted((f"**failed**: {in_markdown(failure)}" for failure in report.failures), ROOM // 6)


def _drafts(report: Report, room: int) -> Iterator[str]:
    """A section for each draft with findings; where there is no room for all of them, for the gravest."""
    heads = [_head(draft, report.folder) for draft in report.drafts]
    items = [
        Item(SEVERITIES.index(finding.severity), number, place, _finding(finding))
        for number, draft in enumerate(report.drafts)
        for place, finding in enumerate(draft.findings)
    ]
    shown: list[Item] = []
    headed: set[int] = set()
    for item in sorted(items):
        size = len(item.text) + (1 if item.draft in headed else len(heads[item.draft]) + 4)
        if size <= room:
            room -= size
            shown.append(item)
            headed.add(item.draft)
    for number, found in groupby(sorted(shown, key=lambda item: item[1:3]), key=lambda item: item.draft):
        yield "\n".join([heads[number], "", *(item.text for item in found)])
    if left := len(items) - len(shown):
        yield _LEFT.format(counted(left, "more finding"))
    if items:
        yield _EXPLAIN


def _head(draft: DraftReport, folder: str) -> str:
    """`### draft.yaml (S/RES/2100 (2013)): 1 error, 2 warnings`."""
    symbol = " ".join(draft.symbol.split())
    if len(symbol) > SYMBOL:
        symbol = f"{symbol[:SYMBOL]}…"
    named = f" ({symbol})" if symbol else ""
    severities = Counter(finding.severity for finding in draft.findings)
    counts = [counted(severities[name], name) for name in ("error", "warning") if severities[name]]
    counts += [f"{severities['info']} for information"] if severities["info"] else []
    return f"### {in_markdown(relative(draft.source, folder) + named)}: {', '.join(counts)}"


def _finding(finding: Finding) -> str:
    """What is wrong, and folded away below it what to write."""
    place = ", ".join(part for part in (f"line {finding.span.line}", finding.paragraph) if part)
    rule = ", ".join([f"`{finding.rule}`", *map(in_markdown, finding.lessons)])
    told = f"- **{finding.severity}**, {in_markdown(f'{place}: {finding.message}')} ({rule})"
    more = "<br>".join(in_markdown(part) for part in _more(finding))
    return f"{told}\n  <details><summary>what to write</summary>{more}</details>" if more else told


def _more(finding: Finding) -> Iterator[str]:
    if finding.remedy:
        yield finding.remedy
    if finding.related:
        places = [f"line {place.span.line} ({place.paragraph})".removesuffix(" ()") for place in finding.related]
        yield f"see also: {prose(places)}"
    if finding.solved:
        yield f"done well: {finding.solved}"


def _tail(report: Report, room: int) -> Iterator[str]:
    """The lessons, what is to be said beside the findings, and why comments silence some; each part in its room."""
    yield from _lessons(report)
    asides = (f"{label}: {said}" if label else said for label, said in report.asides())
    yield from _fitted(map(in_markdown, asides), room)
    silenced = list(
        _fitted(
            (
                f"`{one.finding.rule}`, {in_markdown(f'{one.finding.source}, line {one.line}')}: "
                f"{in_markdown(one.reason or '(no reason)')}"
                for one in report.suppressed
            ),
            room,
        )
    )
    if silenced:
        yield "<details><summary>why findings are silenced</summary>"
        yield from silenced
        yield "</details>"


def _lessons(report: Report) -> Iterator[str]:
    """How many lessons come to what in the drafts taken together; those that fail or are not known by name."""
    said: dict[str, Counter[Outcome]] = {}
    for draft in report.drafts:
        for lesson, outcome in draft.lessons:
            said.setdefault(lesson, Counter())[outcome] += 1
    names = {lesson.id: f"{lesson.id} {lesson.name}" for lesson in report.lessons}
    parts = []
    for outcome in ORDER:
        found = [lesson for lesson, drafts in said.items() if next(one for one in ORDER if drafts[one]) == outcome]
        listed = prose([_times(names.get(lesson, lesson), said[lesson][outcome], report) for lesson in sorted(found)])
        of_them = f": {listed}" if outcome in ("fail", "unknown") else ""
        if found:
            parts.append(f"{len(found)} {_LESSONS[outcome]}{of_them}")
    if parts:
        yield f"**Lessons**: {in_markdown('; '.join(parts))}"


def _times(lesson: str, number: int, report: Report) -> str:
    return f"{lesson} ({counted(number, 'draft')})" if len(report.drafts) > 1 else lesson


def _fitted(lines: Iterable[str], room: int) -> Iterator[str]:
    """The lines as a list, as far as there is room."""
    kept: list[str] = []
    left = 0
    for line in lines:
        if len(line) <= room:
            kept.append(line)
            room -= len(line) + 3
        else:
            left += 1
    yield from _list([*kept, f"and {left} more"] if left else kept)


def _list(lines: Iterable[str]) -> Iterator[str]:
    listed = "\n".join(f"- {line}" for line in lines)
    if listed:
        yield listed
