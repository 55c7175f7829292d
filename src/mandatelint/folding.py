"""The findings of one draft go in; those that are a part of another come out inside it.

One missing thing may fail several rules, each with a lesson of its own: where nothing political is told to a mission,
neither is its objective political nor its agreement supported. The outcomes of the lessons stay; a reader is told once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mandatelint.finding import SEVERITIES, Finding, Path


def fold(findings: Sequence[Finding], within: Mapping[str, tuple[str, ...]]) -> list[Finding]:
    """The findings, each that belongs within another of the same operation, or of the draft, as a part of that one.

    within: the id of a rule -> those of the rules into whose findings its own go.
    """
    whole: dict[tuple[str, Path], int] = {}
    for index, finding in enumerate(findings):
        whole.setdefault((finding.rule, _about(finding)), index)
    parts: dict[int, list[Finding]] = {}
    alone: list[int] = []
    for index, finding in enumerate(findings):
        at = [whole[rule, _about(finding)] for rule in within.get(finding.rule, ()) if (rule, _about(finding)) in whole]
        if at:
            parts.setdefault(at[0], []).append(finding)
        else:
            alone.append(index)
    return [_with_parts(findings[index], parts.get(index, [])) for index in alone]


def _about(finding: Finding) -> Path:
    """The operation that a finding is about; for one that is about none, the draft."""
    path = finding.known_by or finding.path
    return path[:2] if path[:1] == ("operations",) and len(path) > 1 else ()


def _with_parts(finding: Finding, parts: Sequence[Finding]) -> Finding:
    if not parts:
        return finding
    return finding._replace(
        severity=min((finding.severity, *(part.severity for part in parts)), key=SEVERITIES.index),
        message="; ".join((finding.message, *(part.message for part in parts))),
        remedy=" ".join((finding.remedy, *(part.remedy for part in parts))),
        lessons=tuple(dict.fromkeys((*finding.lessons, *(lesson for part in parts for lesson in part.lessons)))),
        precedents=tuple(dict.fromkeys((*finding.precedents, *(one for part in parts for one in part.precedents)))),
        parts=tuple(part.rule for part in parts),
    )
