"""Arguments of the command line go in; output and an exit code come out.

Exit codes: 0 nothing at or above the fail level; 1 findings; 2 could not run; 3 nothing was checked.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from mandatelint.finding import SEVERITIES, UserError, counted
from mandatelint.version import __version__

FOUND, FAILED, NOTHING = 1, 2, 3
ISSUES = "https://github.com/mandatelint/mandatelint/issues"


def run(arguments: Sequence[str]) -> int:
    """Run one command; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        result = main.main(list(arguments), prog_name="mandatelint", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        error.show()
        return FAILED
    except UserError as error:
        for problem in error.problems:
            click.echo(f"mandatelint: {problem}", err=True)
        return FAILED
    except (KeyboardInterrupt, click.Abort):
        return 130
    except (BrokenPipeError, SystemExit):  # the reader, such as `head`, has seen enough; click makes it an exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"mandatelint: {where}{error.strerror or error}", err=True)
        return FAILED
    except Exception:
        traceback.print_exc()
        click.echo(f"mandatelint: this is a bug in mandatelint {__version__}; please report it at {ISSUES}", err=True)
        return FAILED
    return result if isinstance(result, int) else 0


def _names(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """`--select a,b --select c` as a, b, c."""
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def _formats() -> list[str]:
    from mandatelint.formats import names

    return names()


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _rules_option() -> Decorator:
    return click.option(
        "--rules", "extra", multiple=True, metavar="PATH", help="A file or folder of rules of your own; repeatable."
    )


def _format_option() -> Decorator:
    return click.option(
        "-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
    )


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="mandatelint %(version)s")
def main() -> None:
    """Lint draft mandates of United Nations peace operations."""


@main.command()
@click.argument("paths", nargs=-1)
@click.option("-f", "--format", "form", type=click.Choice(_formats()), default="text", show_default=True)
@click.option(
    "--select", multiple=True, callback=_names, metavar="NAMES", help="Only these rules, categories, lessons or packs."
)
@click.option(
    "--ignore", multiple=True, callback=_names, metavar="NAMES", help="Not these rules, categories, lessons or packs."
)
@_rules_option()
@click.option(
    "--fail-level",
    type=click.Choice([*SEVERITIES, "never"]),
    default="error",
    show_default=True,
    help="The lowest severity that makes the exit code 1.",
)
@click.option("--strict", is_flag=True, help="Warnings make the exit code 1, too.")
@click.option("--exit-zero", is_flag=True, help="Findings do not change the exit code.")
@click.option("--drafts-only", is_flag=True, help="Pass over files that are no drafts, even if they are named.")
@click.option("--output-file", type=click.Path(dir_okay=False), metavar="FILE", help="Write the report here.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing where there are no findings.")
@click.option("-v", "--verbose", is_flag=True, help="Say what was passed over.")
def check(
    paths: tuple[str, ...],
    form: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    extra: tuple[str, ...],
    fail_level: str,
    strict: bool,
    exit_zero: bool,
    drafts_only: bool,
    output_file: str | None,
    quiet: bool,
    verbose: bool,
) -> int:
    """Lint drafts: files, folders, globs, or - for standard input. No PATH means the working folder."""
    from mandatelint.formats import render
    from mandatelint.linter import Linter
    from mandatelint.ruleset import load_rules
    from mandatelint.sources import find_sources

    ruleset = load_rules(extra).choose(select, ignore)
    report = Linter(ruleset).lint(find_sources(paths), drafts_only)
    if verbose:
        for name in report.passed_over:
            click.echo(f"mandatelint: {name} is no draft and was passed over", err=True)
    for failure in report.failures:
        click.echo(f"mandatelint: {failure}", err=True)
    if output_file is not None or form != "text" or report.findings or (report.drafts and not quiet):
        _write(render(form, report), output_file)
    if report.failures:
        return FAILED
    level = "warning" if strict and fail_level == "error" else fail_level
    counted_levels = SEVERITIES[: SEVERITIES.index(level) + 1] if level != "never" else ()
    if any(report.count(severity) for severity in counted_levels):
        return 0 if exit_zero else FOUND
    if not report.drafts and not (drafts_only and paths):
        over = f"; {counted(len(report.passed_over), 'other file')} passed over" if report.passed_over else ""
        where = ", ".join(paths) or "this folder"
        what = "a draft is a .yaml, .yml or .json file with `mandate: 1` at its top"
        click.echo(f"mandatelint: no draft in {where}: {what}{over}", err=True)
        return NOTHING
    if not ruleset.rules:
        click.echo("mandatelint: no rule is left to check with; look at --select and --ignore", err=True)
        return NOTHING
    return 0


main.add_command(click.Command("lint", params=check.params, callback=check.callback, help=check.help, hidden=True))


def _write(text: str, path: str | None) -> None:
    """To standard output, or beside `path` and then in its place, so that a reader never sees half a report."""
    if path is None:
        click.echo(text, nl=False)
        return
    target = Path(path).resolve()
    try:
        if target.exists() and not target.is_file():  # a device or a pipe is written to, never replaced
            target.write_text(text, encoding="utf-8")
            return
        beside = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            beside.write_text(text, encoding="utf-8")
            if target.exists():
                beside.chmod(target.stat().st_mode)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        raise UserError(f"{path}: the report cannot be written ({getattr(error, 'strerror', error)})") from None


@main.command()
@click.argument("identifier", metavar="[ID]", required=False)
@_format_option()
@_rules_option()
def rule(identifier: str | None, form: str, extra: tuple[str, ...]) -> None:
    """List the rules, or explain one: why, what to avoid, what to write, precedents."""
    from mandatelint.checks import CHECKS
    from mandatelint.pages import rule_list, rule_object, rule_page
    from mandatelint.ruleset import load_rules

    ruleset = load_rules(extra)
    if identifier in CHECKS:
        click.echo(f"{identifier}\nA check of the file itself; it cannot be switched off.\n\n  {CHECKS[identifier]}")
    elif identifier is not None:
        found = ruleset.find(identifier)
        click.echo(_json(rule_object(found)) if form == "json" else rule_page(found, ruleset), nl=False)
    elif form == "json":
        click.echo(_json({"rules": [rule_object(found) for found in ruleset.rules]}), nl=False)
    else:
        click.echo(rule_list(ruleset), nl=False)


@main.command()
@click.argument("identifier", metavar="[ID]", required=False)
@_format_option()
@_rules_option()
def lesson(identifier: str | None, form: str, extra: tuple[str, ...]) -> None:
    """List the lessons, or explain one, with the rules that serve it."""
    from mandatelint.pages import lesson_list, lesson_object, lesson_page
    from mandatelint.ruleset import load_rules

    ruleset = load_rules(extra)
    if identifier is not None:
        found = ruleset.find_lesson(identifier)
        click.echo(_json(lesson_object(found, ruleset)) if form == "json" else lesson_page(found, ruleset), nl=False)
    elif form == "json":
        lessons = [lesson_object(found, ruleset) for found in ruleset.lessons.values()]
        click.echo(_json({"lessons": lessons}), nl=False)
    else:
        click.echo(lesson_list(ruleset), nl=False)


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


@main.command()
@click.argument("paths", nargs=-1)
@click.option("-v", "--verbose", is_flag=True, help="Show every example, not only those that went wrong.")
def test(paths: tuple[str, ...], verbose: bool) -> int:
    """Run the examples inside rule files, each with that rule alone. No PATH means the built-in rules."""
    from mandatelint.examples import try_examples
    from mandatelint.judging import BrokenRuleError
    from mandatelint.ruleset import load_rules

    ruleset = load_rules(paths, builtin=not paths, check_builtin=True)
    try:
        trials = [trial for found in ruleset.rules for trial in try_examples(found)]
    except BrokenRuleError as error:
        raise UserError(str(error)) from None
    sources = {found.id: found.source for found in ruleset.rules}
    for trial in trials:
        if verbose or not trial.as_meant:
            detail = f": {trial.detail}" if trial.detail else ""
            name = f"{trial.example.kind} example {trial.example.number + 1}"
            click.echo(f"{sources[trial.rule]}:{trial.line}: {name} of {trial.rule} is {trial.verdict}{detail}")
    wrong = sum(not trial.as_meant for trial in trials)
    amiss = f"{wrong} went wrong" if wrong else "all as meant"
    click.echo(f"{counted(len(ruleset.rules), 'rule')}, {counted(len(trials), 'example')}: {amiss}")
    return FOUND if wrong else 0


@main.command()
@click.argument("identifier", metavar="RULE")
@click.argument("file")
@_rules_option()
def trace(identifier: str, file: str, extra: tuple[str, ...]) -> int:
    """Show step by step why a RULE fired on a FILE, or did not."""
    from mandatelint.document import read
    from mandatelint.expression import ExpressionError
    from mandatelint.formats.text import harmless
    from mandatelint.judging import BrokenRuleError
    from mandatelint.linter import is_draft
    from mandatelint.ruleset import load_rules
    from mandatelint.sources import find_sources
    from mandatelint.trace import trace as steps

    found = load_rules(extra).find(identifier)
    sources = find_sources([file])
    if len(sources) != 1:
        raise UserError(f"{file}: trace takes one draft; here are {len(sources)}")
    document = read(sources[0].read(), sources[0].name)
    if not document.readable:
        finding = document.findings[0]
        place = f"{finding.source}:{finding.span.line}:{finding.span.column}"
        raise UserError(f"{place}: {finding.message}; {finding.remedy}")
    if not is_draft(document):
        raise UserError(f"{file}: the file is no draft mandate: it has no `mandate: 1` at its top")
    try:
        for line in steps(found, document):
            click.echo(harmless(line))
    except (BrokenRuleError, ExpressionError) as error:
        raise UserError(str(error)) from None
    return 0


@main.command()
@click.argument("name", type=click.Choice(["mandate", "rule", "lessons", "report"]), default="mandate")
def schema(name: str) -> None:
    """Print the JSON Schema of drafts, rule files, catalogues of lessons or the json report."""
    from mandatelint.schema import published

    click.echo(_json(published(name)), nl=False)


@main.group()
def new() -> None:
    """Start a new file."""


@new.command("mandate")
@click.argument("file", required=False)
def new_mandate(file: str | None) -> None:
    """Write a draft to start from to FILE, or print it."""
    from datetime import date

    from mandatelint.scaffold import mandate

    text = mandate(date.today().isoformat())
    if file is None:
        click.echo(text, nl=False)
        return
    try:
        with Path(file).open("x", encoding="utf-8") as target:
            target.write(text)
    except FileExistsError:
        raise UserError(f"{file}: the file exists already; name another") from None
    except OSError as error:
        raise UserError(f"{file}: cannot be written ({error.strerror})") from None
    click.echo(f"{file} is a draft to start from; `mandatelint check {file}` reads it")
