"""A rule and a completed draft go in; an outcome with its findings comes out.

A rule that does not apply, or has no place to be asked at, is not even compiled. Any other takes one evaluation while
everything is known: the places under `given` are folded into the expression, which answers for each 2 (fail), 1 (pass)
or 0 (not applicable). Many places take one evaluation for each `PART` of them, as the engine copies a list that
grows and counts its steps. Where something is not known the answer of a part is missing; only then is each place asked
by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, Literal, NamedTuple

from mandatelint.applying import Deeds, acts, applies_to
from mandatelint.expression import (
    LONG,
    PART,
    Engine,
    ExpressionError,
    Facts,
    InParts,
    NotKnownError,
    Program,
    TooManyStepsError,
    copied_lists,
    in_parts,
)
from mandatelint.finding import Finding, Path, RelatedPlace, prose
from mandatelint.places import MAX_PLACES, Indices, Step, Unlisted, count_places, places_of, steps_of
from mandatelint.rule import Applies, Rule
from mandatelint.view import View
from mandatelint.wording import write

Outcome = Literal["fail", "unknown", "pass", "not-applicable"]
MAX_EVALUATIONS = 2 * MAX_PLACES // PART  # of 10,000 steps at most: a rule that is asked everywhere needs half of them
_BY_CODE: tuple[Outcome, ...] = ("not-applicable", "pass", "fail")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_NAME = re.compile(r"(?<![.\w])[A-Za-z_]\w*")


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


class Judge:
    """One rule, compiled at first use."""

    def __init__(self, rule: Rule, engine: Engine) -> None:
        self.rule, self.engine = rule, engine
        self.steps = steps_of(rule.given)
        self._operation = next((at for at, step in enumerate(self.steps) if step.item == "operation"), None)
        self.spent = 0
        self.longest = 0
        self._shared: dict[str, Any] = {}
        self._copied: dict[Program, frozenset[tuple[str, ...]]] = {}
        self._fold: Program | None = None
        self._asked: dict[tuple[str, int], Program] = {}

    @cached_property
    def declared(self) -> list[str]:
        """What `applies` says, as expressions; what is about actions comes last."""
        return list(conditions_of(self.rule.applies, any(name == "operation" for name, _ in self.rule.given)))

    @property
    def written_conditions(self) -> list[str]:
        """The same and `when`, as the rule has it."""
        return [*self.declared, *self.rule.when]

    @cached_property
    def conditions(self) -> list[str]:
        """The same without words of the vocabulary."""
        return [f"({self.rule.vocabulary.expand(part)})" for part in self.written_conditions]

    @cached_property
    def when(self) -> str:
        """All conditions as one expression."""
        return " && ".join(self.conditions) or "true"

    @cached_property
    def own(self) -> str:
        """What `when` says, as one expression without words of the vocabulary."""
        return " && ".join(self.conditions[len(self.declared) :]) or "true"

    @cached_property
    def beside_actions(self) -> str:
        """All conditions but those that `applies` has about actions."""
        about_actions = sum(map(bool, (self.rule.applies.actions, self.rule.applies.unless)))
        beside = [*self.conditions[: len(self.declared) - about_actions], *self.conditions[len(self.declared) :]]
        return " && ".join(beside) or "true"

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
        self.spent, self.longest, self._shared = 0, view.longest, {}
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
        from_files = set(filter(view.only_from_files, {answer.missing for answer in unknown}))
        outside = [answer for answer in unknown if answer.missing not in from_files]
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
        acts = self.acts(view)
        places = [(place, self.applies_at(place, known)) for place in self.places(view)]
        asked = [place for place, applies in places if applies and not isinstance(place, Unlisted)]
        codes = self.codes(facts, [place for place in asked if not self.copies_long_list(facts, place, self.fold())])
        for place, applies in places:
            if isinstance(place, Unlisted):
                yield self.ask_unlisted(facts, place)
            elif applies is False:
                yield Answer(place, "not-applicable")
            elif place in codes:
                yield Answer(place, _BY_CODE[codes[place]])
            else:
                yield self.ask_place(facts, place, self.own if applies else self.open_at(place, acts))

    def applies(self, view: View) -> list[bool | None]:
        """What the rule declares under `applies`, for each operation; for the draft, where it is not about them."""
        about = [None] if self._operation is None else view.roots.get("operations", ())
        deeds = Deeds(view.roots)
        return [applies_to(self.rule.applies, view.roots, one, deeds) for one in about]

    def acts(self, view: View) -> list[bool | None]:
        """What of that is about actions: for many of them, Python has an answer long before an expression has."""
        about = [None] if self._operation is None else view.roots.get("operations", ())
        deeds = Deeds(view.roots)
        return [acts(self.rule.applies, one, deeds) for one in about]

    def open_at(self, place: Indices, acts: list[bool | None]) -> str:
        """The conditions that are still to be asked at a place of which it is not known whether the rule applies."""
        known = acts[0 if self._operation is None else place[self._operation]]
        return self.when if known is None else self.beside_actions

    def applies_at(self, place: Indices | Unlisted, known: list[bool | None]) -> bool | None:
        """The same for one place; None where it is not known."""
        if isinstance(place, Unlisted):
            return None
        return known[0 if self._operation is None else place[self._operation]]

    def codes(self, facts: Facts, places: Sequence[Indices]) -> dict[Indices, int]:
        """The answers of the fold; a part of the places in which not all is known, or a place too costly, has none."""
        found: dict[Indices, int] = {}

        def ask(first: int, end: int) -> Any:
            self.spend()
            return self.fold().value(facts, places=places[first:end])

        for first, end, value in in_parts(len(places), ask):
            if isinstance(value, list):
                found.update(zip(places[first:end], value, strict=True))
            elif not isinstance(value, NotKnownError | TooManyStepsError):
                raise value
        return found

    def copies_long_list(self, facts: Facts, place: Indices, program: Program) -> bool:
        """Whether an expression makes a list from a long one at this place, which the engine does in parts only."""
        if self.longest <= LONG:
            return False
        if program not in self._copied:
            self._copied[program] = copied_lists(program)
        if not self._copied[program]:
            return False
        names = self.names_at(facts.roots, place)
        for path in self._copied[program]:
            with suppress(NotKnownError):
                value = _inside(names, path)
                if isinstance(value, list) and len(value) > LONG:
                    return True
        return False

    def spend(self) -> None:
        """Take one of the evaluations that the rule has on this draft, beside those place by place."""
        self.spent += 1
        if self.spent > MAX_EVALUATIONS:
            raise ExpressionError(
                "it takes too many steps on so long a draft; go through fewer lists inside one another"
            )

    def fold(self) -> Program:
        """`when` and `require` as one expression over the places that are handed in; `applies` is not in it."""
        if self._fold is None:
            code = self.with_lets(f"cel.bind(w_, {self.own}, w_ && !({self.require}) ? 2 : w_ ? 1 : 0)")
            for number, step in reversed(list(enumerate(self.steps))):
                code = f"cel.bind({step.item}, {step.path}[p_[{number}]], {code})"
            self._fold = self.engine.compile(f"places().map(p_, {code})")
        return self._fold

    def with_lets(self, code: str, unbound: tuple[Step, ...] = ()) -> str:
        """`code` with the names under `let` in front that it uses, apart from those that need an item not bound."""
        hidden = {step.item for step in unbound}
        lets = []
        for name, expression in self.let:
            if hidden.isdisjoint(_names(expression)):
                lets.append((name, expression))
            else:
                hidden.add(name)
        used = _names(code)
        for name, expression in reversed(lets):
            if name in used:
                code = f"cel.bind({name}, {expression}, {code})"
                used |= _names(expression)
        return code

    def ask(self, facts: Facts, place: Indices, expression: str) -> Any:
        """The value of an expression at one place, which may end before the last list. Raises NotKnownError."""
        key = (expression, len(place))
        if key not in self._asked:
            code = self.with_lets(expression, self.steps[len(place) :])
            for number, step in reversed(list(enumerate(self.steps[: len(place)]))):
                code = f"cel.bind({step.item}, {step.path}[slot({number})], {code})"
            self._asked[key] = self.engine.compile(code)
        program = self._asked[key]
        if not self.copies_long_list(facts, place, program):
            with suppress(TooManyStepsError):
                return program.value(facts, place)
        return InParts(self.engine, facts, place, self.spend).value(program)

    def ask_place(self, facts: Facts, place: Indices, when: str = "") -> Answer:
        """The answer at one place. when: what of the conditions is still open; all of them, where it is not given."""
        try:
            if not self.ask(facts, place, when or self.when):
                return Answer(place, "not-applicable")
            return Answer(place, "pass" if self.ask(facts, place, self.require) else "fail")
        except NotKnownError as unknown:
            return Answer(place, "unknown", str(unknown))

    def ask_unlisted(self, facts: Facts, place: Unlisted) -> Answer:
        """Where a list is not known, the rule may still not apply to what holds it."""
        later = {step.item for step in self.steps[len(place.indices) :]}
        for name, expression in self.let:  # in order: one may rest on another that rests on an item
            if later & _names(expression):
                later.add(name)
        for condition in self.conditions:
            if later.isdisjoint(_names(condition)):
                try:
                    if not self.ask(facts, place.indices, condition):
                        return Answer(place.indices, "not-applicable")
                except NotKnownError:
                    continue
        return Answer(place.indices, "unknown", place.key)

    def places(self, view: View) -> Iterator[Indices | Unlisted]:
        """Every combination of items, as far as the lists are known. Raises ExpressionError where they are too many."""
        number = count_places(self.steps, view.roots)
        if number > MAX_PLACES:
            lists = prose([f"`{path}`" for _, path in self.rule.given])
            raise ExpressionError(
                f"together {lists} have {number:,} places or more, and a rule is asked at {MAX_PLACES:,} at the most; "
                "name fewer lists under `given`"
            )
        return places_of(self.steps, view.roots)

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
            if not self.is_shared(root):
                return self.ask(facts, place, hole)
            if hole not in self._shared:
                self._shared[hole] = self.ask(facts, (), hole)
            return self._shared[hole]
        return _inside(self.names_at(view.roots, place), (root, *keys))

    def is_shared(self, name: str) -> bool:
        """Whether a name under `let` has the same value at every place."""
        apart = {step.item for step in self.steps}
        for let, expression in self.let:
            if not apart.isdisjoint(_names(expression)):
                apart.add(let)
        return name not in apart

    def names_at(self, roots: Mapping[str, Any], place: Indices) -> dict[str, Any]:
        """The parts of the draft and the items of the place, by name."""
        names = dict(roots)
        for index, step in zip(place, self.steps, strict=False):
            names[step.item] = _inside(names, (step.root, *step.keys))[index]
        return names


def _inside(block: dict[str, Any], keys: Sequence[str]) -> Any:
    """What stands in a block under a key, and the keys inside that. Raises NotKnownError."""
    value: Any = block
    for key in keys:
        if not isinstance(value, dict) or key not in value:
            raise NotKnownError(key)
        value = value[key]
    return value


@cache
def _names(expression: str) -> frozenset[str]:
    """The variables of an expression: neither words in quotes nor fields."""
    return frozenset(_NAME.findall(_QUOTED.sub("", expression)))


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
