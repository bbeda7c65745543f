"""``/explain``: what a status, a statement or a thing rests on, as a tree; the same as `treatygraph explain`."""

from __future__ import annotations

import json
from dataclasses import asdict
from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from treatygraph.graph.errors import TreatyGraphError, UnknownNameError
from treatygraph.graph.promises.explanation import Explanation, explain
from treatygraph.server.pages.asking import read_day, read_one, refuse_unknown
from treatygraph.server.pages.entity_pages import page_number
from treatygraph.server.pages.site import Site
from treatygraph.server.pages.step_pages import pages_of
from treatygraph.server.pages.step_words import question_of
from treatygraph.server.problems import Problem

__all__ = ["get_blueprint"]

_PARTS = ("subject", "predicate", "object")
_REPAIR = "Ask for ?name=…, with on= and perspective= for a promise, or for ?subject=…&predicate=…&object=…."


def get_blueprint(site: Site) -> Blueprint:
    """Make the part of the application that explains.

    :param site: the graph.
    :returns: the blueprint, to be mounted at the root.
    """
    blueprint = Blueprint("explanations", __name__)

    @blueprint.get("/explain")
    def explain_page() -> str:
        pages, number = pages_of(_explanations(site)), page_number()
        if number > len(pages):
            raise Problem(404, f"There is no page {number} of this explanation.", repair=f"It has {len(pages)}.")
        kept = [(key, value) for key, value in request.args.items(multi=True) if key != "page"]
        return render_template(
            "explain.html",
            title=_title(site),
            parts=pages[number - 1],
            number=number,
            pages=len(pages),
            kept=urlencode(kept),
        )

    @blueprint.get("/explain.json")
    def explain_data() -> Response:
        refuse_unknown("name", "on", *_PARTS, supposing=False)
        told = [asdict(each) | {"inferred": each.inferred} for each in _explanations(site)]
        return Response(json.dumps(told, indent=2) + "\n", mimetype="application/json")

    return blueprint


def _title(site: Site) -> str:
    """Say what is explained."""
    given = request.args
    return question_of(site, _names(), given.get("on"), given.get("perspective")) or "Who says so, and where"


def _names() -> list[str]:
    """Read the name of the thing, or the three of the statement, that is asked for."""
    parts = [read_one(part) for part in _PARTS if part in request.args]
    names = request.args.getlist("name")
    if parts and names:
        raise Problem(400, "This is a thing and a statement.", repair=_REPAIR)
    return parts or names


def _explanations(site: Site) -> tuple[Explanation, ...]:
    """Explain what is asked for."""
    names = _names()
    if len(names) not in (1, len(_PARTS)):
        raise Problem(400, "This is neither a thing nor a statement.", repair=_REPAIR)
    # What is no day is told even where the day makes no difference.
    read_day("on")
    try:
        return explain(
            site.vocabulary,
            *names,
            on=read_one("on") or None,
            perspective=read_one("perspective") or None,
            copies=site.copies,
        )
    except UnknownNameError as error:
        raise Problem(404, str(error)) from None
    except TreatyGraphError as error:
        raise Problem(400, str(error)) from None
