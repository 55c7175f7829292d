"""What identifies a finding stays when blocks move, texts are reworded and other findings come; no two share it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandatelint.document import Document, nodes, read
from mandatelint.finding import Path
from mandatelint.linter import Linter, lint, lint_text
from mandatelint.report import DraftReport, Known, identify
from mandatelint.ruleset import load_rules
from profiles import tries
from team_folder import BEGINNING
from variants import EXAMPLES, Word, document, example, node, paths, raw

LINTER = Linter(load_rules())
# Other words in a text may be another finding for these, and not the same one under another name.
READ_WORDS = {
    rule.id for rule in LINTER.ruleset.rules if re.search(r"\.text\.\w+\(", str((rule.when, rule.let, rule.require)))
}
DRAFTS = sorted(file.relative_to(EXAMPLES).with_suffix("").as_posix() for file in EXAMPLES.glob("*/*.yaml"))
Moved = Callable[[Path], Path]
"""Where what stood at a path stands after a change."""


def report_of(text: Document) -> DraftReport:
    failures: list[str] = []
    report = LINTER.check(text, failures)
    assert failures == []
    return report


def known_at(report: DraftReport) -> dict[tuple[str, Path, int], Known]:
    """What identifies each finding, by its rule and place; the third is for several at one place."""
    seen: Counter[tuple[str, Path]] = Counter()
    found = {}
    for finding, known in identify(report, report.findings, ""):
        key = finding.rule, finding.known_by or finding.path
        found[*key, seen[key]] = known
        seen[key] += 1
    return found


def names(text: str) -> list[str]:
    """The findings of a draft as `rule at`, sorted."""
    (draft,) = lint_text(text).drafts
    return sorted(f"{known.rule} {known.at}" for _, known in identify(draft, draft.findings, ""))


@cache
def before(name: str) -> tuple[Any, dict[tuple[str, Path, int], Known]]:
    data = raw(example(name))
    return data, known_at(report_of(document(data)))


# Changes: each takes the data of a draft, alters it, and says where things stand now.


def lists(data: Any, least: int) -> list[Path]:
    """The lists with that many items or more, of which none is the word that a list may go on."""
    found = (path for path in paths(data) if isinstance(node(data, path), list))
    return [path for path in found if len(items := node(data, path)) >= least and Word("unknown") not in items]


def move_item(data: Any, pick: int, other: int) -> Moved:
    places = lists(data, 2)
    place = places[pick % len(places)]
    items = node(data, place)
    old, new = other % len(items), pick % len(items)
    order = list(range(len(items)))
    order.insert(new, order.pop(old))
    items.insert(new, items.pop(old))
    return at_index(place, order.index)


def add_item(data: Any, pick: int, other: int) -> Moved:
    """A second item that is like another but for its id, so that it brings the findings of that one again."""
    places = [path for path in lists(data, 1) if isinstance(node(data, path)[0], dict)]
    place = places[pick % len(places)]
    items = node(data, place)
    index = other % (len(items) + 1)
    added = deepcopy(items[pick % len(items)])
    for path in list(paths(added)):
        if path[-1] == "id":
            node(added, path[:-1])["id"] = f"{node(added, path)}-added"
    items.insert(index, added)
    return at_index(place, lambda old: old + (old >= index))


def reword(data: Any, pick: int, other: int) -> Moved:
    """Other words in every second text or so."""
    places = [path for path in paths(data) if path[-1] == "text" and not isinstance(node(data, path), Word)]
    for number, place in enumerate(places):
        if (number + pick) % 5 < 3:
            node(data, place[:-1])["text"] = f"reworded in {other - number} other words"
    return lambda path: path


def at_index(place: Path, moved: Callable[[int], int]) -> Moved:
    def now(path: Path) -> Path:
        inside = path[len(place) :]
        if path[: len(place)] != place or not inside:
            return path
        return (*place, moved(int(inside[0])), *inside[1:])

    return now


changes = st.tuples(st.sampled_from([move_item, add_item, reword]), st.integers(0, 10**6), st.integers(0, 10**6))


@given(name=st.sampled_from(DRAFTS), wanted=st.lists(changes, min_size=1, max_size=4))
@tries(300)
def test_what_is_still_there_keeps_its_fingerprint(name: str, wanted: list[Any]) -> None:
    data, old = before(name)
    data = deepcopy(data)
    where: list[Moved] = [change(data, pick, other) for change, pick, other in wanted]

    def moved(path: Path) -> Path:
        for step in where:
            path = step(path)
        return path

    new = known_at(report_of(document(data)))
    assert len(set(new.values())) == len(new)
    still = {known: new[key] for (rule, path, turn), known in old.items() if (key := (rule, moved(path), turn)) in new}
    # Of places that look alike it may be another one that bears the number; their names stay the same together.
    assert set(still) <= set(new.values())
    alike = Counter((known.rule, known.at.partition("#")[0]) for known in new.values())
    renamed = {was: now for was, now in still.items() if was != now and alike[was.rule, was.at.partition("#")[0]] == 1}
    assert renamed == {}
    if all(change is not add_item for change, _, _ in wanted):
        ours = {known for known in {*new.values(), *old.values()} if known.rule not in READ_WORDS}
        assert ours <= set(new.values()) & set(old.values())


@pytest.mark.parametrize("name", DRAFTS)
def test_forty_lines_of_comment_between_any_two_blocks_change_no_fingerprint(name: str) -> None:
    text = example(name)
    begins = sorted({text.span(path).line for path in nodes(text) if path})
    lines = list(text.lines)
    for line in reversed(begins[:: max(len(begins) // 8, 1)]):
        lines[line - 1 : line - 1] = ["# a comment"] * 40
    assert known_at(report_of(read("\n".join(lines), text.source))) == known_at(report_of(text))


def test_no_two_findings_of_the_examples_share_one() -> None:
    report = lint(EXAMPLES)
    digests = [known.digest for _, known in report.identified]
    assert len(digests) > 100
    assert len(set(digests)) == len(digests)


def test_a_fingerprint_names_ids_and_no_indices_lines_or_texts() -> None:
    found = {finding.rule: known for finding, known in lint(EXAMPLES / "mali-2013/s-res-2100.yaml").identified}
    one = found["election-without-review"]
    assert one.at == "operations[minusma].mandate_period"
    assert one.file.endswith("examples/mali-2013/s-res-2100.yaml")


# Places without an id

DRAFT = BEGINNING


def at(rule: str, text: str) -> list[str]:
    """The places at which a rule has findings."""
    return [name.removeprefix(f"{rule} ") for name in names(text) if name.startswith(f"{rule} ")]


def test_an_item_without_id_is_known_by_what_it_is_and_whom_it_is_about() -> None:
    support = DRAFT + "support:\n  - {by: mission, to: [army, police], whatt: fuel, strength: decides}\n"
    assert at("unknown-field", support) == ["support[mission/army+police].whatt"]
    assert at("unknown-field", support.replace("decides", "requests").replace("fuel", "rations")) == at(
        "unknown-field", support
    )


def test_items_that_look_alike_are_told_apart_only_where_both_have_a_finding() -> None:
    sound, faulty, other = (f"  - {{by: mission, to: [army], what: fuel{more}}}\n" for more in ("", ", x: 1", ", x: 2"))
    alone = at("unknown-field", f"{DRAFT}support:\n{faulty}")
    assert alone == ["support[mission/army].x"]
    for items in (sound + faulty, faulty + sound):
        assert at("unknown-field", f"{DRAFT}support:\n{items}") == alone
    assert at("unknown-field", f"{DRAFT}support:\n{faulty}{other}") == [*alone, "support[mission/army].x#2"]


def test_a_sentence_in_a_list_is_no_name() -> None:
    areas = DRAFT + "    areas: [{name: north, nme: x}]\n    limits_of_tasks: [as feasible]\n"
    assert at("unknown-field", areas) == ["operations[mission].areas[north].nme", "operations[mission].limits_of_tasks"]
    words = DRAFT.replace("[{kind", "[{paragraph: [OP1 and so on], kind")
    assert at("bad-form", words) == ["actions[establish/mission].paragraph[]"]


def test_fields_that_are_missing_in_one_block_are_known_by_name() -> None:
    both = at("missing-field", DRAFT.replace("    name: the mission\n", "").replace("    role: un-mission\n", ""))
    assert both == ["operations[mission].name", "operations[mission].role"]
    assert at("missing-field", DRAFT.replace("    role: un-mission\n", "")) == both[1:]


def test_a_rule_is_known_by_what_it_was_asked_about_and_not_by_what_stands_there_by_now() -> None:
    absent = at("missing-exit-benchmarks", DRAFT)
    assert len(absent) == 1
    assert at("missing-exit-benchmarks", DRAFT + "    exit: {end_state: stable}\n") == absent


def test_what_a_rule_finds_of_two_operations_at_one_place_bears_the_name_of_each() -> None:
    one = DRAFT.replace("operations:", "situation: {host_states: [{id: mali, name: Mali}]}\noperations:")
    second = DRAFT[DRAFT.index("  - id") :].replace("id: mission", "id: other")
    two = one.replace("}]\nsituation", "}, {kind: establish, object: other}]\nsituation") + second
    (draft,) = lint_text(two).drafts
    assert [finding.path for finding in draft.findings if finding.rule == "no-assessment-named"] == [("situation",)] * 2
    assert at("no-assessment-named", two) == ["operations[mission]", "operations[other]"]
    assert set(names(one)) <= set(names(two))


@pytest.mark.parametrize("twice", ["  - id: mission\n", "  - id: mission\n  - id: mission\n"])
def test_parts_that_bear_one_id_are_numbered(twice: str) -> None:
    found = at("duplicate-id", DRAFT + twice)
    assert found == ["operations[mission].id", "operations[mission].id#2"][: twice.count("id")]


def test_a_name_that_looks_like_a_number_is_not_taken_for_one() -> None:
    same = 'x: 1, "x": 2, "x": 3, "x#2": 4'
    found = names(DRAFT.replace("{kind: establish", f"{{{same}, kind: establish"))
    assert len(set(found)) == len(found)


# Comments that silence rules

LINE = "    # mandatelint: ignore[{}] agreed\n"


def test_a_comment_is_known_by_its_place_and_the_rule_that_it_names() -> None:
    text = DRAFT.replace("    kind:", LINE.format("missing-exit-benchmarks, no-such-rule") + "    kind:")
    assert at("unused-suppression", text) == ["operations[mission].kind.ignore.missing-exit-benchmarks"]
    assert at("unknown-suppression", text) == ["operations[mission].kind.ignore.no-such-rule"]


def test_a_comment_that_comes_before_others_leaves_their_fingerprints() -> None:
    late = DRAFT.replace("    kind:", LINE.format("no-such-rule") + "    kind:")
    early = "# mandatelint: file-ignore[no-other-rule] agreed\n# mandatelint: ignore\n"
    early += late.replace("    name:", LINE.format("no-such-rule") + "    name:")
    assert set(names(late)) < set(names(early))


def test_a_finding_keeps_its_number_when_another_at_a_place_of_that_name_is_silenced() -> None:
    asked = "        - {text: fewer troops}\n"
    consent = "consent:\n  acts:\n    - kind: request\n      conditions:\n"
    text = f"{DRAFT}{consent}{asked}{asked}"
    told = names(text)
    numbered = [name for name in told if name.endswith("#2")]
    assert numbered
    rule = numbered[0].split()[0]
    silenced = names(f"{DRAFT}{consent}        # mandatelint: ignore[{rule}] agreed\n{asked}{asked}")
    assert numbered[0] in silenced
    assert numbered[0].removesuffix("#2") in told
    assert numbered[0].removesuffix("#2") not in silenced


def broken(data: Any) -> Iterator[Any]:
    """A draft with a mistake at each of its fields, as a hand slips."""
    for path in paths(data):
        if isinstance(path[-1], str) and path != ("mandate",):
            variant = deepcopy(data)
            holder = node(variant, path[:-1])
            holder[f"{path[-1]}x"] = holder.pop(path[-1])
            yield variant


def test_no_two_findings_of_a_draft_with_a_slip_share_one() -> None:
    for variant in [*broken(raw(example("mali-2013/zero-draft")))]:
        known = known_at(report_of(document(variant)))
        assert len(set(known.values())) == len(known)
