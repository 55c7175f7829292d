"""A report and its rules go in; lessons by drafts come out, with counts and never one grade; one module a format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePosixPath

from mandatelint.finding import counted
from mandatelint.harmless import harmless
from mandatelint.judging import Outcome
from mandatelint.report import ORDER, DraftReport, Report, RuleOutcome
from mandatelint.rule import Lesson
from mandatelint.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class Cell:
    """What one lesson comes to in one draft. because: for fail and unknown, the rules that say so."""

    outcome: Outcome
    because: tuple[RuleOutcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One draft that was judged. number: from 1, so that no two drafts look alike; cells: one for each lesson."""

    number: int
    source: str
    symbol: str
    cells: tuple[Cell, ...]

    @property
    def head(self) -> str:
        """The symbol on one line, or the name of the file where the draft has none; no longer than a line takes."""
        return shorten(" ".join(self.symbol.split() or PurePosixPath(self.source).name.split()), 60)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Lessons by drafts. lessons: those with a rule, each with its rules; known: how many lessons there are."""

    lessons: tuple[tuple[Lesson, tuple[str, ...]], ...]
    columns: tuple[Column, ...]
    known: int
    report: Report

    def rows(self) -> Iterator[tuple[Lesson, tuple[Cell, ...]]]:
        """Each lesson with its cell in every draft."""
        for index, (lesson, _) in enumerate(self.lessons):
            yield lesson, tuple(column.cells[index] for column in self.columns)

    def problems(self) -> Iterator[str]:
        """What is wrong with files themselves, a line each: why they were left out, or may be judged amiss."""
        for draft in self.report.drafts:
            faults = [one for one in draft.findings if one.severity == "error" and not one.lessons]
            if draft.refused:
                yield from (harmless(f"{one.place}: {one.message}; {one.remedy}") for one in faults)
            elif faults:
                see = "`mandatelint check` shows them; until they are mended, lessons may come out wrong"
                yield harmless(f"{draft.source}: the file has {counted(len(faults), 'mistake')} of form; {see}")

    @property
    def left_out(self) -> tuple[DraftReport, ...]:
        """Files of which no rule could say anything."""
        return tuple(draft for draft in self.report.drafts if draft.refused)

    @property
    def extent(self) -> str:
        """`17 of 30 lessons, 2 drafts`."""
        return f"{len(self.lessons)} of {counted(self.known, 'lesson')}, {counted(len(self.columns), 'draft')}"


def cover(report: Report) -> Coverage:
    """The lessons that the rules serve, by the drafts that could be judged, both in the order in which they come."""
    ruleset = RuleSet(report.rules, {lesson.id: lesson for lesson in report.lessons})
    served = {lesson.id: tuple(rule.id for rule in ruleset.serving(lesson.id)) for lesson in ruleset.lessons.values()}
    lessons = tuple((ruleset.lessons[lesson], rules) for lesson, rules in served.items() if rules)
    deciding = {lesson.id: _deciding(ruleset, lesson.id) for lesson, _ in lessons}
    judged = [draft for draft in report.drafts if not draft.refused]
    columns = [
        Column(number, draft.source, draft.symbol, tuple(_cells(draft, deciding)))
        for number, draft in enumerate(judged, 1)
    ]
    return Coverage(lessons, tuple(columns), len(ruleset.lessons), report)


def shorten(text: str, width: int) -> str:
    """`text`, or as much of it as the width takes, with two dots."""
    return text if len(text) <= width else text[: width - 2] + ".."


def count(cells: Iterable[Cell]) -> dict[Outcome, int]:
    """How many cells have each of the four outcomes."""
    found = Counter(cell.outcome for cell in cells)
    return {outcome: found[outcome] for outcome in ORDER}


def render(name: str, coverage: Coverage) -> str:
    """The table as `text`, `markdown` or `json`, ending in a line break."""
    text: str = import_module(f"{__name__}.{name}").render(coverage)
    return text


def _deciding(ruleset: RuleSet, lesson: str) -> list[str]:
    """The rules by which a lesson is settled: those of severity info only where it has no others."""
    serving = ruleset.serving(lesson)
    return [rule.id for rule in serving if rule.severity != "info"] or [rule.id for rule in serving]


def _unsettled(outcomes: Sequence[Outcome]) -> Outcome:
    """The outcome of a lesson that the report leaves out, as its rules broke or were not asked of the file."""
    return "unknown" if "unknown" in outcomes else "not-applicable"


def _cells(draft: DraftReport, deciding: dict[str, list[str]]) -> Iterator[Cell]:
    said = {outcome.rule: outcome for outcome in draft.rules}
    settled = dict(draft.lessons)
    for lesson, rules in deciding.items():
        outcome = settled.get(lesson) or _unsettled([said[rule].outcome for rule in rules])
        because = tuple(said[rule] for rule in rules if said[rule].outcome == outcome)
        yield Cell(outcome, because if outcome in ("fail", "unknown") else ())
