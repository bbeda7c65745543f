"""The shapes of the JSON that the server writes, for its OpenAPI description (JSON Schema 2020-12)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

__all__ = ["SCHEMAS", "reference"]

_STRING = {"type": "string"}
_COUNT = {"type": "integer", "minimum": 0}
_DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def reference(name: str) -> dict[str, str]:
    """Refer to one of the shapes.

    :param name: its name in :data:`SCHEMAS`.
    :returns: the reference.
    """
    return {"$ref": f"#/components/schemas/{name}"}


def _object(needed: str, further: Mapping[str, Any] | None = None, /, **properties: Any) -> dict[str, Any]:
    """Describe an object by the names of the members that it always has, and the shapes of all."""
    return {"type": "object", "required": needed.split(), "properties": {**properties, **(further or {})}}


def _array(items: Mapping[str, Any]) -> dict[str, Any]:
    """Describe an array."""
    return {"type": "array", "items": items}


_ROW = {"type": "object", "additionalProperties": reference("Term")}
_FILE = _object("path mediaType", path=_STRING, mediaType=_STRING, bytes=_COUNT, sha256=_DIGEST)
_PROBLEM = _object(
    "type title status detail",
    type={"const": "about:blank"},
    title=_STRING,
    status={"type": "integer", "minimum": 400, "maximum": 599},
    detail={"type": "string", "description": "What is wrong."},
    repair={"type": "string", "description": "What can be done about it."},
    choices={**_array(_STRING), "description": "What exists instead."},
    line={"type": "integer", "minimum": 1, "description": "The line of the query."},
    column={"type": "integer", "minimum": 1, "description": "The column of that line."},
    query={"type": "string", "description": "The query, a long one in part."},
)
_RESULTS = _object(
    "head",
    head=_object("", vars=_array(_STRING)),
    boolean={"type": "boolean"},
    results=_object("bindings", bindings=_array(_ROW)),
    truncated=_object("limit value", limit=_STRING, value=_COUNT),
)
_TERM = _object(
    "type value",
    {"xml:lang": _STRING, "datatype": _STRING},
    type={"enum": ["uri", "bnode", "literal", "triple"]},
    value={"type": ["string", "object"]},
)
_PARAMETER = _object(
    "name type takes required default choices",
    name=_STRING,
    type=_STRING,
    takes=_STRING,
    required={"type": "boolean"},
    default={"type": ["string", "null"]},
    choices=_array(_STRING),
)
_STORED_QUERY = _object(
    "name path summary description tags form view formats parameters text",
    name=_STRING,
    path=_STRING,
    summary=_STRING,
    description=_STRING,
    tags=_array(_STRING),
    form={"enum": ["select", "ask", "construct", "describe"]},
    view=_STRING,
    formats=_array(_STRING),
    parameters=_array(_PARAMETER),
    text=_STRING,
)
_EXPORT = _object(
    "name statements statementsByKind rdfc10Sha256 files",
    name=_STRING,
    statements=_COUNT,
    statementsByKind={"type": "object", "additionalProperties": _COUNT},
    rdfc10Sha256={"type": ["string", "null"], "pattern": _DIGEST["pattern"]},
    files=_array({**_FILE, "properties": {**_FILE["properties"], "gzip": _FILE}}),
)

SCHEMAS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "Exports": _object("version datasets", version=_STRING, datasets=_array(_EXPORT)),
        "Problem": {"description": "An error (RFC 9457).", **_PROBLEM},
        "Results": {"description": "SPARQL 1.1 Query Results JSON.", **_RESULTS},
        "StoredQueries": _object("queries", queries=_array(reference("StoredQuery"))),
        "StoredQuery": _STORED_QUERY,
        "Term": _TERM,
    }
)
"""The shapes by name."""
