"""A validated draft goes in; what rules may read comes out: every optional field filled in, what is not known left out.

Absent means an empty value of its kind: `''`, `[]`, `false`, `null`, or a block whose fields are empty in turn. A field
that is not known has no key at all, so that any expression that needs it has no value, and CEL's `&&`, `||`, `exists`
and `all` carry on without it where they can. A list that may go on ends in an item of which nothing is known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from mandatelint.dates import NO_END, after_days, end_of_term, first_day, last_day, months_of_term
from mandatelint.document import Document
from mandatelint.finding import Path, path_text
from mandatelint.known import all_of, among, any_of
from mandatelint.schema import Shape, shape
from mandatelint.view.readable import (
    ANSWERS,
    BINDING,
    BROKEN,
    DERIVED_FROM,
    GATHERED,
    TO_MISSION,
    file_evidence,
    flags_of,
    is_report,
    is_timed,
    readings,
)

NOT_KNOWN: dict[str, Any] = {}
"""The item that closes a list which may go on."""

MAY_GO_ON = "the list may go on"
MAX_UNSURE = 100  # tasks of which it is not known what they answer, until they count as a list that may go on
MAX_BOUND = 8  # terms that end with another's, which ends with another's
_EMPTY: dict[str, Any] = {"list": [], "text": "", "number": None, "flag": False}


@dataclass(slots=True)
class View:
    """A completed draft.

    roots: the top-level parts by name, with `ids` and `all` (see `readable`).
    reasons: path -> why this field is not known, in words for the summary.
    text_only: whether the draft was drawn from the text alone, so that file evidence left out is not known.
    partial: whether it holds only a part of the text, so that nothing left out is known. open: lists that may go on.
    longest: how many items the longest list has, with those over all operations.
    """

    document: Document
    roots: dict[str, Any] = field(default_factory=dict)
    reasons: dict[Path, str] = field(default_factory=dict)
    text_only: bool = False
    partial: bool = False
    open: set[Path] = field(default_factory=set)
    longest: int = 0

    def reason(self, key: str) -> str:
        """Why some field of this name is not known."""
        for name in (key, *DERIVED_FROM.get(key, ())):
            known = [path for path in self.reasons if path[-1:] == (name,)]
            if known:
                return self.reasons[min(known, key=path_text)]
        if () in self.reasons:
            return self.reasons[()]
        if self.partial:
            return "only a part of the text is in this draft"
        if self.text_only and key in file_evidence():
            if key in readings():
                return (
                    "no text states it, and this draft was drawn from the text alone; who has read it so may write it"
                )
            return "reports and files would show it; this draft was drawn from the text alone"
        if self.open:
            first = min(self.open, key=path_text)
            return f"`{path_text(first)}`: {self.reasons[first]}"
        return "the draft does not say"

    def only_from_files(self, key: str) -> bool:
        """Whether fields of this name are not known for one reason only: the draft was drawn from the text alone."""
        return (
            self.text_only
            and not self.partial
            and key in file_evidence()
            and not any(path[-1:] == (key,) for path in self.reasons)
        )


def complete(document: Document, refused: set[Path]) -> View:
    """The view of a readable draft; `refused` are the nodes that the schema refuses, which rules take as not known."""
    view = View(document)
    for path in refused | document.broken:
        view.reasons[path] = f"it has to be mended first (line {document.heading(path).line})"
    for path, word in document.lifted.items():
        if word == "unknown":
            view.reasons[path] = "the draft says that it is unknown"
    for path in document.open:
        view.reasons[path] = MAY_GO_ON
        view.open.add(path)
    _Completion(view).run()
    return view


@cache
def _absent(node: Shape, text_only: bool) -> Any:
    """What rules read where a field was left out; shared, and never changed."""
    if node.kind != "object":
        return _EMPTY[node.kind]
    block = {
        name: _absent(inner, text_only) for name, inner in node.fields.items() if not (inner.from_file and text_only)
    }
    return block | ({"first": "", "last": ""} if is_timed(node) else {}) | ({"due": ""} if is_report(node) else {})


class _Completion:
    """Fills in one draft, from the top down, and then what is derived."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.document = view.document
        self.unsure: set[str] = set()  # kinds of id of which some may stand in an unread part
        self.ids: dict[str, list[str]] = {}
        self.marked: set[Path] = set()  # nodes that need a look: not known, or `none`
        self.parents: set[Path] = set()  # the blocks and lists that hold one
        self.today: str | None = None  # the date of the draft; None where it is not known

    def run(self) -> None:
        data = self.document.data if isinstance(self.document.data, dict) else {}
        about = data.get("document")
        about = about if isinstance(about, dict) else {}
        self.view.text_only = not self.drawn_from_file(about)
        self.carry_over(data)
        self.marked = set(self.view.reasons) | set(self.document.lifted)
        self.parents = {path[:-1] for path in self.marked if path}
        if not self.marked.intersection((("document",), ("document", "date"))):
            self.today = first_day(str(about["date"])) if "date" in about else ""
        if () in self.view.reasons:  # the file as a whole has to be mended first
            self.unsure |= shape("mandate").names_inside
        else:
            self.view.roots = self.block(shape("mandate"), data, (), self.is_partial(about))
        self.gather()

    def is_partial(self, about: dict[str, Any]) -> bool:
        coverage = ("document", "text_coverage")
        known = coverage not in self.view.reasons and ("document",) not in self.view.reasons
        self.view.partial = not known or about.get("text_coverage", "whole") != "whole"
        return self.view.partial

    def drawn_from_file(self, about: dict[str, Any]) -> bool:
        if any(path[:2] in (("document",), ("document", "drawn_from")) for path in self.view.reasons):
            return False
        sources = about.get("drawn_from")
        if isinstance(sources, list):
            return "file" in sources
        return about.get("stage", "negotiation") != "adopted" and ("document", "stage") not in self.view.reasons

    def carry_over(self, data: dict[str, Any]) -> None:
        """What an action carries over is known only as far as the draft writes it again.

        A field that is left out is not known, a list that is written may go on, and in a block that is written the
        fields left out are not known.
        """
        operations, actions = data.get("operations"), data.get("actions")
        actions = actions if isinstance(actions, list) else []
        unread = any(path[:1] == ("actions",) and _may_carry(path, actions) for path in self.view.reasons)
        operation_shape = shape("mandate").fields["operations"].items
        assert operation_shape is not None
        unsure = "it may be carried over by an action that is not known"
        carried_by = _carried_by(actions)
        for index, operation in enumerate(operations if isinstance(operations, list) else ()):
            if not isinstance(operation, dict):
                continue
            carried = dict.fromkeys(operation_shape.fields, unsure) if unread else {}
            own = operation.get("id")
            told = [
                *carried_by.get(None, {}).items(),
                *(carried_by.get(own, {}) if isinstance(own, str) else {}).items(),
            ]
            carried |= {key: reason for key, (_, reason) in sorted(told, key=lambda one: one[1])}
            for key, reason in carried.items():
                inner = operation_shape.fields.get(key)
                if inner is not None:
                    self.leave_open(inner, operation.get(key), ("operations", index, key), reason)

    def leave_open(self, node: Shape, given: Any, path: Path, reason: str) -> None:
        """Mark as not known what is left out of a field that is carried over."""
        if path in self.document.lifted:
            return
        if given is None:
            self.view.reasons.setdefault(path, reason)
        elif isinstance(given, list):
            self.view.reasons.setdefault(path, reason)
            self.view.open.add(path)
        elif isinstance(given, dict):
            for key in node.fields.keys() - given.keys():
                self.view.reasons.setdefault((*path, key), reason)

    def block(self, node: Shape, value: Any, path: Path, dark: bool) -> dict[str, Any]:
        """A block of fields. dark: what is left out inside it is not known."""
        value = value if isinstance(value, dict) else {}
        if dark or path in self.parents:
            done = self.marked_block(node, value, path, dark)
        else:
            done = dict(_absent(node, self.view.text_only))
            for key, given in value.items():
                inner = node.fields.get(key)
                if inner is not None and given is not None:
                    self.put(done, key, inner, given, (*path, key), dark)
        # What a block of which everything is absent would derive goes first: it may not be known for this one.
        if is_timed(node):
            done = {key: given for key, given in done.items() if key not in ("first", "last")} | self.when(node, done)
        if is_report(node):
            done.pop("due", None)
            done |= self.due(done)
        for name in flags_of(node):
            flag = _flag(name, node, done)
            if flag is not None:
                done[name] = flag
        return done

    def marked_block(self, node: Shape, value: dict[str, Any], path: Path, dark: bool) -> dict[str, Any]:
        done: dict[str, Any] = {}
        for key, inner in node.fields.items():
            here = (*path, key)
            if here in self.view.reasons and here not in self.view.open:
                self.unsure |= inner.names_inside
            elif value.get(key) is not None:
                self.put(done, key, inner, value[key], here, dark)
            elif self.document.lifted.get(here) == "none" or not (dark or (inner.from_file and self.view.text_only)):
                done[key] = _absent(inner, self.view.text_only)
            else:
                self.unsure |= inner.names_inside
        return done

    def put(self, done: dict[str, Any], key: str, node: Shape, given: Any, path: Path, dark: bool) -> None:
        """Complete what stands under `key`; a list of words that was read in part is not known as a whole."""
        if node.kind == "list":
            items = self.items(node, given, path, dark)
            if items is not None:
                done[key] = items
            else:
                done.pop(key, None)
        else:
            done[key] = self.leaf(node, given) if node.kind != "object" else self.block(node, given, path, dark)

    def items(self, node: Shape, value: Any, path: Path, dark: bool) -> list[Any] | None:
        inner = node.items
        assert inner is not None
        given = value if isinstance(value, list) else [value]
        self.view.longest = max(self.view.longest, len(given))
        known = [
            index for index, item in enumerate(given) if item is not None and (*path, index) not in self.view.reasons
        ]
        may_go_on = dark or path in self.view.open or len(known) < len(given)
        if inner.kind != "object":
            hidden = may_go_on and not (node.repeats and len(known) == len(given))
            return None if hidden else [self.leaf(inner, item) for item in given]
        done = [self.block(inner, given[index], (*path, index), dark) for index in known]
        if node.ids is not None:
            self.ids.setdefault(node.ids, []).extend(item["id"] for item in done if item.get("id"))
            if any("id" not in item for item in done):
                self.unsure.add(node.ids)
        if may_go_on:
            self.unsure |= node.names_inside
            done.append(NOT_KNOWN)
        return done

    def leaf(self, node: Shape, value: Any) -> Any:
        if node.kind == "number":
            return int(value) if isinstance(value, float) else value
        if isinstance(value, float):  # a bare year may be written 2013.0
            return str(int(value))
        return value if node.kind == "flag" else str(value)

    def when(self, node: Shape, done: dict[str, Any]) -> dict[str, str]:
        """First and last day of something dated; what is due by a date, or within days, is taken at that date."""
        if "date" not in done:
            return {}
        if done["date"]:
            return {"first": first_day(done["date"]), "last": last_day(done["date"])}
        if "latest" not in done or ("within_days" in node.fields and "within_days" not in done):
            return {}
        day = last_day(done["latest"]) if done["latest"] else ""
        days = done.get("within_days")
        if not day and days is not None:
            if self.today is None:
                return {}
            day = after_days(self.today, days) if self.today else ""
        return {"first": day, "last": day}

    def due(self, done: dict[str, Any]) -> dict[str, str]:
        """The day by which a report is due, the first of several; a cycle counts from the draft's date, or as it says.

        Nothing where something that this needs is not known.
        """
        if not done.keys() >= set(DERIVED_FROM["due"]) - {"document", "date"}:
            return {}
        days = [last_day(day) for day in (done["first"], *done["dates"]) if day]
        if days or done["from_event"]:
            return {"due": min(days, default="")}
        cycle_from = first_day(done["from"]) if done["from"] else self.today
        for start, in_days, in_months in (
            (self.today, done["within_days"], done["within_months"]),
            (cycle_from, done["every_days"], done["every_months"]),
        ):
            if in_days is None and in_months is None:
                continue
            if not start:
                return {} if start is None else {"due": ""}
            return {"due": after_days(start, in_days) if in_days is not None else end_of_term(start, in_months)}
        return {"due": ""}

    def gather(self) -> None:
        """What lies across the draft: the term of each operation, ids by kind, tasks of all operations."""
        roots = self.view.roots
        about = roots.get("document", NOT_KNOWN)
        if "date" in about:
            about["day"] = last_day(about["date"]) if about["date"] else ""
        operations = roots.get("operations", [NOT_KNOWN])
        terms = {operation["id"]: operation.get("mandate_period") for operation in operations if "id" in operation}
        actions = roots.get("actions", [NOT_KNOWN])
        kinds_of = _kinds_by_object(actions) if all({"kind", "object"} <= action.keys() for action in actions) else None
        for operation in operations:
            if "id" in operation and kinds_of is not None:
                of_it = [*kinds_of.get("", {}).items(), *kinds_of.get(operation["id"], {}).items()]
                operation["actions"] = list(dict.fromkeys(kind for kind, _ in sorted(of_it, key=lambda one: one[1])))
            period = self.period(operation.get("mandate_period"), terms)
            if period is not None:
                operation["period"] = period
        roots["all"] = {}
        for name, keys in GATHERED.items():
            gathered: list[Any] = []
            for operation in operations:
                for key in keys:
                    operation = operation.get(key) if isinstance(operation, dict) else None
                gathered += [NOT_KNOWN] if operation is None else operation
            roots["all"][name] = gathered
            self.view.longest = max(self.view.longest, len(gathered))
        self.answers()
        kinds = shape("mandate").names_inside - self.unsure
        roots["ids"] = {kind: self.ids.get(kind, []) for kind in sorted(kinds)}

    def answers(self) -> None:
        """With each driver of the conflict what names it, or of which it is not known whom it names."""
        roots = self.view.roots
        drivers = roots.get("situation", {}).get("conflict_analysis", {}).get("drivers", ())
        for name, key in ANSWERS.items() if drivers else ():
            items = roots["all"].get(name, roots.get(name))
            if items is None:
                continue
            naming: dict[str, list[int]] = {}
            unsure = [number for number, item in enumerate(items) if key not in item]
            if len(unsure) > MAX_UNSURE:  # to give all of them to each driver would take too long
                items, unsure = [*items, NOT_KNOWN], [len(items)]
            for number, item in enumerate(items):
                for identifier in item.get(key, ()):
                    naming.setdefault(identifier, []).append(number)
            answers = {one: [items[number] for number in sorted({*unsure, *of_it})] for one, of_it in naming.items()}
            others = [items[number] for number in unsure]
            for driver in drivers:
                if driver:  # an item of which something is known
                    driver[name] = answers.get(driver["id"], others) if "id" in driver else items

    def period(self, term: dict[str, Any] | None, terms: dict[str, Any], bound: int = 0) -> dict[str, Any] | None:
        """First and last day and length of a term; None where something that they need is not known."""
        if term is None or not {"from", "from_event", "until", "months", "days", "bound_to"} <= term.keys():
            return None
        first = first_day(term["from"]) if term["from"] else "" if term["from_event"] else self.today
        if first is None:
            return None
        last, months = "", NO_END
        if term["until"]:
            last = last_day(term["until"])
        elif term["months"] is not None:
            last, months = end_of_term(first, term["months"]) if first else "", term["months"]
        elif term["days"] is not None:
            last = after_days(first, term["days"]) if first else ""
        elif term["bound_to"] and bound < MAX_BOUND:
            other = self.period(terms.get(term["bound_to"]), terms, bound + 1)
            if other is None:
                return None
            last = other["last"]
        if months == NO_END and first and last:
            months = months_of_term(first, last)
        period = {"first": first, "last": last, "months": months}
        about = self.view.roots.get("document", {})
        if "stage" in about:
            by_version = first and not term["from"] and about["stage"] != "adopted"
            period["counted"] = "counted from the date of this version" if by_version else ""
        return period


