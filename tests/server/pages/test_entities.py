from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import NamedNode

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.terms import ID
from treatygraph.server.pages.entities import EntityView, entity_view
from treatygraph.server.pages.site import Site
from treatygraph.server.pages.statements import PAGE_WEIGHT


@pytest.fixture
def view(shipped: Flask, site: Site) -> EntityView:
    with shipped.test_request_context():
        found = entity_view(site, NamedNode(ID + "japan"))
    assert found is not None
    return found


def section(page: str, name: str) -> str:
    """Take one section out of a page."""
    found = re.search(rf'<section aria-labelledby="{name}".*?</section>', page, re.DOTALL)
    return found[0] if found else ""


def test_statements_that_are_said_stand_apart_from_facts(view: EntityView) -> None:
    names = [each.name for each in view.sections]
    assert names == ["pointing", "said-of", "derived-of", "derived", "named"]
    said = next(each for each in view.sections if each.name == "said-of")
    assert said.said
    assert all(row.standing for group in said.groups for row in group.rows)
    facts = [each for each in view.sections if each.name in ("facts", "pointing")]
    assert not any(row.standing for each in facts for group in each.groups for row in group.rows)


def test_each_statement_has_who_says_so(view: EntityView) -> None:
    for each in view.sections:
        for group in each.groups:
            assert all(row.marks for row in group.rows), (each.name, group.property)


def test_what_is_said_is_told_by_words_and_not_by_colour_alone(reader: FlaskClient) -> None:
    page = reader.get("/page/proposition/tass-2018-12-07/treaty-means-recognition").text
    assert '<header class="thing said">' in page
    assert "<strong>Said.</strong>" in page
    assert "TASS \u203a Sergey Lavrov" in page
    assert "Said, not asserted" in section(page, "claims")
    assert ">condition</span>" in reader.get("/page/hand-over-1956").text


def test_a_status_without_an_end_is_not_told_as_one_of_a_single_day(reader: FlaskClient) -> None:
    page = reader.get("/page/hand-over-1956").text
    assert ">conditional, agreed text, from 8 December 1956</a>" in page
    assert ">not made, agreed text, until 18 October 1956</a>" in page
    assert ">conditional, narrator, 8 December 1956 to 26 January 1960</a>" in page


def test_the_chain_of_speakers_stands_at_the_statement(reader: FlaskClient) -> None:
    page = reader.get("/page/speech-act/tass-2018-12-07/p05a-announcement").text
    assert "TASS \u203a Sergey Lavrov \u203a Shinzo Abe and Vladimir Putin" in section(page, "facts")


def test_what_is_inferred_has_its_reason_and_its_passages(reader: FlaskClient) -> None:
    page = section(reader.get("/page/ratification-by-japan-1956").text, "inferences")
    assert "inferred: anaphora" in page
    assert "The states that ratified are the two sides" in page
    assert '<a class="siglum" href="/page/passage/tass-2018-12-07/p09c"' in page


def test_what_is_derived_has_its_rule_and_its_premises(reader: FlaskClient) -> None:
    page = section(reader.get("/page/shikotan").text, "derived")
    assert "<code>cax-sco</code>" in page
    address = unescape(re.findall(r'href="(/explain\?[^"]*)"', page)[0])
    assert "OWL RL" in reader.get(address).text


def test_what_is_derived_of_a_status_is_not_told_as_stated(reader: FlaskClient) -> None:
    page = reader.get("/page/hand-over-1956").text
    span = re.findall(r'href="(/page/status-span/[^"]+)"', page)[0]
    told = reader.get(span).text
    assert section(told, "facts") == ""
    assert '<h2 id="derived">Derived</h2>' in told
    assert "derived: status of a promise" in section(told, "derived")
    assert told.index('id="derived"') < told.index('id="pointing"' if 'id="pointing"' in told else 'id="data"')


def test_an_inference_is_told_as_one_with_its_reason_and_its_passages(reader: FlaskClient) -> None:
    page = reader.get("/page/inference/tass-2018-12-07/the-two-states").text
    head = " ".join(page.partition("</header>\n\n")[0].split())
    assert "<strong>Inferred: anaphora.</strong> The states that ratified are the two sides" in head
    assert 'href="/page/passage/tass-2018-12-07/p09c"' in head
    assert "by treatygraph.</p>" in head
    contents = section(page, "contents-1")
    assert "What the curators infer</h2>" in contents
    assert '<dl class="statements contents inference">' in contents
    assert "What the curators infer" not in reader.get("/page/graph/tass-2018-12-07/p09b").text


def test_the_record_of_the_sources_is_not_marked_as_what_a_passage_says(reader: FlaskClient) -> None:
    sheet = reader.get("/static/style.css").text
    assert re.search(r"\.mark\.editorial, \.mark\.provenance \{ border-left: 3px dotted", sheet)


