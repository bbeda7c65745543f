"""What is known of a dataset beside its store: found out once, when the store is made.

A store of Oxigraph whose default graph holds the union of all graphs does not tell which triples a source has in its
own default graph, and it writes some literals in another form (``"1.50"^^xsd:decimal`` as ``"1.5"``). To count the
quads of a graph, or to list the predicates, it has to be read. So these are kept.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain, islice
from typing import NamedTuple

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize

from treatygraph.graph.dataset import GraphName, Term
from treatygraph.graph.terms import RDF, XSD

__all__ = ["UNION", "Contents"]

UNION = DefaultGraph()
"""The graph of a store that holds the union of all."""

MOST_WRITTEN = 100_000
"""How many quads that a store writes in another form are kept in a file."""
_AS_WRITTEN = frozenset((XSD + "string", RDF + "langString", RDF + "dirLangString"))
"""The datatypes of literals that a store leaves as they are."""
_SOME = NamedNode(RDF + "value")


class Contents(NamedTuple):
    """What a store alone does not tell.

    :param sizes: the number of quads of each graph.
    :param predicates: the predicates of all quads.
    :param twice: the triples that stand in the default graph and in another one.
    :param written: the quads that the store writes in another form, as their sources have them, by that form.
    """

    sizes: Mapping[GraphName, int]
    predicates: frozenset[NamedNode]
    twice: frozenset[Triple]
    written: Mapping[Quad, tuple[Quad, ...]]

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> Contents:
        """Find out what there is to know.

        :param quads: the quads of a dataset, none twice.
        :returns: what is to be kept of them.
        """
        known = tuple(quads)
        sizes: Counter[GraphName] = Counter(quad.graph_name for quad in known)
        forms = _forms_in_store({quad.object for quad in known if _may_be_rewritten(quad.object)})
        mixed = UNION in sizes and len(sizes) > 1
        twice = _named_and_not([_in_store(quad, forms) for quad in known]) if mixed else frozenset()
        return cls(sizes, frozenset(quad.predicate for quad in known), twice, _rewritten(known, forms))

    def encoded(self, *, whole: bool = False) -> bytes:
        """Write them.

        :param whole: whether quads that a store writes in another form are written however many they are.
        :returns: JSON, with quads and triples as lines of N-Quads.
        """
        content = {
            "sizes": [[None if name == UNION else str(name), number] for name, number in self.sizes.items()],
            "predicates": sorted(each.value for each in self.predicates),
            "twice": _lines(Quad(*triple) for triple in sorted(self.twice, key=str)),
            "written": _written(self.written if whole or len(self.written) <= MOST_WRITTEN else {}),
        }
        return json.dumps(content).encode()

    @classmethod
    def decoded(cls, data: bytes) -> Contents:
        """Read what :meth:`encoded` wrote.

        :param data: JSON.
        :returns: what it says.
        :raises ValueError: if it says something else.
        """
        try:
            content = json.loads(data)
            return cls(
                {_graph(name): int(number) for name, number in content["sizes"]},
                frozenset(map(NamedNode, content["predicates"])),
                frozenset(quad.triple for quad in _quads(content["twice"])),
                _forms(**content["written"]),
            )
        except (SyntaxError, TypeError, LookupError, AttributeError) as error:
            raise ValueError(str(error)) from None


def _written(forms: Mapping[Quad, tuple[Quad, ...]]) -> dict[str, str | list[int]]:
    """Write what a store writes in another form: its own forms, how many quads each stands for, and these."""
    return {
        "forms": _lines(forms),
        "numbers": [len(quads) for quads in forms.values()],
        "quads": _lines(chain.from_iterable(forms.values())),
    }


def _forms(forms: str, numbers: list[int], quads: str) -> dict[Quad, tuple[Quad, ...]]:
    """Read what :func:`_written` wrote."""
    rest = iter(_quads(quads))
    return {form: tuple(islice(rest, number)) for form, number in zip(_quads(forms), numbers, strict=True)}


def _lines(quads: Iterable[Quad]) -> str:
    return (serialize(quads, format=RdfFormat.N_QUADS) or b"").decode()


def _quads(lines: str) -> tuple[Quad, ...]:
    return tuple(parse(lines, format=RdfFormat.N_QUADS))


def _graph(name: str | None) -> GraphName:
    """Read the name of a graph."""
    if name is None:
        return UNION
    return BlankNode(name.removeprefix("_:")) if name.startswith("_:") else NamedNode(name[1:-1])


def _named_and_not(quads: Iterable[Quad]) -> frozenset[Triple]:
    """Find the triples that stand in the default graph and in another one."""
    places: tuple[set[Triple], set[Triple]] = set(), set()
    for quad in quads:
        places[quad.graph_name == UNION].add(quad.triple)
    return frozenset(places[0] & places[1])


def _rewritten(quads: Iterable[Quad], forms: Mapping[Term, Term]) -> dict[Quad, tuple[Quad, ...]]:
    """Find the quads that a store would write in another form, by that form."""
    found: dict[Quad, tuple[Quad, ...]] = {}
    for quad in quads:
        if quad.object in forms:
            stored = _in_store(quad, forms)
            found[stored] = (*found.get(stored, ()), quad)
    return {stored: written for stored, written in found.items() if written != (stored,)}


def _in_store(quad: Quad, forms: Mapping[Term, Term]) -> Quad:
    """Put a quad into the form that a store gives it."""
    form = forms.get(quad.object)
    return quad if form is None else Quad(quad.subject, quad.predicate, form, quad.graph_name)


def _forms_in_store(terms: Iterable[Term]) -> dict[Term, Term]:
    """Try how a store writes terms."""
    names = {term: NamedNode(f"urn:{number}") for number, term in enumerate(terms)}
    trial = Store()
    trial.bulk_extend(Quad(name, _SOME, term) for term, name in names.items())
    forms = {quad.subject: quad.object for quad in trial.quads_for_pattern(None, None, None, None)}
    return {term: forms[name] for term, name in names.items()}


def _may_be_rewritten(term: Term) -> bool:
    """Tell whether a store might write a term in another form."""
    return isinstance(term, Triple) or (isinstance(term, Literal) and term.datatype.value not in _AS_WRITTEN)