def _flag(name: str, node: Shape, done: dict[str, Any]) -> bool | None:
    """One of the flags that `readable` describes; None where it is not known."""
    if name == "is_binding":
        return among(done, "strength", BINDING)
    if name == "of_mission":
        told = ("", *TO_MISSION) if node.name == "tasks" else TO_MISSION
        called = all_of((among(done, "strength", ("calls-upon",)), among(done, "addressee", ("head",))))
        return all_of((among(done, "addressee", told), any_of((among(done, "strength", BINDING), called))))
    abroad = any_of((among(done, "kind", ("bilateral-agreement",)), among(done, "status", BROKEN)))
    return all_of((among(done, "level", ("", "national")), None if abroad is None else not abroad))


def _kinds_by_object(actions: list[dict[str, Any]]) -> dict[str, dict[str, int]]:
    """The kinds of action by what they are about, each with the number of the first of that kind."""
    found: dict[str, dict[str, int]] = {}
    for number, action in enumerate(actions):
        found.setdefault(action["object"], {}).setdefault(action["kind"], number)
    return found


def _may_carry(path: Path, actions: list[Any]) -> bool:
    """Whether a part of `actions` that is not known may have said that something is carried over."""
    if len(path) <= 2 or path[2] == "carries_over":
        return True
    return path[2] == "object" and isinstance(path[1], int) and "carries_over" in actions[path[1]]


def _carried_by(actions: list[Any]) -> dict[str | None, dict[str, tuple[int, str]]]:
    """The fields that actions carry over, by the operation that they are about; under None, by any.

    Of each field the last action that carries it, by number, with the reason to print.
    """
    found: dict[str | None, dict[str, tuple[int, str]]] = {}
    for number, action in enumerate(actions):
        carried = action.get("carries_over") if isinstance(action, dict) else None
        about = action.get("object") if isinstance(action, dict) else None
        if isinstance(carried, dict) and isinstance(carried.get("fields"), list) and isinstance(about, str | None):
            reason = number, f"carried over from {carried.get('from') or 'an earlier resolution'}"
            fields = (field for field in carried["fields"] if isinstance(field, str))
            found.setdefault(about, {}).update(dict.fromkeys(fields, reason))
    return found
