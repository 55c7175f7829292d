"""The report as SARIF 2.1.0, which code hosts and editors read: the lessons are a taxonomy, findings bear fingerprints.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path as File
from typing import Any, NamedTuple
from urllib.parse import quote

from mandatelint.checks import CHECKS
from mandatelint.finding import Finding, Path, Severity, Span, path_text
from mandatelint.harmless import in_line, in_markdown, json_text
from mandatelint.report import DraftReport, Known, Report, identify, relative
from mandatelint.rule import Lesson, Rule
from mandatelint.suppression import Suppressed
from mandatelint.version import __version__
from mandatelint.wording import without_holes

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ADDRESS = "https://github.com/mandatelint/mandatelint"
FINGERPRINT = "mandatelint/v1"
ROOT = "%SRCROOT%"  # as GitHub and its tools call the top of a repository
TAXONOMY = "mandatelint lessons"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_CODE = re.compile("&#96;(.+?)&#96;")


class Told(NamedTuple):
    """A finding on its way: what identifies it, whether it is new, and what silences it."""

    finding: Finding
    known: Known
    state: str
    silenced: Suppressed | None


def render(report: Report) -> str:
    """One run with all findings, the silenced and the known ones among them, and the rules that fired."""
    told = [one for draft in report.drafts for one in _told(draft, report)]
    fired = {one.finding.rule: one.finding.severity for one in sorted(told, key=lambda one: one.finding.rule)}
    rules = {rule.id: rule for rule in report.rules}
    taxa = {lesson.id: index for index, lesson in enumerate(report.lessons)}
    indices = {identifier: index for index, identifier in enumerate(fired)}
    driver: dict[str, Any] = {
        "name": "mandatelint",
        "version": __version__,
        "informationUri": ADDRESS,
        "rules": [
            _rule(rules[identifier], taxa) if identifier in rules else _check(identifier, severity)
            for identifier, severity in fired.items()
        ],
    }
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "invocations": [
            {"executionSuccessful": not report.failures, "toolExecutionNotifications": list(_notifications(report))}
        ],
        "originalUriBaseIds": {
            ROOT: {"description": {"text": "The folder to which the paths of drafts are relative."}}
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, indices, taxa, report) for one in told],
    }
    if taxa:
        driver["supportedTaxonomies"] = [{"name": TAXONOMY, "index": 0}]
        run["taxonomies"] = [_taxonomy(report.lessons)]
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json_text(log)


def _told(draft: DraftReport, report: Report) -> Iterator[Told]:
    """The findings of a draft, then those that were known, then those that it silences."""
    found: list[tuple[Finding, str, Suppressed | None]] = [(finding, "new", None) for finding in draft.findings]
    found += [(finding, "unchanged", None) for finding in draft.known]
    # Nobody is to be alarmed by what is silenced, be it new or not.
    found += [(one.finding, "unchanged", one) for one in draft.suppressed]
    identified = identify(draft, [finding for finding, _, _ in found], report.folder)
    for (finding, known), (_, state, silenced) in zip(identified, found, strict=True):
        yield Told(finding, known, state if report.compared is not None else "", silenced)


def _result(told: Told, rules: dict[str, int], taxa: dict[str, int], report: Report) -> dict[str, Any]:
    finding = told.finding
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rules[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding)},
        "locations": [_location(finding.source, finding.span, finding.path, finding.paragraph, report.folder)],
        "partialFingerprints": {FINGERPRINT: told.known.digest},
        "suppressions": [_suppression(told.silenced, report.folder)] if told.silenced is not None else [],
        "properties": {
            "paragraph": finding.paragraph,
            "path": list(finding.path),
            "remedy": finding.remedy,
            "lessons": list(finding.lessons),
        },
    }
    if told.state:
        result["baselineState"] = told.state
    if classes := [_taxon(lesson, taxa) for lesson in finding.lessons if lesson in taxa]:
        result["taxa"] = classes
    if finding.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "message": {"text": _text(place.paragraph) or _text(path_text(place.path)) or "see also"},
                **_location(finding.source, place.span, place.path, place.paragraph, report.folder),
            }
            for number, place in enumerate(finding.related, 1)
        ]
    return result


def _message(finding: Finding) -> str:
    """What is wrong in a sentence, as GitHub shows the first one where space is short, and then what to write."""
    wrong, mend = _text(finding.message) or finding.rule, _text(finding.remedy)
    told = wrong if wrong.endswith((".", "!", "?")) else f"{wrong}."
    return f"{told} Remedy: {mend}" if mend else told


def _location(source: str, span: Span, path: Path, paragraph: str, folder: str) -> dict[str, Any]:
    """The place in the file, and beside it the place in the draft: a path, and the operative paragraph."""
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": artifact(source, folder), "region": _region(span)}
    }
    logical = []
    if path:
        kind = "property" if isinstance(path[-1], str) else "value"
        logical.append({"fullyQualifiedName": path_text(path), "kind": kind})
    if paragraph:
        logical.append({"name": paragraph, "kind": "paragraph"})
    if logical:
        location["logicalLocations"] = logical
    return location


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def artifact(source: str, folder: str) -> dict[str, str]:
    """The address of a draft: relative to the top where it lies below it; standard input bears its name."""
    path = relative(source, folder)
    if source.startswith("<"):
        return {"uri": _quoted(path)}
    if path.startswith("../") or File(path).is_absolute():
        path = File(os.path.abspath(source)).as_posix()  # noqa: PTH100 # a link keeps its own place
        return {"uri": f"file://{'' if path.startswith('/') else '/'}{_quoted(path)}"}
    return {"uri": _quoted(path), "uriBaseId": ROOT}


def _quoted(path: str) -> str:
    """A path as a URI, byte by byte; a name that is no text keeps its bytes."""
    try:
        return quote(path.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:
        return quote(path.encode("utf-8", "surrogatepass"))


def _suppression(silenced: Suppressed, folder: str) -> dict[str, Any]:
    place = {"artifactLocation": artifact(silenced.finding.source, folder), "region": {"startLine": silenced.line}}
    suppression: dict[str, Any] = {
        "kind": "inSource",
        "status": "accepted",
        "location": {"physicalLocation": place},
    }
    if silenced.reason:
        suppression["justification"] = silenced.reason
    return suppression


def _notifications(report: Report) -> Iterator[dict[str, Any]]:
    """What went wrong in the run itself, then what it could not judge, held back or left for later."""
    for failure in report.failures:
        yield {"level": "error", "message": {"text": _text(failure) or "a rule broke"}}
    for label, said in report.asides():
        yield {"level": "note", "message": {"text": _text(f"{label}: {said}" if label else said)}}


def _rule(rule: Rule, taxa: dict[str, int]) -> dict[str, Any]:
    parts = list(_help(rule))
    described: dict[str, Any] = {
        **_named(rule.id),
        "shortDescription": {"text": _text(f"{rule.title}.")},
        "fullDescription": {"text": _text(rule.why)},
        "help": {
            "text": "\n\n".join(f"{title}: {_text(text)}" for title, text in parts),
            "markdown": "\n\n".join(f"**{title}**: {_markdown(text)}" for title, text in parts),
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": list(dict.fromkeys((rule.category, *rule.lessons, rule.pack))),
            "precedents": [precedent.as_object() for precedent in rule.precedents],
        },
    }
    if related := [lesson for lesson in rule.lessons if lesson in taxa]:
        # A lesson asks for more than one rule can see of it.
        described["relationships"] = [{"target": _taxon(lesson, taxa), "kinds": ["superset"]} for lesson in related]
    return described


def _help(rule: Rule) -> Iterator[tuple[str, str]]:
    """The parts of the page of a rule, each with its title."""
    yield from (
        (title, text)
        for title, text in (
            ("Why", rule.why),
            ("Avoid", rule.avoid),
            ("Prefer", rule.prefer),
            ("Exceptions", rule.exceptions),
            ("Beyond its source", rule.extends),
            ("Mend", without_holes(rule.remedy)),
        )
        if text
    )
    yield from (("Precedent", precedent.sentence) for precedent in rule.precedents)
    yield from ((f"Pulls against {tension.against}", tension.say) for tension in rule.tension)
    if rule.references:
        yield "References", ", ".join(rule.references)


def _check(identifier: str, severity: Severity) -> dict[str, Any]:
    """What reading and the schema find, which comes from no rule file."""
    said = CHECKS.get(identifier, identifier)
    return {
        **_named(identifier),
        "shortDescription": {"text": _text(said)},
        "fullDescription": {"text": _text(said)},
        "help": {"text": "A check of the file itself; it cannot be switched off."},
        "defaultConfiguration": {"level": _LEVELS[severity]},
        "properties": {"tags": ["file"]},
    }


def _named(identifier: str) -> dict[str, str]:
    """`unknown-field` and beside it `UnknownField`; of one word there is no name, as it would be the same."""
    words = identifier.split("-")
    name = {"name": "".join(word.capitalize() for word in words)} if len(words) > 1 else {}
    return {"id": identifier, **name}


def _taxonomy(lessons: Iterable[Lesson]) -> dict[str, Any]:
    return {
        "name": TAXONOMY,
        "version": __version__,
        "informationUri": ADDRESS,
        "shortDescription": {"text": "Lessons of earlier missions that a draft mandate can take."},
        "isComprehensive": True,
        "taxa": [
            {
                "id": lesson.id,
                "name": lesson.name,
                "shortDescription": {"text": _text(f"{lesson.title}.")},
                "fullDescription": {"text": _text(lesson.thesis)},
                "properties": {"pack": lesson.pack, "rests_on": list(lesson.rests_on)},
            }
            for lesson in lessons
        ],
    }


def _taxon(lesson: str, taxa: dict[str, int]) -> dict[str, Any]:
    return {"id": lesson, "index": taxa[lesson], "toolComponent": {"name": TAXONOMY, "index": 0}}


def _text(text: str) -> str:
    """One line as a message of SARIF, in which a brace begins a placeholder and `[a](b)` is a link."""
    return in_line(text).replace("{", "{{").replace("}", "}}").replace("](", "] (")


def _markdown(text: str) -> str:
    """The text of a rule as Markdown: what stands in backticks is code, and nothing else is markup."""

    def code(match: re.Match[str]) -> str:
        return "`" + _text(unescape(match[1]).replace("\u200b", "")) + "`"

    return _CODE.sub(code, in_markdown(text))
