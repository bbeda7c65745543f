"""The difference between two versions: what they state, and what follows from it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Quad

from treatygraph.graph.comparison.answers import AnswerChange, SkippedQuery, compare_answers
from treatygraph.graph.comparison.prefixes import chosen_prefixes
from treatygraph.graph.comparison.statements import StatementChange, compare_statements
from treatygraph.graph.comparison.statuses import StatusChange, compare_statuses
from treatygraph.graph.comparison.versions import Version
from treatygraph.graph.comparison.vocabulary import TermChange, compare_terms
from treatygraph.graph.errors import NothingToCheckError
from treatygraph.graph.stored_queries import stored_queries
from treatygraph.graph.terms import PREFIXES, TG

__all__ = ["FOREIGN_PARTS", "PARTS", "Difference", "compare"]

PARTS = ("statements", "statuses", "queries", "terms")
"""What can be compared."""


FOREIGN_PARTS = ("statements", "terms")
"""What can be compared of graphs that have nothing of treatygraph's model."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two versions.

    :param old: the name of the first version.
    :param new: that of the second one.
    :param parts: what was compared, of :data:`PARTS`.
    :param statements: what they state differently.
    :param statuses: the days on which promises have other statuses.
    :param queries: the stored queries that are answered differently.
    :param terms: the terms of ontologies and code lists that differ.
    :param skipped: the stored queries that neither version can answer.
    :param prefixes: by which IRIs are written.
    """

    old: str
    new: str
    parts: tuple[str, ...] = PARTS
    statements: tuple[StatementChange, ...] = ()
    statuses: tuple[StatusChange, ...] = ()
    queries: tuple[AnswerChange, ...] = ()
    terms: tuple[TermChange, ...] = ()
    skipped: tuple[SkippedQuery, ...] = ()
    prefixes: Mapping[str, str] = field(default_factory=lambda: PREFIXES)

    def __bool__(self) -> bool:
        return any(self.counts().values())

    def counts(self) -> Mapping[str, int]:
        """Count the changes.

        :returns: the number of changes in each part that was compared.
        """
        return {part: len(getattr(self, part)) for part in self.parts}


def compare(old: Version, new: Version, only: Collection[str] = ()) -> Difference:
    """Compare two versions.

    :param old: the first version.
    :param new: the second one.
    :param only: what to compare, of :data:`PARTS`; by default all, but for statuses and queries where neither version
        has a term of treatygraph that they could be about.
    :returns: the difference.
    :raises NothingToCheckError: if neither version has a statement.
    """
    if not old.quads and not new.quads:
        raise NothingToCheckError(
            f"There is no statement in {old.name}, and none in {new.name}.", repair="Name files that hold some."
        )
    usual = PARTS if old.is_build or new.is_build or _is_about_promises((*old.quads, *new.quads)) else FOREIGN_PARTS
    parts = tuple(part for part in PARTS if part in (only or usual))
    same = set(old.quads) == set(new.quads) and old.is_build == new.is_build
    if same and "queries" not in parts:
        return Difference(old.name, new.name, parts)
    answers, skipped = _answers(old, old if same else new) if "queries" in parts else ((), ())
    return Difference(
        old.name,
        new.name,
        parts,
        compare_statements(old.quads, new.quads) if "statements" in parts else (),
        compare_statuses(old.curated, new.curated) if "statuses" in parts else (),
        answers,
        compare_terms(old.written, new.written) if "terms" in parts else (),
        skipped,
        chosen_prefixes(old.prefixes | new.prefixes),
    )


def _is_about_promises(quads: Iterable[Quad]) -> bool:
    """Tell whether statements use terms of treatygraph."""
    return any(
        quad.predicate.value.startswith(TG) or (isinstance(quad.object, NamedNode) and quad.object.value.startswith(TG))
        for quad in quads
    )


def _answers(old: Version, new: Version) -> tuple[tuple[AnswerChange, ...], tuple[SkippedQuery, ...]]:
    """Ask both versions the stored queries."""
    return compare_answers(old.built, new.built, stored_queries().values())
