"""A report goes in, text comes out: each format is a module of this folder with `render(report) -> str`."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the names of the formats are asked for before anything is linted
    from mandatelint.report import Report


def names() -> list[str]:
    """The formats there are: one for each file in this folder."""
    return sorted(module.name for module in iter_modules(__path__))


def render(name: str, report: Report) -> str:
    """The report in that format, ending in a line break."""
    text: str = import_module(f"{__name__}.{name}").render(report)
    return text
