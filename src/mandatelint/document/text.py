"""The bytes of a file go in; text that YAML can hold and what was wrong with the bytes come out."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

MAX_BYTES = 4 * 1024 * 1024  # the longest mandate of the Council, encoded whole, has a fortieth of this
REPLACEMENT = "\ufffd"

# What YAML does not allow, and what it would take for the end of a line though no editor does.
_NOT_ALLOWED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_NAMES = {
    "\u2028": "a line separator",
    "\u2029": "a paragraph separator",
    "\x85": "a next-line character",
    "\ufeff": "a byte order mark",
}
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Fault(NamedTuple):
    """Something wrong with the text: the check that says so, line and column from 1, message and remedy."""

    check: str
    line: int
    column: int
    message: str
    remedy: str


def decode(content: bytes) -> tuple[str | None, list[Fault]]:
    """The text, its line ends made alike, and the faults; no text where it cannot be read at all.

    A character that YAML does not allow is replaced one for one, so that the rest can still be checked.
    """
    if len(content) > MAX_BYTES:
        size = len(content) / 1024 / 1024
        return None, [_too_large(f"the file has {size:.1f} MiB; a draft has at most {MAX_BYTES // 1024 // 1024}")]
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(encoding, "replace").removeprefix("\ufeff")
        line, column = _position(_with_newlines(before), None)
        byte = content[error.start]
        return None, [
            Fault(
                "encoding",
                line,
                column,
                f"this is not {encoding.upper()}: the byte 0x{byte:02X} stands for no character",
                "save the file as UTF-8 (in Word: plain text, other encoding, Unicode UTF-8)",
            )
        ]
    text = _with_newlines(text)
    if not text.strip():
        return None, [Fault("empty-file", 1, 1, "the file is empty", "start a draft with `mandatelint new mandate`")]
    faults = []
    if _NOT_ALLOWED.search(text):
        faults = [_not_allowed(text, match) for match in _NOT_ALLOWED.finditer(text)]
        text = _NOT_ALLOWED.sub(REPLACEMENT, text)
    return text, faults


def _with_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _position(text: str, offset: int | None) -> tuple[int, int]:
    before = text if offset is None else text[:offset]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _not_allowed(text: str, match: re.Match[str]) -> Fault:
    character = match[0]
    name = _NAMES.get(character, "a control character")
    return Fault(
        "control-character",
        *_position(text, match.start()),
        f"{name} (U+{ord(character):04X}) stands here; it cannot be seen and YAML does not allow it",
        "delete it; it often comes along when text is pasted from a word processor",
    )


def _too_large(message: str) -> Fault:
    return Fault("too-large", 1, 1, message, "keep one act of the Council in a file, and its full text outside it")
