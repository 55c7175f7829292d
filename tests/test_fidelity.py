"""The real texts in `examples/` beside what stands in them: each paragraph is told, and told where a reader looks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from mandatelint.linter import lint
from variants import EXAMPLES, REAL_TEXTS, example

# All paragraphs of a text and their lettered parts. Left out is what this format has no place for: a first paragraph
# that recalls earlier acts, the last one, a bare concern (2149 PP4), a bare duty under the Charter (2009 PP15, 2040
# PP19), and the purposes for which frozen money may be freed (in 2009 OP16(a)).
PARAGRAPHS = {
    "car-2014/s-res-2149": """
        PP2-3 PP5-39 OP1-50 OP30(a-g) OP30(a)(i-iv) OP30(b)(i-vi) OP30(e)(i-iv) OP30(f)(i-iii) OP31(a-e)""",
    "chad-car-2007/s-res-1778": "PP2-17 OP1-20 OP2(a-g) OP6(a-b) OP6(a)(i-iii)",
    "chad-car-2007/s-res-1861": "PP2-19 OP1-30 OP6(a-i) OP7(a-c) OP7(a)(i-iii) OP7(b)(i-iii) OP25(a-c)",
    "chad-car-2007/s-res-1923": """
        PP2-19 OP1-27 OP2(i-iii) OP3(i-iii) OP8(i-vii) OP9(i-v) OP11(i-iii) OP21(i-ii)""",
    "libya-2011/s-res-2009": "PP1-14 PP16 OP1-22 OP5(a-e) OP12(a-f) OP13(a-b) OP15(a-b) OP16(a-d)",
    "libya-2011/s-res-2022": "PP2-8 OP1-2",
    "libya-2011/s-res-2040": "PP2-18 PP20 OP1-15 OP6(a-e) OP10(a-d)",
    "mali-2013/s-res-2085": "PP2-16 OP1-24 OP9(a-f) OP10(i-iv) OP23(i-ii)",
    "mali-2013/s-res-2100": """
        PP2-24 OP1-34 OP16(a-g) OP16(a)(i-v) OP16(b)(i-iv) OP16(c)(i-iii) OP16(d)(i-iv)""",
    "mali-2013/s-res-2164": "PP1-28 OP1-33 OP13(a-c) OP13(a)(i-vi) OP13(b)(i-vii) OP13(c)(i-viii) OP14(a-b)",
    "syria-2012/s-res-2043": "PP2-12 OP1-14",
    "syria-2012/s-res-2059": "PP1 OP1-4",
}

# Where a reader looks for what decides about the lessons.
PLACES = {
    "car-2014/s-res-2149": {
        "legal_basis": "PP39",
        "situation.political_framework": "OP3",
        "situation.political_calendar": "OP8 OP30(b)(v)",
        "situation.conflict_analysis": "PP13 PP14 OP33",
        "situation.assessments": "PP36",
        "consent": "PP34 PP37 OP2 OP41",
        "operations.mandate_period": "OP18 OP47",
        "operations.authorized_strength": "OP20",
        "operations.components": "OP20 OP30(f)(iii)",
        "operations.phases": "OP21",
        "operations.tasks": "OP30(a-g) OP31(a-e) OP32 OP36",
        "operations.powers": "OP40",
        "operations.use_of_force": "OP29 OP47",
        "operations.exit": "OP49",
        "operations.reporting": "OP47 OP49 OP50",
        "operations.funding": "OP48",
        "coordination": "OP28 OP30(b)(i) OP31(a-b) OP33",
        "support.hrddp": "OP39",
        "transfer_of_authority": "OP21 OP22 OP26 OP27",
    },
    "chad-car-2007/s-res-1778": {
        "legal_basis": "OP6",
        "situation.political_framework": "OP15",
        "situation.assessments": "PP14 OP10",
        "consent": "PP16 OP4 OP11",
        "operations.mandate_period": "OP2 OP6(a)",
        "operations.authorized_strength": "OP3",
        "operations.areas": "PP14 OP2",
        "operations.tasks": "OP2(a-g) OP6(a)(i-iii)",
        "operations.use_of_force": "OP6",
        "operations.reporting": "OP10 OP12 OP20",
        "operations.follow_on": "OP10",
        "operations.disengagement": "OP6(b)",
        "coordination": "OP2(d) OP6(a)",
        "support": "OP2(a) OP5",
        "provisions": "OP8 OP9 OP16",
    },
    "chad-car-2007/s-res-1861": {
        "legal_basis": "OP7",
        "situation.political_calendar": "OP21",
        "situation.threats": "PP4 OP6(b)",
        "situation.assessments": "PP17 OP3",
        "consent": "PP18 OP7(c)",
        "operations.mandate_period": "OP1 OP2",
        "operations.authorized_strength": "OP4",
        "operations.force_laydown": "OP7(b)",
        "operations.tasks": "OP6(a-i) OP7(a)(i-iii) OP7(b)(i-iii)",
        "operations.use_of_force": "OP7(a-b)",
        "operations.exit.benchmarks": "OP25(a-c) OP26 OP28 OP29 OP30",
        "operations.reporting": "OP11 OP28 OP29",
        "operations.disengagement": "OP9 OP12",
        "coordination": "OP6",
        "transfer_of_authority": "OP3 OP12",
        "provisions": "OP10 OP14 OP19 OP21 OP27",
    },
    "chad-car-2007/s-res-1923": {
        "actions": "OP1 OP6 OP7",
        "situation.political_calendar": "OP21(i-ii)",
        "situation.threats": "PP4 OP8(iii)",
        "situation.assessments": "PP18 OP26 OP27",
        "consent.acts": "PP16 OP2 OP14",
        "operations.mandate_period": "OP1 OP25",
        "operations.authorized_strength": "OP6 OP7",
        "operations.phases": "OP7 OP9 OP11",
        "operations.tasks": "OP4 OP8(i-vii) OP9(i-v) OP10 OP11(i-iii)",
        "operations.use_of_force": "OP9 OP10 OP11",
        "operations.exit.benchmarks": "OP3(i-iii) OP4 OP25",
        "operations.reporting": "OP25 OP26 OP27",
        "operations.follow_on": "OP26",
        "operations.disengagement": "OP7 OP9 OP11",
        "provisions": "PP8 OP2(i-iii) OP5 OP13 OP20",
    },
    "libya-2011/s-res-2009": {
        "legal_basis": "PP16",
        "situation.political_calendar": "OP2 OP12(b)",
        "situation.assessments": "PP8",
        "consent.acts": "PP8 PP9",
        "operations.mandate_period": "OP12 OP20",
        "operations.tasks": "OP12(a-f)",
        "operations.reporting": "OP22",
        "coordination": "OP12(f)",
        "provisions": "PP7 PP11 OP5(a-e)",
    },
    "libya-2011/s-res-2022": {
        "actions": "OP1 OP2 PP7",
        "situation.assessments": "PP6 PP8",
        "operations.mandate_period.reviews": "OP1",
        "operations.phases": "PP6",
        "operations.tasks": "OP2",
    },
    "libya-2011/s-res-2040": {
        "situation.political_calendar": "OP2 OP15",
        "situation.assessments": "PP16",
        "consent": "PP16 OP15",
        "operations.mandate_period.reviews": "OP6 OP15",
        "operations.tasks": "OP6(a-e) OP7",
        "operations.reporting": "OP14",
        "coordination": "OP6(e)",
        "provisions": "OP4 OP5",
    },
    "mali-2013/s-res-2085": {
        "legal_basis": "PP16",
        "situation.political_calendar": "OP1",
        "situation.conflict_analysis": "PP3 PP5 OP5",
        "situation.assessments": "PP12 OP21",
        "consent.acts": "PP7",
        "operations.mandate_period": "OP9",
        "operations.phases": "OP9(b-c) OP10 OP11",
        "operations.tasks": "OP9(a-f) OP12 OP18 OP23(i-ii)",
        "operations.use_of_force": "OP9",
        "operations.exit.benchmarks": "OP10(i-iv) OP11",
        "operations.reporting": "OP10 OP11 OP21 OP23 OP24",
        "operations.funding": "OP20 OP21",
        "support": "OP12 OP18 OP21",
        "provisions": "OP1 OP3 OP8 OP17",
    },
    "mali-2013/s-res-2100": {
        "legal_basis": "PP24",
        "situation.political_framework": "OP1 OP2",
        "situation.political_calendar": "OP3",
        "situation.conflict_analysis": "PP7 PP12 PP13 OP28 OP29",
        "situation.assessments": "PP20",
        "consent": "PP3 PP18 OP5 OP33",
        "operations.mandate_period": "OP7 OP8 OP18",
        "operations.authorized_strength": "OP12",
        "operations.head": "OP4 OP11",
        "operations.tasks": "OP2 OP4 OP11 OP16(a-g)",
        "operations.powers": "OP14",
        "operations.use_of_force": "OP17 OP18",
        "operations.exit.benchmarks": "OP8",
        "operations.reporting": "OP18 OP34",
        "coordination": "OP11 OP22",
        "support.hrddp": "OP26",
        "transfer_of_authority": "OP7 OP8",
        "endorsements": "PP19",
        "provisions": "OP9 OP19 OP24 OP28 OP29",
    },
    "mali-2013/s-res-2164": {
        "legal_basis": "PP28",
        "situation.political_calendar": "OP13(b)(v)",
        "situation.conflict_analysis": "PP16 PP17 OP30 OP32",
        "consent": "PP3",
        "operations.mandate_period": "OP11 OP26",
        "operations.authorized_strength": "OP11",
        "operations.posture": "OP13(a)(iv)",
        "operations.head": "OP6",
        "operations.tasks": "OP13(a)(i-vi) OP13(b)(i-vii) OP13(c)(i-viii) OP14(a-b)",
        "operations.use_of_force": "OP12 OP26",
        "operations.exit.benchmarks": "OP33",
        "operations.reporting": "OP26 OP33",
        "coordination": "OP10 OP13 OP27",
        "support.hrddp": "OP13(a)(vi) OP16",
        "provisions": "OP3 OP21 OP30 OP32",
    },
    "syria-2012/s-res-2043": {
        "consent": "PP11 OP7",
        "situation.assessments": "PP12",
        "operations.mandate_period": "OP5 OP13 OP14",
        "operations.authorized_strength": "OP5",
        "operations.tasks": "OP6",
        "operations.exit.benchmarks": "OP5",
        "operations.reporting": "OP10 OP13",
    },
    "syria-2012/s-res-2059": {
        "actions.carries_over": "OP1",
        "situation.assessments": "OP1",
        "operations.mandate_period": "OP1",
        "operations.exit.benchmarks": "OP3",
        "operations.reporting": "OP4",
        "provisions": "OP2",
    },
}

# Of these texts rules may not know something, because another resolution says it.
CARRIED_OVER = {
    "libya-2011/s-res-2022": "its tasks, its head and its reports stand in 2009, save for the one task of OP2",
}
ORDERS = (
    [str(number) for number in range(1, 100)],
    ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"],
    list("abcdefghi"),
)


def listed(text: str) -> Iterator[str]:
    """`PP2-3 OP2(a-c) OP3(i-ii)` -> PP2, PP3, OP2(a), OP2(b), OP2(c), OP3(i), OP3(ii)."""
    for word in text.split():
        span = re.fullmatch(r"(.*?)(\d+|[a-z]+)-(\d+|[a-z]+)(\)?)", word)
        if span is None:
            yield word
            continue
        before, first, last, after = span.groups()
        names = next(order for order in ORDERS if first in order)
        yield from (f"{before}{name}{after}" for name in names[names.index(first) : names.index(last) + 1])


def cited(node: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Each paragraph that a draft names, and the place at which it does, such as `operations.tasks`."""
    if isinstance(node, list):
        for item in node:
            yield from cited(item, place)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in ("paragraph", "paragraphs"):
                yield from ((re.sub("#.*", "", word), place) for word in ([value] if isinstance(value, str) else value))
            else:
                yield from cited(value, f"{place}.{key}".lstrip("."))


