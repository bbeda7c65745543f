"""Time the status engine on invented promises: ``python benchmarks/status.py``.

Each table varies one of commitments, acts for each and perspectives, and keeps the others. The last column is the
growth of the time for the status graph from the row before: as many times the seconds for as many times the pairs of
commitment and perspective, or acts, is 1.0; quadratic growth on ten times as many is 10. The last table has one
commitment with many silent acts whose days all overlap, where listing the completions would take 2^acts steps.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from time import perf_counter
from typing import TypeVar

from pyoxigraph import Literal, NamedNode, Quad

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.promises.asking import Question, pertaining
from treatygraph.graph.promises.cases import Case
from treatygraph.graph.promises.index import Index
from treatygraph.graph.promises.reading import read_model
from treatygraph.graph.promises.spans import spans_of
from treatygraph.graph.terms import CONCEPT, ID, PERSPECTIVES_GRAPH, RDF_TYPE, TG, XSD

COMMITMENTS = (10, 100, 1_000, 10_000)
ACTS = (4, 8, 16, 32)
PERSPECTIVES = (1, 2, 4, 8)
SILENT = (5, 10, 20, 40)
USUAL_ACTS, USUAL_PERSPECTIVES, USUAL_COMMITMENTS = 8, 2, 300
EFFECTS = ("withdraw", "reaffirm", "suspend", "resume", "breach", "add-condition", "remove-condition", "event")
SHARE_RECOGNISED, SHARE_REJECTED = 0.6, 0.2
FIRST_DAY = date(1900, 1, 1)
_DATE = NamedNode(XSD + "date")


Choice = TypeVar("Choice")


class Dice:
    """The same numbers on every run: a linear congruential generator."""

    def __init__(self) -> None:
        self._state = 1956

    def roll(self, sides: int) -> int:
        """Return a number from 0 to one below the number of sides."""
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self._state >> 33) % sides

    def choose(self, options: Sequence[Choice]) -> Choice:
        """Return one of several options."""
        return options[self.roll(len(options))]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=max(COMMITMENTS), help="the most commitments")
    most = parser.parse_args().most
    counts = [count for count in COMMITMENTS if count <= most]
    table("commitments", [(count, USUAL_ACTS, USUAL_PERSPECTIVES) for count in counts])
    table("acts", [(USUAL_COMMITMENTS, acts, USUAL_PERSPECTIVES) for acts in ACTS])
    table("perspectives", [(USUAL_COMMITMENTS, USUAL_ACTS, count) for count in PERSPECTIVES])
    print("\nsilent acts on one commitment, all on overlapping days: one answer")
    for acts in SILENT:
        dataset = invented(1, acts, 1, silent=True)
        question = Question.of(dataset)
        start = perf_counter()
        (found,) = question.answers(FIRST_DAY + timedelta(days=500))
        print(f"{acts:>6} acts {1000 * (perf_counter() - start):>9.1f} ms  {len(found.possible)} possible statuses")


def table(title: str, sizes: Iterable[tuple[int, int, int]]) -> None:
    """Print the times for several sizes."""
    print(f"\nby {title}")
    print(
        f"{'commitments':>12}{'acts':>6}{'persp.':>8}{'quads':>10}"
        f"{'read s':>9}{'spans':>9}{'status s':>10}{'growth':>8}"
    )
    former: tuple[float, int] | None = None
    for commitments, acts, perspectives in sizes:
        dataset = invented(commitments, acts, perspectives)
        start = perf_counter()
        index = Index(read_model(dataset))
        read = perf_counter()
        spans = all_spans(index)
        taken, size = perf_counter() - read, commitments * acts * perspectives
        growth = "" if former is None else f"{(taken / former[0]) / (size / former[1]):.2f}"
        print(
            f"{commitments:>12,}{acts:>6}{perspectives:>8}{len(dataset.quads):>10,}"
            f"{read - start:>9.2f}{spans:>9,}{taken:>10.2f}{growth:>8}"
        )
        former = taken, size


def all_spans(index: Index) -> int:
    """Work out all spans of the status graph and count them."""
    model = index.model
    return sum(
        len(spans_of(Case(index, commitment, model.perspectives[perspective])))
        for commitment in model.commitments.values()
        for perspective in pertaining(index, commitment)
    )


def invented(commitments: int, acts: int, perspectives: int, *, silent: bool = False) -> Dataset:
    """Invent a graph: treaties with a promise each, acts on it with imprecise days, and perspectives on all of them."""
    dice = Dice()
    quads: list[Quad] = []
    for number in range(commitments):
        quads += _promise(f"p{number}", dice)
        for act in range(acts):
            quads += _act(f"p{number}", f"p{number}-act-{act}", dice, silent)
    things = sorted({quad.subject.value for quad in quads if quad.predicate.value == TG + "realisation"})
    for number in range(perspectives):
        quads += _perspective(f"perspective/view-{number}", things, dice, silent)
    return Dataset(tuple(quads))


def _promise(name: str, dice: Dice) -> Iterator[Quad]:
    """Invent a promise with two conditions, in a treaty that both sides signed and ratified."""
    yield from _say(name, name, a="Commitment", debtor="state-a", creditor="state-b", consequent=f"{name}-done")
    yield from _say(name, f"{name}-treaty", setsOut=name, party=("state-a", "state-b"))
    for condition in ("one", "two"):
        yield from _say(name, f"{name}-{condition}", a="EventCondition", requiresEvent=f"{name}-{condition}-met")
    yield from _say(name, name, condition=f"{name}-one")
    start = dice.roll(300)
    signing = f"{name}-signing"
    yield from _say(name, signing, a="Signature", concerns=f"{name}-treaty", agent=("state-a", "state-b"))
    yield from _happened(name, signing, start, start)
    for side in ("state-a", "state-b"):
        consent = f"{name}-{side}-ratifies"
        yield from _say(name, consent, a="ConsentToBeBound", concerns=f"{name}-treaty", agent=side)
        yield from _happened(name, consent, start + 50, start + 60)


def _act(promise: str, name: str, dice: Dice, overlapping: bool) -> Iterator[Quad]:
    """Invent an act on a promise, or an event that matters to it."""
    effect = dice.choose(EFFECTS)
    if effect == "event":
        yield from _say(promise, name, a="Meeting", eventType=f"{promise}-{dice.choose(('one', 'two'))}-met")
    else:
        yield from _say(promise, name, a="CommitmentAct", concerns=promise, effect=f"c:{effect}")
    if effect.endswith("-condition"):
        key = "addsCondition" if effect.startswith("add") else "removesCondition"
        yield from _say(promise, name, **{key: f"{promise}-{dice.choose(('one', 'two'))}"})
    first = 400 + dice.roll(600)
    yield from _happened(
        promise, name, *((400, 1000) if overlapping else (first, first + dice.choose((0, 0, 30, 300))))
    )


def _happened(graph: str, name: str, first: int, last: int) -> Iterator[Quad]:
    """Say that something took place within bounds."""
    yield from _say(graph, name, realisation="c:occurred", when=f"time/{first}-{last}")
    for key, number in (("notBefore", first), ("notAfter", last)):
        day = Literal((FIRST_DAY + timedelta(days=number)).isoformat(), datatype=_DATE)
        yield Quad(NamedNode(f"{ID}time/{first}-{last}"), NamedNode(TG + key), day, NamedNode(f"{ID}graph/{graph}"))


def _perspective(name: str, things: Iterable[str], dice: Dice, silent: bool) -> Iterator[Quad]:
    """Invent a perspective that recognises some acts, rejects others and is silent on the rest."""
    graph, node = NamedNode(PERSPECTIVES_GRAPH), NamedNode(ID + name)
    yield Quad(node, RDF_TYPE, NamedNode(TG + "Perspective"), graph)
    for thing in things:
        chance = 1.0 if silent else dice.roll(100) / 100
        if chance < SHARE_RECOGNISED or "-act-" not in thing:
            yield Quad(node, NamedNode(TG + "recognises"), NamedNode(thing), graph)
        elif chance < SHARE_RECOGNISED + SHARE_REJECTED:
            yield Quad(node, NamedNode(TG + "rejects"), NamedNode(thing), graph)


def _say(graph: str, subject: str, **facts: str | tuple[str, ...]) -> Iterator[Quad]:
    """State facts in the graph of a promise."""
    for key, value in facts.items():
        for each in (value,) if isinstance(value, str) else value:
            predicate = RDF_TYPE if key == "a" else NamedNode(TG + key)
            space = TG if key == "a" else CONCEPT if each.startswith("c:") else ID
            target = NamedNode(space + each.removeprefix("c:"))
            yield Quad(NamedNode(ID + subject), predicate, target, NamedNode(f"{ID}graph/{graph}"))


if __name__ == "__main__":
    main()
