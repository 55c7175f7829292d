"""Expressions with the words that rules share go in; the same in the plain rule language comes out.

A word is a list of words of the draft (`fighting`), a condition (`hostilities`) or a condition with places
(`works_with(task, actor)`). It is replaced by what it stands for before anything is compiled, so that the engine knows
nothing of it. A profile is a part of `applies` under a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from mandatelint.document import Document

VOCABULARY = "vocabulary.yaml"

TOKEN = re.compile(
    r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|(?<![\w.])(?P<name>[a-z_]\w*)"""
    r"""(?P<places>\(\s*[a-z_][\w.]*(?:\s*,\s*[a-z_][\w.]*)*\s*\))?"""
)
"""A text in quotes, in which no word stands; a name with which a path begins, with the places in brackets behind it."""
_HIDDEN = re.compile(r"__[a-z_]+")
_LOOP = re.compile(r"\.(?:exists|all|filter|map)\(\s*(?P<name>[a-z_]\w*)\s*,")


class Word(NamedTuple):
    """One word. given: the names for the places that it asks about, with their lists; words: of a list, else empty.

    code: what stands in its place, in the language with words. means: a sentence.
    """

    name: str
    means: str
    code: str
    given: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()
    document: Document | None = None

    @property
    def written(self) -> str:
        """`works_with(task, actor)`: the word as an expression has it."""
        return f"{self.name}({', '.join(name for name, _ in self.given)})" if self.given else self.name


class Profile(NamedTuple):
    """A part of `applies` that rules share."""

    name: str
    means: str
    applies: Mapping[str, Any]
    document: Document | None = None


class Use(NamedTuple):
    """A word where an expression has it: `works_with(t, a)`, its places, and what that stands for, one step on."""

    written: str
    word: Word
    places: tuple[str, ...]
    code: str

    @property
    def shown(self) -> str:
        """`works_with(t, a): The task is carried out with the actor, or for it. = actor.id in ...`, for a reader."""
        meant = "" if self.word.words else f" = {' '.join(self.word.code.split())}"
        return f"{_HIDDEN.sub('', self.written)}: {self.word.means}{meant}"


@dataclass(frozen=True)
class Vocabulary:
    """The words and profiles that the rules of a pack may use: its own and the built-in ones."""

    words: Mapping[str, Word] = field(default_factory=dict)
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    pack: str = ""

    def expand(self, code: str, inside: tuple[str, ...] = ()) -> str:
        """`code` in the plain language. A word that stands for itself by way of others is left as it is."""

        def stand_in(match: re.Match[str]) -> str:
            use = self.use(match)
            if use is not None and use.word.name not in inside:
                return self.expand(use.code, (*inside, use.word.name))
            return match[0] if not match["places"] else match["name"] + TOKEN.sub(stand_in, match["places"])

        return TOKEN.sub(stand_in, code) if self.words else code

    def size(self, code: str) -> int:
        """About how many characters `code` has in the plain language, without writing them: they double quickly."""
        return len(code) + sum(self._size(use.word, ()) for use in self.uses(code))

    def _size(self, word: Word, inside: tuple[str, ...]) -> int:
        if word.name in inside:
            return 0
        if word.name not in self._sizes:
            within = (self._size(use.word, (*inside, word.name)) for use in self.uses(word.code))
            self._sizes[word.name] = len(word.code) + sum(within)
        return self._sizes[word.name]

    @cached_property
    def _sizes(self) -> dict[str, int]:
        return {}

    def uses(self, code: str) -> Iterator[Use]:
        """The words in an expression, in order, as often as they stand there."""
        for match in TOKEN.finditer(code):
            use = self.use(match)
            if use is not None:
                yield use
            elif match["places"]:
                yield from self.uses(match["places"])

    def explained(self, code: str, depth: int = 0) -> Iterator[tuple[int, Use]]:
        """The words in an expression, each followed by those that it uses in turn, with how many steps in they are."""
        for use in {use.written: use for use in self.uses(code)}.values():
            yield depth, use
            if not use.word.words:
                yield from self.explained(use.code, depth + 1)

    def use(self, match: re.Match[str]) -> Use | None:
        """The word that stands at a token; None where none does, or where it lacks its places."""
        word = self.words.get(match["name"] or "")
        if word is None:
            return None
        places = places_of(match)
        if len(places) != len(word.given):
            return None
        code = _at_places(word, places)
        return Use(match[0], word, tuple(places), code if word.words else f"({code})")

    def with_words_of(self, other: Vocabulary) -> Vocabulary:
        """These words and those of another pack."""
        return Vocabulary({**self.words, **other.words}, {**self.profiles, **other.profiles}, other.pack)

    def without(self, other: Vocabulary) -> Vocabulary:
        """These words and profiles but those of another pack."""
        return Vocabulary(
            {name: word for name, word in self.words.items() if name not in other.words},
            {name: profile for name, profile in self.profiles.items() if name not in other.profiles},
            self.pack,
        )

    def applies(self, written: Mapping[str, Any]) -> dict[str, Any]:
        """`applies` of a rule with its profiles put in: what the rule itself says of a field stands."""
        profiles = [self.profiles[name].applies for name in texts(written.get("profile")) if name in self.profiles]
        whole: dict[str, Any] = {}
        for part in (*profiles, written):
            whole |= {key: self.listed(value) for key, value in part.items() if key != "profile"}
        return whole

    def listed(self, value: Any) -> Any:
        """The name of a list as its words; anything else as it is."""
        word = self.words.get(value) if isinstance(value, str) else None
        return list(word.words) if word is not None and word.words else value


