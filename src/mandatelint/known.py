"""Truth in three values, as the rule language has it: True, False, and None for what is not known."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any


def all_of(answers: Iterable[bool | None]) -> bool | None:
    """False where one is, else None where one is not known."""
    found = list(answers)
    return False if False in found else None if None in found else True


def any_of(answers: Iterable[bool | None]) -> bool | None:
    """True where one is, else None where one is not known."""
    found = list(answers)
    return True if True in found else None if None in found else False


def among(block: Mapping[str, Any], key: str, words: Container[str]) -> bool | None:
    """Whether a field is one of these words."""
    return block[key] in words if key in block else None
