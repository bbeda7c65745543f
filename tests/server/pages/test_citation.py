from __future__ import annotations

from treatygraph.server.description import Description
from treatygraph.server.pages.citation import cite

IRI = "https://w3id.org/treatygraph/id/lutha"
GRAPH = Description("Ports & more", creators=("A_B", "Ports & more"), version="7")


def test_it_names_title_creators_graph_version_state_and_iri() -> None:
    citation = cite("Lutha & Co.", IRI, GRAPH, "0123456789abcdef")
    assert citation.text == f"“Lutha & Co.”. A_B, Ports & more, version 7, state 0123456789ab. {IRI}"
    assert citation.bibtex.splitlines() == [
        "@misc{ports-more-id-lutha,",
        "  title = {Lutha \\& Co.},",
        "  author = {{A\\_B}},",
        "  howpublished = {Ports \\& more},",
        "  edition = {version 7, state 0123456789ab},",
        f"  url = {{{IRI}}},",
        "}",
    ]


def test_without_version_and_digest_it_names_neither() -> None:
    citation = cite("Lutha", IRI, Description("Ports"), "")
    assert citation.text == f"“Lutha”. Ports. {IRI}"
    assert "edition" not in citation.bibtex