def places_of(match: re.Match[str]) -> list[str]:
    """The places in the brackets behind a name: `(t, operation)` as two."""
    return [place.strip() for place in match["places"].strip()[1:-1].split(",")] if match["places"] else []


def names_in(code: str) -> frozenset[str]:
    """The names with which paths in an expression begin, and those of the functions in it."""
    found: set[str] = set()
    for match in TOKEN.finditer(code):
        if match["name"]:
            found |= {match["name"], *names_in(match["places"] or "")}
    return frozenset(found)


def _at_places(word: Word, places: Sequence[str]) -> str:
    """What a word stands for at these places.

    The names that it gives to items on its way through lists become its own, so that none of them hides a place.
    """
    instead = {match["name"]: f"{match['name']}__{word.name}" for match in _LOOP.finditer(word.code)}
    instead |= {name: place for (name, _), place in zip(word.given, places, strict=True)}

    def named(match: re.Match[str]) -> str:
        if match["name"] is None:
            return match[0]
        return instead.get(match["name"], match["name"]) + TOKEN.sub(named, match["places"] or "")

    return TOKEN.sub(named, word.code)


def vocabulary_of(document: Document, pack: str = "") -> Vocabulary:
    """The vocabulary of a pack, in a file that `vocabulary.schema.json` finds valid."""
    data = document.data
    words = [
        Word(
            name,
            _line(item["means"]),
            f"[{', '.join(map(_quoted, item['words']))}]",
            (),
            tuple(item["words"]),
            document,
        )
        for name, item in (data.get("lists") or {}).items()
    ]
    words += [
        Word(name, _line(item["means"]), item["is"], tuple((item.get("given") or {}).items()), (), document)
        for name, item in (data.get("conditions") or {}).items()
    ]
    profiles = [
        Profile(name, _line(item["means"]), item["applies"], document)
        for name, item in (data.get("profiles") or {}).items()
    ]
    return Vocabulary({word.name: word for word in words}, {profile.name: profile for profile in profiles}, pack)


def texts(value: Any) -> tuple[str, ...]:
    """A text, a list of texts or nothing as texts."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _quoted(word: str) -> str:
    return f"'{word}'"


def _line(text: str) -> str:
    return " ".join(text.split())
