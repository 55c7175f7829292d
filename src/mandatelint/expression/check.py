"""An expression and the shape of every name in scope go in; what cannot be right comes out, with its place.

Held: fields that exist, words that can occur, comparisons that make sense, the published part of the language, and a
bound on the cost. What passes here can still fail on its examples; what fails here could never have worked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mandatelint.expression.engine import HELPERS, Engine, ExpressionError
from mandatelint.expression.syntax import Call, Constant, Items, Loop, Name, Node, Select, Struct, parse
from mandatelint.finding import did_you_mean
from mandatelint.schema import Shape

MAX_LENGTH = 2000
MAX_LOOPS = 16
MAX_NESTING = 4

_COMPARISONS = {"_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_"}
_OPERATORS = _COMPARISONS | {"_&&_", "_||_", "!_", "_?_:_", "@in", "-_", "@not_strictly_false", "not_strictly_false"}
_FUNCTIONS = {"startsWith", "contains", "matches", "distinct", *HELPERS}
_INSTEAD = {
    "size": "use count(), which knows when a list was read in part",
    "_+_": "no arithmetic: gather with `given` and `per` instead",
    "_[_]": "no positions: items have no fixed order; use exists() or all()",
    "_?._": "a field that is absent is empty: compare it with '' or []",
}
_OF_CONSTANT: dict[type, str] = {str: "text", bool: "flag", int: "number"}
_WORDS = {
    "text": "text",
    "number": "a number",
    "flag": "true or false",
    "list": "a list",
    "object": "a block of fields",
}
FLAG = Shape("flag", "")


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake in an expression: its place from 0 in the text, what is wrong, how to mend it."""

    offset: int
    message: str
    remedy: str = ""


@dataclass(slots=True)
class Checked:
    """What an expression holds: the shape of its value (None where that is open), and what is wrong with it."""

    shape: Shape | None = None
    problems: list[Problem] = field(default_factory=list)
    reads: set[tuple[str, str]] = field(default_factory=set)  # (name of the block, field)


def check(code: str, scope: Mapping[str, Shape | None]) -> Checked:
    """Check one expression; `scope` gives the shape of every variable, None where it is open."""
    if len(code) > MAX_LENGTH:
        return Checked(None, [Problem(0, f"the expression has more than {MAX_LENGTH} characters", "split the rule")])
    try:
        program = Engine(scope).compile(code)
    except ExpressionError as error:
        return Checked(None, [_not_compiled(error, scope)])
    walk = _Walk(code)
    walk.result.shape = walk.shape(parse(program.tree()), scope, 0)
    if walk.loops > MAX_LOOPS:
        walk.say(0, f"the expression loops {walk.loops} times; {MAX_LOOPS} is the most", "split the rule")
    return walk.result


def _not_compiled(error: ExpressionError, scope: Mapping[str, Shape | None]) -> Problem:
    message = str(error)
    if message.startswith("undeclared reference to '"):
        name = message.split("'")[1]
        if name in _INSTEAD:
            return Problem(error.offset, f"`{name}` is no part of the rule language", _INSTEAD[name])
        names = [*scope, *HELPERS, "exists", "all", "filter", "map", *sorted(_FUNCTIONS - set(HELPERS))]
        return Problem(error.offset, f"nothing is called '{name}' here", did_you_mean(name, names))
    return Problem(error.offset, f"this is no expression: {message}", "")


