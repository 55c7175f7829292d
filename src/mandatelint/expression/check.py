"""An expression and the shape of every name in scope go in; what cannot be right comes out, with its place.

Held: fields that exist, words that can occur, comparisons that make sense, the published part of the language, and a
bound on the cost. What passes here can still fail on its examples; what fails here could never have worked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import NamedTuple, Protocol

from mandatelint.expression.engine import Engine, ExpressionError
from mandatelint.expression.language import COMPARISONS, FUNCTIONS, LOGIC, MACROS, UNSEEN, Problem, misused, outside
from mandatelint.expression.mistakes import mistake
from mandatelint.expression.syntax import Call, Constant, Items, Loop, Name, Node, Select, parse
from mandatelint.finding import did_you_mean
from mandatelint.schema import Shape
from mandatelint.schema.shape import Kind

MAX_LENGTH = 2000
MAX_LOOPS = 16
MAX_NESTING = 4
MAX_EXPANDED = 4_000  # characters, when words of the vocabulary are replaced by what they stand for
MAX_EXPANDED_LOOPS = 48

_NOTE = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|(//)""")
_OF_CONSTANT: dict[type, Kind] = {str: "text", bool: "flag", int: "number", float: "number"}
_WORDS: dict[Kind, str] = {
    "text": "text",
    "number": "a number",
    "flag": "true or false",
    "list": "a list",
    "object": "a block of fields",
}
_ABSENT: dict[Kind, str] = {
    "text": "where it is absent it is ''",
    "flag": "where it is absent it is false",
    "list": "where it is absent it is []",
    "object": "ask whether one of its fields is '' or []",
}
FLAG = Shape("flag")
NO_ITEMS = Shape("list")
"""`[]` written out."""


@dataclass(slots=True)
class Checked:
    """What an expression holds: the shape of its value (None where that is open), and what is wrong with it."""

    shape: Shape | None = None
    problems: list[Problem] = field(default_factory=list)
    reads: set[tuple[str, str]] = field(default_factory=set)  # (name of the block, field)


class Signature(NamedTuple):
    """A word of a vocabulary: how expressions write it, the shapes of its places and of its value, None where open."""

    written: str
    places: tuple[Shape | None, ...]
    value: Shape | None


def check(
    code: str,
    scope: Mapping[str, Shape | None],
    asks: bool = False,
    words: Mapping[str, Signature] | None = None,
    vocabulary: Plain | None = None,
) -> Checked:
    """Check one expression; `scope` gives the shape of every variable, None where it is open.

    asks: whether the value has to be true or false, as it has to be in a condition. words: those of a vocabulary;
    vocabulary: puts in what they stand for, which has its bounds too.
    """
    words = words or {}
    if len(code) > MAX_LENGTH:
        message = f"the expression has more than {MAX_LENGTH:,} characters"
        return Checked(None, [Problem(0, message, "name parts of it under `let`, or split the rule")])
    if not code.strip():
        return Checked(None, [Problem(0, "the expression is empty", "write it, or delete the line")])
    note = next((match.start() for match in _NOTE.finditer(code) if match[1]), None)
    if note is not None:  # rules are put together from their expressions: a note would hide what follows
        mend = "write it on a line of its own, above the field: # ..."
        return Checked(None, [Problem(note, "a note cannot stand inside an expression", mend)])
    scope = {**scope, **{name: word.value for name, word in words.items() if not word.places}}
    asking = tuple((name, len(word.places)) for name, word in words.items() if word.places)
    try:
        program = _ENGINES.of(frozenset(scope), asking).compile(code)
    except ExpressionError as error:
        return Checked(None, [mistake(error, code, scope, {name: word.written for name, word in words.items()})])
    walk = _Walk(code, words)
    tree = parse(program.tree())
    walk.result.shape = walk.shape(tree, scope, 0)
    if asks and not walk.result.problems:
        walk.truth(tree, walk.result.shape)
    if walk.loops > MAX_LOOPS:
        walk.say(0, f"the expression goes through lists {walk.loops} times; {MAX_LOOPS} is the most", "split the rule")
    if vocabulary is not None and words and not walk.result.problems:
        walk.result.problems += _too_much(code, scope, vocabulary)
    return walk.result


