"""What stands beside a statement: its passage, the voice, the chain of speakers; for what is inferred, why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from textwrap import shorten
from urllib.parse import urlencode

from flask import url_for
from pyoxigraph import Literal, NamedNode, Quad, Triple

from treatygraph.graph.dataset import GraphName, Term
from treatygraph.graph.support import passage_name, passages_under, speaker_chain
from treatygraph.graph.terms import ID, PROV, RDFS, SKOSXL, compact, tg
from treatygraph.server.addresses import address_of
from treatygraph.server.pages.site import Site
from treatygraph.server.wording import Link

__all__ = ["Mark", "Marks", "Premise", "explain_address"]

_REPORTS = " \u203a "
"""Stands between who reports and who is reported."""

_MOST_WORDS = 90
"""Letters of a passage that a hint shows."""
_FORM = NamedNode(SKOSXL + "literalForm")
_COMMENT = NamedNode(RDFS + "comment")
_SOURCE = NamedNode(PROV + "hadPrimarySource")


@dataclass(frozen=True, slots=True)
class Premise:
    """A statement that another was derived from.

    :param text: the statement in words.
    :param passages: the passages that it rests on.
    """

    text: str
    passages: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """What one graph that makes a statement adds to it.

    :param kind: the kind of the graph.
    :param graph: the graph.
    :param passages: the passages that it rests on.
    :param chains: the chains of speakers, outermost first; each link of a chain is one speaker or several jointly.
    :param inference: the kind of inference, in words.
    :param reason: the reason of an inference.
    :param rule: the rule of OWL RL that gave the statement.
    :param premises: what it was derived from.
    :param why: the address of the whole derivation.
    """

    kind: str
    graph: Link
    passages: tuple[Link, ...] = ()
    chains: tuple[str, ...] = ()
    inference: str = ""
    reason: str = ""
    rule: str = ""
    premises: tuple[Premise, ...] = ()
    why: str = ""


class Marks:
    """Makes the marks of statements; what has been made once is kept, as many statements share a graph.

    :param site: the graph.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._kept: dict[tuple[NamedNode, tuple[str, ...]], Mark] = {}

    def of(self, quads: Iterable[Quad]) -> tuple[Mark, ...]:
        """Make the marks of a statement.

        :param quads: the statement, once for each graph that makes it.
        :returns: a mark for each graph: passages first, then what is inferred, then what is derived.
        """
        found = _merged(self._mark(quad) for quad in quads)
        ranks = ("passage", "reference", "provenance", "perspective", "editorial", "inference", "inferred", "status")
        order = {kind: number for number, kind in enumerate(ranks)}
        return tuple(sorted(found, key=lambda each: (order.get(each.kind, len(order)), each.graph.text)))

    def passages(self, graphs: Iterable[GraphName]) -> tuple[Link, ...]:
        """Link to the passages under graphs.

        :param graphs: the graphs.
        :returns: a link for each passage, with its place as hint.
        """
        return tuple(map(self.passage, passages_under(self._site.dataset, graphs)))

    def passage(self, iri: str) -> Link:
        """Link to a passage.

        :param iri: the passage.
        :returns: its own name, after that of its source where the graph has several sources; its place as hint, and how
            its words begin where a copy has them.
        """
        name = passage_name(iri)
        place = self._site.passages.get(iri)
        hint = f"{name}, block {place.block}, characters {place.start} to {place.end}" if place else name
        words = " ".join((self._site.words(iri) or "").split())
        if words:
            hint = f"{hint}: “{shorten(words, _MOST_WORDS, placeholder='…')}”"
        text = name if len(self._site.sources) > 1 else name.rpartition("/")[2]
        return Link(text, iri, address_of(iri), hint)

    def of_graph(self, name: NamedNode) -> Mark:
        """Make the mark of all that a graph states.

        :param name: the graph; none that rules derived.
        :returns: its mark, with its own voice.
        """
        kind, graph = self._site.wording.graph(name)
        return self._made(name, kind, graph, self._voices(name))

    def naming(self, usage: str) -> tuple[Link, ...]:
        """Link to the passages in which a name is used.

        :param usage: the IRI of what tells of the name.
        :returns: a link for each passage.
        """
        quads = self._site.dataset.about(NamedNode(usage))
        return self.passages(quad.graph_name for quad in quads if quad.predicate == _FORM)

    def chains(self, subject: Term) -> tuple[str, ...]:
        """Name who speaks in a speech act, or who puts a proposition forward, from the outermost report inwards.

        :param subject: the speech act or the proposition.
        :returns: a chain for each speech act; none for any other thing.
        """
        dataset = self._site.dataset
        acts = [subject] if dataset.objects(subject, tg("force")) else dataset.subjects(tg("content"), subject)
        chains = (speaker_chain(dataset, act) for act in acts if isinstance(act, NamedNode))
        return tuple(dict.fromkeys(self._told(chain) for chain in chains))

    def _told(self, chain: Iterable[tuple[str, ...]]) -> str:
        """Write a chain of speakers."""
        label = self._site.wording.label
        return _REPORTS.join(" and ".join(map(label, speakers)) or "somebody" for speakers in chain)

    def _mark(self, quad: Quad) -> Mark:
        """Make the mark of one statement in one graph."""
        name = quad.graph_name
        if not isinstance(name, NamedNode):
            return Mark("other", Link("a graph without a name"))
        kind, graph = self._site.wording.graph(name)
        if kind == "inferred":
            return self._derived(quad, graph)
        chains = self.chains(quad.subject) if kind == "passage" else ()
        if not chains:
            chains = self._voices(name)
        key = (name, chains)
        if key not in self._kept:
            self._kept[key] = self._made(name, kind, graph, chains)
        return self._kept[key]

    def _voices(self, name: NamedNode) -> tuple[str, ...]:
        """Name those who vouch for a graph."""
        return tuple(map(self._site.wording.label, _iris(self._site.dataset.objects(name, tg("voice")))))

    def _made(self, name: NamedNode, kind: str, graph: Link, chains: tuple[str, ...]) -> Mark:
        """Make the mark of a graph that is not derived by rules."""
        dataset, wording = self._site.dataset, self._site.wording
        if kind == "inference":
            reason = dataset.value(name, _COMMENT)
            kinds = ", ".join(map(wording.label, _iris(dataset.objects(name, tg("inferenceKind")))))
            text = reason.value if isinstance(reason, Literal) else ""
            return Mark(kind, graph, self.passages([name]), chains, kinds, text)
        if kind == "reference":
            works = tuple(wording.link(NamedNode(each)) for each in _iris(dataset.objects(name, _SOURCE)))
            return Mark(kind, graph, (*works, *self.passages([name])), chains)
        return Mark(kind, graph, self.passages([name]) if kind == "passage" else (), chains)

    def _derived(self, quad: Quad, graph: Link) -> Mark:
        """Make the mark of a statement that rules gave, with its premises one step back."""
        why = self._site.dataset.derivations.get(quad)
        address = explain_address(quad.triple)
        if why is None:
            return Mark("inferred", graph, why=address)
        told = [self._premise(each) for each in why.premises if not self._is_axiom(each)]
        return Mark("inferred", graph, rule=why.rule, premises=tuple(told), why=address)

    def _premise(self, triple: Triple) -> Premise:
        """Write a premise."""
        predicate = self._site.wording.property(triple.predicate).text
        words = (self._word(triple.subject), predicate, self._word(triple.object))
        return Premise(" ".join(words), self.passages(self._grounds(triple, set())))

    def _grounds(self, triple: Triple, seen: set[Triple]) -> set[GraphName]:
        """Find where a premise was written; of one that was derived in turn, where its own premises were."""
        if triple in seen:
            return set()
        seen.add(triple)
        dataset = self._site.dataset
        graphs = {*self._site.evidence.dataset.graphs_of(triple)}
        written = {each for each in graphs if self._site.vocabulary.kind_of(each) != "inferred"}
        if written:
            return written
        found: set[GraphName] = set()
        for name in graphs:
            if not isinstance(name, NamedNode):
                continue
            why = dataset.derivations.get(Quad(triple.subject, triple.predicate, triple.object, name))
            for each in why.premises if why else ():
                found |= self._grounds(each, seen)
        return found

    def _word(self, term: Term) -> str:
        """Name a term."""
        return self._site.wording.link(term).text

    def _is_axiom(self, triple: Triple) -> bool:
        """Tell whether a premise is one of the ontology's own."""
        graphs = self._site.vocabulary.graphs_of(triple)
        return bool(graphs) and all(self._site.vocabulary.kind_of(each) == "ontology" for each in graphs)


