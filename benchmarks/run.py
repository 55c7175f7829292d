"""Prints what a run costs, as ratios: many drafts against loading them, one draft against `python -c pass`.

Run it by itself on a quiet machine: `python benchmarks/run.py`. Nothing in the tests depends on it.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its modules compiled
EXAMPLES = Path(__file__).parents[1] / "examples"
COPIES = 1000
FLOOR = """
import sys, pathlib, yaml
for file in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    yaml.load(file.read_bytes(), yaml.CSafeLoader)
"""


def cpu(command: list[str]) -> float:
    """CPU seconds of one run of a command, its children included."""
    before = _children()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    return _children() - before


def _children() -> float:
    import resource

    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def wall(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def main() -> None:
    drafts = sorted(EXAMPLES.glob("*/*.yaml"))
    with tempfile.TemporaryDirectory() as folder:
        for number in range(COPIES):
            source = drafts[number % len(drafts)]
            (Path(folder) / f"{number:04}.yaml").write_bytes(source.read_bytes())
        floor = cpu([sys.executable, "-c", FLOOR, folder])
        check = cpu([sys.executable, "-m", "mandatelint", "check", folder])
    print(f"{COPIES} drafts: {check:.1f} s of CPU, {check / floor:.2f} times loading them ({floor:.1f} s)")
    nothing, one = [], []
    for _ in range(15):  # in turns, so that a busy moment falls on both
        nothing.append(wall([sys.executable, "-c", "pass"]))
        one.append(wall([sys.executable, "-m", "mandatelint", "check", str(EXAMPLES / "mali-2013/zero-draft.yaml")]))
    ratio = statistics.median(one) / statistics.median(nothing)
    print(f"one draft, cold: {statistics.median(one) * 1000:.0f} ms, {ratio:.1f} times `python -c pass`")


if __name__ == "__main__":
    main()