class _Engines:
    """Engines that are kept, one for each vocabulary: the memory that one takes is never given back.

    One knows all variables of all expressions so far; whether a name is in scope here, the walk tells.
    """

    def __init__(self) -> None:
        self.kept: dict[tuple[tuple[str, int], ...], tuple[frozenset[str], Engine]] = {}

    def of(self, names: frozenset[str], words: tuple[tuple[str, int], ...]) -> Engine:
        """An engine for these variables and words."""
        known, engine = self.kept.get(words, (frozenset(), None))
        if engine is None or not names <= known:
            known |= names
            engine = Engine(known - dict(words).keys(), words=dict(words))
            self.kept[words] = (known, engine)
        return engine


_ENGINES = _Engines()


class Plain(Protocol):
    """A vocabulary, as far as an expression is checked: how long one is in the plain language, and what it is there."""

    def size(self, code: str) -> int: ...

    def expand(self, code: str) -> str: ...


def _too_much(code: str, scope: Mapping[str, Shape | None], vocabulary: Plain) -> list[Problem]:
    """What is too much of an expression when its words are replaced by what they stand for."""
    mend = "name parts of it under `let`, or split the rule"
    if vocabulary.size(code) > MAX_EXPANDED:
        return [Problem(0, f"with what its words stand for, it has more than {MAX_EXPANDED:,} characters", mend)]
    whole = vocabulary.expand(code)
    walk = _Walk(whole, {})
    try:
        walk.shape(parse(_ENGINES.of(frozenset(scope), ()).compile(whole).tree()), scope, 0)
    except ExpressionError:
        return [Problem(0, "with what its words stand for, it is nested too deep", mend)]
    if walk.loops > MAX_EXPANDED_LOOPS:
        said = f"with what its words stand for, it goes through lists {walk.loops} times"
        return [Problem(0, f"{said}; {MAX_EXPANDED_LOOPS} is the most", mend)]
    return []


