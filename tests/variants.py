"""Drafts as plain data with the words `unknown` and `none` in them, changed at one place; documents of them again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import copy as shallow
from copy import deepcopy
from itertools import count
from pathlib import Path as File
from typing import Any, Literal, NamedTuple

from mandatelint.document import Document, read
from mandatelint.finding import Path

EXAMPLES = File(__file__).parents[1] / "examples"
Change = Literal["unknown", "open", "broken", "absent"]


class Word(str):
    """`unknown` or `none` as a bare word, not as text."""

    __slots__ = ()


def raw(document: Document) -> Any:
    """The data of a document with its words put back."""
    data = deepcopy(document.data)
    for path, word in document.lifted.items():
        node(data, path[:-1])[path[-1]] = Word(word)
    for path in document.open:
        node(data, path).append(Word("unknown"))
    return data


def node(data: Any, path: Path) -> Any:
    """The value at `path`."""
    for step in path:
        data = data[step]
    return data


def paths(data: Any, at: Path = ()) -> Iterator[Path]:
    """Every key and item below the top."""
    steps = list(data) if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    for step in steps:
        yield (*at, step)
        yield from paths(data[step], (*at, step))


def changed(data: Any, path: Path, change: Change) -> Any:
    """A copy in which the node at `path` is said to be unknown, opened (a list), broken for the schema, or left out.

    What lies beside the way there is the same and not a copy.
    """
    copy = holder = shallow(data)
    for step in path[:-1]:
        holder[step] = shallow(holder[step])
        holder = holder[step]
    last: Any = path[-1]
    if change == "absent":
        del holder[last]
    elif change == "open":
        holder[last] = [*[item for item in holder[last] if not isinstance(item, Word)][:-1], Word("unknown")]
    elif change == "broken":
        holder[last] = {"no such field": 1} if not isinstance(holder[last], dict) else 1.5
    elif isinstance(holder, list):
        del holder[last]
        if not (holder and isinstance(holder[-1], Word)):
            holder.append(Word("unknown"))
    else:
        holder[last] = Word("unknown")
    return copy


def written(data: Any) -> str:
    """Plain data as YAML in one line; words stay bare."""
    if isinstance(data, Word):
        return str(data)
    if isinstance(data, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {written(value)}" for key, value in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(map(written, data)) + "]"
    return json.dumps(data)


class Mark(NamedTuple):
    """A place in a file, from 0."""

    line: int
    column: int


class Key(NamedTuple):
    """The name of a field, as reading leaves it."""

    start_mark: Mark
    end_mark: Mark


def document(data: Any, source: str = "draft.yaml") -> Document:
    """Plain data as if it were written and read again; both would cost more than the judging.

    Each node has a place of its own, in order, in one line of blanks. Words stand where they are no fault.
    """
    result = Document(source)
    columns = count()

    def build(value: Any, path: Path, named: bool) -> tuple[Any, Any]:
        mark = Mark(0, next(columns))
        plain: Any = value
        inside: Any = None
        if isinstance(value, Word):
            result.lifted[path] = str(value)
        elif isinstance(value, dict):
            built = {key: build(inner, (*path, key), True) for key, inner in value.items()}
            plain = {key: one for key, (one, _) in built.items() if not isinstance(one, Word)}
            inside = {key: node for key, (_, node) in built.items()}
        elif isinstance(value, list):
            items = [item for item in value if not isinstance(item, Word)]
            if len(items) < len(value):
                assert value[len(items) :] == ["unknown"], "only reading can tell this fault"
                result.open.add(path)
            made = [build(item, (*path, index), False) for index, item in enumerate(items)]
            plain, inside = [one for one, _ in made], [node for _, node in made]
        return plain, (Key(mark, mark) if named else None, mark, mark, inside)

    result.data, result.root = build(data, (), False)
    result.lines = [" " * next(columns)]
    return result


def example(name: str) -> Document:
    """A draft of `examples/`, such as `mali-2013/s-res-2100`."""
    return read((EXAMPLES / f"{name}.yaml").read_bytes(), f"examples/{name}.yaml")


REAL_TEXTS = sorted(file.relative_to(EXAMPLES).with_suffix("").as_posix() for file in EXAMPLES.glob("*/s-res-*.yaml"))
