"""A configuration and the options of the command line go in; what is in force comes out, each value with its origin."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from mandatelint.config.files import Config, Configs
from mandatelint.excluding import is_pattern, no_pattern
from mandatelint.files import is_name, is_there
from mandatelint.finding import Path as FieldPath
from mandatelint.finding import UserError, did_you_mean, prose
from mandatelint.ruleset import ALL, RuleSet, load_rules, unknown_name

DEFAULTS: dict[str, Any] = {
    "rules": [],
    "packs": [],
    "select": [],
    "extend-select": [],
    "ignore": [],
    "severities": {},
    "per-file-ignores": {},
    "exclude": [],
    "force-exclude": False,
    "respect-gitignore": True,
    "fail-level": "error",
    "strict": False,
    "min-severity": "info",
    "format": ["auto"],
    "baseline": "",
    "suppressions": {"reason": "asked", "end-date": "optional", "mandatory": []},
}
OF_A_RUN = (
    "force-exclude",
    "respect-gitignore",
    "fail-level",
    "strict",
    "min-severity",
    "format",
    "baseline",
)
"""What a run as a whole is asked; all else is asked of a file, by the configuration that is nearest to it."""
OPTIONS = "the command line"


@dataclass(frozen=True)
class Settings:
    """What is in force, by key. values: paths are as the process finds them; origins: where each was set, or empty."""

    values: dict[str, Any]
    origins: dict[str, str]
    config: Config | None = field(default=None, repr=False)

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def place(self, key: str, *path: str | int) -> str:
        """Where a value, or a part of it, was set: `mandatelint.yaml:4:11`, the command line, or empty."""
        origin = self.origins[key]
        return origin if self.config is None or origin in ("", OPTIONS) else self.config.place(key, *path)

    def problem(self, message: str, key: str, *path: str | int) -> str:
        """What is wrong with a value, behind its place where a configuration set it."""
        place = self.place(key, *path)
        return message if place in ("", OPTIONS) else f"{place}: {message}"

    @property
    def source(self) -> str:
        """The file of the configuration, as a user would write it; empty where there is none."""
        return self.config.document.source if self.config is not None else ""

    @property
    def folder(self) -> str:
        """The folder to which patterns and fingerprints are relative: that of the configuration, or the working one."""
        return str(self.config.folder) if self.config is not None else os.getcwd()  # noqa: PTH109 # text, as `relpath`


def settle_settings(config: Config | None, given: Mapping[str, Any]) -> Settings:
    """An option that was given goes before the configuration, and that before what holds by itself."""
    values, origins = {}, {}
    for key, default in DEFAULTS.items():
        written = config.value(key) if config is not None else None
        if given.get(key) not in (None, []):
            values[key], origins[key] = given[key], OPTIONS
        elif config is not None and written is not None:
            values[key], origins[key] = _settled(config, key, written), config.place(key)
        else:
            values[key], origins[key] = default, ""
    return Settings(values, origins, config)


class NearestSettings:
    """The settings in force in every folder: those of its nearest configuration, before which the options go.

    run: the settings of the run itself; given: its options.
    """

    def __init__(self, run: Settings, given: Mapping[str, Any]) -> None:
        self._given, self._configs = given, Configs(run.config)
        self._settled = {run.source: run}

    def __call__(self, folder: Path) -> Settings:
        """The settings for the files in a folder. Raises UserError."""
        config = self._configs.nearest(folder)
        source = config.document.source if config is not None else ""
        if source not in self._settled:
            self._settled[source] = settle_settings(config, self._given)
        return self._settled[source]


def _settled(config: Config, key: str, written: Any) -> Any:
    """What a configuration says under a key: blocks filled up, and paths as the process finds them."""

    def path(name: str) -> str:
        if not is_name(name):
            raise UserError(f"{config.place(key)}: '{name}' holds a character that no name of a file can have")
        try:
            return os.path.relpath(config.folder / name)
        except ValueError:  # on another drive of Windows
            return str(config.folder / name)

    if key == "suppressions":
        return {**DEFAULTS[key], **written}
    if key == "rules":
        return [path(name) for name in written]
    if key == "format":
        parts = [one.partition("=") for one in written]
        return [f"{name}={path(file)}" if file else f"{name}{sign}" for name, sign, file in parts]
    return path(written) if key == "baseline" else written


def load_ruleset(settings: Settings) -> RuleSet:
    """The rules that there are and that are in force, with their severities. Raises UserError."""
    _refuse(_missing_rules(settings))
    ruleset = load_rules(settings["rules"])
    if settings.config is not None:
        _refuse(chain(_unknown_names(settings.config, ruleset), _wrong_patterns(settings.config)))
    select = settings["select"]
    if settings["extend-select"]:
        select = [*(select or [ALL]), *settings["extend-select"]]
    chosen = ruleset.choose(select, settings["ignore"], settings["suppressions"]["mandatory"])
    in_force = chosen.of_packs(settings["packs"])
    _refuse(_mandatory_in_vain(settings, ruleset, in_force))
    return in_force.with_severities(settings["severities"])


def _refuse(problems: Iterator[str]) -> None:
    if found := list(problems):
        raise UserError(*found)


def _missing_rules(settings: Settings) -> Iterator[str]:
    for index, name in enumerate(settings["rules"]):
        if not is_there(Path(name)):
            yield settings.problem(f"{name}: there is no such file or folder of rules", "rules", index)


def _mandatory_in_vain(settings: Settings, ruleset: RuleSet, in_force: RuleSet) -> Iterator[str]:
    """Names of what is mandatory that belong to packs which are not in force, so that nothing would ask for it."""
    for index, name in enumerate(settings["suppressions"]["mandatory"]):
        packs = ruleset.packs_of(name)
        if settings["packs"] and packs.isdisjoint(settings["packs"]) and not in_force.named([name]):
            message = f"'{name}' cannot be mandatory, as its pack {prose(sorted(packs))} is not in force"
            mend = "add the pack to `packs`, or take the name out"
            yield settings.problem(f"{message}; {mend}", "suppressions", "mandatory", index)


def _wrong_patterns(config: Config) -> Iterator[str]:
    places = [(("exclude", index), pattern) for index, pattern in enumerate(config.value("exclude") or ())]
    places += [(("per-file-ignores", pattern), pattern) for pattern in config.value("per-file-ignores") or ()]
    for path, pattern in places:
        if not is_pattern(pattern):
            yield f"{config.place(*path)}: {no_pattern(pattern)}"


def _unknown_names(config: Config, ruleset: RuleSet) -> Iterator[str]:
    """Names in a configuration that nothing bears, each at its place."""
    named = list(_names(config))
    mends = ruleset.unknown(name for _, name in named)
    for path, name in named:
        if name in mends:
            yield f"{config.place(*path)}: {unknown_name(name, mends[name])}"
    for index, name in enumerate(config.value("packs") or ()):
        if name not in ruleset.packs:
            yield f"{config.place('packs', index)}: no pack is called '{name}'; {did_you_mean(name, ruleset.packs)}"
    for name in config.value("severities") or {}:
        try:
            ruleset.find(name)
        except UserError as error:
            yield f"{config.place('severities', name)}: {error}"


def _names(config: Config) -> Iterator[tuple[FieldPath, str]]:
    """Every name by which a configuration chooses rules, with its place."""
    for key in ("select", "extend-select", "ignore"):
        yield from (((key, index), name) for index, name in enumerate(config.value(key) or ()))
    for pattern, names in (config.value("per-file-ignores") or {}).items():
        yield from ((("per-file-ignores", pattern, index), name) for index, name in enumerate(names))
    mandatory = (config.value("suppressions") or {}).get("mandatory") or ()
    yield from ((("suppressions", "mandatory", index), name) for index, name in enumerate(mandatory))
