"""A rule file, read, goes in; every mistake in it comes out, with its place and the mend."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mandatelint.document import Document
from mandatelint.expression import check
from mandatelint.finding import Path, did_you_mean
from mandatelint.schema import Shape, validate
from mandatelint.view import readable
from mandatelint.wording import HOLE

Scope = dict[str, Shape | None]
_LISTS = re.compile(r"[a-z_]+(\.[a-z_]+)*(\[\*\])(\.[a-z_]+(\.[a-z_]+)*\[\*\])*").fullmatch
_PATH = re.compile(r"[a-z_]+(\.[a-z_]+)*").fullmatch


def check_form(document: Document, schema: str) -> list[str]:
    """What is wrong with the YAML and the fields of a rule file or a catalogue of lessons."""
    findings = list(document.findings)
    if document.readable:
        findings += validate(document, schema).findings
    return [
        line(document, finding.span.line, finding.span.column, finding.message, finding.remedy)
        for finding in sorted(findings, key=lambda finding: (finding.span.line, finding.span.column))
    ]


def check_rule(document: Document, lessons: Iterable[str]) -> list[str]:
    """What is wrong with a rule whose form is right: names, expressions, messages, lessons."""
    return list(_RuleCheck(document, list(lessons)).problems())


def line(document: Document, row: int, column: int, message: str, remedy: str) -> str:
    """One problem as one line: place, what is wrong, the mend."""
    return f"{document.source}:{row}:{column}: {message}{'; ' if remedy else ''}{remedy}"


class _RuleCheck:
    def __init__(self, document: Document, lessons: list[str]) -> None:
        self.document = document
        self.lessons = lessons
        self.top = readable()
        self.scope: Scope = dict(self.top.fields)

    def say(self, path: Path, offset: int, message: str, remedy: str) -> str:
        row, column = self.document.locate(path, offset)
        return line(self.document, row, column, message, remedy)

    def problems(self) -> Iterator[str]:
        data = self.document.data
        for index, lesson in enumerate(data["lessons"]):
            if lesson not in self.lessons:
                message = f"no lesson is called '{lesson}'"
                yield self.say(("lessons", index), 0, message, did_you_mean(lesson, self.lessons))
        yield from self.applies()
        for name, path in (data.get("given") or {}).items():
            yield from self.given(name, path)
        for name, code in (data.get("let") or {}).items():
            yield from self.expression(("let", name), code, name)
        for part in ("when", "require"):
            written = data.get(part)
            for index, code in enumerate(written if isinstance(written, list) else [written] if written else []):
                yield from self.expression((part, index) if isinstance(written, list) else (part,), code)
        yield from self.target()
        for part in ("message", "remedy"):
            yield from self.holes(part, data[part])

    def applies(self) -> Iterator[str]:
        applies = self.document.data.get("applies") or {}
        operation = _items(self.top.fields["operations"])
        words = {
            "actions": _items(self.top.fields["actions"]).fields["kind"].words,
            "unless": _items(self.top.fields["actions"]).fields["kind"].words,
            "roles": operation.fields["role"].words,
            "operations": operation.fields["kind"].words,
            "stages": self.top.fields["document"].fields["stage"].words,
        }
        for key, known in words.items():
            for index, word in enumerate(applies.get(key) or ()):
                if word not in known:
                    message = f"`applies.{key}` can never be '{word}'"
                    yield self.say(("applies", key, index), 0, message, did_you_mean(word, known))
        for key in ("roles", "operations"):
            if applies.get(key) and "operation" not in (self.document.data.get("given") or {}):
                message = f"`applies.{key}` asks about `operation`, which `given` does not name"
                yield self.say(("applies", key, 0), 0, message, "add `operation: operations[*]` under `given`")

    def given(self, name: str, path: str) -> Iterator[str]:
        here: Path = ("given", name)
        if name in self.top.fields:
            yield self.say(here, 0, f"`{name}` is a part of the draft already", "choose another name")
        if not _LISTS(path):
            yield self.say(here, 0, f"'{path}' is no path to the items of a list", "write it like `operation.tasks[*]`")
            return
        shape: Shape | None = None
        for number, match in enumerate(re.finditer(r"[a-z_]+|\[\*\]", path)):
            step = match[0]
            fields: dict[str, Shape | None] = self.scope if number == 0 else dict(shape.fields) if shape else {}
            if step == "[*]":
                if shape is None or shape.kind != "list":
                    yield self.say(here, match.start(), f"'{path[: match.start()]}' is no list", "")
                    return
                shape = shape.items
            elif fields.get(step) is None:
                yield self.say(here, match.start(), f"no field '{step}' here", did_you_mean(step, fields))
                return
            else:
                shape = fields[step]
        self.scope[name] = shape

    def expression(self, path: Path, code: str, name: str = "") -> Iterator[str]:
        checked = check(code, self.scope)
        for problem in checked.problems:
            yield self.say(path, problem.offset, problem.message, problem.remedy)
        if name in self.top.fields:
            yield self.say(path, 0, f"`{name}` is a part of the draft already", "choose another name")
        if name:
            self.scope[name] = checked.shape

    def target(self) -> Iterator[str]:
        data = self.document.data
        given = data.get("given") or {}
        if data.get("per") and data["per"] not in given:
            message = f"`per` names '{data['per']}', which `given` does not"
            yield self.say(("per",), 0, message, did_you_mean(data["per"], given))
        if data.get("at"):
            if _PATH(data["at"]):
                yield from self.expression(("at",), data["at"])
            else:
                yield self.say(("at",), 0, f"'{data['at']}' is no path", "write it like `operation.exit`")
        elif not given:
            row, column = self.document.locate(("require",), 0) if "require" in data else (1, 1)
            message = "the rule says neither `at` nor `given`, so a finding has no place"
            yield line(self.document, row, column, message, "add `at: operations`")

    def holes(self, part: str, text: str) -> Iterator[str]:
        for match in HOLE.finditer(text):
            if not _PATH(match[1]):
                message = f"{{{match[1]}}} is no path to a value"
                yield self.say((part,), match.start(1), message, "name a value under `let` and write {name}")
                continue
            checked = check(match[1], self.scope)
            for problem in checked.problems:
                yield self.say((part,), match.start(1) + problem.offset, problem.message, problem.remedy)


def _items(shape: Shape) -> Shape:
    assert shape.items is not None
    return shape.items
