"""Settings go in; the rules, the files and the linter of one run come out, and its report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from mandatelint.baseline import compare, known_now, read_baseline
from mandatelint.config import OPTIONS, Settings, load_ruleset
from mandatelint.excluding import Patterns, absolute
from mandatelint.finding import SEVERITIES, and_graver, prose
from mandatelint.linter import Linter, Spared
from mandatelint.report import Known, Report
from mandatelint.sources import Search, Source
from mandatelint.suppression import Terms

Watch = Callable[[Sequence[Source]], Iterable[Source]]


class Run:
    """One run of the linter, as its settings ask for it.

    today: the day on which waivers are judged, as text. stdin_name: the file that standard input stands for. watch:
    sees the drafts go by, to show how far the run has come.
    Raises UserError for settings that cannot hold.
    """

    def __init__(
        self, settings: Settings, today: str = "", stdin_name: str = "<stdin>", watch: Watch = lambda sources: sources
    ) -> None:
        self.settings, self.watch = settings, watch
        self.ruleset = load_ruleset(settings)
        self.mandatory = self.ruleset.named(settings["suppressions"]["mandatory"])
        self.linter = Linter(self.ruleset, self._terms(today), self._spared())
        self._sources: dict[tuple[str, ...], list[Source]] = {}
        self.search = Search(self._exclude(), settings["force-exclude"], settings["respect-gitignore"], stdin_name)

    @cached_property
    def known(self) -> frozenset[Known]:
        """What the baseline holds. Raises UserError."""
        settings, file, origin = self.settings, self.settings["baseline"], self.settings.origins["baseline"]
        if not file:
            return frozenset()
        return read_baseline(file, settings.folder, settings.config is not None, "" if origin == OPTIONS else origin)

    def sources(self, paths: Sequence[str]) -> list[Source]:
        """The files behind `paths`, which are looked for once. Raises UserError."""
        asked = tuple(paths)
        if asked not in self._sources:
            self._sources[asked] = self.search.find(asked)
        return self._sources[asked]

    def lint(self, paths: Sequence[str], drafts_only: bool = False) -> Report:
        """Everything that is found in the drafts behind `paths`."""
        return self._lint(self.sources(paths), drafts_only)

    def lint_new(self, paths: Sequence[str], drafts_only: bool = False, against: str = "") -> Report:
        """What is found and was not known before: by the baseline, and `against` an earlier version of the drafts.

        What is mandatory is told even where it was known.
        """
        sources, before = self.sources(paths), set(self.known)
        earlier = _earlier(sources, paths, against) if against else []
        report = self._lint(sources, drafts_only)
        names = [name for name in (self.settings["baseline"], against) if name]
        if not names:
            return report
        if against:
            old = self._lint(earlier, drafts_only=True)
            before |= known_now(old, self.settings.folder)
            report = replace(report, failures=tuple(dict.fromkeys([*report.failures, *old.failures])))
        before = {known for known in before if known.rule not in self.mandatory}
        not_asked = frozenset(self.linter.called) - self.linter.applied
        return compare(report, before, prose(names), self.settings.folder, not_asked)

    def shown(self, report: Report) -> Report:
        """The report without findings below the severity that is shown."""
        severities = and_graver(self.settings["min-severity"])
        if severities == SEVERITIES:
            return report
        drafts = [
            replace(draft, findings=tuple(one for one in draft.findings if one.severity in severities))
            for draft in report.drafts
        ]
        hidden = len(report.findings) - sum(len(draft.findings) for draft in drafts)
        return replace(report, drafts=tuple(drafts), hidden=hidden)

    def _lint(self, sources: Sequence[Source], drafts_only: bool) -> Report:
        return replace(self.linter.lint(self.watch(sources), drafts_only), folder=self.settings.folder)

    def _exclude(self) -> Patterns | None:
        """The patterns of the configuration hold in its folder, those of an option in the working folder."""
        patterns, origin = self.settings["exclude"], self.settings.origins["exclude"]
        folder = Path.cwd() if origin == OPTIONS else Path(self.settings.folder)
        return Patterns(patterns, folder.resolve(), origin) if patterns else None

    def _terms(self, today: str) -> Terms:
        asked = self.settings["suppressions"]
        return Terms(
            today,
            asked["reason"] == "required",
            asked["end-date"] == "required",
            self.mandatory,
            self.settings.origins["suppressions"] or "the configuration",
            self.settings["strict"],
        )

    def _spared(self) -> Spared:
        """What `per-file-ignores` says of each file."""
        folder = Path(self.settings.folder).resolve()
        chosen = [
            (
                Patterns([pattern], folder, self.settings.place("per-file-ignores", pattern)),
                self.ruleset.named(names) - self.mandatory,
            )
            for pattern, names in self.settings["per-file-ignores"].items()
        ]

        def spared(source: str) -> dict[str, str]:
            return {
                rule: f"not asked of this file: {patterns.source}"
                for patterns, rules in chosen
                if not source.startswith("<") and patterns.match(absolute(Path(source)))
                for rule in rules
            }

        return spared


def _earlier(sources: Sequence[Source], paths: Sequence[str], against: str) -> list[Source]:
    from mandatelint.earlier import earlier_sources  # an import, and that of `subprocess`, that most runs are spared

    return earlier_sources(sources, paths, against)
