"""What the tests share: one option that writes the golden reports anew."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-reports", action="store_true", help="Write the reports in examples/ anew.")
