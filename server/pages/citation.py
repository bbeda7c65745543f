"""How to cite a page: a line of text and a record of BibTeX, both of this very state of the graph."""

from __future__ import annotations

import re
from dataclasses import dataclass

from treatygraph.server.description import Description

__all__ = ["Citation", "cite", "cite_whole"]

DIGITS = 12
"""How many digits of the digest stand in a citation; the exports name all of them."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation.

    :param text: one line.
    :param bibtex: a record of BibTeX.
    """

    text: str
    bibtex: str


def cite(title: str, iri: str, graph: Description, digest: str) -> Citation:
    """Cite what a graph says of a thing.

    :param title: the name of the thing.
    :param iri: its IRI, which stays.
    :param graph: what the graph says of itself.
    :param digest: the digest of the graph's state; empty where there is none.
    :returns: the citation.

    >>> cite("Lutha", "https://w3id.org/treatygraph/id/lutha", Description("Ports"), "0123456789abcdef").text
    '“Lutha”. Ports, state 0123456789ab. https://w3id.org/treatygraph/id/lutha'
    """
    state = f"state {digest[:DIGITS]}" if digest else ""
    edition = ", ".join(part for part in (f"version {graph.version}" if graph.version else "", state) if part)
    authors = [each for each in graph.creators if each != graph.title]
    fields = {
        "title": _escaped(title),
        "author": " and ".join(f"{{{_escaped(each)}}}" for each in authors),
        "howpublished": _escaped(graph.title),
        "edition": edition,
        "url": iri,
    }
    record = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    key = _key(f"{graph.title} {iri.rpartition('/treatygraph/')[2]}")
    found = ", ".join(part for part in (*authors, graph.title, edition) if part)
    return Citation(f"“{title}”. {found}. {iri}", "\n".join((f"@misc{{{key},", *record, "}")))


def cite_whole(graph: Description, home: str, digest: str) -> Citation:
    """Cite a graph as a whole.

    :param graph: what it says of itself.
    :param home: where it is served; it is cited by that where it does not name itself.
    :param digest: the digest of its state; empty where there is none.
    :returns: the citation.
    """
    return cite(graph.title, graph.iri or home, graph, digest)


def _key(words: str) -> str:
    """Make a key of BibTeX."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def _escaped(text: str) -> str:
    """Write a text for LaTeX."""
    return re.sub(r"([{}\\%&#_$])", r"\\\1", text)
