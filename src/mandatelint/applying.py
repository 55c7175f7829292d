"""What a rule declares under `applies` and a completed draft go in; whether it is asked there comes out.

The same that `judging` writes as expressions for those who want to see why; in Python, because most rules of a run need
not be compiled once this is known. None stands for "not known", as an error does in CEL.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mandatelint.known import all_of, among, any_of
from mandatelint.rule import Applies


def applies_to(applies: Applies, roots: Mapping[str, Any], operation: Mapping[str, Any] | None) -> bool | None:
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
    if applies.actions:
        asked.append(_does(roots, applies.actions, operation))
    if applies.unless:
        does = _does(roots, applies.unless, operation)
        asked.append(None if does is None else not does)
    return all_of(asked)


def _does(roots: Mapping[str, Any], kinds: tuple[str, ...], operation: Mapping[str, Any] | None) -> bool | None:
    """Whether an action is of one of these kinds and has this operation as object, if one is asked about."""
    return any_of(
        all_of((among(action, "kind", kinds), True if operation is None else _is_about(action, operation)))
        for action in roots.get("actions", ({},))
    )


def _is_about(action: Mapping[str, Any], operation: Mapping[str, Any]) -> bool | None:
    """An action without an object is about every operation."""
    if action.get("object") == "":
        return True
    return action["object"] == operation["id"] if "object" in action and "id" in operation else None
