"""What reading and the schema check: the ids of findings that come from no rule, with what each means."""

from __future__ import annotations

CHECKS = {
    "not-a-draft": "The file was named by hand or looks like a draft, but it has no `mandate: 1` at its top.",
    "newer-format": "The draft says that it is written in a later format than this mandatelint reads.",
    "empty-file": "The file holds nothing.",
    "encoding": "The bytes are no text in UTF-8, or in the encoding that the file announces.",
    "control-character": "A character stands in the text that cannot be seen and that YAML does not allow.",
    "too-large": "The file is larger than any mandate.",
    "too-deep": "Blocks are nested deeper than any mandate needs; often a bracket was not closed.",
    "too-many-nodes": "The file holds more values than any mandate.",
    "yaml-syntax": "The file is no YAML: a quote, a bracket or the indentation is wrong.",
    "several-documents": "A second YAML document begins; only the first is read.",
    "duplicate-key": "A field stands twice in one block; neither is judged until one is gone.",
    "alias": "A part of the file repeats another by `*name`; a draft says everything where it stands.",
    "anchor": "A name such as `&all` stands before a value that nothing repeats; it may have been meant as text.",
    "merge-key": "`<<` merges another block into this one; a draft says everything where it stands.",
    "tag": "A tag such as `!!str` asks for another kind of value; a draft has none.",
    "complex-key": "A list or a block stands where the name of a field belongs.",
    "ambiguous-word": "A bare word such as NO is text here and something else to tools that follow YAML 1.1.",
    "cut-text": "A `#` directly before a word, as in `see #2 of the list`, begins a comment, and the rest is lost.",
    "none-in-list": "`none` stands as an item; it can only stand for a whole field.",
    "unknown-not-last": "`unknown` is followed by other items; it says that a list may go on, so it comes last.",
    "unknown-before-adoption": "A draft that is not adopted says of a fact that it is unknown.",
    "unknown-field": "A field is not known to the format; often it is misspelt.",
    "missing-field": "A field that has to be there is not.",
    "empty-item": "A dash is followed by nothing.",
    "not-a-mapping": "The file holds no fields.",
    "wrong-type": "A field holds text where a number belongs, one value where a list belongs, and so on.",
    "not-allowed-value": "A field takes one word of a list, and this is none of them.",
    "bad-form": "A date, a paragraph or a short name is not written in its form.",
    "out-of-range": "A value is empty, or smaller or larger than it can be.",
    "not-allowed": "The schema refuses the value for another reason.",
    "malformed-suppression": "A comment is meant for mandatelint and has not its form.",
    "unknown-suppression": "A comment silences a rule that does not exist, or a check of the form.",
    "unused-suppression": "A comment silences a rule that finds nothing there.",
    "suppression-without-reason": "A comment is to silence a rule and does not say why.",
    "suppression-without-end": "A comment is to silence a rule for ever, where the repository asks for an end.",
    "expired-suppression": "A comment silenced a rule until a day that is past.",
    "mandatory-rule": "A comment is to silence a rule that the repository makes mandatory.",
    "duplicate-id": "Two parts of the draft bear the same id.",
    "dangling-reference": "A field names an id that stands nowhere in the draft, or in another list.",
}
"""Id -> what it means.

`ambiguous-word`, `anchor`, `cut-text`, `unknown-before-adoption` and two about comments are warnings.
"""
