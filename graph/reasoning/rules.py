"""How a rule of the OWL 2 RL tables is written.

A rule has three parts. Its *axioms* say when it is switched on, ``?p rdfs:domain ?c`` (a rule without axioms is
always on); its *body* says to which statements it then applies, ``?x ?p ?y``; its *head* is what follows,
``?x a ?c``. A rule without a head is a contradiction and has a sentence instead. An axiom whose value is a list
(``?list``) is spelled out, one consequence or several, by a function of the members.

Source: OWL 2 Web Ontology Language Profiles (Second Edition), section 4.3, tables 4 to 9.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import TypeAlias

from pyoxigraph import NamedNode

from treatygraph.graph.reasoning.model import Term
from treatygraph.graph.terms import PREFIXES, RDF_TYPE

__all__ = [
    "LIST",
    "Consequence",
    "Members",
    "Pattern",
    "Rule",
    "clash",
    "clash_of_pairs",
    "list_rule",
    "patterns",
    "rule",
]

LIST = "?list"

Pattern: TypeAlias = tuple[Term | str, Term | str, Term | str]
"""Subject, predicate and object, each a term or the name of a variable."""

Members: TypeAlias = tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Consequence:
    """What one axiom makes of statements: where the body matches, the head follows.

    :param body: the statements that must hold.
    :param head: the statement that follows; None where the body is a contradiction.
    :param binding: values of variables that body, head and sentence use.
    """

    body: tuple[Pattern, ...]
    head: Pattern | None
    binding: Mapping[str, Term] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the tables.

    :param name: its name there.
    :param axioms: the statements that switch it on; none if it is always on.
    :param consequences: what then follows, given the members of the list if the axioms have one.
    :param sentence: for a contradiction, a format string over the variables.
    :param number: a variable and the number that it must be equal to.
    :param stepwise: whether its axioms are equalities that need not be looked at where they follow from others.
    """

    name: str
    axioms: tuple[Pattern, ...]
    consequences: Callable[[Members], Iterable[Consequence]]
    sentence: str = ""
    number: tuple[str, int] | None = None
    stepwise: bool = False


def patterns(text: str) -> tuple[Pattern, ...]:
    """Read statements with variables, separated by `` . ``.

    :param text: the statements; ``a`` is rdf:type, names have one of the project's prefixes.
    :returns: the patterns.

    >>> patterns("?x a owl:Nothing")[0][0]
    '?x'
    """
    return tuple(_pattern(statement) for statement in text.split(" . ") if statement)


def rule(
    name: str, axioms: str, body: str, heads: str, number: tuple[str, int] | None = None, *, stepwise: bool = False
) -> Rule:
    """Write a rule whose statements are fixed.

    :param name: its name in the tables.
    :param axioms: the statements that switch it on.
    :param body: the statements to which it then applies.
    :param heads: the statements that follow.
    :param number: a variable and the number that it must be equal to.
    :param stepwise: whether its axioms are equalities that need not be looked at where they follow from others.
    :returns: the rule.
    """
    consequences = tuple(Consequence(patterns(body), head) for head in patterns(heads))
    return Rule(name, patterns(axioms), lambda _: consequences, number=number, stepwise=stepwise)


def clash(name: str, axioms: str, body: str, sentence: str, number: tuple[str, int] | None = None) -> Rule:
    """Write a rule whose body is a contradiction.

    :param name: its name in the tables.
    :param axioms: the statements that switch it on.
    :param body: the statements that then must not hold together.
    :param sentence: a format string over the variables.
    :param number: a variable and the number that it must be equal to.
    :returns: the rule.
    """
    consequences = (Consequence(patterns(body), None),)
    return Rule(name, patterns(axioms), lambda _: consequences, sentence, number)


def list_rule(name: str, axioms: str, consequences: Callable[[Members], Iterable[Consequence]]) -> Rule:
    """Write a rule over the members of a list.

    :param name: its name in the tables.
    :param axioms: the statements that switch it on, one of which has ``?list`` as its object.
    :param consequences: what follows, given the members.
    :returns: the rule.
    """
    return Rule(name, patterns(axioms), consequences)


def clash_of_pairs(name: str, axioms: str, body: str, sentence: str) -> Rule:
    """Write a rule by which no two members of a list agree in what the body says of ``?a`` and ``?b``.

    :param name: its name in the tables.
    :param axioms: the statements that switch it on, one of which has ``?list`` as its object.
    :param body: the statements that must not hold together of two members.
    :param sentence: a format string over the variables.
    :returns: the rule.
    """
    pair = patterns(body)

    def consequences(members: Members) -> Iterable[Consequence]:
        return (Consequence(pair, None, {"?a": a, "?b": b}) for a, b in combinations(members, 2))

    return Rule(name, patterns(axioms), consequences, sentence)


def _pattern(statement: str) -> Pattern:
    subject, predicate, value = (_part(word) for word in statement.split())
    return subject, predicate, value


def _part(word: str) -> Term | str:
    if word.startswith("?"):
        return word
    if word == "a":
        return RDF_TYPE
    prefix, _, local = word.partition(":")
    return NamedNode(PREFIXES[prefix] + local)
