"""A document goes in; findings about unknown fields, missing facts, impossible values and lost references come out."""

from __future__ import annotations

from dataclasses import dataclass, field

from mandatelint.document import Document
from mandatelint.finding import Finding, Path
from mandatelint.schema.gate import gate
from mandatelint.schema.references import check_references
from mandatelint.schema.shape import shape


@dataclass(slots=True)
class Validity:
    """What the schema says of a document: its findings, and the nodes that rules must not read.

    A node is not read because the schema refuses it, or because what stands elsewhere may belong there: the field that
    a misspelt one was meant to be.
    """

    findings: list[Finding] = field(default_factory=list)
    broken: set[Path] = field(default_factory=set)


def told(document: Document, validity: Validity) -> list[Finding]:
    """All that reading and the schema find in a document.

    What the schema says of a word is more to the point than that other tools would read it otherwise.
    """
    read = [one for one in document.findings if one.rule != "ambiguous-word" or one.path not in validity.broken]
    return [*read, *validity.findings]


def validate(document: Document, name: str) -> Validity:
    """Hold a readable document against the schema of that name; ids and references within it included."""
    result = Validity()
    if not gate(name)(document.data):
        from mandatelint.schema.explaining import explain

        explained = list(explain(document, name))
        result.findings = list(dict.fromkeys(finding for finding, _ in explained))
        result.broken = {path for _, path in explained}
    for finding, dangling in check_references(document, shape(name), document.broken | result.broken):
        result.findings.append(finding)
        if dangling is not None:
            result.broken.add(dangling)
    return result
