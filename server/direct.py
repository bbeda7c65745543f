"""What is answered without the framework, because it is asked most: queries, and the data of things.

The parts are those that the application has, called at once. All that is no plain answer of theirs, such as a page
or an error, is left to the application.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from treatygraph.server.answers import Forms, answer_headers, choose_forms
from treatygraph.server.headers import ALWAYS
from treatygraph.server.parameters import pairs_of
from treatygraph.server.pool import Answer, Task
from treatygraph.server.problems import Problem
from treatygraph.server.protocol import QueryRequest, about_body, is_bare, read_request
from treatygraph.server.replies import Fields
from treatygraph.server.tasks import task_of

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from treatygraph.server.documents import Document, Documents

__all__ = ["Direct", "Question"]

_ENDPOINT, _DATA = "/sparql", "/data/"
_ALWAYS = tuple(ALWAYS.items())
_SHORT = (".ttl", ".nt", ".rdf")
"""Documents that take so little time that nobody is held up."""


class Question(NamedTuple):
    """A query of a client, ready for the pool.

    :param task: the query.
    :param headers: makes the headers of its answer, but for its length.
    """

    task: Task
    headers: Callable[[Answer], Fields]


class Direct:
    """Answers some requests.

    :param documents: the documents about things; None where none is quickly made.
    :param longest: tells how many seconds a query may take.
    """

    def __init__(self, documents: Documents | None, longest: Callable[[], float]) -> None:
        self._documents = documents
        self._longest = longest

    def question(self, environ: WSGIEnvironment, body: bytes) -> Question | None:
        """Read a query.

        :param environ: the request.
        :param body: its body.
        :returns: the query; None if the application has to answer the request.
        """
        method = environ["REQUEST_METHOD"]
        if environ["PATH_INFO"] != _ENDPOINT or method not in {"GET", "HEAD", "POST", "QUERY"}:
            return None
        query_string = environ["QUERY_STRING"].encode("latin-1")
        try:
            if method in {"GET", "HEAD"} and is_bare(pairs_of(query_string)):
                return None
            query = read_request(method, query_string, *about_body(environ), lambda: body)
            forms = choose_forms(environ.get("HTTP_ACCEPT"), query.format)
        except (Problem, UnicodeDecodeError):
            return None
        if forms.page:
            return None
        return Question(task_of(query, *forms.names), lambda found: self._headers(found, forms, query))

    def document(self, environ: WSGIEnvironment) -> Document | None:
        """Write the data of a thing.

        :param environ: a request by GET or HEAD.
        :returns: the document; None if the application has to answer the request.
        """
        path = environ["PATH_INFO"]
        if self._documents is None or not path.startswith(_DATA) or not path.endswith(_SHORT):
            return None
        try:
            if any(key == "format" for key, _ in pairs_of(environ["QUERY_STRING"].encode("latin-1"))):
                # The name of a thing can look like that of a document.
                return None
            name = path.removeprefix(_DATA).encode("latin-1").decode()
            found = self._documents.data(environ["SCRIPT_NAME"], name, environ.get("HTTP_ACCEPT"))
        except (Problem, UnicodeDecodeError):
            return None
        return replace(found, common=(*found.common, *_ALWAYS))

    def _headers(self, found: Answer, forms: Forms, query: QueryRequest) -> Fields:
        return (*answer_headers(found, forms, query, self._longest()), *_ALWAYS)
