"""The benchmark runs, and the reasoners agree on its data."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_benchmark_prints_a_line_for_each_size(repository: Path):
    run = subprocess.run(
        [sys.executable, repository / "benchmarks" / "reasoning.py", "30", "60"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr == ""
    heading, *lines = run.stdout.splitlines()
    assert heading.split() == ["triples", "derived", "builtin", "owlrl", "ratio"]
    assert [line.split()[0] for line in lines] == ["30", "60"]
    assert run.returncode == 0
