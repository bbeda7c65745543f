"""Rules on the prefixes of a file: used, declared once, and with the meaning that readers expect."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.terms import PREFIXES
from treatygraph.graph.turtle.reading import FAMILY
from treatygraph.graph.turtle.tokens import Text, walk

if TYPE_CHECKING:
    from treatygraph.graph.checking.material import Document, Material

__all__ = ["PREFIX_RULES", "Prefix", "check_prefixes", "prefixes_of", "usual_namespaces"]

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
    what="Finds well-known prefixes, such as rdfs: or tg:, that are bound to a namespace of which they are not known. "
    "A slip, of three characters at most, is an error, and the rest of the file is checked as it is meant.",
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
_DECLARATION = re.compile("@?prefix", re.IGNORECASE)
_SHORT = frozenset({"", "c"})
"""Prefixes that are known in treatygraph alone."""


class Prefix(NamedTuple):
    """A declaration of a prefix.

    :param prefix: the prefix, without its colon.
    :param namespace: the IRI as it is written.
    :param start: the offset of the declaration.
    :param end: the offset after it.
    :param used: whether a name in the file uses it.
    """

    prefix: str
    namespace: str
    start: int
    end: int
    used: bool


def check_prefixes(material: Material) -> Iterator[Finding]:
    """Look at the declarations of prefixes.

    :param material: the files.
    :returns: a finding for each declaration that is unused, redefines a prefix, or gives one an unusual meaning.
    """
    for document in material.documents:
        if document.path.suffix.lower() in FAMILY:
            yield from _of_document(document, builtin=material.options.builtin)


def prefixes_of(text: Text) -> tuple[Prefix, ...]:
    """Find the declarations of prefixes of a text.

    The text is read no further than is needed to know that all of them are used.

    :param text: Turtle or TriG that the strict parser accepts.
    :returns: the declarations, in their order.

    >>> [(each.prefix, each.used) for each in prefixes_of(Text("PREFIX a: <urn:a#> PREFIX b: <urn:b#> a:x a a:y ."))]
    [('a', True), ('b', False)]
    """
    found: list[Prefix] = []
    latest: dict[str, int] = {}
    unused: set[int] = set()
    last = max((match.start() for match in _DECLARATION.finditer(text.text)), default=-1)
    tokens = walk(text)
    for kind, word, start in tokens:
        if kind in ("at", "word") and word.lower() in ("@prefix", "prefix"):
            declared = _declaration(tokens, start, dotted=kind == "at")
            latest[declared.prefix] = len(found)
            unused.add(len(found))
            found.append(declared)
        elif kind == "name":
            unused.discard(latest.get(word.partition(":")[0], -1))
        if not unused and start > last:
            break
    return tuple(each._replace(used=number not in unused) for number, each in enumerate(found))


def usual_namespaces(prefix: str, *, builtin: bool) -> tuple[str, ...]:
    """Name the namespaces that a prefix is known for.

    :param prefix: the prefix, without its colon.
    :param builtin: whether treatygraph's own prefix counts.
    :returns: the namespaces, the first being that of messages; none for a prefix that anybody may give a meaning.
    """
    ours = (PREFIXES[prefix],) if prefix in PREFIXES and prefix not in _SHORT and (builtin or prefix != "tg") else ()
    return ours + _ALSO.get(prefix, ())


def _declaration(tokens: Iterator[tuple[str, str, int]], start: int, *, dotted: bool) -> Prefix:
    """Read the rest of a declaration."""
    _, name, _ = next(tokens)
    _, iri, at = next(tokens)
    end = at + len(iri)
    if dotted:
        _, dot, at = next(tokens)
        end = at + len(dot)
    return Prefix(name[:-1], iri[1:-1], start, end, used=False)


def _of_document(document: Document, *, builtin: bool) -> Iterator[Finding]:
    """Look at the declarations of one file."""
    text = Text(document.text, str(document.path))
    meanings: dict[str, str] = {}
    for each in prefixes_of(text):
        former = meanings.setdefault(each.prefix, each.namespace)
        meanings[each.prefix] = each.namespace
        if not each.used:
            yield _finding(UNUSED, text, each, f"The prefix {each.prefix}: is not used.")
        if former != each.namespace:
            message = f"The prefix {each.prefix}: stood for <{former}> before."
            yield _finding(REDEFINED, text, each, message)
        meant = document.slips.get(each.namespace)
        usual = usual_namespaces(each.prefix, builtin=builtin)
        if meant is not None:
            message = f"The prefix {each.prefix}: stands for <{each.namespace}>, elsewhere for <{meant}>."
            yield replace(_finding(UNUSUAL, text, each, message), severity=Severity.ERROR)
        elif usual and each.namespace not in usual and ":" in each.namespace:
            message = f"The prefix {each.prefix}: stands for <{each.namespace}>, elsewhere for <{usual[0]}>."
            yield _finding(UNUSUAL, text, each, message)


def _finding(rule: Rule, text: Text, prefix: Prefix, message: str) -> Finding:
    """Make a finding at a declaration."""
    line, column = text.place(prefix.start)
    value = f"{prefix.prefix}: <{prefix.namespace}>"
    return rule.finding("", message=message, value=value, path=text.path, line=line, column=column)
