"""The commands that set a repository up: `config`, `new`, `completion`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from mandatelint.cli.ending import say, write_new
from mandatelint.cli.options import format_option, outputs_of, setting_options, settings_of
from mandatelint.finding import UserError
from mandatelint.harmless import harmless


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(readable=False))
@format_option()
@setting_options()
def config(paths: tuple[str, ...], form: str, **given: Any) -> None:
    """Show which settings are in force for PATHs, and where each comes from."""
    from mandatelint.config import load_ruleset

    settings = settings_of(paths, given)
    load_ruleset(settings)  # a name that nothing bears is told here too
    outputs_of(settings)
    file = settings.config.document.source if settings.config is not None else ""
    if form == "json":
        rows = [
            {"key": key, "value": value, "from": settings.origins[key] or "default"}
            for key, value in settings.values.items()
        ]
        say(json.dumps({"version": 1, "file": file, "settings": rows}, indent=2, ensure_ascii=False))
        return
    say(f"configured by {file}" if file else "no configuration in this folder or above")
    wide = max(map(len, settings.values))
    for key, value in settings.values.items():
        said = json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value or '""'
        say(harmless(f"{key:{wide}}  {said}  ({settings.origins[key] or 'default'})"))


@click.group()
def new() -> None:
    """Start a new file."""


@new.command("mandate")
@click.argument("file", required=False)
def new_mandate(file: str | None) -> None:
    """Write a draft to start from to FILE, or print it where there is none, or `-`."""
    from datetime import date

    from mandatelint.config import is_config_name
    from mandatelint.scaffold import mandate

    if file is not None and is_config_name(Path(file).name):
        raise UserError(f"{file}: this is the name of a configuration; call the draft otherwise, such as draft.yaml")
    text = mandate(date.today().isoformat())
    write_new(text, file, f"{file} is a draft to start from; `mandatelint check {file}` reads it")


@new.command("config")
@click.argument("file", required=False)
def new_config(file: str | None) -> None:
    """Write a configuration to start from to FILE (mandatelint.yaml); print it where there is none, or `-`."""
    from mandatelint.scaffold import config as text

    write_new(text(), file, f"{file} is a configuration to start from; `mandatelint config` shows what is in force")


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what makes a shell complete commands, options, rules and lessons."""
    from click.shell_completion import get_completion_class

    from mandatelint.cli import main

    kind = get_completion_class(shell)
    assert kind is not None
    say(kind(main, {}, "mandatelint", "_MANDATELINT_COMPLETE").source())


COMMANDS = {"config": config, "new": new, "completion": completion}
