"""Small invented worlds: one promise, a few acts, one perspective; as a specification and as quads.

Days are small numbers. 0 stands for any day before all that are named, ``LAST + 1`` for any day after.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.terms import (
    CONCEPT,
    ELI,
    ID,
    PERSPECTIVES_GRAPH,
    PROVENANCE_GRAPH,
    RDF_TYPE,
    TG,
    XSD,
)

LAST = 3
"""The last day that is named."""
BASE = date(1900, 1, 1)
DEBTOR, CREDITOR, OTHER = "debtor", "creditor", "other"
RECOGNISED, REJECTED, SILENT = "recognised", "rejected", "silent"
STANCES = st.sampled_from([RECOGNISED, RECOGNISED, SILENT, SILENT, REJECTED])

Effect = tuple[str, str]
"""What an act does, and to what: ``("consent", "debtor")``, ``("add", "c1")``, ``("event", "t-owed")``."""

REGISTER = {
    "withdraw": "standing",
    "breach": "standing",
    "reaffirm": "standing",
    "create": "standing",
    "suspend": "suspension",
    "resume": "suspension",
    "pause": "suspension",
}
"""Effects that undo one another; one act, or two that are one, has at most one of a group."""


@dataclass(frozen=True)
class Happening:
    """An act: its days, what it does, and what the perspective makes of it."""

    name: str
    effects: tuple[Effect, ...]
    first: int | None
    last: int | None
    stance: str
    reading: str = ""


@dataclass(frozen=True)
class World:
    """One promise and what can have happened to it."""

    happenings: tuple[Happening, ...] = ()
    orders: tuple[tuple[int, int], ...] = ()
    identities: tuple[tuple[int, int, str], ...] = ()
    readings: dict[str, str] = field(default_factory=dict)
    counts_as: str = ""
    """The stance on the proposition that an event of type t-narrow is one of t-1; empty for no proposition."""
    narrower: str = ""
    """The stance on the reading that t-narrow is a kind of t-2; empty for no such reading."""
    proviso: str = ""
    """The stance on the reading that c6 is in force from the start and resolutive; empty for no such reading."""
    initial: tuple[str, ...] = ()
    resolutive: tuple[str, ...] = ()
    date: tuple[int | None, int | None] = (1, 1)
    multilateral: bool = False
    agents_of_force: tuple[str, ...] = ()


CONDITIONS = {
    "c1": ("event", ("t-1",)),
    "c2": ("event", ("t-2",)),
    "c3": ("date", ()),
    "c4": ("all", ("c1", "c2")),
    "c5": ("any", ("c1", "c3")),
    "c6": ("event", ("t-2",)),
}


def day(number: int) -> date:
    """Give the day that a number stands for."""
    return BASE + timedelta(days=10 * number)


def node(name: str) -> NamedNode:
    """Give the IRI of a thing of the world."""
    return NamedNode(ID + name)


class Writer:
    """Collects the quads of a world."""

    def __init__(self) -> None:
        self.quads: list[Quad] = []

    def say(self, graph: str, subject: str, **facts: str | list[str]) -> None:
        """State facts: a key is a local name of the ontology, a value one of the world; ``c:`` marks concepts."""
        for key, value in facts.items():
            predicate = RDF_TYPE if key == "a" else NamedNode(ELI + key if key == "is_part_of" else TG + key)
            for each in [value] if isinstance(value, str) else value:
                target = NamedNode(TG + each) if key == "a" else self.term(each)
                self.quads.append(Quad(node(subject), predicate, target, node(graph)))

    def bounds(self, graph: str, subject: str, first: int | None, last: int | None) -> None:
        """State the bounds on the day of a thing."""
        self.say(graph, subject, when=f"time/{subject}")
        for key, number in (("notBefore", first), ("notAfter", last)):
            if number is not None:
                literal = Literal(day(number).isoformat(), datatype=NamedNode(XSD + "date"))
                self.quads.append(Quad(node(f"time/{subject}"), NamedNode(TG + key), literal, node(graph)))

    @staticmethod
    def term(name: str) -> NamedNode:
        """Give the term that a name stands for."""
        return NamedNode(CONCEPT + name[2:]) if name.startswith("c:") else node(name)

    def reading(self, name: str) -> None:
        """Declare an inference graph that is a reading."""
        for predicate, target in (
            (RDF_TYPE, TG + "InferenceGraph"),
            (NamedNode(TG + "inferenceKind"), CONCEPT + "reading"),
        ):
            self.quads.append(Quad(node(name), predicate, NamedNode(target), NamedNode(PROVENANCE_GRAPH)))

    def stance(self, thing: str, stance: str) -> None:
        """State what the perspective makes of a thing."""
        if stance in (RECOGNISED, REJECTED):
            key = "recognises" if stance == RECOGNISED else "rejects"
            quad = Quad(node("perspective/p"), NamedNode(TG + key), node(thing), NamedNode(PERSPECTIVES_GRAPH))
            self.quads.append(quad)


def dataset_of(world: World) -> Dataset:
    """Write a world as quads."""
    writer = Writer()
    writer.say("g", "perspective/p", a="Perspective")
    writer.say("g", "promise", a="Commitment", debtor=DEBTOR, creditor=CREDITOR, consequent="t-owed")
    writer.say("g", "article", setsOut="promise", is_part_of="treaty")
    writer.say("g", "treaty", party=[DEBTOR, CREDITOR] + [OTHER] * world.multilateral)
    _write_conditions(writer, world)
    for happening in world.happenings:
        _write_happening(writer, world, happening)
    for earlier, later in world.orders:
        writer.say("g", world.happenings[earlier].name, precedes=world.happenings[later].name)
    for number, (one, other, stance) in enumerate(world.identities):
        graph = f"identity-{number}"
        writer.reading(graph)
        writer.stance(graph, stance)
        writer.say(graph, world.happenings[one].name, mayBeSameAs=world.happenings[other].name)
    for name, stance in world.readings.items():
        writer.reading(name)
        writer.stance(name, stance)
    if world.counts_as:
        writer.say("g", "proposition", a="Proposition", constitutingEvent="t-narrow", countsAs="t-1")
        writer.stance("proposition", world.counts_as)
    if world.proviso:
        writer.reading("proviso")
        writer.stance("proviso", world.proviso)
        writer.say("proviso", "promise", condition="c6")
        writer.say("proviso", "c6", conditionKind="c:resolutive")
    if world.narrower:
        writer.reading("kind-of")
        writer.stance("kind-of", world.narrower)
        writer.say("kind-of", "t-narrow", specialises="t-2")
    return Dataset(tuple(dict.fromkeys(writer.quads)))


def _write_conditions(writer: Writer, world: World) -> None:
    """Write the conditions."""
    for name, (kind, parts) in CONDITIONS.items():
        if name != "c6":
            writer.say("g", name, conditionKind=f"c:{'resolutive' if name in world.resolutive else 'suspensive'}")
        if kind == "event":
            writer.say("g", name, a="EventCondition", requiresEvent=list(parts))
        elif kind == "date":
            writer.say("g", name, a="DateCondition")
            writer.bounds("g", name, *world.date)
        else:
            key = "allOf" if kind == "all" else "anyOf"
            writer.say("g", name, a="CompositeCondition", **{key: list(parts)})
    writer.say("g", "promise", condition=list(world.initial))


def _write_happening(writer: Writer, world: World, happening: Happening) -> None:
    """Write an act with its effects."""
    graph, name = happening.reading or "g", happening.name
    writer.stance(name, happening.stance)
    realisation = "c:hypothetical" if happening.reading else "c:occurred"
    writer.say(graph, name, a="DiplomaticEvent", realisation=realisation)
    writer.bounds(graph, name, happening.first, happening.last)
    for effect, target in happening.effects:
        for key, value in _facts(world, effect, target):
            writer.say(graph, name, **{key: value})


def _facts(world: World, effect: str, target: str) -> Iterator[tuple[str, str | list[str]]]:
    """Write one effect."""
    if effect in ("sign", "consent"):
        yield from (("a", "Signature" if effect == "sign" else "ConsentToBeBound"), ("concerns", "treaty"))
        yield "agent", target
        if effect == "consent":
            yield "means", "c:ratification"
    elif effect == "force":
        yield from (("a", "EntryIntoForce"), ("concerns", "treaty"), ("agent", list(world.agents_of_force)))
    elif effect == "exclude":
        yield from (("a", "Reservation"), ("modifies", "article"), ("agent", target))
    elif effect in ("end", "pause"):
        means = "c:denunciation" if effect == "end" else "c:suspension-of-operation"
        yield from (("a", "Termination"), ("concerns", "treaty"), ("means", means))
        yield "agent", [target] if target else []
    elif effect == "event":
        yield "eventType", target
    else:
        yield from (("a", "CommitmentAct"), ("concerns", "promise"))
        if effect in ("add", "remove"):
            yield "addsCondition" if effect == "add" else "removesCondition", target
        yield "effect", f"c:{effect}-condition" if effect in ("add", "remove") else f"c:{effect}"


# ---- generated worlds

_EFFECTS = st.one_of(
    st.tuples(st.sampled_from(["sign", "consent", "consent", "exclude"]), st.sampled_from([DEBTOR, CREDITOR])),
    st.sampled_from([("force", ""), ("end", ""), ("end", DEBTOR), ("end", OTHER), ("pause", "")]),
    st.tuples(
        st.sampled_from(["create", "withdraw", "breach", "reaffirm", "suspend", "resume", "perform", "release"]),
        st.just(""),
    ),
    st.tuples(st.sampled_from(["add", "remove"]), st.sampled_from(sorted(CONDITIONS))),
    st.tuples(st.just("event"), st.sampled_from(["t-owed", "t-1", "t-2", "t-narrow"])),
)


def compatible(effects: tuple[Effect, ...]) -> bool:
    """Tell whether effects can be those of one act: they do not undo one another, and have one agent."""
    registers = [REGISTER.get(effect) or (target if effect in ("add", "remove") else "") for effect, target in effects]
    used = [each for each in registers if each]
    agents = {target for effect, target in effects if effect in ("sign", "consent", "exclude", "end", "pause", "force")}
    kinds = {effect for effect, _ in effects}
    on_treaty = kinds & {"force", "end", "pause", "exclude", "sign", "consent"}
    # A termination that also concerns the promise would end it directly.
    mixed = len(on_treaty) > 1 or (kinds & {"end", "pause"} and kinds - on_treaty - {"event"})
    return len(used) == len(set(used)) and len(agents) <= 1 and not mixed and len(set(effects)) == len(effects)


@st.composite
def spans(draw: st.DrawFn) -> tuple[int | None, int | None]:
    """Draw bounds on a day; half of them allow one day only."""
    first = draw(st.integers(1, LAST))
    if draw(st.booleans()):
        return first, first
    last = draw(st.integers(first, LAST))
    return draw(st.sampled_from([first, None])), draw(st.sampled_from([last, None]))


@st.composite
def happenings(draw: st.DrawFn, name: str, readings: tuple[str, ...] = ()) -> Happening:
    """Draw an act."""
    effects = tuple(draw(st.lists(_EFFECTS, min_size=1, max_size=2, unique=True)))
    effects = effects if compatible(effects) else effects[:1]
    reading = draw(st.sampled_from(["", "", *readings]))
    return Happening(name, effects, *draw(spans()), SILENT if reading else draw(STANCES), reading)


@st.composite
def worlds(draw: st.DrawFn, most: int = 3, founded: bool = True) -> World:
    """Draw a world: mostly with a treaty that both sides consented to, so that later acts matter."""
    acts: list[Happening] = []
    if founded and draw(st.integers(0, 3)):
        for side in (DEBTOR, CREDITOR):
            acts.append(Happening(f"founding-{side}", (("consent", side),), 1, 1, RECOGNISED))
    reading_names = draw(st.sampled_from([(), (), ("r1",)]))
    for number in range(draw(st.integers(1, most))):
        acts.append(draw(happenings(f"act-{number}", reading_names)))
    size = len(acts)
    pairs = [(one, other) for one in range(size) for other in range(size) if one != other]
    orders = draw(st.lists(st.sampled_from(pairs), max_size=3, unique=True)) if pairs else []
    identities = []
    if pairs and draw(st.booleans()):
        one, other = draw(st.sampled_from(pairs))
        if compatible(acts[one].effects + acts[other].effects):
            identities.append((one, other, draw(STANCES)))
    return World(
        happenings=tuple(acts),
        orders=tuple(orders),
        identities=tuple(identities),
        readings={name: draw(STANCES) for name in reading_names},
        counts_as=draw(st.sampled_from(["", RECOGNISED, SILENT, REJECTED])),
        narrower=draw(st.sampled_from(["", "", RECOGNISED, SILENT, REJECTED])),
        proviso=draw(st.sampled_from(["", "", RECOGNISED, SILENT, REJECTED])),
        initial=tuple(draw(st.lists(st.sampled_from(sorted(CONDITIONS)), max_size=2, unique=True))),
        resolutive=tuple(draw(st.lists(st.sampled_from(["c1", "c2", "c3", "c4", "c5"]), max_size=1))),
        date=draw(spans()),
        multilateral=draw(st.booleans()),
        agents_of_force=draw(st.sampled_from([(), (), (DEBTOR,), (DEBTOR, CREDITOR)])),
    )
