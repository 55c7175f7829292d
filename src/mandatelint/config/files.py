"""A folder goes in; the configuration that holds there comes out, with the place of every setting.

`.mandatelint.yaml`, `mandatelint.yaml` and the table `tool.mandatelint` of `pyproject.toml` are the same thing in three
places. The nearest one upwards holds alone: nothing is merged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mandatelint.document import Document, read
from mandatelint.document.text import MAX_BYTES
from mandatelint.excluding import absolute
from mandatelint.files import is_file, is_there, read_whole
from mandatelint.finding import UserError, prose
from mandatelint.schema import told, validate
from mandatelint.sources import CONFIG_NAMES

TOML_NAME = "pyproject.toml"
TABLE = ("tool", "mandatelint")
# In each way in which TOML lets it be written: `[tool.mandatelint]`, `tool."mandatelint".strict = true`, `[tool]`.
_MAY_HAVE_TABLE = re.compile(rb"""\btool["']?[ \t]*(?:\.[ \t]*["']?mandatelint\b|[]=])""").search


@dataclass(frozen=True)
class Config:
    """One configuration. folder: what its paths are relative to; document: its settings, with their places."""

    folder: Path
    document: Document

    def value(self, key: str) -> Any:
        """What the file says under a key such as `fail-level`; None where it says nothing."""
        value = self.document.value((key,))
        return {name: one for name, one in value.items() if one is not None} if isinstance(value, dict) else value

    def place(self, *path: str | int) -> str:
        """Where a setting stands, as problems begin: `mandatelint.yaml:4:11`."""
        span = self.document.value_span(path)
        return f"{self.document.source}:{span.line}:{span.column}"


class Configs:
    """The configurations of a run, each read once. known: one that is read already."""

    def __init__(self, known: Config | None = None) -> None:
        self._nearest: dict[Path, Config | None] = {known.folder: known} if known is not None else {}

    def nearest(self, folder: Path) -> Config | None:
        """The configuration of a folder or of the nearest one above it. Raises UserError."""
        way: list[Path] = []
        found: Config | None = None
        for candidate in (folder, *folder.parents):
            found = self._nearest[candidate] if candidate in self._nearest else _own(candidate)
            way.append(candidate)
            if found is not None or candidate in self._nearest:
                break
        self._nearest.update(dict.fromkeys(way, found))
        return found


def find_config(folder: Path) -> Config | None:
    """The configuration of a folder or of the nearest one above it. Raises UserError."""
    return Configs().nearest(folder)


def _own(folder: Path) -> Config | None:
    """The configuration that lies in a folder."""
    found = [config for config in map(_configured, _files(folder)) if config is not None]
    if len(found) > 1:
        names = prose([config.document.source for config in found])
        raise UserError(f"{names} configure mandatelint, and only one can hold; move all into one of them")
    return found[0] if found else None


def load_config(path: str) -> Config:
    """The configuration in a file named by hand. Raises UserError."""
    file = Path(path)
    if not is_there(file):
        raise UserError(f"{path}: there is no such file")
    config = _configured(file)
    if config is None:
        raise UserError(f"{path}: the file has no table [tool.mandatelint]")
    return config


def is_config_name(name: str) -> bool:
    """Whether a file of that name is looked at in search of a configuration, on a system that ignores capitals too."""
    names = {TOML_NAME, *CONFIG_NAMES, *(str(Path(one).with_suffix(".yml")) for one in CONFIG_NAMES)}
    return name.casefold() in names


def _files(folder: Path) -> list[Path]:
    for name in CONFIG_NAMES:
        if is_file(misnamed := (folder / name).with_suffix(".yml")):
            raise UserError(f"{_shown(misnamed)}: a configuration is not looked for under this name; call it {name}")
    ours = [file for name in CONFIG_NAMES if is_there(file := folder / name)]  # what is no file is told, not skipped
    return [*ours, toml] if is_file(toml := folder / TOML_NAME) else ours


def _configured(file: Path) -> Config | None:
    """The configuration in a file; None for a pyproject.toml that has none."""
    source = _shown(file)
    try:
        content = read_whole(file, MAX_BYTES)
    except OSError as error:
        raise UserError(f"{source}: cannot be read ({error.strerror})") from None
    if file.suffix == ".toml":
        document = _from_toml(content, source)
        if document is None:
            return None
    else:
        document = read(content, source)
    problems = list(_problems(document))
    if problems:
        raise UserError(*problems)
    return Config(absolute(file).parent, document)


def _from_toml(content: bytes, source: str) -> Document | None:
    # Most projects configure other tools only, though they may require this one: their file is not ours to check.
    if b"mandatelint" not in content or not _MAY_HAVE_TABLE(content):
        return None
    from mandatelint.document.toml import read_table  # an import that a run without such a file is spared

    try:
        return read_table(content.decode("utf-8-sig"), source, TABLE)
    except UnicodeDecodeError:
        raise UserError(f"{source}: the file is no text in UTF-8; save it as UTF-8") from None


def _problems(document: Document) -> list[str]:
    """What is wrong with the form of a configuration, by line."""
    if document.data is None and document.readable:  # a file with nothing but comments asks for nothing
        return []
    found = told(document, validate(document, "config")) if document.readable else document.findings
    findings = [one for one in found if one.rule not in ("empty-file", "cut-text")]  # a comment is as its writer likes
    lines = [(one.span.line, one.span.column, one.message, one.remedy) for one in findings]
    for path, word in {**document.lifted, **dict.fromkeys(document.open, "unknown")}.items():
        span = document.value_span(path)
        lines.append((span.line, span.column, f"`{word}` says something in a draft only", "put it in quotes"))
    return [
        f"{document.source}:{line}:{column}: {message}; {remedy}" for line, column, message, remedy in sorted(lines)
    ]


def _shown(file: Path) -> str:
    """A path as the user would write it; a link keeps its own name."""
    try:
        return absolute(file).relative_to(Path.cwd()).as_posix()
    except ValueError:
        return file.as_posix()
