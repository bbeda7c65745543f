"""``/openapi.json``: the interfaces for programs in OpenAPI 3.1, made of the tables that the server itself works by."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.metadata import version
from types import MappingProxyType
from typing import Any

from flask import Blueprint, Response
from werkzeug.http import HTTP_STATUS_CODES

from treatygraph.graph.stored_queries import TYPES, Parameter, StoredQuery, stored_queries
from treatygraph.server.addresses import root_url
from treatygraph.server.catalogue import LICENCE
from treatygraph.server.export_files import ALL, CURATED
from treatygraph.server.formats import DATASETS, DOCUMENTS, ENTITIES, PAGE, SOLUTIONS, TRIPLES
from treatygraph.server.graph_store import GRAPHS, WHOLE
from treatygraph.server.negotiation import Offer
from treatygraph.server.openapi_schemas import SCHEMAS, reference
from treatygraph.server.protocol import FORM, QUERY
from treatygraph.server.stored import MAX_PER_PAGE, PER_PAGE, formats_of

__all__ = ["description", "get_blueprint"]

_Json = dict[str, Any]
_KEPT = 8
_MOST = 10**9 - 1
_STRING: _Json = {"type": "string"}
_SCHEMAS_OF_TYPES: Mapping[str, _Json] = MappingProxyType(
    {
        "boolean": {"type": "string", "enum": ["true", "false"]},
        "date": {"type": "string", "format": "date"},
        "datetime": {"type": "string", "format": "date-time"},
        "decimal": {"type": "number"},
        "integer": {"type": "integer"},
        "iri": _STRING,
        "string": _STRING,
    }
)
_ABOUT = (
    "A SPARQL endpoint, stored queries, linked data and exports over one knowledge graph that never changes while it "
    "is served. Everything can be read by everybody and nothing can be written. The endpoint also takes the method "
    "QUERY, which OpenAPI 3.1 cannot describe, with the bodies of POST."
)


def get_blueprint() -> Blueprint:
    """Make the part of the application that describes it for programs.

    :returns: the blueprint, to be mounted at the root.
    """
    blueprint = Blueprint("openapi", __name__)

    @lru_cache(_KEPT)
    def written(root: str) -> str:
        return json.dumps(description(root), ensure_ascii=False) + "\n"

    @blueprint.get("/openapi.json")
    def document() -> Response:
        return Response(written(root_url()), mimetype="application/json")

    return blueprint


def description(root: str) -> _Json:
    """Describe the interfaces for programs.

    :param root: the address of the home page.
    :returns: an OpenAPI 3.1 document.
    """
    parts = (_endpoint(), _stored(), _things(), _files(), _descriptions())
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "treatygraph",
            "version": version("treatygraph"),
            "description": _ABOUT,
            "license": {"name": "CC BY 4.0", "url": LICENCE},
        },
        "servers": [{"url": root.rstrip("/")}],
        "paths": {path: operations for part in parts for path, operations in part.items()},
        "components": {
            "schemas": {name: dict(schema) for name, schema in SCHEMAS.items()},
            "responses": {str(code): _problem(code) for code in (400, 403, 404, 406, 413, 414, 415, 503)},
        },
    }


def _endpoint() -> _Json:
    """Describe the endpoint and the graph store."""
    graphs = [_graphs("default-graph-uri", "default"), _graphs("named-graph-uri", "named")]
    answers = {**_content((*SOLUTIONS, *TRIPLES)), **_content(DOCUMENTS)}
    common = [*graphs, _format((*SOLUTIONS, *TRIPLES)), _TIMEOUT]
    form = {
        "type": "object",
        "required": ["query"],
        "properties": {each["name"]: each["schema"] for each in (_QUERY, *common)},
    }
    body = {"required": True, "content": {QUERY: {"schema": _STRING}, FORM: {"schema": form}}}
    errors = (400, 403, 406, 503)
    which = [
        _parameter("graph", "The IRI of a graph, or of a group of graphs.", {"type": "string", "format": "iri"}),
        _parameter("default", "Without a value: the union of all graphs.", {"type": "string", "enum": [""]}),
        _format((*GRAPHS, *WHOLE)),
    ]
    ask = _operation(
        "Ask a query; without one, get the service description", [_QUERY, *common], answers, (*errors, 414)
    )
    send = _operation("Ask a query", common, answers, (*errors, 413, 415))
    return {
        "/sparql": {"get": ask, "post": {**send, "requestBody": body}},
        "/store": {"get": _operation("Get a graph, or all", which, _content((*GRAPHS, *WHOLE)), (400, 404, 406))},
    }


def _stored() -> _Json:
    """Describe the stored queries, each with its own parameters."""
    listing = _operation("List the stored queries", [], _json("StoredQueries"))
    return {"/queries.json": {"get": listing}, **{_path_of(each): _of(each) for each in stored_queries().values()}}


def _path_of(stored: StoredQuery) -> str:
    """Return the path of the answers to a stored query."""
    return f"/queries/{stored.name}.{{format}}"


def _of(stored: StoredQuery) -> _Json:
    """Describe one stored query."""
    offers = [offer for offer in formats_of(stored) if offer is not PAGE]
    parameters = [_suffix(offers), *map(_own, stored.parameters), *_PAGING, _TIMEOUT]
    operation = _operation(stored.summary, parameters, _content(offers), (400, 404, 406, 503))
    operation |= {"operationId": stored.name, "tags": list(stored.tags)}
    if stored.description:
        operation["description"] = " ".join(stored.description.split())
    names = {"Link": "The other pages, where there are any, and the other formats.", "Treatygraph-Total": "All rows."}
    operation["responses"]["200"]["headers"] = {
        name: {"description": text, "schema": _STRING} for name, text in names.items()
    }
    return {"get": operation}


def _own(parameter: Parameter) -> _Json:
    """Describe a parameter of a stored query."""
    schema = dict(_SCHEMAS_OF_TYPES[parameter.type])
    if parameter.choices:
        schema["enum"] = list(parameter.choices)
    if schema != _STRING and not parameter.required:
        # An empty field of a form is no value.
        schema = {"anyOf": [schema, {"type": "string", "maxLength": 0}]}
    if parameter.default is not None:
        schema["default"] = parameter.default
    return _parameter(parameter.name, TYPES[parameter.type], schema, required=parameter.required)


def _things() -> _Json:
    """Describe the ways from a thing to its documents."""
    name = _parameter("name", "What follows /id/ or /concept/ in the IRI of a thing.", _STRING, place="path")
    fitting = {"description": "The document that fits best", "headers": {"Location": {"schema": _STRING}}}
    found = {}
    for path in ("/id/{name}", "/concept/{name}"):
        lead = _operation("Lead from a thing to a document about it", [name], {}, (404, 406))
        del lead["responses"]["200"]
        lead["responses"]["303"] = fitting
        found[path] = {"get": lead}
    data = _operation("What the graph says about a thing", [name, _suffix(DOCUMENTS)], _content(DOCUMENTS), (404, 406))
    words = _operation("The ontology", [_suffix(ENTITIES)], _content(ENTITIES), (406,))
    return {**found, "/data/{name}.{format}": {"get": data}, "/ns.{format}": {"get": words}}


def _files() -> _Json:
    """Describe the exports."""
    name = _parameter("name", "Without what was derived, or with it.", {"enum": [CURATED, ALL]}, place="path")
    plain = _operation("The whole graph", [name, _suffix(DATASETS)], _content(DATASETS), (404, 406))
    packed = _operation("The whole graph, compressed", [name, _suffix(DATASETS)], {"application/gzip": {}}, (404, 406))
    return {
        "/exports/index.json": {"get": _operation("List the files", [], _json("Exports"))},
        "/exports/SHA256SUMS": {"get": _operation("Digests of the files", [], {"text/plain": {"schema": _STRING}})},
        "/exports/{name}.{format}": {"get": plain},
        "/exports/{name}.{format}.gz": {"get": packed},
    }


def _descriptions() -> _Json:
    """Describe the descriptions."""
    void = _operation("The dataset in VoID and DCAT", [_suffix(DOCUMENTS)], _content(DOCUMENTS), (400, 406))
    anything: _Json = {"schema": {"type": "object"}}
    words = _operation("The context of our JSON-LD", [], {"application/ld+json": anything})
    return {
        "/.well-known/void.{format}": {"get": void},
        "/context.jsonld": {"get": words},
        "/openapi.json": {"get": _operation("This document", [], {"application/json": anything}, (400,))},
    }


def _operation(summary: str, parameters: Sequence[_Json], content: _Json, errors: Iterable[int] = ()) -> _Json:
    """Describe an operation."""
    answers: _Json = {"200": {"description": "The answer", "content": content}}
    answers |= {str(code): {"$ref": f"#/components/responses/{code}"} for code in errors}
    return {"summary": summary, "parameters": list(parameters), "responses": answers}


def _parameter(name: str, text: str, schema: _Json, *, place: str = "query", required: bool = False) -> _Json:
    """Describe a parameter."""
    return {"name": name, "in": place, "required": required or place == "path", "description": text, "schema": schema}


def _graphs(name: str, part: str) -> _Json:
    """Describe a parameter that names graphs."""
    text = f"Graphs, or groups of graphs, that make up the {part} part of the dataset of the query."
    return {**_parameter(name, text, {"type": "array", "items": {"type": "string", "format": "iri"}}), "explode": True}


def _format(offers: Iterable[Offer]) -> _Json:
    """Describe the parameter ``format``."""
    names = list(dict.fromkeys(offer.name for offer in offers))
    return _parameter("format", "Wins over the header Accept.", {"type": "string", "enum": names})


def _suffix(offers: Iterable[Offer]) -> _Json:
    """Describe the suffix of a path."""
    names = [offer.name for offer in offers]
    return _parameter("format", "Wins over the header Accept.", {"type": "string", "enum": names}, place="path")


def _content(offers: Iterable[Offer]) -> _Json:
    """Describe answers by their media types, the further ones too that ask for them."""
    shapes: _Json = {"json": reference("Results"), "jsonld": {"type": ["object", "array"]}}
    found: _Json = {}
    for offer in offers:
        found[offer.media_type] = {"schema": shapes.get(offer.name, _STRING)}
        # An alias such as application/json can stand for several formats, so nothing is said of its shape.
        found |= {alias: {} for alias in offer.aliases if alias not in found}
    return found


def _json(schema: str) -> _Json:
    """Describe an answer of our own in JSON."""
    return {"application/json": {"schema": reference(schema)}}


def _problem(code: int) -> _Json:
    """Describe an error."""
    return {
        "description": HTTP_STATUS_CODES[code],
        "content": {
            "application/problem+json": {"schema": reference("Problem")},
            "text/html": {"schema": _STRING},
            "text/plain": {"schema": _STRING},
        },
    }


_QUERY = _parameter("query", "A query in SPARQL 1.1.", _STRING)
_TIMEOUT = _parameter(
    "timeout",
    "How many milliseconds the answer may take at most, if the server allows as many.",
    {"type": "integer", "minimum": 1, "maximum": _MOST},
)
_PAGING = (
    _parameter("page", "Which page of the rows, counted from 1.", {"type": "integer", "minimum": 1, "maximum": _MOST}),
    _parameter(
        "per_page",
        f"How many rows a page has; {PER_PAGE} if only «page» is there.",
        {"type": "integer", "minimum": 1, "maximum": MAX_PER_PAGE},
    ),
)
