"""Arguments of the command line go in; output and an exit code come out. Each command is loaded when it is called.

Exit codes: 0 nothing at or above the fail level; 1 findings; 2 could not run; 3 nothing was checked.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

import click

from mandatelint.cli.ending import FAILED, silence, tell
from mandatelint.files import is_name
from mandatelint.finding import UserError
from mandatelint.version import __version__

ISSUES = "https://github.com/mandatelint/mandatelint/issues"

COMMANDS = {
    "check": "checking",
    "coverage": "checking",
    "waivers": "checking",
    "rule": "explaining",
    "lesson": "explaining",
    "trace": "explaining",
    "test": "explaining",
    "schema": "explaining",
    "config": "setting_up",
    "new": "setting_up",
    "completion": "setting_up",
}
"""Name of a command -> the module that holds it, in the order in which help lists them."""
ALIASES = {"lint": "check"}


class Commands(click.Group):
    """The commands, each imported at its first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 # click's own name
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        name = ALIASES.get(cmd_name, cmd_name)
        if name not in COMMANDS:
            return None
        module = import_module(f"{__name__}.{COMMANDS[name]}")
        command: click.Command = module.COMMANDS[name]
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="mandatelint %(version)s")
def main() -> None:
    """Lint draft mandates of United Nations peace operations."""


def run(arguments: Sequence[str]) -> int:
    """Run one command; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        _refuse_unnameable(arguments)
        result = main.main(list(arguments), prog_name="mandatelint", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        _show(error)
        return FAILED
    except UserError as error:
        for problem in error.problems:
            tell(problem)
        return FAILED
    except (KeyboardInterrupt, click.Abort):
        return 130
    except (BrokenPipeError, SystemExit):  # the reader of a page of help has seen enough; click makes it an exit
        silence(sys.stdout)
        return 0
    except OSError as error:
        tell(_said(error))
        return FAILED
    except Exception:
        import traceback

        traceback.print_exc()
        tell(f"this is a bug in mandatelint {__version__}; please report it at {ISSUES}")
        return FAILED
    return result if isinstance(result, int) else 0


def _refuse_unnameable(arguments: Sequence[str]) -> None:
    """Most arguments are names of files; the others are none of mandatelint's with such a character either."""
    for argument in arguments:
        if not is_name(argument):
            raise UserError(f"'{argument}' holds a character that no name of a file can have")


def _show(error: click.ClickException) -> None:
    try:
        error.show()
    except OSError:
        silence(sys.stderr)


def _said(error: OSError) -> str:
    """An error of the system in words, with what it is about."""
    if error.filename:
        return f"{error.filename}: {error.strerror}"
    if isinstance(error, FileNotFoundError):  # `getcwd` alone names nothing
        return "the working folder is not there any more; change to another one"
    silence(sys.stdout)  # what is left of a page of help
    return f"standard output: cannot be written ({error.strerror or error})"
