"""What all tests share: the repository's folder, the program in a process of its own, repeatable examples."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.forks import Forks, forking
from treatygraph.graph.builder import build
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.loader import load

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None, max_examples=50)
settings.register_profile("thorough", deadline=None, database=None, max_examples=1000)
settings.load_profile("repeatable")

Program = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for garbage neither while tests are collected nor, later, among them: there is none."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


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


@pytest.fixture(scope="session")
def built() -> Dataset:
    """The graph that is shipped, with all that follows from it; some of its nodes are blank."""
    return build(load(), check=False)


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    """The program, read into memory once."""
    with forking() as made:
        yield made


@pytest.fixture
def treatygraph(forks: Forks, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Program:
    """Run the program in a process of its own, in an empty folder, with nothing remembered."""
    cache = {"TREATYGRAPH_CACHE": str(tmp_path_factory.mktemp("cache"))}

    def run(
        *arguments: str, environment: dict[str, str] | None = None, stdin: str = "", inside: str = ""
    ) -> subprocess.CompletedProcess[str]:
        done = forks.run(*arguments, folder=tmp_path / inside, environment=cache | (environment or {}), stdin=stdin)
        stdout, stderr = (text.replace("\r\n", "\n") for text in (done.stdout, done.stderr))
        return subprocess.CompletedProcess(arguments, done.code, stdout, stderr)

    return run


@pytest.fixture
def started(program: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Program:
    """Run the program as a shell does, in the same folder: Python starts anew, and orders its sets in another way."""
    own = os.environ | {"TREATYGRAPH_CACHE": str(tmp_path_factory.mktemp("cache")), "PYTHONHASHSEED": "random"}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([program, *arguments], capture_output=True, text=True, check=False, cwd=tmp_path, env=own)

    return run
