"""Folders of rule files go in; rules and lessons, checked and ready to select from, come out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial, reduce
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from mandatelint.cache import keep, recall
from mandatelint.document import Document, read
from mandatelint.document.text import MAX_BYTES
from mandatelint.excluding import absolute
from mandatelint.files import is_file, is_name, is_there, read_whole, resolved
from mandatelint.finding import Severity, UserError, did_you_mean
from mandatelint.rule import Lesson, Rule, lessons_of, rule_of
from mandatelint.vocabulary import VOCABULARY, Vocabulary, vocabulary_of

if TYPE_CHECKING:  # rules are checked where they come from outside
    from mandatelint.rulecheck import Words

CATALOGUE = "lessons.yaml"
ALL = "ALL"


@dataclass(frozen=True)
class RuleSet:
    """Rules in the order of their ids, and all lessons known, by id.

    called: for each name but ALL by which rules can be selected, the ids of all that bear it, chosen or not.
    vocabulary: the words of the packs that were loaded.
    """

    rules: tuple[Rule, ...]
    lessons: dict[str, Lesson]
    called: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)
    vocabulary: Vocabulary = field(default_factory=Vocabulary, repr=False)

    def choose(self, select: Sequence[str], ignore: Sequence[str], always: Sequence[str] = ()) -> RuleSet:
        """The rules that `select` names (all, if it is empty) and `ignore` does not, and those that `always` names.

        All take ids of rules, categories, lessons and packs, and ALL. Raises UserError for a name that is none.
        """
        self._refuse_unknown([*select, *ignore, *always])

        def is_chosen(names: set[str]) -> bool:
            return not names.isdisjoint(always) or (
                (not select or not names.isdisjoint(select)) and names.isdisjoint(ignore)
            )

        if not select and not ignore:
            return self
        return replace(self, rules=tuple(rule for rule in self.rules if is_chosen(self.names(rule))))

    @property
    def packs(self) -> set[str]:
        """The names of all packs."""
        return {rule.pack for rule in self.rules} | {lesson.pack for lesson in self.lessons.values()}

    def packs_of(self, name: str) -> set[str]:
        """The packs of the rules and lessons that a name stands for."""
        rules = {rule.pack for rule in self.rules if name in self.names(rule)}
        return rules | {lesson.pack for lesson in self.lessons.values() if name in (lesson.id, lesson.name)}

    def of_packs(self, packs: Sequence[str]) -> RuleSet:
        """The rules of these packs; all, if none is named."""
        return replace(self, rules=tuple(rule for rule in self.rules if rule.pack in packs)) if packs else self

    def with_severities(self, severities: Mapping[str, Severity]) -> RuleSet:
        """The same rules, those named here with another severity."""
        if not severities:
            return self
        rules = []
        for rule in self.rules:
            wanted = [severities[name] for name in (rule.id, *rule.formerly) if name in severities]
            rules.append(replace(rule, severity=wanted[0]) if wanted else rule)
        return replace(self, rules=tuple(rules))

    def named(self, names: Iterable[str]) -> frozenset[str]:
        """The ids of the rules that these names choose, and the former ids of those."""
        wanted = set(names)
        chosen = [rule for rule in self.rules if self.names(rule) & wanted] if wanted else []
        return frozenset(name for rule in chosen for name in (rule.id, *rule.formerly))

    def names(self, rule: Rule) -> set[str]:
        """Everything by which a rule can be selected."""
        lessons = {name for lesson in rule.lessons for name in (lesson, self.lessons[lesson].name)}
        return {rule.id, rule.category, rule.pack, ALL, *rule.formerly} | lessons

    def find(self, identifier: str) -> Rule:
        """The rule of that id, or that once had it. Raises UserError."""
        for rule in self.rules:
            if identifier == rule.id or identifier in rule.formerly:
                return rule
        known = [name for rule in self.rules for name in (rule.id, *rule.formerly)]
        raise UserError(
            f"no rule is called '{identifier}'; {_near(identifier, known, '`mandatelint rule` lists them')}"
        )

    def find_lesson(self, identifier: str) -> Lesson:
        """The lesson of that id or name. Raises UserError."""
        for lesson in self.lessons.values():
            if identifier.lower() in (lesson.id.lower(), lesson.name):
                return lesson
        known = [name for lesson in self.lessons.values() for name in (lesson.id, lesson.name)]
        mend = _near(identifier, known, "`mandatelint lesson` lists them")
        raise UserError(f"no lesson is called '{identifier}'; {mend}")

    def serving(self, lesson: str) -> list[Rule]:
        """The rules that serve a lesson."""
        return [rule for rule in self.rules if lesson in rule.lessons]

    def unknown(self, names: Iterable[str]) -> dict[str, str]:
        """Those of `names` by which nothing can be selected, each with the mend."""
        asked = list(dict.fromkeys(names))
        if not asked:
            return {}
        known = {ALL, *self.lessons, *(lesson.name for lesson in self.lessons.values())}
        known.update(self.packs, *(self.names(rule) for rule in self.rules))
        lists = "`mandatelint rule` and `mandatelint lesson` list them"
        return {name: _near(name, known, lists) for name in asked if name not in known}

    def _refuse_unknown(self, names: Iterable[str]) -> None:
        problems = [unknown_name(name, mend) for name, mend in self.unknown(names).items()]
        if problems:
            raise UserError(*problems)


def unknown_name(name: str, mend: str) -> str:
    """What is said of a name by which nothing can be selected."""
    return f"no rule, category, lesson or pack is called '{name}'; {mend}"


def _near(name: str, known: Iterable[str], otherwise: str) -> str:
    """A question where a known name is near; all names would be too many for a line."""
    mend = did_you_mean(name, known)
    return mend if mend.endswith("?") else otherwise


def builtin_folder() -> Path:
    """The rules that come with mandatelint: inside an installed package, or at the top of a checkout."""
    inside = Path(__file__).parent / "rules"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "rules"


def load_rules(extra: Sequence[str] = (), builtin: bool = True, check_builtin: bool = False) -> RuleSet:
    """The built-in rules and those in `extra` folders or files.

    Rules from outside are checked; the built-in ones only on demand, as the project's tests do. Raises UserError.
    """
    lessons: dict[str, Lesson] = {}
    rules: list[Rule] = []
    shared = Vocabulary()
    if not builtin:
        shared = _vocabulary(builtin_folder(), _catalogue(builtin_folder(), lessons, check_builtin))
    elif check_builtin:
        shared = _load(builtin_folder(), rules, lessons, shared)
    else:
        shared = _builtin(builtin_folder(), rules, lessons)
    own = [_load(Path(path), rules, lessons, shared) for path in extra]
    if extra or check_builtin:
        from mandatelint.packcheck import clashes, lost_names

        elsewhere = {file.stem for file in _files(builtin_folder())}  # there, even where they are not loaded
        _refuse(clashes(rules, lessons) or lost_names(rules, {*lessons, *elsewhere}))
    words = reduce(Vocabulary.with_words_of, own, shared if builtin else Vocabulary())
    ruleset = RuleSet(tuple(sorted(rules, key=lambda rule: rule.id)), lessons, vocabulary=words)
    called: dict[str, set[str]] = {}
    for rule in ruleset.rules:
        for name in ruleset.names(rule) - {ALL}:
            called.setdefault(name, set()).add(rule.id)
    return replace(ruleset, called={name: frozenset(ids) for name, ids in called.items()})


def rule_files(extra: Sequence[str] = ()) -> Iterator[Path]:
    """Every file that `load_rules` reads."""
    for path in map(_located, (builtin_folder(), *map(Path, extra))):
        yield from filter(Path.is_file, (_root(path) / CATALOGUE, _root(path) / VOCABULARY))
        yield from _files(path) if path.is_dir() else [path]


def is_rule_name(name: str) -> bool:
    """Whether a file of that name is read in a folder of rules."""
    return name.endswith((".yaml", ".yml")) and not name.startswith(".")


def _located(path: Path) -> Path:
    """Resolved, because "." has no name; a link to a file keeps its own."""
    return resolved(path) if path.is_dir() else absolute(path)


def _load(path: Path, rules: list[Rule], lessons: dict[str, Lesson], shared: Vocabulary) -> Vocabulary:
    """Check and add the rules of a folder or file; the words that the pack brings, where it is loaded as a whole.

    shared: the words that rules of any pack may use. A copy of the built-in pack has its own instead.
    """
    if not is_name(str(path)) or not is_there(path):
        raise UserError(f"{path}: there is no such file or folder of rules")
    path = _located(path)
    root = _root(path)
    pack = _catalogue(root, lessons, checked=True)
    files = sorted(_files(path)) if path.is_dir() else [path] if path.name not in (CATALOGUE, VOCABULARY) else []
    if path.is_dir() and not files:
        raise UserError(f"{shown(path)}: this folder holds no rules; a rule is one .yaml file")
    named = [(file, file.parent.name if file.parent != root else pack) for file in files]
    if pack == shared.pack:
        shared = Vocabulary()
    vocabulary, found = _known_to_be_right(path, named, pack, lessons, shared)
    rules += found
    return vocabulary.without(shared) if path == root else Vocabulary()


def _vocabulary(folder: Path, pack: str) -> Vocabulary:
    """The words of the built-in rules, which rules of one's own may use, too."""
    file = folder / VOCABULARY
    stamp = (str(file), *_stamp(file))
    data = recall("vocabulary", stamp)
    if data is None:
        data = read(_content(file), shown(file)).data
        keep("vocabulary", stamp, data)
    return vocabulary_of(Document(shown(file), data), pack)


