"""An expression (Common Expression Language) and a completed draft go in; a value comes out, or what is not known.

The only module that knows the engine, `cel-expr-python`. Helpers that rules may call are at its end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from cel_expr_python import cel

from mandatelint.cache import keep, recall
from mandatelint.dates import NO_END, months_between

_EXTENSIONS = "extensions:\n" + "".join(f"- name: {name}\n" for name in ("strings", "lists", "sets", "bindings"))
MAX_KEPT = 2_000_000  # bytes of compiled expressions: twice what all drafts in the examples ask
_NOT_KNOWN = re.compile(
    r'Key not found in map : "(?P<key>[^"]*)"|No value with name "(?P<name>[^"]*)"|not known: (?P<what>.*)'
)
_PROBLEM = re.compile(r"<input>:(?P<line>\d+):(?P<column>\d+): (?P<text>.*?)(?: \(in container| \[[A-Z_]+\]$|\n|$)")
_IN_WORDS = (("null_type", "it calculates with a number that the draft does not give; ask first whether it is `null`"),)
"""What the engine says of an expression that breaks on a draft, and what we say."""


_TOO_MANY = "Iteration budget exceeded"
_TOO_MANY_STEPS = "it takes more than 10,000 steps; go through fewer lists inside one another"


class NotKnownError(Exception):
    """The value depends on a fact that is not known; the text is the name of that field."""


class ExpressionError(Exception):
    """The expression itself is wrong; `offset` is the place in its text, from 0, where the engine can tell."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.offset = offset


class TooManyStepsError(ExpressionError):
    """The expression goes through more items than the engine allows for one evaluation."""


class Facts(NamedTuple):
    """A completed draft as the engine holds it: converted once, asked by every rule; and the parts of it by name."""

    activation: Any
    roots: Mapping[str, Any]


class Program:
    """A compiled expression."""

    def __init__(self, engine: Engine, compiled: Any) -> None:
        self._engine, self._compiled = engine, compiled

    def value(self, facts: Facts, place: tuple[int, ...] = (), places: Sequence[tuple[int, ...]] = ()) -> Any:
        """The value on these facts; `place` is what `slot(0)`, `slot(1)`, ... answer in the expression.

        places: what `places()` answers in it. Raises NotKnownError where a fact that decides is not known,
        ExpressionError where the expression is wrong.
        """
        engine = self._engine
        around, engine.place, engine.places = (engine.place, engine.places), place, places
        engine.evaluations += 1
        try:
            result = self._compiled.eval(facts.activation)
        except RuntimeError as error:  # the engine gives up after 10,000 steps
            if _TOO_MANY in str(error):
                raise TooManyStepsError(_TOO_MANY_STEPS) from None
            raise ExpressionError(_in_words(str(error))) from None
        finally:  # `held()` may have asked for this value amid another evaluation
            engine.place, engine.places = around
        value = result.plain_value()
        if result.type().name() != "ERROR":
            return value
        missing = _NOT_KNOWN.search(str(value))
        if missing is not None:
            raise NotKnownError(missing["key"] or missing["name"] or missing["what"])
        raise ExpressionError(_in_words(str(value).split(": ", 1)[-1]))

    def tree(self) -> bytes:
        """The checked expression as `cel.expr.CheckedExpr`, for the check that runs when a rule loads."""
        serialized: bytes = self._compiled.serialize()
        return serialized


