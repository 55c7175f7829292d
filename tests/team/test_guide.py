"""A team that follows `docs/team.md` word by word gets what the page shows."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs/team.md"
_BLOCK = re.compile(r"^```(?P<kind>yaml|console)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_PLACE = re.compile(r"# (?P<file>\S+?)(, (?P<where>under|above) (?P<key>\w+))?\n")


def follow(kind: str, text: str, folder: Path, variables: dict[str, str]) -> None:
    """Write the file that a block is, put its lines where it says, or run its command and compare what is shown."""
    if kind == "yaml":
        place = _PLACE.match(text)
        assert place is not None, text
        file, content = folder / place["file"], text[place.end() :]
        if place["where"] is None:
            file.parent.mkdir(parents=True, exist_ok=True)
        else:
            lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
            (at,) = [number for number, line in enumerate(lines) if line.strip() == f"{place['key']}:"]
            lines.insert(at + (place["where"] == "under"), content)
            content = "".join(lines)
        file.write_text(content, encoding="utf-8")
        return
    command, *shown = text.splitlines()
    program, *arguments = command.removeprefix("$ ").split()
    module = program.replace("-", "_")
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=folder, env=variables, capture_output=True, encoding="utf-8"
    )
    printed = iter((done.stdout + done.stderr).splitlines())
    for line in shown:  # in this order; what the page leaves out may stand between
        assert line in printed, (command, line, done.stdout + done.stderr)


@pytest.mark.slow
def test_a_team_gets_what_the_page_shows(tmp_path: Path, clean_copy: Path, with_pre_commit: dict[str, str]) -> None:
    folder = tmp_path / "team"
    folder.mkdir()

    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=folder, env=with_pre_commit, check=True, capture_output=True, encoding="utf-8"
        ).stdout.strip()

    git("init", "--quiet")
    page = PAGE.read_text(encoding="utf-8")
    # The hook is taken from this checkout, as it stands, and not from a release.
    page = page.replace("https://github.com/mandatelint/mandatelint", clean_copy.as_posix())
    page = page.replace("rev: v0.1.0", f"rev: {git('-C', str(clean_copy), 'rev-parse', 'HEAD')}")
    blocks = list(_BLOCK.finditer(page))
    assert len(blocks) > 12
    for block in blocks:
        git("add", "--all")
        follow(block["kind"], block["text"], folder, with_pre_commit)