def _builtin(folder: Path, rules: list[Rule], lessons: dict[str, Lesson]) -> Vocabulary:
    """The rules that come with mandatelint, with their lessons; read by an earlier run, if the files are the same."""
    files = [folder / CATALOGUE, folder / VOCABULARY, *sorted(_files(folder), key=str)]
    readers = [Path(__file__), *sorted(Path(__file__).with_name("document").glob("*.py"))]
    stamps = [(str(file), *_stamp(file)) for file in (*files, *readers)]
    data = recall("rules", stamps)
    if data is None:
        data = [read(without_examples(_content(file)), "").data for file in files]
        keep("rules", stamps, data)
    catalogue, words, *heads = (Document(shown(file), one) for file, one in zip(files, data, strict=True))
    lessons.update((lesson.id, lesson) for lesson in lessons_of(catalogue))
    pack = str(catalogue.data["pack"])
    vocabulary = vocabulary_of(words, pack)
    rules += [
        rule_of(head, file.stem, file.parent.name, pack, vocabulary, partial(_whole, file, head.source))
        for file, head in zip(files[2:], heads, strict=True)
    ]
    return vocabulary


def _known_to_be_right(
    path: Path, files: list[tuple[Path, str]], pack: str, lessons: dict[str, Lesson], shared: Vocabulary
) -> tuple[Vocabulary, list[Rule]]:
    """The words and rules of a pack from outside; checked by an earlier run, if files and program are the same."""
    own = _root(path) / VOCABULARY
    words = [own] if is_file(own) else []
    program = sorted(file for end in ("*.py", "*.json") for file in Path(__file__).parent.rglob(end))
    read_from = [builtin_folder() / VOCABULARY, *words, *(file for file, _ in files), *program]
    stamps = [(str(file), *_stamp(file)) for file in read_from]
    name, depends_on = f"pack-{crc32(os.fsencode(path)):08x}", (stamps, sorted(lessons))
    data = recall(name, depends_on)
    document = read(_content(own), shown(own)) if words else None  # whole: its examples are tried from it
    if data is None:
        vocabulary, rules = _checked_pack(path, document, files, pack, lessons, shared)
        heads = [{key: value for key, value in rule.read().data.items() if key != "examples"} for rule in rules]
        keep(name, depends_on, heads)
        return vocabulary, rules
    vocabulary = shared.with_words_of(vocabulary_of(document, pack)) if document is not None else shared
    sources = [shown(file) for file, _ in files]
    return vocabulary, [
        rule_of(Document(source, one), file.stem, category, pack, vocabulary, partial(_whole, file, source))
        for (file, category), source, one in zip(files, sources, data, strict=True)
    ]


