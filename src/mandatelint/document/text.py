"""The bytes of a file go in; text that YAML can hold and what was wrong with the bytes come out."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

MAX_BYTES = 4 * 1024 * 1024  # the longest mandate of the Council, encoded whole, has a fortieth of this
MAX_CONTROLS = 1000  # more of them than a slip of the hand brings along
REPLACEMENT = "\ufffd"

# What YAML does not allow, and what it would take for the end of a line though no editor does.
_NOT_ALLOWED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_NAMES = {
    "\x00": "a zero byte",
    "\x0b": "a soft line break",
    "\x0c": "a page break",
    "\u2028": "a line separator",
    "\u2029": "a paragraph separator",
    "\x85": "a next-line character",
    "\ufeff": "a byte order mark",
}
_SAVE_AS_UTF_8 = "save the file as UTF-8 (in Word: plain text, other encoding, Unicode UTF-8)"
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
    encoding = announced_encoding(content)
    try:
        text = content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(encoding, "replace").removeprefix("\ufeff")
        lines = _with_newlines(before).split("\n")
        byte = content[error.start]
        return None, [
            Fault(
                "encoding",
                len(lines),
                len(lines[-1]) + 1,
                f"this is not {encoding.upper()}: the byte 0x{byte:02X} stands for no character",
                _SAVE_AS_UTF_8,
            )
        ]
    text = _with_newlines(text)
    if not text.strip():
        return None, [Fault("empty-file", 1, 1, "the file is empty", "start a draft with `mandatelint new mandate`")]
    controls = len(_NOT_ALLOWED.findall(text))
    if controls > MAX_CONTROLS or text.count("\0") * 4 > len(text):  # as in UTF-16 that does not say so
        message = f"this is not {encoding.upper()} text: {controls:,} of its characters are control characters"
        return None, [Fault("encoding", 1, 1, message, _SAVE_AS_UTF_8)]
    if not controls:
        return text, []
    faults = [
        _not_allowed(number, line) for number, line in enumerate(text.split("\n"), 1) if _NOT_ALLOWED.search(line)
    ]
    return _NOT_ALLOWED.sub(REPLACEMENT, text), faults


def announced_encoding(content: bytes) -> str:
    """The encoding that a byte order mark announces; UTF-8 without one."""
    return next((name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)), "utf-8")


def _with_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _not_allowed(number: int, line: str) -> Fault:
    """One fault for a line, however many such characters it holds."""
    first, *others = _NOT_ALLOWED.finditer(line)
    name = _NAMES.get(first[0], "a control character")
    more = f", and {len(others)} more in this line" if others else ""
    return Fault(
        "control-character",
        number,
        first.start() + 1,
        f"{name} (U+{ord(first[0]):04X}) stands here{more}; it cannot be seen and YAML does not allow it",
        "delete it; it often comes along when text is pasted from a word processor",
    )


def _too_large(message: str) -> Fault:
    return Fault("too-large", 1, 1, message, "keep one act of the Council in a file, and its full text outside it")
