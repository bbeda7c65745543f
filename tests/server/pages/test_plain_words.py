"""Values that pages write as people do."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/page/source/tass-2018-12-07", '<span class="literal" title="xsd:dateTime">7 December 2018, 16:37</span>'),
        ("/page/islets-of-the-lesser-kuril-chain", '<span class="literal" title="xsd:boolean">no</span>'),
    ],
)
def test_moments_and_truths_are_written_in_words(reader: FlaskClient, path: str, words: str) -> None:
    page = reader.get(path).text
    assert words in page
    assert "T16:37:00</span>" not in page


def test_a_note_stands_once_on_a_page(reader: FlaskClient) -> None:
    notes = re.findall(r'<p class="quiet">(Nobody writes these[^<]*)</p>', reader.get("/page/japan").text)
    assert len(notes) == 1


def test_an_answer_without_scripts_tells_its_time_and_names_formats_as_pages_do(reader: FlaskClient) -> None:
    page = reader.get("/sparql?query=SELECT+*+%7B+%3Fa+a+%3Fb+%7D+LIMIT+2&format=html").text
    assert re.search(r"2 rows? in \d+ ms", re.sub(r"\s+", " ", page))
    assert ">CSV</a>" in page
    assert ">csv</a>" not in page
