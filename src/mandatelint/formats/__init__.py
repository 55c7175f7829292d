"""A report goes in, text comes out: each format is a module of this folder with `render(report) -> str`."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the names of the formats are asked for before anything is linted
    from xml.etree.ElementTree import Element

    from mandatelint.report import Report


def names() -> list[str]:
    """The formats there are: one for each file in this folder."""
    return sorted(module.name for module in iter_modules(__path__))


def render(name: str, report: Report, color: bool = False) -> str:
    """The report in that format, ending in a line break; in color where the format knows how and is asked to."""
    module = import_module(f"{__name__}.{name}")
    renderer = getattr(module, "render_in_color", module.render) if color else module.render
    text: str = renderer(report)
    return text


def xml_text(root: Element) -> str:
    """What the formats in XML print: two spaces deep, and valid whatever a terminal or a pipe makes of UTF-8."""
    from xml.etree.ElementTree import indent, tostring

    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, "us-ascii").decode()}\n'  # letters by number
