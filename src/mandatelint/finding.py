"""A finding: a place in a draft, what is wrong there and how to mend it; and the one error for a user's mistake."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

Path = tuple[str | int, ...]
"""Keys and indices from the top of a document to a node; `()` is the document itself."""

Severity = Literal["error", "warning", "info"]
MANY = 24  # names that a reader will still look through
MANY_MENDS = 100  # findings of one kind beyond which the nearest name is not looked for: no hand slips as often
MANY_NAMES = 1000  # names among which the nearest is not looked for
LONGEST_NAME = 100  # letters of a name that may be a slip of the hand
MAX_MESSAGE = 2000  # letters of a message: the longest of a built-in rule, filled in, has a third of it
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


def and_graver(severity: Severity) -> tuple[Severity, ...]:
    """That severity and the graver ones."""
    return SEVERITIES[: SEVERITIES.index(severity) + 1]


class Span(NamedTuple):
    """Where a node stands: lines and columns from 1, columns in code points, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Precedent(NamedTuple):
    """A paragraph of a real resolution that once did well, partly or badly what a rule asks for."""

    symbol: str
    paragraphs: tuple[str, ...]
    does: Literal["well", "partly", "badly"]
    note: str

    @property
    def cited(self) -> str:
        """`S/RES/2100 (2013) OP11 and OP22`."""
        return f"{self.symbol} {prose(self.paragraphs)}"

    @property
    def sentence(self) -> str:
        """`S/RES/2100 (2013) OP18 does it well: ...`."""
        return f"{self.cited} does it {'in part' if self.does == 'partly' else self.does}: {self.note}"

    def as_object(self) -> dict[str, object]:
        """The precedent as reports and lists of rules write it in JSON."""
        return {"symbol": self.symbol, "paragraphs": list(self.paragraphs), "does": self.does, "note": self.note}


class RelatedPlace(NamedTuple):
    """A second place that belongs to a finding, such as the first of two equal keys."""

    path: Path
    span: Span
    paragraph: str


class Finding(NamedTuple):
    """One thing wrong at one place of one draft.

    `paragraph` is the draft's own paragraph ("OP7", "OP16, OP26"), empty where the draft gives none. `known_by` is the
    place by which it is known from run to run where that is not `path`: what a rule was asked about, a field that is
    not there, the rule that a comment names. `parts` are the rules whose findings are told inside this one.
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
    known_by: Path = ()
    parts: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """`draft.yaml:7:5`."""
        return f"{self.source}:{self.span.line}:{self.span.column}"

    @property
    def name(self) -> str:
        """`election-without-review (L12)`: the rule, with its lessons if it has some."""
        return f"{self.rule} ({', '.join(self.lessons)})" if self.lessons else self.rule

    @property
    def title(self) -> str:
        """`election-without-review (L12), OP7`: the same with the paragraph, if there is one."""
        return f"{self.name}, {self.paragraph}" if self.paragraph else self.name

    @property
    def solved(self) -> str:
        """`S/RES/2040 (2012) OP15: ...`: the first precedent that did well; empty where none did."""
        return next((f"{one.cited}: {one.note}" for one in self.precedents if one.does == "well"), "")


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


def shortened(text: str, most: int = MAX_MESSAGE) -> str:
    """A text with its end left out where it is longer than any reader wants."""
    return text if len(text) <= most else text[: most - 1] + "…"


def nearest(word: str, words: Iterable[str]) -> str:
    """The one of `words` that `word` may be a slip for, whatever its capitals; empty where none is near.

    Not looked for where it would take long: a long word is no slip of the hand, and of many names one always is near.
    """
    known = tuple(sorted(words))
    return _nearest(word, known) if len(word) <= LONGEST_NAME and len(known) <= MANY_NAMES else ""


@lru_cache(maxsize=1000)
def _nearest(word: str, known: tuple[str, ...]) -> str:
    from difflib import get_close_matches

    short = [other for other in known if len(other) <= LONGEST_NAME]
    near = [other for other in short if other.lower() == word.lower()] or get_close_matches(word, short, 1)
    return near[0] if near else ""


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """The nearest of `words` as a question, or all of them where none is near."""
    known = sorted(words)
    near = nearest(word, known)
    if near:
        return f"did you mean '{near}'?"
    if not known:
        return "none is known"
    more = f" and {len(known) - MANY} more" if len(known) > MANY + 2 else ""
    return f"one of: {', '.join(known[:MANY] if more else known)}{more}"
