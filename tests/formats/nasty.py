"""Drafts and reports that try to subvert what reads them, and the judge of what came of it, for tests of formats."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import cycle
from typing import Any

from hypothesis import strategies as st

from mandatelint.finding import Finding, Precedent, RelatedPlace, Span
from mandatelint.linter import Linter
from mandatelint.report import Compared, DraftReport, Pull, Report, RuleOutcome
from mandatelint.ruleset import load_rules
from mandatelint.sources import Source
from mandatelint.suppression import Suppressed, Waiver
from variants import example, paths, raw, written

NASTY = (
    "\x1b[31mred\x1b[0m \x9b2J\x07\x00\x7f",
    "\u202egpj.exe\u202c \u2066a\u2069\u200f\u061c",
    "<script>alert(1)</script> <!-- & &amp; &#27; \"' -->",
    "]]><x/><![CDATA[",
    "::error::own goal",
    "\n::stop-commands::own goal\n",
    "\r::warning file=a,line=1::own goal",
    "##[error]own goal ##vso[task.complete]",
    "%0A::error::own goal%25%3A%2C",
    "\u2028::error::own goal\u2029\x85\x0b\x0c",
    "`code` **bold** [link](javascript:x) | cell | # head\n# head\n- item\n```",
    "\ufffe\uffff\ufeff",
    "\ud800 \udfff",
    "\t\\ \\u001b {hole} ${{ secrets }} $(id)",
)
"""Texts that some reader would obey, trip over or take for more than text."""

# Halves of a character are no UTF-8, and YAML refuses them behind `\u`, too.
_READABLE = [text for text in NASTY if not text.startswith("\ud800")]

SOURCE = "a\x1b[1m\u202e/::error::,%0A<&\"']]>\n##[error]|`\ud800.yaml"
"""The name of a file in this vein."""

# Fields that take any text, so that the draft stays valid and rules quote it.
_FREE = {"capital", "condition", "long_name", "name", "source", "symbol", "text", "timing", "title", "what", "who"}


RULES = tuple(load_rules().rules[:8])
"""The rules that the reports of `report_of` speak of."""


@cache
def nasty_report() -> Report:
    """What is found in drafts with such texts in every free field, in every field, in keys, comments and bare lines."""
    drafts = [
        _draft(_FREE),
        _draft(),
        "mandate: 1\n" + "".join(f"{json.dumps(text)}: 1\n" for text in _READABLE),
        "".join(map(_comment, _READABLE)) + _draft(_FREE),
        "mandate: 1\n" + "\n".join(_READABLE),
        "\n".join(NASTY),
    ]
    return Linter(load_rules()).lint(_source(f"{number}/{SOURCE}", draft) for number, draft in enumerate(drafts))


def _comment(text: str) -> str:
    """Comments that silence a rule that fires, silence nothing, and cannot be read, each with the text."""
    line = " ".join(text.split())
    forms = f"file-ignore[no-assessment-named] {line}", f"ignore[{line}] {line}", f"ignore {line}"
    return "".join(f"# mandatelint: {form}\n" for form in forms)


def _draft(fields: set[str] | None = None) -> str:
    """The example in which every lesson fails, with a nasty text behind what stands in these fields, or in all."""
    data = raw(example("mali-2013/behemoth"))
    texts = cycle(_READABLE)
    for path in list(paths(data)):
        *way, last = path
        holder: Any = data
        for step in way:
            holder = holder[step]
        if isinstance(holder[last], str) and (fields is None or last in fields):
            holder[last] = f"{holder[last]} {next(texts)}"
    return written(data)


def _source(name: str, draft: str) -> Source:
    content = draft.encode("utf-8", "surrogatepass")
    return Source(name, lambda: content, named=True)


def report_of(text: str) -> Report:
    """A report that holds the text wherever a report can hold text that is not ours."""
    one, other, silenced, known, hidden, unknown, silent, passing = (rule.id for rule in RULES)
    span, path = Span(2, 3, 2, 9), ("operations", 0, text)
    places = (RelatedPlace(path, Span(1, 1, 3, 1), text),)
    precedents = (Precedent(text, (text,), "well", text),)

    def finding(rule: str) -> Finding:
        return Finding(rule, "warning", text, path, span, text, text, text, ("L01",), precedents, places)

    draft = DraftReport(
        text,
        tuple(map(finding, ("yaml-syntax", one, one, other))),
        (
            RuleOutcome(one, "fail"),
            RuleOutcome(other, "fail"),
            RuleOutcome(silenced, "fail"),
            RuleOutcome(known, "fail"),
            RuleOutcome(hidden, "fail"),
            RuleOutcome(unknown, "unknown", f"`field` is not known: {text}"),
            RuleOutcome(silent, "not-applicable", text),
            RuleOutcome(passing, "pass"),
        ),
        (("L01", "fail"),),
        suppressed=(Suppressed(finding(silenced), text, 1),),
        waivers=(Waiver(text, 1, silenced, "ignore", text, "", "active", 1),),
        known=(finding(known),),
        pulls=(Pull(one, other, text),),
        lines={2: text},
        anchors={path: text},
        symbol=text,
        refused=text,
    )
    return Report((draft,), RULES, passed_over=(text,), failures=(text,), compared=Compared(text))


WILD = st.text(st.characters()) | st.lists(
    st.sampled_from([*NASTY, *'\n\r\t %:,=&<>]"\\#[|', "::", "##[", "é", "\U0001f54a"])
).map("".join)
"""Any text at all, or one made of what readers mind; halves of characters among it."""

_OBEYED = re.compile(
    # Control characters apart from tab and line break, what turns text around, and what is no character at all.
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
    # Commands in the log of a build.
    r"|^\s*::|##(?:vso)?\[",
    re.MULTILINE,
)


def obeyed(text: str) -> list[str]:
    """What a terminal, an eye or the log of a build would obey in a text."""
    return _OBEYED.findall(text)


def texts(value: Any) -> Iterator[str]:
    """Every text in what a JSON reader gave."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
