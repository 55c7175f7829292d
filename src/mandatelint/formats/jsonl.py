"""The findings of a report, each a JSON object in a line of its own, with the fields that it has in `json`."""

from __future__ import annotations

import json

from mandatelint.formats.json import finding_object
from mandatelint.harmless import all_harmless
from mandatelint.report import Report


def render(report: Report) -> str:
    """One line a finding, by file and line; nothing where there is none."""
    return "".join(f"{json.dumps(all_harmless(finding_object(*pair)))}\n" for pair in report.identified)
