"""A draft and its findings go in; the findings that the draft itself silences come out apart, and what is wrong there.

`# mandatelint: ignore[rule-id] reason` at the end of a line silences the rule on that line; on a line of its own it
silences it in the field or item below. `# mandatelint: file-ignore[rule-id] reason` silences it in the whole file.
The name of a category, a lesson or a pack silences all of its rules there. `(until 2027-06-30)` behind the reason ends
it: from the next day on it silences nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Literal, NamedTuple

from mandatelint.checks import CHECKS
from mandatelint.document import Document, nodes
from mandatelint.finding import MANY_MENDS, Finding, Path, Severity, Span, nearest
from mandatelint.schema import is_calendar_date

_MARK = re.compile(r"(?:^|\s)#\s*mandatelint(?P<rest>\s*:.*|\s+(?:file-)?ignore\b.*)$", re.IGNORECASE)
_FORM = re.compile(r"\s*:\s*(?P<scope>file-ignore|ignore)\[(?P<rules>[^\[\]]*)\]\s*(?P<reason>.*)", re.IGNORECASE)
_UNTIL = re.compile(r"\(\s*until\b(?P<date>[^()]*)\)", re.IGNORECASE)  # one repetition: no text can make it slow
_BARE_UNTIL = re.compile(r"\buntil:?\s+\d{4}-\d{2}-\d{2}\W*$", re.IGNORECASE)
_NO_RULE = "this comment does not say which rule it is to silence; there is no form for all of them"
_WRITE = "write `# mandatelint: ignore[rule-id] reason`, or `file-ignore[rule-id]` for the whole file"


class Terms(NamedTuple):
    """On what terms comments silence rules.

    today: the day that counts, as text; empty where no end is ever reached. mandatory: ids that nothing silences, said
    in `mandatory_by`. strict: a comment past its end is an error.
    """

    today: str = ""
    reason_required: bool = False
    end_required: bool = False
    mandatory: frozenset[str] = frozenset()
    mandatory_by: str = "the configuration"
    strict: bool = False


State = Literal["active", "expired", "refused", "unused", "not asked"]


class Waiver(NamedTuple):
    """One name in a comment of a draft: a rule that it is to silence, or all rules of a category, a lesson or a pack.

    state: it does (active), its end is past, the terms of the repository refuse it, nothing is found there, or no
    such rule was asked in this run. silenced: how many findings; until: a day as text, empty without an end.
    """

    source: str
    line: int
    rule: str
    scope: str
    reason: str
    until: str
    state: State
    silenced: int


EVERYWHERE = "everywhere"
_Place = str | int | Path
"""Where a comment speaks: everywhere, in one line, or in a field or item."""


class Directive(NamedTuple):
    """One comment that silences rules.

    names: as they are written, each with the ids of the rules that it names; reach: all of these; node: the field or
    item that begins on its line or, where it stands above one, that it covers; found: how many findings it covers, by
    rule; until: the last day on which it holds, as text, empty without an end.
    """

    span: Span
    scope: str
    names: dict[str, frozenset[str]]
    reach: frozenset[str]
    reason: str
    until: str
    trailing: bool
    node: Path | None
    found: Counter[str]

    def is_over(self, terms: Terms) -> bool:
        """Whether its last day is past; days written in full compare as text."""
        return bool(self.until and terms.today) and self.until < terms.today

    def is_refused(self, rule: str, terms: Terms) -> bool:
        """Whether the terms do not let it silence the rule."""
        lacks_reason = terms.reason_required and not self.reason
        return rule in terms.mandatory or lacks_reason or (terms.end_required and not self.until)

    def found_by(self, name: str) -> list[str]:
        """The rules of that name of which it covers a finding."""
        return [rule for rule in sorted(self.names[name]) if self.found[rule]]

    @property
    def place(self) -> _Place | None:
        """Where it speaks; None where nothing stands below it."""
        if self.scope == "file-ignore":
            return EVERYWHERE
        return self.span.line if self.trailing else self.node


class Suppressed(NamedTuple):
    """A finding that a comment in the draft silences, and why."""

    finding: Finding
    reason: str
    line: int


class Settled(NamedTuple):
    """Findings that remain, with those about the comments themselves; findings that were silenced; all waivers."""

    kept: list[Finding]
    suppressed: list[Suppressed]
    waivers: list[Waiver]


def settle(
    document: Document,
    findings: Sequence[Finding],
    called: Mapping[str, frozenset[str]],
    applied: Collection[str],
    terms: Terms | None = None,
) -> Settled:
    """What comments in the draft make of its findings.

    called: every name by which rules can be silenced, with the ids of the rules that bear it; applied: the ids that
    judged this draft, so that a comment for another is not unused.
    """
    terms = terms or Terms()
    if not any("mandatelint" in line for line in document.lines):
        return Settled(list(findings), [], [])
    directives, kept = _read(document, called)
    settled = Settled(kept, [], [])
    found, working = _index(directives, terms)
    for finding in findings:
        covering = [key for key in _places(finding) if key in found]
        found.update(covering)
        first = min((working[key] for key in covering if key in working), default=None)
        if first is not None:
            silent = directives[first]
            settled.suppressed.append(Suppressed(finding, silent.reason, silent.span.line))
        else:
            kept.append(finding)
    meant = _meant(directives, called)
    for directive in directives:
        directive.found.update({rule: number for rule in directive.reach if (number := found[rule, directive.place])})
        kept += _faults(document, directive, meant, applied, terms)
        settled.waivers.extend(
            _waiver(document, directive, name, applied, terms) for name, rules in directive.names.items() if rules
        )
    return settled


_Key = tuple[str, _Place | None]


def _index(directives: Sequence[Directive], terms: Terms) -> tuple[Counter[_Key], dict[_Key, int]]:
    """By rule and place, so that many comments cost no more than each: what they will find, which of them works."""
    found: Counter[_Key] = Counter()
    working: dict[_Key, int] = {}
    for number, directive in enumerate(directives):
        for rule in directive.reach:
            key = (rule, directive.place)
            found[key] = 0
            if not directive.is_over(terms) and not directive.is_refused(rule, terms):
                working.setdefault(key, number)
    return found, working


def _places(finding: Finding) -> Iterator[_Key]:
    """Every place at which a comment speaks of a finding."""
    yield finding.rule, EVERYWHERE
    yield finding.rule, finding.span.line
    for depth in range(len(finding.path) + 1):
        yield finding.rule, finding.path[:depth]


def _meant(directives: Sequence[Directive], called: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """Names by which nothing can be silenced, each with the one that is near or an empty text; of many, the first."""
    unknown = dict.fromkeys(name for one in directives for name, rules in one.names.items() if not rules)
    return {name: nearest(name, called) for name in islice(unknown, MANY_MENDS)}


def _waiver(document: Document, directive: Directive, name: str, applied: Collection[str], terms: Terms) -> Waiver:
    rules = directive.names[name]
    open_to_it = [rule for rule in directive.found_by(name) or rules if not directive.is_refused(rule, terms)]
    state: State = "active"
    if not open_to_it:
        state = "refused"
    elif directive.is_over(terms):
        state = "expired"
    elif not directive.found_by(name):
        state = "not asked" if rules.isdisjoint(applied) else "unused"
    silenced = sum(directive.found[rule] for rule in open_to_it) if state == "active" else 0
    return Waiver(
        document.source,
        directive.span.line,
        name,
        directive.scope,
        directive.reason,
        directive.until,
        state,
        silenced,
    )


def _read(document: Document, called: Mapping[str, frozenset[str]]) -> tuple[list[Directive], list[Finding]]:
    directives, faults = [], []
    marks = [(number, line, mark) for number, line in enumerate(document.lines, 1) if (mark := _MARK.search(line))]
    if not marks:
        return [], []
    texts, beginning, below = _texts(document), _beginning(document), _lines_below(document)
    for number, line, mark in marks:
        if _is_inside(texts, number, mark.start() + 1):
            continue
        start = line.index("#", mark.start())
        span = Span(number, start + 1, number, len(line.rstrip()) + 1)
        trailing = bool(line[:start].strip())
        node = beginning.get(number if trailing else below[number])
        form = _FORM.fullmatch(mark["rest"].rstrip())
        message, mend = (_malformed(mark["rest"]), _WRITE) if form is None else _wrong_end(form["reason"])
        if form is None or message:
            known_by = (*(node or ()), "comment")
            faults.append(_fault(document, span, "malformed-suppression", "error", message, mend, known_by))
            continue
        written = (name.strip() for name in form["rules"].split(","))
        names = {name: called.get(name, frozenset()) for name in written if name}
        reach = frozenset().union(*names.values())
        until = next(_ends(form["reason"]), "")
        reason = " ".join(_UNTIL.sub(" ", form["reason"]).split())
        scope = form["scope"].lower()
        directives.append(Directive(span, scope, names, reach, reason, until, trailing, node, Counter()))
    return directives, faults


def _ends(reason: str) -> Iterator[str]:
    """What stands behind each `(until` of a reason."""
    for end in _UNTIL.finditer(reason):
        yield end["date"].strip().removeprefix(":").strip()


def _wrong_end(reason: str) -> tuple[str, str]:
    """What is wrong with the end that stands behind a reason, and the mend; empty texts where nothing is."""
    ends = list(_ends(reason))
    in_full = "write it in full, as in `(until 2027-06-30)`"
    wrong = next((end for end in ends if not _is_day(end)), None)
    if wrong is not None:
        return f"the end of this comment is no day: `{wrong}`", in_full
    if len(ends) > 1:
        return "this comment has more than one end", "leave the one that holds"
    if not ends and _BARE_UNTIL.search(reason):
        return "the end of this comment stands outside of brackets, where it is only a part of the reason", in_full
    return "", ""


def _malformed(rest: str) -> str:
    if re.match(r"\s*:\s*(file-)?ignore\s*($|[^\[\s])", rest):
        return _NO_RULE
    return f"this comment is meant for mandatelint and cannot be read: `{rest.strip(': ')}`"


def _texts(document: Document) -> list[Span]:
    """Where the values stand that are text, in order: there `#` begins no comment."""
    return sorted(document.value_span(path) for path in nodes(document) if isinstance(document.value(path), str))


def _is_inside(spans: Sequence[Span], line: int, column: int) -> bool:
    """Whether one of several spans, of which no two share a place, holds a place; they stand in order."""
    before = bisect_right(spans, (line, column), key=lambda span: (span.line, span.column))
    return before > 0 and (line, column) < (spans[before - 1].end_line, spans[before - 1].end_column)


def _lines_below(document: Document) -> list[int]:
    """For each line, by its number, the next one that is neither empty nor a comment."""
    below = [len(document.lines) + 1]
    for number in range(len(document.lines), 0, -1):
        line = document.lines[number - 1].lstrip()
        below.append(below[-1] if not line or line.startswith("#") else number)
    return below[::-1]


def _beginning(document: Document) -> dict[int, Path]:
    """For each line the outermost field or item that begins there."""
    found: dict[int, Path] = {}
    for path in filter(None, nodes(document)):
        line = document.span(path).line
        if line not in found or len(path) < len(found[line]):
            found[line] = path
    return found


def _faults(
    document: Document,
    directive: Directive,
    meant: Mapping[str, str],
    applied: Collection[str],
    terms: Terms,
) -> Iterator[Finding]:
    def fault(rule: str, severity: Severity, message: str, mend: str, name: str = "") -> Finding:
        node = directive.node if directive.scope == "ignore" else None
        known_by = (*(node or ()), directive.scope, name or ",".join(directive.names))
        return _fault(document, directive.span, rule, severity, message, mend, known_by)

    if not directive.names:
        yield fault("malformed-suppression", "error", _NO_RULE, _WRITE)
    for name, rules in directive.names.items():
        found = directive.found_by(name)
        if not rules:
            yield fault("unknown-suppression", "error", *_unknown(name, meant.get(name, "")), name)
        elif not found and not rules.isdisjoint(applied):
            finds = f"{name} finds nothing" if name in rules else f"no rule of {name} finds anything"
            message = f"{finds} {_where(directive)}, so this comment silences nothing"
            yield fault("unused-suppression", "warning", message, "delete the comment", name)
        elif directive.is_over(terms) and not terms.mandatory.issuperset(found):
            message = f"this comment silenced {name} until {directive.until}, and that day is past"
            mend = f"mend what {'the rule finds' if name in rules else 'its rules find'}"
            mend += " and delete the comment, or agree on another day"
            yield fault("expired-suppression", "error" if terms.strict else "warning", message, mend, name)
    for rule in sorted(terms.mandatory & directive.found.keys()):
        message = f"nothing silences {rule} here: {terms.mandatory_by} makes it mandatory"
        mend = "mend what the rule finds" + (", and delete the comment" if rule in directive.names else "")
        yield fault("mandatory-rule", "error", message, mend, rule)
    if not directive.found:
        return
    if not directive.reason:
        refused = "silences nothing, as it does not say why" if terms.reason_required else "does not say why"
        severity: Severity = "error" if terms.reason_required else "warning"
        mend = "write the reason behind the bracket, for those who read the draft later"
        yield fault("suppression-without-reason", severity, f"this comment {refused}", mend)
    if terms.end_required and not directive.until:
        message = "this comment silences nothing, as it has no end, which this repository asks for"
        mend = "write until when behind the reason, as in `(until 2027-06-30)`"
        yield fault("suppression-without-end", "error", message, mend)


def _unknown(name: str, near: str) -> tuple[str, str]:
    """What is said of a name by which nothing can be silenced, and the mend. near: the one that was perhaps meant."""
    if name in CHECKS:
        message = f"'{name}' is about the form of the file and cannot be silenced"
        return message, "mend what it finds, and delete the comment"
    mend = f"did you mean '{near}'?" if near else "`mandatelint rule` and `mandatelint lesson` list them"
    return f"no rule, category, lesson or pack is called '{name}', so this comment silences nothing", mend


def _is_day(text: str) -> bool:
    """Whether text is a day of the calendar, written in full."""
    return len(text) == len("2027-06-30") and is_calendar_date(text)


def _where(directive: Directive) -> str:
    if directive.scope == "file-ignore":
        return "in this file"
    return "on this line" if directive.trailing else "in what follows"


def _fault(
    document: Document, span: Span, rule: str, severity: Severity, message: str, remedy: str, known_by: Path
) -> Finding:
    return document.finding(rule, severity, (), message, remedy, span)._replace(known_by=known_by)
