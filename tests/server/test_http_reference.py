"""The reference page of the HTTP interface tells of every address, status and header that there is."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from treatygraph.graph.graph_groups import KIND_TEXTS
from treatygraph.server.openapi import description
from treatygraph.server.protocol import PARAMETERS
from treatygraph.server.stored import MAX_PER_PAGE, RESERVED

PLACEHOLDERS = {
    "<path:name>": "NAME",
    "<name>": "NAME",
    "<suffix>": "SUFFIX",
    "<code>": "CODE",
    "<path:part>": "PART",
    "<path:filename>": "",
    "<any(concept):collection>": "concept",
    '<any("treatygraph", "treatygraph-with-derived"):name>': "treatygraph",
}


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    return (repository / "docs/reference/http.md").read_text("utf-8")


def test_every_address_is_told(app: Flask, page: str) -> None:
    for rule in app.url_map.iter_rules():
        path = rule.rule
        for placeholder, words in PLACEHOLDERS.items():
            path = path.replace(placeholder, words)
        path = "/static/" if path.startswith("/static/") else path
        wanted = [path, path.replace(".SUFFIX", ".json"), f"{path}.SUFFIX"]
        assert any(f"`{each}" in page for each in wanted), path


def test_every_status_is_told(page: str) -> None:
    operations = [each for path in description("http://localhost/")["paths"].values() for each in path.values()]
    statuses = {status for operation in operations for status in operation["responses"]}
    assert len(statuses) > 8
    for status in statuses:
        assert status in page.partition("## Statuses")[2].partition("## Headers")[0], status


def test_every_parameter_and_kind_is_told(page: str) -> None:
    for name in (*PARAMETERS, *RESERVED, *KIND_TEXTS):
        assert f"`{name}`" in page, name
    assert f"{MAX_PER_PAGE:,}" in page
