"""Where the pages of sources are."""

from __future__ import annotations

from flask import url_for

from treatygraph.server.addresses import address_of, document_name

__all__ = ["PREFIX", "source_address"]

PREFIX = "source/"
"""What the names of sources begin with; their pages leave it out."""


def source_address(iri: str) -> str:
    """Return the path of the page of passages of a source.

    :param iri: the source.
    :returns: the path; that of its own page where the source is not ours.
    """
    name = document_name(iri)
    return (address_of(iri) or iri) if name is None else url_for("sources.source", name=name.removeprefix(PREFIX))
