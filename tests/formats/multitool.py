"""Microsoft's judge of SARIF files, as npm installs it: files go in, what it has against them comes out."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

VERSION = "5.7.0"
_PLATFORMS = {"linux": "linux", "darwin": "darwin", "win32": "win32"}


def complaints(files: Iterable[Path], folder: Path) -> list[str]:
    """Errors and warnings by its rules for SARIF and for GitHub, as `file: rule: where`; `folder` takes its own report.

    Its exit code says nothing: it is 0 for a bad file, too.
    """
    report = folder / "complaints.sarif"
    subprocess.run(
        [_program(), "validate", *files, "--output", report, "--rule-kind", "Sarif;Ghas", "--quiet"],
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1", "DOTNET_CLI_TELEMETRY_OPTOUT": "1"},
        stdout=subprocess.DEVNULL,
    )
    (run,) = json.loads(report.read_text(encoding="utf-8-sig"))["runs"]
    assert [invocation["executionSuccessful"] for invocation in run["invocations"]] == [True], run["invocations"]
    return [
        f"{Path(result['locations'][0]['physicalLocation']['artifactLocation']['uri']).name}: "
        f"{result['ruleId']}: {result['message']['arguments'][0]}"
        for result in run["results"]
    ]


@cache
def _program() -> Path:
    """The program, installed once for this machine; where npm is missing, tests are skipped, but not in CI."""
    platform = _PLATFORMS[sys.platform]
    package = f"@microsoft/sarif-multitool-{platform}"
    cache_folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    home = cache_folder / "mandatelint-tests" / f"sarif-multitool-{VERSION}"
    program = home / "node_modules" / package / ("Sarif.Multitool.exe" if platform == "win32" else "Sarif.Multitool")
    if not program.exists():
        _install(f"{package}@{VERSION}", home)
        program.chmod(0o755)  # which its own install script would do
    return program


def _install(package: str, home: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        if os.environ.get("CI"):
            pytest.fail("npm is not installed, and without it nobody judges SARIF; .ci/run installs it")
        pytest.skip("npm is not installed")
    beside = home.with_name(f"{home.name}.{os.getpid()}")
    beside.mkdir(parents=True)
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--no-save"]
    done = subprocess.run(
        [npm, "install", "--prefix", beside, *options, package], cwd=beside, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    if not home.exists():  # another run may have been faster
        beside.replace(home)
