"""Rule files for tests: one good rule, any field of it written otherwise, and the mark `«` where a mistake stands."""

from __future__ import annotations

from pathlib import Path

GOOD_RULE = {
    "title": "title: A mission without tasks",
    "lessons": "lessons: [L01]",
    "severity": "severity: warning",
    "given": "given:\n  operation: operations[*]",
    "require": "require: operation.tasks != []",
    "at": "at: operation.tasks",
    "message": 'message: "{operation.name} has no task"',
    "why": "why: Nobody knows what it is for.",
    "avoid": "avoid: A mission by name only.",
    "prefer": "prefer: A task for each mission.",
    "remedy": 'remedy: "Give {operation.name} a task."',
    "examples": """\
examples:
  good:
    - operations: [{tasks: [{category: police}]}]
  bad:
    - draft: {operations: [{name: Mission}]}
      at: operations[0]""",
}
MARK = "«"


def rule_text(**fields: str | None) -> str:
    """The text of the good rule, with these fields as they are given, or without those that are None."""
    written = {**GOOD_RULE, **fields}
    return "".join(f"{text}\n" for text in written.values() if text is not None)


def write(file: Path, text: str) -> str:
    """Write a file without its mark; what it is called and where the mark stood, as problems begin: `file:line:col`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text.replace(MARK, ""), encoding="utf-8")
    before = text.split(MARK)[0]
    return f"{file}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
