"""Time our reasoner against owlrl on generated data: ``python benchmarks/reasoning.py``.

Both get the same triples in the same run, so that the ratio means something on any machine.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator
from itertools import islice, pairwise
from time import perf_counter

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from treatygraph.graph.reasoning import Closure, close, close_with_owlrl
from treatygraph.graph.terms import RDF_TYPE

EXAMPLE = "https://example.org/"
ONTOLOGY = """
@prefix : <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:Agent a owl:Class . :State a owl:Class ; rdfs:subClassOf :Agent ; owl:disjointWith :Event .
:Event a owl:Class . :Act a owl:Class ; rdfs:subClassOf :Event . :Signature a owl:Class ; rdfs:subClassOf :Act .
:Place a owl:Class . :Island a owl:Class ; rdfs:subClassOf :Place .
:Occurred owl:onProperty :realisation ; owl:hasValue :yes . :Done owl:intersectionOf ( :Event :Occurred ) .
:precedes a owl:ObjectProperty , owl:TransitiveProperty ; owl:inverseOf :follows .
:meets a owl:ObjectProperty , owl:SymmetricProperty .
:signs a owl:ObjectProperty ; rdfs:subPropertyOf :takesPartIn ; rdfs:domain :State ; rdfs:range :Signature .
:takesPartIn a owl:ObjectProperty ; owl:propertyChainAxiom ( :partOf :takesPartIn ) .
:partOf a owl:ObjectProperty .
"""
SIZES = (1_000, 10_000)


def main() -> None:
    """Print a table of sizes, seconds and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="numbers of triples to generate")
    ontology = [Triple(quad.subject, quad.predicate, quad.object) for quad in parse(ONTOLOGY, format=RdfFormat.TURTLE)]
    print(f"{'triples':>8} {'derived':>8} {'builtin':>10} {'owlrl':>10} {'ratio':>6}")
    for size in parser.parse_args().sizes:
        data = list(islice(generated(), size))
        closure, ours = timed(close, ontology, data)
        other, theirs = timed(close_with_owlrl, ontology, data)
        if closure.derivations.keys() != other.derivations.keys():
            raise SystemExit(f"The two reasoners disagree on {size} triples.")
        derived = len(closure.derivations)
        print(f"{size:>8} {derived:>8} {ours:>8.3f} s {theirs:>8.3f} s {theirs / ours:>5.0f}x")


def timed(
    reason: Callable[[Iterable[Triple], Iterable[Triple]], Closure], ontology: list[Triple], data: list[Triple]
) -> tuple[Closure, float]:
    """Close ontology and data; return the closure and the seconds that it took."""
    start = perf_counter()
    closure = reason(ontology, data)
    return closure, perf_counter() - start


def generated() -> Iterator[Triple]:
    """Yield statements about groups of states, signatures and islands without end."""
    group = 0
    while True:
        state, partner, union, island = (node(f"{kind}{group}") for kind in ("state", "partner", "union", "island"))
        acts = [node(f"signature{group}-{number}") for number in range(4)]
        yield Triple(state, node("partOf"), union)
        yield Triple(union, node("signs"), acts[0])
        yield Triple(state, node("meets"), partner)
        yield Triple(partner, RDF_TYPE, node("State"))
        yield Triple(island, RDF_TYPE, node("Island"))
        for act in acts:
            yield Triple(act, RDF_TYPE, node("Signature"))
            yield Triple(act, node("realisation"), node("yes"))
        for earlier, later in pairwise(acts):
            yield Triple(earlier, node("precedes"), later)
        group += 1


def node(name: str) -> NamedNode:
    """Return the thing with this name."""
    return NamedNode(EXAMPLE + name)


if __name__ == "__main__":
    main()
