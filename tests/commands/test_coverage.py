"""`mandatelint coverage`: lessons by drafts, in three formats that say the same."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from conftest import Done
from mandatelint import lint
from mandatelint.harmless import harmless
from mandatelint.report import ORDER, Report
from mandatelint.ruleset import load_rules
from mandatelint.schema import load
from variants import EXAMPLES

Run = Callable[..., Done]
RULESET = load_rules()
SERVED = [lesson for lesson in RULESET.lessons if RULESET.serving(lesson)]
TEXT = {"fail": "FAIL", "unknown": "?", "pass": "pass", "not-applicable": "-"}
MARKDOWN = {"fail": "**fail**", "unknown": "unknown", "pass": "pass", "not-applicable": "n/a"}
DRAFT = """\
mandate: 1
document: {date: 2013-04-25, symbol: "S/RES/1 (2013)"}
actions: [{kind: declare-intention}]
operations: []
"""
STEERING = "S/1|2\\n| x | \\e[31m\\u202e \\\\| <b>`a`</b>"
MARKUP = "www.i.j [b](http://c.d) ![e](f) *g* _h_ ~k~ &amp; $l$ <!-- "


def put(name: str, text: str) -> None:
    Path(name).write_text(text, encoding="utf-8")


def bearing(symbol: str) -> str:
    changed = DRAFT.replace("S/RES/1 (2013)", symbol)
    assert changed != DRAFT
    return changed


def expected(report: Report, shown: dict[str, str]) -> dict[str, list[str]]:
    """For each lesson what it comes to in each draft, then how often each outcome is among those."""
    drafts = [dict(draft.lessons) for draft in report.drafts]
    rows = {lesson: [draft[lesson] for draft in drafts] for lesson in SERVED}
    return {
        lesson: [*(shown[said] for said in row), *(str(row.count(outcome)) for outcome in ORDER)]
        for lesson, row in rows.items()
    }


def text_rows(out: str) -> dict[str, list[str]]:
    """The cells behind each lesson, over all blocks."""
    rows: dict[str, list[str]] = {}
    for line in out.splitlines():
        if line[:1] == "L":
            lesson, _, *cells = line.split()
            rows.setdefault(lesson, []).extend(cells)
    return rows


def markdown_tables(out: str) -> list[list[list[str]]]:
    """The two tables, by row and cell, as a reader of Markdown splits them."""
    blocks = [block.split("\n") for block in out.strip().split("\n\n") if block.startswith("|")]
    return [[[cell.strip() for cell in line[1:-1].split("|")] for line in block] for block in blocks]


def test_the_three_formats_say_of_the_examples_what_lint_says(go: Run) -> None:
    report = lint(EXAMPLES)
    assert len(report.drafts) > 10
    assert {outcome for draft in report.drafts for _, outcome in draft.lessons} == set(ORDER)

    out = go("coverage", str(EXAMPLES)).out
    assert text_rows(out) == expected(report, TEXT)
    assert out.isascii()
    _, *blocks = out.split("\n\n")
    assert max(len(line) for block in blocks for line in block.split("\n")) <= 100

    lessons, drafts = markdown_tables(go("coverage", str(EXAMPLES), "-f", "markdown").out)
    assert {row[0].split()[0]: row[1:] for row in lessons[2:]} == expected(report, MARKDOWN)
    counts = [[str(Counter(dict(draft.lessons).values())[outcome]) for outcome in ORDER] for draft in report.drafts]
    assert [row[1:5] for row in drafts[2:]] == counts
    # The numbers under `fail` and so on, left of the file, are the same in text.
    files = {line.split()[-1]: line.split()[-5:-1] for line in out.split("\n\n")[0].split("\n")[1:]}
    assert list(files.values()) == counts
    assert list(files) == [draft.source for draft in report.drafts]

    table = json.loads(go("coverage", str(EXAMPLES), "-f", "json").out)
    jsonschema.validate(table, load("coverage"), jsonschema.Draft202012Validator)
    assert [lesson["id"] for lesson in table["lessons"]] == SERVED
    assert [(draft["file"], outcomes(draft)) for draft in table["drafts"]] == [
        (draft.source, list(draft.lessons)) for draft in report.drafts
    ]
    assert [[str(number) for number in draft["counts"].values()] for draft in table["drafts"]] == counts
    assert {lesson["id"]: [*map(str, lesson["counts"].values())] for lesson in table["lessons"]} == {
        lesson: row[-4:] for lesson, row in expected(report, TEXT).items()
    }


def outcomes(draft: dict[str, Any]) -> list[tuple[str, str]]:
    return [(lesson["lesson"], lesson["outcome"]) for lesson in draft["lessons"]]


def test_json_names_the_rules_that_fired_and_what_was_not_known(go: Run) -> None:
    table = json.loads(go("coverage", str(EXAMPLES), "-f", "json").out)
    because = {
        (Path(draft["file"]).stem, lesson["lesson"]): lesson["because"]
        for draft in table["drafts"]
        for lesson in draft["lessons"]
    }
    # What is told inside another finding, or for information, does not make the lesson fail.
    (mali,) = lint(EXAMPLES / "mali-2013/s-res-2100.yaml").drafts
    fired = {finding.rule: finding.severity for finding in mali.findings if "L12" in finding.lessons}
    assert because["s-res-2100", "L12"] == [
        {"rule": rule, "reason": ""} for rule, severity in sorted(fired.items()) if severity != "info"
    ]
    assert "election-without-review" in fired
    reasons = {one["reason"] for one in because["s-res-2022", "L09"]}
    assert reasons
    assert all("carried over from S/RES/2009 (2011)" in reason for reason in reasons)
    assert because["s-res-2149", "L05"] == because["s-res-2059", "L05"] == []


def test_four_texts_stand_side_by_side_in_the_order_in_which_they_were_named(go: Run) -> None:
    names = ("mali-2013/s-res-2100", "car-2014/s-res-2149", "libya-2011/s-res-2040", "chad-car-2007/s-res-1861")
    done = go("coverage", *(str(EXAMPLES / f"{name}.yaml") for name in names), "--select", "L05,L06", "--ignore", "L06")
    assert (done.code, done.err) == (0, "")
    assert list(text_rows(done.out)) == ["L05"]
    heads = done.out.split("\n\n")[1].split("\n")[:3]
    assert heads[0].split() == ["1", "2", "3", "4", "all", "drafts"]
    assert heads[1].split()[:4] == ["S/RES/2100", "S/RES/2149", "S/RES/2040", "S/RES/1861"]
    assert [line.index("S/RES/2149") for line in heads[1:2]] == [heads[0].index("2")] == [heads[2].index("(2014)")]


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_no_format_has_a_grade(form: str, go: Run) -> None:
    out = go("coverage", str(EXAMPLES / "mali-2013"), "-f", form).out
    assert "fail" in out
    assert not re.search(r"%|percent|score|grade|\d\.\d+\b(?!\.)", out.replace('"version": "0.1.0"', ""))


def test_drafts_that_bear_one_symbol_are_told_apart_and_one_without_bears_the_name_of_its_file(go: Run) -> None:
    put("a.yaml", DRAFT)
    put("b.yaml", DRAFT)
    put("c.yaml", DRAFT.replace(', symbol: "S/RES/1 (2013)"', ""))
    names = [["1", "S/RES/1 (2013)", "a.yaml"], ["2", "S/RES/1 (2013)", "b.yaml"], ["3", "c.yaml", "c.yaml"]]
    legend = go("coverage").out.split("\n\n")[0].split("\n")[1:]
    told = [re.fullmatch(r" +(\d)  (.*?)(?: +\d+){4}  (.*)", line) for line in legend]
    assert [[part.strip() for part in line.groups()] for line in told if line] == names
    lessons, drafts = markdown_tables(go("coverage", "-f", "markdown").out)
    assert lessons[0][1:4] == [row[0] for row in drafts[2:]] == [f"{number} {name}" for number, name, _ in names]


def test_what_a_draft_is_called_steers_nothing_and_is_no_markup(go: Run) -> None:
    put("a.yaml", bearing(STEERING))
    put("b.yaml", bearing(MARKUP))
    symbols = [draft.symbol for draft in lint(".").drafts]
    assert "\n| x | \x1b[31m\u202e" in symbols[0]
    assert max(map(len, symbols)) <= 60  # what is longer is cut

    outs = {form: go("coverage", "-f", form).out for form in ("text", "markdown", "json")}
    for form, out in outs.items():
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800-\udfff]", out), form
    assert [draft["symbol"] for draft in json.loads(outs["json"])["drafts"]] == symbols
    assert {len(cells) for cells in text_rows(outs["text"]).values()} == {2 + 4}

    lessons, drafts = markdown_tables(outs["markdown"])
    assert {len(row) for row in lessons} == {1 + 2 + 4}
    assert {len(row) for row in drafts} == {1 + 4 + 1}
    for number, (head, symbol) in enumerate(zip(lessons[0][1:3], symbols, strict=True), 1):
        assert not re.search(r"[<>`*_~$!\[\]\\:|]|&(?!#\d+;)|www\.", head)
        shown = html.unescape(head).replace("\u200b", "")  # which keeps `@` and `#` from becoming a mention or a link
        assert shown == harmless(f"{number} {' '.join(symbol.split())}")


def test_what_cannot_be_judged_is_told_and_the_rest_is_shown(go: Run) -> None:
    put("broken.yaml", "mandate: 1\ndocument: {date: 2013-04-25\n")
    put("compose.yaml", "services: {}\n")
    put("good.yaml", DRAFT)
    put("misspelt.yaml", DRAFT.replace("{date:", "{dtae:"))
    done = go("coverage", "broken.yaml", "compose.yaml", "good.yaml", "misspelt.yaml", "-f", "json")
    table = json.loads(done.out)
    assert done.code == 0
    assert [draft["file"] for draft in table["drafts"]] == ["good.yaml", "misspelt.yaml"]
    assert [one["file"] for one in table["left_out"]] == ["broken.yaml", "compose.yaml"]
    broken, compose, misspelt = done.err.splitlines()
    assert broken.startswith("mandatelint: broken.yaml:3:1: ")
    assert compose.startswith("mandatelint: compose.yaml:1:1: the file is no draft mandate")
    assert misspelt.startswith("mandatelint: misspelt.yaml: the file has 1 mistake of form; `mandatelint check`")

    alone = go("coverage", "broken.yaml", "compose.yaml")
    assert (alone.code, alone.out, alone.err) == (3, "", f"{broken}\n{compose}\n")


def test_where_there_is_nothing_to_judge_it_says_so_as_check_does(go: Run) -> None:
    put("compose.yaml", "services: {}\n")
    done, checked = go("coverage"), go("check")
    assert (done.code, done.out, done.err) == (3, "", checked.err)
    assert done.err.startswith("mandatelint: no draft in this folder: ")
    put("draft.yaml", DRAFT)
    done, checked = (go(command, "--select", "L05", "--ignore", "exit") for command in ("coverage", "check"))
    assert (done.code, done.out, done.err) == (3, "", checked.err)
    assert "no rule is left" in done.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.yaml"], "mandatelint: missing.yaml: there is no such file or folder\n"),
        (["--select", "L5"], "mandatelint: no rule, category, lesson or pack is called 'L5'"),
        (["--rules", "nowhere"], "mandatelint: nowhere: there is no such file or folder of rules\n"),
        (["--output-file", "nowhere/table"], "mandatelint: nowhere/table: "),
        (["-f", "xml"], "Usage: mandatelint coverage"),
    ],
)
def test_a_mistake_of_the_user_ends_with_2(arguments: list[str], message: str, go: Run) -> None:
    put("draft.yaml", DRAFT)
    done = go("coverage", *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(message)


def test_a_rule_that_breaks_ends_with_2_and_its_lesson_is_unknown(go: Run) -> None:
    put("draft.yaml", (EXAMPLES / "chad-car-2007/s-res-1778.yaml").read_text(encoding="utf-8"))
    rule = (EXAMPLES.parent / "rules/exit/missing-exit-benchmarks.yaml").read_text(encoding="utf-8")
    broken = re.sub("(?m)^require: .*$", "require: operation.authorized_strength.military > 5", rule, count=1)
    assert broken != rule
    put("breaks.yaml", broken)
    done = go("coverage", "draft.yaml", "--rules", "breaks.yaml", "--select", "breaks", "-f", "json")
    assert done.code == 2
    assert "the rule breaks broke on draft.yaml" in done.err
    (draft,) = json.loads(done.out)["drafts"]
    assert outcomes(draft) == [("L05", "unknown")]
    assert draft["lessons"][0]["because"] == [{"rule": "breaks", "reason": "the rule itself is broken"}]


def test_standard_input_is_read_and_a_file_is_written(go: Run) -> None:
    put("draft.yaml", DRAFT)
    printed = go("coverage", "draft.yaml", "-f", "markdown").out
    done = go("coverage", "-", "-f", "markdown", "--output-file", "table.md", stdin=DRAFT)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert Path("table.md").read_text(encoding="utf-8") == printed.replace("| draft.yaml |", "| &#60;stdin&#62; |")
