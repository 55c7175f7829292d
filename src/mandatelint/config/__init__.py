"""A team's configuration and the options of one run go in; the settings in force come out."""

from mandatelint.config.files import Config, find_config, is_config_name, load_config
from mandatelint.config.settings import DEFAULTS, OPTIONS, Settings, load_ruleset, settle_settings

__all__ = [
    "DEFAULTS",
    "OPTIONS",
    "Config",
    "Settings",
    "find_config",
    "is_config_name",
    "load_config",
    "load_ruleset",
    "settle_settings",
]
