"""Expressions of the Common Expression Language: compiled, and evaluated on a draft.

`expression.check` is for rules that load, and no part of a run over drafts.
"""

from mandatelint.expression.engine import Engine, ExpressionError, Facts, NotKnownError, Program

__all__ = ["Engine", "ExpressionError", "Facts", "NotKnownError", "Program"]
