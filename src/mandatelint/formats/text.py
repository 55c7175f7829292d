"""The report for a person at a terminal: each finding with its line, what is wrong, what to write; then a summary.

Mistakes of form come first, since they hide others; then errors, then warnings, each by line. What is for information
takes a line each, at the end of its draft: `--notes` shows it whole. The summary stands last, where a terminal ends.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from textwrap import wrap
from unicodedata import combining, east_asian_width

from mandatelint.checks import CHECKS
from mandatelint.finding import SEVERITIES, Finding, Span, counted
from mandatelint.harmless import harmless
from mandatelint.report import BOTH_WAYS, NOT_JUDGED, DraftReport, Report

WIDTH = 100
MOST_OFTEN = 8  # lessons that a line names
NOTE_WIDTH = 2 * WIDTH  # two lines of a terminal
_COLORS = {"error": "31", "warning": "33", "info": "36"}
_HEAD = re.compile(r"(?P<place>\S.*?:\d+:\d+): (?P<severity>error|warning|info): (?P<rule>[a-z0-9-]+)(?P<rest>.*)")


def render(report: Report) -> str:
    """The findings draft by draft, then the summary."""
    blocks = [block for draft in report.drafts for block in _draft(draft, report.whole_notes)]
    return harmless("\n\n".join([*blocks, "\n".join(_summary(report))]) + "\n")


def _draft(draft: DraftReport, whole_notes: bool) -> Iterator[str]:
    """The findings of one draft in the order in which they matter, each as a block; the notes as one."""
    form = [finding for finding in draft.findings if finding.rule in CHECKS]
    if form and len(form) < len(draft.findings):
        yield f"{draft.source}: {counted(len(form), 'mistake')} of form first; what rests on them is not judged"
    others = {
        name: [one for one in draft.findings if one.severity == name and one.rule not in CHECKS] for name in SEVERITIES
    }
    notes = [] if whole_notes else others.pop("info")
    for finding in (*form, *(one for found in others.values() for one in found)):
        yield "\n".join(_finding(finding, draft))
    if notes:
        yield "\n".join(map(_note, notes))


def _note(finding: Finding) -> str:
    """A finding for information as one line, which says no more than fits."""
    line = " ".join(f"{finding.place}: {finding.severity}: {finding.title}: {finding.message}".split())
    return line if len(line) <= NOTE_WIDTH else line[: NOTE_WIDTH - 1].rstrip() + "…"


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
        lines += _indented("remedy: ", finding.remedy)
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
    """What is to be said beside the findings, then how many there are, which lessons fail, and what was not judged."""
    asides = list(report.asides())
    pulls = [said for label, said in asides if label == BOTH_WAYS]
    lines = [line for label, said in asides if label == "" for line in _indented("", said)]
    if len(report.drafts) == 1:
        lines += [line for said in pulls for line in _indented(f"{BOTH_WAYS}: ", said)]
    elif pulls:
        lines += _indented("", f"{counted(len(pulls), 'pair')} of findings pull apart; a draft checked alone says how")
    lines += ["", summary_line(report)] if lines else [summary_line(report)]
    lines += _failing(report)
    notes = sum(finding.severity == "info" for draft in report.drafts for finding in draft.findings)
    if notes and not report.whole_notes:
        lines += _indented("", "what is for information takes a line each; `--notes` shows it whole")
    for label, said in asides:
        if label == NOT_JUDGED:
            lines += _indented(f"{label}: ", said)
    return lines


def _failing(report: Report) -> list[str]:
    """The lessons that fail; of many drafts those that fail most often, with the number of drafts."""
    failing = report.failing()
    if not failing:
        return []
    if len(report.drafts) == 1:
        return _indented("lessons that fail: ", ", ".join(failing))
    often = sorted(failing.items(), key=lambda one: (-one[1], one[0]))
    shown = ", ".join(f"{lesson} in {number}" for lesson, number in often[:MOST_OFTEN])
    more = len(often) - MOST_OFTEN
    rest = f", and {more} more; `mandatelint coverage` shows them all" if more > 0 else ""
    return _indented("lessons that fail, by drafts: ", shown + rest)


def summary_line(report: Report) -> str:
    """`4 drafts, 8 rules: 5 errors, 3 warnings`."""
    found = [counted(report.count(name), name) for name in ("error", "warning") if report.count(name)]
    if report.count("info"):
        found.append(f"{report.count('info')} for information")
    if report.hidden:
        found.append(f"{report.hidden} not shown")
    checked = f"{counted(len(report.drafts), 'draft')}, {counted(report.rule_count, 'rule')}"
    return f"{checked}: {', '.join(found) or 'no findings'}"
