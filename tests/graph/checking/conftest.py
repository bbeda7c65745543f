"""Small graphs for the tests of the check."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from treatygraph.graph.checking.files import read_files
from treatygraph.graph.checking.findings import Finding
from treatygraph.graph.checking.material import Material
from treatygraph.graph.checking.options import Options
from treatygraph.graph.checking.placement import place
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.loader import load
from treatygraph.graph.terms import PREFIXES

NAMESPACES = {
    **PREFIXES,
    "ex": "https://example.org/ns#",
    "g": "https://w3id.org/treatygraph/id/graph/gazette/",
    "graph": "https://w3id.org/treatygraph/id/graph/",
    "pv": "https://w3id.org/treatygraph/id/perspective/",
    "t": "https://w3id.org/treatygraph/id/time/",
}

Write = Callable[..., Path]
Read = Callable[[str], Dataset]
Rules = Callable[[Material], Iterable[Finding]]
Place = tuple[str, int | None, int | None]
Find = Callable[..., list[Place]]


def prelude(text: str) -> str:
    """Declare the prefixes that a text uses, all in its first line, so that its own lines count from 2."""
    used = set(re.findall(r"(?<![\w:/])([a-z]*):(?=[\w-])", text))
    return " ".join(f"@prefix {prefix}: <{NAMESPACES[prefix]}> ." for prefix in sorted(used & NAMESPACES.keys())) + "\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a TriG file; the prefixes that it uses are declared for it, in its first line."""

    def make(text: str, name: str = "data.trig") -> Path:
        path = tmp_path / name
        path.write_text(prelude(text) + text, encoding="utf-8")
        return path

    return make


@pytest.fixture
def read(write: Write) -> Read:
    """Read a dataset from the text of a TriG file."""
    return lambda text: load([write(text)])


@pytest.fixture
def material(write: Write) -> Callable[..., Material]:
    """Read the text of a TriG file as a check does; choices may be given."""

    def make(text: str, name: str = "data.trig", **choices: Any) -> Material:
        dataset, documents, broken = read_files([write(text, name)])
        assert broken == ()
        return Material(dataset, documents, (), Options(**choices))

    return make


@pytest.fixture
def find(material: Callable[..., Material]) -> Find:
    """Apply some rules to a text: the code, the line and the column of each finding, sorted."""

    def make(rules: Rules, text: str, **choices: Any) -> list[Place]:
        of_text = material(text, **choices)
        findings = place(rules(of_text), of_text.documents)
        return sorted((each.code, each.line, each.column) for each in findings)

    return make


@pytest.fixture
def base(repository: Path) -> Path:
    """The clean graph that goes with the examples of the rules."""
    return repository / "tests" / "shapes" / "base.trig"
