"""How many examples Hypothesis tries: all of them in `.ci/run` (profile `ci`), a fifth of them elsewhere (`dev`).

The same ones each time, and no clock decides whether a test fails: a busy machine is no fault.
"""

from __future__ import annotations

import os
from math import ceil

from hypothesis import HealthCheck, settings

USUAL = 100
"""What a test that says nothing tries under `ci`."""

_SAME = settings(derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", _SAME, max_examples=USUAL)
settings.register_profile("dev", _SAME, max_examples=USUAL // 5)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "dev")
settings.load_profile(PROFILE)


def tries(most: int) -> settings:
    """As many as that under `ci`, fewer in proportion under `dev`."""
    return settings(max_examples=ceil(most * settings.get_profile(PROFILE).max_examples / USUAL))
