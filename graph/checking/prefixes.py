"""Rules on the prefixes of a file: used, declared once, and with the meaning that readers expect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.terms import PREFIXES
from treatygraph.graph.turtle.reading import FAMILY
from treatygraph.graph.turtle.tokens import Text, Tokens, tokenise

if TYPE_CHECKING:
    from treatygraph.graph.checking.material import Document, Material

__all__ = ["PREFIX_RULES", "Prefix", "check_prefixes", "prefixes_of"]

UNUSED = Rule(
    code="TG002",
    name="unused-prefix",
    severity=Severity.WARNING,
    message="Every prefix that a file declares is used in it.",
    repair="Take the declaration away.",
    what="Finds declarations of prefixes that no name in the file uses.",
    why="A reader looks for what is not there; and a file that was split or copied keeps the marks of the other one.",
    references=("https://www.w3.org/TR/turtle/#prefixed-name",),
    fixable=True,
)
REDEFINED = Rule(
    code="TG003",
    name="redefined-prefix",
    severity=Severity.WARNING,
    message="A prefix means one namespace in a whole file.",
    repair="Give the second namespace another prefix.",
    what="Finds prefixes that are declared a second time, for another namespace.",
    why="The same name then means two things, depending on the line; whoever moves a statement changes its meaning.",
    references=("https://www.w3.org/TR/turtle/#prefixed-name",),
)
UNUSUAL = Rule(
    code="TG004",
    name="unusual-prefix",
    severity=Severity.WARNING,
    message="A well-known prefix stands for its own namespace.",
    repair="Correct the namespace, or choose another prefix.",
    what="Finds well-known prefixes, such as rdfs: or tg:, that are bound to a namespace of which they are not known.",
    why="Most often the namespace has a slip in it, and then no statement with that prefix means what it seems to "
    "mean; otherwise readers are misled.",
    references=("https://www.w3.org/TR/turtle/#prefixed-name",),
)
PREFIX_RULES = (UNUSED, REDEFINED, UNUSUAL)

_ALSO: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "schema": ("http://schema.org/",),
        "geo": ("http://www.w3.org/2003/01/geo/wgs84_pos#",),
        "foaf": ("http://xmlns.com/foaf/0.1/",),
        "dc": ("http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"),
        "dct": ("http://purl.org/dc/terms/",),
        "dcat": ("http://www.w3.org/ns/dcat#",),
        "void": ("http://rdfs.org/ns/void#",),
        "vann": ("http://purl.org/vocab/vann/",),
    }
)
"""Other meanings that well-known prefixes have, and well-known prefixes that treatygraph does not use."""
_SHORT = frozenset({"", "c"})
"""Prefixes that are known in treatygraph alone."""


class Prefix(NamedTuple):
    """A declaration of a prefix.

    :param prefix: the prefix, without its colon.
    :param namespace: the IRI as it is written.
    :param start: the offset of the declaration.
    :param end: the offset after it.
    :param names: how many names in the file use it.
    """

    prefix: str
    namespace: str
    start: int
    end: int
    names: int


def check_prefixes(material: Material) -> Iterator[Finding]:
    """Look at the declarations of prefixes.

    :param material: the files.
    :returns: a finding for each declaration that is unused, redefines a prefix, or gives one an unusual meaning.
    """
    for document in material.documents:
        if document.path.suffix.lower() in FAMILY:
            yield from _of_document(document, builtin=material.options.builtin)


def prefixes_of(tokens: Tokens) -> tuple[Prefix, ...]:
    """Find the declarations of prefixes of a text.

    :param tokens: its tokens.
    :returns: the declarations, in their order.

    >>> [(each.prefix, each.names) for each in prefixes_of(tokenise(Text("PREFIX a: <urn:a#> a:x a:y a:z .")))]
    [('a', 3)]
    """
    kinds, texts = tokens.kinds, tokens.texts
    found: list[tuple[str, str, int, int]] = []
    names: list[int] = []
    latest: dict[str, int] = {}
    index = 0
    while index < len(kinds):
        word = texts[index].lower() if kinds[index] in ("at", "word") else ""
        if word in ("@prefix", "prefix") and kinds[index + 1] == "name" and kinds[index + 2] == "iri":
            last = index + 3 if kinds[index + 3] == "." and word == "@prefix" else index + 2
            prefix = texts[index + 1][:-1]
            latest[prefix] = len(found)
            found.append((prefix, texts[index + 2][1:-1], tokens.starts[index], tokens.end(last)))
            names.append(0)
            index = last
        elif kinds[index] == "name":
            number = latest.get(texts[index].partition(":")[0])
            if number is not None:
                names[number] += 1
        index += 1
    return tuple(Prefix(*each, count) for each, count in zip(found, names, strict=True))


def _of_document(document: Document, *, builtin: bool) -> Iterator[Finding]:
    """Look at the declarations of one file."""
    text = Text(document.text, str(document.path))
    meanings: dict[str, str] = {}
    for each in prefixes_of(tokenise(text)):
        former = meanings.setdefault(each.prefix, each.namespace)
        meanings[each.prefix] = each.namespace
        if each.names == 0:
            yield _finding(UNUSED, text, each, f"The prefix {each.prefix}: is not used.")
        if former != each.namespace:
            message = f"The prefix {each.prefix}: stood for <{former}> before."
            yield _finding(REDEFINED, text, each, message)
        usual = _usual(each.prefix, builtin=builtin)
        if usual and each.namespace not in usual and ":" in each.namespace:
            message = f"The prefix {each.prefix}: stands for <{each.namespace}>, elsewhere for <{usual[0]}>."
            yield _finding(UNUSUAL, text, each, message)


def _usual(prefix: str, *, builtin: bool) -> tuple[str, ...]:
    """Name the namespaces that a prefix is known for."""
    ours = (PREFIXES[prefix],) if prefix in PREFIXES and prefix not in _SHORT and (builtin or prefix != "tg") else ()
    return ours + _ALSO.get(prefix, ())


def _finding(rule: Rule, text: Text, prefix: Prefix, message: str) -> Finding:
    """Make a finding at a declaration."""
    line, column = text.place(prefix.start)
    value = f"{prefix.prefix}: <{prefix.namespace}>"
    return rule.finding("", message=message, value=value, path=text.path, line=line, column=column)
