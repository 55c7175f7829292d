"""Rules and lessons go in; what `mandatelint rule` and `mandatelint lesson` print comes out, as text or as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import dedent, indent, wrap
from typing import Any

from mandatelint.finding import counted, prose
from mandatelint.rule import EXAMPLE_KINDS, Lesson, Rule
from mandatelint.ruleset import RuleSet
from mandatelint.vocabulary import Use
from mandatelint.wording import without_holes

WIDTH = 92
_MEANT = {"good": "Passes", "bad": "Fails", "silent": "Not asked", "unknown": "Not judged"}


def rule_list(ruleset: RuleSet) -> str:
    """One line for each rule."""
    wide = max((len(rule.id) for rule in ruleset.rules), default=0)
    lines = [
        f"{rule.id:{wide}}  {rule.severity:7}  {', '.join(rule.lessons):9}  {rule.title}" for rule in ruleset.rules
    ]
    return "\n".join([*lines, "", f"{counted(len(ruleset.rules), 'rule')}; `mandatelint rule ID` explains one"]) + "\n"


def lesson_list(ruleset: RuleSet) -> str:
    """One line for each lesson, with the number of its rules."""
    lines = []
    for lesson in ruleset.lessons.values():
        serving = len(ruleset.serving(lesson.id))
        lines.append(f"{lesson.id}  {counted(serving, 'rule') if serving else 'no rule yet':11}  {lesson.title}")
    number = counted(len(ruleset.lessons), "lesson")
    return "\n".join([*lines, "", f"{number}; `mandatelint lesson ID` explains one"]) + "\n"


def rule_page(rule: Rule, ruleset: RuleSet) -> str:
    """All there is to know of a rule."""
    lessons = [ruleset.lessons[lesson] for lesson in rule.lessons]
    parts: list[tuple[str, str]] = [
        ("Why", rule.why),
        ("Avoid", rule.avoid),
        ("Prefer", rule.prefer),
        ("Asked", _asked(rule)),
        ("Exceptions", rule.exceptions),
        ("Beyond its source", rule.extends),
        ("Mend", without_holes(rule.remedy)),
    ]
    lines = [rule.id, rule.title, f"{rule.severity}, {rule.category}, {rule.status}"]
    for title, text in parts:
        if text:
            lines += ["", title, *_wrapped(text)]
    lines += ["", "What it asks", *_expressions(rule)]
    words = _words_of(rule)
    if words:
        lines += ["", "In other words"]
        for use in words:
            lines += _wrapped(f"{use.word.written}: {use.word.means}", indent=4)
            lines += _wrapped(f"= {' '.join(use.word.code.split())}", indent=6, first=4)
    if rule.precedents:
        lines += ["", "Precedents"]
        for precedent in rule.precedents:
            lines += _wrapped(precedent.sentence)
    if rule.within:
        where = f"the finding of {prose(rule.within)}, where that fires at the same operation"
        lines += ["", "Told within", *_wrapped(where)]
    for tension in rule.tension:
        lines += ["", f"Pulls against {_titled(tension.against, ruleset)}", *_wrapped(tension.say)]
    for lesson in lessons:
        lines += ["", f"Lesson {lesson.id}: {lesson.title}", *_wrapped(lesson.thesis), *_rests(lesson)]
    if rule.references:
        lines += ["", "References", *_wrapped(", ".join(rule.references))]
    lines += ["", f"Examples, from {rule.source}", *_examples(rule)]
    return "\n".join(lines) + "\n"


def lesson_page(lesson: Lesson, ruleset: RuleSet) -> str:
    """All there is to know of a lesson."""
    lines = [f"{lesson.id} {lesson.name}", lesson.title, "", *_wrapped(lesson.thesis), *_rests(lesson)]
    if lesson.extends:
        lines += ["", "Beyond its source", *_wrapped(lesson.extends)]
    if lesson.cells:
        lines += ["", "What a rule could see"]
        for cell in lesson.cells:
            lines += _wrapped(f"{cell['id']}  {' '.join(cell['catches'].split())}: {_seen(cell)}", indent=9)
    lines += ["", "Rules"]
    serving = ruleset.serving(lesson.id)
    lines += [f"  {rule.id} ({rule.severity}): {rule.title}" for rule in serving] or ["  none yet"]
    for other, say in _pulls(lesson, ruleset):
        lines += ["", f"Pulls against {_titled(other, ruleset)}", *_wrapped(say)]
    return "\n".join(lines) + "\n"


def _pulls(lesson: Lesson, ruleset: RuleSet) -> Iterator[tuple[str, str]]:
    """The lessons and rules that pull against a lesson, whichever side says so, and how."""
    own = {lesson.id, *(rule.id for rule in ruleset.serving(lesson.id))}
    for rule in ruleset.rules:
        for tension in rule.tension:
            if lesson.id in rule.lessons:
                yield tension.against, tension.say
            elif tension.against in own:
                yield from ((other, tension.say) for other in rule.lessons)


def _titled(name: str, ruleset: RuleSet) -> str:
    """A lesson or a rule with its title."""
    titled = ruleset.lessons[name] if name in ruleset.lessons else ruleset.find(name)
    return f"{name}: {titled.title}"


def rule_object(rule: Rule) -> dict[str, Any]:
    """A rule as plain data, for `rule --format json`."""
    return {
        "id": rule.id,
        "title": rule.title,
        "category": rule.category,
        "pack": rule.pack,
        "severity": rule.severity,
        "status": rule.status,
        "lessons": list(rule.lessons),
        "applies": {
            "actions": list(rule.applies.actions),
            "unless": list(rule.applies.unless),
            "roles": list(rule.applies.roles),
            "operations": list(rule.applies.operations),
            "stages": list(rule.applies.stages),
            "from": rule.applies.since,
        },
        "given": dict(rule.given),
        "let": dict(rule.let),
        "when": list(rule.when),
        "require": list(rule.require),
        "words": [
            {"word": use.word.written, "means": use.word.means, "stands_for": " ".join(use.word.code.split())}
            for use in _words_of(rule)
        ],
        "why": rule.why,
        "avoid": rule.avoid,
        "prefer": rule.prefer,
        "exceptions": rule.exceptions,
        "extends": rule.extends,
        "remedy": rule.remedy,
        "precedents": [precedent.as_object() for precedent in rule.precedents],
        "tension": [{"with": tension.against, "say": tension.say} for tension in rule.tension],
        "references": list(rule.references),
        "source": rule.source,
    }


def lesson_object(lesson: Lesson, ruleset: RuleSet) -> dict[str, Any]:
    """A lesson as plain data, for `lesson --format json`."""
    return {
        "id": lesson.id,
        "name": lesson.name,
        "title": lesson.title,
        "pack": lesson.pack,
        "thesis": lesson.thesis,
        "rests_on": list(lesson.rests_on),
        "extends": lesson.extends,
        "cells": [
            {
                "id": cell["id"],
                "catches": " ".join(cell["catches"].split()),
                "rules": list(cell.get("rules") or ()),
                "not_checkable": cell.get("not-checkable") or "",
            }
            for cell in lesson.cells
        ],
        "rules": [rule.id for rule in ruleset.serving(lesson.id)],
    }


def _examples(rule: Rule) -> Iterator[str]:
    """The examples as the rule file has them, by what is to become of each."""
    for kind in EXAMPLE_KINDS:
        shown = [example for example in rule.examples if example.kind == kind]
        for number, example in enumerate(shown, 1):
            span = rule.document.span(("examples", kind, example.number))
            written = rule.document.lines[span.line - 1 : span.end_line]
            yield f"  {_MEANT[kind]}{f' ({number} of {len(shown)})' if len(shown) > 1 else ''}:"
            yield from indent(dedent("\n".join(written)), "    ").split("\n")


def _expressions(rule: Rule) -> Iterator[str]:
    """What a rule goes through, when it speaks and what must hold, as its file has it."""
    for name, path in rule.given:
        yield from _wrapped(f"of each {name} ({path})", indent=4)
    for name, code in rule.let:
        yield from _wrapped(f"let {name} be {' '.join(code.split())}", indent=6)
    for said, codes in (("where", rule.when), ("must hold:", rule.require)):
        for code in codes:
            yield from _wrapped(f"{said} {' '.join(code.split())}", indent=6)


def _words_of(rule: Rule) -> list[Use]:
    """The words of the vocabulary that a rule uses, and those that these use, each once as it is first written."""
    found: dict[str, Use] = {}
    for code in (*(code for _, code in rule.let), *rule.when, *rule.require):
        for _, use in rule.vocabulary.explained(code):
            found.setdefault(use.word.name, use)
    return list(found.values())


def _wrapped(text: str, indent: int = 2, first: int = 2) -> list[str]:
    return wrap(
        text,
        WIDTH,
        initial_indent=" " * first,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _rests(lesson: Lesson) -> Iterator[str]:
    if lesson.rests_on:
        yield f"  It rests on {prose(lesson.rests_on)} of its source (pack {lesson.pack})."


def _seen(cell: dict[str, Any]) -> str:
    if cell.get("not-checkable"):
        return f"cannot be checked ({cell['not-checkable']})"
    return prose(cell.get("rules") or []) or "no rule yet"


def _asked(rule: Rule) -> str:
    """To what a rule applies, from what it declares."""
    applies = rule.applies
    parts: Iterable[str] = (
        f"of an act that does one of these: {_words(applies.actions)}" if applies.actions else "",
        f"unless it does one of these: {_words(applies.unless)}" if applies.unless else "",
        f"of an operation in the role of: {_words(applies.roles)}" if applies.roles else "",
        f"of an operation of one of these kinds: {_words(applies.operations)}" if applies.operations else "",
        f"at one of these stages: {_words(applies.stages)}" if applies.stages else "",
        f"of texts of {applies.since} or later" if applies.since else "",
    )
    return "; ".join(part for part in parts if part)


def _words(words: tuple[str, ...]) -> str:
    return ", ".join(word.replace("-", " ") for word in words)
