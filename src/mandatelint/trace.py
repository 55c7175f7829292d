"""A rule and a draft go in; step by step, why the rule fired or did not comes out as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mandatelint.document import Document
from mandatelint.expression import Engine, ExpressionError, Facts, NotKnownError
from mandatelint.finding import path_text
from mandatelint.judging import Judge
from mandatelint.places import Indices, Unlisted
from mandatelint.rule import Rule
from mandatelint.schema import validate
from mandatelint.view import View, complete, readable


def trace(rule: Rule, document: Document) -> Iterator[str]:
    """Line by line: each place that the rule selects, what `applies`, `let`, `when` and `require` say there."""
    judge = Judge(rule, Engine(readable().fields))
    view = complete(document, validate(document, "mandate").broken)
    facts = judge.engine.facts(view.roots)
    yield f"{rule.id} on {document.source}"
    for place in judge.places(view):
        if isinstance(place, Unlisted):
            answer = judge.ask_unlisted(facts, place)
            yield f"at {_where(judge, place.indices)}: `{place.key}` is not known ({view.reason(place.key)})"
            yield f"  = {answer.outcome}"
        else:
            yield from _at_place(judge, view, facts, place)
    judgement = judge.judge(view, facts)
    reason = f": {judgement.reason}" if judgement.reason else ""
    yield f"outcome: {judgement.outcome}{reason}"
    for finding in judgement.findings:
        yield f"finding at {path_text(finding.path)}, line {finding.span.line}: {finding.message}"


def _at_place(judge: Judge, view: View, facts: Facts, place: Indices) -> Iterator[str]:
    lines = {path_text(judge.path(place, step.item)): step for step in judge.steps}
    row = view.document.heading(judge.path(place, judge.steps[-1].item)).line if judge.steps else 1
    yield f"at {', '.join(f'{step.item} = {path}' for path, step in lines.items()) or 'the draft'}, line {row}"
    for name, expression in judge.rule.let:
        yield f"  let {name} = {_value(judge, facts, place, name)}   # {_line(expression)}"
        yield from _words(judge, facts, place, expression)
    for condition, code in zip(judge.written_conditions, judge.conditions, strict=True):
        value = _value(judge, facts, place, code)
        yield f"  when {value}   # {_line(condition)}"
        yield from _words(judge, facts, place, condition)
        if value == "false":
            yield "  = not-applicable"
            return
    for requirement in judge.rule.require:
        value = _value(judge, facts, place, judge.rule.vocabulary.expand(requirement))
        yield f"  require {value}   # {_line(requirement)}"
        yield from _words(judge, facts, place, requirement)
    yield f"  = {judge.ask_place(facts, place).outcome}"


def _words(judge: Judge, facts: Facts, place: Indices, expression: str) -> Iterator[str]:
    """The words of the vocabulary in an expression, step by step: each with its value and what it stands for.

    Where one asks about the items of a list on the way, it has no single value.
    """
    vocabulary = judge.rule.vocabulary
    told: set[str] = set()
    for depth, use in vocabulary.explained(expression):
        if use.word.words or use.written in told:
            continue
        told.add(use.written)
        value = _value(judge, facts, place, vocabulary.expand(use.code))
        shown = f"{value}   " if not value.startswith("broken") else ""
        yield f"{'  ' * depth}      {shown}# {use.shown}"


def _where(judge: Judge, indices: Indices) -> str:
    steps = judge.steps[: len(indices)]
    return ", ".join(f"{step.item} = {path_text(judge.path(indices, step.item))}" for step in steps) or "the draft"


def _value(judge: Judge, facts: Facts, place: Indices, expression: str) -> str:
    try:
        value: Any = judge.ask(facts, place, expression)
    except NotKnownError as unknown:
        return f"not known (`{unknown}`)"
    except ExpressionError as error:
        return f"broken ({error})"
    return _shown(value)


def _shown(value: Any) -> str:
    """A value in a line: blocks by their ids, lists in brackets."""
    if isinstance(value, dict):
        return str(value.get("id") or "{...}" if value else "not known")
    if isinstance(value, list):
        return f"[{', '.join(map(_shown, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _line(expression: str) -> str:
    return " ".join(expression.split())
