"""How commands end: their exit codes, what they say where nothing was checked, and how they write files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mandatelint.finding import UserError, counted
from mandatelint.harmless import harmless

if TYPE_CHECKING:  # `--help` answers before anything else is loaded
    from mandatelint.report import Report
    from mandatelint.sources import PassedOver

FOUND, FAILED, NOTHING = 1, 2, 3


def tell(problem: str) -> None:
    """Say something on standard error; a name of a file or a key may be in it, which a terminal must not obey."""
    click.echo(f"mandatelint: {harmless(problem)}", err=True)


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
        click.echo(text, nl=False, color=True)  # what is in color by now was asked to be
        return
    try:
        if Path(path).exists() and not Path(path).is_file():  # a device or a pipe is written to, never replaced
            Path(path).write_text(text, encoding="utf-8")
            return
        target = Path(os.path.realpath(path))
        beside = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            with beside.open("x", encoding="utf-8") as stream:  # never through a link that somebody has put there
                stream.write(text)
            if target.exists():
                beside.chmod(target.stat().st_mode)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        raise UserError(f"{path}: cannot be written ({getattr(error, 'strerror', error)})") from None


def write_new(text: str, file: str | None, what: str) -> None:
    """A new file to start from, or its text to standard output, as for `-`; a file that exists is left alone."""
    if file is None or file == "-":
        click.echo(text, nl=False)
        return
    try:
        with Path(file).open("x", encoding="utf-8") as target:
            target.write(text)
    except FileExistsError:
        raise UserError(f"{file}: the file exists already; name another") from None
    except OSError as error:
        raise UserError(f"{file}: cannot be written ({error.strerror})") from None
    click.echo(what)
