"""What a draft, a rule file and a report may hold: JSON Schemas, and a document held against them."""

from mandatelint.schema.dates import is_calendar_date
from mandatelint.schema.files import NAMES, load, published
from mandatelint.schema.shape import Shape, shape
from mandatelint.schema.validation import Validity, told, validate

__all__ = ["NAMES", "Shape", "Validity", "is_calendar_date", "load", "published", "shape", "told", "validate"]
