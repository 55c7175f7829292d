"""Ids stand once, and what points to them finds them, unless they may stand in a part that the draft does not show."""

from __future__ import annotations

import pytest

from mandatelint.document import read
from mandatelint.finding import Finding, path_text
from mandatelint.schema import Validity, validate
from sizes import LINEAR, calls

DRAFT = """\
mandate: 1
document: {date: 2013-04-25, text_coverage: whole}
actions:
  - {kind: establish, object: minusma}
situation:
  conflict_analysis:
    drivers:
      - {id: trafficking, kind: organised-crime}
operations:
  - id: minusma
    name: MINUSMA
    role: un-mission
    kind: peacekeeping-operation
    components:
      - {id: police, kind: police, rests_on: [trafficking]}
    tasks:
      - {id: protect, category: physical-protection, component: police, paragraph: OP16}
      - {id: mentor, category: police, component: police, addresses: [trafficking], paragraph: OP17}
"""


def instead(*changes: tuple[str, str]) -> str:
    """The draft with passages written otherwise."""
    text = DRAFT
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def held(text: str) -> Validity:
    document = read(text, "draft.yaml")
    assert document.findings == []
    return validate(document, "mandate")


def only_finding(text: str) -> Finding:
    (finding,) = held(text).findings
    return finding


def test_a_draft_whose_references_all_lead_somewhere_has_no_finding() -> None:
    assert held(DRAFT) == Validity()


@pytest.mark.parametrize(
    ("text", "path", "line", "message", "mend"),
    [
        pytest.param(
            instead(("object: minusma", "object: minsma")),
            "actions[0].object",
            4,
            "`object` takes an id from `operations`; 'minsma' stands nowhere in this draft",
            "did you mean 'minusma'?",
            id="a-misspelt-name-is-shown-the-one-that-was-meant",
        ),
        pytest.param(
            instead(("addresses: [trafficking]", "addresses: [poverty]")),
            "operations[0].tasks[1].addresses[0]",
            18,
            "`addresses` takes an id from `drivers`; 'poverty' stands nowhere in this draft",
            "one of: trafficking",
            id="a-name-like-no-other-is-shown-all-there-are",
        ),
        pytest.param(
            instead(("addresses: [trafficking]", "addresses: [police]")),
            "operations[0].tasks[1].addresses[0]",
            18,
            "`addresses` takes an id from `drivers`; 'police' stands in `components`",
            "one of: trafficking",
            id="a-name-from-another-list",
        ),
        pytest.param(
            instead(("rests_on: [trafficking]", "rests_on: [minusma]")),
            "operations[0].components[0].rests_on[0]",
            15,
            "`rests_on` takes an id from `drivers`, `tasks` or `benchmarks`; 'minusma' stands in `operations`",
            "one of: mentor, protect, trafficking",
            id="a-field-that-takes-ids-from-several-lists",
        ),
        pytest.param(
            instead(("category: police,", "category: police, supports: [road-map],")),
            "operations[0].tasks[1].supports[0]",
            18,
            "`supports` takes an id from `political_framework`; 'road-map' stands nowhere in this draft",
            "nothing stands there yet: add it, or leave this out",
            id="a-list-is-called-as-the-draft-calls-it-and-may-be-empty",
        ),
    ],
)
def test_a_reference_that_leads_nowhere_is_a_finding(text: str, path: str, line: int, message: str, mend: str) -> None:
    finding = only_finding(text)
    assert (finding.rule, finding.severity) == ("dangling-reference", "error")
    assert (path_text(finding.path), finding.span.line) == (path, line)
    assert (finding.message, finding.remedy) == (message, mend)


def test_the_caret_stands_under_the_name_alone() -> None:
    span = only_finding(instead(("object: minusma", "object: minsma"))).span
    assert DRAFT.splitlines()[3][: span.column - 1].endswith("object: ")
    assert span.end_column - span.column == len("minsma")


def test_rules_do_not_read_a_reference_that_leads_nowhere() -> None:
    assert held(instead(("object: minusma", "object: minsma"))).broken == {("actions", 0, "object")}


def test_each_reference_is_judged_for_itself() -> None:
    text = instead(("addresses: [trafficking]", "addresses: [poverty, trafficking, impunity]"))
    assert [path_text(finding.path) for finding in held(text).findings] == [
        "operations[0].tasks[1].addresses[0]",
        "operations[0].tasks[1].addresses[2]",
    ]


