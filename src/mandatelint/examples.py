"""The examples inside a rule file go in, each to that rule alone; what became of each comes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from mandatelint.document import Document
from mandatelint.expression import Engine, ExpressionError
from mandatelint.expression.check import Signature
from mandatelint.finding import Path, path_text
from mandatelint.judging import Judge, Outcome
from mandatelint.rule import WORD_KINDS, Example, Rule
from mandatelint.schema import Shape, Validity, load, shape, validate
from mandatelint.schema.files import resolve
from mandatelint.view import complete, readable
from mandatelint.vocabulary import Vocabulary, Word
from mandatelint.vocabularycheck import signed

Verdict = Literal["validated", "reported", "noisy", "missing", "misplaced", "mistaken", "invalid"]
AS_MEANT: tuple[Verdict, ...] = ("validated", "reported")
_MEANT: dict[str, Outcome] = {"good": "pass", "bad": "fail", "silent": "not-applicable", "unknown": "unknown"}
DATE = "2014-01-01"
"""The date of an example that gives none."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one example.

    rule: the rule, or the word of a vocabulary.
    validated: a good, silent or unknown one came out as it was meant. reported: a bad one was found, at its place.
    noisy: the rule fired on a draft that is not bad. missing: it was silent on a bad one. misplaced: it fired
    elsewhere. mistaken: good, silent and unknown were mixed up. invalid: the example is no draft.
    """

    rule: str
    example: Example
    line: int
    verdict: Verdict
    detail: str = ""

    @property
    def as_meant(self) -> bool:
        return self.verdict in AS_MEANT


def try_words(vocabulary: Vocabulary) -> Iterator[Trial]:
    """Ask each condition of a vocabulary of its own examples.

    It holds at some place of the one kind, and not of the first items of the other; a list has items, or none.
    """
    signatures = signed(vocabulary).signatures
    for word in vocabulary.words.values():
        document = word.document
        if word.words or document is None:
            continue
        judge = Judge(_asking(word, signatures[word.name], vocabulary), Engine(readable().fields))
        for kind in WORD_KINDS:
            path = ("conditions", word.name, kind)
            for number in range(len(document.value(path))):
                example = Example(kind, number, document.part((*path, number)))
                verdict, detail = _try_word(judge, example)
                yield Trial(word.name, example, document.span((*path, number)).line, verdict, detail)


def _try_word(judge: Judge, example: Example) -> tuple[Verdict, str]:
    document = completed(example.draft, judge.rule)
    validity = validate(document, "mandate")
    if validity.findings:
        return "invalid", _first(validity)
    view = complete(document, validity.broken)
    try:
        answers = [answer.outcome for answer in judge.answers(view, judge.engine.facts(view.roots))]
    except ExpressionError as error:
        return "invalid", str(error)
    if example.kind == "holds":
        return ("validated", "") if "pass" in answers else ("missing", "it holds nowhere")
    return ("noisy", "it holds of the first items") if answers[:1] == ["pass"] else ("validated", "")


def _asking(word: Word, signature: Signature, vocabulary: Vocabulary) -> Rule:
    """A rule that requires nothing but the word; a list is asked whether there is anything in it."""
    is_list = signature.value is not None and signature.value.kind == "list"
    asks = f"{word.written} != []" if is_list else word.written
    document = word.document
    assert document is not None
    return Rule(
        id=word.name,
        category="",
        pack="",
        source=document.source,
        read=lambda: document,
        title=word.means,
        lessons=(),
        severity="info",
        require=(asks,),
        message=word.means,
        why="",
        avoid="",
        prefer="",
        remedy="",
        given=word.given,
        vocabulary=vocabulary,
    )


def try_examples(rule: Rule) -> Iterator[Trial]:
    """Judge every example of a rule by that rule alone."""
    judge = Judge(rule, Engine(readable().fields))
    for example in rule.examples:
        path = ("examples", example.kind, example.number)
        verdict, detail = _try(judge, example)
        yield Trial(rule.id, example, rule.document.span(path).line, verdict, detail)


def _try(judge: Judge, example: Example) -> tuple[Verdict, str]:
    document = completed(example.draft, judge.rule)
    validity = validate(document, "mandate")
    if validity.findings:
        return "invalid", _first(validity)
    view = complete(document, validity.broken)
    judgement = judge.judge(view, judge.engine.facts(view.roots))
    if judgement.outcome != _MEANT[example.kind]:
        return _amiss(example, judgement.outcome), f"the outcome is {judgement.outcome}"
    if example.kind != "bad":
        return "validated", ""
    places = [path_text(finding.path) for finding in judgement.findings]
    if example.at not in places:
        return "misplaced", f"the finding is at {' and '.join(places)}, not at {example.at}"
    return "reported", ""


def _first(validity: Validity) -> str:
    finding = validity.findings[0]
    return f"{finding.message}; {finding.remedy} (line {finding.span.line})"


def _amiss(example: Example, outcome: Outcome) -> Verdict:
    if example.kind == "bad":
        return "missing"
    return "noisy" if outcome == "fail" else "mistaken"


def completed(draft: Document, rule: Rule) -> Document:
    """An example with what the schema requires filled in, item by item; nothing is merged."""
    data = _fill(draft.data, shape("mandate"), load("mandate"), (), draft.lifted)
    if not data.get("actions") and ("actions",) not in draft.lifted:
        data["actions"] = [{"kind": rule.applies.actions[0] if rule.applies.actions else "establish"}]
    if rule.applies.operations:
        for given, operation in zip(draft.data.get("operations") or (), data.get("operations") or (), strict=False):
            if "kind" not in given and isinstance(operation, dict):
                operation["kind"] = rule.applies.operations[0]
    return replace(draft, data=data)


def _fill(value: Any, node: Shape, schema: dict[str, Any], path: Path, lifted: dict[Path, str]) -> Any:
    if isinstance(value, list) and node.items is not None:
        return [_fill(item, node.items, schema, (*path, index), lifted) for index, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    definition = _definition(schema, path)
    filled = dict(value)
    for key in definition.get("required", ()):
        if key not in filled and (*path, key) not in lifted:
            filled[key] = _required(resolve(schema, definition["properties"][key]), path)
    return {
        key: _fill(inner, node.fields[key], schema, (*path, key), lifted) if key in node.fields else inner
        for key, inner in filled.items()
    }


def _definition(schema: dict[str, Any], path: Path) -> dict[str, Any]:
    node = schema
    for step in path:
        node = resolve(schema, node["items"] if isinstance(step, int) else node["properties"][step])
    return node


def _required(field: dict[str, Any], path: Path) -> Any:
    """The simplest value for a required field: the first word, an empty block or list, or a name made of the place."""
    if "const" in field:
        return field["const"]
    if "enum" in field:
        return field["enum"][0]
    if field.get("format") == "calendar-date":
        return DATE
    if field.get("type") in ("array", "object"):
        return [] if field["type"] == "array" else {}
    return "-".join(str(step).replace("_", "-") for step in path[-2:])
