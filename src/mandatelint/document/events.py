"""YAML text goes in; plain data, the place of every node and the faults come out, in one pass over libyaml's events.

Nothing here recurses and every size is bounded, so that no input can crash the interpreter. What a fault touches is
marked as broken: it is not known to the rules, and the rest of the draft is judged as usual.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from yaml import YAMLError
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from mandatelint.document.signs import COMMENT, QUOTE_IT, short
from mandatelint.document.syntax import syntax_fault
from mandatelint.document.text import Fault
from mandatelint.document.words import core_value, differs_in_yaml_1_1
from mandatelint.finding import Path

MAX_DEPTH = 64
MAX_NODES = 100_000
MAX_TAG_LINES = 100  # libyaml compares each with all that went before
LIFTED = ("unknown", "none")

Node = tuple[Any, Any, Any, Any]
"""The event of the key (None in a list), start and end mark, and the nodes inside: a dict, a list, None in a scalar."""


@dataclass(slots=True)
class Parsed:
    """What one file holds: `data` without the words `unknown` and `none`, which stand in `lifted` under their paths.

    `open` names the lists that may go on; `broken` the nodes that a fault touches; `root` is None where nothing could
    be read.
    """

    data: Any = None
    root: Node | None = None
    lifted: dict[Path, str] = field(default_factory=dict)
    open: set[Path] = field(default_factory=set)
    broken: set[Path] = field(default_factory=set)
    faults: list[tuple[Fault, Path]] = field(default_factory=list)


class _StoppedError(Exception):
    """Reading cannot go on; the fault is recorded."""


class _Frame:
    """A mapping or list that is being read."""

    __slots__ = ("dropped", "end", "event", "is_mapping", "is_open", "key", "key_event", "nodes", "refused", "value")

    def __init__(self, event: Any, refused: bool) -> None:
        self.event = event
        self.is_mapping = type(event) is MappingStartEvent
        self.value: Any = {} if self.is_mapping else []
        self.nodes: Any = {} if self.is_mapping else []
        self.key: str | None = None
        self.key_event: Event | None = None
        self.dropped = False  # the value that comes next belongs to a key that was refused
        self.refused = refused  # all of this stands inside such a value, or inside a key
        self.is_open = False  # `unknown` was the last item
        self.end = event.end_mark


def parse(text: str) -> Parsed:
    """Read one YAML document; faults are in the result, never raised."""
    builder = _Builder(text)
    if text.count("\n%TAG") > MAX_TAG_LINES:
        line = text[: text.index("\n%TAG")].count("\n") + 2
        message = f"here and below stand more than {MAX_TAG_LINES} `%TAG` lines; a draft has no tags"
        builder.parsed.faults.append((Fault("tag", line, 1, message, "delete them"), ()))
        return builder.parsed
    try:
        builder.read(text)
    except _StoppedError:
        return Parsed(faults=builder.parsed.faults)
    except YAMLError as error:
        refused = _refused_before(error, text)
        if refused:
            return Parsed(faults=refused)
        fault = syntax_fault(error, text)
        before = [one for one in builder.parsed.faults if one[0][1:3] != fault[1:3]]  # told at one place, it is one
        return Parsed(faults=[*before, (fault, ())])
    return builder.parsed


def _refused_before(error: YAMLError, text: str) -> list[tuple[Fault, Path]]:
    """The faults of what stands before a syntax error, where that alone is refused; none where it could be read.

    libyaml reads ahead: at an error it has not told all that stands before. How far it reads and how deep a nest it
    bears differs between its versions; so that none of them has a say in the bounds above, they are asked here.
    """
    mark = getattr(error, "problem_mark", None)
    before = text[: mark.index] if mark is not None else ""
    builder = _Builder(before)
    try:
        builder.read(before)
    except _StoppedError:
        return builder.parsed.faults
    except YAMLError:
        pass
    return []


class _Builder:
    def __init__(self, text: str) -> None:
        self.lines = text.split("\n") if COMMENT.search(text) else []  # where a comment may cut a text
        self.parsed = Parsed()
        self.frames: list[_Frame] = []
        self.nodes = 0
        self.documents = 0
        self.anchors: dict[str, tuple[Any, Path]] = {}  # those that nothing has repeated yet

    def read(self, text: str) -> None:
        parser = CParser(text)
        try:
            self.run(parser.get_event)
            self.tell_anchors()
        finally:
            parser.dispose()

    def run(self, next_event: Any) -> None:
        handlers = {
            ScalarEvent: self.scalar,
            MappingStartEvent: self.start,
            SequenceStartEvent: self.start,
            MappingEndEvent: self.finish,
            SequenceEndEvent: self.finish,
            AliasEvent: self.alias,
            DocumentStartEvent: self.document,
        }
        event: Any = None
        while True:
            try:
                event = next_event()
            except UnicodeDecodeError:  # libyaml lets it pass, PyYAML does not
                message = "a tag after this place holds a `%` code that stands for no character"
                self.fault(
                    "tag", event.end_mark, message, "delete the word that begins with `!`, or put it in quotes", ()
                )
                raise _StoppedError from None
            handler = handlers.get(type(event))
            if handler is not None:
                handler(event)
                if self.documents > 1:
                    return
            elif type(event) is StreamEndEvent:
                if not self.documents:
                    message = "the file holds nothing but comments"
                    fault = Fault("empty-file", 1, 1, message, "start a draft with `mandatelint new mandate`")
                    self.parsed.faults.append((fault, ()))
                return

    def document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self.fault(
                "several-documents",
                event.start_mark,
                "a second YAML document begins here; only the first was read",
                "keep one act of the Council in a file, and delete the line `---` that starts the second",
                (),
            )

    def tell_anchors(self) -> None:
        """`&name` is no text: where nothing repeats it, somebody may have meant it to be."""
        for name, (mark, path) in self.anchors.items():
            self.fault(
                "anchor",
                mark,
                f"`&{name}` is taken for the name of this part of the file, and not read as text",
                "put the whole text in quotes, or delete the name",
                path,
            )

    def scalar(self, event: Any) -> None:
        self.count(event)
        if event.anchor is not None:
            self.anchors[event.anchor] = (event.start_mark, self.path())
        frame = self.frames[-1] if self.frames else None
        if frame is not None and frame.is_mapping and frame.key is None:
            self.key(frame, event)
            return
        word = event.value
        if event.tag is not None and event.tag != "!":
            self.tag(event)
        elif event.style == "" and event.tag is None:
            value = core_value(word)
            if self.lines and (value is None or type(value) is str):
                self.cut(word, event)
            if word in LIFTED and self.lift(frame, word, event):
                return
            if type(value) is str and differs_in_yaml_1_1(word):
                self.differs(word, event)
            self.add(value, event.start_mark, event.end_mark, None)
            return
        self.add(word, event.start_mark, event.end_mark, None)

    def key(self, frame: _Frame, event: Any) -> None:
        name = event.value
        frame.key, frame.key_event = name, event
        if event.tag is not None and event.tag != "!":
            self.tag(event)
        if name == "<<" and event.style == "" and event.tag is None:
            block = self.path()[:-1]
            if block:  # any field of it may be meant; at the top that would be the whole draft
                self.touch(block)
            frame.dropped = True
            self.fault(
                "merge-key",
                event.start_mark,
                "`<<` merges another block into this one; a draft says everything where it stands",
                "write the fields out here",
                block,
            )
        elif name in frame.nodes:
            self.touch(self.path())
            frame.dropped = True
            first = frame.nodes[name][0].start_mark.line + 1
            self.fault(
                "duplicate-key",
                event.start_mark,
                f"`{name}` stands twice in this block: in line {first} and here",
                "keep one of the two; until then neither is judged",
                self.path(),
            )

    def lift(self, frame: _Frame | None, word: str, event: Any) -> bool:
        """Take `unknown` or `none` out of the data; False where it is ordinary text."""
        if frame is None or frame.dropped or frame.refused:
            return False
        if frame.is_mapping:
            self.parsed.lifted[self.path()] = word
            frame.nodes[frame.key] = (frame.key_event, event.start_mark, event.end_mark, None)
            frame.key, frame.end = None, event.end_mark
            return True
        here = self.path()[:-1]
        if word == "none":
            self.fault(
                "none-in-list",
                event.start_mark,
                "`none` is no item: it says that a whole field was looked for and is not there",
                "write `none` in place of the list, or leave the item out",
                (*here, len(frame.value)),
            )
            self.touch(here)
        else:
            self.parsed.open.add(here)
            frame.is_open = True
        frame.end = event.end_mark
        return True

    def add(self, value: Any, start: Any, end: Any, inside: Any) -> None:
        """Put a finished node where it belongs."""
        if not self.frames:
            self.parsed.data, self.parsed.root = value, (None, start, end, inside)
            return
        frame = self.frames[-1]
        frame.end = end
        if not frame.is_mapping:
            if frame.is_open:
                frame.is_open = False
                self.unknown_not_last(start)
            frame.value.append(value)
            frame.nodes.append((None, start, end, inside))
            return
        if not frame.dropped:
            frame.value[frame.key] = value
            frame.nodes[frame.key] = (frame.key_event, start, end, inside)
        frame.key, frame.dropped = None, False

    def unknown_not_last(self, mark: Any) -> None:
        self.fault(
            "unknown-not-last",
            mark,
            "an item follows `unknown`, which says that the list may go on",
            "write `unknown` as the last item",
            self.path(),
        )

    def start(self, event: Any) -> None:
        self.count(event)
        if event.anchor is not None:
            self.anchors[event.anchor] = (event.start_mark, self.path())
        if len(self.frames) >= MAX_DEPTH:
            self.fault(
                "too-deep",
                event.start_mark,
                f"blocks are nested more than {MAX_DEPTH} deep here",
                "look for a bracket that was never closed",
                (),
            )
            raise _StoppedError
        if event.tag is not None and event.tag != "!":
            self.tag(event)
        self.frames.append(_Frame(event, self.is_refused() or self.is_key()))

    def finish(self, event: Any) -> None:
        frame = self.frames.pop()
        # The end mark of a block runs on to whatever comes next; what is inside tells where it ends.
        end = event.end_mark if frame.event.flow_style else frame.end
        if self.is_key():
            parent = self.frames[-1]
            parent.key, parent.key_event, parent.dropped = "?", frame.event, True
            self.fault(
                "complex-key",
                frame.event.start_mark,
                "a list or a block stands where the name of a field belongs",
                "write a plain name before the colon; text that holds braces or brackets goes in quotes",
                self.path()[:-1],
            )
            return
        self.add(frame.value, frame.event.start_mark, end, frame.nodes)

    def alias(self, event: Any) -> None:
        self.count(event)
        self.anchors.pop(event.anchor, None)
        is_key = self.is_key()
        if not self.is_refused():  # after a merge key, that fault says it all
            self.fault(
                "alias",
                event.start_mark,
                f"`*{event.anchor}` repeats another part of the file; a draft says everything where it stands",
                "write the value out again here",
                self.path(),
            )
            if not is_key:
                self.touch(self.path())
        if is_key:
            frame = self.frames[-1]
            frame.key, frame.key_event, frame.dropped = "?", event, True
        else:
            self.add(None, event.start_mark, event.end_mark, None)

    def tag(self, event: Any) -> None:
        self.touch(self.path())
        written = event.tag.replace("tag:yaml.org,2002:", "!!", 1)
        self.fault(
            "tag",
            event.start_mark,
            f"the tag `{written}` asks for another kind of value; a draft has none",
            "delete the tag; put text that looks like a number in quotes",
            self.path(),
        )

    def differs(self, word: str, event: Any) -> None:
        other, figure = "true or false", ""
        if not word.isalpha():
            other, figure = "a number", "; if a number is meant, write plain digits without 0 in front"
        self.fault(
            "ambiguous-word",
            event.start_mark,
            f"`{word}` is read as text here, but other YAML tools take it for {other}",
            f'put it in quotes: "{word}"{figure}',
            self.path(),
        )

    def cut(self, word: str, event: Any) -> None:
        """`see #2 of the list` says `see` to YAML; whoever writes `#2` hardly means a comment."""
        mark = event.end_mark
        found = COMMENT.match(self.lines[mark.line], mark.column) if mark.line < len(self.lines) else None
        if found is not None and not self.is_refused():
            lost = self.lines[mark.line][found.end() - 1 :].rstrip()
            text = "so that the text ends before it" if word else "so that nothing is read here"
            message = f"`#` behind a space begins a comment, {text}: `{short(lost)}` is lost"
            remedy = f"{QUOTE_IT}; if it is a comment, write a space behind the `#`"
            self.parsed.faults.append((Fault("cut-text", mark.line + 1, found.end(), message, remedy), self.path()))

    def count(self, event: Any) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.fault(
                "too-many-nodes",
                event.start_mark,
                f"the file holds more than {MAX_NODES:,} values",
                "keep one act of the Council in a file",
                (),
            )
            raise _StoppedError

    def is_key(self) -> bool:
        """Whether what is being read stands in the place of a key."""
        return bool(self.frames) and self.frames[-1].is_mapping and self.frames[-1].key is None

    def is_refused(self) -> bool:
        """Whether what is being read stands inside a value that was refused, so that nothing in it counts."""
        return bool(self.frames) and (self.frames[-1].dropped or self.frames[-1].refused)

    def touch(self, path: Path) -> None:
        """Mark a node as broken."""
        if not self.is_refused():
            self.parsed.broken.add(path)

    def path(self) -> Path:
        """Where the node that is being read will stand."""
        return tuple(frame.key or "" if frame.is_mapping else len(frame.value) for frame in self.frames)

    def fault(self, check: str, mark: Any, message: str, remedy: str, path: Path) -> None:
        self.parsed.faults.append((Fault(check, mark.line + 1, mark.column + 1, message, remedy), path))
