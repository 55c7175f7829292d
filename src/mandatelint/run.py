"""Settings go in; the rules, the files and the linters of one run come out, and its report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from mandatelint.baseline import compare, known_now, read_baseline
from mandatelint.config import OF_A_RUN, OPTIONS, Settings, load_ruleset
from mandatelint.excluding import Patterns, absolute
from mandatelint.files import resolved
from mandatelint.finding import SEVERITIES, and_graver, counted, prose
from mandatelint.linter import Linter, Spared
from mandatelint.report import Known, Report, joined
from mandatelint.sources import CONFIG_NAMES, Search, Source
from mandatelint.suppression import Terms

Watch = Callable[[Sequence[Source]], Iterable[Source]]
Nearest = Callable[[Path], Settings]
"""A folder, resolved, goes in; the settings that are in force for the files in it come out."""


class Share:
    """What one configuration asks of the files that are nearest to it.

    today: the day on which waivers are judged, as text. strict: a waiver past its end is an error.
    Raises UserError for settings that cannot hold.
    """

    def __init__(self, settings: Settings, today: str, strict: bool) -> None:
        self.settings = settings
        self.ruleset = load_ruleset(settings)
        self.mandatory = self.ruleset.named(settings["suppressions"]["mandatory"])
        self.linter = Linter(self.ruleset, self._terms(today, strict), self._spared())

    def compare(self, report: Report, before: Collection[Known], name: str) -> Report:
        """A report on files of this share without what was known before; what is mandatory is told even so."""
        before = {known for known in before if known.rule not in self.mandatory}
        not_asked = frozenset(self.linter.called) - self.linter.applied
        return compare(report, before, name, report.folder, not_asked)

    def _terms(self, today: str, strict: bool) -> Terms:
        asked = self.settings["suppressions"]
        return Terms(
            today,
            asked["reason"] == "required",
            asked["end-date"] == "required",
            self.mandatory,
            self.settings.origins["suppressions"] or "the configuration",
            strict,
        )

    def _spared(self) -> Spared:
        """What `per-file-ignores` says of each file."""
        folder = resolved(self.settings.folder)
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


class Run:
    """One run of the linter, as its settings ask for it.

    nearest: the settings in force for the files in a folder, where not those of the run. today: the day on which
    waivers are judged, as text. stdin_name: the file that standard input stands for. watch: sees the drafts go by, to
    show how far the run has come.
    Raises UserError for settings that cannot hold.
    """

    def __init__(
        self,
        settings: Settings,
        today: str = "",
        stdin_name: str = "<stdin>",
        watch: Watch = lambda sources: sources,
        nearest: Nearest | None = None,
    ) -> None:
        self.settings, self.today, self.watch = settings, today, watch
        self._nearest = nearest or (lambda _: settings)
        self._shares: dict[str, Share] = {}
        self._exclude: dict[str, Patterns | None] = {}
        self._sources: dict[tuple[str, ...], list[Source]] = {}
        self._share(settings)  # what is wrong with it is told, whether or not a file is nearest to it
        self.search = Search(self._excluded, settings["force-exclude"], settings["respect-gitignore"], stdin_name)

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
        sources = self.sources(paths)
        parts = [self._lint(share, own, drafts_only) for share, own in self._shared(sources)]
        return joined(parts, [source.name for source in sources])

    def lint_new(self, paths: Sequence[str], drafts_only: bool = False, against: str = "") -> Report:
        """What is found and was not known before: by the baseline, and `against` an earlier version of the drafts.

        What is mandatory is told even where it was known.
        """
        sources, known = self.sources(paths), self.known
        names = [name for name in (self.settings["baseline"], against) if name]
        if not names:
            return self.lint(paths, drafts_only)
        earlier = {source.name: source for source in (_earlier(sources, paths, against) if against else ())}
        parts = []
        for share, own in self._shared(sources):
            report, before = self._lint(share, own, drafts_only), known
            if against:
                versions = [earlier[source.name] for source in own if source.name in earlier]
                old = self._lint(share, versions, drafts_only=True)
                before |= known_now(old, self.settings.folder)
                report = replace(report, failures=tuple(dict.fromkeys([*report.failures, *old.failures])))
            parts.append(share.compare(report, before, prose(names)))
        return joined(parts, [source.name for source in sources])

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

    def settings_in_force(self, paths: Sequence[str]) -> list[Settings]:
        """The settings of the run, and those that are nearest to files behind `paths`."""
        asked = (share.settings for share, _ in self._shared(self.sources(paths)))
        return list({settings.source: settings for settings in (self.settings, *asked)}.values())

    def is_mandatory(self, known: Known) -> bool:
        """Whether the rule of a finding is mandatory in its file."""
        return known.rule in self._share(self._settings(str(Path(self.settings.folder, known.file)))).mandatory

    def several(self, report: Report) -> Iterator[str]:
        """What is to be told where drafts were judged by another configuration than that of the run."""
        judged = Counter(self._settings(draft.source).source for draft in report.drafts)
        own = self.settings.source
        if not judged.keys() - {own}:
            return
        shares = prose([f"{source or 'none'} for {counted(number, 'draft')}" for source, number in judged.items()])
        whole = f"format, fail level and baseline are those of {own}" if own else "the run itself has none"
        yield f"each draft is judged by its nearest configuration: {shares}; {whole}; --config FILE names one for all"
        for source in sorted(judged.keys() - {own}):
            origins = self._shares[source].settings.origins
            if keys := [f"`{key}`" for key in OF_A_RUN if origins[key] not in ("", OPTIONS)]:
                yield f"{source}: {prose(keys)} would hold for a run that starts in that folder, and not for this one"

    def _lint(self, share: Share, sources: Sequence[Source], drafts_only: bool) -> Report:
        return replace(share.linter.lint(self.watch(sources), drafts_only), folder=self.settings.folder)

    def _share(self, settings: Settings) -> Share:
        if settings.source not in self._shares:
            self._shares[settings.source] = Share(settings, self.today, self.settings["strict"])
        return self._shares[settings.source]

    def _shared(self, sources: Sequence[Source]) -> list[tuple[Share, list[Source]]]:
        """The files of a run, each with the share of its nearest configuration; at least one share, with none."""
        shares: dict[str, list[Source]] = {}
        settled: dict[str, Settings] = {}
        for source in sources:
            settings = self._settings(source.name)
            settled[settings.source] = settings
            shares.setdefault(settings.source, []).append(source)
        if not shares:
            return [(self._share(self.settings), [])]
        return [(self._share(settled[source]), own) for source, own in shares.items()]

    def _settings(self, name: str) -> Settings:
        """The settings in force for a file; the run's for standard input and what is named as a configuration."""
        file = Path(name)
        if name.startswith("<") or file.name in CONFIG_NAMES:
            return self.settings
        return self._nearest(absolute(file).parent)

    def _excluded(self, folder: Path) -> Patterns | None:
        """The patterns of a configuration hold in its folder, those of an option in the working folder."""
        settings = self._nearest(folder)
        if settings.source not in self._exclude:
            patterns, origin = settings["exclude"], settings.origins["exclude"]
            below = Path.cwd() if origin == OPTIONS else Path(settings.folder)
            self._exclude[settings.source] = Patterns(patterns, resolved(below), origin) if patterns else None
        return self._exclude[settings.source]


def _earlier(sources: Sequence[Source], paths: Sequence[str], against: str) -> list[Source]:
    from mandatelint.earlier import earlier_sources  # an import, and that of `subprocess`, that most runs are spared

    return earlier_sources(sources, paths, against)
