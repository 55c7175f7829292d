"""A report goes in; the list of the comments that silence rules comes out, as text or as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from mandatelint.finding import counted, prose
from mandatelint.harmless import harmless, json_text
from mandatelint.report import Report
from mandatelint.suppression import State, Waiver
from mandatelint.version import __version__

VERSION = 1
STATES: tuple[State, ...] = ("active", "expired", "refused", "unused", "not asked")


def listed(report: Report) -> list[Waiver]:
    """All waivers of all drafts, by file and line."""
    return [waiver for draft in report.drafts for waiver in sorted(draft.waivers, key=lambda one: (one.line, one.rule))]


def waivers_text(waivers: Sequence[Waiver]) -> str:
    """One waiver after another, then how many of each state there are."""
    lines = []
    for waiver in waivers:
        word = "on" if waiver.state == "expired" else "until"
        until = f" {word} {waiver.until}" if waiver.until else ""
        whole = ", whole file" if waiver.scope == "file-ignore" else ""
        silences = f", {counted(waiver.silenced, 'finding')}" if waiver.silenced else ""
        lines.append(f"{waiver.source}:{waiver.line}: {waiver.rule}: {waiver.state}{until}{whole}{silences}")
        lines.append(f"  {waiver.reason or '(no reason)'}")
    states = Counter(waiver.state for waiver in waivers)
    summed = prose([f"{states[state]} {state}" for state in STATES if states[state]])
    lines += [""] if lines else []
    lines.append(f"{counted(len(waivers), 'waiver')}{f': {summed}' if summed else ''}")
    return harmless("\n".join(lines) + "\n")


def waivers_json(report: Report, today: str) -> str:
    """The same as one JSON object, described by `waivers.schema.json`. today: the day on which ends were judged."""
    found = [
        {
            "source": waiver.source,
            "line": waiver.line,
            "rule": waiver.rule,
            "scope": waiver.scope,
            "reason": waiver.reason,
            "until": waiver.until,
            "state": waiver.state,
            "silenced": waiver.silenced,
        }
        for waiver in listed(report)
    ]
    content = {
        "version": VERSION,
        "tool": {"name": "mandatelint", "version": __version__},
        "today": today,
        "waivers": found,
        "left_out": [{"source": draft.source, "reason": draft.refused} for draft in report.drafts if draft.refused],
    }
    return json_text(content)


def not_listed(report: Report) -> Iterator[str]:
    """The drafts whose waivers cannot be seen, a line each."""
    for draft in report.drafts:
        if draft.refused:
            yield f"{draft.source}: {draft.refused}, so that its waivers are not listed"
