"""A rule file, read, goes in; a Rule comes out: plain data, nothing compiled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple

from mandatelint.document import Document
from mandatelint.finding import Precedent, Severity
from mandatelint.schema import shape
from mandatelint.vocabulary import Vocabulary, texts

ExampleKind = Literal["good", "bad", "silent", "unknown", "holds", "fails"]
EXAMPLE_KINDS: tuple[ExampleKind, ...] = ("good", "bad", "silent", "unknown")
WORD_KINDS: tuple[ExampleKind, ...] = ("holds", "fails")
"""The kinds of example of a rule, and of a word of a vocabulary."""


class Example(NamedTuple):
    """A part of a draft in a rule file or a vocabulary. at: for a bad one, the place where the finding has to be."""

    kind: ExampleKind
    number: int
    draft: Document
    at: str = ""


class Applies(NamedTuple):
    """To what a rule applies; empty means everything."""

    actions: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    since: str = ""


class Tension(NamedTuple):
    """What pulls the other way: a lesson or one rule. say: how the two pull apart, and what does justice to both."""

    against: str
    say: str


class Lesson(NamedTuple):
    """A lesson of a pack. cells: what a rule could see of it, each with the ids of the rules that do."""

    id: str
    name: str
    title: str
    thesis: str
    pack: str
    rests_on: tuple[str, ...] = ()
    extends: str = ""
    cells: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule; the fields are those of `rule.schema.json`. id: the name of its file; category: of its folder."""

    id: str
    category: str
    pack: str
    source: str
    read: Callable[[], Document] = field(repr=False)
    title: str
    lessons: tuple[str, ...]
    severity: Severity
    require: tuple[str, ...]
    message: str
    why: str
    avoid: str
    prefer: str
    remedy: str
    when: tuple[str, ...] = ()
    given: tuple[tuple[str, str], ...] = ()
    let: tuple[tuple[str, str], ...] = ()
    per: str = ""
    at: str = ""
    applies: Applies = field(default_factory=Applies)
    status: str = "stable"
    formerly: tuple[str, ...] = ()
    extends: str = ""
    exceptions: str = ""
    precedents: tuple[Precedent, ...] = ()
    tension: tuple[Tension, ...] = ()
    within: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary, repr=False)

    @cached_property
    def document(self) -> Document:
        """The whole file, which a run over drafts has no need of: half of it are examples."""
        return self.read()

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """The examples, in the order good, bad, silent, unknown."""
        found = []
        written = self.document.data["examples"]
        for kind in EXAMPLE_KINDS:
            for number, example in enumerate(written.get(kind) or ()):
                path = ("examples", kind, number)
                if kind == "bad":
                    found.append(Example(kind, number, self.document.part((*path, "draft")), example["at"]))
                else:
                    found.append(Example(kind, number, self.document.part(path)))
        return tuple(found)


def rule_of(
    document: Document,
    identifier: str,
    category: str,
    pack: str,
    vocabulary: Vocabulary | None = None,
    read: Callable[[], Document] | None = None,
) -> Rule:
    """The rule in a file that `rule.schema.json` finds valid.

    vocabulary: the words that its expressions may use. read: gives the whole file, where `document` is cut.
    """
    data = document.data
    vocabulary = vocabulary or Vocabulary()
    given, let = data.get("given") or {}, data.get("let") or {}
    return Rule(
        id=identifier,
        category=category,
        pack=pack,
        source=document.source,
        read=read or (lambda: document),
        title=data["title"],
        lessons=texts(data["lessons"]),
        severity=data["severity"],
        require=texts(data["require"]),
        message=_line(data["message"]),
        why=_line(data["why"]),
        avoid=_line(data["avoid"]),
        prefer=_line(data["prefer"]),
        remedy=_line(data["remedy"]),
        when=texts(data.get("when")),
        given=tuple(given.items()),
        let=tuple(let.items()),
        per=data.get("per") or (list(given)[-1] if given else ""),
        at=data.get("at") or "",
        applies=_applies(vocabulary.applies(data.get("applies") or {})),
        status=data.get("status") or "stable",
        formerly=texts(data.get("formerly")),
        extends=_line(data.get("extends") or ""),
        exceptions=_line(data.get("exceptions") or ""),
        precedents=tuple(
            Precedent(item["symbol"], texts(item["paragraph"]), item["does"], _line(item["note"]))
            for item in data.get("precedents") or ()
        ),
        tension=tuple(Tension(item["with"], _line(item["say"])) for item in data.get("tension") or ()),
        within=texts(data.get("within")),
        references=texts(data.get("references")),
        vocabulary=vocabulary,
    )


def lessons_of(document: Document) -> tuple[Lesson, ...]:
    """The lessons in a `lessons.yaml` that its schema finds valid."""
    return tuple(
        Lesson(
            item["id"],
            item["name"],
            item["title"],
            _line(item["thesis"]),
            document.data["pack"],
            texts(item.get("rests_on")),
            _line(item.get("extends") or ""),
            tuple(item.get("cells") or ()),
        )
        for item in document.data["lessons"]
    )


def _applies(written: Mapping[str, Any]) -> Applies:
    """What `applies` comes to; `after` names the last stage at which the rule waits."""
    stages = shape("mandate").fields["document"].fields["stage"].words
    later = stages[stages.index(written["after"]) + 1 :] if "after" in written else ()
    return Applies(
        texts(written.get("actions")),
        texts(written.get("unless")),
        texts(written.get("roles")),
        texts(written.get("operations")),
        texts(written.get("stages")) or later,
        written.get("from") or "",
    )


def _line(text: str) -> str:
    """Text that was folded over several lines, on one."""
    return " ".join(text.split())
