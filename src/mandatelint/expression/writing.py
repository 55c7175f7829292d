"""The syntax tree of an expression goes in; its text comes out, with `exists`, `all`, `map` and `cel.bind` in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from mandatelint.expression.language import FUNCTIONS
from mandatelint.expression.syntax import Call, Constant, Items, Loop, Name, Node, Select, Struct

_BETWEEN = {f"_{sign}_": sign for sign in ("&&", "||", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%")}
_BETWEEN["@in"] = "in"
_METHODS = {name for name, form in FUNCTIONS.items() if not form.startswith(f"{name}(")}

_WORDS = re.compile(r'"(?:\\.|[^"\\])*"|(?<![.\w])([A-Za-z_]\w*)')

Written = Callable[[Node], str]


class Macro(NamedTuple):
    """What a loop was before the engine took it apart. parts: what stands behind the name of its items."""

    name: str
    parts: tuple[Node, ...]


def text_of(node: Node, inner: Written | None = None) -> str:
    """The text of an expression. inner: what writes the parts of it, if not this function."""
    write = inner or text_of
    if isinstance(node, Constant):
        return _constant(node)
    if isinstance(node, Name):
        return node.name
    if isinstance(node, Select):
        return f"has({write(node.of)}.{node.field})" if node.only_asks else f"{write(node.of)}.{node.field}"
    if isinstance(node, Items):
        return f"[{', '.join(map(write, node.items))}]"
    if isinstance(node, Call):
        return _call(node.function, [write(argument) for argument in node.arguments])
    if isinstance(node, Struct):
        raise ValueError("rules have no use for it")
    if is_bound(node):
        return f"cel.bind({node.result_name}, {write(node.start)}, {write(node.result)})"
    macro = macro_of(node)
    return f"{write(node.over)}.{macro.name}({', '.join([node.variable, *map(write, macro.parts)])})"


def is_bound(loop: Loop) -> bool:
    """Whether a loop stands for `cel.bind`, which goes through no list."""
    return isinstance(loop.over, Items) and not loop.over.items and loop.variable.startswith("#")


def macro_of(loop: Loop) -> Macro:
    """`exists`, `all`, or `map`, which with a condition is `filter` too."""
    assert isinstance(loop.step, Call)
    arguments = loop.step.arguments
    if isinstance(loop.start, Constant):
        return Macro("all" if loop.start.value else "exists", (arguments[1],))
    if loop.step.function == "_?_:_":
        return Macro("map", (arguments[0], _appended(arguments[1])))
    return Macro("map", (_appended(loop.step),))


def has_loops(node: Node) -> bool:
    """Whether an expression goes through a list by itself."""
    if isinstance(node, Loop):
        return not is_bound(node) or has_loops(node.start) or has_loops(node.result)
    if isinstance(node, Select):
        return has_loops(node.of)
    inside = node.arguments if isinstance(node, Call) else node.items if isinstance(node, Items) else ()
    return any(map(has_loops, inside))


def copied(node: Node) -> Iterator[tuple[str, ...]]:
    """The paths of the lists from which an expression makes others, as `operation.tasks.filter(...)` does."""
    if isinstance(node, Loop):
        if not is_bound(node) and macro_of(node).name == "map" and (path := _path(node.over)):
            yield path
        inside: tuple[Node, ...] = (node.over, node.start, node.step, node.result)
    elif isinstance(node, Select):
        inside = (node.of,)
    else:
        inside = node.arguments if isinstance(node, Call) else node.items if isinstance(node, Items) else ()
    for inner in inside:
        yield from copied(inner)


def _path(node: Node) -> tuple[str, ...]:
    """`operation.tasks` by its words; empty for what is no path."""
    if isinstance(node, Name):
        return (node.name,)
    of = _path(node.of) if isinstance(node, Select) else ()
    return (*of, node.field) if isinstance(node, Select) and of else ()


def names_in(text: str) -> set[str]:
    """The words of a text of ours that may be names of values: what stands in quotes or behind a dot is none."""
    return {match[1] for match in _WORDS.finditer(text) if match[1]}


def _appended(step: Node) -> Node:
    """`x` in `result + [x]`."""
    assert isinstance(step, Call)
    added = step.arguments[1]
    assert isinstance(added, Items)
    return added.items[0]


def _constant(node: Constant) -> str:
    if isinstance(node.value, float):
        return repr(node.value)
    return json.dumps(node.value, ensure_ascii=False)


def _call(function: str, arguments: list[str]) -> str:
    if function in _BETWEEN:
        return f"({arguments[0]} {_BETWEEN[function]} {arguments[1]})"
    if function in ("!_", "-_"):
        return f"{function[0]}{arguments[0]}" if arguments[0][0] == "(" else f"{function[0]}({arguments[0]})"
    if function == "_?_:_":
        return "({} ? {} : {})".format(*arguments)
    if function == "_[_]":
        return f"{arguments[0]}[{arguments[1]}]"
    if function in _METHODS:
        return f"{arguments[0]}.{function}({', '.join(arguments[1:])})"
    return f"{function}({', '.join(arguments)})"
