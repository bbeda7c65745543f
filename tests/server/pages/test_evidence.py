from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, Triple

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.promises.evidence import Evidence
from treatygraph.graph.terms import ID, RDF_TYPE, tg
from treatygraph.server.pages.evidence import Marks, explain_address
from treatygraph.server.pages.site import Site

JAPAN = NamedNode(ID + "japan")


def test_the_marks_name_the_passages_that_the_command_names(shipped: Flask, site: Site, built: Dataset) -> None:
    evidence, marks = Evidence(built), Marks(site)
    curated = [quad.triple for quad in built.quads if built.kind_of(quad.graph_name) in {"passage", "inference"}]
    with shipped.test_request_context():
        for triple in dict.fromkeys(curated[::3]):
            quads = [quad for quad in built.about(triple.subject) if quad.triple == triple]
            own = [quad for quad in quads if built.kind_of(quad.graph_name) != "inferred"]
            shown = {link.iri for mark in marks.of(own) for link in mark.passages if "/passage/" in link.iri}
            assert shown == set(evidence.of_triple(triple).passages), triple


def test_passages_with_the_same_speakers_stand_together(shipped: Flask, site: Site, built: Dataset) -> None:
    quads = [quad for quad in built.about(JAPAN) if quad.predicate == RDF_TYPE and quad.object == tg("State")]
    with shipped.test_request_context():
        (mark,) = Marks(site).of(quads)
    assert (mark.kind, mark.chains) == ("passage", ("TASS",))
    assert [link.text for link in mark.passages][:3] == ["p01", "p03", "p04b"]
    assert mark.passages[0].hint == "tass-2018-12-07/p01, block 1, characters 0 to 77"


def test_a_proposition_has_the_chain_of_those_who_put_it_forward(site: Site) -> None:
    proposition = NamedNode(ID + "proposition/tass-2018-12-07/step-will-be-made")
    assert Marks(site).chains(proposition) == ("TASS \u203a Sergey Lavrov",)
    assert Marks(site).chains(JAPAN) == ()


def test_the_address_of_an_explanation_names_things_briefly(shipped: Flask) -> None:
    triple = Triple(NamedNode(ID + "perspective/japan"), tg("heldBy"), JAPAN)
    with shipped.test_request_context():
        assert explain_address(triple) == "/explain?subject=perspective%2Fjapan&predicate=tg%3AheldBy&object=%3Ajapan"


def test_a_siglum_tells_how_its_passage_begins_where_a_copy_has_the_words(
    with_words: FlaskClient, reader: FlaskClient
) -> None:
    hints = re.findall(r'class="siglum" href="[^"]*" title="([^"]*)"', with_words.get("/page/port-alder").text)
    assert hints
    assert all(re.search(r", characters \d+ to \d+: “.{20,90}”$", hint) for hint in hints)
    assert "“" not in "".join(re.findall(r'class="siglum" [^>]*title="([^"]*)"', reader.get("/page/shikotan").text))
