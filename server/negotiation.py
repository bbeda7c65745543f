"""Which form of an answer a client gets: by suffix or ``format``, else by the header ``Accept``.

The header is read by Werkzeug (RFC 9110, section 12.5.1) with three additions: no header means ``*/*``;
parameters such as ``charset=utf-8``, ``header=present`` or ``profile=…`` do not keep a form from matching;
and a demand or exclusion of another charset than UTF-8 says nothing about forms that exist in UTF-8 only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from treatygraph.server.problems import Problem

if TYPE_CHECKING:
    from werkzeug.datastructures import MIMEAccept

__all__ = ["Offer", "by_name", "negotiate", "not_acceptable", "parse_accept"]

_ANY = "*/*"
_PLAIN = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+", re.ASCII)
"""A header that is one media type and no more."""
_UTF_8 = frozenset({"utf-8", "utf8"})

LONGEST_KEPT = 512
"""How long a header may be whose meaning is remembered."""


class Offer(NamedTuple):
    """One form in which an answer exists.

    :param name: the file suffix and the value of ``format``, for instance ``ttl``.
    :param media_type: the media type that it is sent with.
    :param title: what people call it.
    :param aliases: further media types that ask for it; who asks by an alias is answered with that alias.
    :param names: further values of ``format``.
    """

    name: str
    media_type: str
    title: str
    aliases: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def negotiate(offers: Sequence[Offer], accept: str | None, name: str | None = None) -> tuple[Offer, str]:
    """Choose the form of an answer (RFC 9110, section 12.5.1).

    :param offers: the forms that exist, the preferred ones first.
    :param accept: the header ``Accept``; None when there is none.
    :param name: the suffix or ``format`` that was asked for; it wins over the header.
    :returns: the form and the media type to send it with.
    :raises Problem: 406 with the list of what exists, if nothing fits.

    >>> negotiate([Offer("ttl", "text/turtle", "Turtle"), Offer("nt", "application/n-triples", "")], None)[1]
    'text/turtle'
    """
    if name is not None:
        offer = by_name(offers, name)
        if offer is None:
            raise not_acceptable(f"The format {name!r} does not exist for this.", offers)
        return offer, offer.media_type
    if accept is None or accept == _ANY:
        return offers[0], offers[0].media_type
    # One that nobody but its sender has would only take room.
    best = _best if len(accept) <= LONGEST_KEPT else _best.__wrapped__
    found = best(tuple(offers), accept)
    if found is None:
        raise not_acceptable(f"Nothing here fits «Accept: {accept}».", offers)
    return found


@lru_cache(1024)
def _best(offers: tuple[Offer, ...], accept: str) -> tuple[Offer, str] | None:
    """Choose by the header; clients send few different ones."""
    types = {offer.media_type: offer for offer in offers}
    for offer in offers:
        for alias in offer.aliases:
            types.setdefault(alias, offer)
    best = accept.lower() if _PLAIN.fullmatch(accept) else parse_accept(accept).best_match(types)
    return (types[best], best) if best in types else None


def by_name(offers: Iterable[Offer], name: str) -> Offer | None:
    """Find a form by its suffix, by a further name or by its media type.

    :param offers: the forms that exist.
    :param name: what was asked for, in any case.
    :returns: the form, or None.
    """
    wanted = name.lower()
    for offer in offers:
        if wanted in {offer.name, offer.media_type, *offer.names, *offer.aliases}:
            return offer
    return None


def parse_accept(header: str) -> MIMEAccept:
    """Read a header ``Accept`` without the parameters that make no difference here.

    :param header: the value of the header.
    :returns: Werkzeug's list of media ranges with their qualities.

    >>> parse_accept("text/csv; charset=utf-8; q=0.5").best_match(["text/csv"])
    'text/csv'
    >>> parse_accept("text/csv; charset=utf-16; q=0, text/*").best_match(["text/csv"])
    'text/csv'
    """
    # Imported by the first header that needs it: it takes as long as all else before the first answer.
    from werkzeug.datastructures import MIMEAccept
    from werkzeug.http import parse_accept_header, parse_options_header

    ranges: dict[str, float] = {}
    for value, quality in parse_accept_header(header, MIMEAccept):
        media_range, parameters = parse_options_header(value)
        if parameters.get("charset", "utf-8").lower() in _UTF_8:
            ranges[media_range] = max(quality, ranges.get(media_range, 0.0))
    return MIMEAccept(ranges.items())


def not_acceptable(message: str, offers: Sequence[Offer], query: str | None = None) -> Problem:
    """Say that nothing fits, and list what exists.

    :param message: what does not fit.
    :param offers: the forms that exist.
    :param query: the query that was sent, if any.
    :returns: the problem.
    """
    choices = [f"{offer.name}: {offer.media_type} ({offer.title})" for offer in offers]
    return Problem(406, message, repair="It exists in these formats:", choices=choices, query=query)
