"""A report and what was known before go in; the report with what is new comes out, and the rest summed up.

A finding is known by its file, its rule and the name of its place (`anchors`), so that it stays known when lines move,
indices change and texts are reworded. In a baseline, files are relative to the folder in which it lies: whichever
folder a run starts in, and whatever configures it, the same draft is meant.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from mandatelint.document.text import MAX_BYTES as DRAFT_BYTES
from mandatelint.files import MEBIBYTE, read_bytes, read_whole
from mandatelint.finding import Finding, UserError
from mandatelint.recognition import looks_like_draft
from mandatelint.report import Compared, Known, Report, identify, relative

VERSION = 2
FIRST_VERSION = 1  # its files are relative to the configuration, or to the working folder of a run without one
MAX_BYTES = 64 * MEBIBYTE  # some 300,000 findings
NAME = "mandatelint-baseline.json"


def known_now(report: Report, folder: str) -> frozenset[Known]:
    """All findings of a report as a baseline keeps them; none of a draft that could not be judged."""
    return frozenset(
        known for draft in report.drafts if not draft.refused for _, known in identify(draft, draft.findings, folder)
    )


def compare(
    report: Report, before: Collection[Known], name: str, folder: str, not_asked: frozenset[str] = frozenset()
) -> Report:
    """The report without what was known before, which goes by `name`.

    not_asked: rules that this run leaves out, of which nothing can be gone. What keeps a draft from being judged is
    told however long it has been so, as it hides all else.
    """
    drafts, found = [], set[Known]()
    unsure: dict[str, set[str]] = {}
    for draft in report.drafts:
        if draft.refused:
            drafts.append(draft)
            continue
        new: list[Finding] = []
        old: list[Finding] = []
        for finding, known in identify(draft, draft.findings, folder):
            (old if known in before else new).append(finding)
            found.add(known)
        drafts.append(replace(draft, findings=tuple(new), known=tuple(old)))
        unsure[relative(draft.source, folder)] = {one.rule for one in draft.rules if one.outcome == "unknown"}
    # What cannot be seen in the draft, as a fact is not known or a rule was not asked, may be there still.
    gone = [
        known
        for known in before
        if known not in found and known.rule not in unsure.get(known.file, {known.rule}) | not_asked
    ]
    return replace(report, drafts=tuple(drafts), compared=Compared(name, tuple(sorted(gone))))


def read_baseline(path: str, folder: str, configured: bool = False, asked_at: str = "") -> frozenset[Known]:
    """What a file with the text of a baseline holds, with files relative to `folder`.

    configured: whether that is the folder of a configuration, not only the working one. asked_at: where a configuration
    names the baseline. Raises UserError.
    """
    try:
        content = json.loads(read_whole(Path(path), MAX_BYTES).decode("utf-8-sig"))
    except FileNotFoundError:
        where = f"{asked_at}: the baseline {path} is not there" if asked_at else f"{path}: there is no such baseline"
        raise UserError(f"{where}; `mandatelint check --write-baseline` writes one") from None
    except OSError as error:
        raise UserError(f"{path}: the baseline cannot be read ({error.strerror})") from None
    except json.JSONDecodeError as error:
        place = f"{path}:{error.lineno}:{error.colno}"
        raise UserError(f"{place}: the baseline is no JSON: {error.msg}; write it anew with --write-baseline") from None
    except UnicodeDecodeError:
        raise UserError(f"{path}: the baseline is no text in UTF-8; write it anew with --write-baseline") from None
    except (ValueError, RecursionError):  # a number or a nesting beyond all measure
        raise UserError(f"{path}: this is no baseline; write it anew with --write-baseline") from None
    try:
        if (version := content["version"]) not in (FIRST_VERSION, VERSION):
            problem = f"{path}: the baseline is of version {version}, and {VERSION} can be read"
            raise UserError(f"{problem}; update mandatelint, or write it anew with --write-baseline")
        known = [Known(*(str(entry[key]) for key in Known._fields)) for entry in content["findings"]]
    except (KeyError, TypeError):
        raise UserError(f"{path}: this is no baseline; write it anew with --write-baseline") from None
    own = _folder(path)
    if version == VERSION:
        return frozenset(_moved(known, own, folder))
    if known and not configured and own != os.path.realpath(folder):
        problem = f"the baseline is of version {version}, which does not say from which folder it sees the drafts"
        raise UserError(f"{path}: {problem}; write it anew with `mandatelint check --write-baseline={path}`")
    return frozenset(known)


def _folder(path: str) -> str:
    """The folder to which the files in a baseline are relative: its own, or for a pipe, which has none, this one."""
    place = Path(path)
    return os.path.realpath("." if place.exists() and not place.is_file() else Path(os.path.realpath(path)).parent)


def _moved(known: Iterable[Known], folder: str, to: str) -> Iterator[Known]:
    """The same findings, with files relative to another folder."""
    names: dict[str, str] = {}
    for one in known:
        if one.file not in names:
            names[one.file] = relative(one.file if one.file.startswith("<") else str(Path(folder, one.file)), to)
        yield one._replace(file=names[one.file])


def refuse_to_overwrite(path: str) -> None:
    """Raises UserError where a baseline would be written over a draft or a folder.

    `--write-baseline draft.yaml` looks as if it spoke of the draft.
    """
    place = Path(path)
    content = read_bytes(place, DRAFT_BYTES) if place.is_file() else b""
    is_draft = path.lower().endswith((".yaml", ".yml")) or looks_like_draft(content)
    if is_draft or place.is_dir():
        mend = f"name another, as in --write-baseline={NAME}, and the drafts apart from it"
        raise UserError(f"{path}: a baseline is a JSON file of its own, and would be written over this; {mend}")


def baseline_text(known: Iterable[Known], folder: str, path: str) -> str:
    """A baseline as JSON: sorted, one finding a line, so that two versions can be compared and merged.

    folder: what the files of these findings are relative to. path: where the baseline is to lie.
    """
    moved = sorted(set(_moved(known, folder, _folder(path))))
    entries = [f"\n    {json.dumps(entry._asdict(), ensure_ascii=False)}" for entry in moved]
    end = "\n  " if entries else ""
    return f'{{\n  "version": {VERSION},\n  "findings": [{",".join(entries)}{end}]\n}}\n'


def pruned(before: Collection[Known], report: Report, folder: str) -> list[Known]:
    """What of a baseline still holds: without what is gone from these drafts, and without files that are gone."""
    gone = set(report.compared.gone) if report.compared is not None else set()
    return [one for one in before if one not in gone and (one.file.startswith("<") or Path(folder, one.file).exists())]
