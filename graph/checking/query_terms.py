"""Rules on the names in queries: terms that the vocabulary declares, things that the graph describes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.checking.spelling import did_you_mean
from treatygraph.graph.checking.terms import term_fault
from treatygraph.graph.checking.vocabulary import Vocabulary, namespace_of
from treatygraph.graph.sparql_text import Token, position, tokens
from treatygraph.graph.terms import ID, RDF_TYPE, compact

if TYPE_CHECKING:
    from pathlib import Path

    from treatygraph.graph.checking.material import Material

__all__ = ["UNKNOWN_IN_QUERY", "check_query_terms", "iris_of"]

UNKNOWN_IN_QUERY = Rule(
    code="TG504",
    name="unknown-term-in-query",
    severity=Severity.ERROR,
    message="Every term in a query is declared by its vocabulary, and every thing is described by the graph.",
    repair="Correct the spelling.",
    what="Finds classes, properties and concepts that their vocabulary does not have or that are deprecated, classes "
    "in the place of properties, and, where a graph is checked with the queries, things that it does not describe.",
    why="A misspelt name is no error for SPARQL: the answer is empty, or lacks rows, without a word.",
    references=("https://www.w3.org/TR/sparql11-query/",),
)


def check_query_terms(material: Material) -> Iterator[Finding]:
    """Look at every name in the queries.

    :param material: the queries, with the graph.
    :returns: a finding for each name that means nothing.
    """
    for path in material.queries:
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        yield from _of_query(path, text, material)


def iris_of(query: tuple[Token, ...]) -> Iterator[tuple[Token, str, str]]:
    """Find the IRIs of a query, with what they are used as.

    :param query: its tokens.
    :returns: the token, the IRI, and ``class``, ``property`` or nothing; declarations of prefixes are left out.

    >>> query = tokens("PREFIX e: <urn:e#> ASK { ?x a e:A ; e:p/^e:q 'x' }")
    >>> [(iri, kind) for _, iri, kind in iris_of(query)]
    [('urn:e#A', 'class'), ('urn:e#p', 'property'), ('urn:e#q', 'property')]
    """
    prefixes: dict[str, str] = {}
    skip = 0
    values = False
    for index, token in enumerate(query):
        values = token.says("values") or (values and token.text != "}")
        if index < skip:
            continue
        if token.says("prefix", "base") and index + 1 < len(query):
            skip = index + (3 if token.says("prefix") else 2)
            if token.says("prefix") and index + 2 < len(query):
                prefixes[query[index + 1].text[:-1]] = query[index + 2].text[1:-1]
            continue
        if token.kind == "iri" and ":" in token.text:
            yield token, token.text[1:-1], "" if values else _use(query, index)
        elif token.kind == "name":
            prefix, _, local = token.text.partition(":")
            if prefix in prefixes:
                yield token, prefixes[prefix] + local.replace("\\", ""), "" if values else _use(query, index)


def _use(query: tuple[Token, ...], index: int) -> str:
    """Tell what a name is used as, as far as its neighbours tell."""
    before = query[index - 1] if index else None
    after = query[index + 1] if index + 1 < len(query) else None
    if before is not None and (before.text == "a" or before.text in ("rdf:type", f"<{RDF_TYPE.value}>")):
        return "class"
    in_path = (before is not None and before.text in ("/", "^", "!")) or (
        after is not None and after.text in ("/", "*", "+")
    )
    first_of_pair = before is not None and before.text == ";"
    between = (
        before is not None
        and before.kind in ("variable", "name", "iri")
        and after is not None
        and after.kind in ("variable", "name", "iri", "string", "number")
        and index >= 2
        and query[index - 2].text in (".", "{", "}")
    )
    return "property" if in_path or first_of_pair or between else ""


def _of_query(path: Path, text: str, material: Material) -> Iterator[Finding]:
    """Look at the names of one query."""
    known = material.dataset.iris
    faults: dict[tuple[str, str], tuple[str, str | None] | None] = {}
    for token, iri, kind in iris_of(tokens(text)):
        key = (iri, kind)
        if key not in faults:
            faults[key] = _fault(material.vocabulary, known, iri, kind)
        fault = faults[key]
        if fault is not None:
            line, column = position(text, token.start)
            yield UNKNOWN_IN_QUERY.finding(
                "", message=fault[0], repair=fault[1], value=f"<{iri}>", path=str(path), line=line, column=column
            )


def _fault(vocabulary: Vocabulary, known: frozenset[str], iri: str, kind: str) -> tuple[str, str | None] | None:
    """Say what is wrong with an IRI, and what to do."""
    fault = term_fault(vocabulary, iri, kind)
    if fault is not None:
        return fault.message, fault.repair or fault.rule.repair
    if not iri.startswith(ID) or iri in known or not any(each.startswith(ID) for each in known):
        return None
    namespace = namespace_of(iri)
    if iri == namespace:
        return None
    names: Mapping[str, str] = {
        each[len(namespace) :]: compact(each) for each in known if namespace_of(each) == namespace
    }
    question = did_you_mean(iri[len(namespace) :], names, names.__getitem__)
    return f"The graph says nothing of {compact(iri)}.", question or None
