"""What all tests share: the repository's folder, the program in a process of its own, repeatable examples."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.load_profile("repeatable")

Program = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder that holds pyproject.toml."""
    return Path(__file__).parent.parent


@pytest.fixture(scope="session")
def program() -> Path:
    """The console script of the environment that runs the tests."""
    return Path(sys.executable).parent / "treatygraph"


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Neither use nor change what is remembered for the user who runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TREATYGRAPH_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def treatygraph(program: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Program:
    """Run the program in a process of its own, in an empty folder, with nothing remembered."""
    cache = {"TREATYGRAPH_CACHE": str(tmp_path_factory.mktemp("cache"))}

    def run(
        *arguments: str, environment: dict[str, str] | None = None, stdin: str = ""
    ) -> subprocess.CompletedProcess[str]:
        plain = {name: value for name, value in os.environ.items() if not name.startswith("TREATYGRAPH_")}
        return subprocess.run(
            [program, *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            env=plain | cache | (environment or {}),
        )

    return run