class _Walk:
    """One walk over a syntax tree."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.result = Checked()
        self.loops = 0

    def say(self, offset: int, message: str, remedy: str = "") -> None:
        self.result.problems.append(Problem(offset, message, remedy))

    def shape(self, node: Node, scope: Mapping[str, Shape | None], nesting: int) -> Shape | None:
        """The shape of a value; says on the way what is wrong."""
        if isinstance(node, Name):
            return scope.get(node.name)
        if isinstance(node, Select):
            return self.select(node, self.shape(node.of, scope, nesting))
        if isinstance(node, Call):
            return self.call(node, [self.shape(argument, scope, nesting) for argument in node.arguments])
        if isinstance(node, Items):
            shapes = [self.shape(item, scope, nesting) for item in node.items]
            return Shape("list", "", items=shapes[0] if shapes else None)
        if isinstance(node, Loop):
            return self.loop(node, scope, nesting)
        if isinstance(node, Struct):
            self.say(node.offset, "blocks cannot be written out in an expression", "compare fields one by one")
        return None

    def select(self, node: Select, of: Shape | None) -> Shape | None:
        offset = max(self.code.find(node.field, node.offset), 0)
        if node.only_asks:
            self.say(node.offset, "has() takes what is not known for absent", "compare the field with '' or []")
        if of is None:
            return None
        if of.kind != "object":
            self.say(offset, f"`{of.name}` is {_WORDS[of.kind]} and has no field '{node.field}'", _of_list(of))
            return None
        if node.field not in of.fields:
            self.say(
                offset, f"no field '{node.field}' in `{of.name or 'the draft'}`", did_you_mean(node.field, of.fields)
            )
            return None
        self.result.reads.add((of.name, node.field))
        return of.fields[node.field]

    def call(self, node: Call, shapes: list[Shape | None]) -> Shape | None:
        function = node.function
        if function in _COMPARISONS:
            self.compare(node, shapes)
            return FLAG
        if function == "@in":
            self.membership(node, shapes)
            return FLAG
        if function == "_+_" and _appends(node):
            return shapes[1]
        if function not in _OPERATORS | _FUNCTIONS:
            mend = _INSTEAD.get(function, did_you_mean(function, _FUNCTIONS))
            self.say(node.offset, f"`{function.strip('_')}` is no part of the rule language", mend)
            return None
        if function == "_?_:_":
            return shapes[1] or shapes[2]
        if function == "distinct":
            return shapes[0]
        return Shape("number", "") if function in ("count", "months") else FLAG

    def compare(self, node: Call, shapes: list[Shape | None]) -> None:
        for shape, other in zip(shapes, reversed(node.arguments), strict=True):
            if shape is None or not isinstance(other, Constant) or other.value is None:
                continue
            kind = _OF_CONSTANT.get(type(other.value))
            if kind != shape.kind:
                self.say(other.offset, f"`{shape.name}` is {_WORDS[shape.kind]}, and {other.value!r} is not", "")
            elif kind == "text":
                self.word(other, shape)

    def membership(self, node: Call, shapes: list[Shape | None]) -> None:
        one, many = node.arguments
        if isinstance(one, Constant) and shapes[1] is not None and shapes[1].items is not None:
            self.word(one, shapes[1].items)
        if isinstance(many, Items) and shapes[0] is not None:
            for item in many.items:
                if isinstance(item, Constant):
                    self.word(item, shapes[0])

    def word(self, constant: Constant, shape: Shape) -> None:
        if shape.words and constant.value not in (*shape.words, ""):
            mend = did_you_mean(str(constant.value), shape.words)
            self.say(constant.offset, f"`{shape.name}` can never be '{constant.value}'", mend)

    def loop(self, node: Loop, scope: Mapping[str, Shape | None], nesting: int) -> Shape | None:
        if isinstance(node.over, Items) and not node.over.items and node.variable.startswith("#"):  # cel.bind
            start = self.shape(node.start, scope, nesting)
            return self.shape(node.result, {**scope, node.result_name: start}, nesting)
        self.loops += 1
        if nesting >= MAX_NESTING:
            self.say(node.offset, f"loops are nested more than {MAX_NESTING} deep", "gather with `given` instead")
        over = self.shape(node.over, scope, nesting)
        if over is not None and over.kind != "list":
            self.say(node.offset, f"`{over.name}` is {_WORDS[over.kind]}, no list", "")
        inner = {**scope, node.variable: over.items if over is not None else None, node.result_name: None}
        step = self.shape(node.step, inner, nesting + 1)
        return step if isinstance(node.start, Items) else FLAG


def _appends(node: Call) -> bool:
    """Whether a `+` is the one that filter() and map() are made of."""
    first, second = node.arguments
    return isinstance(first, Name) and first.name.startswith(("@", "__")) and isinstance(second, Items)


def _of_list(shape: Shape) -> str:
    if shape.kind == "list" and shape.items is not None and shape.items.kind == "object":
        return f"ask of its items: {shape.name}.exists(x, x. ...)"
    return ""
