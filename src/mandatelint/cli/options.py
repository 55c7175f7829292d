"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from os.path import commonpath
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mandatelint.files import is_folder, resolved
from mandatelint.finding import UserError, did_you_mean

if TYPE_CHECKING:  # `--help` answers before anything else is loaded
    from click.shell_completion import CompletionItem

    from mandatelint.config import Settings

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def split_names(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """`--select a,b --select c` as a, b, c."""
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def complete_names(_context: click.Context, _parameter: click.Parameter, start: str) -> list[CompletionItem]:
    """Rules, categories, lessons and packs that begin with what was typed, for the shell."""
    from click.shell_completion import CompletionItem

    from mandatelint.ruleset import ALL, load_rules

    try:
        ruleset = load_rules(settings_of((), {})["rules"])
    except UserError:  # the next command will say it
        ruleset = load_rules()
    titles = {rule.id: rule.title for rule in ruleset.rules}
    titles |= {rule.category: f"all rules about {rule.category}" for rule in ruleset.rules}
    titles |= {lesson.id: lesson.title for lesson in ruleset.lessons.values()}
    titles |= {pack: f"all rules of the pack {pack}" for pack in ruleset.packs} | {ALL: "all rules"}
    before, comma, last = start.rpartition(",")
    return [
        CompletionItem(f"{before}{comma}{name}", help=title) for name, title in titles.items() if name.startswith(last)
    ]


def names_option(name: str, about: str) -> Decorator:
    return click.option(
        name, multiple=True, callback=split_names, metavar="NAMES", help=about, shell_complete=complete_names
    )


def rules_option() -> Decorator:
    own = "A file or folder of rules of your own; repeatable."
    return click.option("--rules", multiple=True, type=click.Path(readable=False), metavar="PATH", help=own)


def config_options() -> list[Decorator]:
    nearest = "One configuration for all files; left out: for each the nearest one upwards."
    return [
        click.option("--config", type=click.Path(readable=False), metavar="FILE", help=nearest),
        click.option("--no-config", is_flag=True, help="Use no configuration."),
    ]


def output_option() -> Decorator:
    return click.option("--output-file", type=click.Path(dir_okay=False), metavar="FILE", help="Write the report here.")


def format_option(*names: str) -> Decorator:
    return click.option(
        "-f", "--format", "form", type=click.Choice(names or ["text", "json"]), default="text", show_default=True
    )


def today_option() -> Decorator:
    return click.option(
        "--today", metavar="DATE", callback=_day, help="The day on which the end of waivers is judged; left out: today."
    )


def _day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str:
    try:
        return (date.fromisoformat(value) if value else date.today()).isoformat()
    except ValueError:
        raise UserError(f"--today cannot be '{value}'; write a day such as 2027-06-30") from None


def setting_options() -> Decorator:
    """What chooses the configuration, the rules and the files of a run."""
    options: list[Decorator] = [
        *config_options(),
        names_option("--select", "Only these rules, categories, lessons or packs."),
        names_option("--extend-select", "These too."),
        names_option("--ignore", "Not these rules, categories, lessons or packs."),
        rules_option(),
        click.option("--exclude", multiple=True, metavar="PATTERN", help="Pass over these files; as in .gitignore."),
        click.option(
            "--force-exclude/--no-force-exclude", default=None, help="Pass over excluded files even if they are named."
        ),
        click.option("--respect-gitignore/--no-respect-gitignore", default=None, help="Pass over what git ignores."),
        today_option(),
        click.option(
            "--stdin-filename", type=click.Path(readable=False), metavar="FILE", help="The file that - stands for."
        ),
    ]

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def settings_of(paths: tuple[str, ...], given: dict[str, Any]) -> Settings:
    """The settings in force for a command line. given: its options by name; those that are no setting are not read."""
    from mandatelint.config import find_config, load_config, settle_settings

    if given.get("config") is not None and given.get("no_config"):
        raise UserError("--config and --no-config exclude each other; leave one out")
    if given.get("no_config"):
        config = None
    elif given.get("config") is not None:
        config = load_config(given["config"])
    else:
        config = find_config(_start(paths, given.get("stdin_filename")))
    return settle_settings(config, _options(given))


def nearest_settings(settings: Settings, given: dict[str, Any]) -> Callable[[Path], Settings]:
    """The settings in force in a folder, for the settings and the options of a run.

    Those of its nearest configuration, unless the command line names one for all, or refuses them.
    """
    from mandatelint.config import NearestSettings

    one_for_all = given.get("config") is not None or given.get("no_config")
    return (lambda _: settings) if one_for_all else NearestSettings(settings, _options(given))


def _options(given: dict[str, Any]) -> dict[str, Any]:
    """The options of a command line that are settings, by their keys."""
    from mandatelint.config import DEFAULTS

    options = {key: given.get(key.replace("-", "_")) for key in DEFAULTS}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in options.items()}


def outputs_of(settings: Settings, output_file: str | None = None) -> list[tuple[str, str | None]]:
    """`text`, `json=report.json` as names of formats and files. Raises UserError."""
    from mandatelint.formats import names
    from mandatelint.outputs import identity, refuse_outside

    outputs: list[tuple[str, str | None]] = []
    for index, written in enumerate(settings["format"]):
        name, sign, file = written.partition("=")
        if name not in (known := ["auto", *names()]):
            message = f"no format is called '{name}'; {did_you_mean(name, known)}"
            raise UserError(settings.problem(message, "format", index))
        if sign and not file:
            message = f"'{written}' names no file; write it like {name}=FILE"
            raise UserError(settings.problem(message, "format", index))
        if file:
            refuse_outside(settings, "format", index)
        outputs.append(("text" if name == "auto" else name, file or None))
    places = [file for _, file in outputs]
    if places.count(None) > 1:
        both = " and ".join(name for name, file in outputs if file is None)
        message = f"{both} would be mixed on standard output; write all but one to files, as FORMAT=FILE"
        raise UserError(settings.problem(message, "format"))
    if output_file is not None:
        if None not in places:
            raise UserError("--output-file has nothing to write, as every format has a file of its own")
        outputs = [(name, file or output_file) for name, file in outputs]
    if len({file and identity(file) for _, file in outputs}) < len(outputs):
        raise UserError(settings.problem("two formats would be written to one file; give each its own", "format"))
    return outputs


def _start(paths: tuple[str, ...], stdin_name: str | None) -> Path:
    """The folder from which a configuration is looked for: the one that holds all that is linted."""
    names = [stdin_name or "." if path == "-" else path for path in paths or (".",)]
    places = [resolved(name) for name in names if name]
    folders = [str(place if is_folder(place) else place.parent) for place in places]
    try:
        return Path(commonpath(folders))
    except ValueError:  # drives of Windows, or nothing
        return Path.cwd()
