"""A line of a build log goes in; the command that the runner of GitHub Actions reads there comes out.

As in actions/runner, src/Runner.Common/ActionCommand.cs, `TryParseV2`; the escapes are those that actions/toolkit,
packages/core/src/command.ts, writes.
"""

from __future__ import annotations

from typing import NamedTuple

_DATA = {"%0D": "\r", "%0A": "\n"}
_PROPERTY = {**_DATA, "%3A": ":", "%2C": ","}


class Command(NamedTuple):
    """`::name key=value,key=value::data`, unescaped."""

    name: str
    properties: dict[str, str]
    data: str


def read_command(line: str) -> Command:
    """Raises ValueError where the line is no command."""
    line = line.lstrip()
    end = line.index("::", 2)
    if not line.startswith("::") or "\r" in line or "\n" in line:
        raise ValueError(line)
    name, _, written = line[2:end].partition(" ")
    pairs = [pair.split("=", 1) for pair in written.strip().split(",")]
    properties = {pair[0]: _unescaped(pair[1], _PROPERTY) for pair in pairs if len(pair) == 2}
    return Command(name, properties, _unescaped(line[end + 2 :], _DATA))


def _unescaped(text: str, escapes: dict[str, str]) -> str:
    for written, meant in escapes.items():
        text = text.replace(written, meant)
    return text.replace("%25", "%")
