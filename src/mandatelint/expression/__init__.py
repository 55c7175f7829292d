"""Expressions of the Common Expression Language: compiled, evaluated on a draft, and checked when a rule loads."""

from mandatelint.expression.check import Checked, Problem, check
from mandatelint.expression.engine import Engine, ExpressionError, Facts, NotKnownError, Program

__all__ = ["Checked", "Engine", "ExpressionError", "Facts", "NotKnownError", "Problem", "Program", "check"]
