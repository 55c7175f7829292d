"""The report for a person at a terminal: each finding with its line, what is wrong, what to write; then a summary."""

from __future__ import annotations

import re
from textwrap import wrap
from unicodedata import combining, east_asian_width

from mandatelint.finding import Finding, Span, counted, prose
from mandatelint.report import DraftReport, Report

WIDTH = 100
# What could move the cursor or turn the text around: shown by number instead.
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def render(report: Report) -> str:
    """The findings by file and line, then the summary."""
    blocks = ["\n".join(_finding(finding, draft)) for draft in report.drafts for finding in draft.findings]
    return harmless("\n\n".join([*blocks, "\n".join(_summary(report))]) + "\n")


def harmless(text: str) -> str:
    """`text` with characters that a terminal would obey written as their number."""
    return _INVISIBLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _finding(finding: Finding, draft: DraftReport) -> list[str]:
    span = finding.span
    head = f"{finding.source}:{span.line}:{span.column}: {finding.severity}: {finding.rule}"
    if finding.lessons:
        head += f" ({', '.join(finding.lessons)})"
    if finding.paragraph:
        head += f", {finding.paragraph}"
    lines = [head, *_indented("", finding.message), *_quoted(draft.lines, span)]
    if finding.remedy:
        lines += _indented("mend: ", finding.remedy)
    for place in finding.related:
        where = f" ({place.paragraph})" if place.paragraph else ""
        lines.append(f"  see also: line {place.span.line}{where}")
    solved = next((item for item in finding.precedents if item.does == "well"), None)
    if solved is not None:
        lines += _indented("done well: ", f"{solved.symbol} {prose(solved.paragraphs)}: {solved.note}")
    return lines


def _indented(label: str, text: str) -> list[str]:
    """Text wrapped under its label."""
    return wrap(
        f"{label}{text}",
        WIDTH,
        initial_indent="  ",
        subsequent_indent="  " + " " * len(label),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _quoted(lines: dict[int, str], span: Span) -> list[str]:
    """The line of the draft, and carets under the part that is meant."""
    if span.line not in lines:
        return []
    line = lines[span.line].rstrip().replace("\t", " ")
    end = span.end_column if span.end_line == span.line else len(line) + 1
    # Of a long line the part around the place is shown.
    start = max(span.column - WIDTH // 2, 0) if span.column > WIDTH - 20 else 0
    before, meant = harmless(line[start : span.column - 1]), harmless(line[span.column - 1 : end - 1])
    if start:
        before = "…" + before
    shown = before + harmless(line[span.column - 1 :])
    if len(shown) > WIDTH:
        shown = shown[: WIDTH - 1] + "…"
    number = str(span.line)
    carets = "^" * max(_columns(meant), 1)
    return [
        f"  {number} | {shown}",
        f"  {' ' * len(number)} | {' ' * _columns(before)}{carets}"[: WIDTH + len(number) + 5],
    ]


def _columns(text: str) -> int:
    """How many cells of a terminal the text takes."""
    return sum(0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _summary(report: Report) -> list[str]:
    lines = [summary_line(report)]
    waiting: dict[tuple[str, str], list[str]] = {}
    for draft, outcome in report.not_judged():
        # The field that was missing differs from rule to rule; why it is not known is what a reader can act upon.
        why = outcome.reason.partition(" is not known: ")[2] or outcome.reason
        waiting.setdefault((draft.source, why), []).append(outcome.rule)
    for (source, why), rules in waiting.items():
        which = prose(rules) if len(rules) < 6 else f"{len(rules)} rules"
        lines += _indented("not judged: ", f"{which} in {source}, as not all is known: {why}")
    for draft in report.drafts:
        for pull in draft.pulls:
            both = f"{pull.rule} and {pull.against} pull apart in {draft.source}. {pull.say}"
            lines += _indented("both ways: ", both)
    if report.suppressed:
        lines.append(f"  {counted(len(report.suppressed), 'finding')} silenced by comments in the drafts")
    for source, number in sorted(report.waiting().items()):
        verb = "waits" if number == 1 else "wait"
        lines.append(f"  {counted(number, 'rule')} {verb} for a later stage of {source}")
    return lines


def summary_line(report: Report) -> str:
    """`4 drafts, 8 rules: 5 errors, 3 warnings`."""
    found = [counted(report.count(name), name) for name in ("error", "warning") if report.count(name)]
    if report.count("info"):
        found.append(f"{report.count('info')} for information")
    checked = f"{counted(len(report.drafts), 'draft')}, {counted(report.rule_count, 'rule')}"
    return f"{checked}: {', '.join(found) or 'no findings'}"