def _checked_pack(
    path: Path,
    document: Document | None,
    files: list[tuple[Path, str]],
    pack: str,
    lessons: dict[str, Lesson],
    shared: Vocabulary,
) -> tuple[Vocabulary, list[Rule]]:
    """The words and rules of a pack whose vocabulary, if it has one, is `document`. Raises UserError."""
    from mandatelint.packcheck import unused_words, words_of_pack

    words, problems = words_of_pack(document, pack, shared)
    _refuse(problems)
    rules = _checked(files, pack, lessons, words)
    if path == _root(path):
        _refuse(unused_words(words, shared, rules))
    return words.vocabulary, rules


def _stamp(file: Path) -> tuple[int, int]:
    """What changes when a file does. Raises UserError."""
    try:
        found = file.stat()
    except OSError as error:
        raise _unreadable(file, error) from None
    return found.st_size, found.st_mtime_ns


def _whole(file: Path, source: str) -> Document:
    return read(_content(file), source)


def without_examples(content: bytes) -> bytes:
    """A built-in rule file up to its examples, which stand last, as the tests hold: they take most of the reading."""
    return content.partition(b"\nexamples:\n")[0]


def _checked(files: Iterable[tuple[Path, str]], pack: str, lessons: dict[str, Lesson], words: Words) -> list[Rule]:
    from mandatelint.packcheck import rule_problems

    rules: list[Rule] = []
    problems: list[str] = []
    for file, category in files:
        document = read(_content(file), shown(file))
        found = rule_problems(document, file.stem, lessons, words)
        problems += found
        if not found:
            rules.append(rule_of(document, file.stem, category, pack, words.vocabulary))
    _refuse(problems)
    return rules


