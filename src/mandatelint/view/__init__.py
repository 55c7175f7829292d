"""What rules may read of a draft: its shape, and the completed draft itself."""

from mandatelint.view.completion import View, complete
from mandatelint.view.readable import file_evidence, readable

__all__ = ["View", "complete", "file_evidence", "readable"]