def heads(contents: str) -> list[str]:
    """Read what the groups of a section are of."""
    plain = re.sub(r'<span class="definition".*?</span>', "", contents)
    found = re.findall(r"<dt>(.*?)</dt>", plain, re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", " ", each).split()) for each in found]


def test_what_matters_most_of_a_passage_comes_first_and_mere_types_last(reader: FlaskClient) -> None:
    contents = section(reader.get("/page/passage/tass-2018-12-07/p09b").text, "contents-1")
    found = heads(contents)
    assert found[0] == "promise of 1956 to hand over islands to Japan"
    assert found[1] == "conclusion of a peace treaty as condition condition"
    assert found.index("territorial clause of Article 9") < found.index("the name Tokyo, for Japan")
    assert found[-1] == "Of these only the type"
    last = contents.rpartition("<dt>")[2]
    assert '<ul class="inline">' in last
    assert re.search(r'<span class="predicate">island</span>.*?>Shikotan</a>', last, re.DOTALL)


def test_a_time_is_told_with_the_event_that_it_is_of(reader: FlaskClient) -> None:
    contents = section(reader.get("/page/passage/tass-2018-12-07/p03").text, "contents-1")
    assert not [each for each in heads(contents) if each.startswith("19 October")]
    event = re.search(r">signature of the Joint Declaration</a>.*?</dd>", contents, re.DOTALL)
    assert event
    assert re.search(
        r'<span class="predicate">when, not before</span> <span class="value">.*?19 October 1956', event[0]
    )


def test_statements_that_point_at_a_thing_say_what_it_is_in_them(reader: FlaskClient) -> None:
    page = reader.get("/page/japan").text
    assert "Where it appears</h2>" in page
    assert "is creditor of" in heads(section(page, "pointing"))
    assert "\u2190" not in page


def test_a_perspective_is_not_taken_for_the_state_that_it_is_called_after(reader: FlaskClient) -> None:
    page = section(reader.get("/page/signature-of-joint-declaration-1956").text, "pointing")
    assert ">Japan (perspective)</a>" in page
    assert not re.search(r'href="/page/perspective/[^"]+">(?![^<]*\(perspective\))', page)


def test_what_the_head_of_a_page_says_stands_at_its_end_with_who_says_so(reader: FlaskClient) -> None:
    page = reader.get("/page/shikotan").text
    folded = section(page, "named")
    assert "<details><summary>Each statement, with who makes it</summary>" in folded
    assert heads(folded)[:1] == ["type"] or "label" in " ".join(heads(folded))
    assert 'href="/page/passage/tass-2018-12-07/p09b"' in folded
    assert page.index('id="named"') > page.index('id="pointing"')
    assert "label" not in heads(section(page, "facts"))


def test_a_concept_is_shown_with_its_meaning_first(reader: FlaskClient) -> None:
    head = reader.get("/page/concept/withdrawn").text.partition("</header>\n\n")[0]
    assert '<p class="lead">The debtor has taken the commitment back' in head
    assert "<strong>For example:</strong> After a note of withdrawal" in head
    assert re.search(r'An entry of the code list <a href="/page/concept/scheme/status">', head)
    assert "https://doi.org/" in head
    assert "definition" not in heads(section(reader.get("/page/concept/withdrawn").text, "facts"))


def test_a_thing_tells_what_people_call_it(reader: FlaskClient) -> None:
    head = " ".join(reader.get("/page/shikotan").text.partition("</header>\n\n")[0].split())
    called = re.sub("<[^>]+>", "", head.partition('<p class="called">')[2].partition("</p>")[0])
    assert called == "Called Shikotan Island by TASS passage p09b"
    chain = " ".join(reader.get("/page/lesser-kuril-chain").text.split())
    assert "Habomai</em> by <a" in chain
    assert ", as the curators read it <a" in chain
    assert 'class="called"' not in reader.get("/page/joint-declaration-1956").text


def test_properties_have_their_definitions_for_hover_and_focus(reader: FlaskClient) -> None:
    page = reader.get("/page/hand-over-1956").text
    found = re.search(
        r'<a href="/ns#debtor" aria-describedby="([^"]+)">debtor</a><span [^>]*id="([^"]+)">([^<]+)', page
    )
    assert found
    assert found[1] == found[2]
    assert found[3].endswith(".")


def test_the_page_says_how_to_use_and_cite_it(reader: FlaskClient, built: Dataset) -> None:
    page = reader.get("/page/japan").text
    for suffix in ("ttl", "trig", "jsonld"):
        assert f'href="/data/japan.{suffix}"' in page
    assert "Cite as:" in page
    assert built.digest[:12] in page
    assert re.search(r'href="/(?:query|sparql)\?query=[^"]+">View and edit SPARQL', page)
    csv = unescape(re.findall(r'href="(/sparql\?query=[^"]*format=csv)"', page)[0])
    assert reader.get(csv).text.startswith("graph,property,value\r\n")


@pytest.mark.parametrize(
    ("name", "type_"),
    [("joint-declaration-1956", "Legislation"), ("article-9", "Legislation")],
)
def test_instruments_are_described_for_search_engines(reader: FlaskClient, name: str, type_: str) -> None:
    page = reader.get(f"/page/{name}").text
    block = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert f'"@type": "{type_}"' in block[0]


def test_the_declaration_has_its_day_and_its_parties_for_search_engines(reader: FlaskClient) -> None:
    page = reader.get("/page/joint-declaration-1956").text
    assert '"legislationDate": "1956-10-19"' in page
    assert '"name": "USSR"' in page


def test_a_large_thing_is_paged_and_nothing_is_lost(shipped: Flask, site: Site) -> None:
    thing = NamedNode(ID + "graph/status")
    with shipped.test_request_context():
        first = entity_view(site, thing)
        assert first is not None
        assert first.pages > 2
        views = [entity_view(site, thing, number) for number in range(1, first.pages + 1)]
        assert entity_view(site, thing, first.pages + 1) is None
    shown = sum(len(g.rows) for v in views if v is not None for s in v.sections for g in s.groups)
    assert shown == first.total
    assert shown > PAGE_WEIGHT


LONG = f"page={'9' * 5000}"


@pytest.mark.parametrize(
    ("query", "status"), [("page=2", 404), ("page=0", 400), ("page=x", 400), (LONG, 400), ("page=1", 200)]
)
def test_a_page_that_does_not_exist_is_told(reader: FlaskClient, query: str, status: int) -> None:
    assert reader.get(f"/page/sergey-lavrov?{query}").status_code == status


def test_a_passage_has_no_words_without_a_copy(reader: FlaskClient) -> None:
    page = reader.get("/page/passage/tass-2018-12-07/p09b").text
    assert "Block 9, characters 1916 to 2220" in page
    assert "<blockquote>" not in page
    assert "What this passage supports" in page
    assert "<h1>passage p09b of TASS dispatch of 7 December 2018</h1>" in page


def test_what_is_said_in_a_passage_is_marked_among_what_it_supports(reader: FlaskClient) -> None:
    page = reader.get("/page/passage/tass-2018-12-07/p05b").text
    said = re.findall(r'<div class="said">\s*<dt>(.*?)</dt>', page, re.DOTALL)
    assert any("peace treaty first, then any other talks" in each and ">said</span>" in each for each in said)
    assert not any("Soviet-Japanese Joint Declaration" in each for each in said)


def test_a_passage_has_its_words_from_a_copy_that_fits(with_words: FlaskClient) -> None:
    names = re.findall(r'id="(p[0-9a-z]+)"', with_words.get("/sources/nna-2024-05-14").text)
    page = with_words.get(f"/page/passage/nna-2024-05-14/{names[0]}").text
    assert re.search(r"<blockquote><p>.*<mark>.+</mark>", page)


def test_the_page_of_a_graph_shows_what_it_states(client: FlaskClient) -> None:
    page = client.get("/page/graph/gazette-1901/p1").text
    assert "What this graph states" in page
    assert "promise to lease Gull Rock" in page


def test_a_plain_page_links_its_values_and_what_points_here(client: FlaskClient) -> None:
    page = client.get("/page/gull-rock").text
    assert "<h1>Gull Rock</h1>" in page
    assert '<a class="siglum" href="/page/passage/gazette-1901/p1"' in page
    assert 'href="/page/%C3%AEle"' in page, "what points here"
    assert 'href="/ns#Island"' in page


def test_a_promise_leads_to_its_statuses(reader: FlaskClient) -> None:
    assert 'href="/status/hand-over-1956"' in reader.get("/page/hand-over-1956").text


def test_what_lies_somewhere_leads_to_the_map(reader: FlaskClient) -> None:
    link = '<a class="button" href="/map">On the map</a>'
    assert link in reader.get("/page/shikotan").text
    assert link not in reader.get("/page/japan").text


def test_a_premise_that_was_derived_names_the_passages_of_its_own_premises(reader: FlaskClient) -> None:
    page = section(reader.get("/page/joint-declaration-1956").text, "derived")
    premise = re.search(r"<li>territorial clause of Article 9 is part of Soviet-Japanese .*?</li>", page, re.DOTALL)
    assert premise
    assert re.findall(r"</span>(p\w+)</a>", premise[0]) == ["p09b"], "not all passages that anything derived rests on"
    assert "eli:is_part_of" not in page


def test_what_curators_infer_does_not_stand_under_stated(reader: FlaskClient) -> None:
    page = reader.get("/page/shikotan").text
    assert "What the curators infer</h2>" in page
    assert "Stated</h2>" not in page
