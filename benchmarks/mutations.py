"""Break the shipped graph, one statement at a time, and count how often the check notices.

``python benchmarks/mutations.py`` prints a Markdown table; the same seed gives the same mutations. A mutation that is
not found leaves another sound graph behind, as far as rules can tell: the second table says why.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from treatygraph.graph import load
from treatygraph.graph.checking import Finding, check
from treatygraph.graph.checking.vocabulary import Vocabulary
from treatygraph.graph.closure import ontology_quads
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.terms import DCTERMS, OWL, RDF_TYPE, RDFS_LABEL, XSD, compact, tg

__all__ = ["KINDS", "Mutation", "Mutator", "findings", "main", "reason"]

SEED = 1956
KINDS = {"delete": 60, "retarget": 60, "retype": 30, "date": 25, "literal": 25}
"""How many mutations of each kind make two hundred."""

_DATE = NamedNode(XSD + "date")
_BOUNDS = (tg("notBefore"), tg("notAfter"))
_WORDS = {RDFS_LABEL.value, RDFS_LABEL.value.replace("label", "comment"), DCTERMS + "title", DCTERMS + "description"}
_MOST_DAYS = 3000


@dataclass(frozen=True)
class Mutation:
    """One statement changed.

    :param kind: what was done, one of :data:`KINDS`.
    :param before: the statement.
    :param after: what stands in its place; nothing where it was deleted, two statements where bounds were swapped.
    :param dropped: what else is taken out: the other bound.
    """

    kind: str
    before: Quad
    after: tuple[Quad, ...] = ()
    dropped: tuple[Quad, ...] = ()

    def apply(self, quads: Sequence[Quad]) -> list[Quad]:
        """Mutate a graph.

        :param quads: the graph.
        :returns: the mutated graph.
        """
        left = {self.before, *self.dropped}
        return list(dict.fromkeys([*(quad for quad in quads if quad not in left), *self.after]))

    def __str__(self) -> str:
        subject, predicate = (compact(str(each.value)) for each in (self.before.subject, self.before.predicate))
        others = ", ".join(str(quad.object) for quad in self.after)
        return f"{self.kind}: {subject} {predicate} {self.before.object}{f' -> {others}' if others else ''}"


class Mutator:
    """Makes mutations of a graph.

    :param dataset: the graph.
    :param seed: the same one makes the same mutations.
    """

    def __init__(self, dataset: Dataset, seed: int = SEED) -> None:
        self.quads = sorted(dataset.quads, key=str)
        self.random = Random(seed)

    @cached_property
    def things(self) -> list[NamedNode]:
        """All that something is said of."""
        return sorted({quad.subject for quad in self.quads if isinstance(quad.subject, NamedNode)}, key=str)

    @cached_property
    def classes(self) -> list[NamedNode]:
        """All classes that have an instance."""
        found = {quad.object for quad in self.quads if quad.predicate == RDF_TYPE}
        return sorted((each for each in found if isinstance(each, NamedNode)), key=str)

    def several(self, kind: str, number: int) -> Iterator[Mutation]:
        """Make different mutations of one kind.

        :param kind: one of :data:`KINDS`.
        :param number: how many.
        :returns: the mutations.
        """
        make: dict[str, Callable[[Quad], Mutation | None]] = {
            "delete": lambda quad: Mutation("delete", quad),
            "retarget": self._retarget,
            "retype": self._retype,
            "date": self._date,
            "literal": self._literal,
        }
        candidates = list(self.quads)
        self.random.shuffle(candidates)
        made = (mutation for mutation in map(make[kind], candidates) if mutation is not None)
        for _, mutation in zip(range(number), made, strict=False):
            yield mutation

    def _replaced(self, kind: str, quad: Quad, value: NamedNode | Literal) -> Mutation:
        """Give a statement another value."""
        return Mutation(kind, quad, (Quad(quad.subject, quad.predicate, value, quad.graph_name),))

    def _retarget(self, quad: Quad) -> Mutation | None:
        """Let a statement point to another thing."""
        if quad.predicate == RDF_TYPE or not isinstance(quad.object, NamedNode):
            return None
        return self._replaced(
            "retarget", quad, self.random.choice([each for each in self.things if each != quad.object])
        )

    def _retype(self, quad: Quad) -> Mutation | None:
        """Give a thing another class."""
        if quad.predicate != RDF_TYPE:
            return None
        return self._replaced(
            "retype", quad, self.random.choice([each for each in self.classes if each != quad.object])
        )

    def _date(self, quad: Quad) -> Mutation | None:
        """Swap the bounds of a time, or shift a date."""
        value = quad.object
        if not isinstance(value, Literal) or value.datatype != _DATE:
            return None
        other = next((each for each in self.quads if self._is_other_bound(each, quad)), None)
        if other is not None and other.object != value and self.random.random() < 1 / 3:
            swapped = (
                Quad(quad.subject, quad.predicate, other.object, quad.graph_name),
                Quad(other.subject, other.predicate, value, other.graph_name),
            )
            return Mutation("date", quad, swapped, (other,))
        days = self.random.choice((-1, 1)) * self.random.randint(1, _MOST_DAYS)
        shifted = date.fromisoformat(value.value) + timedelta(days)
        return self._replaced("date", quad, Literal(shifted.isoformat(), datatype=_DATE))

    def _is_other_bound(self, each: Quad, quad: Quad) -> bool:
        """Tell whether a statement gives the other bound of the same time."""
        return each.subject == quad.subject and {each.predicate, quad.predicate} == set(_BOUNDS)

    def _literal(self, quad: Quad) -> Mutation | None:
        """Change a number, a truth value or the letters of a text."""
        value = quad.object
        if not isinstance(value, Literal) or value.datatype == _DATE:
            return None
        text = value.value
        if text in ("true", "false"):
            changed = "false" if text == "true" else "true"
        elif text.lstrip("-").isdecimal():
            changed = str(int(text) + self.random.choice((-1, 1)) * self.random.randint(1, 50))
        else:
            place = self.random.randrange(len(text))
            changed = text[:place] + self.random.choice(("", "x")) + text[place + 1 :]
        if changed == text:
            return None
        same = {"language": value.language} if value.language else {"datatype": value.datatype}
        return self._replaced("literal", quad, Literal(changed, **same))


def findings(quads: Sequence[Quad], folder: Path) -> tuple[Finding, ...]:
    """Check a graph.

    :param quads: the graph.
    :param folder: where to put it.
    :returns: what is found.
    """
    path = folder / "mutated.nq"
    serialize(quads, str(path), format=RdfFormat.N_QUADS)
    return check([path]).findings


def reason(mutation: Mutation, quads: Sequence[Quad]) -> str:
    """Say why a mutation is not found.

    :param mutation: the mutation.
    :param quads: the graph before it.
    :returns: a reason.
    """
    before = mutation.before
    if before.predicate.value in _WORDS:
        return "words for people: no rule can read them"
    same = [each for each in quads if each.subject == before.subject and each.predicate == before.predicate]
    if any(each.object == before.object and each != before for each in same):
        return "another graph says the same"
    if mutation.kind in ("date", "literal"):
        return "another possible value: only the source can tell"
    if mutation.kind == "delete" and len(same) > 1:
        return "one of several values: a graph with fewer is sound"
    if mutation.kind == "delete":
        return "optional: nobody has to say it"
    if mutation.kind == "retype":
        return "another possible class"
    types, others = (_types(quads, each.object) for each in (before, *mutation.after))
    if types & others:
        return "a thing of the same class: only the source can tell"
    wanted = _vocabulary().ranges.get(before.predicate.value, frozenset())
    fits = bool(wanted & (_vocabulary().classes_of(others) | {OWL + "Thing"}))
    return "the property takes such things too: only the source can tell" if fits else "a thing of another class"


def _types(quads: Sequence[Quad], thing: object) -> frozenset[str]:
    """Name the classes that a thing is said to be in."""
    return frozenset(
        each.object.value
        for each in quads
        if each.predicate == RDF_TYPE and each.subject == thing and isinstance(each.object, NamedNode)
    )


@cache
def _vocabulary() -> Vocabulary:
    """Read what the ontology says of its properties."""
    return Vocabulary(tuple(quad.triple for quad in ontology_quads()))


def main() -> None:
    """Print how many mutations are found, and why the others are not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--number", type=int, default=sum(KINDS.values()), help="how many mutations in all")
    parser.add_argument("--verbose", action="store_true", help="name each mutation that is not found")
    chosen = parser.parse_args()
    dataset = load()
    mutator = Mutator(dataset, chosen.seed)
    tried, found, rules, missed = Counter[str](), Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    with TemporaryDirectory() as name:
        if findings(dataset.quads, Path(name)):
            parser.error("The graph is not sound before it is mutated.")
        for kind, share in KINDS.items():
            for mutation in mutator.several(kind, round(share * chosen.number / sum(KINDS.values()))):
                told = findings(mutation.apply(dataset.quads), Path(name))
                tried[kind] += 1
                found[kind] += bool(told)
                rules.update({finding.code for finding in told})
                if not told:
                    missed[kind, reason(mutation, dataset.quads)] += 1
                    if chosen.verbose:
                        print(f"{mutation}")
    _print(tried, found, rules, missed)


def _print(tried: Counter[str], found: Counter[str], rules: Counter[str], missed: Counter[tuple[str, str]]) -> None:
    """Print the tables."""
    print("| mutation | tried | found | share |\n|---|---:|---:|---:|")
    for kind, number in (*tried.items(), ("all", tried.total())):
        hit = found[kind] if kind != "all" else found.total()
        print(f"| {kind} | {number} | {hit} | {hit / max(number, 1):.0%} |")
    print("\n| not found | because | number |\n|---|---|---:|")
    for (kind, why), number in sorted(missed.items()):
        print(f"| {kind} | {why} | {number} |")
    print(f"\nBy rule: {', '.join(f'{code} {number}' for code, number in rules.most_common())}.")


if __name__ == "__main__":
    main()
