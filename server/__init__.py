"""The HTTP side of treatygraph: a SPARQL endpoint, linked data, exports and plain pages over one dataset."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flask import Flask

from treatygraph.graph.builder import build
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.terms import ONTOLOGY_IRI
from treatygraph.server import headers, home, pages, problems, vocabulary, web
from treatygraph.server.evaluation import EXTENSION, AnyPool
from treatygraph.server.formats import DATASETS, DOCUMENTS
from treatygraph.server.pool.local import LocalPool

__all__ = ["create_app"]

MAX_BODY_BYTES = 1024 * 1024


def create_app(
    dataset: Dataset | None = None,
    test_config: Mapping[str, Any] | None = None,
    *,
    pool: AnyPool | None = None,
) -> Flask:
    """Make the application that serves a dataset.

    :param dataset: what to serve; by default the graph that comes with treatygraph, built here and now.
    :param test_config: settings of Flask that override the defaults.
    :param pool: answers queries; by default the engine in this process does, without a deadline.
    :returns: a WSGI application. It only reads.
    """
    served = build() if dataset is None else dataset
    # The instance folder is not used, but Flask cannot guess it inside a namespace package.
    folder = Path(__file__).resolve().parent
    app = Flask(__name__, root_path=str(folder), instance_path=str(folder))
    app.config.from_mapping(MAX_CONTENT_LENGTH=MAX_BODY_BYTES)
    app.config.from_mapping(test_config or {})
    app.extensions[EXTENSION] = LocalPool(served) if pool is None else pool
    described = web.with_words(served)
    pages.register(app, served, described)
    app.register_blueprint(home.get_blueprint(served, described))
    app.register_blueprint(vocabulary.get_blueprint(described))
    web.register(app, served, described)
    problems.register(app)
    headers.register(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(version=version("treatygraph"), exports=DATASETS, ontology=ONTOLOGY_IRI)
    app.jinja_env.globals.update(formats=DOCUMENTS)
    return app
