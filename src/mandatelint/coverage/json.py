"""The table as one JSON object, described by `coverage.schema.json`; each field is written by name, to be relied on."""

from __future__ import annotations

import json
from typing import Any

from mandatelint.coverage import Column, Coverage, count
from mandatelint.version import __version__

VERSION = 1


def render(coverage: Coverage) -> str:
    """The table as JSON, two spaces deep."""
    content = {
        "version": VERSION,
        "tool": {"name": "mandatelint", "version": __version__},
        "lessons": [
            {"id": lesson.id, "name": lesson.name, "title": lesson.title, "rules": list(rules), "counts": count(cells)}
            for (lesson, cells), (_, rules) in zip(coverage.rows(), coverage.lessons, strict=True)
        ],
        "drafts": [_draft(column, coverage) for column in coverage.columns],
        "left_out": [{"file": draft.source, "reason": draft.refused} for draft in coverage.left_out],
        "passed_over": list(coverage.report.passed_over),
        "failures": list(coverage.report.failures),
    }
    return json.dumps(content, indent=2) + "\n"


def _draft(column: Column, coverage: Coverage) -> dict[str, Any]:
    return {
        "file": column.source,
        "symbol": column.symbol,
        "counts": count(column.cells),
        "lessons": [
            {
                "lesson": lesson.id,
                "outcome": cell.outcome,
                "because": [{"rule": outcome.rule, "reason": outcome.reason} for outcome in cell.because],
            }
            for (lesson, _), cell in zip(coverage.lessons, column.cells, strict=True)
        ],
    }
