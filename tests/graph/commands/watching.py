"""A check that looks again whenever a file is saved, as a terminal shows it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def watching(program: Path, folder: Path, *options: str | Path) -> Iterator[Iterator[str]]:
    """Run ``check --watch``; what it writes, line by line."""
    process = subprocess.Popen(
        [program, "check", "--watch", "--output-format", "concise", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=folder,
        env=os.environ | {"TREATYGRAPH_CACHE": str(folder / ".cache"), "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout is not None
        yield iter(process.stdout.readline, "")
    finally:
        process.kill()
        process.communicate()
