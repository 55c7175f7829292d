"""Expressions of the Common Expression Language: compiled, evaluated on a draft, and checked when a rule loads."""

from mandatelint.expression.check import Checked, check
from mandatelint.expression.engine import Engine, ExpressionError, Facts, NotKnownError, Program
from mandatelint.expression.language import Problem

__all__ = ["Checked", "Engine", "ExpressionError", "Facts", "NotKnownError", "Problem", "Program", "check"]
