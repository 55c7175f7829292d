"""How much is tried where everything would take minutes: all of it in `.ci/run` (profile `ci`), else a fifth (`dev`).

Of the examples that Hypothesis makes up, and of the places in those of rules. Each time the same, and no clock decides
whether a test fails: a busy machine is no fault.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from math import ceil
from typing import TypeVar

from hypothesis import HealthCheck, settings

USUAL = 100
"""What a test that says nothing tries under `ci`."""

_SAME = settings(derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", _SAME, max_examples=USUAL)
settings.register_profile("dev", _SAME, max_examples=USUAL // 5)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "dev")
settings.load_profile(PROFILE)
_TRIED = settings.get_profile(PROFILE).max_examples
T = TypeVar("T")


def tries(most: int) -> settings:
    """So many examples under `ci`, and a fifth of them under `dev`."""
    return settings(max_examples=ceil(most * _TRIED / USUAL))


def some(cases: Iterable[T]) -> list[T]:
    """All of them under `ci`, and every fifth under `dev`."""
    return list(cases)[:: USUAL // _TRIED]