def test_an_id_that_stands_twice_is_told_at_the_second_with_the_place_of_the_first() -> None:
    finding = only_finding(instead(("id: mentor", "id: protect")))
    assert (finding.rule, path_text(finding.path), finding.span.line) == (
        "duplicate-id",
        "operations[0].tasks[1].id",
        18,
    )
    assert finding.message == "the id 'protect' stands twice: in line 17 and here"
    assert finding.remedy == "give one of the two another id, and change what points to it"
    assert finding.paragraph == "OP17"
    (first,) = finding.related
    assert (path_text(first.path), first.span.line, first.paragraph) == ("operations[0].tasks[0].id", 17, "OP16")


def test_ids_share_one_name_space_over_all_lists() -> None:
    finding = only_finding(instead(("id: mentor", "id: minusma")))
    assert finding.message == "the id 'minusma' stands twice: in line 10 and here"


def test_an_id_that_stands_three_times_is_told_twice() -> None:
    validity = held(
        instead(
            ("id: mentor", "id: police"),
            ("id: trafficking", "id: police"),
            ("[trafficking]}\n    t", "[]}\n    t"),
            (", addresses: [trafficking]", ""),
        )
    )
    assert [finding.rule for finding in validity.findings] == ["duplicate-id", "duplicate-id"]


def test_what_points_to_an_id_that_two_lists_bear_is_no_second_mistake() -> None:
    text = instead(("id: mentor", "id: police"), ("    tasks:\n", "    head: {leads: [police]}\n    tasks:\n"))
    assert only_finding(text).rule == "duplicate-id"


def test_an_id_twice_does_not_keep_rules_from_reading() -> None:
    assert held(instead(("id: mentor", "id: protect"))).broken == set()


LOST = ("addresses: [trafficking]", "addresses: [poverty]")
DRIVERS = "    drivers:\n      - {id: trafficking, kind: organised-crime}\n"
SITUATION = f"situation:\n  conflict_analysis:\n{DRIVERS}"
RESTS = ("rests_on: [trafficking]", "rests_on: [protect]")
OPERATION = "operations:\n  - id: minusma\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            instead(LOST, (DRIVERS, DRIVERS + "      - unknown\n")),
            id="the-list-goes-on",
        ),
        pytest.param(instead(LOST, RESTS, (DRIVERS, "    drivers: unknown\n")), id="the-list-is-not-known"),
        pytest.param(
            instead(LOST, RESTS, (SITUATION, "situation: {conflict_analysis: unknown}\n")),
            id="the-block-around-the-list-is-not-known",
        ),
        pytest.param(instead(LOST, RESTS, (SITUATION, "situation: unknown\n")), id="the-whole-section-is-not-known"),
        pytest.param(
            instead(LOST, (DRIVERS, DRIVERS + "      - {id: unknown, kind: other}\n")),
            id="one-of-the-ids-is-not-known",
        ),
        pytest.param(instead(LOST, ("text_coverage: whole", "text_coverage: partial")), id="a-part-of-the-text"),
        pytest.param(instead(LOST, ("text_coverage: whole", "text_coverage: summary")), id="a-summary-of-the-text"),
        pytest.param(
            instead(LOST, ("text_coverage: whole", "text_coverage: unknown")), id="how-much-of-the-text-is-not-known"
        ),
    ],
)
def test_a_reference_that_may_lead_into_an_unread_part_is_let_pass(text: str) -> None:
    assert held(text) == Validity()


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        pytest.param(
            instead(LOST, RESTS, (DRIVERS, "    drivers: trafficking\n")), "wrong-type", id="the-list-is-refused"
        ),
        pytest.param(
            instead(LOST, RESTS, (DRIVERS, "    drivers: [trafficking]\n")), "wrong-type", id="an-item-is-refused"
        ),
        pytest.param(
            instead(LOST, RESTS, (SITUATION, "situation: Mali\n")), "wrong-type", id="the-whole-section-is-refused"
        ),
        pytest.param(
            instead(LOST, (DRIVERS, DRIVERS + "      - kind: other\n")), "missing-field", id="an-id-is-missing"
        ),
        pytest.param(
            instead(LOST, (DRIVERS, DRIVERS + "      - {idd: poverty, kind: other}\n")),
            "unknown-field",
            id="the-field-of-an-id-is-misspelt",
        ),
        pytest.param(
            instead(LOST, RESTS, (DRIVERS, DRIVERS.replace("drivers", "driver"))),
            "unknown-field",
            id="the-field-of-the-list-is-misspelt",
        ),
        pytest.param(
            instead(LOST, ("text_coverage: whole", "text_coverage: partly")),
            "not-allowed-value",
            id="how-much-of-the-text-is-misspelt",
        ),
        pytest.param(
            instead(LOST, ("text_coverage: whole", "text_coverge: partial")),
            "unknown-field",
            id="the-field-for-how-much-of-the-text-is-misspelt",
        ),
        pytest.param(
            instead(LOST, ("{date: 2013-04-25, text_coverage: whole}", "S/RES/2100")),
            "wrong-type",
            id="what-is-said-of-the-document-is-refused",
        ),
    ],
)
def test_one_mistake_that_hides_an_id_is_no_second_finding_at_what_points_to_it(text: str, mistake: str) -> None:
    assert only_finding(text).rule == mistake


