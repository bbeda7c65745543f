from __future__ import annotations

from importlib.metadata import version

from treatygraph.server.pages.citation import cite


def test_it_names_title_version_state_and_iri() -> None:
    citation = cite("Lutha & Co.", "https://w3id.org/treatygraph/id/lutha", "0123456789abcdef")
    iri = "https://w3id.org/treatygraph/id/lutha"
    edition = f"version {version('treatygraph')}, state 0123456789ab"
    assert citation.text == f"“Lutha & Co.”. treatygraph, {edition}. {iri}"
    assert citation.bibtex.splitlines()[:2] == ["@misc{treatygraph-id-lutha,", "  title = {Lutha \\& Co.},"]


def test_without_a_digest_it_names_the_version_alone() -> None:
    assert "state" not in cite("Lutha", "https://w3id.org/treatygraph/id/lutha", "").text
