"""The commands that explain rules and lessons: `rule`, `lesson`, `trace`, `test`, `schema`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from mandatelint.cli.ending import FOUND, say
from mandatelint.cli.options import complete_names, config_options, format_option, rules_option, settings_of
from mandatelint.finding import UserError, counted

if TYPE_CHECKING:  # `--help` answers before anything else is loaded
    from mandatelint.ruleset import RuleSet


def _with_rules(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say where rules of your own are."""
    for option in (rules_option(), *reversed(config_options())):
        command = option(command)
    return command


def _ruleset(given: dict[str, Any]) -> RuleSet:
    from mandatelint.ruleset import load_rules

    return load_rules(settings_of((), given)["rules"])


@click.command()
@click.argument("identifier", metavar="[ID]", required=False, shell_complete=complete_names)
@format_option()
@_with_rules
def rule(identifier: str | None, form: str, **given: Any) -> None:
    """List the rules, or explain one: why, what to avoid, what to write, precedents."""
    from mandatelint.checks import CHECKS
    from mandatelint.pages import rule_list, rule_object, rule_page

    ruleset = _ruleset(given)
    if identifier in CHECKS:
        say(f"{identifier}\nA check of the file itself; it cannot be switched off.\n\n  {CHECKS[identifier]}")
    elif identifier is not None:
        found = ruleset.find(identifier)
        say(_json(rule_object(found)) if form == "json" else rule_page(found, ruleset), nl=False)
    elif form == "json":
        say(_json({"rules": [rule_object(found) for found in ruleset.rules]}), nl=False)
    else:
        say(rule_list(ruleset), nl=False)


@click.command()
@click.argument("identifier", metavar="[ID]", required=False, shell_complete=complete_names)
@format_option()
@_with_rules
def lesson(identifier: str | None, form: str, **given: Any) -> None:
    """List the lessons, or explain one, with the rules that serve it."""
    from mandatelint.pages import lesson_list, lesson_object, lesson_page

    ruleset = _ruleset(given)
    if identifier is not None:
        found = ruleset.find_lesson(identifier)
        say(_json(lesson_object(found, ruleset)) if form == "json" else lesson_page(found, ruleset), nl=False)
    elif form == "json":
        lessons = [lesson_object(found, ruleset) for found in ruleset.lessons.values()]
        say(_json({"lessons": lessons}), nl=False)
    else:
        say(lesson_list(ruleset), nl=False)


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(readable=False))
@click.option("-v", "--verbose", is_flag=True, help="Show every example, not only those that went wrong.")
def test(paths: tuple[str, ...], verbose: bool) -> int:
    """Run the examples inside rule files, each with that rule alone. No PATH means the built-in rules."""
    from mandatelint.examples import try_examples, try_words
    from mandatelint.judging import BrokenRuleError
    from mandatelint.ruleset import load_rules

    ruleset = load_rules(paths, builtin=not paths, check_builtin=True)
    try:
        trials = [trial for found in ruleset.rules for trial in try_examples(found)]
        trials += try_words(ruleset.vocabulary)
    except BrokenRuleError as error:
        raise UserError(str(error)) from None
    words = [word for word in ruleset.vocabulary.words.values() if word.document is not None]
    sources = {found.id: found.source for found in ruleset.rules}
    sources |= {word.name: word.document.source for word in words if word.document is not None}
    for trial in trials:
        if verbose or not trial.as_meant:
            detail = f": {trial.detail}" if trial.detail else ""
            name = f"{trial.example.kind} example {trial.example.number + 1}"
            say(f"{sources[trial.rule]}:{trial.line}: {name} of {trial.rule} is {trial.verdict}{detail}")
    wrong = sum(not trial.as_meant for trial in trials)
    amiss = f"{wrong} went wrong" if wrong else "all as meant"
    of = [counted(len(ruleset.rules), "rule"), *([counted(len(words), "word")] if words else [])]
    of.append(counted(len(trials), "example"))
    say(f"{', '.join(of)}: {amiss}")
    return FOUND if wrong else 0


@click.command()
@click.argument("identifier", metavar="RULE", shell_complete=complete_names)
@click.argument("file", type=click.Path(readable=False))
@_with_rules
def trace(identifier: str, file: str, **given: Any) -> int:
    """Show step by step why a RULE fired on a FILE, or did not."""
    from mandatelint.document import read
    from mandatelint.expression import ExpressionError
    from mandatelint.harmless import harmless
    from mandatelint.judging import BrokenRuleError
    from mandatelint.recognition import is_draft, not_a_draft
    from mandatelint.sources import find_sources
    from mandatelint.trace import trace as steps

    found = _ruleset(given).find(identifier)
    sources = find_sources([file])
    if len(sources) != 1:
        raise UserError(f"{file}: trace takes one draft; here are {len(sources)}")
    document = read(sources[0].read(), sources[0].name)
    if not document.readable or not is_draft(document):
        finding = not_a_draft(document) if document.readable else document.findings[0]
        raise UserError(f"{finding.place}: {finding.message}; {finding.remedy}")
    try:
        for line in steps(found, document):
            say(harmless(line))
    except (BrokenRuleError, ExpressionError) as error:
        raise UserError(str(error)) from None
    return 0


@click.command()
@click.argument("name", metavar="[NAME]", default="mandate")
def schema(name: str) -> None:
    """Print the JSON Schema of drafts (mandate), rule files, catalogues of lessons, configurations or reports."""
    from mandatelint.finding import did_you_mean
    from mandatelint.schema import NAMES, published

    if name not in NAMES:
        raise UserError(f"no schema is called '{name}'; {did_you_mean(name, NAMES)}")
    say(_json(published(name)), nl=False)


COMMANDS = {"rule": rule, "lesson": lesson, "trace": trace, "test": test, "schema": schema}
