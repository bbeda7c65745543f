"""To what each comment of a text belongs, so that it can move with it.

A comment at the end of a line belongs to the object, or to the whole property, that ends there. One on a line of its
own belongs to what comes next; at the end of something, to the last thing in it. Before a subject or a graph, comments
that an empty line parts from it belong to nothing: they are headings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from treatygraph.graph.turtle.syntax import (
    Annotated,
    Block,
    Collection,
    Directive,
    Entry,
    GraphBlock,
    Item,
    Node,
    PropertyList,
    first_token,
)
from treatygraph.graph.turtle.tokens import Comment, Tokens

__all__ = ["Comments", "assign"]


@dataclass(frozen=True, slots=True)
class Comments:
    """Comments by the tokens that the things they belong to begin with.

    :param before: comments on lines of their own, in groups that empty lines part.
    :param apart: the tokens that an empty line parts from the last comment before them.
    :param after: comments at the end of a line; those after a brace of a graph belong to the brace.
    """

    before: defaultdict[int, list[list[str]]] = field(default_factory=lambda: defaultdict(list))
    apart: set[int] = field(default_factory=set)
    after: defaultdict[int, list[str]] = field(default_factory=lambda: defaultdict(list))


def assign(tokens: Tokens, items: Iterable[Item]) -> Comments:
    """Find out to what each comment of a text belongs.

    :param tokens: the tokens of the text.
    :param items: its structure.
    :returns: the comments, each once.
    """
    comments = Comments()
    if tokens.comments:
        assigning = _Assigning(tokens, _Roles(items), comments)
        for comment in tokens.comments:
            assigning.assign(comment)
    return comments


class _Roles:
    """What begins with which token, and the first token of what ends with which."""

    def __init__(self, items: Iterable[Item]) -> None:
        self.roles: dict[int, str] = {}
        self.opening: dict[int, int] = {}
        for item in items:
            if isinstance(item, Directive):
                self.roles[item.start] = "directive"
            elif isinstance(item, GraphBlock):
                self.roles[item.start] = "graph"
                for block in item.blocks:
                    self._block(block)
            else:
                self._block(item)

    def _block(self, block: Block) -> None:
        self._node(block.subject, "subject")
        self._entries(block.entries)

    def _entries(self, entries: Iterable[Entry]) -> None:
        for predicate, objects in entries:
            self.roles[predicate] = "predicate"
            for node in objects:
                self._node(node, "object")

    def _node(self, node: Node, role: str) -> None:
        start = first_token(node)
        self.roles[start] = role
        if isinstance(node, Annotated):
            self._node(node.node, role)
            self.opening |= dict.fromkeys(range(node.start, node.end + 1), start)
        elif not isinstance(node, int):
            self.opening[node.end] = start
            if isinstance(node, PropertyList):
                self._entries(node.entries)
            elif isinstance(node, Collection):
                for item in node.items:
                    self._node(item, "item")
            else:
                self.opening |= dict.fromkeys(range(start + 1, node.end + 1), start)


class _Assigning:
    """Assigns comment after comment."""

    def __init__(self, tokens: Tokens, structure: _Roles, comments: Comments) -> None:
        self.tokens = tokens
        self.roles = structure.roles
        self.opening = structure.opening
        self.comments = comments
        self.last_line = 0

    def assign(self, comment: Comment) -> None:
        """Assign one comment."""
        line = self.tokens.source.line(comment.start)
        text = comment.text.rstrip()
        previous = comment.before - 1
        if previous >= 0 and self._last_line_of(previous) == line:
            self._assign_after(previous, line, text)
        else:
            self._assign_before(comment.before, line, text)
        self.last_line = line

    def _assign_before(self, token: int, line: int, text: str) -> None:
        """Assign a comment on a line of its own."""
        before, kind = self.comments.before, self.tokens.kinds[token]
        if token not in self.roles and kind not in ("}", "end"):
            self._attach(self._owner(token - 1), text)
            return
        if before[token] and self.last_line == line - 1:
            before[token][-1].append(text)
        else:
            before[token].append([text])
        if self.tokens.source.line(self.tokens.starts[token]) > line + 1:
            self.comments.apart.add(token)
        else:
            self.comments.apart.discard(token)

    def _assign_after(self, previous: int, line: int, text: str) -> None:
        """Assign a comment that follows a token on its line."""
        if self.tokens.kinds[previous] in "{}":
            self.comments.after[previous].append(text)
            return
        if self.tokens.kinds[previous] in "[(" and previous + 1 in self.roles:
            self._attach(previous + 1, text)
            return
        owner = self._owner(previous)
        role = self.roles.get(owner)
        if role == "object":
            self.comments.after[self._widest(owner, previous, line)].append(text)
        elif role in ("item", "directive"):
            self.comments.after[owner].append(text)
        else:
            self._attach(owner, text)

    def _attach(self, owner: int, text: str) -> None:
        """Put a comment from inside a thing directly before it."""
        groups = self.comments.before[owner]
        if groups and owner not in self.comments.apart:
            groups[-1].append(text)
        else:
            groups.append([text])
        self.comments.apart.discard(owner)

    def _owner(self, token: int) -> int:
        """Find the thing that ends with a token, or else the one that the token is in."""
        while token > 0 and token not in self.roles:
            token = self.opening.get(token, token - 1)
        return token

    def _widest(self, value: int, previous: int, line: int) -> int:
        """Choose the property, by its predicate, if a comment follows the whole of it on its line, else the value."""
        kinds = self.tokens.kinds
        if kinds[previous] == "," or kinds[previous + 1] == ",":
            return value
        token = value - 1
        while kinds[token] == "," and self._line_of(token) == line:
            token = self._owner(token - 1) - 1
        return token if kinds[token] != "," and self._line_of(token) == line else value

    def _line_of(self, token: int) -> int:
        """Return the line that a token begins on."""
        return self.tokens.source.line(self.tokens.starts[token])

    def _last_line_of(self, token: int) -> int:
        """Return the line that a token ends on."""
        return self.tokens.source.line(self.tokens.end(token))
