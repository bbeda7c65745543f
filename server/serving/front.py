"""What answers in a web process: queries and what is kept at once, all else by the application, made when it is needed.

The application brings the framework and all pages, which takes longer than to load the graph that is shipped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Lock
from typing import TYPE_CHECKING

from treatygraph.server.answer_cache import AnswerCache
from treatygraph.server.direct import Direct
from treatygraph.server.tasks import EXTENSION, AnyPool

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from treatygraph.server.application import Application

__all__ = ["Front"]


class Front:
    """A WSGI application (PEP 3333) in front of another one.

    :param make: makes the other one, around a pool.
    :param digest: the version of the data, of which ETags are made.
    :param longest: how many seconds a query may take.
    """

    def __init__(self, make: Callable[[AnyPool | None], Application], digest: str, longest: float) -> None:
        self._make = make
        self._lock = Lock()
        self._made: Application | None = None
        self._pool: AnyPool | None = None
        self.kept = AnswerCache(self._anew, lambda: digest)
        self.direct = Direct(None, lambda: longest)

    def application(self) -> Application:
        """Make the application, for this process and those that it forks, or wait for whoever is making it.

        :returns: the application.
        """
        with self._lock:
            if self._made is None:
                self._made = self._make(self._pool)
                self.direct = self._made.direct
            return self._made

    @property
    def is_whole(self) -> bool:
        """Whether the application is made."""
        return self._made is not None

    def use(self, pool: AnyPool) -> None:
        """Ask a pool from now on.

        :param pool: the pool.
        """
        self._pool = pool
        if self._made is not None:
            self._made.extensions[EXTENSION] = pool

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, from what is kept if it is there.

        :param environ: the request.
        :param start_response: takes status and headers.
        :returns: the body.
        """
        return self.kept(environ, start_response)

    def _anew(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self.application().uncached(environ, start_response)
