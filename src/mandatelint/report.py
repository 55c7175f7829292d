"""What a run found, for every format: findings, outcomes of rules and lessons, and what could not be judged."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path as File
from typing import NamedTuple

from mandatelint.excluding import absolute
from mandatelint.finding import Finding, Path, Severity, by_place, counted, prose
from mandatelint.judging import Judgement, Outcome
from mandatelint.rule import Lesson, Rule
from mandatelint.suppression import Suppressed, Waiver

ORDER: tuple[Outcome, ...] = ("fail", "unknown", "pass", "not-applicable")


class RuleOutcome(NamedTuple):
    """What one rule said of one draft, and why where it said neither pass nor fail."""

    rule: str
    outcome: Outcome
    reason: str = ""


class Pull(NamedTuple):
    """Two rules that fired in one draft and ask for what pulls apart. say: what does justice to both."""

    rule: str
    against: str
    say: str


@dataclass(frozen=True, slots=True)
class DraftReport:
    """What is to be said of one draft.

    suppressed: findings that a comment in the draft silences. lines: the lines at which
    findings point, by number, for formats that quote them. symbol: as the draft gives it, or
    empty. refused: why no rule could say anything of the file, or empty.
    """

    source: str
    findings: tuple[Finding, ...]
    rules: tuple[RuleOutcome, ...]
    lessons: tuple[tuple[str, Outcome], ...]
    suppressed: tuple[Suppressed, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    known: tuple[Finding, ...] = ()
    pulls: tuple[Pull, ...] = ()
    lines: dict[int, str] = field(repr=False, default_factory=dict)
    anchors: dict[Path, str] = field(repr=False, default_factory=dict)
    symbol: str = ""
    refused: str = ""


class Known(NamedTuple):
    """What identifies a finding: the file as seen from a folder, the rule, and the name of the place."""

    file: str
    rule: str
    at: str

    @property
    def digest(self) -> str:
        """The same as 32 hexadecimal digits, for formats that want a fingerprint."""
        from hashlib import sha256

        return sha256("\0".join(self).encode("utf-8", "surrogatepass")).hexdigest()[:32]


NOT_JUDGED, BOTH_WAYS = "not judged", "both ways"
"""Labels of what is said beside the findings."""


class Compared(NamedTuple):
    """What a run is held against. name: as users call it; gone: what it knew of these drafts and is not there now."""

    name: str
    gone: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What is to be said of a run.

    rules: those that were asked. lessons: all that there are. passed_over: files that were found and are no drafts.
    failures: rules that broke, in words. compared: what it was held against. folder: what files are relative to in
    fingerprints and addresses; empty for the working folder. hidden: findings that are left out, as too slight to show.
    whole_notes: what is for information is shown whole, and not in a line.
    """

    drafts: tuple[DraftReport, ...]
    rules: tuple[Rule, ...] = field(repr=False)
    lessons: tuple[Lesson, ...] = field(repr=False, default=())
    passed_over: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()
    compared: Compared | None = None
    folder: str = ""
    hidden: int = 0
    whole_notes: bool = False

    @property
    def rule_count(self) -> int:
        """How many rules were asked."""
        return len(self.rules)

    @property
    def findings(self) -> list[Finding]:
        """All findings, by file and line."""
        return sorted((finding for draft in self.drafts for finding in draft.findings), key=by_place)

    @property
    def suppressed(self) -> list[Suppressed]:
        """All findings that a draft itself silences, by file and line."""
        return sorted((one for draft in self.drafts for one in draft.suppressed), key=lambda one: by_place(one.finding))

    @property
    def identified(self) -> list[tuple[Finding, Known]]:
        """All findings with what identifies each, by file and line."""
        pairs = (pair for draft in self.drafts for pair in identify(draft, draft.findings, self.folder))
        return sorted(pairs, key=lambda pair: by_place(pair[0]))

    def count(self, severity: Severity) -> int:
        """How many findings have that severity."""
        return sum(finding.severity == severity for draft in self.drafts for finding in draft.findings)

    def failing(self) -> dict[str, int]:
        """The lessons that fail, each with the number of drafts in which it does."""
        failed = Counter(lesson for draft in self.drafts for lesson, outcome in draft.lessons if outcome == "fail")
        return dict(sorted(failed.items()))

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

    def asides(self) -> Iterator[tuple[str, str]]:
        """What is to be said beside the findings, each with a label or none."""
        for said in self._not_judged():
            yield NOT_JUDGED, said
        if self.compared is not None:
            kept = sum(len(draft.known) for draft in self.drafts)
            yield "", f"held against {self.compared.name}: {kept} known and not shown, {len(self.compared.gone)} gone"
        if self.suppressed:
            yield "", f"{counted(len(self.suppressed), 'finding')} silenced by comments in the drafts"
        for source, number in sorted(self.waiting().items()):
            verb = "waits" if number == 1 else "wait"
            yield "", f"{counted(number, 'rule')} {verb} for a later stage of {source}"
        for draft in self.drafts:
            for pull in draft.pulls:
                yield BOTH_WAYS, f"{pull.rule} and {pull.against} pull apart in {draft.source}. {pull.say}"

    def _not_judged(self) -> Iterator[str]:
        """What could not be judged, by reason; the rules by name where one draft is concerned and they are few."""
        unknown: dict[str, dict[str, list[str]]] = {}
        for draft, outcome in self.not_judged():
            # The field that was missing differs from rule to rule; why it is not known is what a reader can act upon.
            why = outcome.reason.partition(" is not known: ")[2] or outcome.reason
            unknown.setdefault(why, {}).setdefault(draft.source, []).append(outcome.rule)
        for why, drafts in unknown.items():
            rules = sorted({rule for found in drafts.values() for rule in found})
            which = prose(rules) if len(rules) < 6 and len(drafts) == 1 else counted(len(rules), "rule")
            where = counted(len(drafts), "draft") if len(drafts) > 1 else next(iter(drafts))
            yield f"{which} in {where}, as not all is known: {why}"


