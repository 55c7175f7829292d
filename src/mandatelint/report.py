"""What a run found, for every format: findings, outcomes of rules and lessons, and what could not be judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mandatelint.finding import Finding, Severity, by_place
from mandatelint.judging import Judgement, Outcome
from mandatelint.rule import Rule
from mandatelint.suppression import Suppressed

ORDER: tuple[Outcome, ...] = ("fail", "unknown", "pass", "not-applicable")


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """What one rule said of one draft, and why where it said neither pass nor fail."""

    rule: str
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Pull:
    """Two rules that fired in one draft and ask for what pulls apart. say: what does justice to both."""

    rule: str
    against: str
    say: str


@dataclass(frozen=True, slots=True)
class DraftReport:
    """What is to be said of one draft.

    suppressed: findings that a comment in the draft silences. lines: the lines at which
    findings point, by number, for formats that quote them.
    """

    source: str
    findings: tuple[Finding, ...]
    rules: tuple[RuleOutcome, ...]
    lessons: tuple[tuple[str, Outcome], ...]
    suppressed: tuple[Suppressed, ...] = ()
    pulls: tuple[Pull, ...] = ()
    lines: dict[int, str] = field(repr=False, default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """What is to be said of a run.

    passed_over: files that were found and are no drafts. failures: rules that broke, in words.
    """

    drafts: tuple[DraftReport, ...]
    rule_count: int
    passed_over: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()

    @property
    def findings(self) -> list[Finding]:
        """All findings, by file and line."""
        return sorted((finding for draft in self.drafts for finding in draft.findings), key=by_place)

    @property
    def suppressed(self) -> list[Suppressed]:
        """All findings that a draft itself silences, by file and line."""
        return sorted((one for draft in self.drafts for one in draft.suppressed), key=lambda one: by_place(one.finding))

    def count(self, severity: Severity) -> int:
        """How many findings have that severity."""
        return sum(finding.severity == severity for draft in self.drafts for finding in draft.findings)

    def not_judged(self) -> Iterator[tuple[DraftReport, RuleOutcome]]:
        """Every outcome that is unknown."""
        for draft in self.drafts:
            for outcome in draft.rules:
                if outcome.outcome == "unknown":
                    yield draft, outcome

    def waiting(self) -> Counter[str]:
        """How many rules wait for a later stage, by draft."""
        return Counter(
            draft.source for draft in self.drafts for outcome in draft.rules if outcome.reason.startswith("waits for")
        )


def pulls_apart(rules: Iterable[Rule], findings: Iterable[Finding]) -> tuple[Pull, ...]:
    """Where two lessons that pull apart both have a finding in one draft; each pair of lessons is told once."""
    fired = {finding.rule: finding.lessons for finding in findings}
    by_lesson = {lesson: rule for rule, lessons in reversed(fired.items()) for lesson in lessons}
    found: dict[frozenset[str], Pull] = {}
    for rule in rules:
        for tension in rule.tension:
            if rule.id in fired and tension.lesson in by_lesson:
                pair = frozenset((rule.lessons[0], tension.lesson))
                found.setdefault(pair, Pull(rule.id, by_lesson[tension.lesson], tension.say))
    return tuple(found.values())


def lesson_outcomes(judgements: Iterable[Judgement]) -> tuple[tuple[str, Outcome], ...]:
    """The outcome of each lesson over its rules: the first of fail, unknown, pass that one of them has.

    Rules of severity info count only where a lesson has no others. An unknown that rests on file evidence alone ranks
    below pass: the lesson is judged by what the text can show.
    """
    by_lesson: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        for lesson in judgement.rule.lessons:
            by_lesson.setdefault(lesson, []).append(judgement)
    return tuple((lesson, _settle(by_lesson[lesson])) for lesson in sorted(by_lesson))


def _settle(judgements: list[Judgement]) -> Outcome:
    graver = [judgement for judgement in judgements if judgement.rule.severity != "info"]
    said: set[Outcome] = set()
    from_files = False
    for judgement in graver or judgements:
        if judgement.outcome == "unknown" and judgement.only_from_files:
            from_files = True
        else:
            said.add(judgement.outcome)
    first: Outcome = next((outcome for outcome in ORDER if outcome in said), "not-applicable")
    return "unknown" if first == "not-applicable" and from_files else first
