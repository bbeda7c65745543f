"""What pages call the things of the graph: labels, short names, kinds of graph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from pyoxigraph import DefaultGraph, Literal, NamedNode

from treatygraph.graph.dataset import Dataset, GraphName, Term
from treatygraph.graph.terms import (
    DCTERMS,
    GEO,
    ID,
    OA,
    PREFIXES,
    RDF_TYPE,
    RDFS,
    RDFS_LABEL,
    SCHEMA,
    SKOS,
    SKOSXL,
    compact,
    local_name,
    tg,
)
from treatygraph.server.addresses import address_of, document_name
from treatygraph.server.days import day_in_words, edtf_in_words

__all__ = ["DERIVED_KINDS", "KIND_WORDS", "RULE_WORDS", "STATUS_WORDS", "Link", "Wording", "status_words"]

KIND_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "passage": "stated in a passage",
        "inference": "inferred by the curators",
        "reference": "from a reference work",
        "perspective": "a perspective, by the curators",
        "editorial": "editorial note",
        "provenance": "about the sources",
        "inferred": "derived by the ontology's rules",
        "status": "derived: status of a promise",
        "ontology": "from the ontology",
        "other": "from another graph",
    }
)
"""What each kind of graph means to a reader."""

DERIVED_KINDS = frozenset({"inferred", "status"})
"""The kinds of graphs that the build makes."""

STATUS_WORDS: Mapping[str, str] = MappingProxyType(
    {"not-made": "not made", "signed-not-binding": "signed, not binding"}
)
"""The statuses whose words differ from their names: the labels of the code list."""

RULE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "cax-sco": "what is of a kind is of the wider kind",
        "scm-sco": "a wider kind has a wider one still",
        "prp-dom": "only such a thing has this property",
        "prp-inv1": "the same read from the other side",
        "prp-inv2": "the same read from the other side",
        "prp-rng": "only such a thing is its value",
        "prp-spo1": "the narrower property implies the wider",
        "prp-spo2": "it follows step by step",
        "prp-symp": "it holds both ways",
        "prp-trp": "it passes on from part to whole",
    }
)
"""What the rules of OWL 2 RL do that readers meet most often."""

_FOREIGN_WORDS: Mapping[str, str] = MappingProxyType(
    {
        GEO + "asWKT": "shape (WKT)",
        GEO + "sfContains": "contains",
        GEO + "sfWithin": "lies within",
        SCHEMA + "sha256": "SHA-256",
        SKOS + "altLabel": "other label",
        SKOS + "prefLabel": "preferred label",
    }
)
"""What properties of other vocabularies mean whose names are not words."""
_IRI = re.compile(r"<(https?://[^<>\s]+)>")
_CURIE = re.compile(r"\b([a-z][a-z0-9]*):([A-Za-z][\w-]*)")
_TIME = re.compile(r"\(?(\[[-\d]*\.\.[-\d]*\]|(?<![\w/-])\d{4}-\d\d-\d\d(?![\w/-]))\)?")
_LABELS = (RDFS_LABEL, NamedNode(SKOS + "prefLabel"))
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SOURCE = NamedNode(OA + "hasSource")
_FORM = NamedNode(SKOSXL + "literalForm")
_TITLE = NamedNode(DCTERMS + "title")
_PERSPECTIVE = tg("underPerspective")
_KEPT = 2048
_DEFINITIONS = (NamedNode(SKOS + "definition"), NamedNode(RDFS + "comment"))


@dataclass(frozen=True, slots=True)
class Link:
    """A term as a page shows it.

    :param text: what to show.
    :param iri: the IRI; empty for a literal and for a blank node.
    :param href: where its page is; None where this server has none.
    :param hint: a definition, shown on hover.
    :param language: the language of a literal.
    :param datatype: the datatype of a literal, as CURIE; empty for plain text.
    """

    text: str
    iri: str = ""
    href: str | None = None
    hint: str = ""
    language: str = ""
    datatype: str = ""


class Wording:
    """Finds words for terms in a graph.

    :param dataset: the graph, with the ontology.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        # Pages name the same things over and over.
        self._named = lru_cache(_KEPT)(self._name)
        self._defined = lru_cache(_KEPT)(lambda iri: self._first_text(iri, _DEFINITIONS))

    def label(self, iri: str) -> str:
        """Name a thing by its label, else by what it says of itself, else by its short name.

        :param iri: its IRI.
        :returns: a text that is never empty.
        """
        return self._named(iri)

    def has_label(self, iri: str) -> bool:
        """Tell whether the graph gives a thing a label.

        :param iri: its IRI; empty for a blank node.
        :returns: True if it has one.
        """
        return bool(iri and self._label(iri))

    def short(self, iri: str) -> str:
        """Write an IRI as briefly as it stays readable.

        :param iri: the IRI.
        :returns: the path below ``id/``, a CURIE, or the IRI itself.
        """
        if iri.startswith(ID):
            return document_name(iri) or iri
        return compact(iri).strip("<>")

    def definition(self, iri: str) -> str:
        """Return the definition of a term or the comment on a thing.

        :param iri: its IRI.
        :returns: the text; empty when there is none.
        """
        return self._defined(iri)

    def property(self, term: Term) -> Link:
        """Show a property; one of another vocabulary by the words of its local name, with its CURIE as hint.

        :param term: the property.
        :returns: its words, with the address of its page.
        """
        link = self.link(term)
        if not link.iri or self.has_label(link.iri):
            return link
        return replace(link, text=_words(link.iri), hint=link.hint or self.short(link.iri))

    def prose(self, text: str) -> str:
        """Put a text of the terminal into words: terms by their labels, days as people write them.

        :param text: the text, with CURIEs, EDTF strings and statuses.
        :returns: the same for readers.
        """

        def term(found: re.Match[str]) -> str:
            name, local = found.groups()
            iri = PREFIXES[name] + local if name in PREFIXES else ""
            return self._label(iri) or _words(iri) if iri else found[0]

        def time(found: re.Match[str]) -> str:
            words = edtf_in_words(found[1])
            return f"({words})" if found[0].startswith("(") else words

        text = _IRI.sub(lambda found: self.label(found[1]), text)
        told = _TIME.sub(time, _CURIE.sub(term, text))
        for status, words in STATUS_WORDS.items():
            told = told.replace(status, words)
        return told

    def link(self, term: Term) -> Link:
        """Show a term.

        :param term: an IRI, a literal or a blank node.
        :returns: its words, with the address of its page.
        """
        if isinstance(term, NamedNode):
            iri = term.value
            return Link(self.label(iri), iri, address_of(iri), self.definition(iri))
        if isinstance(term, Literal):
            plain = term.language is not None or term.datatype.value == PREFIXES["xsd"] + "string"
            datatype = "" if plain else compact(term.datatype.value).strip("<>")
            return Link(term.value, language=term.language or "", datatype=datatype)
        return Link(str(term))

    def graph(self, name: GraphName) -> tuple[str, Link]:
        """Show a graph that states something.

        :param name: the name of the graph.
        :returns: its kind, one of :data:`KIND_WORDS`, and its link.
        """
        if isinstance(name, DefaultGraph):
            return "other", Link("the default graph")
        return self._dataset.kind_of(name), self.link(name)

    def _name(self, iri: str) -> str:
        """Find the words for a thing."""
        return self._label(iri) or self._described(iri) or self.short(iri)

    def _described(self, iri: str) -> str:
        """Name what nobody labels by what it says: a time by its day, a span by its status, a usage by its name."""
        node = NamedNode(iri)
        time = self._text(node, tg("edtf"))
        if time:
            return edtf_in_words(time)
        status = self._dataset.value(node, tg("statusValue"))
        if isinstance(status, NamedNode):
            first, last = (day_in_words(self._text(node, tg(name))) for name in ("validFrom", "validUntil"))
            views = (each.value for each in self._dataset.objects(node, _PERSPECTIVE) if isinstance(each, NamedNode))
            words = f"{first} to {last}" if first and last else f"from {first}" if first else last and f"until {last}"
            return ", ".join([self.label(status.value), *map(self.label, views), words or "at all times"])
        source = self._dataset.value(node, _SOURCE)
        if isinstance(source, NamedNode):
            return f"passage {local_name(iri)} of {self.label(source.value)}"
        graph = self._graph_name(node)
        if graph:
            return graph
        name = self._text(node, _FORM)
        return f"the name {name}" if name else self._text(node, _TITLE)

    def _graph_name(self, node: NamedNode) -> str:
        """Name a graph by what it rests on; empty for what is none."""
        kinds = self._dataset.objects(node, RDF_TYPE)
        if tg("InferenceGraph") in kinds:
            return f"inference: {local_name(node.value).replace('-', ' ')}"
        if tg("PassageGraph") not in kinds:
            return ""
        passages = [
            each.value for each in self._dataset.objects(node, tg("supportedBy")) if isinstance(each, NamedNode)
        ]
        return f"what {' and '.join(map(self.label, passages))} says" if passages else ""

    def _label(self, iri: str) -> str:
        """Return the label of a thing; empty when there is none."""
        return self._first_text(iri, _LABELS)

    def _first_text(self, iri: str, predicates: Iterable[NamedNode]) -> str:
        """Return the text of the first property that has one."""
        node = NamedNode(iri)
        return next(filter(None, (self._text(node, predicate) for predicate in predicates)), "")

    def _text(self, node: NamedNode, predicate: NamedNode) -> str:
        """Return one text, the English one where there are several."""
        texts = [each for each in self._dataset.objects(node, predicate) if isinstance(each, Literal)]
        texts.sort(key=lambda each: (each.language != "en", each.language or "", each.value))
        return texts[0].value if texts else ""


def _words(iri: str) -> str:
    """Read the words out of a name: "is part of" out of ``is_part_of``; names without words of their own are told."""
    if iri in _FOREIGN_WORDS:
        return _FOREIGN_WORDS[iri]
    return _WORD.sub(" ", local_name(iri)).replace("_", " ").lower()


def status_words(status: str) -> str:
    """Name a status as its label does.

    :param status: its name, such as ``not-made``.
    :returns: words.
    """
    return STATUS_WORDS.get(status, status)
