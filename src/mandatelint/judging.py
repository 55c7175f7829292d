"""A rule and a completed draft go in; an outcome with its findings comes out.

A rule that does not apply, or has no place to be asked at, is not even compiled. Any other takes one evaluation while
everything is known: the places under `given` are folded into the expression, which answers for each 2 (fail), 1 (pass)
or 0 (not applicable). Where something is not known the answer as a whole is missing; only then is each place asked by
itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple

from mandatelint.applying import applies_to
from mandatelint.expression import Engine, ExpressionError, Facts, NotKnownError, Program
from mandatelint.finding import Finding, Path, RelatedPlace
from mandatelint.rule import Applies, Rule
from mandatelint.view import View
from mandatelint.wording import write

Outcome = Literal["fail", "unknown", "pass", "not-applicable"]
_BY_CODE: tuple[Outcome, ...] = ("not-applicable", "pass", "fail")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_NAME = re.compile(r"(?<![.\w])[A-Za-z_]\w*")

Indices = tuple[int, ...]
"""A place: one index for each list that the rule goes through."""


class Unlisted(NamedTuple):
    """A place that goes no further than `indices`, because the list `key` there is not known."""

    indices: Indices
    key: str


class Answer(NamedTuple):
    """What a rule says at one place; `missing` is the field that is not known."""

    indices: Indices
    outcome: Outcome
    missing: str = ""


@dataclass(slots=True)
class Judgement:
    """What a rule says of a draft.

    reason: for `unknown`, what is not known and why; for `not-applicable`, why the rule is silent; else empty.
    only_from_files: an unknown that rests only on file evidence left out of a draft drawn from the text alone.
    """

    rule: Rule
    outcome: Outcome
    reason: str = ""
    findings: list[Finding] = field(default_factory=list)
    only_from_files: bool = False


class BrokenRuleError(Exception):
    """The expression of a rule broke on a draft: a mistake of the rule, not of the draft."""

    def __init__(self, rule: Rule, source: str, problem: str) -> None:
        super().__init__(f"{rule.source}: the rule {rule.id} broke on {source}: {problem}")
        self.rule = rule


class Step(NamedTuple):
    """One list on the way to a place: the name of what holds it, the keys that lead to it, the name of its items."""

    root: str
    keys: tuple[str, ...]
    item: str


def steps_of(given: tuple[tuple[str, str], ...]) -> tuple[Step, ...]:
    """`operation: operations[*]`, `task: operation.tasks[*]` as two steps; a path through several lists as several."""
    steps = []
    for name, path in given:
        lists = path.split("[*]")[:-1]
        root, *keys = lists[0].split(".")
        for number, _ in enumerate(lists):
            item = name if number == len(lists) - 1 else f"{name}_{number}"
            steps.append(Step(root, tuple(keys), item))
            if number + 1 < len(lists):
                root, keys = item, lists[number + 1].lstrip(".").split(".")
    return tuple(steps)


class Judge:
    """One rule, compiled at first use."""

    def __init__(self, rule: Rule, engine: Engine) -> None:
        self.rule, self.engine = rule, engine
        self.steps = steps_of(rule.given)
        self._operation = next((at for at, step in enumerate(self.steps) if step.item == "operation"), None)
        self._fold: Program | None = None
        self._asked: dict[tuple[str, int], Program] = {}

    @cached_property
    def written_conditions(self) -> list[str]:
        """What `applies` says, as expressions, and `when`, as the rule has it."""
        declared = conditions_of(self.rule.applies, any(name == "operation" for name, _ in self.rule.given))
        return [*declared, *self.rule.when]

    @cached_property
    def conditions(self) -> list[str]:
        """The same without words of the vocabulary."""
        return [f"({self.rule.vocabulary.expand(part)})" for part in self.written_conditions]

    @cached_property
    def when(self) -> str:
        """All conditions as one expression."""
        return " && ".join(self.conditions) or "true"

    @cached_property
    def require(self) -> str:
        """What must hold, as one expression without words of the vocabulary."""
        return " && ".join(f"({self.rule.vocabulary.expand(part)})" for part in self.rule.require)

    @cached_property
    def let(self) -> list[tuple[str, str]]:
        """The names under `let` with what they stand for, without words of the vocabulary."""
        return [(name, self.rule.vocabulary.expand(code)) for name, code in self.rule.let]

    def judge(self, view: View, facts: Facts) -> Judgement:
        """Outcome and findings on one draft. Raises BrokenRuleError where the rule itself is broken."""
        try:
            return self.judgement(view, facts)
        except ExpressionError as error:
            raise BrokenRuleError(self.rule, view.document.source, str(error)) from None

    def judgement(self, view: View, facts: Facts) -> Judgement:
        answers = list(self.answers(view, facts))
        failing: dict[Path, list[Indices]] = {}
        for answer in answers:
            if answer.outcome == "fail":
                failing.setdefault(self.path(answer.indices, self.rule.per), []).append(answer.indices)
        judgement = Judgement(self.rule, "not-applicable")
        judgement.findings = [self.finding(view, facts, places) for places in failing.values()]
        self.settle(judgement, answers, view)
        return judgement

    def settle(self, judgement: Judgement, answers: list[Answer], view: View) -> None:
        """Fail, then unknown, then pass; what only files would show ranks below pass."""
        unknown = [answer for answer in answers if answer.outcome == "unknown"]
        outside = [answer for answer in unknown if not view.only_from_files(answer.missing)]
        said = {answer.outcome for answer in answers}
        if "fail" in said:
            judgement.outcome = "fail"
        elif outside or (unknown and "pass" not in said):
            missing = (outside or unknown)[0].missing
            judgement.outcome, judgement.only_from_files = "unknown", not outside
            judgement.reason = f"`{missing}` is not known: {view.reason(missing)}" if missing else "not all is known"
        elif "pass" in said:
            judgement.outcome = "pass"
        else:
            judgement.reason = self.silence(view, bool(answers))

    def silence(self, view: View, places: bool) -> str:
        stage = view.roots.get("document", {}).get("stage")
        if self.rule.applies.stages and stage and stage not in self.rule.applies.stages:
            return f"waits for a later stage than {stage}"
        if not places:
            return f"the draft has nothing under `{self.first_empty_list(view)}`"
        return "its conditions hold nowhere in this draft"

    def first_empty_list(self, view: View) -> str:
        """The first list under `given` that is empty, as the rule writes it."""
        for _, path in self.rule.given:
            value: Any = view.roots
            for key in path.removesuffix("[*]").split("."):
                value = value.get(key) if isinstance(value, dict) else None
            if value == []:
                return path.removesuffix("[*]")
        return self.rule.given[-1][1].removesuffix("[*]")

    def answers(self, view: View, facts: Facts) -> Iterator[Answer]:
        """The answer at each place."""
        known = self.applies(view)
        places = [(place, self.applies_at(place, known)) for place in self.places(view)]
        codes = None
        if any(applies for _, applies in places):
            codes = self.codes(facts, is_guarded=not all(applies for _, applies in places))
        for place, applies in places:
            if isinstance(place, Unlisted):
                yield self.ask_unlisted(facts, place)
            elif applies is False:
                yield Answer(place, "not-applicable")
            elif codes is None or applies is None:
                yield self.ask_place(facts, place)
            else:
                code = codes
                for index in place:
                    code = code[index]
                yield Answer(place, _BY_CODE[code])

    def applies(self, view: View) -> list[bool | None]:
        """What the rule declares under `applies`, for each operation; for the draft, where it is not about them."""
        if self._operation is None:
            return [applies_to(self.rule.applies, view.roots, None)]
        return [applies_to(self.rule.applies, view.roots, one) for one in view.roots.get("operations", ())]

    def applies_at(self, place: Indices | Unlisted, known: list[bool | None]) -> bool | None:
        """The same for one place; None where it is not known."""
        if isinstance(place, Unlisted):
            return None
        return known[0 if self._operation is None else place[self._operation]]

    def codes(self, facts: Facts, is_guarded: bool) -> Any:
        """The answers of the fold, None where there is none as a whole.

        is_guarded: `applies` keeps the rule from some of the places, so that it may break there and still be right.
        """
        try:
            return self.fold().value(facts)
        except NotKnownError:
            return None
        except ExpressionError:
            if is_guarded:
                return None
            raise

    def fold(self) -> Program:
        """`when` and `require` as one expression over all places; `applies` is not in it."""
        if self._fold is None:
            when = " && ".join(f"({self.rule.vocabulary.expand(part)})" for part in self.rule.when) or "true"
            code = self.with_lets(f"cel.bind(w_, {when}, w_ && !({self.require}) ? 2 : w_ ? 1 : 0)")
            for step in reversed(self.steps):
                code = f"{'.'.join((step.root, *step.keys))}.map({step.item}, {code})"
            self._fold = self.engine.compile(code)
        return self._fold

    def with_lets(self, code: str, unbound: tuple[Step, ...] = ()) -> str:
        """`code` with the names under `let` in front, apart from those that need an item which is not bound."""
        hidden = {step.item for step in unbound}
        lets = []
        for name, expression in self.let:
            if hidden.isdisjoint(_names(expression)):
                lets.append((name, expression))
            else:
                hidden.add(name)
        for name, expression in reversed(lets):
            code = f"cel.bind({name}, {expression}, {code})"
        return code

    def ask(self, facts: Facts, place: Indices, expression: str) -> Any:
        """The value of an expression at one place, which may end before the last list. Raises NotKnownError."""
        key = (expression, len(place))
        if key not in self._asked:
            code = self.with_lets(expression, self.steps[len(place) :])
            for number, step in reversed(list(enumerate(self.steps[: len(place)]))):
                code = f"cel.bind({step.item}, {'.'.join((step.root, *step.keys))}[slot({number})], {code})"
            self._asked[key] = self.engine.compile(code)
        return self._asked[key].value(facts, place)

    def ask_place(self, facts: Facts, place: Indices) -> Answer:
        try:
            if not self.ask(facts, place, self.when):
                return Answer(place, "not-applicable")
            return Answer(place, "pass" if self.ask(facts, place, self.require) else "fail")
        except NotKnownError as unknown:
            return Answer(place, "unknown", str(unknown))

    def ask_unlisted(self, facts: Facts, place: Unlisted) -> Answer:
        """Where a list is not known, the rule may still not apply to what holds it."""
        later = {step.item for step in self.steps[len(place.indices) :]}
        later |= {name for name, expression in self.let if later & _names(expression)}
        for condition in self.conditions:
            if later.isdisjoint(_names(condition)):
                try:
                    if not self.ask(facts, place.indices, condition):
                        return Answer(place.indices, "not-applicable")
                except NotKnownError:
                    continue
        return Answer(place.indices, "unknown", place.key)

    def places(self, view: View) -> Iterator[Indices | Unlisted]:
        """Every combination of items, as far as the lists are known."""

        def go(number: int, items: dict[str, Any], indices: Indices) -> Iterator[Indices | Unlisted]:
            if number == len(self.steps):
                yield indices
                return
            step = self.steps[number]
            value, key = items.get(step.root, view.roots.get(step.root)), step.root
            for key in step.keys:
                value = value.get(key) if isinstance(value, dict) else None
                if value is None:
                    break
            if value is None:
                yield Unlisted(indices, key)
                return
            for index, item in enumerate(value):
                yield from go(number + 1, {**items, step.item: item}, (*indices, index))

        return go(0, {}, ())

    def path(self, place: Indices, name: str) -> Path:
        """Where in the draft the thing of that name stands, at this place."""
        paths: dict[str, Path] = {}
        for index, step in zip(place, self.steps, strict=False):
            paths[step.item] = (*paths.get(step.root, (step.root,)), *step.keys, index)
        return paths.get(name, (name,) if name else ())

    def finding(self, view: View, facts: Facts, places: list[Indices]) -> Finding:
        """One finding for the failing places that share one `per`."""
        root, *keys = (self.rule.at or self.rule.per).split(".")
        document = view.document
        # Where all is missing to which `at` points, the place that failed says more than the top of the file.
        path = document.nearest((*self.path(places[0], root), *keys)) or document.nearest(
            self.path(places[0], self.rule.per)
        )
        # What stands of `at` comes and goes while the draft is mended; what the rule was asked about stays.
        per = self.path(places[0], self.rule.per)
        known_by = (*per, *keys) if root == self.rule.per else per or (root, *keys)
        inner = self.rule.given[-1][0] if self.rule.given else ""
        others = [self.path(place, inner) for place in places] if inner != self.rule.per else []
        related = tuple(
            RelatedPlace(other, document.heading(other), document.paragraph(other))
            for other in dict.fromkeys(others)
            if other != path
        )
        return Finding(
            self.rule.id,
            self.rule.severity,
            document.source,
            path,
            document.heading(path),
            self.write(self.rule.message, view, facts, places),
            self.write(self.rule.remedy, view, facts, places),
            document.paragraph(path),
            self.rule.lessons,
            self.rule.precedents,
            related,
            known_by,
        )

    def write(self, text: str, view: View, facts: Facts, places: list[Indices]) -> str:
        """A message with what the failing places put into its holes."""

        def values(hole: str) -> list[Any]:
            found = []
            for place in places:
                with suppress(NotKnownError):
                    found.append(self.look_up(hole, view, facts, place))
            return found

        return write(text, values)

    def look_up(self, hole: str, view: View, facts: Facts, place: Indices) -> Any:
        """The value of a hole, which is a path and needs no engine unless it begins at a name under `let`."""
        root, *keys = hole.split(".")
        if any(name == root for name, _ in self.rule.let):
            return self.ask(facts, place, hole)
        names = dict(view.roots)
        for index, step in zip(place, self.steps, strict=True):
            names[step.item] = _inside(names, (step.root, *step.keys))[index]
        return _inside(names, (root, *keys))


def _inside(block: dict[str, Any], keys: Sequence[str]) -> Any:
    """What stands in a block under a key, and the keys inside that. Raises NotKnownError."""
    value: Any = block
    for key in keys:
        if key not in value:
            raise NotKnownError(key)
        value = value[key]
    return value


def _names(expression: str) -> set[str]:
    """The variables of an expression: neither words in quotes nor fields."""
    return set(_NAME.findall(_QUOTED.sub("", expression)))


def conditions_of(applies: Applies, about_operation: bool) -> Iterator[str]:
    """`applies` as expressions, which say what `applying` says: for `trace`, and for places where not all is known."""
    if applies.since:
        yield f"document.day >= '{applies.since}'"
    if applies.stages:
        yield f"document.stage == '' || document.stage in {list(applies.stages)}"
    if applies.roles:
        yield f"operation.role in {list(applies.roles)}"
    if applies.operations:
        yield f"operation.kind in {list(applies.operations)}"
    of_it = " && (a.object == '' || a.object == operation.id)" if about_operation else ""
    if applies.actions:
        yield f"actions.exists(a, a.kind in {list(applies.actions)}{of_it})"
    if applies.unless:
        yield f"!actions.exists(a, a.kind in {list(applies.unless)}{of_it})"
