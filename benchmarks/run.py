"""Prints what a run costs, as ratios: many drafts against loading them, one draft against `python -c pass`.

Run it by itself on a quiet machine: `python benchmarks/run.py`. Nothing in the tests depends on it. All figures are
medians of CPU time; what is compared runs in turns, so that a busy moment falls on all of it.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from mandatelint import cache

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its modules compiled
EXAMPLES = Path(__file__).parents[1] / "examples"
COPIES = 1000
NOTHING = [sys.executable, "-c", "pass"]
CHECK = [sys.executable, "-m", "mandatelint", "check"]
STARTS = {
    "a short draft": str(EXAMPLES / "mali-2013/zero-draft.yaml"),
    "a full draft": str(EXAMPLES / "mali-2013/s-res-2100.yaml"),
}
FLOOR = """
import sys, pathlib, yaml
for file in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    yaml.load(file.read_bytes(), yaml.CSafeLoader)
"""


def medians(commands: Mapping[str, Sequence[str]], rounds: int, environment: Mapping[str, str]) -> dict[str, float]:
    """CPU seconds of each command, its children included."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            before = _children()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=False, env=environment)
            taken[name].append(_children() - before)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def _children() -> float:
    import resource

    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def starts(state: str, environment: Mapping[str, str]) -> None:
    commands = {"nothing": NOTHING, **{name: [*CHECK, draft] for name, draft in STARTS.items()}}
    medians(commands, 1, environment)  # compiles the modules, and fills the cache
    taken = medians(commands, 15, environment)
    for name in STARTS:
        ratio = taken[name] / taken["nothing"]
        print(f"{name}, {state}: {taken[name] * 1000:.0f} ms of CPU, {ratio:.1f} times `python -c pass`")


def main() -> None:
    drafts = sorted(EXAMPLES.glob("*/*.yaml"))
    with tempfile.TemporaryDirectory() as folder:
        for number in range(COPIES):
            source = drafts[number % len(drafts)]
            (Path(folder) / f"{number:04}.yaml").write_bytes(source.read_bytes())
        many = {"floor": [sys.executable, "-c", FLOOR, folder], "check": [*CHECK, folder]}
        floor, check = medians(many, 3, os.environ).values()
    print(f"{COPIES} drafts: {check:.1f} s of CPU, {check / floor:.2f} times loading them ({floor:.1f} s)")
    starts("without the cache", {**os.environ, cache.OFF: "1"})
    starts("with the cache", {key: value for key, value in os.environ.items() if key != cache.OFF})
    is_warm = all(cache.place(name).exists() for name in ("rules", "expressions"))
    print("the cache was warm" if is_warm else f"nothing could be kept in {cache.place('rules').parent}")


if __name__ == "__main__":
    main()