def _refuse(problems: Sequence[str]) -> None:
    if problems:
        raise UserError(*problems)


def _files(folder: Path) -> Iterator[Path]:
    """The rule files in a folder; as with drafts, hidden files and folders are passed over."""
    for inside, folders, names in os.walk(folder, onerror=_refuse_folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if is_rule_name(name) and name not in (CATALOGUE, VOCABULARY):
                file = Path(inside, name)
                if file.is_file():
                    yield file


def _refuse_folder(error: OSError) -> None:
    """Raises UserError for a folder whose rules nobody can tell."""
    raise _unreadable(Path(error.filename), error)


def _root(path: Path) -> Path:
    """The folder of the pack: the nearest one with a catalogue of lessons, or else the folder itself."""
    folder = path if path.is_dir() else path.parent
    for candidate in (folder, *folder.parents):
        if is_file(candidate / CATALOGUE):
            return candidate
    return folder


def _catalogue(root: Path, lessons: dict[str, Lesson], checked: bool) -> str:
    """Read the lessons of a pack; the name of the pack."""
    file = root / CATALOGUE
    if not file.is_file():
        return root.name
    document = read(_content(file), shown(file))
    if checked:
        from mandatelint.packcheck import catalogue_problems

        _refuse(catalogue_problems(document, lessons))
    lessons.update((lesson.id, lesson) for lesson in lessons_of(document))
    return str(document.data["pack"])


def _content(file: Path) -> bytes:
    try:
        return read_whole(file, MAX_BYTES)
    except OSError as error:
        raise _unreadable(file, error) from None


def _unreadable(place: Path, error: OSError) -> UserError:
    return UserError(f"{shown(place)}: cannot be read ({error.strerror})")


def shown(file: Path) -> str:
    """A path as the user would write it: relative to the working folder where it lies below it."""
    try:
        return file.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return file.as_posix()
