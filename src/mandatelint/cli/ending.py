"""How commands end: their exit codes, what they say where nothing was checked, and how they write files."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from errno import ELOOP
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from mandatelint.files import resolved
from mandatelint.finding import UserError, counted
from mandatelint.harmless import harmless

if TYPE_CHECKING:  # `--help` answers before anything else is loaded
    from mandatelint.report import Report
    from mandatelint.sources import PassedOver

FOUND, FAILED, NOTHING = 1, 2, 3


def say(text: str, nl: bool = True, color: bool | None = None) -> None:
    """Print to standard output. Where its reader has seen enough, such as `head`, the rest is for nobody.

    The command goes on to its end: its exit code says what was found, and not what was read of it.
    Raises UserError where standard output cannot be written.
    """
    try:
        click.echo(text, nl=nl, color=color)
    except BrokenPipeError:
        silence(sys.stdout)
    except OSError as error:
        silence(sys.stdout)
        raise UserError(f"standard output: cannot be written ({error.strerror})") from None


def tell(problem: str) -> None:
    """Say something on standard error; a name of a file or a key may be in it, which a terminal must not obey."""
    try:
        click.echo(f"mandatelint: {harmless(problem)}", err=True)
    except OSError:  # there is no other place to say it, and the exit code still does
        silence(sys.stderr)


def silence(stream: TextIO | None) -> None:
    """Lead to nowhere what a stream still holds and what comes after, as Python writes it out at its end."""
    if stream is not None:
        with suppress(OSError):  # one that is no file of the system
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person looks on; a stream that was closed before the start is none at all."""
    return stream is not None and stream.isatty()


def no_draft(report: Report, paths: Sequence[str], left_out: Sequence[PassedOver] = ()) -> int:
    """Say that there was no draft; the exit code. left_out: what was found and not read."""
    over = f"; {counted(len(report.passed_over), 'other file')} passed over" if report.passed_over else ""
    over += f"; {len(left_out)} excluded or hidden, as `mandatelint check --verbose` shows" if left_out else ""
    where = ", ".join(paths) or "this folder"
    what = "a draft is a .yaml, .yml or .json file with `mandate: 1` at its top"
    tell(f"no draft in {where}: {what}{over}")
    return NOTHING


def no_rule() -> int:
    """Say that no rule was left; the exit code."""
    tell("no rule is left to check with; look at --select, --ignore and the configuration")
    return NOTHING


def write(text: str, path: str | None) -> None:
    """To standard output, or beside `path` and then in its place, so that a reader never sees half a report."""
    if path is None:
        say(text, nl=False, color=True)  # what is in color by now was asked to be
        return
    try:
        if Path(path).exists() and not Path(path).is_file():  # a device or a pipe is written to, never replaced
            Path(path).write_text(text, encoding="utf-8")
            return
        target = resolved(path)
        if target.is_symlink():
            raise OSError(ELOOP, os.strerror(ELOOP))
        beside = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            with beside.open("x", encoding="utf-8") as stream:  # never through a link that somebody has put there
                stream.write(text)
            if target.exists():
                beside.chmod(target.stat().st_mode)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except BrokenPipeError:  # as with standard output
        return
    except (OSError, ValueError) as error:
        raise UserError(f"{path}: cannot be written ({getattr(error, 'strerror', error)})") from None


def write_new(text: str, file: str | None, what: str) -> None:
    """A new file to start from, or its text to standard output, as for `-`; a file that exists is left alone."""
    if file is None or file == "-":
        say(text, nl=False)
        return
    try:
        with Path(file).open("x", encoding="utf-8") as target:
            target.write(text)
    except FileExistsError:
        raise UserError(f"{file}: the file exists already; name another") from None
    except OSError as error:
        raise UserError(f"{file}: cannot be written ({error.strerror})") from None
    say(what)
