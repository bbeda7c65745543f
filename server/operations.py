"""For those who run the server: whether it is alive, whether it is ready, and its numbers."""

from __future__ import annotations

from flask import Blueprint, current_app
from prometheus_client import CONTENT_TYPE_LATEST
from werkzeug.wrappers import Response

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import QueryError
from treatygraph.server.metrics import written
from treatygraph.server.pool import Task
from treatygraph.server.pool.errors import PoolError
from treatygraph.server.tally import Tally
from treatygraph.server.tasks import EXTENSION, AnyPool

__all__ = ["TALLY", "get_blueprint"]

TALLY = "treatygraph.tally"
"""Where an application keeps its numbers."""
READY_SECONDS = 2.0


def get_blueprint(dataset: Dataset) -> Blueprint:
    """Make the part of the application that operators and their tools ask.

    :param dataset: the graph.
    :returns: the blueprint, to be mounted at the root.
    """
    blueprint = Blueprint("operations", __name__)

    @blueprint.get("/healthz")
    def live() -> Response:
        return _text(f"ok {dataset.size} statements\n")

    @blueprint.get("/healthz/ready")
    def ready() -> Response:
        pool: AnyPool = current_app.extensions[EXTENSION]
        try:
            pool.ask(Task("ASK {}", timeout=READY_SECONDS), "healthz").close()
        except QueryError as error:
            response = _text(f"not ready: {error}\n", 503)
            response.headers.extend(error.headers if isinstance(error, PoolError) else ())
            return response
        return _text("ready\n")

    @blueprint.get("/metrics")
    def metrics() -> Response:
        tally: Tally = current_app.extensions[TALLY]
        return _never_kept(Response(written(tally), content_type=CONTENT_TYPE_LATEST))

    return blueprint


def _text(text: str, status: int = 200) -> Response:
    """Answer with a line."""
    return _never_kept(Response(text, status, mimetype="text/plain"))


def _never_kept(response: Response) -> Response:
    """Keep an answer that changes out of all caches."""
    response.headers["Cache-Control"] = "no-store"
    return response
