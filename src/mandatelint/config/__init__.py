"""A team's configuration and the options of one run go in; the settings in force come out."""

from mandatelint.config.files import Config, find_config, is_config_name, load_config
from mandatelint.config.settings import (
    DEFAULTS,
    OF_A_RUN,
    OPTIONS,
    NearestSettings,
    Settings,
    load_ruleset,
    settle_settings,
)

__all__ = [
    "DEFAULTS",
    "OF_A_RUN",
    "OPTIONS",
    "Config",
    "NearestSettings",
    "Settings",
    "find_config",
    "is_config_name",
    "load_config",
    "load_ruleset",
    "settle_settings",
]
