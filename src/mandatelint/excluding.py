"""Patterns as in .gitignore and a path go in; what passes the path over, if anything, comes out."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from mandatelint.files import MEBIBYTE, is_there, read_whole, resolved
from mandatelint.finding import UserError

MAX_BYTES = 4 * MEBIBYTE  # of a .gitignore


class Patterns:
    """Patterns that hold below one folder, the last that matches deciding; paths are as `absolute` gives them."""

    def __init__(self, patterns: Iterable[str], folder: Path, source: str = "") -> None:
        self.patterns, self.folder, self.source = tuple(patterns), folder, source
        self._spec: Any = None

    def match(self, file: Path, end: str = "") -> bool | None:
        """True: passed over. False: a pattern with `!` takes the path back in. None: no pattern speaks of it."""
        if not self.patterns:
            return None
        try:
            relative = file.relative_to(self.folder).as_posix() + end
        except ValueError:  # patterns say nothing of what lies outside of their folder
            return None
        included: bool | None = self.spec().check_file(relative).include
        return included

    def spec(self) -> Any:
        if self._spec is None:
            wrong = [pattern for pattern in self.patterns if not is_pattern(pattern)]
            if wrong:
                raise UserError(f"{self.source}: {no_pattern(wrong[0])}")
            self._spec = _compiled(self.patterns)
        return self._spec


def is_pattern(text: str) -> bool:
    """Whether a text can be read as a pattern."""
    try:
        _compiled([text])
    except (ValueError, re.error):
        return False
    return True


def no_pattern(text: str) -> str:
    """What is said of a text that is no pattern."""
    return f"'{text}' is no pattern for files; write one as in .gitignore, such as `archive/` or `*.old.yaml`"


def _compiled(patterns: Sequence[str]) -> Any:
    from pathspec import GitIgnoreSpec  # an import that a run without patterns is spared

    with warnings.catch_warnings():  # of names of character classes, which pathspec does not know
        warnings.simplefilter("ignore", FutureWarning)
        spec: Any = GitIgnoreSpec.from_lines(patterns)
        for pattern in spec.patterns:
            if pattern.regex is not None:  # a comment has none
                pattern.regex = re.compile(without_retries(pattern.regex.pattern))
    return spec


_PARTS = re.compile(
    r"(?P<folders>\(\?:\.\+/\)\?|\(\?:/\.\+\)\?)"  # what `**` becomes
    r"|(?P<star>\[\^/\]\*)"
    r"|(?P<end>/$|/\.[*+]\$?$|\(\?:.*\)(?:\?\$)?$|\(\?P<.*\)(?:\.\*\$)?$|\$$)"  # where the path may end
    r"|(?P<slash>/)"
    r"|\[\^/\]\+?"
    r"|(?P<among>\[\^?\]?(?:\\.|[^\]\\])*\])"
    r"|\\.|[^()*+?|]",
    re.DOTALL,
)


def without_retries(regex: str) -> str:
    """The regular expression that pathspec makes of a pattern, for the same paths in time that grows with their length.

    Where another `*` follows in the same name, or another `**` in the same path, the first place that fits is as good
    as any later one: what was found up to there is not sought again. Of an expression in another form nothing changes.
    """
    parts = list(_PARTS.finditer(regex))
    if "".join(part[0] for part in parts) != regex:
        return regex
    done: list[str] = []
    name = folders = 0  # where the last `*` and the last `**` begin in `done`, from 1
    for part in parts:
        if part["star"]:
            if name:
                done[name - 1 :] = ["(?>", "[^/]*?", *done[name:], ")"]
            name = len(done) + 1
        elif part["slash"] or part["end"]:
            name = 0
        elif part["folders"]:
            if folders:
                lazy = done[folders - 1].replace("+", "+?") + "?"
                done[folders - 1 :] = ["(?>", lazy, *done[folders:], "(?=/))"]
            name, folders = 0, len(done) + 1
        done.append(f"(?!/){part[0]}" if part["among"] else part[0])  # as in git, `[!a]` is never the end of a name
    return "".join(done)


def first_match(many: Sequence[Patterns], file: Path, end: str = "") -> Patterns | None:
    """What passes a path over: of several sets the first that speaks of it decides. end: `/` for a folder."""
    for patterns in many:
        included = patterns.match(file, end)
        if included is not None:
            return patterns if included else None
    return None


class GitIgnores:
    """The .gitignore files that hold in the folders of a run, each read once."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[Patterns, ...] | None] = {}

    def above(self, folder: Path) -> tuple[Patterns, ...]:
        """Those that hold in a folder of a git repository, the nearest first; none outside of one."""
        return self._find(folder) or ()

    def _find(self, folder: Path) -> tuple[Patterns, ...] | None:
        """The same; None outside of a repository."""
        unknown = [folder]
        while unknown[-1] not in self._known and unknown[-1].parent != unknown[-1]:
            unknown.append(unknown[-1].parent)
        for place in reversed(unknown):
            if place not in self._known:
                outer = () if is_there(place / ".git") else self._known.get(place.parent)
                self._known[place] = None if outer is None else (*_own(place), *outer)
        return self._known[folder]


def _own(folder: Path) -> list[Patterns]:
    file = folder / ".gitignore"
    try:
        text = read_whole(file, MAX_BYTES).decode("utf-8-sig", "replace") if file.is_file() else ""
    except OSError:  # git itself only warns of one that it may not read
        text = ""
    lines = text.splitlines()
    readable = [line for line in lines if is_pattern(line)]  # nor does it mind a line that is no pattern
    return [Patterns(readable, folder, _shown(file))] if readable else []


def _shown(file: Path) -> str:
    """The file as seen from the working folder."""
    try:
        return Path(os.path.relpath(file)).as_posix()
    except ValueError:  # on another drive of Windows
        return file.as_posix()


def absolute(file: Path) -> Path:
    """The path with the folder resolved; a link to a file keeps its own name."""
    return resolved(file.parent) / file.name
