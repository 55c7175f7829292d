"""Folders of rule files go in; rules and lessons, checked and ready to select from, come out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mandatelint.document import Document, read
from mandatelint.finding import UserError, did_you_mean
from mandatelint.rule import Lesson, Rule, lessons_of, rule_of
from mandatelint.rulecheck import check_form, check_rule

CATALOGUE = "lessons.yaml"
ALL = "ALL"


@dataclass(frozen=True)
class RuleSet:
    """Rules in the order of their ids, and all lessons known, by id."""

    rules: tuple[Rule, ...]
    lessons: dict[str, Lesson]

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
        raise UserError(
            f"no rule is called '{identifier}'; {did_you_mean(identifier, [rule.id for rule in self.rules])}"
        )

    def find_lesson(self, identifier: str) -> Lesson:
        """The lesson of that id or name. Raises UserError."""
        for lesson in self.lessons.values():
            if identifier.lower() in (lesson.id.lower(), lesson.name):
                return lesson
        known = [name for lesson in self.lessons.values() for name in (lesson.id, lesson.name)]
        raise UserError(f"no lesson is called '{identifier}'; {did_you_mean(identifier, known)}")

    def serving(self, lesson: str) -> list[Rule]:
        """The rules that serve a lesson."""
        return [rule for rule in self.rules if lesson in rule.lessons]

    def _refuse_unknown(self, names: Iterable[str]) -> None:
        known = {ALL, *self.lessons, *(lesson.name for lesson in self.lessons.values())}
        known.update(*(self.names(rule) for rule in self.rules))
        known |= {lesson.pack for lesson in self.lessons.values()}
        problems = [
            f"no rule, category, lesson or pack is called '{name}'; {did_you_mean(name, known)}"
            for name in names
            if name not in known
        ]
        if problems:
            raise UserError(*problems)


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
    return RuleSet(tuple(sorted(rules, key=lambda rule: rule.id)), lessons)


def _load(path: Path, rules: list[Rule], lessons: dict[str, Lesson], checked: bool) -> None:
    if not path.exists():
        raise UserError(f"{path}: there is no such file or folder of rules")
    root = _root(path)
    pack = _catalogue(root, lessons, checked)
    files = [path] if path.name != CATALOGUE else []
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.suffix in (".yaml", ".yml") and file.name != CATALOGUE)
        if not files:
            raise UserError(f"{path}: this folder holds no rules; a rule is one .yaml file")
    problems: list[str] = []
    for file in files:
        document = _read(file)
        found = _problems(document, lessons) if checked else []
        problems += found
        if not found:
            category = file.parent.name if file.parent != root else pack
            rules.append(rule_of(document, file.stem, category, pack))
    if problems:
        raise UserError(*problems)


def _problems(document: Document, lessons: dict[str, Lesson]) -> list[str]:
    return check_form(document, "rule") or check_rule(document, lessons)


def _root(path: Path) -> Path:
    """The folder of the pack: the nearest one with a catalogue of lessons, or else the folder itself."""
    folder = path.resolve() if path.is_dir() else path.resolve().parent
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
    problems = check_form(document, "lessons") if checked else []
    if problems:
        raise UserError(*problems)
    pack = str(document.data["pack"])
    for lesson in lessons_of(document):
        if lesson.id in lessons and lessons[lesson.id].pack != pack:
            other = lessons[lesson.id].pack
            raise UserError(f"{file}: the lesson '{lesson.id}' is in the pack {other} already; give it another id")
        lessons[lesson.id] = lesson
    return pack


def _read(file: Path) -> Document:
    try:
        return read(file.read_bytes(), shown(file))
    except OSError as error:
        raise UserError(f"{file}: cannot be read ({error.strerror})") from None


def shown(file: Path) -> str:
    """A path as the user would write it: relative to the working folder where it lies below it."""
    try:
        return file.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return file.as_posix()


def _refuse_clashes(rules: list[Rule], lessons: dict[str, Lesson]) -> None:
    """Ids of rules, categories, lessons and packs share one name space."""
    seen: dict[str, str] = {}
    problems = []
    others = {lesson.pack: "pack" for lesson in lessons.values()} | {rule.pack: "pack" for rule in rules}
    others |= {lesson.id: "lesson" for lesson in lessons.values()} | {
        lesson.name: "lesson" for lesson in lessons.values()
    }
    others |= {rule.category: "category" for rule in rules}
    for rule in rules:
        if rule.id in seen:
            problems.append(
                f"{rule.source}: a rule called '{rule.id}' is in {seen[rule.id]} already; rename one of them"
            )
        elif rule.id in others:
            problems.append(f"{rule.source}: '{rule.id}' is the name of a {others[rule.id]}; rename the rule")
        seen[rule.id] = rule.source
    if problems:
        raise UserError(*problems)
