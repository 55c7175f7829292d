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
    # For the passes: OP11 and OP16(b) are political, OP2 and OP4 regional, OP11 and OP22 coordinate, PP18 is a letter,
    # OP16(a)(i) deters and does not attack, PP20 is a report with options, OP16(a)(iii) works with police and courts.
    "mali-2013/s-res-2100": {
        "fail": ["L05", "L12", "L17", "L18", "L22", "L28"],
        "pass": ["L01", "L03", "L09", "L10", "L14", "L20", "L21", "L24", "L25", "L27"],
        "not-applicable": ["L06"],
    },
    # OP2 has police, liaison and human rights, and no political task; OP10 asks for a report on what follows and for
    # no exit benchmark; OP2(d) is liaison only; PP3 speaks of armed groups and attacks, and of no crime. PP16 holds the
    # letters of both hosts, PP14 a report; a year is an end. No vote; nothing is taken over; HRDDP is still to come.
    "chad-car-2007/s-res-1778": {
        "fail": ["L01", "L05", "L09", "L27"],
        "pass": ["L03", "L10", "L12", "L14", "L18", "L20", "L21", "L22", "L24"],
        "not-applicable": ["L06", "L17", "L25", "L28"],
    },
    # OP30(b) is political and works with ECCAS and the AU; OP49 asks for an exit strategy; OP28 coordinates; PP34 is a
    # letter; the vote of OP8 lies two months before the end in OP18; OP22 has date, standards and screening; PP36 is a
    # report; OP31 sets tasks apart for later, among them two against smuggled arms; OP39 is HRDDP for any support.
    "car-2014/s-res-2149": {
        "pass": [
            "L01", "L03", "L05", "L09", "L10", "L12", "L14", "L17", "L18", "L20", "L21", "L22", "L24", "L25", "L27",
            "L28",
        ],
        "not-applicable": ["L06"],
    },
    # AFISMA is a force outside the United Nations, and OP23 only asks for proposals: little is asked. PP7 holds the
    # letters; OP21 and OP23 support a force that attacks (OP9(b), OP10).
    "mali-2013/s-res-2085": {
        "fail": ["L18"],
        "pass": ["L10"],
        "not-applicable": [
            "L01", "L03", "L05", "L06", "L09", "L12", "L14", "L17", "L20", "L21", "L22", "L24", "L25", "L27", "L28",
        ],
    },
    # OP33 asks for benchmarks of progress; training is outside HRDDP, which OP13(a)(vi) and OP16 tie to some
    # activities; crime is named (PP16, PP17) and nobody in the mission is charged with it. A renewal: no first mandate.
    "mali-2013/s-res-2164": {
        "fail": ["L05", "L18", "L28"],
        "pass": ["L01", "L03", "L09", "L12", "L14", "L21", "L24", "L25"],
        "not-applicable": ["L06", "L10", "L17", "L20", "L22", "L27"],
    },
    # OP25 has three exit benchmarks, none political, weighed at renewal (OP30); OP6 liaises; OP3 has a date for the
    # handover and no standard for the contingents; politics are local (OP6(e)) or regional (OP6(i)).
    "chad-car-2007/s-res-1861": {
        "fail": ["L01", "L06", "L09", "L17"],
        "pass": ["L03", "L05", "L12", "L14", "L18", "L20", "L21", "L24", "L28"],
        "not-applicable": ["L10", "L22", "L25", "L27"],
    },
    # A withdrawal by dates (OP6, OP7) after the host asked for it (PP16): asked neither for an exit nor for politics.
    "chad-car-2007/s-res-1923": {
        "pass": ["L12", "L14", "L18", "L20", "L21", "L24", "L28"],
        "not-applicable": ["L01", "L03", "L05", "L06", "L09", "L10", "L17", "L22", "L25", "L27"],
    },
    # Three months for a political mission: OP12(b) is political, OP12(f) coordinates, PP8 names a letter; the
    # organisations of PP11 are welcomed only.
    "libya-2011/s-res-2009": {
        "fail": ["L03"],
        "pass": ["L01", "L09", "L10", "L12", "L20", "L22"],
        "not-applicable": ["L05", "L06", "L14", "L17", "L18", "L21", "L24", "L25", "L27", "L28"],
    },
    # Two operative paragraphs that carry the tasks of 2009 OP12 over and add one: what those are stands elsewhere.
    "libya-2011/s-res-2022": {
        "pass": ["L12"],
        "unknown": ["L01", "L09", "L24"],
        "not-applicable": [
            "L03", "L05", "L06", "L10", "L14", "L17", "L18", "L20", "L21", "L22", "L25", "L27", "L28",
        ],
    },
    # OP6 and OP7 are political, OP6(e) coordinates, OP15 asks for a report after the vote of OP2.
    "libya-2011/s-res-2040": {
        "pass": ["L01", "L09", "L12", "L18", "L20"],
        "not-applicable": ["L03", "L05", "L06", "L10", "L14", "L17", "L21", "L22", "L24", "L25", "L27", "L28"],
    },
    # Ninety days for unarmed observers: the understanding of PP11 is consent, PP12 a letter.
    "syria-2012/s-res-2043": {
        "pass": ["L10", "L12", "L20", "L21"],
        "not-applicable": [
            "L01", "L03", "L05", "L06", "L09", "L14", "L17", "L18", "L22", "L24", "L25", "L27", "L28",
        ],
    },
    # Five paragraphs that renew for thirty days.
    "syria-2012/s-res-2059": {
        "not-applicable": [
            "L01", "L03", "L05", "L06", "L09", "L10", "L12", "L14", "L17", "L18", "L20", "L21", "L22", "L24", "L25",
            "L27", "L28",
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