class Engine:
    """Compiles expressions over named variables, and counts what it does, so that tests can hold the costs."""

    def __init__(
        self, variables: Iterable[str], remembers: bool = False, words: Mapping[str, int] | None = None
    ) -> None:
        """remembers: expressions that an earlier run has compiled and kept are not compiled again.

        words: names of a vocabulary that are written like functions, each with the number of its places. They can be
        compiled, so that an expression is checked as it is written, and have no value.
        """
        self.place: tuple[int, ...] = ()
        self.places: Sequence[tuple[int, ...]] = ()
        self.held: Callable[[int], Any] = str  # until something is held
        self.compilations = 0
        self.evaluations = 0
        self.conversions = 0
        names = sorted(variables)
        kinds = cel.Type
        functions = [
            *_helpers(),
            Helper("slot", kinds.INT, [kinds.INT], lambda index: self.place[index]),
            Helper("held", kinds.DYN, [kinds.INT], lambda number: self.held(number)),
            Helper("places", kinds.List(kinds.List(kinds.INT)), [], lambda: [list(place) for place in self.places]),
            *(Helper(name, kinds.DYN, [kinds.DYN] * number, lambda *_: None) for name, number in (words or {}).items()),
        ]
        self._environment = cel.NewEnv(
            config=cel.NewEnvConfigFromYaml(_EXTENSIONS),
            variables=dict.fromkeys(names, cel.Type.DYN),
            functions=[one.declared() for one in functions],
        )
        self._known_by = (_build(), _EXTENSIONS, names, [one.signature() for one in functions])
        self._remembers = remembers
        self._kept: dict[str, bytes] = (recall("expressions", self._known_by) or {}) if remembers else {}
        self._new: dict[str, Any] = {}
        self._programs: dict[str, Program] = {}

    def compile(self, code: str) -> Program:
        """Compile; raises ExpressionError with the place of the mistake."""
        if code in self._programs:
            return self._programs[code]
        program = self._programs[code] = self._compiled(code)
        return program

    def _compiled(self, code: str) -> Program:
        if code in self._kept:
            with suppress(RuntimeError):
                return Program(self, self._environment.deserialize(self._kept[code]))
        self.compilations += 1
        try:
            compiled = self._environment.compile(code)
        except RuntimeError as error:
            problem = _PROBLEM.search(str(error))
            if problem is None:
                raise ExpressionError(str(error)) from None
            lines = code.split("\n")[: int(problem["line"]) - 1]
            offset = sum(len(line) + 1 for line in lines) + int(problem["column"]) - 1
            raise ExpressionError(problem["text"], offset) from None
        if self._remembers:
            self._new[code] = compiled
        return Program(self, compiled)

    def keep(self) -> None:
        """Keep for later runs what this one had to compile; of too many, no others."""
        if self._new:
            new = {code: compiled.serialize() for code, compiled in self._new.items()}
            known = self._kept | new
            self._kept = known if sum(map(len, known.values())) <= MAX_KEPT else new
            self._new = {}
            keep("expressions", self._known_by, self._kept)

    def facts(self, roots: Mapping[str, Any]) -> Facts:
        """Hand over a completed draft."""
        self.conversions += 1
        return Facts(self._environment.Activation(dict(roots)), roots)


def _in_words(problem: str) -> str:
    return next((ours for theirs, ours in _IN_WORDS if theirs in problem), problem)


class Helper(NamedTuple):
    """A function that expressions may call, and the kinds of its value and of what it is given."""

    name: str
    returns: Any
    parameters: list[Any]
    implementation: Callable[..., Any]

    def signature(self) -> tuple[str, ...]:
        """All of it that goes into a compiled expression."""
        return self.name, *(kind.name() for kind in (self.returns, *self.parameters))

    def declared(self) -> Any:
        """The function as the engine takes it."""
        kinds = "_".join(parameter.name().lower() for parameter in self.parameters)
        overload = cel.Overload(
            f"{self.name}_{kinds}",
            return_type=self.returns,
            parameters=self.parameters,
            impl=self.implementation,
        )
        return cel.FunctionDecl(self.name, [overload])


def _helpers() -> list[Helper]:
    kinds = cel.Type
    block, items = kinds.Map(kinds.DYN, kinds.DYN), kinds.List(kinds.DYN)
    return [
        Helper("overlaps", kinds.BOOL, [block, block], overlaps),
        Helper("after", kinds.BOOL, [block, block], after),
        Helper("months", kinds.INT, [block, block], months),
        Helper("count", kinds.INT, [items], count),
    ]


def _build() -> tuple[int, int]:
    """Which build of the engine this is; its version would have to be looked for, which takes as long as one rule."""
    library = Path(cel.__file__).stat()
    return library.st_size, library.st_mtime_ns


def _dated(block: Mapping[str, Any]) -> bool:
    if "first" not in block or "last" not in block:
        raise ValueError("not known: date")
    return bool(block["first"] and block["last"])


def overlaps(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two dated things share a day; false where one has no date."""
    return _dated(one) and _dated(other) and one["first"] <= other["last"] and other["first"] <= one["last"]


def after(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether the first begins when the second is over; false where one has no date."""
    return _dated(one) and _dated(other) and one["first"] > other["last"]


def months(one: Mapping[str, Any], other: Mapping[str, Any]) -> int:
    """Calendar months from the end of the first to the end of the second; 9999 where one has no date."""
    if not (_dated(one) and _dated(other)):
        return NO_END
    return months_between(one["last"], other["last"])


def count(items: list[Any]) -> int:
    """How many items a list has; not known where the list may go on."""
    if {} in items:
        raise ValueError("not known: how long a list is")
    return len(items)
