"""The report for a person at a terminal: each finding with its line, what is wrong, what to write; then a summary."""

from __future__ import annotations

import re
from collections import Counter
from textwrap import wrap
from unicodedata import combining, east_asian_width

from mandatelint.finding import Finding, Span, counted
from mandatelint.harmless import harmless
from mandatelint.report import DraftReport, Report

WIDTH = 100
_COLORS = {"error": "31", "warning": "33", "info": "36"}
_HEAD = re.compile(r"(?P<place>\S.*?:\d+:\d+): (?P<severity>error|warning|info): (?P<rule>[a-z0-9-]+)(?P<rest>.*)")


def render(report: Report) -> str:
    """The findings by file and line, then the summary."""
    blocks = ["\n".join(_finding(finding, draft)) for draft in report.drafts for finding in draft.findings]
    return harmless("\n\n".join([*blocks, "\n".join(_summary(report))]) + "\n")


def render_in_color(report: Report) -> str:
    """The same with the severities in color, places in bold and carets under what is meant."""
    return "\n".join(map(_colored, render(report).split("\n")))


def _colored(line: str) -> str:
    head = _HEAD.fullmatch(line)
    if head is not None:
        severity = f"\x1b[1;{_COLORS[head['severity']]}m{head['severity']}\x1b[0m"
        return f"\x1b[1m{head['place']}\x1b[0m: {severity}: \x1b[1m{head['rule']}\x1b[0m{head['rest']}"
    before, bar, carets = line.partition(" | ")
    if bar and carets.strip() and not carets.replace("^", "").strip():
        return f"{before}{bar}\x1b[1;32m{carets}\x1b[0m"
    return line


def statistics(report: Report) -> str:
    """How often each rule fired, the most frequent first, then the summary."""
    fired = Counter((finding.rule, finding.severity) for draft in report.drafts for finding in draft.findings)
    rows = sorted(fired.items(), key=lambda row: (-row[1], row[0]))
    lines = [f"{number:5}  {severity:7}  {rule}" for (rule, severity), number in rows]
    return harmless("\n".join([*lines, *([""] if lines else []), *_summary(report)]) + "\n")


def _finding(finding: Finding, draft: DraftReport) -> list[str]:
    head = f"{finding.place}: {finding.severity}: {finding.title}"
    lines = [head, *_indented("", finding.message), *_quoted(draft.lines, finding.span)]
    if finding.remedy:
        lines += _indented("mend: ", finding.remedy)
    for place in finding.related:
        where = f" ({place.paragraph})" if place.paragraph else ""
        lines.append(f"  see also: line {place.span.line}{where}")
    if finding.solved:
        lines += _indented("done well: ", finding.solved)
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
    # Of a long line the part around the place is shown, and no more of it is looked at: many findings may lie in it.
    start = max(span.column - WIDTH // 2, 0) if span.column > WIDTH - 20 else 0
    line = lines[span.line][start : start + 2 * WIDTH].rstrip().replace("\t", " ")
    end = span.end_column - start if span.end_line == span.line else len(line) + 1
    at = span.column - 1 - start
    before, meant = harmless(line[:at]), harmless(line[at : end - 1])
    if start:
        before = "…" + before
    shown = before + harmless(line[at:])
    if len(shown) > WIDTH:
        shown = shown[: WIDTH - 1] + "…"
    number = str(span.line)
    carets = "^" * max(columns(meant), 1)
    return [
        f"  {number} | {shown}",
        f"  {' ' * len(number)} | {' ' * columns(before)}{carets}"[: WIDTH + len(number) + 5],
    ]


def columns(text: str) -> int:
    """How many cells of a terminal the text takes."""
    return sum(0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _summary(report: Report) -> list[str]:
    lines = [summary_line(report)]
    for label, said in report.asides():
        lines += _indented(f"{label}: " if label else "", said)
    return lines


def summary_line(report: Report) -> str:
    """`4 drafts, 8 rules: 5 errors, 3 warnings`."""
    found = [counted(report.count(name), name) for name in ("error", "warning") if report.count(name)]
    if report.count("info"):
        found.append(f"{report.count('info')} for information")
    if report.hidden:
        found.append(f"{report.hidden} not shown")
    checked = f"{counted(len(report.drafts), 'draft')}, {counted(report.rule_count, 'rule')}"
    return f"{checked}: {', '.join(found) or 'no findings'}"
