"""A text goes in; what in it only looks like a sign that YAML knows comes out by name, and the text as it was meant.

Word processors, web pages and telephones put such signs in place of the ones on a keyboard.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

WIDTH = 60  # of what is shown of a line
QUOTE_IT = "put the whole text in quotes"

_SPACES = {
    "\u00a0": "no-break space",
    "\u1680": "ogham space",
    **dict.fromkeys(map(chr, range(0x2000, 0x200B)), "typographic space"),
    "\u2007": "figure space",
    "\u202f": "narrow no-break space",
    "\u205f": "typographic space",
    "\u3000": "full-width space",
}
_UNSEEN = {
    "\u00ad": "soft hyphen",
    "\u061c": "mark of direction",
    "\u180e": "zero-width space",
    "\u200b": "zero-width space",
    "\u200c": "zero-width non-joiner",
    "\u200d": "zero-width joiner",
    **dict.fromkeys("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "mark of direction"),
    "\u2060": "word joiner",
}
_DASHES = {
    "\u2010": "typographic hyphen",
    "\u2011": "no-break hyphen",
    "\u2012": "figure dash",
    "\u2013": "en dash",
    "\u2014": "em dash",
    "\u2015": "horizontal bar",
    "\u2043": "hyphen bullet",
    "\u2212": "minus sign",
    "\ufe63": "small hyphen",
    "\uff0d": "full-width hyphen",
}
_COLONS = {"\u2236": "ratio sign", "\ua789": "letter colon", "\ufe55": "small colon", "\uff1a": "full-width colon"}
_QUOTES = dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019\u201a\u2039\u203a", "typographic quote")
_BRACKETS = {
    "\uff0c": ("full-width comma", ","),
    "\u3001": ("full-width comma", ","),
    "\uff3b": ("full-width bracket", "["),
    "\uff3d": ("full-width bracket", "]"),
    "\uff5b": ("full-width brace", "{"),
    "\uff5d": ("full-width brace", "}"),
}
_BULLETS = {
    **dict.fromkeys("\u2022\u2023\u25aa\u25ab\u25a0\u25cf\u25cb\u25e6\u00b7\u2219\uf0b7", "bullet"),
    "*": "asterisk",
    "+": "plus sign",
}
_NAMES = {**_SPACES, **_UNSEEN, **_DASHES, **_COLONS, **_QUOTES, **_BULLETS}
_NAMES |= {sign: name for sign, (name, _) in _BRACKETS.items()}
_PLAIN = {
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_UNSEEN, ""),
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_COLONS, ":"),
}
_TO_PLAIN = str.maketrans(_PLAIN)


# A comment that was perhaps meant as text, as in `see #2 of the list`; one for mandatelint never was.
COMMENT = re.compile(r"[ \t]+#(?=[^\W_])(?!mandatelint\b)", re.IGNORECASE)
CUT = re.compile(rf"(?<=[^\s,\[{{]){COMMENT.pattern}", re.IGNORECASE)


def _any(signs: Iterable[str]) -> str:
    return f"[{''.join(map(re.escape, signs))}]"


_WIDE = _any([*_SPACES, *_UNSEEN])
_NAME = r"""["']?[A-Za-z][\w-]*["']?"""
_START = rf"[ \t]*(?:-[ \t]+)*(?:\{{[ \t]*)?(?P<name>{_NAME})"  # of a line: a field, an item or a block in braces


class Sign(NamedTuple):
    """A sign that stands for another: where in its line, from 0; what is wrong; the mend."""

    column: int
    message: str
    remedy: str


def plain(text: str) -> str:
    """The text with the hyphens, spaces and colons of a keyboard, and without what cannot be seen."""
    return text.translate(_TO_PLAIN).strip()


def instead(text: str) -> str:
    """What `plain` does to the text: `with a hyphen in place of the en dash (–)`; empty where it has no such sign."""
    sign = next((sign for sign in text if sign in _PLAIN), "")
    if not sign:
        return ""
    if sign in _UNSEEN or sign not in text.strip():
        return f"without the {_named(sign)}"
    kind = {" ": "an ordinary space", "-": "a hyphen", ":": "a colon"}[_PLAIN[sign]]
    return f"with {kind} in place of the {_named(sign)}"


def mistaken(line: str) -> Sign | None:
    """What stands in a line where only a sign of YAML would do; None where nothing does.

    It is for a line that is wrong: in a text that goes over several lines, all of these signs are right.
    """
    for form, told in _MISTAKEN:
        found = form.match(line)
        if found is not None:
            return told(found)
    return None


def _called(sign: str) -> str:
    """`an en dash (–)`; a sign that cannot be seen, or told from a space, with its number."""
    name = _named(sign)
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _named(sign: str) -> str:
    number = f"U+{ord(sign):04X}"
    shown = number if sign in _SPACES else f"{number}, not to be seen" if sign in _UNSEEN else sign
    return f"{_NAMES[sign]} ({shown})"


def short(text: str) -> str:
    """The beginning of what stands in a line, to be shown in a message between backticks."""
    shown = text.strip().replace("`", "'")
    return shown if len(shown) <= WIDTH else f"{shown[: WIDTH - 3].rstrip()}..."


def _indented(found: re.Match[str]) -> Sign:
    message = f"{_called(found['sign'])} stands in the indentation"
    return Sign(found.start("sign"), message, "delete what stands before the first word, and indent with spaces")


def _bullet(found: re.Match[str]) -> Sign:
    message = f"{_called(found['sign'])} begins no item of a list"
    return Sign(found.start("sign"), message, f"begin it with a hyphen and a space: `- {short(plain(found['rest']))}`")


def _number(found: re.Match[str]) -> Sign:
    message = f"`{found['sign']}` begins no item of a list"
    return Sign(found.start("sign"), message, f"begin it with a hyphen and a space: `- {short(plain(found['rest']))}`")


def _tight_dash(found: re.Match[str]) -> Sign:
    message = "no space stands behind the dash that begins an item"
    return Sign(found.start("rest") - 1, message, f"write a hyphen and a space: `- {short(plain(found['rest']))}`")


def _tight_colon(found: re.Match[str]) -> Sign:
    message = f"no space stands behind the colon of `{found['name']}`"
    return Sign(found.start("rest") - 1, message, f"write `{found['name']}: {short(plain(found['rest']))}`")


def _behind(found: re.Match[str]) -> Sign:
    message = f"{_called(found['sign'])} stands behind {'the dash' if found['before'] == '-' else 'the colon'}"
    return Sign(found.start("sign"), message, "delete it, and write an ordinary space")


def _colon(found: re.Match[str]) -> Sign:
    message = f"{_called(found['sign'])} stands behind `{found['name']}`, where a colon belongs"
    return Sign(found.start("sign"), message, f"write `{found['name']}:` with the colon of a keyboard and a space")


def _quote(found: re.Match[str]) -> Sign:
    message = f"{_called(found['sign'])} quotes nothing here"
    return Sign(found.start("sign"), message, "put the text in the quotes of a keyboard, as in \"...\" or '...'")


def _bracket(found: re.Match[str]) -> Sign:
    message = f"{_called(found['sign'])} is text, and means nothing to YAML"
    return Sign(found.start("sign"), message, f"write `{_BRACKETS[found['sign']][1]}`")


_MISTAKEN: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Sign]], ...] = (
    (re.compile(rf"[ \t]*(?P<sign>{_WIDE})(?=\s*\S)"), _indented),
    (re.compile(rf"[ \t]*(?P<sign>{_any(_DASHES)}|{_any(_BULLETS)}(?=\s|{_NAME}:))(?P<rest>.*\S)"), _bullet),
    (re.compile(rf"[ \t]*(?P<sign>\(?(?:[0-9]{{1,3}}|[a-z]{{1,4}})[.)])[ \t]+(?P<rest>{_NAME}:.*)"), _number),
    (re.compile(r"[ \t]*-(?P<rest>[A-Za-z\"'{\[].*)"), _tight_dash),
    (re.compile(rf"[ \t]*(?P<before>-)(?P<sign>{_WIDE})"), _behind),
    (re.compile(rf"{_START}(?P<before>:)(?P<sign>{_WIDE})"), _behind),
    (re.compile(rf"{_START}\s*(?P<sign>{_any(_COLONS)})"), _colon),
    (re.compile(rf"{_START}:[ \t]+(?P<sign>{_any(_QUOTES)})"), _quote),
    (re.compile(rf"[^\"'\[{{]*?(?:(?<=:)[ \t]+|[\[{{][^\"']*?)(?P<sign>{_any(_BRACKETS)})"), _bracket),
    (re.compile(rf"{_START}:(?P<rest>[^\s:/#].*)"), _tight_colon),
)
