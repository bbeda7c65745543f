"""The parts of which the OpenAPI description is put together: operations, parameters, answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from werkzeug.http import HTTP_STATUS_CODES

from treatygraph.server.negotiation import Offer
from treatygraph.server.openapi_schemas import reference

__all__ = ["OF_A_STORE", "STRING", "Json", "content_of", "json_of", "operation", "parameter", "problem_of", "suffix_of"]

Json: TypeAlias = dict[str, Any]
"""A part of the description."""

STRING: Json = {"type": "string"}
"""The schema of any text."""

_ANYWHERE = (400, 408, 414, 431, 500, 503, 505)
"""The statuses of what is wrong with a request before it is one, or with the server."""
OF_A_STORE = (403, 502, 503, 504)
"""The statuses of a graph that is too large to be read, or on a server that does not answer as it should."""


def operation(summary: str, parameters: Sequence[Json], content: Json, errors: Iterable[int] = ()) -> Json:
    """Describe an operation.

    :param summary: what it does, in one line.
    :param parameters: its parameters.
    :param content: its answers by their media types.
    :param errors: the statuses of its errors, besides those that there are anywhere.
    :returns: the operation.
    """
    answers: Json = {"200": {"description": "The answer", "content": content}}
    answers |= {str(code): {"$ref": f"#/components/responses/{code}"} for code in sorted({*errors, *_ANYWHERE})}
    return {"summary": summary, "parameters": list(parameters), "responses": answers}


def parameter(name: str, text: str, schema: Json, *, place: str = "query", required: bool = False) -> Json:
    """Describe a parameter.

    :param name: its name.
    :param text: what it is.
    :param schema: what it takes.
    :param place: where it stands: query or path.
    :param required: whether it must be there; one in the path always must.
    :returns: the parameter.
    """
    return {"name": name, "in": place, "required": required or place == "path", "description": text, "schema": schema}


def suffix_of(offers: Iterable[Offer]) -> Json:
    """Describe the suffix of a path.

    :param offers: the formats that there are.
    :returns: the parameter.
    """
    names = [offer.name for offer in offers]
    return parameter("format", "Wins over the header Accept.", {"type": "string", "enum": names}, place="path")


def content_of(offers: Iterable[Offer]) -> Json:
    """Describe answers by their media types, the further ones too that ask for them.

    :param offers: the formats that there are.
    :returns: the shapes by media type.
    """
    shapes: Json = {"json": reference("Results"), "jsonld": {"type": ["object", "array"]}}
    found: Json = {}
    for offer in offers:
        found[offer.media_type] = {"schema": shapes.get(offer.name, STRING)}
        # An alias such as application/json can stand for several formats, so nothing is said of its shape.
        found |= {alias: {} for alias in offer.aliases if alias not in found}
    return found


def json_of(schema: str) -> Json:
    """Describe an answer of our own in JSON.

    :param schema: the name of its shape.
    :returns: the shape by media type.
    """
    return {"application/json": {"schema": reference(schema)}}


def problem_of(code: int) -> Json:
    """Describe an error.

    :param code: its status.
    :returns: the response.
    """
    return {
        "description": HTTP_STATUS_CODES[code],
        "content": {
            "application/problem+json": {"schema": reference("Problem")},
            "text/html": {"schema": STRING},
            "text/plain": {"schema": STRING},
        },
    }
