"""One way to lay out Turtle and TriG, for short differences between versions; N-Triples and N-Quads as sorted lines.

Prefixes, graphs, subjects, predicates and objects are sorted; ``a`` comes first. Labels of blank nodes, literals (but
for single quotation marks that can be double ones) and what is written in brackets stay as they are. Comments move with
what they belong to. A heading (a comment that an empty line parts from what follows) stays where it is: what stands
between two headings is sorted by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter, itemgetter

from pyoxigraph import RdfFormat

from treatygraph.graph.turtle.comments import assign
from treatygraph.graph.turtle.layout import Layout
from treatygraph.graph.turtle.reader import read_items
from treatygraph.graph.turtle.reading import parse_strictly
from treatygraph.graph.turtle.sameness import require_same
from treatygraph.graph.turtle.sections import Graph, Section, collect
from treatygraph.graph.turtle.syntax import Directive, GraphBlock, Item
from treatygraph.graph.turtle.tokens import Text, Tokens, tokenise
from treatygraph.graph.turtle.wording import BRACKETED, Wording

__all__ = ["format_text"]

_STEP, _STEP_WITH_GRAPHS = 4, 2
_LINES = (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
_KINDS = ("version", "base", "prefix")


def format_text(text: Text, form: RdfFormat) -> str:
    """Lay out a text anew; the result says the same, and laying it out again does not change it.

    :param text: Turtle, TriG, N-Triples or N-Quads.
    :param form: its format.
    :returns: the text, which ends with a line feed unless it is empty.
    :raises InputError: if the text is not what the format allows, or lists are nested too deeply.

    >>> print(format_text(Text("<urn:b> <urn:q> 2,1;a <urn:C>.<urn:a> a <urn:C>."), RdfFormat.TURTLE), end="")
    <urn:a> a <urn:C> .
    <BLANKLINE>
    <urn:b> a <urn:C> ;
        <urn:q> 1 , 2 .
    """
    quads = parse_strictly(text, form)
    tokens = tokenise(text)
    items = list(read_items(tokens, form))
    result = _Writer(tokens, items, form).document()
    if result != text.text:
        labels = {token[2:] for kind, token in zip(tokens.kinds, tokens.texts, strict=True) if kind == "blank"}
        require_same(quads, parse_strictly(Text(result, text.path), form), labels, text.path)
    return result


class _Writer:
    """Writes the parts of a document."""

    def __init__(self, tokens: Tokens, items: Sequence[Item], form: RdfFormat) -> None:
        self.items = items
        self.comments = assign(tokens, items)
        self.wording = Wording(tokens, items)
        self.as_lines = form in _LINES
        self.step = _STEP_WITH_GRAPHS if any(isinstance(item, GraphBlock) for item in items) else _STEP
        self.layout = Layout(self.wording, self.comments, self.step)
        self.end = len(tokens.kinds) - 1

    def document(self) -> str:
        """Write everything: paragraphs that empty lines part."""
        directives = [item for item in self.items if isinstance(item, Directive)]
        header: list[str] = []
        if directives and directives[0].start == 0:
            header = _paragraphs(self.comments.before.pop(0, []))
        sections = collect(self.items, self.comments, self.wording, merge=not self.as_lines)
        if 0 in self.comments.before and len(sections) > 1 and not sections[0].subjects and not sections[0].graphs:
            header = _paragraphs(sections[1].heading)
            sections[1].heading = []
        declared = self._directives(directives)
        if declared:
            header = [*header[:-1], "\n".join([*header[-1:], declared])]
        body = [text for section in sections for text in self._section(section)]
        parts = [*header, *body, *_paragraphs(self.comments.before.get(self.end, []))]
        return "\n\n".join(parts) + "\n" if parts else ""

    def _directives(self, directives: Iterable[Directive]) -> str:
        """Write the declarations, each once, sorted."""
        found: dict[tuple[int, str], tuple[str, list[str], list[str]]] = {}
        for item in directives:
            tokens = self.wording.tokens
            name = tokens.texts[item.end - 1] if item.kind == "prefix" else ""
            value = tokens.texts[item.end] if item.kind == "version" else self.wording.declared(item)
            text = " ".join(filter(None, (f"@{item.kind}", name, value, ".")))
            _, before, after = found.setdefault((_KINDS.index(item.kind), name), (text, [], []))
            before += _flat(self.comments.before.get(item.start, []))
            after += self.comments.after.get(item.start, ())
        return "\n".join(_commented(*found[key]) for key in sorted(found))

    def _section(self, section: Section) -> list[str]:
        """Write a section of the text; subjects of one line each stand close together."""
        paragraphs = _paragraphs(section.heading)
        for long, group in groupby(self._subjects(section, 0), key=lambda text: "\n" in text and not self.as_lines):
            texts = list(group)
            paragraphs += texts if long else ["\n".join(texts)]
        return paragraphs + [self._graph(each) for each in sorted(section.graphs.values(), key=attrgetter("order"))]

    def _graph(self, graph: Graph) -> str:
        """Write a graph."""
        margin = " " * self.step
        paragraphs = []
        for section in graph.sections:
            paragraphs += [margin + text.replace("\n", f"\n{margin}") for text in _paragraphs(section.heading)]
            if section.subjects:
                paragraphs.append("\n".join(self._subjects(section, self.step)))
        closing = [margin + text.replace("\n", f"\n{margin}") for text in _paragraphs(graph.closing)]
        inside = "\n\n".join(paragraphs)
        inside = "\n".join(filter(None, (inside, "\n\n".join(closing))))
        opening = " ".join(filter(None, (graph.name, "{")))
        if not inside and not graph.opened:
            return _commented(f"{opening}}}", graph.before, graph.closed)
        closed = graph.closed[-1:]
        begin = _commented(opening, [*graph.before, *graph.opened[:-1], *graph.closed[:-1]], graph.opened[-1:])
        return "\n".join(filter(None, (begin, inside, _commented("}", [], closed))))

    def _subjects(self, section: Section, indent: int) -> list[str]:
        """Write the subjects of a section."""
        if self.as_lines:
            return self._lines(section)
        found = []
        for subject in section.subjects.values():
            text = self.layout.block(subject.block, indent)
            order = subject.order if subject.order[0] < BRACKETED else (BRACKETED, text, "", "")
            found.append((order, "\n".join([*(" " * indent + each for each in subject.before), text])))
        return [text for _, text in sorted(found, key=itemgetter(0))]

    def _lines(self, section: Section) -> list[str]:
        """Write the statements of a section of N-Triples or N-Quads, each once."""
        found: dict[str, tuple[list[str], list[str]]] = {}
        for subject in section.subjects.values():
            text, comments_before, comments_after = self.layout.line(subject.block)
            before, after = found.setdefault(text, ([], []))
            before += subject.before + comments_before
            after += comments_after
        return [_commented(text, *found[text]) for text in sorted(found)]


def _flat(groups: Iterable[list[str]]) -> list[str]:
    """Put groups of comments together."""
    return [text for group in groups for text in group]


def _paragraphs(groups: Iterable[list[str]]) -> list[str]:
    """Make a paragraph of each group of comments."""
    return ["\n".join(group) for group in groups]


def _commented(text: str, before: Sequence[str], after: Sequence[str]) -> str:
    """Write a line with its comments, of which one at most can stand at its end."""
    return "\n".join([*before, *after[:-1], " ".join([text, *after[-1:]])])
