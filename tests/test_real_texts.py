"""The real texts in `examples/`: what each lesson comes to, as a reading of the text has it, and the whole report."""

from __future__ import annotations

import pytest

from mandatelint.document import read
from mandatelint.formats import render
from mandatelint.linter import Linter, lint
from mandatelint.ruleset import load_rules
from variants import EXAMPLES, REAL_TEXTS

# Read from the resolutions, paragraph by paragraph, before the rules were held against them.
EXPECTED = {
    # OP8 holds two gates and no exit; the votes of OP3 fall into the twelve months of OP7; AFISMA is taken over by
    # United Nations standards and without screening (OP7); police are trained outside HRDDP, which OP26 ties to joint
    # operations; all tasks of OP16 begin at once; PP12 calls organised crime a serious threat, and no task is on it.
    # For the passes: OP11 and OP16(b) are political, OP2 and OP4 regional, OP11 and OP22 coordinate, PP18 is a
    # letter, OP16(a)(i) deters and does not attack, PP20 is a report with options, OP16(a)(iii) works with police and
    # courts. OP2 and OP16(b) stand behind the road map, for reconciliation and for polls; OP18 gives the French force
    # a review, a trigger and reports; OP5 and OP6 keep consent alive; OP12 has reserves and staff to fit; OP8 is a
    # gate; OP34 a cycle of reports. Nobody is told to explain the mandate. What was learned and heard stands in
    # files.
    "mali-2013/s-res-2100": {
        "fail": ["L05", "L12", "L17", "L18", "L22", "L26", "L28"],
        "pass": [
            "L01", "L02", "L03", "L04", "L07", "L08", "L09", "L10", "L11", "L13", "L14", "L15", "L16", "L19", "L20",
            "L21", "L23", "L24", "L25", "L27", "L29",
        ],
        "unknown": ["L30"],
        "not-applicable": ["L06"],
    },
    # OP2 has police, liaison and human rights, and no political task; OP10 asks for a report on what follows and for
    # no exit benchmark; OP2(d) is liaison only; PP3 speaks of armed groups and attacks, and of no crime. PP16 holds
    # the letters of both hosts, PP14 a report; a year is an end. No vote; nothing is taken over; HRDDP is still to
    # come. PP13 only welcomes an agreement, OP2(g) trains and OP16 asks others; OP2 names two border areas; PP3 has
    # fighting and nothing binds those who fight. The European Union's force protects (OP6(a)(iii)), coordinates (OP8,
    # OP9), reports (OP12).
    "chad-car-2007/s-res-1778": {
        "fail": ["L01", "L02", "L04", "L05", "L08", "L09", "L19", "L27"],
        "pass": [
            "L03", "L07", "L10", "L12", "L14", "L15", "L16", "L18", "L20", "L21", "L22", "L24", "L29",
        ],
        "unknown": ["L11", "L30"],
        "not-applicable": ["L06", "L13", "L17", "L23", "L25", "L26", "L28"],
    },
    # OP30(b) is political and works with ECCAS and the AU; OP49 asks for an exit strategy; OP28 coordinates; PP34 is
    # a letter; the vote of OP8 lies two months before the end in OP18; OP22 has date, standards and screening; PP36
    # is a report; OP31 sets tasks apart for later, among them two against smuggled arms; OP39 is HRDDP for any
    # support. OP3 with OP30(b) is support for the agreements; OP30(b)(iv) and (v) are for reconciliation and local
    # authorities; OP47 ends with the mission and has no review of its own; OP30(a)(i) protects and speaks of no
    # imminent threat, and nobody explains it; OP30(d) protects staff; OP20 and OP24 ask for fitting staff; OP50
    # reports.
    "car-2014/s-res-2149": {
        "fail": ["L07", "L26"],
        "pass": [
            "L01", "L02", "L03", "L04", "L05", "L08", "L09", "L10", "L11", "L12", "L13", "L14", "L15", "L16", "L17",
            "L18", "L19", "L20", "L21", "L22", "L23", "L24", "L25", "L27", "L28", "L29",
        ],
        "unknown": ["L30"],
        "not-applicable": ["L06"],
    },
    # AFISMA is a force outside the United Nations, and OP23 only asks for proposals: little is asked. PP7 holds the
    # letters; OP21 and OP23 support a force that attacks (OP9(b), OP10). OP9(b) answers what PP7 asks for; the
    # African Union reports every 60 days (OP10).
    "mali-2013/s-res-2085": {
        "fail": ["L18"],
        "pass": ["L10", "L11", "L29"],
        "not-applicable": [
            "L01", "L02", "L03", "L04", "L05", "L06", "L07", "L08", "L09", "L12", "L13", "L14", "L15", "L16", "L17",
            "L19", "L20", "L21", "L22", "L23", "L24", "L25", "L26", "L27", "L28", "L30",
        ],
    },
    # OP33 asks for benchmarks of progress; training is outside HRDDP, which OP13(a)(vi) and OP16 tie to some
    # activities; crime is named (PP16, PP17) and nobody in the mission is charged with it. A renewal: no first
    # mandate. OP26 has no review any more; OP12 lets force be used for the whole mandate, nine kinds of task.
    # OP13(a)(iv) sends patrols out, OP13(a)(ii) speaks of imminent threat and OP20 of contact with people.
    "mali-2013/s-res-2164": {
        "fail": ["L05", "L07", "L16", "L18", "L28"],
        "pass": [
            "L01", "L02", "L03", "L04", "L08", "L09", "L12", "L13", "L14", "L15", "L21", "L24", "L25", "L26", "L29",
        ],
        "unknown": ["L11"],
        "not-applicable": ["L06", "L10", "L17", "L19", "L20", "L22", "L23", "L27", "L30"],
    },
    # OP25 has three exit benchmarks, none political, weighed at renewal (OP30); OP6 liaises; OP3 has a date for the
    # handover, and no contingent is taken over; politics are local (OP6(e)) or regional (OP6(i)). OP20 and OP21
    # urge others; OP6 names areas; OP7(a)(iii) protects staff; Sirte and Libreville (OP20) bind those who fight; OP11
    # asks what contributors know. Nobody explains the mandate.
    "chad-car-2007/s-res-1861": {
        "fail": ["L01", "L02", "L04", "L06", "L08", "L09", "L26"],
        "pass": [
            "L03", "L05", "L12", "L14", "L16", "L17", "L18", "L19", "L20", "L21", "L24", "L28", "L29",
            "L30",
        ],
        "unknown": ["L11", "L13"],
        "not-applicable": ["L07", "L10", "L15", "L22", "L23", "L25", "L27"],
    },
    # A withdrawal by dates (OP6, OP7) after the host asked for it (PP16): asked neither for an exit nor for politics.
    # OP10 speaks of imminent threat and near the mission; OP25 has three reports, OP27 lessons learned.
    "chad-car-2007/s-res-1923": {
        "pass": ["L12", "L14", "L16", "L18", "L20", "L26", "L28", "L29", "L30"],
        "not-applicable": [
            "L01", "L02", "L03", "L04", "L05", "L06", "L07", "L08", "L09", "L10", "L11", "L13", "L15",
            "L17", "L19", "L21", "L22", "L23", "L24", "L25", "L27",
        ],
    },
    # Three months for a political mission: OP12(b) is political, OP12(f) coordinates, PP8 names a letter; the
    # organisations of PP11 are welcomed, and UNSMIL works with others (OP12(f)). OP12(b) and (c) are for dialogue and a
    # constitution. What OP20 speaks of is authorised by another resolution.
    "libya-2011/s-res-2009": {
        "pass": ["L01", "L03", "L04", "L09", "L10", "L11", "L12", "L20", "L22", "L29"],
        "unknown": ["L30"],
        "not-applicable": [
            "L02", "L05", "L06", "L07", "L08", "L13", "L14", "L15", "L16", "L17", "L18", "L19", "L21",
            "L23", "L24", "L25", "L26", "L27", "L28",
        ],
    },
    # Two operative paragraphs that carry the tasks of 2009 OP12 over and add one: what those are stands elsewhere.
    # PP6 wants the host heard on what comes next; OP1 asks for a report.
    "libya-2011/s-res-2022": {
        "pass": ["L12", "L23", "L29"],
        "unknown": ["L01", "L04", "L09", "L11", "L24", "L30"],
        "not-applicable": [
            "L02", "L03", "L05", "L06", "L07", "L08", "L10", "L13", "L14", "L15", "L16", "L17", "L18", "L19", "L20",
            "L21", "L22", "L25", "L26", "L27", "L28",
        ],
    },
    # OP6 and OP7 are political, OP6(e) coordinates, OP15 asks for a report after the vote of OP2. OP6(a) and (b)
    # stand behind the declaration, for polls and reconciliation; OP14 has reports.
    "libya-2011/s-res-2040": {
        "pass": ["L01", "L02", "L04", "L09", "L12", "L18", "L20", "L29"],
        "unknown": ["L11", "L30"],
        "not-applicable": [
            "L03", "L05", "L06", "L07", "L08", "L10", "L13", "L14", "L15", "L16", "L17", "L19", "L21", "L22", "L23",
            "L24", "L25", "L26", "L27", "L28",
        ],
    },
    # Ninety days for unarmed observers: the understanding of PP11 is consent, PP12 a letter. PP7 and OP5 are a
    # promise and a gate; OP9 holds the parties to the safety of the observers, which is their duty first.
    "syria-2012/s-res-2043": {
        "pass": ["L10", "L12", "L16", "L19", "L20", "L29"],
        "unknown": ["L11", "L30"],
        "not-applicable": [
            "L01", "L02", "L03", "L04", "L05", "L06", "L07", "L08", "L09", "L13", "L14", "L15", "L17",
            "L18", "L21", "L22", "L23", "L24", "L25", "L26", "L27", "L28",
        ],
    },
    # Five paragraphs that renew for thirty days. OP4 asks for a report before the end.
    "syria-2012/s-res-2059": {
        "pass": ["L29"],
        "not-applicable": [
            "L01", "L02", "L03", "L04", "L05", "L06", "L07", "L08", "L09", "L10", "L11", "L12", "L13", "L14", "L15",
            "L16", "L17", "L18", "L19", "L20", "L21", "L22", "L23", "L24", "L25", "L26", "L27", "L28", "L30",
        ],
    },
}  # fmt: skip


