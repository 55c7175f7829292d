"""The vocabulary of a pack goes in; every mistake in it comes out, and what each of its words takes and gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from mandatelint.document import Document
from mandatelint.expression.check import Signature, check
from mandatelint.finding import Path, did_you_mean
from mandatelint.rule import Rule
from mandatelint.rulecheck import Check, Words, check_form, line
from mandatelint.schema import Shape
from mandatelint.vocabulary import Vocabulary, Word, names_in, texts, vocabulary_of

SECTIONS = ("lists", "conditions", "profiles")


def vocabulary_problems(document: Document, known: Words) -> list[str]:
    """What is wrong with a vocabulary; `known` are the words of other packs, which it may use and not name anew."""
    problems = check_form(document, "vocabulary")
    if problems:
        return problems
    vocabulary = vocabulary_of(document)
    problems = [*_names_twice(document, known), *_circles(document, vocabulary)]
    return problems or list(_VocabularyCheck(document, signed(vocabulary, known)).problems(vocabulary))


def signed(vocabulary: Vocabulary, known: Words | None = None) -> Words:
    """The words of a vocabulary and those known before, each with what it takes and gives."""
    known = known or Words()
    words = Words(known.vocabulary.with_words_of(vocabulary), dict(known.signatures))
    waiting = dict(vocabulary.words)
    while waiting:  # words that use others come after them; what stands in a circle is left
        ready = [
            word for word in waiting.values() if not any(use.word.name in waiting for use in vocabulary.uses(word.code))
        ]
        if not ready:
            break
        for word in ready:
            signature = _WordCheck(word, words).signature(word)
            words = Words(words.vocabulary, {**words.signatures, word.name: signature})
            del waiting[word.name]
    return words


def unused(vocabulary: Vocabulary, rules: Iterable[Rule]) -> Iterator[str]:
    """Words and profiles that nothing uses: neither a rule of these nor another word or profile."""
    named: set[str] = set()
    for rule in rules:
        written = rule.document.data.get("applies") or {}
        named.update(*(texts(value) for value in written.values()))
        codes = [*rule.when, *rule.require, *(code for _, code in rule.let)]
        named.update(use.word.name for code in codes for use in rule.vocabulary.uses(code))
    for word in vocabulary.words.values():
        named.update(use.word.name for use in vocabulary.uses(word.code))
    for profile in vocabulary.profiles.values():
        named.update(*(texts(value) for value in profile.applies.values()))
    for section, names in _named(vocabulary):
        for name, document in names.items():
            if name not in named and document is not None:
                place = document.heading((section, name))
                mend = "use it in a rule, or delete it"
                yield line(document, place.line, place.column, f"no rule uses `{name}`", mend)


def _named(vocabulary: Vocabulary) -> Iterator[tuple[str, Mapping[str, Document | None]]]:
    yield "lists", {word.name: word.document for word in vocabulary.words.values() if word.words}
    yield "conditions", {word.name: word.document for word in vocabulary.words.values() if not word.words}
    yield "profiles", {profile.name: profile.document for profile in vocabulary.profiles.values()}


def _names_twice(document: Document, known: Words) -> Iterator[str]:
    seen: dict[str, str] = dict.fromkeys((*known.vocabulary.words, *known.vocabulary.profiles), "another pack")
    for section in SECTIONS:
        for name in document.data.get(section) or {}:
            if name in seen:
                place = document.heading((section, name))
                message = f"`{name}` is named in {seen[name]} already"
                yield line(document, place.line, place.column, message, "choose another name")
            seen[name] = f"`{section}`"


def _circles(document: Document, vocabulary: Vocabulary) -> Iterator[str]:
    """Words that stand for themselves, by way of others or not; each circle is told once."""
    done: set[str] = set()

    def follow(word: Word, way: tuple[str, ...]) -> tuple[str, ...]:
        if word.name in way:
            return (*way[way.index(word.name) :], word.name)
        if word.name in done:
            return ()
        circles = (follow(use.word, (*way, word.name)) for use in vocabulary.uses(word.code))
        circle = next(filter(None, circles), ())
        done.add(word.name)
        return circle

    for word in vocabulary.words.values():
        circle = follow(word, ())
        if circle:
            place = document.heading(("conditions", circle[0], "is"))
            message = f"`{circle[0]}` stands for itself: {' uses '.join(circle)}"
            yield line(document, place.line, place.column, message, "write one of them out in the plain language")


class _WordCheck(Check):
    """One word, with the names for its places in scope."""

    def __init__(self, word: Word, words: Words) -> None:
        assert word.document is not None
        super().__init__(word.document, words)
        self.found: list[str] = []
        for name, path in word.given:
            here: Path = ("conditions", word.name, "given", name)
            self.found += [*self.name(here), *self.given(here, path)]

    def signature(self, word: Word) -> Signature:
        """How the word is written, what it takes, with the fields that it asks for, and what it gives."""
        value = check(word.code, self.scope, words=self.words.signatures).shape
        places = [self.asked(word, name, self.scope.get(name)) for name, _ in word.given]
        return Signature(word.written, tuple(places), value)

    def asked(self, word: Word, name: str, place: Shape | None) -> Shape | None:
        """What a place has to be, so that the word can be asked of it: a block needs the fields that are asked for."""
        if place is None or place.kind != "object":
            return place
        fields = set(re.findall(rf"(?<![\w.]){name}\.(\w+)", word.code))
        for use in self.words.vocabulary.uses(word.code):
            signature = self.words.signatures.get(use.word.name)
            inner = signature.places if signature is not None else ()
            fields.update(
                *(one.fields for one, at in zip(inner, use.places, strict=True) if at == name and one is not None)
            )
        return replace(place, fields={key: one for key, one in place.fields.items() if key in fields})


class _VocabularyCheck(Check):
    def problems(self, vocabulary: Vocabulary) -> Iterator[str]:
        for word in vocabulary.words.values():
            yield from self.listed(word) if word.words else self.condition(word)
        for profile in vocabulary.profiles.values():
            yield from self.profile(("profiles", profile.name, "applies"), profile.applies)

    def listed(self, word: Word) -> Iterator[str]:
        """Each word of a list has to be one that the field takes."""
        path: Path = ("lists", word.name)
        yield from self.word_name(path)
        shape = _at(self.top, str(self.document.value((*path, "of"))))
        if shape is None or not shape.words:
            message = f"`{self.document.value((*path, 'of'))}` is no field that takes words of a list"
            yield self.say((*path, "of"), 0, message, "write it like `operations[*].tasks[*].category`")
            return
        for index, one in enumerate(word.words):
            if one not in ("", *shape.words):
                message = f"`{shape.name}` can never be '{one}'"
                yield self.say((*path, "words", index), 0, message, did_you_mean(one, shape.words))

    def condition(self, word: Word) -> Iterator[str]:
        places = _WordCheck(word, self.words)
        path: Path = ("conditions", word.name)
        yield from self.word_name(path)
        yield from places.found
        checked = places.expression(word.code)
        yield from places.told((*path, "is"), checked)
        if checked.shape is not None and checked.shape.kind not in ("flag", "list") and not checked.problems:
            message = "the expression neither asks something nor names items of a list"
            yield places.say((*path, "is"), 0, message, "compare it, or write it out where it is used")
        for name, _ in word.given:
            if name not in names_in(word.code):
                message = f"the expression never asks about `{name}`"
                yield places.say_of_field((*path, "given", name), message, "delete it")

    def profile(self, path: Path, written: Mapping[str, Any]) -> Iterator[str]:
        fields = self.applies_words()
        for key, value in written.items():
            if key in fields:
                yield from self.among((*path, key), self.words.vocabulary.listed(value), fields[key], value)
            elif key not in ("after", "from"):
                mend = did_you_mean(key, (*fields, "after", "from"))
                yield self.say_of_field((*path, key), f"`applies` has no field '{key}'", mend)


def _at(shape: Shape, path: str) -> Shape | None:
    """The shape at the end of a path such as `operations[*].tasks[*].category`."""
    found: Shape | None = shape
    for step in path.replace("[*]", ".[*]").split("."):
        if found is None:
            return None
        found = found.items if step == "[*]" else found.fields.get(step)
    return found.items if found is not None and found.kind == "list" else found
