"""A checked expression as bytes (`cel.expr.CheckedExpr`) goes in; its syntax tree comes out.

The fields read are those of https://github.com/google/cel-spec/blob/master/proto/cel/expr/syntax.proto; protobuf itself
is not needed for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from struct import unpack
from typing import Any

Message = dict[int, list[Any]]


@dataclass(frozen=True, slots=True)
class Constant:
    """A text, number, truth value, null (None) or string of bytes."""

    offset: int
    value: Any


@dataclass(frozen=True, slots=True)
class Name:
    """A variable."""

    offset: int
    name: str


@dataclass(frozen=True, slots=True)
class Select:
    """`of.field`; only_asks for `has(of.field)`."""

    offset: int
    of: Node
    field: str
    only_asks: bool


@dataclass(frozen=True, slots=True)
class Call:
    """An operator or function; for `a.f(b)` the first argument is `a`."""

    offset: int
    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list written out."""

    offset: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Struct:
    """A map or message written out, which rules have no use for."""

    offset: int


@dataclass(frozen=True, slots=True)
class Loop:
    """What `exists`, `all`, `filter`, `map` and `cel.bind` become."""

    offset: int
    variable: str
    over: Node
    result_name: str
    start: Node
    step: Node
    result: Node


Node = Constant | Name | Select | Call | Items | Struct | Loop


def parse(checked: bytes) -> Node:
    """The tree; offsets count from 0 in the text of the expression."""
    top = _message(_message(checked)[2][0])
    offsets = {}
    for entry in _message(top[5][0]).get(4, []):
        pair = _message(entry)
        offsets[pair.get(1, [0])[0]] = pair.get(2, [0])[0]
    return _node(top[4][0], offsets)


def _node(raw: bytes, offsets: dict[int, int]) -> Node:
    message = _message(raw)
    offset = offsets.get(message.get(2, [0])[0], 0)
    if 3 in message:
        return Constant(offset, _constant(message[3][0]))
    if 4 in message:
        return Name(offset, _text(_message(message[4][0]), 1))
    if 5 in message:
        select = _message(message[5][0])
        return Select(offset, _node(select[1][0], offsets), _text(select, 2), 3 in select)
    if 6 in message:
        call = _message(message[6][0])
        arguments = tuple(_node(argument, offsets) for argument in call.get(1, []) + call.get(3, []))
        return Call(offset, _text(call, 2), arguments)
    if 7 in message:
        return Items(offset, tuple(_node(item, offsets) for item in _message(message[7][0]).get(1, [])))
    if 9 in message:
        loop = _message(message[9][0])
        over, start, step, result = (_node(loop[number][0], offsets) for number in (2, 4, 6, 7))
        return Loop(offset, _text(loop, 1), over, _text(loop, 3), start, step, result)
    return Struct(offset)


def _constant(raw: bytes) -> Any:
    message = _message(raw)
    if 6 in message:
        return _text(message, 6)
    if 2 in message:
        return bool(message[2][0])
    if 3 in message:
        number: int = message[3][0]
        return number - 2**64 if number >= 2**63 else number  # a negative one comes as what it lacks of 64 bits
    if 4 in message:
        return message[4][0]
    if 5 in message:
        return unpack("<d", message[5][0])[0]
    return bytes(message[7][0]) if 7 in message else None


def _text(message: Message, number: int) -> str:
    return bytes(message[number][0]).decode() if number in message else ""


def _message(raw: bytes) -> Message:
    """The fields of a protobuf message by number: integers, or bytes."""
    fields: Message = {}
    at = 0
    while at < len(raw):
        tag, at = _varint(raw, at)
        number, wire = tag >> 3, tag & 7
        value: Any
        if wire == 0:
            value, at = _varint(raw, at)
        else:
            size = {1: 8, 5: 4}.get(wire)
            if size is None:
                size, at = _varint(raw, at)
            value, at = raw[at : at + size], at + size
        fields.setdefault(number, []).append(value)
    return fields


def _varint(raw: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = raw[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at
