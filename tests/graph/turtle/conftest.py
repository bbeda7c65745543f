"""Texts of the Turtle family that use everything the grammars allow, in any layout, with comments anywhere."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from textwrap import dedent

import pytest
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pyoxigraph import RdfFormat

from treatygraph.graph.turtle.formatting import format_text
from treatygraph.graph.turtle.tokens import Text

PREFIXES = {
    "": "https://e.org/",
    "e": "https://e.org/n#",
    "é.x": "https://é.org/",
    "a": "https://e.org/",
    "true": "urn:t:",
}
OTHERS = ["https://e.org/other/", "https://e.org/n#", "urn:x:"]
LOCALS = ["", "a", "b", "c-1", "x.y", "0", "_u", "é·", "p%41", "q\\~\\.z", "a:b", "\\-d", "日本", "slash\\/ed"]
IRIS = ["https://e.org/a", "https://e.org/b", "https://e.org/n#a", "urn:x:y", "https://\\u00e9.org/a", "https://e.org/"]
RELATIVE = ["", "a", "../b", "#c", "?d", "/e/./f", "//h.org/i", "n#a", "./a:b"]
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
STRINGS = [
    '""',
    "''",
    '"a"',
    "'b'",
    '"\\"q\\" \\u00e9 \\U0001F600"',
    "'it\\'s'",
    "'\"'",
    '"""l\n"o"ng\\t"""',
    "'''it's\r\nlong'''",
    '""""q" """',
    "'''''a'''",
    '""""""',
    "''''''",
    '"# no comment"',
    '"日本"',
]
SUFFIXES = ["", "", "@en", "@en-GB", "@EN-gb", "^^a:t", "^^<urn:x:t>", " @de", " ^^ # c\n e:t", "@ar--rtl"]
VALUES = ["1", "-2", "+3", "1.5", "-.5", "1e3", "2.E-1", ".5e+0", "true", "false", "01"]
GAPS = [
    "",
    " ",
    " ",
    " ",
    "\n",
    "\n\n",
    "  \t",
    "\r\n",
    " # c\n",
    "\n# own line\n",
    "\n\n# apart\n\n",
    "\n  # two\n  # lines\n",
    " #\r\n",
]
PREFIX = "@prefix : <urn:x:> .\n"
LABELS = ["_:x", "_:y", "_:z.1", "_:0-é"]


class Author:
    """Writes texts at random."""

    def __init__(self, random: Random, *, triples: bool) -> None:
        self.random = random
        self.triples = triples
        self.base = False
        self.parts: list[str] = []

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def text(self, *, graphs: bool) -> str:
        self.gap()
        for prefix, iri in PREFIXES.items():
            self.prefix(prefix, iri)
        for _ in range(self.random.randrange(7)):
            self.item(graphs=graphs)
        return "".join(self.parts)

    def put(self, *tokens: str) -> None:
        for token in tokens:
            self.parts.append(token)
            self.gap(needed=token[-1] not in ",;[](){}")

    def gap(self, *, needed: bool = False) -> None:
        gap = self.random.choice(GAPS)
        self.parts.append(gap or (" " if needed else ""))

    def prefix(self, prefix: str, iri: str) -> None:
        if self.chance(50):
            self.put("@prefix", f"{prefix}:", f"<{iri}>", ".")
        else:
            self.put(self.random.choice(["PREFIX", "prefix", "Prefix"]), f"{prefix}:", f"<{iri}>")

    def item(self, *, graphs: bool) -> None:
        kind = self.random.randrange(12)
        if kind == 0:
            self.prefix(self.random.choice(list(PREFIXES)), self.random.choice(OTHERS))
        elif kind == 1:
            iri = self.random.choice(["http://e.org/x/y?z", "https://e.org/n#", *(["../b/c"] if self.base else [])])
            self.put(*self.random.choice([("@base", f"<{iri}>", "."), ("BASE", f"<{iri}>")]))
            self.base = True
        elif kind < 6 and graphs:
            self.graph()
        else:
            self.block(".")

    def graph(self) -> None:
        if self.chance(75):
            if self.chance(50):
                self.put(self.random.choice(["GRAPH", "graph"]))
            self.put(self.random.choice([self.iri(), ":a", "<urn:x:y>", *LABELS, "[]", "[ ]"]))
        self.put("{")
        count = self.random.randrange(4)
        for number in range(count):
            self.block("." if number + 1 < count or self.triples or self.chance(50) else "")
        self.put("}")

    def block(self, end: str) -> None:
        if self.chance(70):
            self.put(self.random.choice([self.iri(), ":a", ":b", *LABELS]))
            self.said(0)
        elif self.triples and self.chance(50):
            self.reified()
            if self.chance(50):
                self.said(0)
        elif self.chance(50):
            self.nested(0)
            self.said(0)
        else:
            self.put("[")
            self.said(1)
            self.put("]")
        self.put(*([end] if end else []))

    def said(self, depth: int) -> None:
        for number in range(1 + self.random.randrange(3)):
            if number:
                self.put(*(";" * (1 + self.random.randrange(2))))
            self.put(self.random.choice(["a", TYPE, ":p", "e:q", self.iri()]))
            for other in range(1 + self.random.randrange(3)):
                if other:
                    self.put(",")
                self.node(depth)
                if self.triples and self.chance(20):
                    self.annotation(depth)
        if depth < 2 and self.chance(20):
            self.put(";")

    def node(self, depth: int) -> None:
        kind = self.random.randrange(10)
        if kind < 4:
            self.put(self.random.choice([self.iri(), *LABELS]))
        elif kind < 7:
            self.put(self.random.choice(STRINGS) + self.random.choice(SUFFIXES))
        elif kind < 8 or depth > 2:
            self.put(self.random.choice(VALUES))
        elif self.triples and self.chance(40):
            self.reified()
        else:
            self.nested(depth)

    def nested(self, depth: int) -> None:
        if self.chance(50):
            self.put("[")
            if self.chance(70):
                self.said(depth + 1)
            self.put("]")
        else:
            self.put("(")
            for _ in range(self.random.randrange(4)):
                self.node(depth + 1)
            self.put(")")

    def reified(self) -> None:
        self.put(
            "<<",
            self.iri(),
            ":p",
            self.random.choice([":o", '"x"@en', "[]"]),
            *self.random.choice([(), ("~", ":r")]),
            ">>",
        )

    def annotation(self, depth: int) -> None:
        if self.chance(50):
            self.put("~", *self.random.choice([(), (":r",), ("_:x",)]))
        if self.chance(50):
            self.put("{|")
            self.said(depth + 2)
            self.put("|}")

    def iri(self) -> str:
        kind = self.random.randrange(10)
        if kind < 6:
            return f"{self.random.choice(list(PREFIXES))}:{self.random.choice(LOCALS)}"
        return f"<{self.random.choice(RELATIVE if self.base and kind < 8 else IRIS)}>"

    def lines(self, *, graphs: bool) -> str:
        for _ in range(self.random.randrange(8)):
            self.parts.append(self.random.choice(["", "", "# own\n", "\n", "\n# apart\n\n", "  "]))
            terms = [
                self.random.choice(["<urn:s>", "_:x", "<urn:t>"]),
                self.random.choice(["<urn:p>", TYPE]),
                self.random.choice(["<urn:o>", "_:y.1", '"a"', '"b\\n\\u00e9"@en-GB', '"1"^^<urn:t>', '"\\""@ar--rtl']),
                *(self.random.choice([["<urn:g>"], ["_:g"], []]) if graphs else []),
            ]
            self.parts.append(self.random.choice([" ", "\t", "  "]).join([*terms, "."]))
            self.parts.append(self.random.choice(["\n", "\n", " # after\n", "\r\n"]))
        return "".join(self.parts)


def written(kind: str, *, triples: bool = False) -> SearchStrategy[str]:
    """Texts of one format; those with triples in triples are of RDF 1.2."""

    def write(random: Random) -> str:
        author = Author(random, triples=triples)
        if kind in ("nt", "nq"):
            return author.lines(graphs=kind == "nq")
        return author.text(graphs=kind == "trig")

    return st.integers(0, 2**32).map(Random).map(write)


@pytest.fixture(scope="session")
def texts() -> SearchStrategy[tuple[str, str]]:
    """Pairs of an ending and a text that it fits."""
    return st.sampled_from(["ttl", "trig", "trig", "nt", "nq"]).flatmap(
        lambda kind: st.tuples(st.just(kind), written(kind))
    )


@pytest.fixture(scope="session")
def texts_with_triples() -> SearchStrategy[str]:
    """Texts in TriG of RDF 1.2."""
    return written("trig", triples=True)


@pytest.fixture(scope="session")
def formatted() -> Callable[..., str]:
    """Lays out a text, and requires that the result stays as it is when laid out again."""

    def formatted(text: str, form: RdfFormat = RdfFormat.TRIG) -> str:
        result = format_text(Text(text), form)
        assert format_text(Text(result), form) == result
        return result

    return formatted


@pytest.fixture(scope="session")
def body(formatted: Callable[..., str]) -> Callable[..., str]:
    """Lays out a text that uses one prefix, and leaves its declaration away."""

    def body(text: str) -> str:
        result = formatted(PREFIX + dedent(text))
        assert result.startswith(PREFIX)
        return result.removeprefix(PREFIX).lstrip("\n")

    return body