def held(paragraphs: Iterable[str]) -> set[str]:
    """What is told where these are: `OP16(b)(ii)` tells a part of OP16(b) and of OP16."""
    return {paragraph[: end.start()] for paragraph in paragraphs for end in re.finditer(r"(?=\()|$", paragraph)}


@pytest.mark.parametrize("name", REAL_TEXTS)
def test_every_paragraph_is_told_and_none_that_there_is_not(name: str) -> None:
    own = {paragraph for paragraph, _ in cited(example(name).data) if ":" not in paragraph}
    there = set(listed(PARAGRAPHS[name]))
    assert there - held(own) == set(), "told nowhere"
    assert own - there == set(), "no such paragraph, or one that was said to be left out"


@pytest.mark.parametrize("name", REAL_TEXTS)
def test_each_paragraph_is_told_where_a_reader_looks(name: str) -> None:
    pairs = list(cited(example(name).data))
    missing = {}
    for place, text in PLACES[name].items():
        told = held(paragraph for paragraph, where in pairs if f"{where}.".startswith(f"{place}."))
        missing[place] = [paragraph for paragraph in listed(text) if paragraph not in told]
    assert {place: paragraphs for place, paragraphs in missing.items() if paragraphs} == {}


def test_rules_know_all_of_a_text_that_is_told_whole_but_what_files_or_other_resolutions_say() -> None:
    carried = set()
    for name in REAL_TEXTS:
        (draft,) = lint(EXAMPLES / f"{name}.yaml").drafts
        reasons = [outcome.reason for outcome in draft.rules if outcome.outcome == "unknown"]
        other = [reason for reason in reasons if "drawn from the text alone" not in reason]
        carried |= {name for reason in other if "carried over" in reason}
        assert [reason for reason in other if "carried over" not in reason] == []
    assert carried == set(CARRIED_OVER)
