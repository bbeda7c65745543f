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
    PROV,
    RDF_TYPE,
    RDFS,
    RDFS_LABEL,
    SKOS,
    SKOSXL,
    compact,
    local_name,
    tg,
)
from treatygraph.server.addresses import address_of, document_name
from treatygraph.server.days import day_in_words, edtf_in_words
from treatygraph.server.vocabulary_words import INVERSE_WORDS, REUSED_TERMS

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

_IRI = re.compile(r"<(https?://[^<>\s]+)>")
_CURIE = re.compile(r"\b([a-z][a-z0-9]*):([A-Za-z][\w-]*)")
_TIME = re.compile(r"\(?(\[[-\d]*\.\.[-\d]*\]|(?<![\w/-])\d{4}-\d\d-\d\d(?![\w/-]))\)?")
_LABELS = (RDFS_LABEL, NamedNode(SKOS + "prefLabel"))
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SOURCE = NamedNode(OA + "hasSource")
_FORM = NamedNode(SKOSXL + "literalForm")
_TITLE = NamedNode(DCTERMS + "title")
_PERSPECTIVE = tg("underPerspective")
_GRAPH_WORDS: Mapping[Term, tuple[str, NamedNode]] = MappingProxyType(
    {
        tg("PassageGraph"): ("what {} says", tg("supportedBy")),
        tg("ReferenceGraph"): ("what {} says: {}", NamedNode(PROV + "hadPrimarySource")),
        tg("InferredGraph"): ("what follows from what {} says", tg("voice")),
        tg("StatusGraph"): ("statuses of the promises", NamedNode(PROV + "wasDerivedFrom")),
        tg("PerspectiveGraph"): ("what {} writes: {}", NamedNode(PROV + "wasAttributedTo")),
        tg("EditorialGraph"): ("what {} writes: {}", NamedNode(PROV + "wasAttributedTo")),
    }
)
"""What graphs are called, and the property that leads to what they rest on."""
_PART_WORDS: Mapping[NamedNode, str] = MappingProxyType(
    {NamedNode(GEO + "hasGeometry"): "shape of", NamedNode(OA + "hasSelector"): "where it stands:"}
)
"""What belongs to one thing alone, by the property that leads to it."""
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
        self._defined = lru_cache(_KEPT)(self._define)

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
        """Show a property; one that nobody puts into words by the words of its local name, with its CURIE as hint.

        :param term: the property.
        :returns: its words, with the address of its page.
        """
        link = self.link(term)
        if not link.iri or link.iri in REUSED_TERMS or self.has_label(link.iri):
            return link
        return replace(link, text=_words(link.iri), hint=link.hint or self.short(link.iri))

    def inverse(self, term: Term) -> Link:
        """Show a property from the other end, as what a thing is in statements that point at it.

        :param term: the property.
        :returns: its words, with the address of its page.
        """
        link = self.property(term)
        return replace(link, text=INVERSE_WORDS.get(link.iri) or f"is {link.text} of")

    def thing(self, term: Term) -> Link:
        """Show a thing among statements, without its definition.

        :param term: an IRI, a literal or a blank node.
        :returns: its link; that of a perspective says so, as many are called what their holder is called.
        """
        link = replace(self.link(term), hint="")
        if link.iri and tg("Perspective") in self._dataset.objects(term, RDF_TYPE):
            return replace(link, text=f"{link.text} (perspective)")
        return link

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
        reused = REUSED_TERMS[iri].label if iri in REUSED_TERMS else ""
        return self._label(iri) or reused or self._described(iri) or self.short(iri)

    def _define(self, iri: str) -> str:
        """Find the definition of a term; that of a reused one names it as its vocabulary does."""
        found = self._first_text(iri, _DEFINITIONS)
        reused = REUSED_TERMS.get(iri)
        return found or (f"{reused.definition} ({reused.name})" if reused else "")

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
        named = self._graph_name(node) or self._part_name(node)
        if named:
            return named
        name = self._text(node, _FORM)
        return f"the name {name}" if name else self._text(node, _TITLE)

    def _graph_name(self, node: NamedNode) -> str:
        """Name a graph by what it rests on; empty for what is none."""
        kinds = self._dataset.objects(node, RDF_TYPE)
        if tg("InferenceGraph") in kinds:
            return f"inference: {local_name(node.value).replace('-', ' ')}"
        words = next((_GRAPH_WORDS[each] for each in kinds if each in _GRAPH_WORDS), None)
        if words is None:
            return ""
        template, leading = words
        bases = [each.value for each in self._dataset.objects(node, leading) if isinstance(each, NamedNode)]
        base, local = " and ".join(map(self.label, bases)), local_name(node.value).replace("-", " ")
        return template.format(base, local) if bases else ""

    def _part_name(self, node: NamedNode) -> str:
        """Name what belongs to one thing after it: its shape, its place in a text; empty for what does not."""
        for predicate, words in _PART_WORDS.items():
            owners = self._dataset.subjects(predicate, node)
            if len(owners) == 1 and isinstance(owners[0], NamedNode):
                return f"{words} {self.label(owners[0].value)}"
        return ""

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
    """Read the words out of a name: "is part of" out of ``is_part_of``; names of reused terms are told."""
    if iri in REUSED_TERMS:
        return REUSED_TERMS[iri].label
    return _WORD.sub(" ", local_name(iri)).replace("_", " ").lower()


def status_words(status: str) -> str:
    """Name a status as its label does.

    :param status: its name, such as ``not-made``.
    :returns: words.
    """
    return STATUS_WORDS.get(status, status)
