"""What mandatelint keeps in files from one run for the next, kept in the memory of a process in its place.

It depends on the same as there, so that no test meets rules or expressions that are not those of its files.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from mandatelint import ruleset
from mandatelint.expression import engine

_KEPT: dict[tuple[str, str], Any] = {}


def recall(name: str, depends_on: Any) -> Any:
    """What was kept; None where nothing was. Nobody changes it: what is new is put together with it elsewhere."""
    return _KEPT.get((name, repr(depends_on)))


def keep(name: str, depends_on: Any, value: Any) -> None:
    """Keep a result for the next run in this process."""
    _KEPT[name, repr(depends_on)] = value


def use(one: ModuleType, put: Callable[[ModuleType, str, Any], None] = setattr) -> None:
    """Let mandatelint recall and keep by the functions of this module, or by its own in `mandatelint.cache`."""
    for module in (ruleset, engine):
        for name in ("recall", "keep"):
            put(module, name, getattr(one, name))
