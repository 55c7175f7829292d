"""Expressions of the Common Expression Language: compiled, and evaluated on a draft.

`expression.check` is for rules that load, and no part of a run over drafts.
"""

from mandatelint.expression.engine import Engine, ExpressionError, Facts, NotKnownError, Program, TooManyStepsError
from mandatelint.expression.parts import LONG, PART, InParts, copied_lists, in_parts

__all__ = [
    "LONG",
    "PART",
    "Engine",
    "ExpressionError",
    "Facts",
    "InParts",
    "NotKnownError",
    "Program",
    "TooManyStepsError",
    "copied_lists",
    "in_parts",
]
