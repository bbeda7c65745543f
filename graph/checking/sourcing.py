"""Rules on what graphs rest on that no single shape can tell: other passages, other graphs, days of publication."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.terms import OA, PROV, PROVENANCE_GRAPH, RDF_TYPE, SCHEMA, XSD, compact, concept, local_name, tg

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Dataset

__all__ = [
    "BASIS_NO_GRAPH",
    "BLOCK_AGAINST_OFFSETS",
    "DIGEST_SHARED",
    "OVERLAPPING_PASSAGES",
    "PASSAGE_OF_TWO_GRAPHS",
    "SELECTOR_SHARED",
    "SOURCING_RULES",
    "SUPPORT_MISMATCH",
    "TOLD_BEFORE_IT_HAPPENED",
    "check_sourcing",
]

_WHY = "Whoever follows a statement to its source arrives at other words than those that support it."
BASIS_NO_GRAPH = Rule(
    code="TG426",
    name="basis-is-no-graph",
    severity=Severity.ERROR,
    message="What the curators infer, or write down of a view, derives from graphs.",
    repair="Name the passage graph, inference graph or reference graph that it rests on.",
    what="Finds values of prov:wasDerivedFrom, on inference graphs and graphs of perspectives, that are described as "
    "no graph.",
    why="The chain from a statement to its passages ends there, and nobody can tell what the inference rests on.",
)
BLOCK_AGAINST_OFFSETS = Rule(
    code="TG427",
    name="block-against-offsets",
    severity=Severity.ERROR,
    message="A passage that begins later in a source stands in no earlier block.",
    repair="Correct tg:block or the offsets; `treatygraph verify` counts the blocks of a copy.",
    what="Compares the blocks of the passages of a source with the order of their offsets.",
    why=_WHY,
)
OVERLAPPING_PASSAGES = Rule(
    code="TG428",
    name="passages-overlap",
    severity=Severity.WARNING,
    message="Two passages of a source have no words in common, unless one is a part of the other.",
    repair="Correct the offsets, or part the passages.",
    what="Finds passages that begin inside another passage and end outside it.",
    why="One of the offsets is likely wrong; where none is, a statement that rests on both passages counts twice.",
)
SELECTOR_SHARED = Rule(
    code="TG429",
    name="selector-shared",
    severity=Severity.ERROR,
    message="A selector belongs to one passage.",
    repair="Give each passage a selector of its own.",
    what="Finds selectors that several passages name.",
    why=_WHY,
)
PASSAGE_OF_TWO_GRAPHS = Rule(
    code="TG430",
    name="passage-of-two-graphs",
    severity=Severity.WARNING,
    message="A voice has one passage graph for a passage.",
    repair="Correct tg:supportedBy, or put the statements into one graph.",
    what="Finds passages that several passage graphs of one voice are supported by.",
    why="A graph was copied and still names the passage of the other; or what one passage supports is strewn about.",
)
DIGEST_SHARED = Rule(
    code="TG438",
    name="digest-shared",
    severity=Severity.WARNING,
    message="Two passages of a source have different words.",
    repair="Take the digest of each passage's own words; `treatygraph verify` tells which one is wrong.",
    what="Finds passages of one source with the same digest and different selectors.",
    why="The digest was most likely copied with the block, and so proves nothing.",
)
SUPPORT_MISMATCH = Rule(
    code="TG439",
    name="inference-support-mismatch",
    severity=Severity.WARNING,
    message="An inference that names passages names those of the graphs that it derives from, and no others.",
    repair="Add the tg:supportedBy or the prov:wasDerivedFrom that is missing, or take the other out.",
    what="Compares the passages that an inference graph is supported by with those of the passage graphs that it "
    "derives from, directly or through other inferences. Inference graphs that name no passage are left alone.",
    why="An inference is judged by its passages; one that is missing hides what it rests on, one too many pretends "
    "support.",
)
TOLD_BEFORE_IT_HAPPENED = Rule(
    code="TG442",
    name="told-before-it-happened",
    severity=Severity.ERROR,
    message="What a source tells of as having occurred is not later than the source.",
    repair="Correct the day, or say c:planned or c:hoped-for instead of c:occurred.",
    what="Compares the days of events that occurred, in passage graphs, with the day on which their source was "
    "published.",
    why="Nobody can report what has not happened yet; either the day is wrong or the event was only planned.",
)
SOURCING_RULES = (
    BASIS_NO_GRAPH,
    BLOCK_AGAINST_OFFSETS,
    OVERLAPPING_PASSAGES,
    SELECTOR_SHARED,
    PASSAGE_OF_TWO_GRAPHS,
    DIGEST_SHARED,
    SUPPORT_MISMATCH,
    TOLD_BEFORE_IT_HAPPENED,
)

_DERIVED = NamedNode(PROV + "wasDerivedFrom")
_PRIMARY = NamedNode(PROV + "hadPrimarySource")
_SOURCE, _SELECTOR = NamedNode(OA + "hasSource"), NamedNode(OA + "hasSelector")
_START, _END = NamedNode(OA + "start"), NamedNode(OA + "end")
_SHA256, _PUBLISHED = NamedNode(SCHEMA + "sha256"), NamedNode(SCHEMA + "datePublished")
_INTEGER = NamedNode(XSD + "integer")
_DAY = len("2001-05-10")
_GRAPHS = frozenset(
    tg(name)
    for name in (
        "DerivedGraph",
        "EditorialGraph",
        "InferenceGraph",
        "InferredGraph",
        "PassageGraph",
        "PerspectiveGraph",
        "ReferenceGraph",
        "StatusGraph",
    )
)


class _Passage(NamedTuple):
    """Where a passage stands."""

    start: int
    end: int
    iri: NamedNode
    block: Literal | None
    selector: NamedNode


def check_sourcing(dataset: Dataset) -> Iterator[Finding]:
    """Check what the graphs of a dataset rest on.

    :param dataset: the graph.
    :returns: the findings.
    """
    yield from _bases(dataset)
    yield from _supports(dataset)
    sources: defaultdict[object, list[_Passage]] = defaultdict(list)
    for iri in _instances(dataset, tg("Passage")):
        passage = _passage(dataset, iri)
        if passage is not None:
            sources[dataset.value(iri, _SOURCE)].append(passage)
    for passages in sources.values():
        yield from _order(sorted(passages))
        yield from _digests(dataset, sorted(passages))
    yield from _selectors(dataset)
    yield from _shared_passages(dataset)
    yield from _too_early(dataset)


def _instances(dataset: Dataset, kind: NamedNode) -> list[NamedNode]:
    """Name the instances of a class, sorted."""
    found = {each for each in dataset.subjects(RDF_TYPE, kind) if isinstance(each, NamedNode)}
    return sorted(found, key=str)


def _passage(dataset: Dataset, iri: NamedNode) -> _Passage | None:
    """Read a passage; None where shapes tell what it lacks."""
    selector, block = dataset.value(iri, _SELECTOR), dataset.value(iri, tg("block"))
    if not isinstance(selector, NamedNode):
        return None
    start, end = _number(dataset.value(selector, _START)), _number(dataset.value(selector, _END))
    if start is None or end is None or start >= end:
        return None
    counted = block if isinstance(block, Literal) and _number(block) else None
    return _Passage(start, end, iri, counted, selector)


def _number(value: object) -> int | None:
    """Read an integer; None where there is none."""
    text = value.value if isinstance(value, Literal) and value.datatype == _INTEGER else ""
    return int(text) if text.isdecimal() else None


def _bases(dataset: Dataset) -> Iterator[Finding]:
    """Find inferences and perspectives that derive from what is no graph."""
    for kind in ("InferenceGraph", "PerspectiveGraph"):
        for graph in _instances(dataset, tg(kind)):
            for value in dataset.objects(graph, _DERIVED):
                if isinstance(value, NamedNode) and _GRAPHS.isdisjoint(dataset.objects(value, RDF_TYPE)):
                    yield BASIS_NO_GRAPH.finding(
                        graph.value,
                        message=f"{compact(value.value)} is described as no graph.",
                        graph=PROVENANCE_GRAPH,
                        predicate=_DERIVED.value,
                        value=str(value),
                    )


def _supports(dataset: Dataset) -> Iterator[Finding]:
    """Compare the passages of inferences with those of the graphs that they derive from."""
    for graph in _instances(dataset, tg("InferenceGraph")):
        named = set(dataset.objects(graph, tg("supportedBy")))
        bases = set(dataset.objects(graph, _DERIVED))
        missing = {passage for base in bases for passage in _own_passages(dataset, base)} - named
        if not named:
            continue
        for base in sorted(bases, key=str):
            if not missing.isdisjoint(_own_passages(dataset, base)):
                message = f"It derives from {_called(base)}, and does not name its passage."
                yield _mismatch(graph, message, _DERIVED, base)
        under = {passage for base in _closure(dataset, graph) for passage in _own_passages(dataset, base)}
        for passage in sorted(named - under, key=str):
            message = f"It names the passage {_called(passage)}, and derives from no graph of it."
            yield _mismatch(graph, message, tg("supportedBy"), passage)


def _own_passages(dataset: Dataset, graph: object) -> set[object]:
    """Return the passages of a passage graph; of another graph, none."""
    if not isinstance(graph, NamedNode) or tg("PassageGraph") not in set(dataset.objects(graph, RDF_TYPE)):
        return set()
    return set(dataset.objects(graph, tg("supportedBy")))


def _closure(dataset: Dataset, graph: NamedNode) -> set[object]:
    """Return all graphs that a graph derives from, directly or not."""
    found: set[object] = set()
    waiting: list[object] = [graph]
    while waiting:
        base = waiting.pop()
        if isinstance(base, NamedNode) and base not in found:
            found.add(base)
            waiting += dataset.objects(base, _DERIVED)
    return found


def _called(thing: object) -> str:
    """Name a thing shortly."""
    return local_name(thing.value) if isinstance(thing, NamedNode) else str(thing)


def _mismatch(graph: NamedNode, message: str, predicate: NamedNode, value: object) -> Finding:
    """Make a finding about an inference and its passages."""
    return SUPPORT_MISMATCH.finding(
        graph.value, message=message, graph=PROVENANCE_GRAPH, predicate=predicate.value, value=str(value)
    )


def _order(passages: list[_Passage]) -> Iterator[Finding]:
    """Compare the passages of a source, sorted by where they begin."""
    blocks = [(int(each.block.value), each) for each in passages if each.block is not None]
    for (first, former), (second, passage) in pairwise(blocks):
        if second < first:
            yield BLOCK_AGAINST_OFFSETS.finding(
                passage.iri.value,
                message=f"It begins after {local_name(former.iri.value)}, which stands in block {first}.",
                graph=PROVENANCE_GRAPH,
                predicate=tg("block").value,
                value=str(passage.block),
            )
    begun: list[_Passage] = []
    for passage in passages:
        begun = [each for each in begun if each.end > passage.start]
        for former in (each for each in begun if each.start < passage.start and each.end < passage.end):
            yield OVERLAPPING_PASSAGES.finding(
                passage.selector.value,
                message=f"It begins before {local_name(former.iri.value)} ends, at {former.end}.",
                graph=PROVENANCE_GRAPH,
                predicate=_START.value,
                value=str(Literal(passage.start)),
            )
        begun.append(passage)


def _digests(dataset: Dataset, passages: list[_Passage]) -> Iterator[Finding]:
    """Find passages of one source that have the same digest."""
    known: dict[object, _Passage] = {}
    for passage in passages:
        digest = dataset.value(passage.iri, _SHA256)
        former = known.setdefault(digest, passage) if digest is not None else passage
        if former.selector != passage.selector:
            yield DIGEST_SHARED.finding(
                passage.iri.value,
                message=f"It has the digest of {local_name(former.iri.value)}.",
                graph=PROVENANCE_GRAPH,
                predicate=_SHA256.value,
                value=str(digest),
            )


def _selectors(dataset: Dataset) -> Iterator[Finding]:
    """Find selectors that several passages name."""
    owners: dict[object, NamedNode] = {}
    for passage in _instances(dataset, tg("Passage")):
        for selector in dataset.objects(passage, _SELECTOR):
            owner = owners.setdefault(selector, passage)
            if owner != passage:
                yield SELECTOR_SHARED.finding(
                    passage.value,
                    message=f"It has the selector of {local_name(owner.value)}.",
                    graph=PROVENANCE_GRAPH,
                    predicate=_SELECTOR.value,
                    value=str(selector),
                )


def _shared_passages(dataset: Dataset) -> Iterator[Finding]:
    """Find passages that several passage graphs of one voice rest on."""
    owners: dict[tuple[object, object], NamedNode] = {}
    for graph in _instances(dataset, tg("PassageGraph")):
        voice = dataset.value(graph, tg("voice"))
        for passage in dataset.objects(graph, tg("supportedBy")):
            owner = owners.setdefault((passage, voice), graph)
            if owner != graph:
                yield PASSAGE_OF_TWO_GRAPHS.finding(
                    graph.value,
                    message=f"The graph {local_name(owner.value)} rests on the same passage.",
                    graph=PROVENANCE_GRAPH,
                    predicate=tg("supportedBy").value,
                    value=str(passage),
                )


def _too_early(dataset: Dataset) -> Iterator[Finding]:
    """Find events that occurred, by the word of a source that is older than they are."""
    for graph in _instances(dataset, tg("PassageGraph")):
        published = _days(dataset.objects(source, _PUBLISHED) for source in dataset.objects(graph, _PRIMARY))
        quads = dataset.graph(graph)
        occurred = {quad.subject for quad in quads if quad.object == concept("occurred")}
        for quad in quads:
            if quad.predicate != tg("when") or quad.subject not in occurred or not published:
                continue
            first = _days([dataset.objects(quad.object, tg("notBefore"))])
            if first and max(first) > max(published) and isinstance(quad.subject, NamedNode):
                yield TOLD_BEFORE_IT_HAPPENED.finding(
                    quad.subject.value,
                    message=f"It is not before {max(first)}, but the source is of {max(published)}.",
                    graph=graph.value,
                    predicate=quad.predicate.value,
                    value=str(quad.object),
                )


def _days(values: Iterable[Iterable[object]]) -> list[str]:
    """Read days; they sort as texts."""
    return [each.value[:_DAY] for group in values for each in group if isinstance(each, Literal)]
