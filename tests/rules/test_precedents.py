"""The reports on `examples/` go in; held is that no rule holds up as well done what another one fails there, and that
what a penholder would copy out of a remedy is a sentence of the Council with nothing left to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from mandatelint import lint
from mandatelint.document import Document, read
from mandatelint.finding import Finding, Path
from mandatelint.ruleset import load_rules
from variants import EXAMPLES, node

Clash = tuple[str, str, str]
"""The rule that cites a paragraph as well done, the paragraph, and the rule whose finding stands there."""

ARGUED: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "S/RES/2100 (2013) OP7": (
        "the day and what goes on of the office are set; votes, screening and who goes on fighting are other things",
        ("predecessor-functions-lost", "takeover-without-date"),
        ("combat-task-inherited-by-nobody", "election-without-review", "takeover-without-screening"),
    ),
    "S/RES/2100 (2013) OP8": (
        "a gate before troops move, and a good one; it follows no votes, screens nobody and leaves open who fights on",
        ("nobody-bound-and-no-gate", "road-map-taken-for-peace"),
        ("combat-task-inherited-by-nobody", "election-without-review", "takeover-without-screening"),
    ),
    "S/RES/2100 (2013) OP34": (
        "a rhythm of reports, and the troop level is one of their subjects; how the troops move is said elsewhere",
        ("no-reporting-cycle", "report-after-the-decision"),
        ("large-force-with-a-reserve-alone",),
    ),
    "S/RES/2149 (2014) OP18": (
        "the term of the mission has both its days and fits the votes; a force bound to it without a review is not it",
        ("election-without-review", "mandate-ends-before-it-begins", "mandate-without-end"),
        ("outside-force-without-review",),
    ),
    "S/RES/2149 (2014) OP21": (
        "what civilians do first and troops from a set day on; a review of the force beside them is not its matter",
        ("phased-in-name-only", "takeover-without-date"),
        ("outside-force-without-review",),
    ),
}
"""One paragraph can do one thing well and lack another: why these rules cite it all the same, though those fail it."""

COUNCIL = (
    *("affirms", "approves", "authorizes", "calls on", "calls upon", "commends", "condemns", "decides", "demands"),
    *("emphasizes", "encourages", "endorses", "expresses", "invites", "notes", "reaffirms", "recalls", "reiterates"),
    *("requests", "stresses", "supports", "takes note", "underlines", "urges", "welcomes"),
)
"""With what a clause of the Council begins, and so a sentence in quotes that can be adopted as it stands."""
JOINS = (
    *("after", "as", "by", "for", "from", "in", "including", "of", "on", "once", "to", "until", "upon", "with"),
    "within",
)
"""With what a part of a clause begins that is to be joined on to one, such as a task after "to"; with none it ends."""
HOLES = re.compile(
    r"[{}]|\[\W|\(not given\)|\(the (?:names?|dates?|days?|paragraphs?|words?)\)|\bthe words\b|\bDATE\b|\.\.\.|…"
)


@cache
def findings() -> tuple[Finding, ...]:
    return tuple(lint(EXAMPLES).findings)


def own_paragraphs(document: Document, path: Path) -> tuple[str, ...]:
    """What the place itself says of where it stands; what is missing in a whole operation stands in no paragraph."""
    place = node(document.data, path)
    if not isinstance(place, dict) or path[:-1] == ("operations",):
        return ()
    written = place.get("paragraph", ())
    return (written,) if isinstance(written, str) else tuple(written)


def lies_in(paragraph: str, cited: str) -> bool:
    """Whether it is that paragraph or a part of it: OP16(a)(iii) lies in OP16(a), and in OP16."""
    return paragraph == cited or paragraph.startswith(f"{cited}(")


def clashes() -> Iterator[Clash]:
    """Every paragraph that one rule cites as well done and that is the place of a finding of another rule."""
    well = [
        (rule.id, precedent.symbol, cited)
        for rule in load_rules().rules
        for precedent in rule.precedents
        if precedent.does == "well"
        for cited in precedent.paragraphs
    ]
    documents = {finding.source: read(_text(finding.source), finding.source) for finding in findings()}
    for finding in findings():
        document = documents[finding.source]
        symbol = document.data["document"].get("symbol", "")
        for paragraph in own_paragraphs(document, finding.path):
            for rule, of, cited in well:
                if of == symbol and rule != finding.rule and lies_in(paragraph, cited):
                    yield rule, f"{of} {cited}", finding.rule


def _text(source: str) -> str:
    return (EXAMPLES / source).read_text(encoding="utf-8")


def argued() -> set[Clash]:
    return {
        (rule, paragraph, fails)
        for paragraph, (_, cites, failing) in ARGUED.items()
        for rule in cites
        for fails in failing
    }


def test_no_paragraph_that_one_rule_holds_up_is_what_another_rule_fails() -> None:
    assert sorted(set(clashes()) - argued()) == []


def test_every_argued_exception_is_still_needed() -> None:
    assert sorted(argued() - set(clashes())) == []


def test_neither_messages_nor_remedies_have_anything_left_to_fill_in() -> None:
    said = {(finding.rule, text) for finding in findings() for text in (finding.message, finding.remedy)}
    assert sorted((rule, text) for rule, text in said if HOLES.search(text)) == []


def adoptable(quoted: str) -> bool:
    """Whether it is a clause of the Council, or a part that joins on to one and leaves nothing open at its end."""
    whole = quoted.startswith(tuple(f"{verb} " for verb in COUNCIL))
    words = quoted.split()
    return whole or (words[0] in JOINS and words[-1] not in (*JOINS, "the", "a"))


def test_whoever_copies_a_remedy_has_a_sentence_that_the_council_could_adopt() -> None:
    quoted = {(finding.rule, text) for finding in findings() for text in re.findall(r'"([^"]+)"', finding.remedy)}
    assert quoted
    assert sorted((rule, text) for rule, text in quoted if not adoptable(text)) == []
