"""A finding: a place in a draft, what is wrong there and how to mend it; and the one error for a user's mistake."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Path = tuple[str | int, ...]
"""Keys and indices from the top of a document to a node; `()` is the document itself."""

Severity = Literal["error", "warning", "info"]
MANY = 24  # names that a reader will still look through
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Span:
    """Where a node stands: lines and columns from 1, columns in code points, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Precedent:
    """A paragraph of a real resolution that once did well, partly or badly what a rule asks for."""

    symbol: str
    paragraphs: tuple[str, ...]
    does: Literal["well", "partly", "badly"]
    note: str

    def as_object(self) -> dict[str, object]:
        """The precedent as reports and lists of rules write it in JSON."""
        return {"symbol": self.symbol, "paragraphs": list(self.paragraphs), "does": self.does, "note": self.note}


@dataclass(frozen=True, slots=True)
class RelatedPlace:
    """A second place that belongs to a finding, such as the first of two equal keys."""

    path: Path
    span: Span
    paragraph: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong at one place of one draft.

    `paragraph` is the draft's own paragraph ("OP7", "OP16, OP26"), empty where the draft gives none.
    """

    rule: str
    severity: Severity
    source: str
    path: Path
    span: Span
    message: str
    remedy: str = ""
    paragraph: str = ""
    lessons: tuple[str, ...] = ()
    precedents: tuple[Precedent, ...] = ()
    related: tuple[RelatedPlace, ...] = ()


def by_place(finding: Finding) -> tuple[str, int, int, str, str]:
    """The order in which findings are told: file, line, column, rule."""
    return finding.source, finding.span.line, finding.span.column, finding.rule, finding.message


class UserError(Exception):
    """The user's mistake: what is wrong, where, and what to do about it; each problem is one line.

    Whoever calls the library gets it as an exception, the command line prints it and exits with 2.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def path_text(path: Path) -> str:
    """`("operations", 0, "exit")` as people write it: `operations[0].exit`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


def prose(values: Sequence[object]) -> str:
    """`["a", "b", "c"]` as `a, b and c`."""
    words = [str(value) for value in values]
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def counted(number: int, thing: str) -> str:
    """`1 draft`, `2 drafts`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """The nearest of `words` as a question, whatever its capitals, or all of them where none is near."""
    known = sorted(words)
    near = [other for other in known if other.lower() == word.lower()] or get_close_matches(word, known, 1)
    if near:
        return f"did you mean '{near[0]}'?"
    if not known:
        return "none is known"
    more = f" and {len(known) - MANY} more" if len(known) > MANY + 2 else ""
    return f"one of: {', '.join(known[:MANY] if more else known)}{more}"
