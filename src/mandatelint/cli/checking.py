"""The commands that judge drafts: `check`, `coverage`, `waivers`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mandatelint.cli.ending import FAILED, FOUND, NOTHING, is_terminal, no_draft, no_rule, say, tell, write
from mandatelint.cli.options import (
    format_option,
    nearest_settings,
    output_option,
    outputs_of,
    setting_options,
    settings_of,
)
from mandatelint.finding import SEVERITIES, UserError, and_graver, counted
from mandatelint.formats import names
from mandatelint.harmless import harmless

if TYPE_CHECKING:  # `--help` answers before anything else is loaded
    from mandatelint.config import Settings
    from mandatelint.outputs import Output
    from mandatelint.report import Report
    from mandatelint.run import Run
    from mandatelint.sources import Source

MANY = 50  # drafts from which on it is worth saying how far the run has come


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(readable=False))
@click.option(
    "-f",
    "--format",
    "format",
    multiple=True,
    metavar="FORMAT[=FILE]",
    help=f"How to print, and where; repeatable: auto, {', '.join(names())}.",
)
@setting_options()
@click.option(
    "--fail-level",
    type=click.Choice([*SEVERITIES, "never"]),
    help="The lowest severity that makes the exit code 1; left out: error.",
)
@click.option(
    "--strict/--no-strict", default=None, help="Warnings make the exit code 1, too; a waiver past its end is an error."
)
@click.option("--exit-zero", is_flag=True, help="Findings do not change the exit code.")
@click.option("--min-severity", type=click.Choice(SEVERITIES), help="The lowest severity that is shown.")
@click.option(
    "--baseline", type=click.Path(readable=False), metavar="FILE", help="Findings that are known and not told again."
)
@click.option("--write-baseline", is_flag=False, flag_value="", metavar="[FILE]", help="Write all findings to it.")
@click.option("--prune-baseline", is_flag=True, help="Take out of the baseline what is not found any more.")
@click.option("--against", metavar="PATH|git:REF", help="Tell only what an earlier version of the drafts did not have.")
@click.option("--statistics", is_flag=True, help="Count findings by rule in place of showing them.")
@click.option("--notes", is_flag=True, help="Show what is for information whole, and not in a line each.")
@click.option("--show-files", is_flag=True, help="List the files that would be read, and stop.")
@click.option("--drafts-only", is_flag=True, help="Pass over files that are no drafts, even if they are named.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
@output_option()
@click.option("-q", "--quiet", is_flag=True, help="Print nothing where there are no findings.")
@click.option("-v", "--verbose", is_flag=True, help="Say what was passed over, and why.")
def check(paths: tuple[str, ...], **given: Any) -> int:
    """Lint drafts: files, folders, globs, or - for standard input. No PATH means the working folder."""
    settings = settings_of(paths, given)
    outputs = outputs_of(settings, given["output_file"])
    if given["statistics"] and all(name != "text" for name, _ in outputs):
        raise UserError("--statistics belongs to the format text, which is not asked for; leave it out")
    run = _run(settings, given)
    if given["show_files"]:
        return _show_files(run, paths, given["verbose"])
    if given["write_baseline"] is not None or given["prune_baseline"]:
        return _keep_baseline(run, paths, given)
    _refuse_spoiling(run, paths, given, _files_written(settings, outputs, given))
    report = run.lint_new(paths, given["drafts_only"], given["against"] or "")
    _tell(run, report, given)
    shown = replace(run.shown(report), whole_notes=given["notes"])
    for name, file in outputs:
        if file is not None or name != "text" or shown.findings or (report.drafts and not given["quiet"]):
            write(_rendered(name, shown, given, file), file)
            if file is None and _shows_in_actions(settings, given):
                _show_in_actions(shown)
    return _exit_code(run, report, paths, given)


def _run(settings: Settings, given: dict[str, Any]) -> Run:
    from mandatelint.run import Run

    def watch(sources: Sequence[Source]) -> Iterable[Source]:
        return sources if given.get("quiet") else _progress(sources)

    nearest = nearest_settings(settings, given)
    return Run(settings, given["today"], given["stdin_filename"] or "<stdin>", watch, nearest)


def _refuse_spoiling(
    run: Run, paths: Sequence[str], given: dict[str, Any], outputs: Sequence[Output], baseline: bool = True
) -> None:
    """Before any work: what a run writes must spoil nothing that it reads."""
    from mandatelint.outputs import Reading, refuse_spoiling

    drafts_only, against = given.get("drafts_only", False), given.get("against") or ""
    refuse_spoiling(
        outputs, Reading(run.settings_in_force(paths), paths, run.sources(paths), drafts_only, against, baseline)
    )


def _files_written(
    settings: Settings, outputs: Sequence[tuple[str, str | None]], given: dict[str, Any]
) -> list[Output]:
    """The files that `check` writes, each as the user asked for it."""
    from mandatelint.outputs import Output

    written = []
    for index, (name, file) in enumerate(outputs):
        if file is None or file == given["output_file"]:
            written += _report_written(file)
        else:
            begin = settings.problem("", "format", index)
            option = "" if begin else "-f "
            written.append(Output(file, f"write it to a file of its own, as `{option}{name}=report.{name}`", begin))
    page = _page_in_actions()
    if page and _shows_in_actions(settings, given):
        mend = "it is the summary of this step, which is written by itself; name it nowhere else"
        written.append(Output(page, mend))
    return written


def _report_written(file: str | None) -> list[Output]:
    """The file that `--output-file` names, or to which standard output leads."""
    from mandatelint.outputs import Output

    try:
        return [Output(file or sys.stdout.fileno(), "write it to a file of its own, as `--output-file report.txt`")]
    except (AttributeError, OSError, ValueError):  # a caller has put something in its place, or closed it
        return []


def _shows_in_actions(settings: Settings, given: dict[str, Any]) -> bool:
    """Whether findings are to be shown in GitHub Actions by themselves, where the run is there."""
    auto = "auto" in settings["format"] and given["output_file"] is None
    return auto and not given["statistics"] and os.environ.get("GITHUB_ACTIONS") == "true"


def _page_in_actions() -> str:
    """The file behind the page of the run in GitHub Actions; empty where there is none."""
    return os.environ.get("GITHUB_STEP_SUMMARY", "")


def _show_files(run: Run, paths: Sequence[str], verbose: bool) -> int:
    sources = run.sources(paths)
    for source in sources:
        if source.unreadable:
            tell(source.unreadable)
        else:
            say(harmless(source.name))
    _tell_passed_over(run, verbose)
    return FAILED if any(source.unreadable for source in sources) else 0


def _rendered(name: str, report: Report, given: dict[str, Any], file: str | None) -> str:
    from mandatelint.formats import render
    from mandatelint.formats.text import statistics

    if given["statistics"] and name == "text":
        return statistics(report)
    return render(name, report, name == "text" and file is None and _in_color(given["color"]))


def _show_in_actions(report: Report) -> None:
    """The findings beside the lines of a change, and the report on the page of the run."""
    from mandatelint.formats import render

    write(render("github", report), None)
    page = _page_in_actions()
    if not page:
        return
    try:
        with Path(page).open("a", encoding="utf-8") as summary:
            summary.write(render("markdown", report))
    except OSError as error:  # nobody asked for it, and the findings are told
        tell(f"{page}: the summary of this step cannot be written ({error.strerror})")


def _in_color(wanted: str) -> bool:
    """What was asked for, else https://no-color.org and https://force-color.org, else whether a person looks on."""
    if wanted != "auto":
        return wanted == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (is_terminal(sys.stdout) and os.environ.get("TERM") != "dumb")


