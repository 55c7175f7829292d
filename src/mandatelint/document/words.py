"""A plain YAML scalar goes in; its value by YAML 1.2's core schema comes out, and whether YAML 1.1 differs."""

from __future__ import annotations

import re
from math import isfinite

Scalar = str | int | float | bool | None

_CONSTANTS: dict[str, Scalar] = {"": None, "~": None}
for _value, _words in ((None, "null Null NULL"), (True, "true True TRUE"), (False, "false False FALSE")):
    _CONSTANTS.update(dict.fromkeys(_words.split(), _value))

# A number with a leading zero stays text: statistical codes are written so ("012"), and YAML 1.1 reads it as octal.
# Longer ones stay text too: no figure of a mandate has 19 digits, and 64 bits hold no more.
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})").fullmatch
_FLOAT = re.compile(r"[-+]?(\.[0-9]{1,30}|(0|[1-9][0-9]{0,17})(\.[0-9]{0,30})?)([eE][-+]?[0-9]{1,3})?").fullmatch
_BASED = re.compile(r"0x[0-9a-fA-F]{1,15}|0o[0-7]{1,20}").fullmatch
_NUMERIC_START = frozenset("+-.0123456789")

_YAML_1_1 = re.compile(
    r"y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF"  # booleans
    r"|[-+]?([0-9][0-9_]*(\.[0-9_]*)?|\.[0-9][0-9_]*)([eE][-+]?[0-9]+)?"  # octal, digits in groups, too long for us
    r"|[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*"  # base sixty
    r"|[-+]?0b[01_]+|[-+]?0x[0-9a-fA-F_]+"
    r"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
).fullmatch


def core_value(word: str) -> Scalar:
    """The value of a plain scalar: null, a truth value, a number, or the word itself."""
    if word in _CONSTANTS:
        return _CONSTANTS[word]
    if word[0] not in _NUMERIC_START:
        return word
    if _INTEGER(word):
        return int(word)
    if _FLOAT(word):
        number = float(word)
        return number if isfinite(number) else word
    if _BASED(word):
        return int(word, 0)
    return word


def differs_in_yaml_1_1(word: str) -> bool:
    """Whether a tool that follows YAML 1.1 would read this plain scalar, which is text to us, as something else.

    Dates are not meant: they are text here and everywhere they are dates.
    """
    return len(word) < 40 and _YAML_1_1(word) is not None
