"""A value that the schema refuses goes in; what to write in its place comes out."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from difflib import get_close_matches
from typing import Any
from unicodedata import normalize

from mandatelint.document.signs import instead, plain
from mandatelint.document.words import core_value
from mandatelint.finding import MANY, did_you_mean, nearest

NEAREST = 10  # of the words that a field takes, where they are many
WIDTH = 80  # of what is quoted from a draft in a message
EACH_ON_ITS_LINE = "write each item on a line of its own that begins with a dash and a space"

Reading = tuple[Any, str]
"""What was perhaps meant, and the mend that says so."""

_PLAIN = re.compile(r"[^\W_](?:[^\[\]{},:#\n\"']|:(?![ \n]|$)|(?<! )#)*(?<! )").fullmatch
_IN_GROUPS = re.compile(r"[0-9]{1,3}([ ,.'\u00a0\u202f][0-9]{3}){1,5}").fullmatch
_PARAGRAPH = re.compile(r"(?i)(op|pp|operative|preambular)?[\s.]*(?:para(?:graph)?\.?)?\s*(?=[0-9])")
_TRUTH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_DAYS = ("%d %B %Y", "%d %b %Y", "%B %d %Y", "%d.%m.%Y", "%Y-%m-%d", "%Y/%m/%d")
_MONTHS = ("%B %Y", "%b %Y", "%Y-%m", "%Y/%m")


def mended(found: object, fits: Callable[[Any], bool]) -> str:
    """What to write in place of `found`, empty where `found` alone does not tell; `fits` knows what may stand there."""
    return next((mend for value, mend in _readings(found) if fits(value)), "")


def in_yaml(value: object) -> str:
    """A value as YAML in one line, with quotes where it needs them."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {in_yaml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(in_yaml(item) for item in value) + "]"
    if isinstance(value, str):
        is_plain = _PLAIN(value) and value.isprintable() and core_value(value) == value
        return value if is_plain and value not in ("unknown", "none") else f'"{_escaped(value)}"'
    return str(value).lower() if isinstance(value, bool) else str(value)


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return "".join(letter if letter.isprintable() else f"\\U{ord(letter):08X}" for letter in text)


def hyphened(text: str) -> str:
    """`Phase One` as a short name: `phase-one`."""
    letters = normalize("NFKD", plain(text)).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", letters).strip("-")


def named(found: str, known: Collection[str]) -> str:
    """What to write in place of a name that is none of those known: the nearest, or all of them."""
    return _nearest(found, known) or did_you_mean(found, known)


def one_of(found: str, words: Collection[str], listed_by: str) -> str:
    """What to write in place of a word that is none of those allowed: the nearest, and all of them, or ten of many.

    listed_by: the command that lists all of them.
    """
    mend = _nearest(found, words)
    if mend and not mend.endswith("?"):  # it is known what was meant
        return mend
    if len(words) <= MANY:
        rest = f"one of: {', '.join(sorted(words))}"
    else:
        near = get_close_matches(hyphened(found), words, NEAREST, 0)
        rest = f"the nearest of {len(words)}: {', '.join(near)}; `{listed_by}` lists all"
    return f"{mend} {rest[0].upper()}{rest[1:]}" if mend else rest


def _nearest(found: str, known: Collection[str]) -> str:
    """The name that was meant, and how to write it; empty where none is near."""
    typed, how = plain(found), _how(found)
    before, sign, _ = typed.partition(" #")
    if sign and before in known:  # a no-break space before it makes the comment a part of the word
        return f"write `{before} #`{how}"
    meant = next((name for name in (typed, hyphened(typed)) if name in known), "")
    if meant and how:
        return f"write it as {meant}{how}"
    near = meant or nearest(typed, known) or nearest(hyphened(typed), known)
    return f"did you mean '{near}'?" if near else ""


def _how(text: str) -> str:
    """`, with a hyphen in place of an en dash (–)`, where a text holds a sign that only looks like another."""
    how = instead(text)
    return f", {how}" if how else ""


def _readings(found: object) -> Iterator[Reading]:
    if isinstance(found, str):
        yield from _of_text(found, found.strip())
    elif isinstance(found, (int, float)):
        text = in_yaml(found)
        yield text, f'put it in quotes: "{text}"'
        yield from _of_text(text, text)
    elif isinstance(found, list) and len(found) == 1:
        yield found[0], _without_list(found[0])


def _without_list(value: object) -> str:
    if isinstance(value, dict):
        return "there can be only one: write its fields without the dash or the brackets"
    return f"write the value alone: {in_yaml(value)}"


def _of_text(text: str, bare: str) -> Iterator[Reading]:
    if bare != text:
        yield bare, f"write it in one line, without spaces around it: {bare}"
    if re.fullmatch("[0-9]{1,18}", bare):
        yield int(bare), f"write it without quotes: {int(bare)}"
    if _IN_GROUPS(bare):
        digits = re.sub("[^0-9]", "", bare)
        yield int(digits), f"write the number without separators: {digits}"
    if bare.lower() in _TRUTH:
        truth = _TRUTH[bare.lower()]
        yield truth, f"write {in_yaml(truth)}, without quotes"
    typed = plain(bare)
    for value in (typed, *_dates(typed), hyphened(bare), typed.upper()):
        yield value, f"write it as {value}{_how(bare)}"
    yield from _paragraphs(typed)
    for parts in (re.split(r"\s*[,;]\s*", bare), re.split(r"(?:[\s,;]|\band\b)+", bare)):
        items = in_yaml(parts)
        yield parts, f"write it as a list: {items}" if len(items) <= WIDTH else EACH_ON_ITS_LINE


def _dates(text: str) -> Iterator[str]:
    """`7 July 2013` and the like as the calendar of a draft has it."""
    for styles, length in ((_DAYS, 10), (_MONTHS, 7)):
        for style in styles:
            try:
                yield datetime.strptime(text.replace(",", ""), style).isoformat()[:length]
            except ValueError:
                continue


def _paragraphs(text: str) -> Iterator[Reading]:
    """`op. 16 (b)` as `OP16(b)`."""
    start = _PARAGRAPH.match(text)
    if start is None:
        return
    number = re.sub(r"\s", "", text[start.end() :]).lower()
    if start[1]:
        name = f"{start[1][0].upper()}P{number}"
        yield name, f"write it as {name}"
    else:
        yield f"OP{number}", f"write OP{number} for an operative paragraph, PP{number} for a preambular one"