def _progress(sources: Sequence[Source]) -> Iterable[Source]:
    """The drafts one after another, with a bar for a person who waits for many."""
    if len(sources) < MANY or not is_terminal(sys.stderr):
        yield from sources
        return
    with click.progressbar(sources, label="drafts", file=sys.stderr) as bar:
        yield from bar


def _tell(run: Run, report: Report, given: dict[str, Any]) -> None:
    """On standard error: what was passed over, which configurations held, and rules that broke."""
    verbose = given.get("verbose", False)
    _tell_passed_over(run, verbose)
    for said in () if given.get("quiet") else run.several(report):
        tell(said)
    if verbose:
        for name in report.passed_over:
            tell(f"{name} is no draft and was passed over")
    for failure in report.failures:
        tell(failure)


def _tell_passed_over(run: Run, verbose: bool) -> None:
    if verbose:
        for passed in dict.fromkeys(run.search.passed_over):
            tell(f"{passed.name} {passed.why} and was passed over")


def _exit_code(run: Run, report: Report, paths: Sequence[str], given: dict[str, Any]) -> int:
    if report.failures:
        return FAILED
    level: Any = run.settings["fail-level"]
    if run.settings["strict"] and level == "error":
        level = "warning"
    levels = and_graver(level) if level != "never" else ()
    if any(report.count(severity) for severity in levels):
        return 0 if given["exit_zero"] else FOUND
    if not report.drafts and not (given["drafts_only"] and paths) and not run.search.left_out_named:
        return no_draft(report, paths, run.search.passed_over)
    return 0 if report.rules else no_rule()


