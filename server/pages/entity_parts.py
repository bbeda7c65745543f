"""The parts of a page about a thing: sections of groups of rows, in words."""

from __future__ import annotations

from dataclasses import dataclass

from treatygraph.server.pages.evidence import Mark
from treatygraph.server.pages.standing import Standing
from treatygraph.server.wording import Link

__all__ = ["Group", "Row", "Section"]


@dataclass(frozen=True, slots=True)
class Row:
    """One statement.

    :param value: its object; on an inverse link its subject.
    :param standing: how that stands, where it is no fact.
    :param marks: the graphs that make the statement.
    :param property: its property, in the contents of a graph.
    """

    value: Link
    standing: Standing | None
    marks: tuple[Mark, ...]
    property: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The statements with one property.

    :param property: the property; None for things of which only the type is told.
    :param rows: the statements.
    :param continued: whether the page before has some of them.
    :param standing: in the contents of a graph, how their subject stands, where it is no fact.
    """

    property: Link | None
    rows: tuple[Row, ...]
    continued: bool = False
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Statements of one sort.

    :param name: ``facts``, ``inferences``, ``claims``, ``pointing``, ``said-of`` or ``derived``; or
        ``contents-`` and a number.
    :param title: the heading.
    :param note: what the reader should know of all of them.
    :param groups: the statements.
    :param said: whether they are said and not asserted.
    :param inverse: whether they point at the thing.
    :param kind: the kind of the graph whose contents they are; empty for other sections.
    :param folded: whether they are shown when asked for, as they say nothing new.
    """

    name: str
    title: str
    note: str = ""
    groups: tuple[Group, ...] = ()
    said: bool = False
    inverse: bool = False
    kind: str = ""
    folded: bool = False