class _Walk:
    """One walk over a syntax tree."""

    def __init__(self, code: str, words: Mapping[str, Signature]) -> None:
        self.code = code
        self.words = words
        self.result = Checked()
        self.loops = 0

    def say(self, offset: int, message: str, remedy: str = "") -> None:
        self.result.problems.append(Problem(offset, message, remedy))

    def unknown(self, node: Name, scope: Mapping[str, Shape | None]) -> None:
        """A name that some other expression knows, and this one does not."""
        error = ExpressionError(f"undeclared reference to '{node.name}'", node.offset)
        written = {name: word.written for name, word in self.words.items()}
        self.result.problems.append(mistake(error, self.code, scope, written))

    def shape(self, node: Node, scope: Mapping[str, Shape | None], nesting: int) -> Shape | None:
        """The shape of a value; says on the way what is wrong."""
        if isinstance(node, Constant):
            kind = _OF_CONSTANT.get(type(node.value))
            return Shape(kind, words=(node.value,) if kind == "text" else ()) if kind is not None else None
        if isinstance(node, Name):
            if node.name not in scope:
                self.unknown(node, scope)
            return scope.get(node.name)
        if isinstance(node, Select):
            return self.select(node, self.shape(node.of, scope, nesting))
        if isinstance(node, Call):
            return self.call(node, [self.shape(argument, scope, nesting) for argument in node.arguments])
        if isinstance(node, Items):
            shapes = [self.shape(item, scope, nesting) for item in node.items]
            return replace(NO_ITEMS, items=reduce(_either, shapes)) if shapes else NO_ITEMS
        if isinstance(node, Loop):
            return self.loop(node, scope, nesting)
        self.say(node.offset, "a block of fields cannot be written out", "compare its fields one by one")
        return None

    def select(self, node: Select, of: Shape | None) -> Shape | None:
        offset = max(self.code.find(node.field, node.offset), 0)
        if node.only_asks:
            self.result.problems.append(outside("has", self.begin(node)))
        if of is None:
            return FLAG if node.only_asks else None
        if of.kind != "object":
            message = f"{_called(of)} is {_WORDS[of.kind]} and has no field '{node.field}'"
            self.say(offset, message, _of_items(of, node.field))
            return None
        if node.field not in of.fields:
            mend = did_you_mean(node.field, of.fields)
            self.say(offset, f"no field '{node.field}' in `{of.name or 'the draft'}`", mend)
            return None
        self.result.reads.add((of.name, node.field))
        return FLAG if node.only_asks else of.fields[node.field]

    def call(self, node: Call, shapes: list[Shape | None]) -> Shape | None:
        function, arguments = node.function, node.arguments
        if function in COMPARISONS:
            self.compare(node, shapes)
        elif function == "@in":
            self.membership(node, shapes)
        elif function in LOGIC:
            for argument, shape in zip(arguments, shapes, strict=True):
                self.truth(argument, shape)
        elif function == "_?_:_":
            self.truth(arguments[0], shapes[0])
            return shapes[1] if _appends(arguments[1]) else _either(shapes[1], shapes[2])
        elif _appends(node):
            return shapes[1]
        elif function in self.words:
            return self.word(node, shapes)
        elif function in FUNCTIONS:
            return self.function(node, shapes)
        elif function not in UNSEEN:
            self.result.problems.append(outside(function, self.begin_word(node)))
            return None
        return FLAG

    def function(self, node: Call, shapes: list[Shape | None]) -> Shape | None:
        """A function of ours or of the language, on values of the kinds that it takes."""
        name = node.function
        for argument, shape in zip(node.arguments, shapes, strict=True):
            if shape is None:
                continue
            if name in ("count", "distinct"):
                self.kind(argument, shape, "list", name)
            elif name in ("overlaps", "after", "months"):
                self.dated(argument, shape, name)
            else:
                self.kind(argument, shape, "text", name)
        if name == "matches":
            self.pattern(node.arguments[1])
        if name == "distinct":
            return shapes[0]
        return Shape("number", f"{name}()") if name in ("count", "months") else FLAG

    def word(self, node: Call, shapes: list[Shape | None]) -> Shape | None:
        """A word of the vocabulary, on the places that it asks about."""
        _, places, value = self.words[node.function]
        for argument, shape, place in zip(node.arguments, shapes, places, strict=True):
            if not isinstance(argument, Name | Select):
                message = f"{node.function}() asks about a place, and this is none"
                self.say(self.begin(argument), message, "write a name, or the path to a value")
            elif shape is not None and place is not None and not _fits(shape, place):
                message = f"{node.function}() asks here about an item of `{place.name}`, and {_called(shape)} is none"
                self.say(self.begin(argument), message, "look at the order of the places")
            elif shape is not None and place is not None:
                self.result.reads |= {(shape.name, name) for name in place.fields}
        return value

    def kind(self, node: Node, shape: Shape, wanted: Kind, function: str) -> None:
        if shape.kind != wanted:
            message = f"{function}() takes {_WORDS[wanted]}, and {_called(shape)} is {_WORDS[shape.kind]}"
            self.say(self.begin(node), message, misused(function, 0).remedy)

    def dated(self, node: Node, shape: Shape, function: str) -> None:
        if not {"first", "last"} <= shape.fields.keys():
            message = f"{function}() takes what has a first and a last day, and {_called(shape)} has none"
            self.say(self.begin(node), message, misused(function, 0).remedy)

    def pattern(self, node: Node) -> None:
        """A pattern that is written out has to be one: at run time the engine would complain for each draft."""
        if isinstance(node, Constant) and isinstance(node.value, str):
            engine = Engine(["pattern"])
            try:
                engine.compile("''.matches(pattern)").value(engine.facts({"pattern": node.value}))
            except ExpressionError as error:
                reason = str(error).removeprefix("invalid regular expression: ")
                self.say(node.offset, f"this is no pattern: {reason}", "write special characters with `\\\\` in front")

    def truth(self, node: Node, shape: Shape | None) -> None:
        """A condition is true or false; nothing else stands in for that."""
        if shape is not None and shape.kind != "flag":
            empty = {"text": "''", "list": "[]", "number": "null"}.get(shape.kind)
            name, is_field = _called(shape), shape.name and not shape.name.endswith("()")
            mend = f"compare it, such as {shape.name} != {empty}" if is_field and empty else "compare it first"
            self.say(self.begin(node), f"{name} is {_WORDS[shape.kind]}, and a condition is true or false", mend)

    def compare(self, node: Call, shapes: list[Shape | None]) -> None:
        for shape, other in zip(shapes, reversed(node.arguments), strict=True):
            if isinstance(other, Constant):
                if shape is not None:
                    self.against(shape, other)
                return
        one, other_shape = shapes
        if one is None or other_shape is None:
            return
        if one.kind != other_shape.kind:
            self.say(
                node.offset,
                f"{_called(one)} is {_WORDS[one.kind]} and {_called(other_shape)} {_WORDS[other_shape.kind]}",
                "compare values of one kind",
            )
        elif one.words and other_shape.words and not set(one.words) & set(other_shape.words):
            message = f"{_called(one)} and {_called(other_shape)} have no word in common"
            self.say(node.offset, message, "look at the words that each can be")

    def against(self, shape: Shape, constant: Constant) -> None:
        """A value beside a text, number, truth value or null that is written out."""
        written = _written(constant.value)
        if constant.value is None:
            if shape.kind != "number" and shape.name:
                self.say(constant.offset, f"{_called(shape)} is never null", _ABSENT[shape.kind])
        elif _OF_CONSTANT.get(type(constant.value)) != shape.kind:
            self.say(
                constant.offset,
                f"{_called(shape)} is {_WORDS[shape.kind]}, and {written} is not",
                _instead_of(constant.value, shape),
            )
        elif shape.kind == "text" and shape.words and shape.name and constant.value not in (*shape.words, ""):
            mend = did_you_mean(str(constant.value), shape.words)
            self.say(constant.offset, f"`{shape.name}` can never be {written}", mend)

    def membership(self, node: Call, shapes: list[Shape | None]) -> None:
        one, many = node.arguments
        shape, among = shapes
        if among is not None and among.kind != "list":
            message = f"`in` looks into a list, and {_called(among)} is {_WORDS[among.kind]}"
            self.say(self.begin(many), message, "compare with `==`" if among.kind != "object" else "")
        elif isinstance(many, Items) and shape is not None:
            for item in many.items:
                if isinstance(item, Constant):
                    self.against(shape, item)
        elif among is not None and among.items is not None and isinstance(one, Constant):
            self.against(among.items, one)
        elif among is not None and among.items is not None and shape is not None and shape.kind != among.items.kind:
            message = f"{_called(shape)} is {_WORDS[shape.kind]}, and an item of {_called(among)} is not"
            self.say(node.offset, message, _of_items(among, shape.name))
        elif among is not None and among.items is not None and shape is not None and _never_in(shape, among.items):
            name = many.name if isinstance(many, Name) else _called(among)
            self.say(self.begin(many), f"{_called(shape)} can never be one of `{name}`", "look at what the list holds")

    def loop(self, node: Loop, scope: Mapping[str, Shape | None], nesting: int) -> Shape | None:
        if isinstance(node.over, Items) and not node.over.items and node.variable.startswith("#"):  # cel.bind
            self.result.problems.append(outside("cel.bind", self.begin_word(node, "cel.bind")))
            start = self.shape(node.start, scope, nesting)
            return self.shape(node.result, {**scope, node.result_name: start}, nesting)
        if isinstance(node.start, Constant) and type(node.start.value) is int:  # counts what it finds
            self.result.problems.append(outside("exists_one", self.begin_word(node, "exists_one")))
            return FLAG
        self.loops += 1
        if node.variable in self.words:
            self.say(
                self.begin_word(node), f"`{node.variable}` is a word of the vocabulary", "name the items otherwise"
            )
        if nesting >= MAX_NESTING:
            mend = "name inner lists under `given`"
            self.say(self.begin_word(node), f"lists are gone through more than {MAX_NESTING} deep", mend)
        over = self.shape(node.over, scope, nesting)
        if over is not None and over.kind != "list":
            word = self.begin_word(node)
            name = re.match(r"\w*", self.code[word:])
            called = name[0] if name is not None else ""
            self.say(word, f"{called}() goes through a list, and {_called(over)} is {_WORDS[over.kind]}", "")
        inner = {**scope, node.variable: over.items if over is not None else None, node.result_name: None}
        step = self.shape(node.step, inner, nesting + 1)
        return step if isinstance(node.start, Items) else FLAG

    def begin(self, node: Node) -> int:
        """Where the text of a value begins; the engine gives the place of its last dot, operator or bracket."""
        if isinstance(node, Select):
            return self.begin_word(node, "has") if node.only_asks else self.begin(node.of)
        if isinstance(node, Loop):
            return min(self.begin(node.over), self.begin_word(node))
        if isinstance(node, Call):
            return min([self.begin_word(node), *(self.begin(argument) for argument in node.arguments)])
        return node.offset

    def begin_word(self, node: Node, name: str = "") -> int:
        """Where the name of a function begins; the engine gives the place of the bracket behind it."""
        if self.code[node.offset : node.offset + 1] != "(":
            return node.offset
        word = re.search(rf"{re.escape(name) or '[A-Za-z_]+'}\s*$", self.code[: node.offset])
        return word.start() if word is not None else node.offset