def _keep_baseline(run: Run, paths: Sequence[str], given: dict[str, Any]) -> int:
    """Write a baseline with all findings, or one without those that are gone."""
    from mandatelint.baseline import NAME, baseline_text, known_now, pruned, refuse_to_overwrite

    if given["against"]:
        raise UserError("--against says nothing to a baseline that is written; leave it out")
    file = given["write_baseline"] or run.settings["baseline"] or NAME
    if given["prune_baseline"]:
        if given["write_baseline"] is not None:
            raise UserError("--write-baseline and --prune-baseline exclude each other; leave one out")
        if not run.settings["baseline"]:
            raise UserError("there is no baseline to prune; name it with --baseline or in the configuration")
        _refuse_baseline(run, paths, given, file)
        report = run.lint_new(paths, given["drafts_only"])
        kept = [known for known in pruned(run.known, report, run.settings.folder) if not run.is_mandatory(known)]
        said = f"{file}: {len(run.known) - len(kept)} of {counted(len(run.known), 'known finding')} taken out"
    else:
        refuse_to_overwrite(file)
        _refuse_baseline(run, paths, given, file)
        report = run.lint(paths, given["drafts_only"])
        kept = [known for known in known_now(report, run.settings.folder) if not run.is_mandatory(known)]
        said = f"{file}: {counted(len(kept), 'known finding')} written"
        if file != run.settings["baseline"]:
            said += f"; check with `--baseline {file}`, or name it in the configuration"
    _tell(run, report, given)
    if report.failures:
        return FAILED
    if not report.drafts:
        return no_draft(report, paths, run.search.passed_over)
    write(baseline_text(kept, run.settings.folder, file), file)
    say(said)
    return 0


def _refuse_baseline(run: Run, paths: Sequence[str], given: dict[str, Any], file: str) -> None:
    """Before any work: a baseline is written over nothing that is read, and where a configuration may write."""
    from mandatelint.baseline import NAME
    from mandatelint.outputs import Output, refuse_outside

    begin = ""
    if not given["write_baseline"]:
        refuse_outside(run.settings, "baseline")
        begin = run.settings.problem("", "baseline") if run.settings["baseline"] else ""
    output = Output(file, f"write it to a file of its own, as `--write-baseline={NAME}`", begin)
    _refuse_spoiling(run, paths, given, [output], baseline=False)


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(readable=False))
@format_option("text", "markdown", "json")
@setting_options()
@output_option()
def coverage(paths: tuple[str, ...], form: str, output_file: str | None, **given: Any) -> int:
    """Show what each lesson comes to in each draft, and counts. PATHs as for check."""
    from mandatelint.coverage import cover, render

    run = _run(settings_of(paths, given), given)
    _refuse_spoiling(run, paths, given, _report_written(output_file))
    report = run.lint(paths)
    table = cover(report)
    for problem in (*run.several(report), *report.failures, *table.problems()):
        tell(problem)
    if (table.columns and table.lessons) or form == "json" or output_file is not None:
        write(render(form, table), output_file)
    if report.failures:
        return FAILED
    if not report.drafts:
        return no_draft(report, paths, run.search.passed_over)
    if not report.rules:
        return no_rule()
    return 0 if table.columns else NOTHING


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(readable=False))
@format_option()
@setting_options()
@output_option()
def waivers(paths: tuple[str, ...], form: str, output_file: str | None, **given: Any) -> int:
    """List the comments in drafts that silence rules: why, until when, and whether they still do."""
    from mandatelint.waivers import listed, not_listed, waivers_json, waivers_text

    run = _run(settings_of(paths, given), given)
    _refuse_spoiling(run, paths, given, _report_written(output_file))
    report = run.lint(paths)
    _tell(run, report, given)
    for problem in not_listed(report):
        tell(problem)
    write(waivers_json(report, given["today"]) if form == "json" else waivers_text(listed(report)), output_file)
    if report.failures:
        return FAILED
    if not report.drafts:
        return no_draft(report, paths, run.search.passed_over)
    return NOTHING if all(draft.refused for draft in report.drafts) else 0


COMMANDS = {"check": check, "coverage": coverage, "waivers": waivers}
