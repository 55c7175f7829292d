"""An expression (Common Expression Language) and a completed draft go in; a value comes out, or what is not known.

The only module that knows the engine, `cel-expr-python`. Helpers that rules may call are at its end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cel_expr_python import cel

from mandatelint.dates import NO_END, months_between

_EXTENSIONS = "extensions:\n" + "".join(f"- name: {name}\n" for name in ("strings", "lists", "sets", "bindings"))
_NOT_KNOWN = re.compile(
    r'Key not found in map : "(?P<key>[^"]*)"|No value with name "(?P<name>[^"]*)"|not known: (?P<what>.*)'
)
_PROBLEM = re.compile(r"<input>:(?P<line>\d+):(?P<column>\d+): (?P<text>.*?)(?: \(in container| \[[A-Z_]+\]$|\n|$)")
_IN_WORDS = (
    ("Iteration budget exceeded", "it takes more than 10,000 steps; go through fewer lists inside one another"),
    ("null_type", "it calculates with a number that the draft does not give; ask first whether it is `null`"),
)
"""What the engine says of an expression that breaks on a draft, and what we say."""


class NotKnownError(Exception):
    """The value depends on a fact that is not known; the text is the name of that field."""


class ExpressionError(Exception):
    """The expression itself is wrong; `offset` is the place in its text, from 0, where the engine can tell."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Facts:
    """A completed draft as the engine holds it: converted once, asked by every rule."""

    activation: Any


class Program:
    """A compiled expression."""

    def __init__(self, engine: Engine, compiled: Any) -> None:
        self._engine, self._compiled = engine, compiled

    def value(self, facts: Facts, place: tuple[int, ...] = ()) -> Any:
        """The value on these facts; `place` is what `slot(0)`, `slot(1)`, ... answer in the expression.

        Raises NotKnownError where a fact that decides is not known, ExpressionError where the expression is wrong.
        """
        self._engine.place = place
        self._engine.evaluations += 1
        try:
            result = self._compiled.eval(facts.activation)
        except RuntimeError as error:  # the engine gives up after 10,000 steps
            raise ExpressionError(_in_words(str(error))) from None
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

    def __init__(self, variables: Iterable[str]) -> None:
        self.place: tuple[int, ...] = ()
        self.evaluations = 0
        self.conversions = 0
        self._environment = cel.NewEnv(
            config=cel.NewEnvConfigFromYaml(_EXTENSIONS),
            variables=dict.fromkeys(variables, cel.Type.DYN),
            functions=[*_helpers(), _function("slot", cel.Type.INT, [cel.Type.INT], lambda index: self.place[index])],
        )

    def compile(self, code: str) -> Program:
        """Compile; raises ExpressionError with the place of the mistake."""
        try:
            return Program(self, self._environment.compile(code))
        except RuntimeError as error:
            problem = _PROBLEM.search(str(error))
            if problem is None:
                raise ExpressionError(str(error)) from None
            lines = code.split("\n")[: int(problem["line"]) - 1]
            offset = sum(len(line) + 1 for line in lines) + int(problem["column"]) - 1
            raise ExpressionError(problem["text"], offset) from None

    def facts(self, roots: Mapping[str, Any]) -> Facts:
        """Hand over a completed draft."""
        self.conversions += 1
        return Facts(self._environment.Activation(dict(roots)))


def _in_words(problem: str) -> str:
    return next((ours for theirs, ours in _IN_WORDS if theirs in problem), problem)


def _function(name: str, returns: Any, parameters: list[Any], implementation: Callable[..., Any]) -> Any:
    kinds = "_".join(parameter.name().lower() for parameter in parameters)
    overload = cel.Overload(f"{name}_{kinds}", return_type=returns, parameters=parameters, impl=implementation)
    return cel.FunctionDecl(name, [overload])


def _helpers() -> list[Any]:
    kinds = cel.Type
    block, items = kinds.Map(kinds.DYN, kinds.DYN), kinds.List(kinds.DYN)
    return [
        _function("overlaps", kinds.BOOL, [block, block], overlaps),
        _function("after", kinds.BOOL, [block, block], after),
        _function("months", kinds.INT, [block, block], months),
        _function("count", kinds.INT, [items], count),
    ]


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
