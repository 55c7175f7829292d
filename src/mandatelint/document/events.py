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

from mandatelint.document.syntax import syntax_fault
from mandatelint.document.text import Fault
from mandatelint.document.words import core_value, differs_in_yaml_1_1
from mandatelint.finding import Path

MAX_DEPTH = 64
MAX_NODES = 100_000
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

    __slots__ = ("dropped", "end", "event", "is_mapping", "key", "key_event", "nodes", "value")

    def __init__(self, event: Any) -> None:
        self.event = event
        self.is_mapping = type(event) is MappingStartEvent
        self.value: Any = {} if self.is_mapping else []
        self.nodes: Any = {} if self.is_mapping else []
        self.key: str | None = None
        self.key_event: Event | None = None
        self.dropped = False  # the value that comes next belongs to a key that was refused
        self.end = event.end_mark


def parse(text: str) -> Parsed:
    """Read one YAML document; faults are in the result, never raised."""
    builder = _Builder()
    parser = CParser(text)
    try:
        builder.run(parser.get_event)
    except _StoppedError:
        builder.parsed.data, builder.parsed.root = None, None
    except YAMLError as error:
        builder.parsed.data, builder.parsed.root = None, None
        builder.parsed.faults.append((syntax_fault(error, text), ()))
    finally:
        parser.dispose()
    return builder.parsed


class _Builder:
    def __init__(self) -> None:
        self.parsed = Parsed()
        self.frames: list[_Frame] = []
        self.nodes = 0
        self.documents = 0

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
        while True:
            event = next_event()
            handler = handlers.get(type(event))
            if handler is not None:
                handler(event)
                if self.documents > 1:
                    return
            elif type(event) is StreamEndEvent:
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

    def scalar(self, event: Any) -> None:
        self.count(event)
        frame = self.frames[-1] if self.frames else None
        if frame is not None and frame.is_mapping and frame.key is None:
            self.key(frame, event)
            return
        word = event.value
        if event.tag is not None and event.tag != "!":
            self.tag(event)
        elif event.style == "":
            if word in LIFTED and self.lift(frame, word, event):
                return
            value = core_value(word)
            if type(value) is str and differs_in_yaml_1_1(word):
                self.differs(word, event)
            self.add(value, event.start_mark, event.end_mark, None)
            return
        self.add(word, event.start_mark, event.end_mark, None)

    def key(self, frame: _Frame, event: Any) -> None:
        name = event.value
        frame.key, frame.key_event = name, event
        if name == "<<" and event.style == "":
            frame.dropped = True
            self.fault(
                "merge-key",
                event.start_mark,
                "`<<` merges another mapping into this one; a draft says everything where it stands",
                "write the fields out here",
                self.path()[:-1],
            )
        elif name in frame.nodes:
            frame.dropped = True
            first = frame.nodes[name][0].start_mark.line + 1
            self.parsed.broken.add(self.path())
            self.fault(
                "duplicate-key",
                event.start_mark,
                f"`{name}` stands twice in this block: in line {first} and here",
                "keep one of the two; until then neither is judged",
                self.path(),
            )

    def lift(self, frame: _Frame | None, word: str, event: Any) -> bool:
        """Take `unknown` or `none` out of the data; False where it is ordinary text."""
        if frame is None or frame.dropped:
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
        self.parsed.open.add(here)
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
            if self.parsed.open and self.path()[:-1] in self.parsed.open:
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
        self.frames.append(_Frame(event))

    def finish(self, event: Any) -> None:
        frame = self.frames.pop()
        # The end mark of a block runs on to whatever comes next; what is inside tells where it ends.
        end = event.end_mark if frame.event.flow_style else frame.end
        parent = self.frames[-1] if self.frames else None
        if parent is not None and parent.is_mapping and parent.key is None:
            parent.key, parent.key_event, parent.dropped = "?", frame.event, True
            self.fault(
                "complex-key",
                frame.event.start_mark,
                "a list or mapping stands where the name of a field belongs",
                "write a plain name before the colon; text that holds braces or brackets goes in quotes",
                self.path()[:-1],
            )
            return
        self.add(frame.value, frame.event.start_mark, end, frame.nodes)

    def alias(self, event: Any) -> None:
        frame = self.frames[-1] if self.frames else None
        is_key = frame is not None and frame.is_mapping and frame.key is None
        if not (frame is not None and frame.dropped):  # after a merge key, that fault says it all
            self.fault(
                "alias",
                event.start_mark,
                f"`*{event.anchor}` repeats another part of the file; a draft says everything where it stands",
                "write the value out again here",
                self.path(),
            )
            if not is_key:
                self.parsed.broken.add(self.path())
        if frame is not None and is_key:
            frame.key, frame.key_event, frame.dropped = "?", event, True
        else:
            self.add(None, event.start_mark, event.end_mark, None)

    def tag(self, event: Any) -> None:
        self.parsed.broken.add(self.path())
        self.fault(
            "tag",
            event.start_mark,
            f"the tag `{event.tag}` asks for another kind of value; a draft has none",
            "delete the tag; put text that looks like a number in quotes",
            self.path(),
        )

    def differs(self, word: str, event: Any) -> None:
        self.fault(
            "ambiguous-word",
            event.start_mark,
            f"`{word}` is read as text here, but many YAML tools take it for something else",
            f'put it in quotes: "{word}"',
            self.path(),
        )

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

    def path(self) -> Path:
        """Where the node that is being read will stand."""
        return tuple(frame.key or "" if frame.is_mapping else len(frame.value) for frame in self.frames)

    def fault(self, check: str, mark: Any, message: str, remedy: str, path: Path) -> None:
        self.parsed.faults.append((Fault(check, mark.line + 1, mark.column + 1, message, remedy), path))
