"""The lists of well-known terms are there, and are asked only when they are needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from treatygraph.graph.checking.published import CLOSED, OPEN, published_terms
from treatygraph.graph.terms import PREFIXES, RDF, SH


@pytest.mark.parametrize("namespace", [*CLOSED, *OPEN])
def test_each_vocabulary_has_terms(namespace: str) -> None:
    assert len(published_terms(namespace)) > 10


def test_terms_that_are_no_names_in_python_are_among_them() -> None:
    assert {"class", "in", "targetClass"} <= published_terms(SH)
    assert {"reifies", "type", "nil"} <= published_terms(RDF)


def test_of_other_namespaces_nothing_is_known() -> None:
    assert published_terms(PREFIXES["tg"]) == frozenset()


def test_a_check_of_terms_that_are_known_otherwise_does_not_import_rdflib() -> None:
    program = """
import sys
from treatygraph.graph.checking.material import Material
from treatygraph.graph.checking.terms import check_terms
from treatygraph.graph.loader import load
assert list(check_terms(Material.of(load()))) == []
assert "rdflib" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True)
