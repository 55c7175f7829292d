"""Drafts of now go in; the same drafts as they were, in git or in another place, come out, under their names of now."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from mandatelint.document.text import MAX_BYTES
from mandatelint.excluding import absolute
from mandatelint.files import is_folder, is_there
from mandatelint.finding import UserError, counted
from mandatelint.sources import Source, read_file

GIT = "git:"


def earlier_sources(sources: Sequence[Source], paths: Sequence[str], against: str) -> list[Source]:
    """The earlier version of each draft that has one.

    paths: what the user asked to lint. against: `git:` with a commit, branch or tag; or an older file or folder, in
    which a draft is looked for under the path it has in the folder that is linted. Raises UserError.
    """
    old = Path(against)
    if against.startswith(GIT):
        files = [source for source in sources if not source.name.startswith("<")]
        return list(_in_git(files, against.removeprefix(GIT)))
    if is_there(old) and not is_folder(old):
        if len(sources) != 1:
            raise UserError(
                f"{against} is one file, to be held against one draft; here are {counted(len(sources), 'file')}"
            )
        return [_earlier(sources[0], old, named=True)]
    if not is_there(old):
        mend = f"write `{GIT}{against}` for a commit, branch or tag"
        raise UserError(f"{against}: there is no such file or folder; {mend}")
    return [_earlier(source, file) for source in sources if (file := _inside(old, source, paths)) is not None]


def _earlier(source: Source, file: Path, named: bool = False) -> Source:
    return Source(source.name, lambda: read_file(file, named), named=False)


def _inside(old: Path, source: Source, paths: Sequence[str]) -> Path | None:
    """The file in an older folder that stands where the draft stands in a folder that is linted, or in this one."""
    for path in (*paths, "."):
        folder = path if Path(path).is_dir() else os.path.dirname(re.split(r"[*?[]", path)[0])  # noqa: PTH120 # of text
        relative = Path(os.path.relpath(source.name, folder or "."))
        if os.pardir not in relative.parts and (old / relative).is_file():
            return old / relative
    return None


def _in_git(sources: Sequence[Source], reference: str) -> Iterator[Source]:
    if not reference or reference.startswith(("-", "^")):
        raise UserError(f"'{reference}' is no commit, branch or tag; write it like {GIT}main")
    by_repository: dict[Path, dict[str, Source]] = {}
    for source in sources:
        place = absolute(Path(source.name))
        top = next((above for above in place.parents if (above / ".git").exists()), None)
        if top is None:
            raise UserError(f"{source.name} is in no git repository; hold it against an older file or folder")
        by_repository.setdefault(top, {})[place.relative_to(top).as_posix()] = source
    for top, wanted in by_repository.items():
        commit = _commit(top, reference)
        blobs = _blobs(top, commit)
        old_names = _renames(top, commit) if wanted.keys() - blobs.keys() else {}
        for path, source in wanted.items():
            blob = blobs.get(path) or blobs.get(old_names.get(path, ""))
            if blob is not None:
                yield Source(source.name, partial(_content, top, blob), named=False)


def _commit(top: Path, reference: str) -> str:
    try:
        found = _git(top, "rev-parse", "--quiet", "--verify", f"{reference}^{{commit}}")
    except _GitError as error:
        mend = error.said or "is it misspelt, or not fetched yet?"
        raise UserError(f"git knows no commit, branch or tag called '{reference}'; {mend}") from None
    return found.decode("ascii").strip()


def _blobs(top: Path, commit: str) -> dict[str, str]:
    """The files of a commit: the path of each, and the name by which git keeps its content."""
    entries = (entry.partition("\t") for entry in _listed(_git(top, "ls-tree", "-r", "-z", "--full-tree", commit)))
    return {path: about.split()[2] for about, _, path in entries if about.startswith("100")}


def _renames(top: Path, commit: str) -> dict[str, str]:
    """The files that bore another name in a commit, with that name."""
    changes = _listed(_git(top, "diff-index", "-z", "-M", "--diff-filter=R", "--name-status", commit, "--"))
    return dict(zip(changes[2::3], changes[1::3], strict=False))


def _listed(output: bytes) -> list[str]:
    return output.decode("utf-8", "replace").split("\0")[:-1]


class _GitError(UserError):
    """What git says against what it was asked; `said` is empty where it says nothing."""

    def __init__(self, command: str, said: str) -> None:
        super().__init__(f"git {command} failed: {said}")
        self.said = said


def _git(folder: Path, *arguments: str) -> bytes:
    """What git prints in a folder, whatever repository a hook of git has in mind. Raises UserError."""
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=False, cwd=folder, env=_without_hooks())
    except FileNotFoundError:
        raise UserError("git is not installed; hold the drafts against an older file or folder") from None
    if done.returncode != 0:
        raise _GitError(arguments[0], done.stderr.decode("utf-8", "replace").strip().partition("\n")[0])
    return done.stdout


def _content(folder: Path, blob: str) -> bytes:
    """A file as git keeps it, as far as a draft may go. Raises UserError."""
    command = ["git", "cat-file", "blob", blob]
    # What git says against it would have to be read beside the content; that a listed file cannot be read says enough.
    into, nowhere = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdout=into, stderr=nowhere, cwd=folder, env=_without_hooks()) as process:
        assert process.stdout is not None
        content = process.stdout.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            process.kill()
            return content
    if process.returncode != 0:
        raise UserError(f"git cannot read the earlier version {blob} of a draft; `git fsck` says what is wrong")
    return content


def _without_hooks() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key not in _OF_HOOKS}


_OF_HOOKS = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"}
