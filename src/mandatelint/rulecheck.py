"""A rule file, read, goes in; every mistake in it comes out, with its place and the mend."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from mandatelint.document import Document
from mandatelint.expression.check import Checked, Signature, check
from mandatelint.expression.language import FUNCTIONS, MACROS
from mandatelint.finding import MAX_MESSAGE, Path, did_you_mean, path_text
from mandatelint.schema import Shape, validate
from mandatelint.view import readable
from mandatelint.vocabulary import Vocabulary, texts
from mandatelint.wording import HOLE, MAX_HOLES

Scope = dict[str, Shape | None]
_LISTS = re.compile(r"[a-z_]+(\.[a-z_]+)*(\[\*\])(\.[a-z_]+(\.[a-z_]+)*\[\*\])*").fullmatch
_PATH = re.compile(r"[a-z_]+(\.[a-z_]+)*").fullmatch
_NAME = re.compile(r"[a-z]+(_[a-z]+)*").fullmatch
_RESERVED = re.compile(
    "as|break|cel|const|continue|else|false|for|function|if|import|in|let|loop|namespace|null|package|return|true|var"
    "|void|while"
).fullmatch
_BRACE = re.compile(r"\{[^{}]+\}|([{}])")
_BRACKETS = re.compile(r"\[[^\[\]]*\]|([\[\]])")
_INSIDE: dict[Path, int] = defaultdict(
    lambda: 4, {("bad",): 5}
)  # how deep a path lies that leads into the draft of an example
_GATHERED = ("all", "ids")  # lie across the draft: their items have no place of their own


def check_form(document: Document, schema: str) -> list[str]:
    """What is wrong with the YAML and the fields of a rule file or a catalogue of lessons."""
    findings = list(document.findings)
    words = _words_of_drafts(document)
    if document.readable:
        findings += [finding for finding in validate(document, schema).findings if finding.path not in words]
    told = [(finding.span.line, finding.span.column, finding.message, finding.remedy) for finding in findings]
    for path, word in words.items():
        span = document.value_span(path)
        told.append(
            (span.line, span.column, f"`{word}` says something in a draft only", "put it in quotes if it is text")
        )
    return [line(document, *problem) for problem in sorted(told)]


def check_rule(document: Document, lessons: Iterable[str], words: Words | None = None) -> list[str]:
    """What is wrong with a rule whose form is right: names, expressions, messages, lessons.

    words: those of the vocabulary that it may use.
    """
    return list(_RuleCheck(document, words or Words(), list(lessons)).problems())


def line(document: Document, row: int, column: int, message: str, remedy: str) -> str:
    """One problem as one line: place, what is wrong, the mend."""
    return f"{document.source}:{row}:{column}: {message}{'; ' if remedy else ''}{remedy}"


def _words_of_drafts(document: Document) -> dict[Path, str]:
    """`unknown` and `none` outside of the examples: there they would be taken for a field that is left out."""
    words = {**document.lifted, **dict.fromkeys(document.open, "unknown")}
    return {path: word for path, word in words.items() if path[:1] != ("examples",) or len(path) < _INSIDE[path[1:2]]}


class Words(NamedTuple):
    """A vocabulary, and of each of its words how it is written, what it takes and what it gives."""

    vocabulary: Vocabulary = Vocabulary()
    signatures: Mapping[str, Signature] = {}


class Check:
    """What the checks of rules and of words share: names and expressions in a file, and the places of mistakes."""

    def __init__(self, document: Document, words: Words) -> None:
        self.document = document
        self.words = words
        self.top = readable()
        self.scope: Scope = dict(self.top.fields)

    def expression(self, code: str, asks: bool = False) -> Checked:
        """One expression, with the names that are in scope and the words of the vocabulary."""
        return check(code, self.scope, asks, self.words.signatures, self.words.vocabulary)

    def say(self, path: Path, offset: int, message: str, remedy: str) -> str:
        place = self.document.value_span(path)
        empty = not str(self.document.value(path)).strip()
        row, column = (place.line, place.column) if empty else self.document.locate(path, offset)
        return line(self.document, row, column, message, remedy)

    def say_of_field(self, path: Path, message: str, remedy: str) -> str:
        """A problem with a field as such: it is told at its name."""
        place = self.document.heading(path)
        return line(self.document, place.line, place.column, message, remedy)

    def name(self, path: Path) -> Iterator[str]:
        """What is wrong with a name under `given` or `let`."""
        name = str(path[-1])
        if name in self.top.fields:
            yield self.say_of_field(path, f"`{name}` is a part of the draft already", "choose another name")
        elif name in self.scope:
            yield self.say_of_field(path, f"`{name}` is named under `given` already", "choose another name")
        elif name in self.words.signatures:
            yield self.say_of_field(path, f"`{name}` is a word of the vocabulary already", "choose another name")
        elif not _NAME(name) or _RESERVED(name):
            message = f"'{name}' cannot be a name in expressions"
            mend = "take a plain word" if _RESERVED(name) else "use small letters, joined by `_`"
            yield self.say_of_field(path, message, mend)

    def given(self, here: Path, path: str | None) -> Iterator[str]:
        """What is wrong with the list behind a name, which from here on stands for one of its items."""
        name = str(here[-1])
        self.scope.setdefault(name, None)
        if path is None:
            yield self.say_of_field(here, f"nothing stands behind `{name}`", "write it like `operation.tasks[*]`")
            return
        if not _LISTS(path):
            message = f"'{path}' is no path to the items of a list"
            mend = f"write `{path}[*]`" if _PATH(path) else "write it like `operation.tasks[*]`"
            yield self.say(here, 0, message, mend)
            return
        if path.split(".")[0] in _GATHERED:
            message = f"what lies in `{path.removesuffix('[*]')}` has no place in the draft to point to"
            yield self.say(here, 0, message, "name `operation: operations[*]`, and then `operation.tasks[*]`")
            return
        if name == "operation" and path != "operations[*]":
            message = "`operation` is the name for the items of `operations`: `applies` asks about them by it"
            yield self.say_of_field(here, message, "choose another name")
        shape: Shape | None = None
        for number, match in enumerate(re.finditer(r"[a-z_]+|\[\*\]", path)):
            step = match[0]
            fields: Scope = self.scope if number == 0 else dict(shape.fields) if shape else {}
            if step == "[*]":
                if shape is None or shape.kind != "list":
                    yield self.say(
                        here, match.start(), f"'{path[: match.start()]}' is no list", "name a list before it"
                    )
                    return
                shape = shape.items
            elif fields.get(step) is None:
                message = f"no field '{step}' in `{shape.name}`" if shape else f"nothing is called '{step}' here"
                known = [known for known, inner in fields.items() if inner is not None and known not in _GATHERED]
                yield self.say(here, match.start(), message, did_you_mean(step, known))
                return
            else:
                shape = fields[step]
        if name not in self.top.fields:
            self.scope[name] = shape

    def among(self, path: Path, value: Any, known: Collection[str], written: Any) -> Iterator[str]:
        """Words of a field that can never be one of them; what a profile says is told with the profile."""
        for index, word in enumerate(texts(value)):
            if word not in known and written is not None:
                at = (*path, index) if isinstance(written, list) else path
                mend = did_you_mean(word, {*known, *(self.words.vocabulary.words if isinstance(written, str) else ())})
                yield self.say(at, 0, f"`{path_text(path)}` can never be '{word}'", mend)

    def applies_words(self) -> dict[str, tuple[str, ...]]:
        """The fields of `applies` that hold words of the draft, and which."""
        operation = _items(self.top.fields["operations"])
        action = _items(self.top.fields["actions"])
        return {
            "actions": action.fields["kind"].words,
            "unless": action.fields["kind"].words,
            "roles": operation.fields["role"].words,
            "operations": operation.fields["kind"].words,
            "stages": self.top.fields["document"].fields["stage"].words,
        }

    def word_name(self, path: Path) -> Iterator[str]:
        """What is wrong with the name of a word of a vocabulary."""
        name = str(path[-1])
        if name in FUNCTIONS or name in MACROS or name in self.top.fields:
            message = f"`{name}` is a part of the draft or of the rule language already"
            yield self.say_of_field(path, message, "choose another name")
        elif not _NAME(name) or _RESERVED(name):
            mend = "use small letters, joined by `_`, and no word that the rule language keeps for itself"
            yield self.say_of_field(path, f"'{name}' cannot be a word in expressions", mend)

    def told(self, path: Path, checked: Checked, offset: int = 0) -> Iterator[str]:
        """What is wrong with an expression that begins at `offset` in the text at `path`."""
        for problem in checked.problems:
            yield self.say(path, offset + problem.offset, problem.message, problem.remedy)


class _RuleCheck(Check):
    def __init__(self, document: Document, words: Words, lessons: list[str]) -> None:
        super().__init__(document, words)
        self.lessons = lessons

    def problems(self) -> Iterator[str]:
        data = self.document.data
        for index, lesson in enumerate(data["lessons"]):
            if lesson not in self.lessons:
                message = f"no lesson is called '{lesson}'"
                yield self.say(("lessons", index), 0, message, did_you_mean(lesson, self.lessons))
        for index, tension in enumerate(data.get("tension") or ()):
            if tension["with"] in data["lessons"]:
                message = f"the rule serves {tension['with']} itself"
                yield self.say(("tension", index, "with"), 0, message, "name what pulls the other way")
        yield from self.applies()
        for name, path in (data.get("given") or {}).items():
            yield from self.name(("given", name))
            yield from self.given(("given", name), path)
        for name, code in (data.get("let") or {}).items():
            yield from self.name(("let", name))
            yield from self.let(name, code)
        for part in ("when", "require"):
            yield from self.conditions(part, data.get(part))
        yield from self.target()
        for part in ("message", "remedy"):
            yield from self.holes(part, data[part])

    def applies(self) -> Iterator[str]:
        written = self.document.data.get("applies") or {}
        profiles = self.words.vocabulary.profiles
        for index, name in enumerate(texts(written.get("profile"))):
            if name not in profiles:
                at: Path = (
                    ("applies", "profile", index) if isinstance(written["profile"], list) else ("applies", "profile")
                )
                yield self.say(at, 0, f"no profile of the vocabulary is called '{name}'", did_you_mean(name, profiles))
        applies = self.words.vocabulary.applies(written)
        for key, known in self.applies_words().items():
            yield from self.among(("applies", key), applies.get(key), known, written.get(key))
        for key in ("roles", "operations"):
            if applies.get(key) and "operation" not in (self.document.data.get("given") or {}):
                message = f"`applies.{key}` asks about `operation`, which `given` does not name"
                yield self.say_of_field(("applies", key), message, "add `operation: operations[*]` under `given`")

    def let(self, name: str, code: str | None) -> Iterator[str]:
        shape: Shape | None = None
        if code is None:
            yield self.say_of_field(("let", name), f"nothing stands behind `{name}`", "write an expression")
        else:
            checked = self.expression(code)
            shape = checked.shape
            yield from self.told(("let", name), checked)
        self.scope.setdefault(name, shape)

    def conditions(self, part: str, written: str | list[str] | None) -> Iterator[str]:
        if written == []:
            yield self.say_of_field((part,), f"`{part}` is an empty list", "write a condition, or delete the field")
        for index, code in enumerate(written if isinstance(written, list) else [] if written is None else [written]):
            path: Path = (part, index) if isinstance(written, list) else (part,)
            yield from self.told(path, self.expression(code, asks=True))

    def target(self) -> Iterator[str]:
        data = self.document.data
        given = data.get("given") or {}
        if data.get("per") and data["per"] not in given:
            message = f"`per` names '{data['per']}', which `given` does not"
            mend = did_you_mean(data["per"], given) if given else "delete it, or name a list under `given`"
            yield self.say(("per",), 0, message, mend)
        if data.get("at"):
            yield from self.at(data["at"])
        elif not given:
            message = "the rule says neither `at` nor `given`, so a finding has no place"
            yield self.say_of_field(("require",), message, "add `at`, such as `at: operations`")

    def at(self, path: str) -> Iterator[str]:
        root, given = path.split(".")[0], self.document.data.get("given")
        if not _PATH(path):
            yield self.say(("at",), 0, f"'{path}' is no path", "write it like `operation.exit`")
        elif root in _GATHERED or root in (self.document.data.get("let") or {}).keys() - (given or {}).keys():
            message = f"`{root}` has no place in the draft to point to"
            yield self.say(("at",), 0, message, "begin with a part of the draft, or with a name under `given`")
        else:
            yield from self.told(("at",), check(path, self.scope))

    def holes(self, part: str, text: str) -> Iterator[str]:
        holes = list(HOLE.finditer(text))
        if len(text) > MAX_MESSAGE:
            message = f"this text has {len(text):,} letters, and {MAX_MESSAGE:,} are the most"
            yield self.say_of_field((part,), message, "say the rest under `why` or `prefer`")
            return
        if len(holes) > MAX_HOLES:
            message = f"this text has {len(holes)} holes, and {MAX_HOLES} are the most"
            yield self.say((part,), holes[MAX_HOLES].start(), message, "name fewer values")
            return
        for match in holes:
            if not _PATH(match[1]):
                message = f"{{{match[1]}}} is no path to a value"
                yield self.say((part,), match.start(1), message, "name the value under `let`, and write that name here")
                continue
            checked = check(match[1], self.scope)
            yield from self.told((part,), checked, match.start(1))
            if checked.shape is not None and _innermost(checked.shape).kind == "object":
                message = f"{{{match[1]}}} holds blocks of fields, and a sentence holds words and numbers"
                yield self.say((part,), match.start(1), message, _of_block(match[1], checked.shape))
        for pattern, sign in ((_BRACE, "brace"), (_BRACKETS, "bracket")):
            for match in pattern.finditer(text):
                if match[1]:
                    yield self.say((part,), match.start(1), f"this {sign} has no partner", "close it, or delete it")


def _items(shape: Shape) -> Shape:
    assert shape.items is not None
    return shape.items


def _innermost(shape: Shape) -> Shape:
    """What the items of a list, or of lists in a list, are."""
    while shape.items is not None:
        shape = shape.items
    return shape


def _of_block(path: str, shape: Shape) -> str:
    """What to write where a path leads to a block of fields, or to a list of them."""
    key = next(
        key for key in ("name", "text", "what", "kind", *_innermost(shape).fields) if key in _innermost(shape).fields
    )
    if shape.kind == "object":
        return f"name one of its fields, such as {{{path}.{key}}}"
    return f"name `{path}.map(x, x.{key})` under `let`, and write that name here"
