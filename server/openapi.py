"""``/openapi.json``: the interfaces for programs in OpenAPI 3.1, made of the tables that the server itself works by."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from flask import Blueprint, Response

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.stored_queries import TYPES, Parameter, StoredQuery, stored_queries
from treatygraph.graph.version import VERSION
from treatygraph.server.addresses import root_url
from treatygraph.server.description import description_of, licence_name
from treatygraph.server.export_files import ALL, CURATED
from treatygraph.server.formats import DATASETS, DOCUMENTS, ENTITIES, PAGE, SOLUTIONS, TRIPLES
from treatygraph.server.graph_store import GRAPHS, WHOLE
from treatygraph.server.negotiation import Offer
from treatygraph.server.openapi_parts import (
    OF_A_STORE,
    STRING,
    Json,
    content_of,
    json_of,
    operation,
    parameter,
    problem_of,
    suffix_of,
)
from treatygraph.server.openapi_schemas import SCHEMAS
from treatygraph.server.protocol import FORM, QUERY
from treatygraph.server.stored import MAX_PER_PAGE, PER_PAGE, formats_of

__all__ = ["description", "get_blueprint"]

_KEPT = 8
_ERRORS = (400, 403, 404, 406, 408, 413, 414, 415, 431, 500, 501, 502, 503, 504, 505)
_MOST = 10**9 - 1
_SCHEMAS_OF_TYPES: Mapping[str, Json] = MappingProxyType(
    {
        "boolean": {"type": "string", "enum": ["true", "false"]},
        "date": {"type": "string", "format": "date"},
        "datetime": {"type": "string", "format": "date-time"},
        "decimal": {"type": "number"},
        "integer": {"type": "integer"},
        "iri": STRING,
        "string": STRING,
    }
)
_ABOUT = (
    "A SPARQL endpoint, stored queries, linked data and exports over one knowledge graph that never changes while it "
    "is served. Everything can be read by everybody and nothing can be written. The endpoint also takes the method "
    "QUERY, which OpenAPI 3.1 cannot describe, with the bodies of POST."
)


def get_blueprint(dataset: Dataset) -> Blueprint:
    """Make the part of the application that describes it for programs.

    :param dataset: the graph.
    :returns: the blueprint, to be mounted at the root.
    """
    blueprint = Blueprint("openapi", __name__)

    @lru_cache(_KEPT)
    def written(root: str) -> str:
        return json.dumps(description(root, description_of(dataset).licences), ensure_ascii=False) + "\n"

    @blueprint.get("/openapi.json")
    def document() -> Response:
        return Response(written(root_url()), mimetype="application/json")

    return blueprint


def description(root: str, licences: Sequence[str] = ()) -> Json:
    """Describe the interfaces for programs.

    :param root: the address of the home page.
    :param licences: the addresses of the licences of what they hand out; OpenAPI has room for one.
    :returns: an OpenAPI 3.1 document.
    """
    parts = (_endpoint(), _stored(), _promises(), _things(), _files(), _descriptions(), _operations())
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "treatygraph",
            "version": VERSION,
            "description": _ABOUT,
            **({"license": {"name": licence_name(licences[0]), "url": licences[0]}} if licences else {}),
        },
        "servers": [{"url": root.rstrip("/")}],
        "paths": {path: operations for part in parts for path, operations in part.items()},
        "components": {
            "schemas": {name: dict(schema) for name, schema in SCHEMAS.items()},
            "responses": {str(code): problem_of(code) for code in _ERRORS},
        },
    }


def _endpoint() -> Json:
    """Describe the endpoint and the graph store."""
    graphs = [_graphs("default-graph-uri", "default"), _graphs("named-graph-uri", "named")]
    answers = {**content_of((*SOLUTIONS, *TRIPLES)), **content_of(DOCUMENTS)}
    common = [*graphs, _format((*SOLUTIONS, *TRIPLES)), _TIMEOUT]
    form = {
        "type": "object",
        "required": ["query"],
        "properties": {each["name"]: each["schema"] for each in (_QUERY, *common)},
    }
    body = {"required": True, "content": {QUERY: {"schema": STRING}, FORM: {"schema": form}}}
    errors = (*OF_A_STORE, 406)
    which = [
        parameter("graph", "The IRI of a graph, or of a group of graphs.", {"type": "string", "format": "iri"}),
        parameter("default", "Without a value: the union of all graphs.", {"type": "string", "enum": [""]}),
        _format((*GRAPHS, *WHOLE)),
    ]
    ask = operation("Ask a query; without one, get the service description", [_QUERY, *common], answers, errors)
    send = operation("Ask a query", common, answers, (*errors, 413, 415, 501))
    return {
        "/sparql": {"get": ask, "post": {**send, "requestBody": body}},
        "/store": {
            "get": operation("Get a graph, or all", which, content_of((*GRAPHS, *WHOLE)), (*OF_A_STORE, 404, 406))
        },
    }


def _stored() -> Json:
    """Describe the stored queries, each with its own parameters."""
    listing = operation("List the stored queries", [], json_of("StoredQueries"))
    return {"/queries.json": {"get": listing}, **{_path_of(each): _of(each) for each in stored_queries().values()}}


def _path_of(stored: StoredQuery) -> str:
    """Return the path of the answers to a stored query."""
    return f"/queries/{stored.name}.{{format}}"


def _of(stored: StoredQuery) -> Json:
    """Describe one stored query."""
    offers = [offer for offer in formats_of(stored) if offer is not PAGE]
    parameters = [suffix_of(offers), *map(_own, stored.parameters), *_PAGING, _TIMEOUT]
    described = operation(stored.summary, parameters, content_of(offers), (*OF_A_STORE, 404, 406))
    described |= {"operationId": stored.name, "tags": list(stored.tags)}
    if stored.description:
        described["description"] = " ".join(stored.description.split())
    names = {"Link": "The other pages, where there are any, and the other formats.", "Treatygraph-Total": "All rows."}
    described["responses"]["200"]["headers"] = {
        name: {"description": text, "schema": STRING} for name, text in names.items()
    }
    return {"get": described}


def _own(own: Parameter) -> Json:
    """Describe a parameter of a stored query."""
    schema = dict(_SCHEMAS_OF_TYPES[own.type])
    if own.choices:
        schema["enum"] = list(own.choices)
    if schema != STRING and not own.required:
        # An empty field of a form is no value.
        schema = {"anyOf": [schema, {"type": "string", "maxLength": 0}]}
    if own.default is not None:
        schema["default"] = own.default
    return parameter(own.name, TYPES[own.type], schema, required=own.required)


def _promises() -> Json:
    """Describe the answers of the core besides queries: statuses, deadlocks, explanations, names, rules."""
    days = [
        _day("on", "The day; by default today."),
        _day("from", "The first day of a span."),
        _day("until", "The last."),
    ]
    views = [_several("perspective", "Perspectives; by default those that pertain."), _ASSUME]
    without = _several("without", "Acts and readings to leave out.")
    wanted = [_several("commitment", "Promises; by default all."), *views, without, *days]
    table: Json = {"application/json": {"schema": _LIST}, "text/csv": {"schema": STRING}}
    status = operation("The statuses of promises", [suffix_of(_TABLES), *wanted], table, (*OF_A_STORE, 404, 406))
    counted = [_several("perspective", "Whose demands count; by default everybody's."), _ASSUME]
    supposed = [
        _several("demand", "Demands that are supposed, as [WHO:]EVENT-TYPE=REQUIRED."),
        _several("without", "Acts, promises and propositions to leave out."),
        _several("reading", "Readings to take."),
    ]
    deadlocks = operation("What waits for itself", [*counted, *supposed], _ANY_JSON, (*OF_A_STORE, 404))
    parts = [parameter(part, f"The {part} of a statement.", STRING) for part in ("subject", "predicate", "object")]
    view = parameter("perspective", "Whose view of a promise; by default all that pertain.", STRING)
    what = [_several("name", "A thing; or subject, predicate and object of a statement."), *parts, *days[:1], view]
    text = parameter("q", "A name, or a part of one.", STRING)
    return {
        "/status.{format}": {"get": status},
        "/deadlocks.json": {"get": deadlocks},
        "/explain.json": {
            "get": operation("What a thing or a statement rests on", what, _LIST_JSON, (*OF_A_STORE, 404))
        },
        "/things.{format}": {"get": _listing()},
        "/search.json": {"get": operation("Things by any of their names", [text], _LIST_JSON, OF_A_STORE)},
        "/rules.json": {"get": operation("The rules of the check", [], _LIST_JSON)},
        "/map/places.json": {"get": operation("The places, with their outlines", [], _ANY_JSON, OF_A_STORE)},
        "/map/frame.json": {"get": operation("Land around places, as a picture", [_BOX], _ANY_JSON)},
        "/query/terms.json": {"get": operation("What an editor completes", [], _ANY_JSON, OF_A_STORE)},
    }


def _operations() -> Json:
    """Describe what those ask who run the server."""
    text: Json = {"text/plain": {"schema": STRING}}
    return {
        "/healthz": {"get": operation("Whether the server is alive", [], text, OF_A_STORE)},
        "/healthz/ready": {"get": operation("Whether it can answer queries", [], text, OF_A_STORE)},
        "/metrics": {"get": operation("Its numbers, for Prometheus", [], text)},
    }


def _listing() -> Json:
    """Describe the lists of things by their classes."""
    classes = _several("class", "Local names, CURIEs or IRIs of classes; without one, the classes that occur.")
    table: Json = {"application/json": {"schema": {"type": ["array", "object"]}}, "text/csv": {"schema": STRING}}
    return operation(
        "Things by their classes", [suffix_of(_TABLES), classes, _PAGING[0]], table, (*OF_A_STORE, 404, 406)
    )


def _day(name: str, text: str) -> Json:
    """Describe a parameter that is a day; one that is empty is none."""
    return parameter(name, text, {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "maxLength": 0}]})


def _several(name: str, text: str) -> Json:
    """Describe a parameter that can be there several times."""
    return {**parameter(name, text, {"type": "array", "items": STRING}), "explode": True}


def _things() -> Json:
    """Describe the ways from a thing to its documents."""
    name = parameter("name", "What follows /id/ or /concept/ in the IRI of a thing.", STRING, place="path")
    fitting = {"description": "The document that fits best", "headers": {"Location": {"schema": STRING}}}
    found = {}
    for path in ("/id/{name}", "/concept/{name}"):
        lead = operation(
            "Lead from a thing to a document about it", [name, _format(ENTITIES)], {}, (*OF_A_STORE, 404, 406)
        )
        del lead["responses"]["200"]
        lead["responses"]["303"] = fitting
        found[path] = {"get": lead}
    data = operation(
        "What the graph says about a thing",
        [name, suffix_of(DOCUMENTS)],
        content_of(DOCUMENTS),
        (*OF_A_STORE, 404, 406),
    )
    words = operation("The ontology", [suffix_of(ENTITIES)], content_of(ENTITIES), (*OF_A_STORE, 406))
    return {**found, "/data/{name}.{format}": {"get": data}, "/ns.{format}": {"get": words}}


def _files() -> Json:
    """Describe the exports."""
    name = parameter("name", "Without what was derived, or with it.", {"enum": [CURATED, ALL]}, place="path")
    plain = operation("The whole graph", [name, suffix_of(DATASETS)], content_of(DATASETS), (*OF_A_STORE, 404, 406))
    packed = operation(
        "The whole graph, compressed", [name, suffix_of(DATASETS)], {"application/gzip": {}}, (*OF_A_STORE, 404, 406)
    )
    return {
        "/exports/index.json": {"get": operation("List the files", [], json_of("Exports"), OF_A_STORE)},
        "/exports/SHA256SUMS": {
            "get": operation("Digests of the files", [], {"text/plain": {"schema": STRING}}, OF_A_STORE)
        },
        "/exports/{name}.{format}": {"get": plain},
        "/exports/{name}.{format}.gz": {"get": packed},
    }


def _descriptions() -> Json:
    """Describe the descriptions."""
    void = operation("The dataset in VoID and DCAT", [suffix_of(DOCUMENTS)], content_of(DOCUMENTS), (*OF_A_STORE, 406))
    anything: Json = {"schema": {"type": "object"}}
    words = operation("The context of our JSON-LD", [], {"application/ld+json": anything})
    return {
        "/.well-known/void.{format}": {"get": void},
        "/context.jsonld": {"get": words},
        "/openapi.json": {"get": operation("This document", [], {"application/json": anything})},
    }


def _graphs(name: str, part: str) -> Json:
    """Describe a parameter that names graphs."""
    text = f"Graphs, or groups of graphs, that make up the {part} part of the dataset of the query."
    return {**parameter(name, text, {"type": "array", "items": {"type": "string", "format": "iri"}}), "explode": True}


def _format(offers: Iterable[Offer]) -> Json:
    """Describe the parameter ``format``."""
    names = list(dict.fromkeys(offer.name for offer in offers))
    return parameter("format", "Wins over the header Accept.", {"type": "string", "enum": names})


_QUERY = parameter("query", "A query in SPARQL 1.1.", STRING)
_TIMEOUT = parameter(
    "timeout",
    "How many milliseconds the answer may take at most; more than the server allows is lowered.",
    {"type": "integer", "minimum": 1},
)
_LIST: Json = {"type": "array", "items": {"type": "object"}}
_LIST_JSON: Json = {"application/json": {"schema": _LIST}}
_ANY_JSON: Json = {"application/json": {"schema": {"type": "object"}}}
_TABLES = tuple(offer for offer in SOLUTIONS if offer.name in {"json", "csv"})
_SIDE = "-?[0-9]{1,3}([.][0-9]+)?"
_BOX = parameter(
    "box",
    "West, south, east and north in degrees.",
    {"type": "string", "pattern": f"^{_SIDE},{_SIDE},{_SIDE},{_SIDE}$"},
    required=True,
)
_ASSUME = _several("assume", "Events that are assumed, as EVENT-TYPE=DAY.")
_PAGING = (
    parameter("page", "Which page of the rows, counted from 1.", {"type": "integer", "minimum": 1, "maximum": _MOST}),
    parameter(
        "per_page",
        f"How many rows a page has; {PER_PAGE} if only «page» is there.",
        {"type": "integer", "minimum": 1, "maximum": MAX_PER_PAGE},
    ),
)
