"""What the tests of a team's features write: a small draft, and a pack of two rules that both have something to say."""

from __future__ import annotations

from pathlib import Path

from rule_files import rule_text, write

# Fires the two rules of the team and, but for `packs: [team]`, some of the built-in ones.
DRAFT = """\
mandate: 1
document: {date: 2013-04-25}
actions: [{kind: establish, object: mission}]
operations:
  - {id: mission, name: Mission, role: un-mission, kind: peacekeeping-operation}
"""
# The beginning of a draft under negotiation; the fields of its operation go on below.
BEGINNING = """\
mandate: 1
document: {date: 2013-04-25, stage: negotiation}
actions: [{kind: establish, object: mission}]
operations:
  - id: mission
    name: the mission
    role: un-mission
    kind: peacekeeping-operation
"""
NO_DRAFT = "services: {}\n"


def put(name: str, text: str = DRAFT) -> str:
    """Write a file without its mark; where the mark stood."""
    return write(Path(name), text)


def put_team(config: str = "") -> None:
    """A draft, the pack `team` with a warning and an error, and a configuration in which it alone is in force."""
    put("draft.yaml")
    put("team/tasks/no-task.yaml", rule_text())
    put("team/ends/no-end.yaml", rule_text(lessons="lessons: [L05]", severity="severity: error"))
    put("mandatelint.yaml", f"rules: [team]\npacks: [team]\n{config}")
