from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import NamedNode

from treatygraph.graph.terms import OWL, RDF_TYPE, RDFS_LABEL, SKOS, TG
from treatygraph.server.pages.site import Site
from treatygraph.server.vocabulary_words import INVERSE_WORDS, REUSED_TERMS
from treatygraph.server.wording import RULE_WORDS, status_words

ARTICLE = Path(__file__).parents[2] / "second_article" / "nna-2024-05-14.txt"
SCHEME = NamedNode("https://w3id.org/treatygraph/concept/scheme/status")


def test_statuses_are_named_as_the_code_list_names_them(site: Site) -> None:
    concepts = site.vocabulary.subjects(NamedNode(SKOS + "inScheme"), SCHEME)
    assert len(concepts) == 12
    for concept in concepts:
        assert isinstance(concept, NamedNode)
        assert status_words(concept.value.rpartition("/")[2]) == site.wording.label(concept.value)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("clause tg:setsOut promise", "clause sets out promise"),
        ("type tg:Signature; agent Japan", "type signature; agent Japan"),
        ("rejects: x ([1960-01-01..2018-12-07])", "rejects: x (on a day from 1 January 1960 to 7 December 2018)"),
        ("x, on 1960-06-01, narrator: signed-not-binding", "x, on 1 June 1960, narrator: signed, not binding"),
        ("tass-2018-12-07/p09b, TASS", "tass-2018-12-07/p09b, TASS"),
        (
            "<https://w3id.org/treatygraph/id/passage/tass-2018-12-07/p09c> (Passage)",
            "passage p09c of TASS dispatch of 7 December 2018 (Passage)",
        ),
        ("inferred: nobody:knows this, 12:30", "inferred: nobody:knows this, 12:30"),
    ],
)
def test_explanations_are_put_into_words(site: Site, told: str, words: str) -> None:
    assert site.wording.prose(told) == words


def test_every_rule_that_gave_a_statement_is_told_in_words(site: Site) -> None:
    assert {why.rule for why in site.dataset.derivations.values()} <= set(RULE_WORDS)


def test_pages_speak_no_codes(reader: FlaskClient) -> None:
    page = reader.get("/status/hand-over-1956?on=1956-11-01&assume=conclude-peace-treaty=1956-10-30").text
    assert "supposing conclusion of a peace treaty on 30 October 1956" in page
    told = page.partition('id="why"')[2]
    assert "sets out" in told
    assert "tg:" not in told
    assert "signed-not-binding<" not in page


def test_properties_of_other_vocabularies_have_words(reader: FlaskClient) -> None:
    page = reader.get("/page/islets-of-the-lesser-kuril-chain").text
    assert ">lies within<" in page
    assert "sf within" not in page


def test_values_that_speak_for_themselves_have_no_datatype_beside_them(reader: FlaskClient) -> None:
    page = reader.get("/queries/status-on-a-day").text
    assert '<span class="literal" title="xsd:date">1960-01-27</span>' in page
    assert ">xsd:date<" not in page


def test_the_words_of_a_source_are_left_as_they_are(with_words: FlaskClient) -> None:
    page = with_words.get("/explain?name=veska").text
    assert "nna-2024-05-14/p0" in page
    lines = [line for line in ARTICLE.read_text("utf-8").splitlines() if line]
    assert any(line[:30] in unescape(page) for line in lines)


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/page/inference/tass-2018-12-07/the-two-states", "inference: the two states"),
        ("/page/graph/tass-2018-12-07/p09b", "what passage p09b of TASS dispatch of 7 December 2018 says"),
        ("/page/graph/status", "statuses of the promises"),
        ("/page/graph/inferred/tass", "what follows from what TASS says"),
        ("/page/graph/labels", "what treatygraph writes: labels"),
        ("/page/graph/natural-earth/moscow", "what Natural Earth 4.1.0, vector map data says: moscow"),
        ("/page/geometry/natural-earth/land-at-shikotan", "shape of Shikotan"),
        ("/page/selector/tass-2018-12-07/p01", "where it stands: passage p01 of TASS dispatch of 7 December 2018"),
    ],
)
def test_graphs_have_names_too(reader: FlaskClient, path: str, title: str) -> None:
    assert f"<h1>{title}</h1>" in reader.get(path).text


def test_terms_of_other_vocabularies_have_a_label_and_a_definition(site: Site, shipped: Flask) -> None:
    quads = [quad for quad in site.dataset.quads if site.dataset.kind_of(quad.graph_name) != "ontology"]
    used = {quad.predicate for quad in quads}
    used |= {quad.object for quad in quads if quad.predicate == RDF_TYPE and isinstance(quad.object, NamedNode)}
    foreign = {each.value for each in used if not each.value.startswith(TG)}
    assert foreign <= set(REUSED_TERMS)
    with shipped.test_request_context():
        label = site.wording.property(NamedNode(RDFS_LABEL.value))
        assert (label.text, label.hint) == ("label", "What a thing is called here, for people. (rdfs:label)")
        assert site.wording.link(NamedNode(SKOS + "Concept")).text == "concept"


def test_every_property_between_things_can_be_told_from_the_other_end(site: Site) -> None:
    own = site.vocabulary.subjects(RDF_TYPE, NamedNode(OWL + "ObjectProperty"))
    names = {each.value for each in own if isinstance(each, NamedNode)}
    assert {each for each in names if each.startswith(TG)} <= set(INVERSE_WORDS)
