"""The bytes of a file go in; a Document comes out: plain data, the place of every node, and what was wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from mandatelint.document.events import MAX_NODES, Node, parse
from mandatelint.document.text import Fault, decode
from mandatelint.document.written import visible
from mandatelint.finding import Finding, Path, Severity, Span, shortened

__all__ = ["MAX_NODES", "WARNINGS", "Document", "nodes", "read"]

WARNINGS = frozenset({"ambiguous-word", "anchor", "cut-text"})  # all other faults of reading are errors


@dataclass(slots=True)
class Document:
    """One YAML or JSON file, read.

    data: plain dicts, lists and scalars; None where the file could not be read.
    lifted: path -> "unknown" or "none", taken out of the data; open: lists that end in `unknown`.
    broken: nodes that a fault makes unusable; findings: the faults themselves.
    """

    source: str
    data: Any = None
    lines: list[str] = field(default_factory=list)
    lifted: dict[Path, str] = field(default_factory=dict)
    open: set[Path] = field(default_factory=set)
    broken: set[Path] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    root: Node | None = None

    @property
    def readable(self) -> bool:
        return self.root is not None

    def part(self, path: Path) -> Document:
        """The node at `path` as a document of its own, with the same lines and places."""
        node, data = self._node(path), self.data
        for step in path:
            data = data[step]
        return Document(
            self.source,
            data,
            self.lines,
            {key[len(path) :]: word for key, word in self.lifted.items() if key[: len(path)] == path},
            {key[len(path) :] for key in self.open if key[: len(path)] == path},
            {key[len(path) :] for key in self.broken if key[: len(path)] == path},
            [],
            node,
        )

    def value(self, path: Path) -> Any:
        """The plain value at `path`, None where there is none."""
        value = self.data
        for step in path:
            value = _under(value, step)
        return value

    def nearest(self, path: Path) -> Path:
        """`path`, or its nearest parent that stands in the file."""
        node = self.root
        for depth, step in enumerate(path):
            inside: Any = node[3] if node is not None else None
            is_there = (
                step in inside if isinstance(inside, dict) else isinstance(step, int) and step < len(inside or ())
            )
            if not is_there:
                return path[:depth]
            node = inside[step]
        return path

    def span(self, path: Path) -> Span:
        """The whole node: a key with its value, an item, the document; nearest parent where it is missing."""
        key, start, end, _ = self._node(self.nearest(path))
        first = key.start_mark if key is not None else start
        return self._span(first, end)

    def heading(self, path: Path) -> Span:
        """What a reader has to look at: the key and a value beside it, or the key alone above a longer block."""
        key, start, end, inside = self._node(self.nearest(path))
        if key is None:
            first, last = start, end
        elif inside is not None or end.line != key.start_mark.line:
            first, last = key.start_mark, key.end_mark
        else:
            first, last = key.start_mark, end
        span = self._span(first, last)
        if span.end_line == span.line:
            return span
        return Span(span.line, span.column, span.line, len(self.lines[span.line - 1].rstrip()) + 1)

    def value_span(self, path: Path) -> Span:
        """The value alone, without its key."""
        _, start, end, _ = self._node(self.nearest(path))
        return self._span(start, end)

    def locate(self, path: Path, offset: int) -> tuple[int, int]:
        """Line and column of a character of the text at `path`, counted from 0 in its value.

        What folding, indenting and quoting add to the file is passed over. White space lies where the next word
        begins, the end of the text where the value ends; a value that is no text is one place.
        """
        span, text = self.value_span(path), self.value(path)
        if not isinstance(text, str):
            return span.line, span.column
        before = len("".join(text[:offset].split()))
        return next(islice(visible(self.lines, span), before, None), (span.end_line, span.end_column))

    def paragraph(self, path: Path) -> str:
        """The paragraph that the node at `path`, or its nearest parent, gives for itself; empty where none does.

        Of a parent that is told in the preamble, too, the operative paragraphs are meant: there a mend belongs.
        """
        value, found = self.data, ""
        for depth in range(len(path) + 1):
            own = _under(value, "paragraph")
            if own is not None:
                texts = [text for text in (own if isinstance(own, list) else [own]) if isinstance(text, str)]
                if depth < len(path):
                    texts = [text for text in texts if not text.startswith("PP")] or texts
                found = ", ".join(texts) or found
            value = _under(value, path[depth]) if depth < len(path) else None
        return found

    def finding(
        self, rule: str, severity: Severity, path: Path, message: str, remedy: str, span: Span | None = None
    ) -> Finding:
        """A finding at `path` of this document, with its place and paragraph filled in."""
        at = self.nearest(path)
        span = span or self.heading(at)
        return Finding(
            rule,
            severity,
            self.source,
            at,
            span,
            shortened(message),
            shortened(remedy),
            self.paragraph(at),
            known_by=path if path != at else (),
        )

    def _node(self, path: Path) -> Node:
        assert self.root is not None, "only a readable document has nodes"
        node = self.root
        for step in path:
            node = node[3][step]
        return node

    def _span(self, start: Any, end: Any) -> Span:
        first, (line, column) = self._inside(start), self._inside(end)
        # Block text ends, for libyaml, where the next thing begins: go back to the last line that says something.
        while column == 0 and line > first[0]:
            line -= 1
            column = len(self.lines[line].rstrip())
        return Span(first[0] + 1, first[1] + 1, line + 1, column + 1)

    def _inside(self, mark: Any) -> tuple[int, int]:
        """Line and column of a mark, from 0; libyaml may put the end one line past the last."""
        last = len(self.lines) - 1
        return (mark.line, mark.column) if mark.line <= last else (last, len(self.lines[last]))


def read(content: bytes | str, source: str) -> Document:
    """Read one draft or rule file; whatever is wrong with it stands in the document's findings.

    content: the bytes of the file, or its text. source: the name by which findings call it.
    """
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    text, faults = decode(raw)
    if text is None:
        return Document(source, findings=[_finding(source, fault) for fault in faults])
    parsed = parse(text)
    document = Document(
        source, parsed.data, text.split("\n"), parsed.lifted, parsed.open, parsed.broken, [], parsed.root
    )
    document.findings = [_finding(source, fault) for fault in faults]
    for fault, path in parsed.faults:
        if fault.line > len(document.lines):  # as libyaml may have it at the end of a file
            fault = fault._replace(line=len(document.lines), column=len(document.lines[-1]) + 1)
        at = document.nearest(path) if document.readable else ()
        paragraph = document.paragraph(at) if document.readable else ""
        document.findings.append(_finding(source, fault, at, paragraph))
    return document


def nodes(document: Document) -> Iterator[Path]:
    """The path of every node that stands in the file, parents first."""
    waiting: list[tuple[Path, Any]] = [((), document.root[3] if document.root is not None else None)]
    while waiting:
        path, inside = waiting.pop()
        yield path
        steps = inside.items() if isinstance(inside, dict) else enumerate(inside or ())
        waiting.extend(((*path, step), node[3]) for step, node in steps)


def _under(value: Any, step: str | int) -> Any:
    """What stands under a key or an index, None where nothing does."""
    if isinstance(value, dict):
        return value.get(step)
    return value[step] if isinstance(value, list) and isinstance(step, int) and step < len(value) else None


def _finding(source: str, fault: Fault, path: Path = (), paragraph: str = "") -> Finding:
    span = Span(fault.line, fault.column, fault.line, fault.column + 1)
    severity: Severity = "warning" if fault.check in WARNINGS else "error"
    return Finding(fault.check, severity, source, path, span, shortened(fault.message), fault.remedy, paragraph)