def _merged(marks: Iterable[Mark]) -> list[Mark]:
    """Put passages with the same speakers into one mark."""
    merged: dict[object, Mark] = {}
    for number, mark in enumerate(marks):
        key: object = mark.chains if mark.kind == "passage" else number
        same = merged.get(key)
        if same is None:
            merged[key] = mark
        else:
            passages = dict.fromkeys((*same.passages, *mark.passages))
            merged[key] = replace(same, passages=tuple(sorted(passages, key=lambda each: each.text)))
    return list(merged.values())


def explain_address(triple: Triple) -> str:
    """Return the address of the page that explains a statement.

    :param triple: the statement.
    :returns: the path with its query.
    """
    names = {
        part: compact(term.value).strip("<>").removeprefix(ID) if isinstance(term, NamedNode) else _plain(term)
        for part, term in (("subject", triple.subject), ("predicate", triple.predicate), ("object", triple.object))
    }
    return f"{url_for('explanations.explain_page')}?{urlencode(names)}"


def _plain(term: Term) -> str:
    """Write what is no IRI."""
    return term.value if isinstance(term, Literal) else str(term)


def _iris(terms: Iterable[Term]) -> list[str]:
    """Take the IRIs among terms, sorted."""
    return sorted(each.value for each in terms if isinstance(each, NamedNode))
