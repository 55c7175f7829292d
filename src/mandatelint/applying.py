"""What a rule declares under `applies` and a completed draft go in; whether it is asked there comes out.

The same that `judging` writes as expressions for those who want to see why; in Python, because most rules of a run need
not be compiled once this is known. None stands for "not known", as an error does in CEL.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mandatelint.known import all_of, among
from mandatelint.rule import Applies


class Deeds:
    """Which kinds of action a draft has, by the operation that they are about; None where either is not known."""

    def __init__(self, roots: Mapping[str, Any]) -> None:
        self.by_object: dict[str | None, set[str | None]] = {}
        for action in roots.get("actions", ({},)):
            self.by_object.setdefault(action.get("object"), set()).add(action.get("kind"))
        self.all = {kind for kinds in self.by_object.values() for kind in kinds}

    def has(self, kinds: tuple[str, ...], operation: Mapping[str, Any] | None) -> bool | None:
        """Whether an action is of one of these kinds and about this operation, if one is asked about.

        An action without an object is about every operation.
        """
        if operation is None:
            sure, unsure = self.all, set[str | None]()
        elif "id" in operation:
            sure = self.by_object.get("", set()) | self.by_object.get(operation["id"], set())
            unsure = self.by_object.get(None, set())
        else:
            sure, unsure = self.by_object.get("", set()), self.all
        if not sure.isdisjoint(kinds):
            return True
        return None if None in sure or not unsure.isdisjoint((None, *kinds)) else False


def applies_to(
    applies: Applies, roots: Mapping[str, Any], operation: Mapping[str, Any] | None, deeds: Deeds
) -> bool | None:
    """Whether a rule is asked of a draft, or of one operation of it where it is about operations."""
    about = roots.get("document", {})
    asked: list[bool | None] = []
    if applies.since:
        asked.append(about["day"] >= applies.since if "day" in about else None)
    if applies.stages:
        asked.append(among(about, "stage", ("", *applies.stages)))
    if applies.roles:
        asked.append(among(operation or {}, "role", applies.roles))
    if applies.operations:
        asked.append(among(operation or {}, "kind", applies.operations))
    return all_of([*asked, acts(applies, operation, deeds)])


def acts(applies: Applies, operation: Mapping[str, Any] | None, deeds: Deeds) -> bool | None:
    """Whether the draft does what a rule asks it to do, and nothing that keeps the rule silent."""
    does = deeds.has(applies.actions, operation) if applies.actions else True
    spoils = deeds.has(applies.unless, operation) if applies.unless else False
    return all_of((does, None if spoils is None else not spoils))