@pytest.mark.parametrize("name", REAL_TEXTS)
def test_each_lesson_comes_to_what_a_reading_of_the_text_says(name: str) -> None:
    (draft,) = lint(EXAMPLES / f"{name}.yaml").drafts
    found: dict[str, list[str]] = {}
    for lesson, outcome in draft.lessons:
        found.setdefault(outcome, []).append(lesson)
    assert found == EXPECTED[name]


@pytest.mark.parametrize("name", REAL_TEXTS)
def test_a_text_encoded_whole_is_clean_and_says_of_nothing_that_it_is_unknown(name: str) -> None:
    document = read((EXAMPLES / f"{name}.yaml").read_bytes(), name)
    assert not document.findings
    assert not document.lifted
    assert not document.open
    assert document.value(("document", "text_coverage")) == "whole"
    report = lint(EXAMPLES / f"{name}.yaml")
    assert [finding.message for finding in report.findings if not finding.lessons] == []


@pytest.mark.parametrize("name", REAL_TEXTS)
def test_the_report_beside_the_text_is_what_the_tool_prints(name: str, request: pytest.FixtureRequest) -> None:
    file = EXAMPLES / f"{name}.yaml"
    document = read(file.read_bytes(), file.relative_to(EXAMPLES.parent).as_posix())
    linter = Linter(load_rules())
    failures: list[str] = []
    draft = linter.check(document, failures)
    golden = file.with_suffix(".report.txt")
    text = render("text", linter.report([draft]))
    if request.config.getoption("--update-reports"):
        golden.write_text(text, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == text
    assert not failures
