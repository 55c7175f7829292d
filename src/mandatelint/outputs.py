"""The files that a run is to write and what it reads go in; a UserError comes out where one would spoil the other."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from mandatelint.config import OPTIONS, Settings, is_config_name
from mandatelint.finding import UserError
from mandatelint.recognition import looks_like_draft
from mandatelint.ruleset import CATALOGUE, builtin_folder, is_rule_name, rule_files
from mandatelint.sources import STDIN, Search, Source, read_file

File = str | int
"""A path, or the number of an open stream."""


class Output(NamedTuple):
    """A file that is to be written. mend: what to ask for instead; begin: where a configuration asks for it."""

    file: File
    mend: str
    begin: str = ""

    def refused(self, harm: str) -> UserError:
        """The one message about it. harm: what it would do."""
        name = "standard output" if isinstance(self.file, int) else self.file
        return UserError(f"{self.begin}{name}: the output would {harm}; {self.mend}")


@dataclass(frozen=True)
class Reading:
    """What a run reads.

    settings: those of the run, then those of other configurations that are nearest to a file. paths: what the user
    asked to check; sources: the files behind them. drafts_only: files that are no drafts are passed over, even if they
    are named. against: what the drafts are held against. baseline: whether one is in force that this run does not
    write anew.
    """

    settings: Sequence[Settings]
    paths: Sequence[str]
    sources: Sequence[Source]
    drafts_only: bool = False
    against: str = ""
    baseline: bool = True


def identity(file: File) -> object:
    """What all names of one file have in common: links, other capitals, relative paths, numbers of streams."""
    try:
        found = os.stat(file)  # noqa: PTH116 # of a stream too
        if stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode):
            return found.st_dev, found.st_ino
    except (OSError, ValueError):  # not there yet, or no name for a file at all
        pass
    return file if isinstance(file, int) else _real(file).casefold()  # not every system tells capitals apart


def refuse_spoiling(outputs: Sequence[Output], reading: Reading) -> None:
    """Raises UserError where one of the outputs would be written over what is read, or over another of them."""
    if not outputs:
        return
    written: dict[object, Output] = {}
    for output in outputs:
        if (key := identity(output.file)) in written:
            raise output.refused("be written over another one")
        written[key] = output
    for file, what in _inputs(reading, written):
        if (eater := written.get(identity(file))) is not None:
            name = "" if file in (eater.file, 0) else f", {file}"
            raise eater.refused(f"be written over {what}{name}")
    for output in outputs:
        _refuse_name(output, reading.settings)


def refuse_outside(settings: Settings, key: str, *path: str | int) -> None:
    """Raises UserError where a configuration names a file to write under a key that is not inside of its folder.

    Whoever has a branch checked would else write wherever the one may who checks it.
    """
    if settings.config is None or settings.origins[key] in ("", OPTIONS):
        return
    written = str(settings.config.document.value((key, *path)))
    file = Path(written.partition("=")[2] if key == "format" else written)
    folder = settings.config.folder
    inside = Path(_real(str(folder / file))).is_relative_to(_real(str(folder)))
    if file.is_absolute() or os.pardir in file.parts or not inside:
        message = f"{file.as_posix()}: what is written lies in the folder of the configuration or below it"
        raise UserError(settings.problem(f"{message}; write a path such as {Path(file.name).as_posix()}", key, *path))
    if any(part.casefold() == ".git" for part in Path(_real(str(folder / file))).parts):
        message = f"{file.as_posix()}: nothing is written among the files of git; name another file"
        raise UserError(settings.problem(message, key, *path))


def _real(file: str) -> str:
    try:
        return os.path.realpath(file)
    except ValueError:  # no name for a file, as writing it will say
        return file


def _refuse_name(output: Output, settings: Sequence[Settings]) -> None:
    """Raises UserError for a name under which a later run would read an output, though nothing bears it yet."""
    if isinstance(output.file, int):
        return
    place = Path(_real(output.file))
    if is_config_name(place.name) or is_config_name(Path(output.file).name):
        raise output.refused("bear the name of a configuration")
    if is_rule_name(place.name) and not place.exists():
        above = {identity(str(folder)) for folder in place.parents}
        for folder in (*(rules for one in settings for rules in one["rules"]), str(builtin_folder())):
            if Path(folder).is_dir() and identity(folder) in above:
                raise output.refused(f"be read as a rule, as every YAML file in the folder {folder} is")


def _inputs(reading: Reading, written: dict[object, Output]) -> Iterator[tuple[File, str]]:
    """Every file that is read, with what it is; of the files that were found only those that may be drafts."""
    for settings in reading.settings:
        if settings.source:
            yield settings.source, "the configuration"
        for rule in rule_files(settings["rules"]):
            yield str(rule), "a catalogue of lessons" if rule.name == CATALOGUE else "a rule"
    if reading.baseline and (baseline := reading.settings[0]["baseline"]):
        yield baseline, "the baseline"
    if STDIN in reading.paths:
        yield 0, "the draft that is read from standard input"
    for source in reading.sources:
        if (source.named and not reading.drafts_only) or (identity(source.name) in written and _may_be_draft(source)):
            yield source.name, "a draft that is checked"
    if reading.against and Path(reading.against).exists():
        for source in Search(gitignore=False).find([reading.against]):
            if source.named or (identity(source.name) in written and _may_be_draft(source)):
                yield source.name, "an earlier version of a draft"


def _may_be_draft(source: Source) -> bool:
    """Whether the file of a source looks like a draft; standard input is not read for that."""
    file = Path(source.name)
    return file.is_file() and looks_like_draft(read_file(file))