def test_an_id_in_a_bad_form_can_still_be_pointed_to() -> None:
    text = DRAFT.replace("id: trafficking", "id: Trafficking").replace("[trafficking]", "[Trafficking]")
    assert only_finding(text).rule == "bad-form"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(instead(LOST, (DRIVERS, "    drivers: none\n"), RESTS), id="the-list-is-said-to-be-none"),
        pytest.param(
            instead(LOST, ("text_coverage: whole", "text_coverage: none")), id="the-coverage-is-said-to-be-none"
        ),
        pytest.param(instead(LOST, (", text_coverage: whole", "")), id="the-coverage-is-left-out"),
        pytest.param(
            instead(LOST, ("component: police, paragraph: OP16}", "component: police, levels: unknown}")),
            id="something-else-is-not-known",
        ),
    ],
)
def test_a_reference_into_what_the_draft_does_show_is_not_let_pass(text: str) -> None:
    assert only_finding(text).rule == "dangling-reference"


CARRIED = "carries_over: {from: S/RES/2085 (2012), fields: [tasks]}"
LEADS = ("    components:\n", "    head: {leads: [good-offices]}\n    components:\n")
NO_TASKS = (DRAFT[DRAFT.index("    tasks:") :], "")


@pytest.mark.parametrize(
    ("action", "lost"),
    [
        pytest.param(f"object: minusma, {CARRIED}", 0, id="its-tasks-stand-in-an-earlier-resolution"),
        pytest.param(CARRIED, 0, id="the-tasks-of-every-operation-do"),
        pytest.param(f"object: minusma, {CARRIED.replace('tasks', 'powers')}", 1, id="something-else-is-carried-over"),
        pytest.param(f"object: afisma, {CARRIED}", 2, id="the-tasks-of-another-operation-are"),
        pytest.param("object: minusma", 1, id="nothing-is-carried-over"),
    ],
)
def test_a_reference_into_what_is_carried_over_is_let_pass(action: str, lost: int) -> None:
    text = instead(LEADS, NO_TASKS, ("object: minusma", action))
    assert [finding.rule for finding in held(text).findings] == ["dangling-reference"] * lost


def test_what_is_carried_over_and_written_again_is_judged() -> None:
    text = instead(LEADS, ("object: minusma", f"object: minusma, {CARRIED}"))
    assert only_finding(text).message.endswith("'good-offices' stands nowhere in this draft")


def test_what_is_carried_over_and_said_to_be_none_is_judged() -> None:
    no_tasks = (NO_TASKS[0], "    tasks: none\n")
    text = instead(LEADS, no_tasks, ("object: minusma", f"object: minusma, {CARRIED}"))
    assert only_finding(text).message.endswith("'good-offices' stands nowhere in this draft")


def test_the_id_of_an_item_that_could_not_be_read_properly_is_not_relied_on() -> None:
    text = instead(LOST, RESTS, ("- {id: trafficking", "- !threat {id: trafficking"))
    document = read(text, "draft.yaml")
    assert [finding.rule for finding in document.findings] == ["tag"]
    assert validate(document, "mandate").findings == []


def test_ten_times_the_references_that_lead_nowhere_are_at_most_eleven_times_the_work() -> None:
    """The nearest id is looked for where somebody may have slipped, and not for each against each."""

    def many(number: int) -> str:
        drivers = "\n".join(f"      - {{id: d{one}, kind: governance}}" for one in range(number))
        tasks = "\n".join(f"      - {{id: t{one}, category: police, addresses: [d{one}x]}}" for one in range(number))
        before, after = (
            DRAFT.split("      - {id: trafficking")[0],
            DRAFT.split("operations:\n")[1].split("    components")[0],
        )
        return f"{before}{drivers}\noperations:\n{after}    tasks:\n{tasks}\n"

    def found(number: int) -> list[Finding]:
        document = read(many(number), "draft.yaml")
        return [one for one in validate(document, "mandate").findings if one.rule == "dangling-reference"]

    assert len(found(3000)) == 3000
    assert found(300)[0].remedy == "did you mean 'd0'?"
    assert found(300)[-1].remedy == "write an id that stands in `drivers`"
    assert calls(lambda: found(3000)) <= calls(lambda: found(300)) * LINEAR
