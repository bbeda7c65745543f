"""The terms that tokens stand for: escapes, prefixes, the base, numbers, language tags."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, RdfFormat, parse

from treatygraph.graph.terms import RDF_TYPE, XSD
from treatygraph.graph.turtle.syntax import Directive
from treatygraph.graph.turtle.tokens import Tokens

__all__ = ["Declaration", "Term", "Terms"]

Term = NamedNode | BlankNode | Literal
"""What a statement consists of."""

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CONTROL = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


@dataclass(frozen=True, slots=True)
class Declaration:
    """A declaration of a prefix, or of the base where ``prefix`` is None.

    :param prefix: the prefix without its colon.
    :param iri: the namespace, an absolute IRI.
    :param at: where the declaration begins.
    :param used: whether any name is resolved by it.
    """

    prefix: str | None
    iri: str
    at: int
    used: bool = False


class Terms:
    """The terms that tokens stand for, by the prefixes and the base in force.

    :param tokens: the tokens.
    """

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.base = tokens.source.base
        self.prefixes: dict[str, str] = {}
        self.known: dict[str, Term] = {"a": RDF_TYPE}
        self._declared: list[Declaration] = []
        self._used: set[int] = set()
        self._in_force: dict[str, int] = {}

    @property
    def declarations(self) -> tuple[Declaration, ...]:
        """The declarations so far, with their use so far.

        :returns: them in their order.
        """
        return tuple(replace(each, used=number in self._used) for number, each in enumerate(self._declared))

    def declaration(self, directive: Directive) -> Declaration | None:
        """Read a declaration.

        :param directive: the directive.
        :returns: what it declares; None for a version.
        """
        if directive.kind == "version":
            return None
        prefix = self.tokens.texts[directive.end - 1][:-1] if directive.kind == "prefix" else None
        return Declaration(prefix, self.resolved(directive.end), self.tokens.starts[directive.start])

    def changes(self, declared: Declaration) -> bool:
        """Tell whether names that could be used before a declaration mean something else after it.

        :param declared: the declaration.
        :returns: whether it declares a known prefix, or the base, anew and differently.
        """
        if declared.prefix is None:
            return self.base not in ("", declared.iri)
        return self.prefixes.get(declared.prefix, declared.iri) != declared.iri

    def declare(self, declared: Declaration) -> None:
        """Let a declaration take force.

        :param declared: the declaration.
        """
        if self.changes(declared):
            self.known = {"a": RDF_TYPE}
        if declared.prefix is None:
            self.base = declared.iri
        elif self.prefixes.get(declared.prefix) != declared.iri:
            self.prefixes[declared.prefix] = declared.iri
            self._in_force[declared.prefix] = len(self._declared)
        self._declared.append(declared)

    def copy(self) -> Terms:
        """Make a copy that can go on with other declarations.

        :returns: the copy, without the record of what was declared and used.
        """
        other = Terms(self.tokens)
        other.base, other.prefixes = self.base, dict(self.prefixes)
        other._in_force = dict.fromkeys(self.prefixes, 0)
        return other

    def leaf(self, index: int) -> Term:
        """Return the term of a leaf.

        :param index: its first token.
        :returns: the term.
        :raises InputError: if the token stands for none.
        """
        kind, text = self.tokens.kinds[index], self.tokens.texts[index]
        if kind == "string":
            return self.literal(index)
        term = self.known.get(text)
        if term is None:
            try:
                term = self.known[text] = self._made(kind, text, index)
            except ValueError as error:
                raise self.tokens.error(index, f"{error}.") from None
        return term

    def iri(self, index: int) -> NamedNode:
        """Return the IRI that a token stands for.

        :param index: the token.
        :returns: the IRI.
        :raises InputError: if it stands for something else.
        """
        term = self.leaf(index)
        if not isinstance(term, NamedNode):
            raise self.tokens.error(index)
        return term

    def use(self, start: int, end: int) -> None:
        """Take note of the prefixes that are used from one token to another.

        :param start: the first token.
        :param end: the last one.
        """
        for index in range(start, end + 1):
            if self.tokens.kinds[index] in ("name", "iri"):
                self.iri(index)

    def literal(self, index: int) -> Literal:
        """Make a literal of a string and what follows it.

        :param index: the token of the string.
        :returns: the literal.
        :raises InputError: if it has no language tag or datatype that there can be.
        """
        tokens = self.tokens
        text, after = tokens.texts[index], tokens.kinds[index + 1]
        width = 3 if text.startswith(('"""', "'''")) and len(text) >= 6 else 1
        value = _unescaped(text[width:-width])
        try:
            if after == "at":
                language, _, direction = tokens.texts[index + 1][1:].partition("--")
                return Literal(value, language=language, direction=BaseDirection(direction) if direction else None)
            if after == "^^":
                return Literal(value, datatype=self.iri(index + 2))
            return Literal(value)
        except ValueError as error:
            raise tokens.error(index, f"{error}.") from None

    def resolved(self, index: int) -> str:
        """Resolve an IRI as the parser does, which keeps dots where RFC 3986 would not.

        :param index: the token.
        :returns: the absolute IRI.
        """
        iri = _unescaped(self.tokens.texts[index][1:-1])
        if not self.base or ":" in iri.partition("/")[0]:
            return iri
        statement = next(parse(f"<{iri}><urn:a><urn:a>.".encode(), format=RdfFormat.TURTLE, base_iri=self.base))
        return str(getattr(statement.subject, "value", ""))

    def _made(self, kind: str, text: str, index: int) -> Term:
        """Make a term other than a string."""
        if kind == "iri":
            return NamedNode(self.resolved(index))
        if kind == "name":
            prefix, _, local = text.partition(":")
            if prefix not in self.prefixes:
                raise self.tokens.error(index, f"The prefix {prefix}: has not been declared.")
            self._used.add(self._in_force[prefix])
            return NamedNode(self.prefixes[prefix] + _unescaped(local))
        if kind == "blank":
            return BlankNode(text[2:])
        if kind == "number":
            return Literal(text, datatype=NamedNode(XSD + _number_type(text)))
        if text in ("true", "false"):
            return Literal(text, datatype=NamedNode(XSD + "boolean"))
        raise self.tokens.error(index)


def _unescaped(text: str) -> str:
    """Carry out the escapes of a text."""
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(escape: re.Match[str]) -> str:
    """Return the character that an escape stands for."""
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else _CONTROL.get(escape[3], escape[3])


def _number_type(text: str) -> str:
    """Tell the datatype of a number by its form."""
    if "e" in text or "E" in text:
        return "double"
    return "decimal" if "." in text else "integer"
