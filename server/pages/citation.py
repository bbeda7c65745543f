"""How to cite a page: a line of text and a record of BibTeX, both of this very state of the graph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.metadata import version

__all__ = ["Citation", "cite"]

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


def cite(title: str, iri: str, digest: str) -> Citation:
    """Cite what a graph says of a thing.

    :param title: the name of the thing.
    :param iri: its IRI, which stays.
    :param digest: the digest of the graph's state; empty where there is none.
    :returns: the citation.

    >>> cite("Lutha", "https://w3id.org/treatygraph/id/lutha", "0123456789abcdef").text[:10]
    '“Lutha”. t'
    """
    state = f"state {digest[:DIGITS]}" if digest else ""
    edition = ", ".join(part for part in (f"version {version('treatygraph')}", state) if part)
    key = re.sub(r"[^a-z0-9]+", "-", iri.rpartition("/treatygraph/")[2].lower()).strip("-")
    escaped = re.sub(r"([{}\\%&#_$])", r"\\\1", title)
    record = [
        f"@misc{{treatygraph-{key},",
        f"  title = {{{escaped}}},",
        "  howpublished = {treatygraph, a knowledge graph of treaties and promises},",
        f"  edition = {{{edition}}},",
        f"  url = {{{iri}}},",
        "}",
    ]
    return Citation(f"“{title}”. treatygraph, {edition}. {iri}", "\n".join(record))
