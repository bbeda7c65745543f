"""``/query``: an editor for SPARQL that completes, explains errors and shows answers; a plain form without scripts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cache

from flask import Blueprint, Response, render_template, request

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import TreatyGraphError
from treatygraph.graph.names import near_names
from treatygraph.graph.querying import prepare
from treatygraph.graph.stored_queries import StoredQuery, stored_queries
from treatygraph.graph.terms import CONCEPT, ID, PREFIXES, TG
from treatygraph.server.addresses import address_of
from treatygraph.server.formats import SOLUTIONS, TRIPLES
from treatygraph.server.pages.completion import completions
from treatygraph.server.pages.frontend import current_frontend
from treatygraph.server.pages.site import Site
from treatygraph.server.problems import Problem
from treatygraph.server.protocol import MAX_QUERY_BYTES

__all__ = ["FIRST_QUERY", "Example", "examples", "get_blueprint"]

FIRST_QUERY = """SELECT ?class (COUNT(DISTINCT ?thing) AS ?things) WHERE {
  ?thing a ?class
}
GROUP BY ?class
ORDER BY DESC(?things)
"""
"""What the editor holds at first."""

_NAMESPACES = (TG, CONCEPT, ID)
_NUMBERED = "question-"
"""What the tags begin with that number questions: no words to find anything by."""


@dataclass(frozen=True, slots=True)
class Example:
    """A stored query that can be run as it is.

    :param name: its name.
    :param summary: what it asks.
    :param tags: words to find it by.
    :param view: how its answer is best shown.
    :param text: the query, with its defaults in the place of parameters.
    """

    name: str
    summary: str
    tags: tuple[str, ...]
    view: str
    text: str


def get_blueprint(site: Site) -> Blueprint:
    """Make the part of the application that has the editor.

    :param site: the graph.
    :returns: the blueprint, to be mounted at the root.
    """
    blueprint = Blueprint("query_page", __name__)
    found = cache(lambda: examples(site.dataset))
    told = cache(lambda: [asdict(each) for each in completions(site.dataset, site.vocabulary)])

    @blueprint.get("/query")
    def editor() -> str:
        text = _text(found())
        context = {"problem": None, "result": None, "default_graphs": (), "named_graphs": ()}
        return render_template(
            "query.html",
            text=text,
            solutions=SOLUTIONS,
            triples=TRIPLES,
            editor=True,
            frontend=current_frontend(),
            examples=_grouped(found()),
            asked=request.args.get("example", ""),
            **context,
        )

    @blueprint.get("/query/terms.json")
    def terms() -> Response:
        pages = [[namespace, (address_of(namespace + "x") or "x")[:-1]] for namespace in _NAMESPACES]
        document = {"prefixes": dict(PREFIXES), "pages": pages, "terms": told()}
        return Response(json.dumps(document, ensure_ascii=False) + "\n", mimetype="application/json")

    return blueprint


def examples(dataset: Dataset) -> tuple[Example, ...]:
    """Choose the stored queries that can be run over a graph as they are.

    :param dataset: the graph.
    :returns: the examples, in the order of their names.
    """
    found = []
    for stored in stored_queries().values():
        # A default may name a thing of another graph than the one that is served.
        with suppress(TreatyGraphError):
            found.append(_example(dataset, stored))
    return tuple(found)


def _grouped(found: Sequence[Example]) -> list[tuple[str, list[Example]]]:
    """Group examples by what they are about, the first of their tags."""
    groups: dict[str, list[Example]] = {}
    for example in found:
        groups.setdefault(example.tags[0] if example.tags else "other", []).append(example)
    return sorted(groups.items())


def _example(dataset: Dataset, stored: StoredQuery) -> Example:
    """Fill in the defaults of a stored query."""
    body = prepare(dataset, replace(stored, text=stored.body))
    head = f"# {stored.summary}\n" if stored.summary else ""
    text = f"{head}#defaultView:{stored.view}\n{body.rstrip()}\n"
    words = tuple(tag for tag in stored.tags if not tag.startswith(_NUMBERED))
    return Example(stored.name, stored.summary or stored.name, words, stored.view, text)


def _text(found: Sequence[Example]) -> str:
    """Return the text that the request asks for."""
    if "example" in request.args:
        name = request.args["example"]
        texts = {example.name: example.text for example in found}
        if name not in texts:
            near = [f"/query?example={each}" for each in near_names(name, texts)]
            raise Problem(404, f"There is no example {name!r} for this graph.", choices=near)
        return texts[name]
    text = request.args.get("query", "")
    if len(text.encode()) > MAX_QUERY_BYTES:
        raise Problem(414, f"The query is longer than {MAX_QUERY_BYTES // 1024} KiB.")
    return text if text.strip() else FIRST_QUERY
