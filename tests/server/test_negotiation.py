from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatygraph.server.formats import ENTITIES, SOLUTIONS, TRIPLES
from treatygraph.server.negotiation import Offer, by_name, negotiate, parse_accept
from treatygraph.server.problems import Problem

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"

CHOICES = [
    (None, "json"),
    ("*/*", "json"),
    ("text/*", "csv"),
    ("application/*", "json"),
    ("application/sparql-results+json", "json"),
    ("application/json", "json"),
    ("application/xml", "xml"),
    ("TEXT/CSV", "csv"),
    ("text/tab-separated-values;q=0.9, text/csv;q=0.8", "tsv"),
    ("text/csv;q=0.5,application/sparql-results+xml;q=0.4", "csv"),
    ("*/*, application/sparql-results+json;q=0, application/json;q=0", "xml"),
    ("application/*;q=0, */*", "csv"),
    ("text/csv; charset=utf-8", "csv"),
    ("text/csv; header=absent", "csv"),
    ("text/csv; charset=iso-8859-1; q=0, text/csv", "csv"),
    ("*/*;q=0.1, text/csv;charset=UTF-8;q=1", "csv"),
    ("application/x-unheard-of, */*;q=0.01", "json"),
    ("text/csv;q=rubbish, text/html;q=0.2", "html"),
    (BROWSER, "html"),
]


@pytest.mark.parametrize(("accept", "name"), CHOICES)
def test_accept_chooses_the_form_of_solutions(accept: str | None, name: str) -> None:
    assert negotiate(SOLUTIONS, accept)[0].name == name


@pytest.mark.parametrize(
    "accept", ["text/turtle", "image/*", "text/*;q=0", "*/*;q=0", "", "rubbish", "text/csv;charset=utf-16"]
)
def test_406_when_nothing_is_acceptable(accept: str) -> None:
    with pytest.raises(Problem) as caught:
        negotiate(SOLUTIONS, accept)
    assert caught.value.code == 406
    assert any(choice.startswith("csv: text/csv") for choice in caught.value.choices)


def test_an_alias_is_answered_with_itself() -> None:
    assert negotiate(TRIPLES, "application/xml;q=0.9, application/json")[1] == "application/json"


@pytest.mark.parametrize("name", ["ttl", "TTL", "turtle", "text/turtle"])
def test_a_name_wins_over_the_header(name: str) -> None:
    assert negotiate(TRIPLES, "text/html", name)[1] == "text/turtle"


@pytest.mark.parametrize("header", ["text/turtle", "text/csv", "TEXT/CSV", "application/xml", "application/x-none"])
def test_a_single_type_is_chosen_as_werkzeug_would(header: str) -> None:
    for offers in (SOLUTIONS, TRIPLES):
        types = [each for offer in offers for each in (offer.media_type, *offer.aliases)]
        best = parse_accept(header).best_match(types)
        assert outcome(header, offers) == ("406" if best is None else best)


def test_406_for_a_name_that_does_not_exist_here() -> None:
    with pytest.raises(Problem, match="csv") as caught:
        negotiate(TRIPLES, "*/*", "csv")
    assert caught.value.code == 406


def test_a_client_without_preference_gets_data_and_a_browser_the_page() -> None:
    assert negotiate(ENTITIES, "*/*")[0].name == "ttl"
    assert negotiate(ENTITIES, BROWSER)[0].name == "html"


def test_names_lead_to_one_form_each() -> None:
    for offers in (SOLUTIONS, TRIPLES, ENTITIES):
        for offer in offers:
            assert by_name(offers, offer.name) is offer
            assert by_name(offers, offer.media_type) is offer


def outcome(header: str, offers: Sequence[Offer] = SOLUTIONS) -> str:
    """The media type that is chosen, or the number of the error."""
    try:
        return negotiate(offers, header)[1]
    except Problem as problem:
        return str(problem.code)


@given(st.text(max_size=60) | st.from_regex(r"([a-z*]+/[a-z*+]+(; ?[a-z]+=[a-z0-9.\"]*)*, ?)+", fullmatch=True))
def test_any_header_gives_a_form_or_406(header: str) -> None:
    possible = {media_type for offer in SOLUTIONS for media_type in (offer.media_type, *offer.aliases)}
    assert outcome(header) in {"406", *possible}
