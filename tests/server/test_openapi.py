"""The description of the interfaces: complete, and true of every answer that schemathesis can provoke."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.examples import examples
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.stored_queries import TYPES, stored_queries
from treatygraph.server import create_app
from treatygraph.server.openapi import description

if TYPE_CHECKING:
    from tests.running import Start

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "http.md"
OURS = {"exports", "graph_store", "linked_data", "openapi", "operations", "sparql", "stored", "void"}
NEGOTIATED = {
    "/.well-known/void",
    "/data/{name}",
    "/exports/",
    "/exports/{name}",
    "/page/{name}",
    "/queries/{name}",
}
"""What leads to a path with a suffix, or is for people."""


@pytest.fixture(scope="module")
def app(built: Dataset) -> Flask:
    return create_app(built)


@pytest.fixture(scope="module")
def api(app: Flask) -> BaseSchema:
    return schemathesis.openapi.from_wsgi("/openapi.json", app)


@pytest.fixture(scope="module")
def served(start: Start) -> Iterator[BaseSchema]:
    """The description that a server gives of itself, with all that stands before the application."""
    server = start("--workers", "4", files=())
    yield schemathesis.openapi.from_url(f"http://127.0.0.1:{server.port}/openapi.json")
    assert server.stop() == 0


OPERATIONS = [
    (path, method, mode)
    for path, operations in description("http://localhost/")["paths"].items()
    for method, operation in operations.items()
    # Where any text will do, nothing can be said wrongly.
    for mode in GenerationMode
    if mode.is_positive or any(each["schema"] != {"type": "string"} for each in operation["parameters"])
]


def require_described_answers(
    api: BaseSchema, path: str, method: str, mode: GenerationMode, number: int, times: int = 1
) -> None:
    @settings(examples(number), suppress_health_check=list(HealthCheck))
    @given(case=api[path][method].as_strategy(generation_mode=mode))
    def answers(case: schemathesis.Case) -> None:
        # Not every text is a query and not every name a thing: what fits the schema may get a 400 or a 404.
        plain = {"Accept-Encoding": "identity"}
        for _ in range(times):
            case.call_and_validate(headers=plain, excluded_checks=[positive_data_acceptance])

    answers()


@pytest.mark.parametrize(("path", "method", "mode"), OPERATIONS)
def test_every_answer_is_as_described(api: BaseSchema, path: str, method: str, mode: GenerationMode) -> None:
    require_described_answers(api, path, method, mode, 8)


@pytest.mark.parametrize(("path", "method", "mode"), OPERATIONS)
def test_every_answer_of_a_server_is_as_described(
    served: BaseSchema, path: str, method: str, mode: GenerationMode
) -> None:
    # The second time it is one that was kept.
    require_described_answers(served, path, method, mode, 4, times=2)


def test_it_is_valid_and_names_this_server(app: Flask) -> None:
    document = app.test_client().get("/openapi.json", base_url="https://example.org/tg").get_json()
    assert document["servers"] == [{"url": "https://example.org/tg"}]
    for shape in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(shape)
    licence = "https://creativecommons.org/licenses/by/4.0/"
    assert document["info"]["license"] == {"name": "CC BY 4.0", "url": licence}
    assert json.dumps(document) == json.dumps(description("https://example.org/tg/", [licence]))


def test_every_address_for_programs_is_described(app: Flask) -> None:
    described = set(description("http://localhost/")["paths"])
    for rule in app.url_map.iter_rules():
        if rule.endpoint.partition(".")[0] in OURS or rule.rule.endswith(".json"):
            path = "".join(text if not part else f"{{{text}}}" for part, text in rule._trace if text != "|")
            path = path.replace("{collection}", "concept").replace("{suffix}", "{format}")
            assert path in described | NEGOTIATED, path


def test_every_error_is_described_where_it_can_occur() -> None:
    document = description("http://localhost/")
    table = re.findall(r"^\| ([45][0-9, ]+) \|", REFERENCE.read_text("utf-8"), re.MULTILINE)
    told = {code for codes in table for code in codes.split(", ")}
    # What is described has the methods that there are.
    assert set(document["components"]["responses"]) == told - {"405"}
    found = {path: set(methods["get"]["responses"]) for path, methods in document["paths"].items()}
    assert all({"400", "408", "414", "431", "500", "503", "505"} < codes for codes in found.values())
    alone = {"/queries.json", "/rules.json", "/context.jsonld", "/openapi.json", "/map/frame.json", "/metrics"}
    assert {path for path, codes in found.items() if not {"403", "502", "504"} < codes} == alone
    assert {"413", "415", "501"} < set(document["paths"]["/sparql"]["post"]["responses"])


def test_every_stored_query_has_its_parameters() -> None:
    paths = description("http://localhost/")["paths"]
    for name, stored in stored_queries().items():
        parameters = {each["name"]: each for each in paths[f"/queries/{name}.{{format}}"]["get"]["parameters"]}
        assert {each.name for each in stored.parameters} < set(parameters)
        for each in stored.parameters:
            assert parameters[each.name]["description"] == TYPES[each.type]
            assert parameters[each.name]["schema"].get("default") == each.default
