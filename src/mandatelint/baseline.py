"""A report and what was known before go in; the report with what is new comes out, and the rest summed up.

A finding is known by its file, its rule and the name of its place (`anchors`), so that it stays known when lines move,
indices change and texts are reworded.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from mandatelint.finding import Finding, UserError
from mandatelint.report import Compared, Known, Report, identify, relative
from mandatelint.sources import Source

VERSION = 1
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


def read_baseline(path: str, asked_at: str = "") -> frozenset[Known]:
    """What a file with the text of a baseline holds. asked_at: where a configuration names it. Raises UserError."""
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8-sig"))
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
        if content["version"] != VERSION:
            problem = f"{path}: the baseline is of version {content['version']}, and {VERSION} can be read"
            raise UserError(f"{problem}; update mandatelint, or write it anew with --write-baseline")
        return frozenset(Known(*(str(entry[key]) for key in Known._fields)) for entry in content["findings"])
    except (KeyError, TypeError):
        raise UserError(f"{path}: this is no baseline; write it anew with --write-baseline") from None


def refuse_to_overwrite(path: str) -> None:
    """Raises UserError where a baseline would be written over a draft or a folder.

    `--write-baseline draft.yaml` looks as if it spoke of the draft.
    """
    place = Path(path)
    content = place.read_bytes() if place.is_file() else b""
    is_draft = path.lower().endswith((".yaml", ".yml")) or Source(path, bytes, named=False).looks_like_draft(content)
    if is_draft or place.is_dir():
        mend = f"name another, as in --write-baseline={NAME}, and the drafts apart from it"
        raise UserError(f"{path}: a baseline is a JSON file of its own, and would be written over this; {mend}")


def baseline_text(known: Iterable[Known]) -> str:
    """A baseline as JSON: sorted, one finding a line, so that two versions can be compared and merged."""
    entries = [f"\n    {json.dumps(entry._asdict(), ensure_ascii=False)}" for entry in sorted(set(known))]
    end = "\n  " if entries else ""
    return f'{{\n  "version": {VERSION},\n  "findings": [{",".join(entries)}{end}]\n}}\n'


def pruned(before: Collection[Known], report: Report, folder: str) -> list[Known]:
    """What of a baseline still holds: without what is gone from these drafts, and without files that are gone."""
    gone = set(report.compared.gone) if report.compared is not None else set()
    return [one for one in before if one not in gone and (one.file.startswith("<") or Path(folder, one.file).exists())]