def _appends(node: Node) -> bool:
    """Whether a `+` is the one that filter() and map() are made of."""
    if not isinstance(node, Call) or node.function != "_+_":
        return False
    first, second = node.arguments
    return isinstance(first, Name) and first.name.startswith(("@", "__")) and isinstance(second, Items)


def _never_in(shape: Shape, items: Shape) -> bool:
    """Whether a field that takes one of some words can be none of those that a list holds."""
    return bool(shape.words and items.words) and not {"", *shape.words} & set(items.words)


def _fits(shape: Shape, place: Shape) -> bool:
    """Whether a value has all the fields of what a word asks about."""
    return shape.kind == place.kind and shape.fields.keys() >= place.fields.keys()


def _either(one: Shape | None, other: Shape | None) -> Shape | None:
    """The shape of a value that is the one or the other; None where that says nothing."""
    if one is NO_ITEMS or other is NO_ITEMS:
        return other if one is NO_ITEMS else one
    if one is None or other is None or one.kind != other.kind:
        return None
    if one.kind == "object":
        return one if one is other else None
    named = one if one.name else other
    words = (*one.words, *other.words) if one.words and other.words else ()
    return replace(named, words=words, items=_either(one.items, other.items) if one.kind == "list" else None)


def _called(shape: Shape) -> str:
    return f"`{shape.name}`" if shape.name else "this"


def _written(value: object) -> str:
    if isinstance(value, str):
        return f"'{value}'"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _instead_of(value: object, shape: Shape) -> str:
    """What to compare with, where the value is of another kind than the field."""
    if shape.kind == "number" and isinstance(value, str) and value.isdigit():
        return f"write it without quotes: {value}"
    if shape.kind == "text":
        return did_you_mean(_written(value), shape.words) if shape.words else f"put it in quotes: '{_written(value)}'"
    if shape.kind == "flag":
        return "compare it with true or false, or let it stand alone"
    if shape.kind == "list":
        return "compare it with [], or ask `... in` or `.exists(...)`"
    return ""


def _of_items(shape: Shape, key: str) -> str:
    """How to ask the items of a list for a field, or how what is no field is written."""
    if key in MACROS or key in FUNCTIONS:
        return misused(key, 0).remedy
    if shape.kind == "list" and shape.items is not None and key in shape.items.fields:
        return f"ask its items: {shape.name}.exists(x, x.{key} ...)"
    return ""
