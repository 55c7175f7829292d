"""A document and its shape go in; findings about ids that stand twice and references that lead nowhere come out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from mandatelint.document import Document
from mandatelint.finding import MANY_MENDS, Finding, Path, RelatedPlace
from mandatelint.schema.shape import Shape


@dataclass(slots=True)
class _Names:
    """Who bears and who names the ids of a document.

    found: id -> kind and place of each that bears it. unsure: the kinds of id of which some may stand in a part that is
    not known.
    """

    document: Document
    refused: set[Path]
    found: dict[str, list[tuple[str, Path]]] = field(default_factory=dict)
    references: list[tuple[Shape, str, Path]] = field(default_factory=list)
    unsure: set[str] = field(default_factory=set)
    by_kinds: dict[tuple[str, ...], list[str]] = field(default_factory=dict)

    def bearing(self, kinds: tuple[str, ...]) -> list[str]:
        """The ids of these kinds; gathered once, as all are known when they are asked for."""
        if kinds not in self.by_kinds:
            self.by_kinds[kinds] = [
                identifier for identifier, places in self.found.items() if any(kind in kinds for kind, _ in places)
            ]
        return self.by_kinds[kinds]

    def walk(self, shape: Shape, value: Any, path: Path) -> None:
        if path in self.refused:
            self.unsure |= shape.names_inside
        elif isinstance(value, dict):
            self.walk_fields(shape, value, path)
        elif isinstance(value, list) and shape.items is not None:
            if path in self.document.open:
                self.unsure |= shape.names_inside
            for index, item in enumerate(value):
                if shape.ids is not None:
                    self.bear(shape.ids, item, (*path, index))
                if shape.items.linked:
                    self.walk(shape.items, item, (*path, index))
        elif isinstance(value, str) and shape.refers:
            self.references.append((shape, value, path))

    def walk_fields(self, shape: Shape, value: dict[str, Any], path: Path) -> None:
        for key, inner in shape.fields.items():
            if not inner.linked:
                continue
            if key in value:
                self.walk(inner, value[key], (*path, key))
            elif (*path, key) in self.refused or self.document.lifted.get((*path, key)) == "unknown":
                self.unsure |= inner.names_inside

    def bear(self, kind: str, item: Any, path: Path) -> None:
        identifier = item.get("id") if isinstance(item, dict) else None
        if not isinstance(identifier, str) or path in self.refused:
            self.unsure.add(kind)
        else:
            self.found.setdefault(identifier, []).append((kind, path))


def check_references(document: Document, shape: Shape, refused: set[Path]) -> Iterator[tuple[Finding, Path | None]]:
    """Findings, each with the path of the reference that it makes unusable, if any.

    refused: nodes that are known to be broken. A reference is let pass where it may lead into a part of the text that
    the draft does not show.
    """
    names = _Names(document, refused)
    names.walk(shape, document.data, ())
    if _is_partial(document, refused):
        names.unsure |= shape.names_inside
    names.unsure |= _carried_over(document, shape)
    for identifier, places in names.found.items():
        for _, path in places[1:]:
            yield _twice(document, identifier, path, places[0][1]), None
    lost = 0
    for wanted, identifier, path in names.references:
        kinds = {kind for kind, _ in names.found.get(identifier, ())}
        if not (kinds | names.unsure) & set(wanted.refers):
            lost += 1
            yield _dangling(document, shape, wanted, path, names, may_be_slip=lost <= MANY_MENDS), path


def _is_partial(document: Document, refused: set[Path]) -> bool:
    """Whether the draft holds only a part of its text, or may do so."""
    coverage = ("document", "text_coverage")
    if document.lifted.get(coverage) == "unknown" or {coverage, coverage[:1]} & refused:
        return True
    return document.value(coverage) not in (None, "whole")


def _carried_over(document: Document, shape: Shape) -> set[str]:
    """Kinds of id that stand in an earlier resolution: in parts of an operation that go on unwritten."""
    kinds: set[str] = set()
    inside = shape.fields["operations"].items if "operations" in shape.fields else None
    carried = _carried_fields(document)
    for index, operation in _blocks(document, "operations"):
        own = operation.get("id")
        for key in carried.get(None, set()) | carried.get(own if isinstance(own, str) else None, set()):
            is_told = operation.get(key) is not None or ("operations", index, key) in document.lifted
            if inside is not None and key in inside.fields and not is_told:
                kinds |= inside.fields[key].names_inside
    return kinds


def _carried_fields(document: Document) -> dict[str | None, set[str]]:
    """The names of the fields that actions carry over, by the operation that they are about; under None, by any."""
    found: dict[str | None, set[str]] = {}
    for _, action in _blocks(document, "actions"):
        carried, about = action.get("carries_over"), action.get("object")
        fields = carried.get("fields") if isinstance(carried, dict) else None
        if isinstance(fields, list) and (about is None or isinstance(about, str)):
            found.setdefault(about, set()).update(key for key in fields if isinstance(key, str))
    return found


def _blocks(document: Document, key: str) -> list[tuple[int, dict[str, Any]]]:
    """The blocks of the list under `key`, each with its index."""
    value = document.value((key,))
    return [pair for pair in enumerate(value) if isinstance(pair[1], dict)] if isinstance(value, list) else []


def _twice(document: Document, identifier: str, path: Path, first: Path) -> Finding:
    finding = document.finding(
        "duplicate-id",
        "error",
        (*path, "id"),
        f"the id '{identifier}' stands twice: in line {document.heading((*first, 'id')).line} and here",
        "give one of the two another id, and change what points to it",
    )
    place = RelatedPlace((*first, "id"), document.heading((*first, "id")), document.paragraph(first))
    return finding._replace(related=(place,))


def _dangling(document: Document, shape: Shape, wanted: Shape, path: Path, names: _Names, may_be_slip: bool) -> Finding:
    identifier = document.value(path)
    *most, last = [f"`{_lists(shape)[kind]}`" for kind in wanted.refers]
    lists = f"{', '.join(most)}{' or ' if most else ''}{last}"
    known = names.found.get(identifier)
    where = f"stands in `{_lists(shape)[known[0][0]]}`" if known else "stands nowhere in this draft"
    return document.finding(
        "dangling-reference",
        "error",
        path,
        f"`{wanted.name}` takes an id from {lists}; '{identifier}' {where}",
        _mend(identifier, names.bearing(wanted.refers), lists, may_be_slip),
        document.value_span(path),
    )


def _mend(identifier: str, candidates: list[str], lists: str, may_be_slip: bool) -> str:
    """What to write in place of an id that leads nowhere."""
    if not candidates:
        return "nothing stands there yet: add it, or leave this out"
    if not may_be_slip:
        return f"write an id that stands in {lists}"
    from mandatelint.schema.mending import named  # an import that a draft without mistakes is spared

    return named(identifier, candidates)


@cache
def _lists(shape: Shape) -> dict[str, str]:
    """Kind of id -> the name of the list whose items bear it."""
    lists = {shape.ids: shape.name} if shape.ids else {}
    for inner in (*shape.fields.values(), *([shape.items] if shape.items else [])):
        lists |= _lists(inner)
    return lists