def identify(draft: DraftReport, findings: Iterable[Finding], folder: str) -> Iterator[tuple[Finding, Known]]:
    """Each finding with what identifies it.

    Of several of one rule at places of one name the later ones are numbered. All of the draft count, those that are
    known or silenced too, so that one keeps its number when another is no longer told.
    """
    file, named = relative(draft.source, folder), _named(draft)
    for finding in findings:
        yield finding, Known(file, finding.rule, named[id(finding)])


def _named(draft: DraftReport) -> dict[int, str]:
    """The name of the place of each finding, by the identity of the finding: two may be equal."""
    silenced = (one.finding for one in draft.suppressed)
    named: dict[int, str] = {}
    taken: set[tuple[str, str]] = set()
    numbers: Counter[tuple[str, str]] = Counter()
    for finding in sorted((*draft.findings, *draft.known, *silenced), key=by_place):
        place = name = draft.anchors.get(finding.known_by or finding.path, "")
        while (finding.rule, name) in taken:  # a place may bear the name that a number makes
            numbers[finding.rule, place] += 1
            name = f"{place}#{numbers[finding.rule, place] + 1}"
        taken.add((finding.rule, name))
        named[id(finding)] = name
    return named


def relative(source: str, folder: str) -> str:
    """A file as seen from a folder, with `/` on every system; what is no file, such as standard input, as it is.

    Links to folders are followed first, so that a file has one name whichever way leads to it; a link to a file keeps
    its own.
    """
    if source.startswith("<"):
        return source
    try:
        return File(os.path.relpath(absolute(File(source)), os.path.realpath(folder or "."))).as_posix()
    except ValueError:  # on another drive of Windows
        return File(source).as_posix()


def joined(parts: Sequence[Report], order: Sequence[str]) -> Report:
    """The reports on parts of one run as one. order: the names of all its files, in the order in which they are told.

    A rule that one part asks and another does not is no rule for the drafts of the other. Of two rules or lessons that
    bear one id, the first stands for both.
    """
    if len(parts) == 1:
        return parts[0]
    telling = [part for part in parts if part.drafts] or list(parts[:1])
    rules = {rule.id: rule for part in reversed(telling) for rule in part.rules}
    lessons = {lesson.id: lesson for part in telling for lesson in part.lessons}
    place = {name: number for number, name in enumerate(order)}
    drafts = [_asked_of_all(draft, sorted(rules)) for part in parts for draft in part.drafts]
    compared = [part.compared for part in parts if part.compared is not None]
    gone = tuple(sorted(known for one in compared for known in one.gone))
    return Report(
        tuple(sorted(drafts, key=lambda draft: place[draft.source])),
        tuple(rules[name] for name in sorted(rules)),
        tuple(lessons.values()),
        tuple(sorted((name for part in parts for name in part.passed_over), key=place.__getitem__)),
        tuple(dict.fromkeys(failure for part in parts for failure in part.failures)),
        Compared(compared[0].name, gone) if compared else None,
        parts[0].folder,
    )


def _asked_of_all(draft: DraftReport, rules: Iterable[str]) -> DraftReport:
    """A draft with an outcome for each of these rules."""
    said = {outcome.rule: outcome for outcome in draft.rules}
    not_asked = "not asked of this file, by its configuration"
    return replace(
        draft, rules=tuple(said.get(rule) or RuleOutcome(rule, "not-applicable", not_asked) for rule in rules)
    )


def pulls_apart(rules: Iterable[Rule], findings: Iterable[Finding]) -> tuple[Pull, ...]:
    """Where two lessons that pull apart both have a finding in one draft; each pair of lessons is told once."""
    fired = {finding.rule: finding.lessons for finding in findings}
    named = {name: rule for rule, lessons in reversed(fired.items()) for name in (rule, *lessons)}
    found: dict[frozenset[str], Pull] = {}
    for rule in rules:
        for tension in rule.tension:
            if rule.id in fired and tension.against in named:
                other = named[tension.against]
                pair = frozenset((rule.lessons[0], fired[other][0]))
                found.setdefault(pair, Pull(rule.id, other, tension.say))
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
