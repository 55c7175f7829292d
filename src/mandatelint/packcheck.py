"""A pack of rules goes in: its files, its lessons, and the rules of other packs; every mistake in it comes out.

Imported only for rules from outside, and where the built-in ones are tested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mandatelint.document import Document
from mandatelint.expression import Engine, ExpressionError
from mandatelint.finding import Path, did_you_mean
from mandatelint.judging import Judge
from mandatelint.rule import Lesson, Rule, rule_of
from mandatelint.rulecheck import Words, check_form, check_rule, line
from mandatelint.view import readable
from mandatelint.vocabulary import Vocabulary, vocabulary_of
from mandatelint.vocabularycheck import signed, unused, vocabulary_problems

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*").fullmatch


def rule_problems(document: Document, identifier: str, lessons: dict[str, Lesson], words: Words) -> list[str]:
    """What is wrong with a rule file; words: those that it may use."""
    problems = check_form(document, "rule")
    if not _ID(identifier):
        message = f"'{identifier}' cannot be the name of a rule"
        problems.append(line(document, 1, 1, message, "name the file in small letters, digits and hyphens"))
    return (
        problems
        or check_rule(document, lessons, words)
        or list(_as_a_whole(rule_of(document, identifier, "", "", words.vocabulary)))
    )


def _as_a_whole(rule: Rule) -> Iterator[str]:
    """What is wrong with a rule of which each expression is right: put together, they may be too much."""
    try:
        Judge(rule, Engine(readable().fields)).fold()
    except ExpressionError:
        place = rule.document.heading(("require",))
        message = "all expressions of the rule together are nested too deep"
        yield line(rule.document, place.line, place.column, message, "name less under `let`, or split the rule")


def words_of_pack(document: Document | None, pack: str, shared: Vocabulary) -> tuple[Words, list[str]]:
    """The words that the rules of a pack may use, `shared` ones among them, and what is wrong with its own."""
    known = signed(shared)
    problems = vocabulary_problems(document, known) if document is not None else []
    return known if document is None or problems else signed(vocabulary_of(document, pack), known), problems


def unused_words(words: Words, shared: Vocabulary, rules: list[Rule]) -> list[str]:
    """The words of a pack, apart from the `shared` ones, that none of its rules uses."""
    return list(unused(words.vocabulary.without(shared), rules))


def catalogue_problems(document: Document, lessons: dict[str, Lesson]) -> list[str]:
    """What is wrong with a catalogue of lessons."""
    return check_form(document, "lessons") or list(_lessons_twice(document, lessons))


def _lessons_twice(document: Document, lessons: dict[str, Lesson]) -> Iterator[str]:
    """Ids and names in a catalogue that stand twice in it, or belong to another pack."""
    pack = document.data["pack"]
    others = [lesson for lesson in lessons.values() if lesson.pack != pack]
    packs = {name: lesson.pack for lesson in others for name in (lesson.id, lesson.name)}
    for index, item in enumerate(document.data["lessons"]):
        for key in ("id", "name"):
            if item[key] in packs:
                place = document.value_span(("lessons", index, key))
                message = f"a lesson is called '{item[key]}' already, in the pack {packs[item[key]]}"
                yield line(document, place.line, place.column, message, f"give this one another {key}")
        packs |= {item["id"]: pack, item["name"]: pack}


def clashes(rules: list[Rule], lessons: dict[str, Lesson]) -> list[str]:
    """Ids of rules, categories, lessons and packs share one name space, because all of them can be selected by."""
    others = {name: "lesson" for lesson in lessons.values() for name in (lesson.id, lesson.name)}
    others |= {lesson.pack: "pack" for lesson in lessons.values()} | {rule.pack: "pack" for rule in rules}
    problems = []
    for category, rule in {rule.category: rule for rule in reversed(rules) if rule.category != rule.pack}.items():
        if category in others:
            message = f"the folder '{category}' bears the name of a {others[category]}"
            problems.append(line(rule.document, 1, 1, message, "rename the folder"))
    others = {rule.category: "category" for rule in rules} | others
    seen: dict[str, str] = {}
    for rule in rules:
        if rule.id in seen:
            message = f"a rule called '{rule.id}' is in {seen[rule.id]} already"
            problems.append(line(rule.document, 1, 1, message, "rename one of the two files"))
        elif rule.id in others:
            message = f"'{rule.id}' is the name of a {others[rule.id]}"
            problems.append(line(rule.document, 1, 1, message, "rename the file"))
        seen.setdefault(rule.id, rule.source)
    for rule in rules:
        for index, name in enumerate(rule.formerly):
            if name in seen or name in others:
                place = rule.document.value_span(("formerly", index))
                message = f"'{name}' is the name of a {others.get(name, 'rule')}, and no former one"
                problems.append(line(rule.document, place.line, place.column, message, "delete it"))
    return problems


def lost_names(rules: list[Rule], names: set[str]) -> list[str]:
    """What a rule pulls against, or belongs within, has to be a rule, or one of the `names` of lessons and others."""
    known = {*names, *(rule.id for rule in rules)}
    problems = []
    for rule in rules:
        named: list[tuple[Path, str]] = [
            (("tension", index, "with"), tension.against) for index, tension in enumerate(rule.tension)
        ]
        named += [(("within", index), name) for index, name in enumerate(rule.within)]
        for path, name in named:
            if name not in known:
                place = rule.document.value_span(path)
                message = f"no lesson or rule is called '{name}'"
                problems.append(line(rule.document, place.line, place.column, message, did_you_mean(name, known)))
    return problems
