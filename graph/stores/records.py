"""What a push writes of itself on the server, as a small graph: which graphs are ours, and which are there whole.

A graph is ours from before its first triple is sent, and whole once its last one is. The digest of the dataset is
there when all is. So whoever pushes next, from whatever machine, knows what is left to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from treatygraph.graph.stores.reserved import RECORD, term_to_server, to_server
from treatygraph.graph.terms import SCHEMA

__all__ = ["Record", "digest_of", "lines_of", "whole"]

_IN = NamedNode("http://rdfs.org/ns/void#inDataset")
_DIGEST = NamedNode(SCHEMA + "sha256")
_RECORD = NamedNode(RECORD)


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of the graphs on a server.

    :param graphs: for each graph that is ours the digest of its content; empty for one that is not there whole.
    :param digest: the digest of the dataset; empty unless all of it is there.
    """

    graphs: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""

    @classmethod
    def read(cls, triples: Iterable[Triple]) -> Record:
        """Read a record.

        :param triples: the graph.
        :returns: the record; an empty one where there is none.
        """
        graphs: dict[str, str] = {}
        digest = ""
        for node, predicate, object_ in triples:
            subject = term_to_server(node)
            if not isinstance(subject, NamedNode):
                continue
            if predicate == _IN:
                graphs.setdefault(subject.value, "")
            elif predicate == _DIGEST and isinstance(object_, Literal):
                if subject == _RECORD:
                    digest = object_.value
                else:
                    graphs[subject.value] = object_.value
        return cls(graphs, digest)

    def lines(self) -> list[bytes]:
        """Write the record; what is ours comes first, and of that what may have to be removed.

        :returns: lines of N-Triples.
        """
        owned = sorted(self.graphs, key=lambda name: (bool(self.graphs[name]), name))
        triples = [Triple(NamedNode(name), _IN, _RECORD) for name in owned]
        triples += [whole(name, self.graphs[name]) for name in owned if self.graphs[name]]
        triples += [Triple(_RECORD, _DIGEST, Literal(self.digest))] if self.digest else []
        return (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").splitlines(keepends=True)


def whole(graph: str, digest: str) -> Triple:
    """Say that a graph is there.

    :param graph: its name on the server.
    :param digest: the digest of its content.
    :returns: the statement for the record.
    """
    return Triple(NamedNode(graph), _DIGEST, Literal(digest))


def lines_of(triples: Iterable[Triple]) -> list[bytes]:
    """Write triples as a server gets them.

    :param triples: the triples.
    :returns: lines of N-Triples, sorted, none twice and without blank nodes.
    """
    written = serialize({to_server(triple) for triple in triples}, format=RdfFormat.N_TRIPLES)
    return sorted((written or b"").splitlines(keepends=True))


def digest_of(lines: Iterable[bytes]) -> str:
    """Tell contents apart.

    :param lines: the lines of a graph.
    :returns: the SHA-256 of all, in hexadecimal digits.
    """
    made = sha256()
    for line in lines:
        made.update(line)
    return made.hexdigest()
