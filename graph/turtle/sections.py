"""What stands under each heading of a text, with what belongs together put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from treatygraph.graph.turtle.comments import Comments
from treatygraph.graph.turtle.syntax import Block, Directive, GraphBlock, Item, Node, first_token
from treatygraph.graph.turtle.wording import BRACKETED, Order, Wording

__all__ = ["Graph", "Groups", "Section", "Subject", "collect"]

Groups = list[list[str]]
"""Comments, in groups that empty lines part."""

_DEFAULT_GRAPH: Order = (-1, "", "", "")
_UNNAMED: Order = (BRACKETED, "", "", "")


@dataclass(slots=True)
class Subject:
    """What is said of a subject under one heading.

    :param block: the subject, with predicates and objects of all its blocks.
    :param order: what it is sorted by.
    :param before: the comments before it.
    """

    block: Block
    order: Order
    before: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    """A part of a text or of a graph that begins with a heading; the first one has none.

    :param heading: the heading.
    :param subjects: the subjects, by what makes them the same.
    :param graphs: the graphs, likewise.
    """

    heading: Groups = field(default_factory=list)
    subjects: dict[object, Subject] = field(default_factory=dict)
    graphs: dict[object, Graph] = field(default_factory=dict)


@dataclass(slots=True)
class Graph:
    """All blocks of a graph under one heading.

    :param name: the text of its name; empty for the default graph.
    :param order: what it is sorted by.
    :param sections: its parts.
    :param before: the comments before it.
    :param opened: those after its opening brace.
    :param closing: those before its closing brace.
    :param closed: those after it.
    """

    name: str
    order: Order
    sections: list[Section] = field(default_factory=lambda: [Section()])
    before: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    closing: Groups = field(default_factory=list)
    closed: list[str] = field(default_factory=list)


def collect(items: Iterable[Item], comments: Comments, wording: Wording, *, merge: bool) -> list[Section]:
    """Put together what a text says, heading by heading.

    :param items: the structure of the text.
    :param comments: to what its comments belong.
    :param wording: the texts of its terms.
    :param merge: whether all blocks of a subject become one.
    :returns: the sections; directives are left out.
    """
    collecting = _Collecting(comments, wording, merge)
    sections = [Section()]
    for item in items:
        if isinstance(item, GraphBlock):
            collecting.graph(item, sections)
        elif not isinstance(item, Directive):
            collecting.block(item, sections)
    return sections


class _Collecting:
    """Collects item after item."""

    def __init__(self, comments: Comments, wording: Wording, merge: bool) -> None:
        self.comments = comments
        self.wording = wording
        self.merge = merge

    def graph(self, item: GraphBlock, sections: list[Section]) -> None:
        """Collect a graph block."""
        before = self._begin(item.start, sections)
        name, order = ("", _DEFAULT_GRAPH) if item.name is None else self._named(item.name)
        key: object = id(item) if order is _UNNAMED else order
        graph = sections[-1].graphs.setdefault(key, Graph(name, order))
        graph.before += before
        graph.opened += self.comments.after.get(item.open, ())
        inner = [Section()]
        for block in item.blocks:
            self.block(block, inner)
        self._extend(graph.sections[0], inner[0])
        graph.sections += inner[1:]
        graph.closing += self.comments.before.get(item.close, ())
        graph.closed += self.comments.after.get(item.close, ())

    def block(self, block: Block, sections: list[Section]) -> None:
        """Collect what is said of a subject."""
        before = self._begin(first_token(block.subject), sections)
        _, order = self._named(block.subject)
        key: object = order if self.merge and order is not _UNNAMED else id(block)
        self._add(sections[-1], key, Subject(block, order, before))

    def _begin(self, start: int, sections: list[Section]) -> list[str]:
        """Begin a section if there is a heading before a token; return the other comments before it."""
        groups = self.comments.before.get(start, [])
        heading = groups if start in self.comments.apart else groups[:-1]
        if heading:
            sections.append(Section(heading))
        return [text for group in groups[len(heading) :] for text in group]

    def _named(self, node: Node) -> tuple[str, Order]:
        """Word a node, and find out what to sort it by."""
        return self.wording.leaf(node) if isinstance(node, int) else ("[]", _UNNAMED)

    def _extend(self, section: Section, other: Section) -> None:
        """Add the subjects of one section to another one."""
        for key, subject in other.subjects.items():
            self._add(section, key, subject)

    def _add(self, section: Section, key: object, subject: Subject) -> None:
        """Add a subject to a section."""
        known = section.subjects.setdefault(key, subject)
        if known is not subject:
            known.before += subject.before
            known.block = Block(known.block.subject, [*known.block.entries, *subject.block.entries])
