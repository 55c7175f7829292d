"""A file goes in, as bytes or read; whether it is meant to be a draft, and why it is none, come out."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterable
from typing import Any

from mandatelint.document import Document
from mandatelint.document.text import announced_encoding
from mandatelint.finding import Finding, prose

MANDATE = "mandate"
PARTS = ("document", "actions", "operations")
# One letter from `mandate` and yet words, under which other files keep lists and texts. They are taken for a slip only
# before a number, as the format has it, or beside parts of a draft. `mandat` is a word as well, but no English one.
_WORDS = {"mandates", "mandated"}

# The quick look, over bytes. What may stand before the first field; possessive, as nothing in it is read twice.
_BEFORE = re.compile(rb"(?:[ \t]*(?:[#%][^\n]*|(?:---|\.\.\.)[ \t]*(?:#[^\n]*)?)?\n)*+(?:---[ \t]+)?")
# The first field with what a hand writes for its colon, and whether a number follows.
_FIRST = re.compile(
    rb"""[ \t]*+(?:\{\s*+)?+(?:\?[ \t]++)?+["']?[ \t]*+(?P<name>[^\s:="'{}\[\],#][^\n:="'{}\[\],#]{0,39}?)"""
    rb"""["']?\s*+(?:[:=]|\xef\xbc\x9a|(?<=[ \t])(?=1[ \t]*+(?:\n|\Z)))[ \t]*+(?P<number>["']?\d)?"""
)
_MARGIN = re.compile(rb"[ \t]{0,99}")
_NAMES = rb"""(?:\?[ \t]+)?["']?(mandate|document|actions|operations)["']?\s*:"""
_AT_MARGIN = re.compile(rb"^" + _NAMES, re.MULTILINE)
_ANYWHERE = re.compile(rb"[{,\s]" + _NAMES)
# In braces: names and texts, what opens and closes a level, and comments.
_TOKENS = re.compile(
    rb"""(?:"([^"\\]*+(?:\\[\s\S][^"\\]*+)*+)"?|(?<=[\s{,:\[])'([^'\n]*+)'|([A-Za-z_][\w-]*+))(\s*:)?"""
    rb"""|[{}\[\]]|(?<=\s)(?:\#|//)[^\n]*+"""
)


def looks_like_draft(content: bytes) -> bool:
    """Whether a file seems to be meant as a draft: a quick look, so that the other YAML of a repository is not parsed.

    A draft has the field `mandate` at its top, or begins with a slip for it, or has two of its parts.
    """
    text = _plain(content)
    before = _BEFORE.match(text)
    start = before.end() if before is not None else 0
    first = _FIRST.match(text, start)
    if first is not None and _is_slip(first["name"].decode("utf-8", "replace"), first["number"] is not None):
        return True
    margin = _MARGIN.match(text, start)
    indent = margin[0] if margin is not None else b""
    if text.startswith(b"{", start + len(indent)):
        return _mean_a_draft(_names_in_braces(text, start))
    at_margin = re.compile(rb"^(?:%b)?" % re.escape(indent) + _NAMES, re.MULTILINE) if indent else _AT_MARGIN
    return _mean_a_draft(map(bytes.decode, at_margin.findall(text)))


def is_draft(document: Document) -> bool:
    """A draft says so at its top; a broken or unknown version still says so."""
    data: Any = document.data
    return isinstance(data, dict) and (MANDATE in data or (MANDATE,) in document.lifted)


def is_meant_as_draft(document: Document) -> bool:
    """Whether a readable file that is no draft, though it looked like one, still does now that it is read."""
    names = _top(document)
    if not names:  # text alone, which seemed to begin with the field
        return not isinstance(document.data, list)
    has_number = str(document.value((names[0],)))[:1].isdigit()
    later = any(finding.rule == "several-documents" for finding in document.findings)  # there it may be a draft
    return later or _is_slip(names[0], has_number) or _mean_a_draft(names)


def not_a_draft(document: Document) -> Finding:
    """What keeps a readable file from being a draft, at the name that was mistyped where there is one."""
    names = _top(document)
    slip = next((name for name in names if _is_slip(name)), None)
    parts = [f"`{name}`" for name in names if name in PARTS]
    message, remedy = "it has no `mandate: 1` at its top", "add the line, or start from `mandatelint new mandate`"
    if slip is not None:
        written = slip.encode("ascii", "backslashreplace").decode()  # a foreign letter may look like the right one
        message, remedy = f"`{written}` stands where `mandate` belongs", "write `mandate: 1`"
    elif parts:
        message = f"it has {prose(parts)} as drafts do, but no `mandate: 1` at its top"
        remedy = "add the line as the first one"
    if slip is not None or parts:
        remedy += "; should the file be something else, name it under `exclude` in the configuration"
    path = (slip,) if slip is not None else ()
    return document.finding("not-a-draft", "error", path, f"the file is no draft mandate: {message}", remedy)


def _plain(content: bytes) -> bytes:
    """The content as far as a quick look needs it: in UTF-8, or nearly, its line ends made alike."""
    encoding = announced_encoding(content)
    if encoding != "utf-8":
        content = content.decode(encoding, "replace").encode("utf-8", "replace")
    elif b"\0" in content[:4]:  # UTF-16 that does not say so
        content = content.replace(b"\0", b"")
    return content.removeprefix(BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _names_in_braces(text: bytes, start: int) -> set[str]:
    """The names at the top of an object that opens at `start`; none where a glance finds no two that matter."""
    if not _mean_a_draft(map(bytes.decode, _ANYWHERE.findall(text, start))):
        return set()
    names, depth = set(), 0
    for token in _TOKENS.finditer(text, start):
        if token[0] in b"{[":
            depth += 1
        elif token[0] in b"}]":
            depth -= 1
        elif depth == 1 and token[4] is not None:
            names.add((token[1] or token[2] or token[3] or b"").decode("utf-8", "replace"))
    return names


def _mean_a_draft(names: Iterable[str]) -> bool:
    there = set(names)
    return MANDATE in there or len(there.intersection(PARTS)) > 1


def _top(document: Document) -> list[str]:
    """The names at the top of a readable file, in their order."""
    inside = document.root[3] if document.root is not None else None
    return list(inside) if isinstance(inside, dict) else []


def _is_slip(name: str, has_number: bool = True) -> bool:
    """Whether a name is `mandate` but for its case and for one letter: too many, too few, wrong, or swapped.

    has_number: whether a number follows it.
    """
    word = name.strip().casefold()
    if word in _WORDS and not has_number:
        return False
    same = next((at for at, (one, other) in enumerate(zip(word, MANDATE, strict=False)) if one != other), None)
    if same is None:
        return abs(len(word) - len(MANDATE)) <= 1
    rest, due = word[same:], MANDATE[same:]
    swapped = due[1::-1] + due[2:]
    return rest == swapped or rest[1:] == due[1:] or rest[1:] == due or rest == due[1:]
