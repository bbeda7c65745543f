"""Headers that every answer has: who may read it (CORS) and what a browser may do with it (CSP)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.wrappers import Response

__all__ = ["ALWAYS", "CONTENT_SECURITY_POLICY", "content_type", "register"]

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)

_EXPOSED = (
    "Accept-Post",
    "Accept-Query",
    "Allow",
    "Content-Location",
    "ETag",
    "Link",
    "Retry-After",
    "Treatygraph-Limit",
    "Treatygraph-Timeout",
    "Treatygraph-Total",
)
"""What programs on pages of other sites may read; the Fetch standard hides all that it does not know."""

_TAKEN = "*, Accept, Authorization, Content-Type, If-None-Match"
"""What such programs may send: anything, but for some browsers by name, and Authorization for all."""

ALWAYS: Mapping[str, str] = MappingProxyType(
    {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": ", ".join(_EXPOSED),
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
)
"""What every answer has."""


def content_type(media_type: str) -> str:
    """Write the header of this name, as Werkzeug does.

    :param media_type: the media type.
    :returns: the media type, with the charset where it is one of texts.

    >>> content_type("text/turtle"), content_type("application/json")
    ('text/turtle; charset=utf-8', 'application/json')
    """
    is_text = media_type.startswith("text/") or media_type.endswith(("+xml", "/xml"))
    return f"{media_type}; charset=utf-8" if is_text else media_type


def register(app: Flask) -> None:
    """Give all answers of an application these headers, errors too.

    :param app: the application.
    """
    # What is answered without the framework has the same headers.
    from flask import request

    @app.after_request
    def _add(response: Response) -> Response:
        response.headers.update(ALWAYS)
        if request.method == "OPTIONS":
            # The preflight of the Fetch standard; nothing here depends on who asks.
            response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "GET, HEAD, OPTIONS")
            response.headers["Access-Control-Allow-Headers"] = _TAKEN
            response.headers["Access-Control-Max-Age"] = "86400"
        return response
