"""A document and its shape go in; findings about ids that stand twice and references that lead nowhere come out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from mandatelint.document import Document
from mandatelint.finding import Finding, Path, RelatedPlace, did_you_mean
from mandatelint.schema.shape import Shape


@dataclass(slots=True)
class _Names:
    """The ids of a document by kind, what refers to them, and the kinds of which some may stand in an unread part."""

    document: Document
    refused: set[Path]
    found: dict[str, tuple[str, Path]] = field(default_factory=dict)
    twice: list[tuple[str, Path]] = field(default_factory=list)
    references: list[tuple[Shape, str, Path]] = field(default_factory=list)
    unsure: set[str] = field(default_factory=set)

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
        elif identifier in self.found:
            self.twice.append((identifier, path))
        else:
            self.found[identifier] = (kind, path)


def check_references(document: Document, shape: Shape, refused: set[Path]) -> Iterator[tuple[Finding, Path | None]]:
    """Findings, each with the path of the reference that it makes unusable, if any.

    refused: nodes that are known to be broken. A reference that may lead into an unread part of the draft is let pass.
    """
    names = _Names(document, refused)
    names.walk(shape, document.data, ())
    coverage = ("document", "text_coverage")
    if document.lifted.get(coverage, document.value(coverage)) not in (None, "none", "whole"):
        names.unsure |= shape.names_inside
    for identifier, path in names.twice:
        yield _twice(document, identifier, path, names.found[identifier][1]), None
    for wanted, identifier, path in names.references:
        known = names.found.get(identifier)
        if not (known is not None and known[0] in wanted.refers) and not names.unsure & set(wanted.refers):
            yield _dangling(document, wanted, identifier, path, names), path


def _twice(document: Document, identifier: str, path: Path, first: Path) -> Finding:
    finding = document.finding(
        "duplicate-id",
        "error",
        (*path, "id"),
        f"the id '{identifier}' stands twice: in line {document.heading((*first, 'id')).line} and here",
        "give one of the two another id, and look at what points to it",
    )
    place = RelatedPlace((*first, "id"), document.heading((*first, "id")), document.paragraph(first))
    return replace(finding, related=(place,))


def _dangling(document: Document, wanted: Shape, identifier: str, path: Path, names: _Names) -> Finding:
    kinds = " or ".join(kind.replace("_", " ") for kind in wanted.refers)
    known = names.found.get(identifier)
    where = f"is in the list of {known[0].replace('_', ' ')}" if known else "stands nowhere in this draft"
    candidates = [other for other, (kind, _) in names.found.items() if kind in wanted.refers]
    return document.finding(
        "dangling-reference",
        "error",
        path,
        f"`{wanted.name}` takes the id of {kinds}; '{identifier}' {where}",
        did_you_mean(identifier, candidates) if candidates else f"the draft has no {kinds} yet: add one",
        document.value_span(path),
    )
