"""Text of a draft goes in; the same comes out with nothing in it that a terminal, a build or an eye would obey."""

from __future__ import annotations

import re
from typing import Any

# What could move the cursor or turn the text around, and what XML cannot hold: shown by number instead.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
# What GitHub takes for a command in the log of a build: `::` first in a line, and `##[` anywhere in it, which is a bug
# of theirs (https://github.com/actions/runner/issues/4692). Azure Pipelines reads `##vso[` in the same way.
_COMMAND = re.compile(r"^[^\S\n]*:(?=:)|#(?=#(?:vso)?\[)", re.MULTILINE)
# In Markdown: all but letters, digits, spaces and what means nothing anywhere; first in a line `-` and `1.` do.
_MARKUP = re.compile(r"^(?:[-=:]|\d(?=\d*[.)]))|[^\w\s/.,()'\"?;:%=-]|_|:(?=\S)|(?<=www)\.", re.IGNORECASE)
# What GitHub and GitLab look for in the text that is left when the markup is done. Against that no character reference
# helps, but a space without width does: behind the sign in @name, a@b.org, #1, !1, GH-1, :smile:, http://.
_REFERENCE = re.compile(r"[@#!$%&~^](?=[\w\"])|(?<=\bGH)-(?=\d)|:(?=//|[\w+-]+:)", re.IGNORECASE)


def harmless(text: str) -> str:
    """`text` with what a terminal or a build would obey written as its number; line breaks and tabs stay."""
    return _COMMAND.sub(_numbered, _INVISIBLE.sub(_numbered, text))


def all_harmless(value: Any) -> Any:
    """The same for every text in a list, an object or what these hold; the keys are ours."""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, dict):
        return {key: all_harmless(inner) for key, inner in value.items()}
    return [all_harmless(inner) for inner in value] if isinstance(value, list) else value


def json_text(content: Any) -> str:
    """What the outputs in JSON print: two spaces deep, every text in it harmless."""
    import json

    return json.dumps(all_harmless(content), indent=2) + "\n"


def in_line(text: str) -> str:
    """The same as one line, for formats that give a finding one."""
    return harmless(" ".join(text.split()))


def in_markdown(text: str) -> str:
    """The same as one line in which nothing is Markdown or HTML, nor a link or a mention for GitHub and GitLab."""
    apart = _REFERENCE.sub(lambda match: f"{match[0]}\u200b", in_line(text))
    return _MARKUP.sub(lambda match: f"&#{ord(match[0])};", apart)


def _numbered(match: re.Match[str]) -> str:
    """What was matched, its last character written as its number."""
    return f"{match[0][:-1]}\\u{ord(match[0][-1]):04x}"
