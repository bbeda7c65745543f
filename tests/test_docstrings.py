"""The examples in docstrings hold, of every module that has some."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent
PACKAGES = ("graph", "ontology", "queries", "server", "shapes")
MODULES = sorted(
    ".".join(["treatygraph", *path.relative_to(REPOSITORY).with_suffix("").parts]).removesuffix(".__init__")
    for package in PACKAGES
    for path in (REPOSITORY / package).rglob("*.py")
    if ">>>" in path.read_text("utf-8")
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name: str) -> None:
    result = doctest.testmod(import_module(name), optionflags=doctest.ELLIPSIS)
    assert result.attempted
    assert result.failed == 0


def test_there_are_examples() -> None:
    assert len(MODULES) > 50
