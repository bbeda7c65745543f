"""The application: all that is served over one dataset, by the interface WSGI (PEP 3333)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlsplit, urlunsplit

from flask import Flask, Request
from werkzeug.routing import RequestRedirect

from treatygraph.graph.builder import build
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.stores.interface import AnswersItself
from treatygraph.graph.terms import ONTOLOGY_IRI
from treatygraph.graph.version import VERSION
from treatygraph.server import MAX_BODY_BYTES, errors, headers, home, operations, pages, vocabulary, web
from treatygraph.server.answer_cache import AnswerCache
from treatygraph.server.direct import Direct
from treatygraph.server.documents import Documents
from treatygraph.server.formats import DATASETS, DOCUMENTS
from treatygraph.server.operations import TALLY
from treatygraph.server.pool.local import LocalPool
from treatygraph.server.tally import Tally
from treatygraph.server.tasks import EXTENSION, AnyPool

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

__all__ = ["Application", "create_app"]


class Application(Flask):
    """Flask, with answers kept in front of it, and what can be answered without it."""

    kept: AnswerCache
    direct: Direct

    def uncached(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request anew (PEP 3333).

        :param environ: the request.
        :param start_response: takes status and headers.
        :returns: the body.
        """
        return super().wsgi_app(environ, start_response)

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request (PEP 3333), from what is kept if it is there.

        :param environ: the request.
        :param start_response: takes status and headers.
        :returns: the body.
        """
        return self.kept(environ, start_response)

    def raise_routing_exception(self, request: Request) -> NoReturn:
        """Lead to the address with the right slashes, on whatever host the client has found this one.

        :param request: a request whose address is none.
        :raises RoutingException: always.
        """
        found = request.routing_exception
        if isinstance(found, RequestRedirect):
            parts = urlsplit(found.new_url)
            found.new_url = urlunsplit(("", "", f"/{parts.path.lstrip('/')}", parts.query, ""))
        super().raise_routing_exception(request)


def create_app(
    dataset: Dataset | None = None,
    test_config: Mapping[str, Any] | None = None,
    *,
    pool: AnyPool | None = None,
    digest: str | None = None,
    tally: Tally | None = None,
) -> Application:
    """Make the application that serves a dataset.

    :param dataset: what to serve; by default the graph that comes with treatygraph, built here and now.
    :param test_config: settings of Flask that override the defaults.
    :param pool: answers queries; by default the engine in this process does, without a deadline.
    :param digest: the version of the data, of which ETags are made; by default the digest of the dataset.
    :param tally: counts what is asked, for ``/metrics``.
    :returns: a WSGI application. It only reads.
    """
    served = build() if dataset is None else dataset
    # The instance folder is not used, but Flask cannot guess it inside a namespace package.
    folder = Path(__file__).resolve().parent
    app = Application("treatygraph.server", root_path=str(folder), instance_path=str(folder))
    app.config.from_mapping(MAX_CONTENT_LENGTH=MAX_BODY_BYTES)
    app.config.from_mapping(test_config or {})
    app.extensions[EXTENSION] = LocalPool(served) if pool is None else pool
    app.extensions[TALLY] = Tally(version=digest or "") if tally is None else tally
    app.kept = AnswerCache(app.uncached, lambda: served.digest if digest is None else digest)
    app.register_blueprint(operations.get_blueprint(served))
    described = web.with_words(served)
    pages.register(app, served, described)
    app.register_blueprint(home.get_blueprint(served, described))
    app.register_blueprint(vocabulary.get_blueprint(described))
    documents = Documents(described)
    web.register(app, served, described, documents)
    # What a server has to be asked for would hold up all others.
    own = None if isinstance(served, AnswersItself) else documents
    app.direct = Direct(own, lambda: app.extensions[EXTENSION].limits.timeout)
    _finish(app)
    return app


def _finish(app: Application) -> None:
    """Give an application what its errors, headers and templates need."""
    errors.register(app)
    headers.register(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(version=VERSION, exports=DATASETS, ontology=ONTOLOGY_IRI)
    app.jinja_env.globals.update(formats=DOCUMENTS)
