"""One mistake in a draft is one finding at its line, in words for a desk officer, with the mend; no rule reads it."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandatelint.checks import CHECKS
from mandatelint.document import Document, read
from mandatelint.finding import Finding, Path, path_text
from mandatelint.schema import Validity, is_calendar_date, load, validate
from mandatelint.schema.gate import gate
from mandatelint.schema.homes import EACH, home_of
from mandatelint.schema.mending import in_yaml, mended
from profiles import tries
from smallest_drafts import fields, smallest
from variants import REAL_TEXTS, document, example, node, paths, raw

DRAFT = """\
mandate: 1
document:
  date: 2013-04-25
actions:
  - kind: establish
    object: minusma
operations:
  - id: minusma
    name: MINUSMA
    role: un-mission
    kind: peacekeeping-operation
"""
NEXT = 12  # the line on which a field of the operation goes on


def with_field(text: str) -> str:
    """The draft with one more field in its operation."""
    return DRAFT + "".join(f"    {line}\n" for line in text.splitlines())


def instead(old: str, new: str) -> str:
    """The draft with one passage written otherwise."""
    assert DRAFT.count(old) == 1
    return DRAFT.replace(old, new)


def held(text: str, name: str = "mandate") -> tuple[Document, Validity]:
    document = read(text, "draft.yaml")
    assert document.readable
    return document, validate(document, name)


def only_finding(text: str, name: str = "mandate") -> Finding:
    """The one finding of reading and validating together."""
    document, validity = held(text, name)
    (finding,) = [*document.findings, *validity.findings]
    return finding


def not_read(text: str) -> set[str]:
    return {path_text(path) for path in held(text)[1].broken}


def test_a_sound_draft_has_no_finding() -> None:
    document, validity = held(DRAFT)
    assert (document.findings, validity.findings, validity.broken) == ([], [], set())


MISTAKES = [
    pytest.param(
        with_field("mandate_perod: {months: 12}"),
        ("unknown-field", "operations[0].mandate_perod", NEXT),
        "`mandate_perod` is no field of this item of `operations`",
        "did you mean 'mandate_period'?",
        id="a-misspelt-field-is-named-with-the-field-that-was-meant",
    ),
    pytest.param(
        with_field("mandate_period:\n  month: 12"),
        ("unknown-field", "operations[0].mandate_period.month", NEXT + 1),
        "`month` is no field of `mandate_period`",
        "did you mean 'months'?",
        id="a-misspelt-field-of-a-block",
    ),
    pytest.param(
        DRAFT + "titel: Mali\n",
        ("unknown-field", "titel", NEXT),
        "`titel` is no field of the top level",
        "one of: actions, consent, consultations,",
        id="a-field-like-no-other-gets-the-list-of-fields",
    ),
    pytest.param(
        with_field("months: 12"),
        ("unknown-field", "operations[0].months", NEXT),
        "`months` is no field of this item of `operations`",
        "it belongs under `mandate_period` of an item of `operations`, as in `mandate_period: {months: 12}`",
        id="a-field-one-level-too-high-is-sent-to-its-block",
    ),
    pytest.param(
        instead("role: un-mission", "role: un-misson"),
        ("not-allowed-value", "operations[0].role", 10),
        "`role` cannot be 'un-misson'",
        "did you mean 'un-mission'?",
        id="a-misspelt-word",
    ),
    pytest.param(
        with_field("tasks: [{id: ssr, category: Security Sector Reform}]"),
        ("not-allowed-value", "operations[0].tasks[0].category", NEXT),
        "`category` cannot be 'Security Sector Reform'",
        "did you mean 'security-sector-reform'?",
        id="a-word-written-as-prose",
    ),
    pytest.param(
        with_field("tasks: [{id: ddr, category: DDR}]"),
        ("not-allowed-value", "operations[0].tasks[0].category", NEXT),
        "`category` cannot be 'DDR'",
        "did you mean 'ddr'?",
        id="a-word-in-capitals",
    ),
    pytest.param(
        instead("role: un-mission", "role: 3"),
        ("not-allowed-value", "operations[0].role", 10),
        "`role` cannot be '3'",
        "one of: authorized-force, bridging, follow-on, parallel, predecessor, un-mission",
        id="a-number-for-a-word-is-one-mistake-and-not-two",
    ),
    pytest.param(
        instead("kind: establish", "kind: [establish]"),
        ("wrong-type", "actions[0].kind", 5),
        "`kind` takes one word; here stands a list",
        "write the value alone: establish",
        id="a-list-for-a-word-is-one-mistake-and-not-two",
    ),
    pytest.param(
        with_field("tasks: [{id: ddr, category: ddr, levels: [nationl]}]"),
        ("not-allowed-value", "operations[0].tasks[0].levels[0]", NEXT),
        "this item of `levels` cannot be 'nationl'",
        "did you mean 'national'?",
        id="a-misspelt-word-in-a-list",
    ),
    pytest.param(
        with_field("authorized_strength: {military: '11200'}"),
        ("wrong-type", "operations[0].authorized_strength.military", NEXT),
        "`military` takes a whole number; here stands the text '11200'",
        "write it without quotes: 11200",
        id="a-number-as-text",
    ),
    pytest.param(
        with_field("authorized_strength:\n  military: 11,200"),
        ("wrong-type", "operations[0].authorized_strength.military", NEXT + 1),
        "`military` takes a whole number; here stands the text '11,200'",
        "write the number without separators: 11200",
        id="a-number-with-a-comma",
    ),
    pytest.param(
        with_field("authorized_strength:\n  military: 11 200"),
        ("wrong-type", "operations[0].authorized_strength.military", NEXT + 1),
        "`military` takes a whole number; here stands the text '11 200'",
        "write the number without separators: 11200",
        id="a-number-with-a-space",
    ),
    pytest.param(
        with_field("authorized_strength: {military: 11,200}"),
        ("unknown-field", "operations[0].authorized_strength.200", NEXT),
        "the comma ends the number: of 11,200 only 11 is read as `military`",
        "write the number without separators: 11200",
        id="a-number-with-a-comma-in-braces",
    ),
    pytest.param(
        with_field("authorized_strength: {military: 1,440,000, police: 20}"),
        ("unknown-field", "operations[0].authorized_strength.440", NEXT),
        "the comma ends the number: of 1,440,000 only 1 is read as `military`",
        "write the number without separators: 1440000",
        id="a-number-with-two-commas-in-braces-is-one-mistake",
    ),
    pytest.param(
        with_field("authorized_strength: {military: twelve}"),
        ("wrong-type", "operations[0].authorized_strength.military", NEXT),
        "`military` takes a whole number; here stands the text 'twelve'",
        "write for example `military: 11200`",
        id="a-number-in-words",
    ),
    pytest.param(
        with_field("mandate_period: {months: 1.5}"),
        ("wrong-type", "operations[0].mandate_period.months", NEXT),
        "`months` takes a whole number; here stands the number 1.5",
        "write for example `months: 12`",
        id="a-number-that-is-not-whole",
    ),
    pytest.param(
        with_field("mandate_period: {months: -3}"),
        ("out-of-range", "operations[0].mandate_period.months", NEXT),
        "`months` cannot be below 0; here stands -3",
        "write 0 or more, or leave the field out",
        id="a-negative-number",
    ),
    pytest.param(
        with_field("long_name: 12"),
        ("wrong-type", "operations[0].long_name", NEXT),
        "`long_name` takes text; here stands the number 12",
        'put it in quotes: "12"',
        id="text-that-looks-like-a-number",
    ),
    pytest.param(
        with_field("long_name: false"),
        ("wrong-type", "operations[0].long_name", NEXT),
        "`long_name` takes text; here stands `false`",
        'put it in quotes: "false"',
        id="text-that-looks-like-a-truth-value",
    ),
    pytest.param(
        with_field("multidimensional: 'yes'"),
        ("wrong-type", "operations[0].multidimensional", NEXT),
        "`multidimensional` takes true or false; here stands the text 'yes'",
        "write true, without quotes",
        id="yes-for-true",
    ),
    pytest.param(
        with_field("phases: [{id: start, consulted: the new government}]"),
        ("wrong-type", "operations[0].phases[0].consulted", NEXT),
        "`consulted` takes a list; here stands the text 'the new government'",
        "write it as a list: [the new government]",
        id="text-where-a-list-belongs",
    ),
    pytest.param(
        with_field("tasks: [{id: ddr, category: ddr, levels: national and local}]"),
        ("wrong-type", "operations[0].tasks[0].levels", NEXT),
        "`levels` takes a list; here stands the text 'national and local'",
        "write it as a list: [national, local]",
        id="several-words-where-a-list-belongs",
    ),
    pytest.param(
        DRAFT + "support:\n  - to: minusma, minurcat\n",
        ("wrong-type", "support[0].to", NEXT + 1),
        "`to` takes a list; here stands the text 'minusma, minurcat'",
        "write it as a list: [minusma, minurcat]",
        id="several-names-where-a-list-belongs",
    ),
    pytest.param(
        DRAFT + "support:\n  - to: minusma and minurcat\n",
        ("wrong-type", "support[0].to", NEXT + 1),
        "`to` takes a list; here stands the text 'minusma and minurcat'",
        "write it as a list: [minusma, minurcat]",
        id="names-are-parted-at-the-and-as-no-id-has-spaces",
    ),
    pytest.param(
        with_field("areas: the north"),
        ("wrong-type", "operations[0].areas", NEXT),
        "`areas` takes a list; here stands the text 'the north'",
        "write for example `areas: [{name: the north}]`",
        id="text-where-a-list-of-blocks-belongs",
    ),
    pytest.param(
        with_field("reporting:\n  by: Secretary-General\n  within_days: 30"),
        ("wrong-type", "operations[0].reporting", NEXT + 1),
        "`reporting` takes a list; here stands a block of fields",
        "write each item on a line of its own that begins with a dash and a space, as in `- {by: Secretary-General}`",
        id="a-block-where-a-list-belongs",
    ),
    pytest.param(
        with_field("long_name: [the mission]"),
        ("wrong-type", "operations[0].long_name", NEXT),
        "`long_name` takes text; here stands a list",
        "write the value alone: the mission",
        id="a-list-where-text-belongs",
    ),
    pytest.param(
        with_field("mandate_period:\n  - months: 12"),
        ("wrong-type", "operations[0].mandate_period", NEXT + 1),
        "`mandate_period` takes a block of fields; here stands a list",
        "there can be only one: write its fields without the dash or the brackets",
        id="a-list-where-a-block-belongs",
    ),
    pytest.param(
        with_field("mandate_period: 12 months"),
        ("wrong-type", "operations[0].mandate_period", NEXT),
        "`mandate_period` takes a block of fields; here stands the text '12 months'",
        "write for example `mandate_period: {from: 2013-07-01, months: 12}`",
        id="text-where-a-block-belongs",
    ),
    pytest.param(
        with_field("tasks: [protect civilians]"),
        ("wrong-type", "operations[0].tasks[0]", NEXT),
        "this item of `tasks` takes a block of fields; here stands the text 'protect civilians'",
        "write for example `- {id: good-offices, category: good-offices}`",
        id="text-where-an-item-with-fields-belongs",
    ),
    pytest.param(
        instead("    role: un-mission\n", ""),
        ("missing-field", "operations[0]", 8),
        "`role` is missing in this item of `operations`",
        "add it, for example `role: un-mission`",
        id="a-missing-field",
    ),
    pytest.param(
        instead("actions:\n  - kind: establish\n    object: minusma\n", ""),
        ("missing-field", "", 1),
        "`actions` is missing",
        "add it, for example `actions: [{kind: establish, object: minusma}]`",
        id="a-missing-part",
    ),
    pytest.param(
        instead("document:", "documents:"),
        ("unknown-field", "documents", 2),
        "`documents` is no field of the top level",
        "did you mean 'document'?",
        id="a-misspelt-required-field-is-one-mistake-and-not-two",
    ),
    pytest.param(
        instead("operations:", "operation:"),
        ("unknown-field", "operation", 7),
        "`operation` is no field of the top level",
        "did you mean 'operations'?",
        id="what-points-into-a-misspelt-list-is-no-second-mistake",
    ),
    pytest.param(
        DRAFT + "reporting:\n  - {by: Secretary-General}\n",
        ("unknown-field", "reporting", NEXT),
        "`reporting` is no field of the top level",
        "it belongs under an item of `operations`, as in `reporting: [{by: Secretary-General}]`",
        id="a-part-of-an-operation-at-the-top-is-sent-there",
    ),
    pytest.param(
        with_field("consent: {state: given}"),
        ("unknown-field", "operations[0].consent", NEXT),
        "`consent` is no field of this item of `operations`",
        "it belongs at the top, beside `mandate`, as in `consent: {state: given}`",
        id="a-part-of-the-draft-in-an-operation-is-sent-to-the-top",
    ),
    pytest.param(
        DRAFT + "drivers: [{id: arms, kind: arms-flows}]\n",
        ("unknown-field", "drivers", NEXT),
        "`drivers` is no field of the top level",
        "it belongs under `conflict_analysis` of `situation`, as in `drivers: [{id: trafficking, ",
        id="a-field-two-levels-too-high-is-sent-down",
    ),
    pytest.param(
        with_field("date: 2013-07-01"),
        ("unknown-field", "operations[0].date", NEXT),
        "`date` is no field of this item of `operations`",
        "one of: areas, ",
        id="a-field-that-many-blocks-have-is-sent-nowhere",
    ),
    pytest.param(
        instead("actions:\n  - kind: establish\n    object: minusma\n", "").replace(
            "document:\n", "document:\n  actions: [{kind: establish}]\n"
        ),
        ("unknown-field", "document.actions", 3),
        "`actions` is no field of `document`",
        "it belongs at the top, beside `mandate`, as in `actions: [{kind: establish, object: minusma}]`",
        id="a-required-part-in-the-wrong-place-is-not-missing-too",
    ),
    pytest.param(
        instead("    name: MINUSMA", "    na\u200bme: MINUSMA"),
        ("unknown-field", "operations[0].na\u200bme", 9),
        "`na\u200bme` is no field of this item of `operations`",
        "write it as name, without the zero-width space (U+200B, not to be seen)",
        id="a-sign-in-a-name-that-cannot-be-seen",
    ),
    pytest.param(
        with_field("use_of_force: {formula：chapter-vii}"),
        ("unknown-field", "operations[0].use_of_force.formula：chapter-vii", NEXT),
        "a full-width colon (：) stands behind `formula`, where a colon belongs",
        "write `formula:` with the colon of a keyboard and a space",
        id="a-full-width-colon-in-braces",
    ),
    pytest.param(
        instead("  - kind: establish\n    object: minusma\n", "  - {kind：establish, object: minusma}\n"),
        ("unknown-field", "actions[0].kind：establish", 5),
        "a full-width colon (：) stands behind `kind`, where a colon belongs",
        "write `kind:` with the colon of a keyboard and a space",
        id="a-full-width-colon-behind-a-field-that-has-to-be-there",
    ),
    pytest.param(
        with_field("mandate_period: {months:12}"),
        ("unknown-field", "operations[0].mandate_period.months:12", NEXT),
        "no space stands behind the colon of `months`",
        "write `months: 12`",
        id="a-colon-without-a-space-in-braces",
    ),
    pytest.param(
        with_field("long_name: x") + "\xa0\xa0\xa0\xa0head: {}\n",
        ("unknown-field", "\xa0\xa0\xa0\xa0head", NEXT + 1),
        "a no-break space (U+00A0) stands in the indentation",
        "delete what stands before the first word, and indent with spaces",
        id="a-no-break-space-in-an-indentation-that-can-be-read",
    ),
    pytest.param(
        instead("role: un-mission", "role: un\u2011mission"),
        ("not-allowed-value", "operations[0].role", 10),
        "`role` cannot be 'un\u2011mission'",
        "write it as un-mission, with a hyphen in place of the no-break hyphen (\u2011)",
        id="a-hyphen-that-is-none",
    ),
    pytest.param(
        instead("role: un-mission", "role: un-mission\xa0# the mission"),
        ("not-allowed-value", "operations[0].role", 10),
        "`role` cannot be 'un-mission\xa0# the mission'".replace("\xa0", " "),
        "write `un-mission #`, with an ordinary space in place of the no-break space (U+00A0)",
        id="a-comment-behind-a-no-break-space",
    ),
    pytest.param(
        with_field("tasks: [{id: good–offices, category: good-offices}]"),
        ("bad-form", "operations[0].tasks[0].id", NEXT),
        "`id` takes lower-case letters, digits and hyphens, such as road-map; here stands the text 'good–offices'",
        "write it as good-offices, with a hyphen in place of the en dash (–)",
        id="an-en-dash-in-an-id",
    ),
    pytest.param(
        with_field("tasks: [{id: good\u200b-offices, category: good-offices}]"),
        ("bad-form", "operations[0].tasks[0].id", NEXT),
        "`id` takes lower-case letters, digits and hyphens, such as road-map; "
        "here stands the text 'good\u200b-offices'",
        "write it as good-offices, without the zero-width space (U+200B, not to be seen)",
        id="a-zero-width-space-in-an-id",
    ),
    pytest.param(
        instead("object: minusma", "object: minus\u00adma"),
        ("dangling-reference", "actions[0].object", 6),
        "`object` takes an id from `operations`; 'minus\u00adma' stands nowhere in this draft",
        "write it as minusma, without the soft hyphen (U+00AD, not to be seen)",
        id="a-soft-hyphen-in-what-points-to-an-id",
    ),
    pytest.param(
        instead("date: 2013-04-25", "date: 2013–04–25"),
        ("bad-form", "document.date", 3),
        "`date` takes a date such as 2013-07-01, 2013-07 or 2013; here stands the text '2013–04–25'",
        "write it as 2013-04-25, with a hyphen in place of the en dash (–)",
        id="en-dashes-in-a-date",
    ),
    pytest.param(
        with_field("areas:\n  – the north\n  – the south"),
        ("wrong-type", "operations[0].areas", NEXT + 1),
        "an en dash (–) begins no item of a list",
        "begin it with a hyphen and a space: `- the north`",
        id="en-dashes-make-a-list-one-text",
    ),
    pytest.param(
        with_field("areas:\n  -the north\n  -the south"),
        ("wrong-type", "operations[0].areas", NEXT + 1),
        "no space stands behind the dash that begins an item",
        "write a hyphen and a space: `- the north`",
        id="dashes-without-a-space-make-a-list-one-text",
    ),
    pytest.param(
        with_field("componets: [{id: police, kind: police}]\ntasks: [{id: a, category: ddr, component: police}]"),
        ("unknown-field", "operations[0].componets", NEXT),
        "`componets` is no field of this item of `operations`",
        "did you mean 'components'?",
        id="what-points-into-a-misspelt-optional-list-is-no-second-mistake",
    ),
    pytest.param(
        instead("role: un-mission", "role: none"),
        ("missing-field", "operations[0].role", 10),
        "`role` cannot be `none`: it has to be given",
        "fill it in, for example `role: un-mission`",
        id="none-for-a-required-field",
    ),
    pytest.param(
        instead("role: un-mission", "role:"),
        ("missing-field", "operations[0].role", 10),
        "nothing stands after `role:`, and it has to be given",
        "fill it in, for example `role: un-mission`",
        id="nothing-for-a-required-field",
    ),
    pytest.param(
        with_field("phases:\n  - id: start\n  -"),
        ("empty-item", "operations[0].phases[1]", NEXT + 2),
        "this item of `phases` is empty",
        "write it, or delete the dash",
        id="an-empty-item",
    ),
    pytest.param(
        instead("date: 2013-04-25", "date: 2013-02-30"),
        ("bad-form", "document.date", 3),
        "`date` takes a date such as 2013-07-01, 2013-07 or 2013; here stands the text '2013-02-30'",
        "this date is not in the calendar: look it up again",
        id="a-day-that-is-not-in-the-calendar",
    ),
    pytest.param(
        instead("date: 2013-04-25", "date: 2013-13"),
        ("bad-form", "document.date", 3),
        "`date` takes a date such as 2013-07-01, 2013-07 or 2013; here stands the text '2013-13'",
        "this date is not in the calendar: look it up again",
        id="a-month-that-is-not-in-the-calendar",
    ),
    pytest.param(
        instead("date: 2013-04-25", "date: 7 July 2013"),
        ("bad-form", "document.date", 3),
        "`date` takes a date such as 2013-07-01, 2013-07 or 2013; here stands the text '7 July 2013'",
        "write it as 2013-07-07",
        id="a-date-as-resolutions-write-it",
    ),
    pytest.param(
        instead("date: 2013-04-25", "date: July 2013"),
        ("bad-form", "document.date", 3),
        "`date` takes a date such as 2013-07-01, 2013-07 or 2013; here stands the text 'July 2013'",
        "write it as 2013-07",
        id="a-month-as-resolutions-write-it",
    ),
    pytest.param(
        instead("date: 2013-04-25", "date: 04/07/2013"),
        ("bad-form", "document.date", 3),
        "`date` takes a date such as 2013-07-01, 2013-07 or 2013; here stands the text '04/07/2013'",
        "write for example `date: 2013-04-25`",
        id="a-date-that-can-be-read-in-two-ways-is-not-guessed",
    ),
    pytest.param(
        instead("date: 2013-04-25", "date: 20130425"),
        ("out-of-range", "document.date", 3),
        "`date` takes a date such as 2013-07-01, 2013-07 or 2013; here stands the number 20130425",
        "write for example `date: 2013-04-25`",
        id="a-date-without-hyphens",
    ),
    pytest.param(
        instead("date: 2013-04-25", "date: true"),
        ("wrong-type", "document.date", 3),
        "`date` takes a date such as 2013-07-01, 2013-07 or 2013; here stands `true`",
        "write for example `date: 2013-04-25`",
        id="quotes-are-not-proposed-where-they-would-not-help",
    ),
    pytest.param(
        with_field("paragraph: op. 16 (b)"),
        ("bad-form", "operations[0].paragraph", NEXT),
        "`paragraph` takes a paragraph such as OP16(b)(ii) or PP18; here stands the text 'op. 16 (b)'",
        "write it as OP16(b)",
        id="a-paragraph-not-in-its-form",
    ),
    pytest.param(
        with_field("paragraph: 7"),
        ("wrong-type", "operations[0].paragraph", NEXT),
        "`paragraph` takes a paragraph such as OP16(b)(ii) or PP18; here stands the number 7",
        "write OP7 for an operative paragraph, PP7 for a preambular one",
        id="the-bare-number-of-a-paragraph",
    ),
    pytest.param(
        with_field("paragraph: OP7 and OP8"),
        ("bad-form", "operations[0].paragraph", NEXT),
        "`paragraph` takes a paragraph such as OP16(b)(ii) or PP18; here stands the text 'OP7 and OP8'",
        "write it as a list: [OP7, OP8]",
        id="two-paragraphs-as-text",
    ),
    pytest.param(
        with_field("paragraph: [OP7, the eighth]"),
        ("bad-form", "operations[0].paragraph[1]", NEXT),
        "this item of `paragraph` takes a paragraph such as OP16(b)(ii) or PP18; here stands the text 'the eighth'",
        "write for example `- OP16(b)(ii)`",
        id="a-bad-paragraph-in-a-list",
    ),
    pytest.param(
        with_field("paragraph: []"),
        ("out-of-range", "operations[0].paragraph", NEXT),
        "`paragraph` is empty",
        "fill it in, or leave the field out",
        id="an-empty-list-of-paragraphs",
    ),
    pytest.param(
        with_field("paragraph: |\n  OP7"),
        ("bad-form", "operations[0].paragraph", NEXT),
        "`paragraph` takes a paragraph such as OP16(b)(ii) or PP18; here stands the text 'OP7'",
        "write it in one line, without spaces around it: OP7",
        id="a-line-break-after-a-paragraph",
    ),
    pytest.param(
        with_field("phases: [{id: Phase One}]"),
        ("bad-form", "operations[0].phases[0].id", NEXT),
        "`id` takes lower-case letters, digits and hyphens, such as road-map; here stands the text 'Phase One'",
        "write it as phase-one",
        id="a-bad-id",
    ),
    pytest.param(
        with_field("phases: [{id: 1}]"),
        ("wrong-type", "operations[0].phases[0].id", NEXT),
        "`id` takes lower-case letters, digits and hyphens, such as road-map; here stands the number 1",
        'put it in quotes: "1"',
        id="a-number-as-id",
    ),
    pytest.param(
        with_field("phases: [{id: ''}]"),
        ("bad-form", "operations[0].phases[0].id", NEXT),
        "`id` takes lower-case letters, digits and hyphens, such as road-map; here stands an empty text",
        "write for example `id: political-start`",
        id="an-empty-id",
    ),
    pytest.param(
        DRAFT + "situation: {host_states: [{id: mali, name: Mali, code: mli}]}\n",
        ("bad-form", "situation.host_states[0].code", NEXT),
        "`code` takes three capital letters, such as MLI; here stands the text 'mli'",
        "write it as MLI",
        id="a-code-in-small-letters",
    ),
    pytest.param(
        DRAFT + "situation: {host_states: [{id: mali, name: Mali, code: ''}]}\n",
        ("out-of-range", "situation.host_states[0].code", NEXT),
        "`code` is empty",
        "fill it in, or leave the field out",
        id="an-empty-code-is-one-mistake-and-not-two",
    ),
    pytest.param(
        with_field("long_name: ''"),
        ("out-of-range", "operations[0].long_name", NEXT),
        "`long_name` is empty",
        "fill it in, or leave the field out",
        id="empty-text",
    ),
    pytest.param(
        instead("name: MINUSMA", "name: ''"),
        ("out-of-range", "operations[0].name", 9),
        "`name` is empty",
        "fill it in, for example `name: MINUSMA`",
        id="empty-text-for-a-required-field",
    ),
    pytest.param(
        with_field("phases: [{id: start, consulted: ['']}]"),
        ("out-of-range", "operations[0].phases[0].consulted[0]", NEXT),
        "this item of `consulted` is empty",
        "fill it in, or delete the item",
        id="empty-text-in-a-list",
    ),
    pytest.param(
        instead("mandate: 1", "mandate: 2"),
        ("not-allowed-value", "mandate", 1),
        "`mandate` has to be 1; here stands the number 2",
        "write `mandate: 1`",
        id="another-version",
    ),
    pytest.param(
        instead("mandate: 1", "mandate: '1'"),
        ("not-allowed-value", "mandate", 1),
        "`mandate` has to be 1; here stands the text '1'",
        "write `mandate: 1`",
        id="the-version-as-text-is-one-mistake-and-not-two",
    ),
    pytest.param(
        instead("mandate: 1", "mandate: unknown"),
        ("missing-field", "mandate", 1),
        "`mandate` cannot be `unknown`: it has to be given",
        "fill it in, for example `mandate: 1`",
        id="a-version-that-nobody-knows",
    ),
]


@pytest.mark.parametrize(("text", "place", "message", "mend"), MISTAKES)
def test_a_mistake_is_one_finding_at_its_line_with_the_mend(
    text: str, place: tuple[str, str, int], message: str, mend: str
) -> None:
    finding = only_finding(text)
    assert (finding.rule, path_text(finding.path), finding.span.line) == place
    assert finding.message == message
    assert finding.remedy.startswith(mend)
    assert finding.severity == "error"
    assert finding.rule in CHECKS


def test_few_words_are_all_listed_behind_the_nearest_and_of_many_the_ten_that_are_near() -> None:
    few = only_finding(instead("role: un-mission", "role: un-misson"))
    assert few.remedy == (
        "did you mean 'un-mission'? One of: authorized-force, bridging, follow-on, parallel, predecessor, un-mission"
    )
    many = only_finding(with_field("tasks: [{id: a, category: polce}]"))
    begin, listed = many.remedy.removesuffix("; `mandatelint schema mandate` lists all").split(": ")
    words = load("mandate")["$defs"]["task"]["properties"]["category"]["enum"]
    assert begin == f"did you mean 'police'? The nearest of {len(words)}"
    assert len(set(listed.split(", ")) & set(words)) == 10
    far = only_finding(with_field("tasks: [{id: a, category: zzz}]"))
    assert far.remedy.startswith(f"the nearest of {len(words)}: ")


def test_wherever_a_field_is_sent_the_mend_shows_it_as_the_schema_takes_it() -> None:
    """Every field of the schema, written at the top and in an operation."""
    sent = 0
    for key in sorted({path[-1] for path, _, _ in fields() if isinstance(path[-1], str)}):
        for text in (DRAFT + f"{key}: x\n", with_field(f"{key}: x")):
            for finding in validate(read(text, "draft.yaml"), "mandate").findings:
                if " belongs " in finding.remedy and finding.path[-1] == key:
                    example = finding.remedy.partition(", as in `")[2].removesuffix("`")
                    home = home_of("mandate", finding.path)
                    value = read(example, "example").data
                    if home[-1] not in value:
                        value = value[home[-2]]
                    path = tuple(0 if step == EACH else step for step in home)
                    wrong = validate(document(smallest(path, value[key])), "mandate").findings
                    assert [one for one in wrong if one.rule != "dangling-reference"] == [], (text, finding.remedy)
                    sent += 1
    assert sent > 50


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(instead("date: 2013-04-25", "date: 2013"), id="a-year-as-a-number"),
        pytest.param(instead("date: 2013-04-25", "date: 2013-04"), id="a-month"),
        pytest.param(instead("date: 2013-04-25", "date: 2012-02-29"), id="a-leap-day"),
        pytest.param(with_field("long_name:"), id="nothing-after-an-optional-field"),
        pytest.param(with_field("phases:"), id="nothing-after-an-optional-list"),
        pytest.param(with_field("areas: []"), id="an-empty-list"),
        pytest.param(with_field("authorized_strength: {military: 0}"), id="zero"),
        pytest.param(with_field("paragraph: OP30(g)#2"), id="an-unnumbered-sub-item"),
        pytest.param(with_field("paragraph: [PP18, '2040:OP7']"), id="paragraphs-of-two-resolutions"),
        pytest.param(with_field("paragraph: [unknown]"), id="a-list-of-which-nothing-is-known"),
        pytest.param(instead("role: un-mission", "role: unknown"), id="a-required-field-that-is-not-known"),
        pytest.param(instead("date: 2013-04-25", "date: unknown"), id="a-required-date-that-is-not-known"),
        pytest.param(with_field("exit: none"), id="an-optional-field-that-is-none"),
        pytest.param(with_field("phases: [{id: start}, unknown]"), id="a-list-that-goes-on"),
    ],
)
def test_what_a_draft_may_write_is_no_finding(text: str) -> None:
    document, validity = held(text)
    assert [*document.findings, *validity.findings] == []


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        pytest.param(with_field("name2: x"), {"operations[0].name2"}, id="a-field-that-nobody-knows"),
        pytest.param(
            with_field("exits: {}"), {"operations[0].exits", "operations[0].exit"}, id="the-field-that-was-meant"
        ),
        pytest.param(
            instead("document:", "documents:"), {"documents", "document"}, id="the-required-field-that-was-meant"
        ),
        pytest.param(
            with_field("months: 12"), {"operations[0].months", "operations[0].mandate_period"}, id="the-block-meant"
        ),
        pytest.param(
            with_field("months: 12\nmandate_period: {from: 2013-07-01}"),
            {"operations[0].months", "operations[0].mandate_period.months"},
            id="the-field-meant-of-a-block-that-is-there",
        ),
        pytest.param(
            with_field("exits: {}\nexit: none"), {"operations[0].exits"}, id="a-field-that-is-said-to-be-none"
        ),
        pytest.param(
            with_field("authorized_strength: {military: 11,200, police: 30}"),
            {"operations[0].authorized_strength.military", "operations[0].authorized_strength.200"},
            id="a-number-cut-by-a-comma",
        ),
        pytest.param(instead("    role: un-mission\n", ""), {"operations[0].role"}, id="a-missing-field"),
        pytest.param(instead("role: un-mission", "role: none"), {"operations[0].role"}, id="none-for-a-required-field"),
        pytest.param(instead("role: un-mission", "role: mission"), {"operations[0].role"}, id="a-word-not-allowed"),
        pytest.param(with_field("reporting: {by: x}"), {"operations[0].reporting"}, id="a-block-where-a-list-belongs"),
        pytest.param(with_field("paragraph: [OP7, x]"), {"operations[0].paragraph[1]"}, id="one-item-of-a-list"),
        pytest.param(with_field("long_name:"), set(), id="nothing-for-an-optional-field-is-absent"),
    ],
)
def test_rules_do_not_read_what_is_wrong_nor_what_it_was_meant_to_be(text: str, paths: set[str]) -> None:
    assert not_read(text) == paths


def test_two_numbers_cut_alike_are_both_not_read() -> None:
    document, validity = held(with_field("authorized_strength: {military: 10,000, police: 2,000}"))
    assert [finding.rule for finding in [*document.findings, *validity.findings]] == ["duplicate-key", "unknown-field"]
    strength = ("operations", 0, "authorized_strength")
    assert {(*strength, "military"), (*strength, "police")} <= validity.broken


def test_several_mistakes_are_as_many_findings() -> None:
    _, validity = held(with_field("paragraph: [op7, 8]\nlong_name: 3\nmandate_perod: {}"))
    assert sorted(finding.rule for finding in validity.findings) == [
        "bad-form",
        "unknown-field",
        "wrong-type",
        "wrong-type",
    ]


@pytest.mark.parametrize(
    ("text", "check"),
    [
        pytest.param(with_field("phases: [&a {id: start}, *a]"), "alias", id="an-item-that-repeats-another"),
        pytest.param(with_field("phases: [{id: &a start}]\nlong_name: *a"), "alias", id="a-field-that-repeats-another"),
        pytest.param(instead("name: MINUSMA", "name: !!int MINUSMA"), "tag", id="a-tag"),
        pytest.param(with_field("exit: 3\nexit: {}"), "duplicate-key", id="a-field-that-stands-twice"),
    ],
)
def test_what_could_not_be_read_properly_is_not_judged_as_well(text: str, check: str) -> None:
    assert only_finding(text).rule == check


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("- a\n- b\n", "the file holds fields; here stands a list", id="a-list"),
        pytest.param("hello\n", "the file holds fields; here stands the text 'hello'", id="text"),
        pytest.param("3\n", "the file holds fields; here stands the number 3", id="a-number"),
        pytest.param("~\n", "the file holds no fields", id="nothing"),
    ],
)
def test_a_file_without_fields_is_told_so(text: str, message: str) -> None:
    finding = only_finding(text)
    assert (finding.rule, finding.path, finding.span.line) == ("not-a-mapping", (), 1)
    assert finding.message == message
    assert finding.remedy == "write lines such as `name: value`"


def test_of_a_rule_file_every_missing_field_is_told() -> None:
    _, validity = held("title: A problem\n", "rule")
    missing = [finding.message for finding in validity.findings]
    assert missing == [f"`{key}` is missing" for key in load("rule")["required"] if key != "title"]


def test_a_name_given_to_a_place_must_be_text() -> None:
    validity = validate(read("given: {operation: 3}\n", "rule.yaml"), "rule")
    (finding,) = [finding for finding in validity.findings if finding.rule != "missing-field"]
    assert (finding.rule, finding.path) == ("wrong-type", ("given", "operation"))
    assert finding.message == "`operation` takes text; here stands the number 3"


def test_long_text_is_cut_in_messages() -> None:
    finding = only_finding(with_field(f"phases: [{{id: start, consulted: {'the new government ' * 40}}}]"))
    assert len(finding.message) < 200
    assert finding.message.endswith("…'")
    assert finding.remedy == "write each item on a line of its own that begins with a dash and a space"


def test_the_same_document_gives_the_same_findings() -> None:
    text = with_field("paragraph: [op7, 8]\nlong_name: 3\nmandate_perod: {}")
    assert held(text)[1] == held(text)[1]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("road map", "road map"),
        ("S/RES/2100 (2013)", "S/RES/2100 (2013)"),
        ("2040:OP7", "2040:OP7"),
        ("a, b", '"a, b"'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        ('say "no"', '"say \\"no\\""'),
        ("", '""'),
        ("12", '"12"'),
        ("true", '"true"'),
        ("none", '"none"'),
        (True, "true"),
        ([1, {"a": ["x"]}], "[1, {a: [x]}]"),
    ],
)
def test_values_in_a_mend_are_quoted_where_yaml_needs_it(value: Any, written: str) -> None:
    assert in_yaml(value) == written


@given(st.text())
@tries(200)
def test_any_text_in_a_mend_reads_back_as_it_was(text: str) -> None:
    assert read(f"field: {in_yaml(text)}", "draft.yaml").value(("field",)) == text


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.lists(st.text(), max_size=2)))
@tries(200)
def test_a_mend_is_only_proposed_where_it_fits(value: object) -> None:
    assert mended(value, lambda _: False) == ""


@given(st.dates())
@tries(100)
def test_every_day_month_and_year_is_a_calendar_date(day: date) -> None:
    assert is_calendar_date(day.isoformat())
    assert is_calendar_date(day.isoformat()[:7])
    assert is_calendar_date(day.isoformat()[:4])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "13",
        "0000",
        "2013-13",
        "2013-00",
        "2013-02-30",
        "2013-7-1",
        "20130701",
        "2013-07-01\n",
        "2013-W27",
        "２０１３",
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert not is_calendar_date(text)


WRONG = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 3000),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "x", "11,200", "2013-02-30", "7 July 2013", "OP7\n", "Phase One", "unheard of", "a, b: #c"]),
    st.lists(st.sampled_from(["x", 1]), max_size=2),
    st.dictionaries(st.sampled_from(["text", "kinds", "200", "?"]), st.integers(0, 3), max_size=2),
)


@cache
def real_text(name: str) -> tuple[Any, list[Path]]:
    data = raw(example(name))
    return data, list(paths(data))


@given(st.sampled_from(REAL_TEXTS), st.integers(min_value=0), WRONG)
@tries(30)
def test_whatever_stands_at_a_place_is_told_with_a_mend_or_is_valid(name: str, pick: int, value: Any) -> None:
    data, places = real_text(name)
    path = places[pick % len(places)]
    data = deepcopy(data)
    node(data, path[:-1])[path[-1]] = value
    changed = document(data)
    validity = validate(changed, "mandate")
    for finding in validity.findings:
        assert finding.rule in CHECKS
        assert finding.rule != "not-allowed"  # the check for what nobody thought of
        assert finding.message
        assert finding.remedy
        assert changed.nearest(finding.path) == finding.path
    if value is not None and not gate("mandate")(changed.data):
        assert validity.findings
        assert validity.broken
