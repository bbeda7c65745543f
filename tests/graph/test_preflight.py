"""What is found before pyoxigraph would pass over it, or end the process over it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad

from treatygraph.graph.errors import InputError
from treatygraph.graph.preflight import NO_BASE, refuse_relative_iris, require_safe_json, require_well_formed_xml

FILE = Path("data.jsonld")
A = NamedNode("urn:a")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text("@graphcontier", max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("@ab", max_size=3), inner, max_size=3),
)


@given(VALUES)
def test_json_without_graph_containers_is_let_through(value: object) -> None:
    require_safe_json(json.dumps(value).encode(), FILE)


@given(VALUES, st.sampled_from(["@graph", ["@graph"], ["@id", "@graph"], ["@graph", "@index"]]))
def test_a_graph_container_is_found_wherever_it_stands(value: object, container: object) -> None:
    text = json.dumps([value, {"a": [{"@context": {"b": {"@container": container}}}]}])
    with pytest.raises(InputError, match="cannot be read"):
        require_safe_json(text.encode(), FILE)


def test_a_repeated_key_hides_nothing() -> None:
    with pytest.raises(InputError, match="cannot be read"):
        require_safe_json(b'{"@container": "@graph", "@container": "@set"}', FILE)


def test_what_is_refused_would_end_the_process() -> None:
    """Once pyoxigraph no longer aborts here, graph containers need not be refused any more."""
    text = '{"@context": {"g": {"@id": "urn:g", "@container": "@graph"}}, "@id": "urn:a", "g": {"@set": [3]}}'
    code = "import sys; from pyoxigraph import *; list(parse(input=sys.argv[1], format=RdfFormat.JSON_LD))"
    done = subprocess.run([sys.executable, "-c", code, text], check=False, capture_output=True)
    assert done.returncode < 0


@pytest.mark.parametrize("text", [b"", b"<a>", b"<a></b>", b"<a/><b/>", b"plain", b"<a>&none;</a>", b"\x00"])
def test_what_is_no_whole_xml_is_refused_with_its_place(text: bytes) -> None:
    with pytest.raises(InputError) as error:
        require_well_formed_xml(text, FILE)
    assert error.value.line == 1
    assert error.value.column is not None


def test_well_formed_xml_with_entities_of_its_own_is_let_through() -> None:
    require_well_formed_xml(b'<!DOCTYPE a [<!ENTITY e "urn:e">]><a x="&e;">&e;&#233;</a>', FILE)


@pytest.mark.parametrize("place", range(4))
def test_a_relative_iri_is_found_in_every_place_of_a_quad(place: int) -> None:
    parts = [A] * 4
    parts[place] = NamedNode(f"{NO_BASE}/there")
    with pytest.raises(InputError, match="'there' is relative"):
        refuse_relative_iris([Quad(A, A, A, A), Quad(*parts)], FILE)
    refuse_relative_iris([Quad(A, A, A, A)], FILE)
