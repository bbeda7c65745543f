from __future__ import annotations

import re
from pathlib import Path

from flask.testing import FlaskClient

from treatygraph.graph.loader import load
from treatygraph.graph.passages import passages_of, read_copy
from treatygraph.server import create_app

ARTICLE = Path(__file__).parents[2] / "second_article"
SOURCE = "https://w3id.org/treatygraph/id/source/nna-2024-05-14"


def test_the_passages_come_in_the_order_of_the_text(reader: FlaskClient) -> None:
    names = []
    address = "/sources/tass-2018-12-07"
    for number in range(1, 9):
        response = reader.get(f"{address}?page={number}")
        if response.status_code == 404:
            break
        names += re.findall(r'<section class="passage" id="([^"]+)"', response.text)
    assert names[:4] == ["p01", "p02", "p03", "p04a"]
    assert names[-1] == "p11"
    assert len(names) == 19


def test_without_a_copy_there_are_places_and_digests(reader: FlaskClient) -> None:
    page = reader.get("/sources/tass-2018-12-07").text
    assert "<strong>Without words.</strong>" in page
    assert "block 1, characters 0 to 77" in page
    assert "b3d9e3f479cddaa9c7261dd9d2952ca986e9339c26494d9a906966e7ca113d39" in page
    assert 'href="https://tass.com/"' in page
    assert "<blockquote>" not in page


def test_each_passage_has_what_it_supports(reader: FlaskClient) -> None:
    page = reader.get("/sources/tass-2018-12-07?passage=p09b").text
    passage = re.findall(r'<section class="passage" id="p09b".*?</section>', page, re.DOTALL)[0]
    assert ">promise of 1956 to hand over islands to Japan</a>" in passage
    assert '<span class="predicate">debtor</span> USSR' in passage
    assert '<li class="said">' in passage
    assert "inferences rest on it" in passage


def test_a_copy_that_fits_gives_the_words_highlighted(with_words: FlaskClient) -> None:
    page = with_words.get("/sources/nna-2024-05-14").text
    assert "<strong>With its words.</strong>" in page
    copy = read_copy(ARTICLE / "nna-2024-05-14.txt")
    assert page.count("<mark>") == len(passages_of(load([ARTICLE]), SOURCE))
    assert copy.text[:20] in page


def test_of_a_copy_that_differs_only_what_fits_is_shown(tmp_path: Path) -> None:
    words = (ARTICLE / "nna-2024-05-14.txt").read_text("utf-8")
    (tmp_path / "nna-2024-05-14.txt").write_text(words[:-40], "utf-8")
    client = create_app(load([ARTICLE]), {"TESTING": True, "SOURCES": [tmp_path]}).test_client()
    page = client.get("/sources/nna-2024-05-14", headers={"Accept": "text/html"}).text
    assert "<strong>With some of its words.</strong>" in page
    assert 0 < page.count("<mark>") < len(passages_of(load([ARTICLE]), SOURCE))


def test_the_index_lists_them(reader: FlaskClient) -> None:
    page = reader.get("/sources/").text
    assert 'href="/sources/tass-2018-12-07"' in page
    assert "19 passages" in page


def test_a_source_that_does_not_exist_leads_to_those_that_do(reader: FlaskClient) -> None:
    response = reader.get("/sources/tass")
    assert response.status_code == 404
    assert 'href="/sources/tass-2018-12-07"' in response.text
    assert reader.get("/sources/tass-2018-12-07?page=99").status_code == 404


def test_passages_that_are_not_described_in_full_are_shown_too(client: FlaskClient) -> None:
    page = client.get("/sources/gazette-1901", headers={"Accept": "text/html"}).text
    assert 'id="p1"' in page
    assert ">Lutha</a>" in page
