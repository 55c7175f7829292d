"""Drafts go in as files, folders or text; a report comes out: read, parse, validate, apply, settle."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from mandatelint.anchors import anchor
from mandatelint.document import Document, nodes, read
from mandatelint.expression import Engine
from mandatelint.finding import Finding, Path, UserError, by_place, path_text
from mandatelint.folding import fold
from mandatelint.judging import BrokenRuleError, Judge, Judgement
from mandatelint.recognition import is_draft, is_meant_as_draft, looks_like_draft, not_a_draft
from mandatelint.report import DraftReport, Report, RuleOutcome, lesson_outcomes, pulls_apart
from mandatelint.ruleset import RuleSet, load_rules
from mandatelint.schema import told, validate
from mandatelint.sources import Source, find_sources
from mandatelint.suppression import Terms, settle
from mandatelint.version import __version__
from mandatelint.view import complete, readable

Spared = Callable[[str], Mapping[str, str]]
"""The name of a file goes in; ids of rules that are not asked of it come out, each with the reason."""


def lint(
    *paths: str | os.PathLike[str],
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    rules: Sequence[str | os.PathLike[str]] = (),
) -> Report:
    """Lint files, folders and globs; the working folder where none is given.

    select, ignore: ids of rules, categories, lessons, packs, or ALL. rules: files or folders of rules of your own.
    Raises UserError for what cannot be run: a path that does not exist, a rule file with a mistake, an unknown name.
    """
    ruleset = load_rules([os.fspath(path) for path in rules]).choose(select, ignore)
    return Linter(ruleset, _terms_of_today()).lint(find_sources([os.fspath(path) for path in paths]))


def lint_text(text: bytes | str, source: str = "<text>", ruleset: RuleSet | None = None) -> Report:
    """Lint one draft that is no file, such as the text in an editor."""
    linter = Linter(ruleset or load_rules(), _terms_of_today())
    content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return linter.lint([Source(source, lambda: content, named=True)])


def _terms_of_today() -> Terms:
    """Waivers end by the calendar; a configuration is for the command line and for `run`."""
    return Terms(today=date.today().isoformat())


class Linter:
    """Rules, compiled once, that judge any number of drafts."""

    def __init__(self, ruleset: RuleSet, terms: Terms | None = None, spared: Spared = lambda _: {}) -> None:
        """terms: when comments silence rules. spared: for a file, the ids of rules it is not asked, and why each."""
        self.ruleset, self.terms, self.spared = ruleset, terms, spared
        self.engine = Engine(readable().fields, remembers=True)
        self.judges = [Judge(rule, self.engine) for rule in ruleset.rules]
        self.applied = frozenset(rule.id for rule in ruleset.rules)
        self.within = {rule.id: rule.within for rule in ruleset.rules if rule.within}
        self.called = {rule: frozenset([rule]) for rule in self.applied} | dict(ruleset.called)

    def lint(self, sources: Iterable[Source], drafts_only: bool = False) -> Report:
        """Judge every draft among the sources.

        drafts_only: pass over files that are no drafts, nor meant to be, even where they were named.
        """
        drafts: list[DraftReport] = []
        passed_over: list[str] = []
        failures: list[str] = []
        for source in sources:
            try:
                content = source.read()
            except UserError as error:  # one file that cannot be read does not cost the others
                failures.append(str(error))
                continue
            has_to_be_draft = source.named and not drafts_only
            if not has_to_be_draft and not looks_like_draft(content):
                passed_over.append(source.name)
                continue
            document = read(content, source.name)
            if not document.readable or is_draft(document):
                drafts.append(self.check(document, failures))
            elif has_to_be_draft or is_meant_as_draft(document):
                drafts.append(self.refuse(document, [not_a_draft(document)], "the file is no draft"))
            else:
                passed_over.append(source.name)
        self.engine.keep()
        return self.report(drafts, passed_over, failures)

    def report(
        self, drafts: Sequence[DraftReport], passed_over: Sequence[str] = (), failures: Sequence[str] = ()
    ) -> Report:
        """What is to be said of drafts that were checked; a rule that broke on several is told once."""
        told_once = tuple(dict.fromkeys(failures))
        rules, lessons = self.ruleset.rules, tuple(self.ruleset.lessons.values())
        return Report(tuple(drafts), rules, lessons, tuple(passed_over), told_once)

    def check(self, document: Document, failures: list[str]) -> DraftReport:
        """Judge one draft; rules that break are told in `failures`."""
        if not document.readable:
            return self.refuse(document, [], "the file cannot be read")
        if isinstance(document.data, dict) and isinstance(version := document.data.get("mandate"), int) and version > 1:
            return self.refuse(document, [_newer_format(document, version)], "the draft is in a later format")
        validity = validate(document, "mandate")
        findings = [*told(document, validity), *_unknown_before_adoption(document)]
        view = complete(document, validity.broken)
        facts = self.engine.facts(view.roots)
        spared = self.spared(document.source)
        judgements: list[Judgement] = []
        outcomes: list[RuleOutcome] = []
        for judge in self.judges:
            if judge.rule.id in spared:
                outcomes.append(RuleOutcome(judge.rule.id, "not-applicable", spared[judge.rule.id]))
                continue
            try:
                judgement = judge.judge(view, facts)
            except BrokenRuleError as failure:
                failures.append(str(failure))
                outcomes.append(RuleOutcome(judge.rule.id, "unknown", "the rule itself is broken"))
                continue
            judgements.append(judgement)
            findings += judgement.findings
            outcomes.append(RuleOutcome(judge.rule.id, judgement.outcome, judgement.reason))
        settled = settle(document, findings, self.called, self.applied - spared.keys(), self.terms)
        kept = fold(settled.kept, self.within)
        return DraftReport(
            document.source,
            tuple(sorted(kept, key=by_place)),
            tuple(outcomes),
            lesson_outcomes(judgements),
            suppressed=tuple(settled.suppressed),
            waivers=tuple(settled.waivers),
            pulls=pulls_apart(self.ruleset.rules, settled.kept),
            lines=_quoted(document, kept),
            anchors=_anchored(document, [*kept, *(one.finding for one in settled.suppressed)]),
            symbol=_symbol(document),
        )

    def refuse(self, document: Document, findings: list[Finding], reason: str) -> DraftReport:
        """A file of which no rule can say anything."""
        judgements = [Judgement(judge.rule, "unknown", reason) for judge in self.judges]
        return DraftReport(
            document.source,
            tuple(sorted([*document.findings, *findings], key=by_place)),
            tuple(RuleOutcome(judgement.rule.id, "unknown", reason) for judgement in judgements),
            lesson_outcomes(judgements),
            lines=_quoted(document, [*document.findings, *findings]),
            anchors=_anchored(document, [*document.findings, *findings]),
            refused=reason,
        )


def _anchored(document: Document, findings: Iterable[Finding]) -> dict[Path, str]:
    """The names of the places by which findings are known, by path; they outlive the document."""
    return {path: anchor(document, path) for path in {finding.known_by or finding.path for finding in findings}}


def _quoted(document: Document, findings: Iterable[Finding]) -> dict[int, str]:
    """The lines that findings point at, by number; the others are let go, so that many drafts take little memory."""
    wanted = {finding.span.line for finding in findings}
    return {line: document.lines[line - 1] for line in wanted if line <= len(document.lines)}


def _symbol(document: Document) -> str:
    symbol = document.value(("document", "symbol"))
    return symbol if isinstance(symbol, str) else ""


def _newer_format(document: Document, version: int) -> Finding:
    return document.finding(
        "newer-format",
        "error",
        ("mandate",),
        f"the draft is written in format {version}, and mandatelint {__version__} reads format 1 only",
        "update mandatelint; should the number be a slip, write `mandate: 1`",
        document.value_span(("mandate",)),
    )


def _unknown_before_adoption(document: Document) -> Iterable[Finding]:
    """A drafter knows his own text: `unknown` is for old texts read in part, not for silencing a rule."""
    stage = document.value(("document", "stage"))
    if stage == "adopted":
        return
    for path in nodes(document):
        if document.lifted.get(path) == "unknown" or path in document.open:
            name = path_text(path)
            yield document.finding(
                "unknown-before-adoption",
                "warning",
                path,
                f"`{name}` is said to be unknown, but the text is not adopted yet",
                "write what the draft says, or `none` if it says nothing",
                document.value_span(path),
            )
