"""A draft mandate goes in as YAML, findings come out: `lint` is the product, all else calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mandatelint.version import __version__

if TYPE_CHECKING:
    from mandatelint.linter import lint as lint

__all__ = ["__version__", "lint"]


def __getattr__(name: str) -> Any:
    # `mandatelint --version` answers without loading YAML, JSON Schema or CEL.
    if name == "lint":
        from mandatelint.linter import lint

        return lint
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
