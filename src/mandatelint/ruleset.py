"""Folders of rule files go in; rules and lessons, checked and ready to select from, come out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mandatelint.document import Document, read
from mandatelint.expression import Engine, ExpressionError
from mandatelint.finding import UserError, did_you_mean
from mandatelint.judging import Judge
from mandatelint.rule import Lesson, Rule, lessons_of, rule_of
from mandatelint.rulecheck import check_form, check_rule, line
from mandatelint.view import readable

CATALOGUE = "lessons.yaml"
ALL = "ALL"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*").fullmatch


@dataclass(frozen=True)
class RuleSet:
    """Rules in the order of their ids, and all lessons known, by id; `known` also has the ids that were not chosen."""

    rules: tuple[Rule, ...]
    lessons: dict[str, Lesson]
    known: frozenset[str] = frozenset()

    def choose(self, select: Sequence[str], ignore: Sequence[str]) -> RuleSet:
        """The rules that `select` names (all, if it is empty) and `ignore` does not.

        Both take ids of rules, categories, lessons and packs, and ALL. Raises UserError for a name that is none.
        """
        self._refuse_unknown([*select, *ignore])
        chosen = [
            rule
            for rule in self.rules
            if (not select or self.names(rule) & set(select)) and not self.names(rule) & set(ignore)
        ]
        return replace(self, rules=tuple(chosen))

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

    def _refuse_unknown(self, names: Iterable[str]) -> None:
        known = {ALL, *self.lessons, *(lesson.name for lesson in self.lessons.values())}
        known.update(*(self.names(rule) for rule in self.rules))
        known |= {lesson.pack for lesson in self.lessons.values()}
        lists = "`mandatelint rule` and `mandatelint lesson` list them"
        problems = [
            f"no rule, category, lesson or pack is called '{name}'; {_near(name, known, lists)}"
            for name in dict.fromkeys(names)
            if name not in known
        ]
        if problems:
            raise UserError(*problems)


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
    if builtin:
        _load(builtin_folder(), rules, lessons, check_builtin)
    else:
        _catalogue(builtin_folder(), lessons, check_builtin)
    for path in extra:
        _load(Path(path), rules, lessons, True)
    _refuse_clashes(rules, lessons)
    known = frozenset(name for rule in rules for name in (rule.id, *rule.formerly))
    return RuleSet(tuple(sorted(rules, key=lambda rule: rule.id)), lessons, known)


def _load(path: Path, rules: list[Rule], lessons: dict[str, Lesson], checked: bool) -> None:
    if not path.exists():
        raise UserError(f"{path}: there is no such file or folder of rules")
    # Resolved, because "." has no name; a link to a file keeps its own.
    path = path.resolve() if path.is_dir() else path.parent.resolve() / path.name
    root = _root(path)
    pack = _catalogue(root, lessons, checked)
    files = sorted(_files(path)) if path.is_dir() else [path] if path.name != CATALOGUE else []
    if path.is_dir() and not files:
        raise UserError(f"{shown(path)}: this folder holds no rules; a rule is one .yaml file")
    problems: list[str] = []
    for file in files:
        document = _read(file)
        category = file.parent.name if file.parent != root else pack
        found = _problems(document, file.stem, lessons) if checked else []
        problems += found
        if not found:
            rules.append(rule_of(document, file.stem, category, pack))
    if problems:
        raise UserError(*problems)


def _files(folder: Path) -> Iterator[Path]:
    """The rule files in a folder; as with drafts, hidden files and folders are passed over."""
    for file in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if file.suffix in (".yaml", ".yml") and file.name != CATALOGUE and not hidden and file.is_file():
            yield file


def _problems(document: Document, identifier: str, lessons: dict[str, Lesson]) -> list[str]:
    problems = check_form(document, "rule")
    if not _ID(identifier):
        message = f"'{identifier}' cannot be the name of a rule"
        problems.append(line(document, 1, 1, message, "name the file in small letters, digits and hyphens"))
    return problems or check_rule(document, lessons) or list(_as_a_whole(rule_of(document, identifier, "", "")))


def _as_a_whole(rule: Rule) -> Iterator[str]:
    """What is wrong with a rule of which each expression is right: put together, they may be too much."""
    try:
        Judge(rule, Engine(readable().fields)).fold()
    except ExpressionError:
        place = rule.document.heading(("require",))
        message = "all expressions of the rule together are nested too deep"
        yield line(rule.document, place.line, place.column, message, "name less under `let`, or split the rule")


def _root(path: Path) -> Path:
    """The folder of the pack: the nearest one with a catalogue of lessons, or else the folder itself."""
    folder = path if path.is_dir() else path.parent
    for candidate in (folder, *folder.parents):
        if (candidate / CATALOGUE).is_file():
            return candidate
    return folder


def _catalogue(root: Path, lessons: dict[str, Lesson], checked: bool) -> str:
    """Read the lessons of a pack; the name of the pack."""
    file = root / CATALOGUE
    if not file.is_file():
        return root.name
    document = _read(file)
    if checked:
        problems = check_form(document, "lessons") or list(_lessons_twice(document, lessons))
        if problems:
            raise UserError(*problems)
    lessons.update((lesson.id, lesson) for lesson in lessons_of(document))
    return str(document.data["pack"])


def _lessons_twice(document: Document, lessons: dict[str, Lesson]) -> Iterator[str]:
    """Ids and names in a catalogue that stand twice in it, or belong to another pack."""
    pack = document.data["pack"]
    others = [lesson for lesson in lessons.values() if lesson.pack != pack]
    packs = {name: lesson.pack for lesson in others for name in (lesson.id, lesson.name)}
    for index, item in enumerate(document.data["lessons"]):
        for key in ("id", "name"):
            if item[key] in packs:
                place = document.value_span(("lessons", index, key))
                message = f"a lesson is called '{item[key]}' already, in the pack {packs[item[key]]}"
                yield line(document, place.line, place.column, message, f"give this one another {key}")
        packs |= {item["id"]: pack, item["name"]: pack}


def _read(file: Path) -> Document:
    try:
        return read(file.read_bytes(), shown(file))
    except OSError as error:
        raise UserError(f"{file}: cannot be read ({error.strerror})") from None


def shown(file: Path) -> str:
    """A path as the user would write it: relative to the working folder where it lies below it."""
    try:
        return file.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return file.as_posix()


def _refuse_clashes(rules: list[Rule], lessons: dict[str, Lesson]) -> None:
    """Ids of rules, categories, lessons and packs share one name space, because all of them can be selected by."""
    others = {name: "lesson" for lesson in lessons.values() for name in (lesson.id, lesson.name)}
    others |= {lesson.pack: "pack" for lesson in lessons.values()} | {rule.pack: "pack" for rule in rules}
    problems = []
    for category, rule in {rule.category: rule for rule in reversed(rules) if rule.category != rule.pack}.items():
        if category in others:
            message = f"the folder '{category}' bears the name of a {others[category]}"
            problems.append(line(rule.document, 1, 1, message, "rename the folder"))
    others = {rule.category: "category" for rule in rules} | others
    seen: dict[str, str] = {}
    for rule in rules:
        if rule.id in seen:
            message = f"a rule called '{rule.id}' is in {seen[rule.id]} already"
            problems.append(line(rule.document, 1, 1, message, "rename one of the two files"))
        elif rule.id in others:
            message = f"'{rule.id}' is the name of a {others[rule.id]}"
            problems.append(line(rule.document, 1, 1, message, "rename the file"))
        seen.setdefault(rule.id, rule.source)
    for rule in rules:
        for index, name in enumerate(rule.formerly):
            if name in seen or name in others:
                place = rule.document.value_span(("formerly", index))
                message = f"'{name}' is the name of a {others.get(name, 'rule')}, and no former one"
                problems.append(line(rule.document, place.line, place.column, message, "delete it"))
    if problems:
        raise UserError(*problems)
