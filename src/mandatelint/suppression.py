"""A draft and its findings go in; the findings that the draft itself silences come out apart, and what is wrong there.

`# mandatelint: ignore[rule-id] reason` at the end of a line silences the rule on that line; on a line of its own it
silences it in the field or item below. `# mandatelint: file-ignore[rule-id] reason` silences it in the whole file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from mandatelint.document import Document, nodes
from mandatelint.finding import Finding, Path, Severity, Span, did_you_mean

_MARK = re.compile(r"(?:^|\s)#\s*mandatelint(?P<rest>\s*:.*|\s+(?:file-)?ignore\b.*)$", re.IGNORECASE)
_FORM = re.compile(r"\s*:\s*(?P<scope>file-ignore|ignore)\[(?P<rules>[^\[\]]*)\]\s*(?P<reason>.*)", re.IGNORECASE)
_WRITE = "write `# mandatelint: ignore[rule-id] reason`, or `file-ignore[rule-id]` for the whole file"


@dataclass(slots=True)
class Directive:
    """One comment that silences rules. node: what it covers, where it stands above it; used: the rules it silenced."""

    span: Span
    scope: str
    rules: tuple[str, ...]
    reason: str
    trailing: bool
    node: Path | None = None
    used: set[str] = field(default_factory=set)

    def covers(self, finding: Finding) -> bool:
        """Whether a finding lies where this comment speaks."""
        if finding.rule not in self.rules:
            return False
        if self.scope == "file-ignore":
            return True
        if self.trailing:
            return finding.span.line == self.span.line
        return self.node is not None and finding.path[: len(self.node)] == self.node


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that a comment in the draft silences, and why."""

    finding: Finding
    reason: str
    line: int


def settle(
    document: Document, findings: Sequence[Finding], rules: Collection[str], applied: Collection[str]
) -> tuple[list[Finding], list[Suppressed]]:
    """Findings that remain, with those about the comments themselves, and findings that were silenced.

    rules: all ids that there are; applied: those that judged this draft, so that a comment for another is not unused.
    """
    if not any("mandatelint" in line for line in document.lines):
        return list(findings), []
    directives, kept = _read(document)
    silenced: list[Suppressed] = []
    for finding in findings:
        directive = next((one for one in directives if one.covers(finding)), None)
        if directive is None or finding.rule not in rules:
            kept.append(finding)
        else:
            directive.used.add(finding.rule)
            silenced.append(Suppressed(finding, directive.reason, directive.span.line))
    for directive in directives:
        kept += _faults(document, directive, rules, applied)
    return kept, silenced


def _read(document: Document) -> tuple[list[Directive], list[Finding]]:
    directives, faults = [], []
    marks = [(number, line, _MARK.search(line)) for number, line in enumerate(document.lines, 1)]
    texts = _texts(document) if any(mark for _, _, mark in marks) else []
    for number, line, mark in marks:
        if mark is None or any(_holds(span, number, mark.start() + 1) for span in texts):
            continue
        start = line.index("#", mark.start())
        span = Span(number, start + 1, number, len(line.rstrip()) + 1)
        form = _FORM.fullmatch(mark["rest"].rstrip())
        if form is None:
            faults.append(_fault(document, span, "malformed-suppression", "error", _malformed(mark["rest"]), _WRITE))
            continue
        names = tuple(name.strip() for name in form["rules"].split(",") if name.strip())
        directive = Directive(span, form["scope"].lower(), names, form["reason"].strip(), bool(line[:start].strip()))
        if directive.scope == "ignore" and not directive.trailing:
            directive.node = _node_below(document, number)
        directives.append(directive)
    return directives, faults


def _malformed(rest: str) -> str:
    if re.match(r"\s*:\s*(file-)?ignore\s*($|[^\[\s])", rest):
        return "this comment does not say which rule it is to silence; there is no form for all of them"
    return f"this comment is meant for mandatelint and cannot be read: `{rest.strip(': ')}`"


def _texts(document: Document) -> list[Span]:
    """Where the values stand that are text: there `#` begins no comment."""
    return [document.value_span(path) for path in nodes(document) if isinstance(document.value(path), str)]


def _holds(span: Span, line: int, column: int) -> bool:
    return (span.line, span.column) <= (line, column) < (span.end_line, span.end_column)


def _node_below(document: Document, line: int) -> Path | None:
    """The outermost field or item that begins on the next line which is no comment."""
    target = line
    while target < len(document.lines) and (
        not document.lines[target].strip() or document.lines[target].lstrip().startswith("#")
    ):
        target += 1
    below = [path for path in nodes(document) if path and document.span(path).line == target + 1]
    return min(below, key=len, default=None)


def _faults(
    document: Document, directive: Directive, rules: Collection[str], applied: Collection[str]
) -> Iterator[Finding]:
    if not directive.rules:
        message = "this comment does not say which rule it is to silence; there is no form for all of them"
        yield _fault(document, directive.span, "malformed-suppression", "error", message, _WRITE)
    for name in directive.rules:
        if name not in rules:
            message = f"no rule is called '{name}', so this comment silences nothing"
            yield _fault(document, directive.span, "unknown-suppression", "error", message, did_you_mean(name, rules))
        elif name in applied and name not in directive.used:
            message = f"{name} finds nothing {_where(directive)}, so this comment silences nothing"
            yield _fault(document, directive.span, "unused-suppression", "warning", message, "delete the comment")
    if directive.used and not directive.reason:
        message = "this comment silences a rule and does not say why"
        mend = "write the reason behind the bracket, for those who read the draft later"
        yield _fault(document, directive.span, "suppression-without-reason", "warning", message, mend)


def _where(directive: Directive) -> str:
    if directive.scope == "file-ignore":
        return "in this file"
    return "on this line" if directive.trailing else "in what follows"


def _fault(document: Document, span: Span, rule: str, severity: Severity, message: str, remedy: str) -> Finding:
    return document.finding(rule, severity, (), message, remedy, span)
