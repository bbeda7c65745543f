"""The benchmark of the check runs, on a graph that is sound."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_the_benchmark_prints_a_row_for_each_run(repository: Path) -> None:
    command = [sys.executable, repository / "benchmarks" / "check.py", "600", "--no-start", "--without", "pyshacl"]
    run = subprocess.run(
        [*command, "--without", "check with pyshacl"], capture_output=True, text=True, check=False, cwd=repository
    )
    assert (run.returncode, run.stderr) == (0, "")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in run.stdout.splitlines()[3:]]
    assert [row[1] for row in rows] == ["check", "pyshacl-turbo"]
    assert all(int(row[0].replace(",", "")) >= 600 and float(row[2]) > 0 and int(row[4]) > 0 for row in rows)
    assert rows[0][5] == "1.0"
