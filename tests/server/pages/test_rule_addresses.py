from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from treatygraph.graph.checking.reports.wording import rule_page
from treatygraph.graph.terms import ONTOLOGY_IRI


@pytest.mark.parametrize("code", ["TG203", "tg001"])
def test_the_iri_of_a_rule_that_reports_name_leads_to_its_page(client: FlaskClient, code: str) -> None:
    path = rule_page(code).removeprefix(ONTOLOGY_IRI.removesuffix("/ns"))
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 200
    assert code.upper() in answer.text


def test_a_rule_that_is_not_there_is_not_found(client: FlaskClient) -> None:
    assert client.get("/rule/TG999", follow_redirects=True).status_code == 404
