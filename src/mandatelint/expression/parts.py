"""An expression that goes through long lists and a completed draft go in; its value comes out, found part by part.

The engine gives an evaluation up after 10,000 steps, and copies a list for each item that it adds to it. So what is
long is gone through in parts, each in an evaluation of its own: the places of a rule, and the lists in an expression.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from mandatelint.expression.engine import Engine, ExpressionError, Facts, NotKnownError, Program, TooManyStepsError
from mandatelint.expression.syntax import Loop, Name, Node, parse
from mandatelint.expression.writing import copied, has_loops, is_bound, macro_of, names_in, text_of

PART = 100

LONG = 200  # items: a list that grows beyond these is copied for longer than its parts take


class Bound(NamedTuple):
    """A name around an expression; its value as a tree and a text; the number under which it is held, if it is."""

    name: str
    value: Node
    text: str
    held: int | None


Names = tuple[Bound, ...]


def in_parts(number: int, ask: Callable[[int, int], Any]) -> Iterator[tuple[int, int, Any]]:
    """What `ask` says of each part of so many items, with its first item and the one behind its last.

    A part that takes too many steps is halved. Where a part has no value, or one item takes too many steps, the error
    stands in the place of the value.
    """
    first, size = 0, PART
    while first < number:
        end = min(first + size, number)
        try:
            value = ask(first, end)
        except TooManyStepsError as error:
            size = max((end - first) // 2, 1)
            if end - first > 1:
                continue
            value = error
        except (NotKnownError, ExpressionError) as error:
            value = error
        yield first, end, value
        first, size = end, min(size * 2, PART)


class InParts:
    """One expression at one place of one draft, whose loops are taken out and gone through in parts.

    In place of a loop stands `held(0)`, `held(1)`, ...: what it comes to is found when the engine asks for it.
    """

    def __init__(self, engine: Engine, facts: Facts, place: tuple[int, ...], spend: Callable[[], None]) -> None:
        """spend: called before each evaluation, to raise ExpressionError where there have been too many."""
        self.engine, self.facts, self.place, self.spend = engine, facts, place, spend
        self.held: list[Callable[[], Any]] = []
        self.known: dict[int, Any] = {}

    def value(self, program: Program) -> Any:
        """Raises NotKnownError, and ExpressionError as `Program.value` does."""
        before, self.engine.held = self.engine.held, self.recall
        try:
            return self.compute(parse(program.tree()), ())()
        finally:
            self.engine.held = before

    def recall(self, number: int) -> Any:
        """What the engine is told for `held(number)`."""
        if number not in self.known:
            try:
                self.known[number] = self.held[number]()
            except NotKnownError as missing:
                raise ValueError(f"not known: {missing}") from None
        return self.known[number]

    def hold(self, value: Callable[[], Any]) -> int:
        """The number under which a value is held from now on."""
        self.held.append(value)
        return len(self.held) - 1

    def compute(self, node: Node, names: Names) -> Callable[[], Any]:
        """What finds the value of an expression, as often as it is asked for."""
        while isinstance(node, Loop) and is_bound(node):
            held = self.hold(self.compute(node.start, names)) if has_loops(node.start) else None
            text = text_of(node.start) if held is None else f"held({held})"
            names, node = (*names, Bound(node.result_name, node.start, text, held)), node.result
        return self.program(self.without_loops(node, names), names)

    def program(self, code: str, names: Names) -> Callable[..., Any]:
        """What evaluates a text; the numbers it is given are what the slots behind those of the place answer."""
        used = names_in(code)
        for name, _, text, _ in reversed(names):  # the others may be long lists, and would be handed over in vain
            if name in used:
                code = f"cel.bind({name}, {text}, {code})"
                used |= names_in(text)
        program = self.engine.compile(code)

        def evaluate(*slots: int) -> Any:
            self.spend()
            return program.value(self.facts, (*self.place, *slots))

        return evaluate

    def without_loops(self, node: Node, names: Names) -> str:
        """The text of an expression with all loops taken out that need no item of another."""
        if not isinstance(node, Loop):
            return text_of(node, lambda inner: self.without_loops(inner, names))
        find = self.compute(node, names) if is_bound(node) else self.loop(node, names)
        return f"held({self.hold(find)})"

    def loop(self, loop: Loop, names: Names) -> Callable[[], Any]:
        """What goes through the list of a loop, part by part."""
        macro = macro_of(loop)
        whole, inside = self.chain(loop, names)
        find = self.held_list(whole, names)
        if find is None:
            over, slot = text_of(whole), len(self.place)
            size = self.program(f"size({over})", names)
            ask = self.program(f"{over}.slice(slot({slot}), slot({slot + 1})){inside}", names)
            return lambda: _together(macro.name, in_parts(size(), ask))
        part: list[Any] = []
        number = self.hold(lambda: part)
        of_part = self.program(f"held({number}){inside}", names)

        def go() -> Any:
            items = find()

            def ask(first: int, end: int) -> Any:
                self.known[number] = items[first:end]
                return of_part()

            return _together(macro.name, in_parts(len(items), ask))

        return go

    def chain(self, loop: Loop, names: Names) -> tuple[Node, str]:
        """The list at the beginning of `a.filter(...).map(...)`, and what is done with each part of it."""
        macro = macro_of(loop)
        inside = f".{macro.name}({', '.join([loop.variable, *map(text_of, macro.parts)])})"
        over = loop.over
        while isinstance(over, Name) and any(one.name == over.name for one in names):
            over = next(one.value for one in names if one.name == over.name)
        if isinstance(over, Loop) and not is_bound(over) and macro_of(over).name == "map":
            whole, before = self.chain(over, names)
            return whole, before + inside
        return loop.over, inside

    def held_list(self, over: Node, names: Names) -> Callable[[], Any] | None:
        """What finds a list that is no part of the draft, so that the engine has it handed over; None for others."""
        if has_loops(over):
            return self.compute(over, names)
        held = {one.name: one.held for one in names}.get(over.name) if isinstance(over, Name) else None
        return None if held is None else lambda: self.recall(held)


def copied_lists(program: Program) -> frozenset[tuple[str, ...]]:
    """The lists from which an expression makes others, by the words of their paths."""
    return frozenset(copied(parse(program.tree())))


def _together(macro: str, parts: Iterator[tuple[int, int, Any]]) -> Any:
    """What the parts of a list come to: one that decides is enough, and the items of all are one list."""
    found: list[Any] = []
    trouble: Exception | None = None
    for _, _, value in parts:
        if isinstance(value, Exception):
            trouble = trouble or value
        elif macro == "map":
            found += value
        elif value is (macro == "exists"):
            return value
    if trouble is not None:
        raise trouble
    return found if macro == "map" else macro == "all"
