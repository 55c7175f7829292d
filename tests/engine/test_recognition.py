"""A draft whose first field is mistyped is told; the other files of a repository are passed over."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from mandatelint import linter
from mandatelint.linter import Linter
from mandatelint.recognition import looks_like_draft
from mandatelint.ruleset import RuleSet
from mandatelint.sources import find_sources
from variants import EXAMPLES

Go = Callable[..., Done]
REST = "document: {date: 2013-04-25}\nactions: [{kind: establish, object: mission}]\n"
DRAFT = "mandate: 1\n" + REST


def put(text: str | bytes, name: str = "drafts/draft.yaml") -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())


def found(name: str = "drafts", drafts_only: bool = False) -> list[tuple[str, int, str, str]]:
    """What is found in the form of a file or a folder, with no rule asked: rule, line, message and remedy."""
    report = Linter(RuleSet((), {})).lint(find_sources([name]), drafts_only)
    assert report.failures == ()
    return [(one.rule, one.span.line, one.message, one.remedy) for one in report.findings]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


SLIPS = {
    "a letter too few": "mandat",
    "a letter too few inside": "mandte",
    "a letter too many": "manndate",
    "a wrong letter": "mondate",
    "two letters swapped": "mandaet",
    "the last two swapped": "mandaet",
    "the first two swapped": "amndate",
    "a capital": "Mandate",
    "capitals": "MANDATE",
    "a capital and a letter too few": "Mandat",
    "the plural": "mandates",
    "a participle": "mandated",
    "a space inside the quotes": "mandate ",
    "a space first inside the quotes": " mandate",
    "a foreign letter that looks the same": "mand\u0430te",
    "a space without width": "mandate\u200b",
}


@pytest.mark.parametrize("word", SLIPS.values(), ids=SLIPS.keys())
@pytest.mark.parametrize("rest", [REST, "", "title: x\n"], ids=["with its parts", "alone", "with no part"])
def test_a_first_field_that_is_one_slip_away_is_told_in_a_folder_and_in_the_hook(word: str, rest: str) -> None:
    put(f'# a comment\n"{word}": 1\n{rest}')
    ((rule, line, message, remedy),) = found()
    assert (rule, line) == ("not-a-draft", 2)
    shown = word.encode("ascii", "backslashreplace").decode()
    assert message == f"the file is no draft mandate: `{shown}` stands where `mandate` belongs"
    assert remedy.startswith("write `mandate: 1`; should the file be something else, name it under `exclude`")
    assert found("drafts/draft.yaml", drafts_only=True) == found()


def test_the_command_and_the_hook_tell_a_slip_and_a_file_that_is_none_can_be_excluded(go: Go) -> None:
    put("mandat: 1\n" + REST)
    says = "drafts/draft.yaml:1:1: error: not-a-draft\n"
    hook = ["check", "--drafts-only", "--force-exclude", "drafts/draft.yaml"]  # as .pre-commit-hooks.yaml has it
    for arguments in (["check"], ["check", "drafts"], hook):
        done = go(*arguments)
        assert (done.code, done.err) == (1, "")
        assert done.out.startswith(says)
    put("exclude: [drafts/]\n", "mandatelint.yaml")
    assert go(*hook) == Done(0, "", "")


WRITTEN = {
    "as it is": "mandat: 1\n",
    "a space before the colon": "mandat : 1\n",
    "single quotes": "'mandat': 1\n",
    "a start of the document": "---\nmandat: 1\n",
    "a start with a comment": "--- # draft\n\n  # more\nmandat: 1\n",
    "a version of YAML": "%YAML 1.2\n---\nmandat: 1\n",
    "braces": "{mandat: 1}\n",
    "braces after a start": "--- {mandat: 1}\n",
    "JSON in a line": '{"mandat": 1, "document": {}}',
    "JSON in lines": '\n{\n  "mandat": 1\n}\n',
    "an explicit key": "? mandat\n: 1\n",
    "a whole file indented": "  mandat: 1\n  title: x\n",
    "no value": "mandat:\n",
    "text": "mandat: one\n",
    "a text as number": 'mandates: "1"\n',
    "a list": "mandat: [1]\n",
    "a block": "mandat: {version: 1}\n",
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN.keys())
@pytest.mark.parametrize(
    "encode",
    [
        str.encode,
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
        lambda text: codecs.BOM_UTF32_BE + text.encode("utf-32-be"),
    ],
    ids=["utf-8", "crlf", "cr", "mark", "utf-16", "utf-32"],
)
def test_a_slip_is_seen_however_the_file_is_written(text: str, encode: Callable[[str], bytes]) -> None:
    put(encode(text))
    assert [rule for rule, *_ in found()] == ["not-a-draft"]


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN.keys())
def test_the_field_itself_is_seen_however_the_file_is_written(text: str) -> None:
    put(text.replace("mandates", "mandat").replace("mandat", "mandate"))
    rules = {rule for rule, *_ in found()}
    assert rules
    assert "not-a-draft" not in rules


TWO_PARTS = {
    "a block": (REST, 1),
    "the field left out as a comment": ("# mandate: 1\n" + REST, 2),
    "a field before them": ("title: x\n" + REST, 1),
    "in quotes": ('"actions": []\n"operations": []\n', 1),
    "not known": ("document: unknown\noperations: unknown\n", 1),
    "all indented": ("  document: {}\n  operations: []\n", 1),
    "braces": ("{title: {a: [x, 'y}']}, document: {}, operations: []}\n", 1),
    "JSON in a line": ('{"title": "a } \\" {", "actions": [{"a": "b"}], "operations": []}', 1),
    "JSON in lines": ('{\n  "title": "x",\n  "document": {},\n  "operations": []\n}\n', 1),
}


@pytest.mark.parametrize(("text", "line"), TWO_PARTS.values(), ids=TWO_PARTS.keys())
def test_a_file_with_two_parts_of_a_draft_and_no_mandate_is_told(text: str, line: int) -> None:
    put(text)
    ((rule, at, message, remedy),) = found()
    assert (rule, at) == ("not-a-draft", line)
    assert message.endswith(" as drafts do, but no `mandate: 1` at its top")
    assert remedy.startswith("add the line as the first one; ")
    assert found("drafts/draft.yaml", drafts_only=True) == found()


def test_a_slip_below_the_parts_is_told_at_its_line() -> None:
    put(REST + "mandtae: 1\n")
    ((_, line, message, _),) = found()
    assert (line, "`mandtae` stands where `mandate` belongs" in message) == (3, True)


@pytest.mark.parametrize(
    "first",
    [
        *(
            "mandate:1",
            "mandate 1",
            "mandate = 1",
            "mandate\uff1a 1",
            "mandat:1",
            "  mandate: 1",
            " mandat: 1",
            "\tmandate: 1",
        ),
        *("mandate: 'x", "-mandate: 1"),
    ],
)
def test_a_first_line_that_is_no_yaml_is_told(first: str) -> None:
    put(first + "\n" + REST)
    assert found()[0][0] in ("yaml-syntax", "not-a-draft")
    put(first + "\nactions: [{kind: establish, object: mission}]\n")
    assert found() or first == "-mandate: 1"


def test_an_indented_first_line_is_told_with_the_mend() -> None:
    put("  mandate: 1\n" + REST)
    ((rule, _, message, remedy),) = found()
    assert rule == "yaml-syntax"
    assert "indented" in message + remedy


@pytest.mark.parametrize(
    "value",
    [
        *('"1"', "one", "", "~", "unknown", "none", "[1]", "{a: 1}", "0", "-1", "1.5", "true", "01", "1_0", "2", '"2"'),
        *("1 1", "1\nmandate: 1", "*a", "!!str 1"),
    ],
)
def test_a_mandate_that_is_not_1_is_never_passed_over(value: str) -> None:
    put(DRAFT.replace("1", value, 1))
    assert found()
    assert found("drafts/draft.yaml", drafts_only=True) == found()


def test_utf_16_that_does_not_say_so_is_told() -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        put(DRAFT.encode(encoding))
        assert [rule for rule, *_ in found()] == ["encoding"]


def test_a_draft_that_begins_below_a_second_start_is_told() -> None:
    put("title: x\n---\n" + DRAFT)
    assert {rule for rule, *_ in found()} == {"several-documents", "not-a-draft"}


def test_a_json_draft_may_have_its_fields_in_any_order_in_one_line() -> None:
    draft = {"actions": [{"kind": "establish"}], "document": {"title": 'a "mission" {'}, "mandate": 1}
    put(json.dumps(draft), "drafts/draft.json")
    assert {rule for rule, *_ in found()} == {"missing-field"}


OTHERS = {
    "workflow": "name: ci\non: [push]\njobs:\n  mandate:\n    steps: [{uses: actions/checkout@v4}]\n",
    "compose": "services:\n  mandate: {image: x}\n",
    "kubernetes": "apiVersion: v1\nkind: A\nspec:\n  actions: []\n  operations: []\n---\napiVersion: v1\nkind: B\n",
    "mkdocs": "site_name: mandate\nnav:\n- Mandate: mandate.md\n- Document: document.md\n",
    "translation": "de:\n  mandate: Mandat\n  document: Dokument\n  actions: Aktionen\n",
    "flat translation": "document: Dokument\nmandat: Mandat\n",
    "openapi": 'openapi: "3.1.0"\npaths: {}\noperations: {}\n',
    "asyncapi": "asyncapi: 3.0.0\noperations:\n  a: {action: send}\n",
    "rasa": "actions: [a]\nintents: [b]\n",
    "the plural over a list": "mandates:\n- minusma\n- minusca\n",
    "the plural over a block": "Mandates: {minusma: 2013}\n",
    "a participle with text": "mandated: by the Council\n",
    "two letters away": "mandatory: true\nactions: [a]\n",
    "another word": "candidate: 1\nmandrake: 1\n",
    "a field further down": "name: x\nmandat: 1\n",
    "a list": "- mandat: 1\n- document: 1\n  actions: 1\n",
    "text": "|\n  mandate is a word\n  document: 1\n",
    "words in text": "text: |\n  mandate: 1\n  document: x\n  actions: y\n",
    "JSON": '{"scripts": {"actions": "a", "document": "b", "mandate": 1}, "x": "\\"mandate\\": {"}',
    "JSON with comments": '{\n  // don\'t "mandate": {\n  "a": {"document": 1, "operations": 2},\n}\n',
    "a template": "{{- if .Values.mandate }}\nkind: {{ .Values.actions }}\n{{- end }}\n",
    "nothing": "",
    "comments": "# mandate: 1\n# document: x\n",
    "binary": "\x00\x01\x02mandate: 1",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
def test_other_files_of_a_repository_are_neither_parsed_nor_told(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(content: bytes, source: str) -> None:
        raise AssertionError(f"{source} is parsed")

    monkeypatch.setattr(linter, "read", read)
    for name in ("other.yaml", "other.json"):
        put(text, f"drafts/{name}")
        put(codecs.BOM_UTF16_LE + text.encode("utf-16-le"), f"drafts/wide-{name}")
        put(text.replace("\n", "\r\n"), f"drafts/lines-{name}")
    assert found() == []
    assert found("drafts/other.yaml", drafts_only=True) == []


def test_what_only_seemed_to_be_a_draft_is_passed_over_when_it_is_read() -> None:
    put("['\nmandate: 1\n']\n")
    assert found() == []


def test_trace_says_the_same_of_a_slip(go: Go) -> None:
    put("mandat: 1\n" + REST)
    done = go("trace", "no-political-task", "drafts/draft.yaml")
    assert done.code == 2
    assert done.err.startswith(
        "mandatelint: drafts/draft.yaml:1:1: the file is no draft mandate: `mandat` stands where"
    )


@pytest.mark.parametrize(
    "unit", ["#\n", " ", "\t", "\n", "a: 1\n", "mandat", "document ", '"', '\\"', " 'a", "{", "? ", "\\"]
)
@pytest.mark.parametrize("start", ["", "document", "{", '{"document": 1, "actions": 1, "'])
def test_the_quick_look_never_goes_back_far(start: str, unit: str) -> None:
    """Whoever reads a part of this twice for each of its letters is at it for hours."""
    assert looks_like_draft((start + unit * (1_000_000 // len(unit))).encode()) is (start.count("1") == 2)


def test_every_example_looks_like_a_draft_and_no_rule_does() -> None:
    drafts = list(EXAMPLES.rglob("*.yaml"))
    assert drafts
    assert all(looks_like_draft(file.read_bytes()) for file in drafts)
    rules = list((EXAMPLES.parent / "rules").rglob("*.yaml"))
    assert rules
    assert not any(looks_like_draft(file.read_bytes()) for file in rules)
