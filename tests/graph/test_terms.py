"""Names of terms, graphs and prefixes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from treatygraph.graph import terms
from treatygraph.graph.terms import CONCEPT, ID, PREFIXES, TG, compact, concept, expand, local_name, tg


@given(st.sampled_from(list(PREFIXES.values())), st.text("aZ09_.-/~é", max_size=6))
def test_what_compact_writes_is_what_turtle_reads(namespace: str, local: str) -> None:
    written = compact(namespace + local)
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    (quad,) = parse(input=f"{prefixes}{written} a <urn:x> .", format=RdfFormat.TURTLE)
    assert str(quad.subject) == f"<{namespace + local}>"


@given(st.sampled_from(sorted(PREFIXES)), st.text("aZ09_-", min_size=1, max_size=6))
def test_a_plain_curie_is_expanded_and_compacted_to_itself(prefix: str, local: str) -> None:
    iri = expand(f"{prefix}:{local}")
    assert iri == PREFIXES[prefix] + local
    assert expand(compact(iri)) == iri or compact(iri) == f"<{iri}>"


@pytest.mark.parametrize("text", ["japan", "https://example.org/a", "none:a", "tg:", "", ":"])
def test_what_is_no_curie_is_not_expanded(text: str) -> None:
    assert expand(text) is None


@pytest.mark.parametrize(
    ("iri", "name"), [(TG + "State", "State"), (ID + "time/1956", "1956"), (ID, ID), ("urn:a", "urn:a")]
)
def test_the_local_name_follows_the_last_slash_or_hash(iri: str, name: str) -> None:
    assert local_name(iri) == name


def test_terms_and_concepts_stand_in_their_namespaces() -> None:
    assert (tg("State").value, concept("force").value) == (TG + "State", CONCEPT + "force")


def test_no_namespace_has_two_prefixes() -> None:
    assert len(set(PREFIXES.values())) == len(PREFIXES)
    assert terms.__all__ == sorted(terms.__all__)
