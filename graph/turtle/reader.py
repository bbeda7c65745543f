"""Reading the structure of a text from its tokens, by recursive descent of bounded depth."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pyoxigraph import RdfFormat

from treatygraph.graph.turtle.syntax import (
    Annotated,
    Block,
    Collection,
    Directive,
    Entry,
    GraphBlock,
    Item,
    Node,
    Opaque,
    PropertyList,
)
from treatygraph.graph.turtle.tokens import Tokens

__all__ = ["MOST_NESTED", "read_items"]

MOST_NESTED = 100
"""How deep lists may stand in lists."""
_LEAVES = frozenset({"iri", "name", "blank", "number", "word"})
_TRIPLE_ENDS = {"<<": ">>", "<<(": ")>>", "{|": "|}"}
_ENDS = frozenset({".", "]", "}", "|}", "end"})
_DIRECTIVES = frozenset({"@prefix", "@base", "@version"})
_BARE_DIRECTIVES = frozenset({"prefix", "base", "version"})


def read_items(tokens: Tokens, form: RdfFormat) -> Iterator[Item]:
    """Read a text, item by item.

    :param tokens: its tokens.
    :param form: Turtle, TriG, N-Triples or N-Quads.
    :returns: the items, in the order of the text.
    :raises InputError: if something stands where it cannot, or lists are nested too deeply.
    """
    reader = _Reader(tokens)
    read: Callable[[int], tuple[Item, int]] = reader.quad if form == RdfFormat.N_QUADS else reader.item
    index = 0
    while tokens.kinds[index] != "end":
        item, index = read(index)
        yield item


class _Reader:
    """Recursive descent; each method gets the index of its first token and returns that of the next one."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.kinds = tokens.kinds

    def item(self, index: int) -> tuple[Item, int]:
        """Read a directive, a graph block or a subject at the top level."""
        kind = self.kinds[index]
        word = self.tokens.texts[index]
        if kind == "at" and word in _DIRECTIVES:
            return self.directive(index, word[1:], dotted=True)
        if kind == "word" and word.lower() in _BARE_DIRECTIVES:
            return self.directive(index, word.lower(), dotted=False)
        if kind == "word" and word.lower() == "graph":
            name, opening = self.node(index + 1, 0)
            return self.graph(index, name, opening)
        if kind == "{":
            return self.graph(index, None, index)
        subject, after = self.node(index, 0)
        if self.kinds[after] == "{":
            return self.graph(index, subject, after)
        block, after = self.block(subject, after)
        return block, self.expect(after, ".")

    def directive(self, start: int, kind: str, *, dotted: bool) -> tuple[Directive, int]:
        """Read a directive, whose value is its last token but for the full stop."""
        value = start + 1
        if kind == "prefix":
            self.expect(value, "name")
            value += 1
        after = self.expect(value, "string" if kind == "version" else "iri")
        return Directive(start, kind, value), self.expect(after, ".") if dotted else after

    def graph(self, start: int, name: Node | None, opening: int) -> tuple[GraphBlock, int]:
        """Read a graph block from its opening brace on."""
        index = self.expect(opening, "{")
        blocks = []
        while self.kinds[index] != "}":
            subject, index = self.node(index, 0)
            block, index = self.block(subject, index)
            blocks.append(block)
            if self.kinds[index] == ".":
                index += 1
            elif self.kinds[index] != "}":
                raise self.tokens.error(index)
        return GraphBlock(start, name, opening, index, blocks), index + 1

    def block(self, subject: Node, index: int) -> tuple[Block, int]:
        """Read what is said of a subject."""
        entries, index = self.entries(index, 0)
        if not entries and not isinstance(subject, (PropertyList, Opaque)):
            raise self.tokens.error(index)
        return Block(subject, entries), index

    def entries(self, index: int, depth: int) -> tuple[list[Entry], int]:
        """Read predicates with their objects."""
        kinds = self.kinds
        entries: list[Entry] = []
        while True:
            while kinds[index] == ";":
                index += 1
            if kinds[index] in _ENDS:
                return entries, index
            predicate = index
            if kinds[predicate] not in _LEAVES:
                raise self.tokens.error(predicate)
            objects: list[Node] = []
            while True:
                index += 1
                kind = kinds[index]
                if kind in _LEAVES:
                    node: Node = index
                    index += 1
                else:
                    node, index = self.node(index, depth)
                if kinds[index] == "~" or kinds[index] == "{|":
                    node, index = self.annotated(node, index)
                objects.append(node)
                if kinds[index] != ",":
                    break
            entries.append((predicate, objects))
            if kinds[index] != ";":
                return entries, index

    def node(self, index: int, depth: int) -> tuple[Node, int]:
        """Read one term."""
        kind = self.kinds[index]
        if kind in _LEAVES:
            return index, index + 1
        if kind == "string":
            return index, self.after_literal(index)
        if depth >= MOST_NESTED and kind in "[(":
            raise self.tokens.error(index, f"More than {MOST_NESTED} lists or blank nodes stand in each other.")
        if kind == "[":
            entries, end = self.entries(index + 1, depth + 1)
            return PropertyList(index, end, entries), self.expect(end, "]")
        if kind == "(":
            items: list[Node] = []
            end = index + 1
            while self.kinds[end] != ")":
                node, end = self.node(end, depth + 1)
                items.append(node)
            return Collection(index, end, items), end + 1
        if kind in _TRIPLE_ENDS:
            end = self.closing(index)
            return Opaque(index, end), end + 1
        raise self.tokens.error(index)

    def after_literal(self, index: int) -> int:
        """Find the token after a literal, which may have a language tag or a datatype."""
        kind = self.kinds[index + 1]
        if kind == "at":
            return index + 2
        if kind == "^^":
            if self.kinds[index + 2] not in ("iri", "name"):
                raise self.tokens.error(index + 2)
            return index + 3
        return index + 1

    def annotated(self, node: Node, index: int) -> tuple[Annotated, int]:
        """Read the reifiers and annotations after an object."""
        start = index
        while (kind := self.kinds[index]) in ("~", "{|"):
            if kind == "{|":
                index = self.closing(index) + 1
            else:
                index += 2 if self.kinds[index + 1] in ("iri", "name", "blank") else 1
        return Annotated(node, start, index - 1), index

    def closing(self, index: int) -> int:
        """Find the token that ends a triple term, a reified triple or an annotation."""
        open_ones = []
        for end in range(index, len(self.kinds)):
            kind = self.kinds[end]
            if kind in _TRIPLE_ENDS:
                open_ones.append(_TRIPLE_ENDS[kind])
            elif kind == open_ones[-1]:
                open_ones.pop()
                if not open_ones:
                    return end
        raise self.tokens.error(len(self.kinds) - 1)

    def quad(self, index: int) -> tuple[Block, int]:
        """Read a line of N-Quads."""
        subject, predicate = self.node(index, 0)
        value, index = self.node(predicate + 1, 0)
        graph = None
        if self.kinds[index] in ("iri", "blank"):
            graph = index
            index += 1
        return Block(subject, [(predicate, [value])], graph), self.expect(index, ".")

    def expect(self, index: int, kind: str) -> int:
        """Require a kind of token."""
        if self.kinds[index] != kind:
            raise self.tokens.error(index)
        return index + 1
