"""Keys of JSON-LD that processors drop without a word: no context maps them to a property, or they come twice."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.contexts import with_local_contexts
from treatygraph.graph.rdf_files import FORMATS
from treatygraph.graph.turtle.tokens import Text

if TYPE_CHECKING:
    from treatygraph.graph.checking.json_ld import Json
    from treatygraph.graph.checking.material import Document, Material

__all__ = ["check_keys", "has_context"]

UNMAPPED_KEY = Rule(
    code="TG012",
    name="unmapped-key",
    severity=Severity.WARNING,
    message="Every key of a JSON-LD file is a term of its context, an IRI or a keyword.",
    repair="Correct the key, or add it to the context; to leave it out on purpose, map it to null.",
    what="Finds keys of JSON-LD that no context in the file maps to anything, where there is no @vocab. What stands "
    "below such a key is not looked at.",
    why="JSON-LD drops such a key and all that it holds: the statement is not there, and nothing tells so.",
    references=("https://www.w3.org/TR/json-ld11/#terms",),
)

REPEATED_KEY = Rule(
    code="TG013",
    name="repeated-key",
    severity=Severity.ERROR,
    message="Every object of a JSON-LD file has each key once.",
    repair="Write the values as one list.",
    what="Finds keys that come more than once in one object of JSON-LD, at the second and each further one.",
    why="What such an object says differs from tool to tool: most keep the last value alone, and nothing tells so.",
    references=("https://www.w3.org/TR/json-ld11/#json-ld-grammar", "https://www.rfc-editor.org/rfc/rfc8259#section-4"),
)

_CONTEXT, _VOCABULARY, _CONTAINER = "@context", "@vocab", "@container"
_MAPS = frozenset({"@graph", "@id", "@index", "@language", "@type"})
"""The containers whose keys are no properties."""
_OPAQUE = frozenset({_CONTEXT, "@value"})
_JSON_TYPE = "@json"


def check_keys(material: Material) -> Iterator[Finding]:
    """Find the keys of JSON-LD files that mean nothing, or do so twice.

    :param material: the files.
    :returns: a finding for each key without a meaning where it first stands, and for each that comes again.
    """
    for document in material.documents:
        if FORMATS.get(document.path.suffix.lower()) == RdfFormat.JSON_LD:
            yield from _repeated(document)
            if has_context(document):
                yield from _unmapped(document)


def _repeated(document: Document) -> Iterator[Finding]:
    """Find the keys of one file that come again in the same object."""
    from treatygraph.graph.checking.json_ld import json_with_places

    text = Text(document.text, str(document.path))
    for key, at in _again(json_with_places(text.text)):
        line, column = text.place(at)
        message = f"The object has the key {key!r} already."
        yield REPEATED_KEY.finding("", message=message, path=text.path, line=line, column=column, value=key)


def _again(value: Json) -> Iterator[tuple[str, int]]:
    """Find the keys that come again in the same object, with their places."""
    if value.kind == "list":
        for each in value.value:
            yield from _again(each)
    elif value.kind == "object":
        known: set[str] = set()
        for key, at, each in value.value:
            if key in known:
                yield key, at
            known.add(key)
            yield from _again(each)


def has_context(document: Document) -> bool:
    """Tell whether a file has all the context that it needs to say anything.

    :param document: the file.
    :returns: False for a JSON-LD file without any context.
    """
    if FORMATS.get(document.path.suffix.lower()) != RdfFormat.JSON_LD:
        return True
    return any(True for _ in _contexts(json.loads(document.text.removeprefix("\ufeff"))))


def _unmapped(document: Document) -> Iterator[Finding]:
    """Find the keys of one file; what this takes is imported where there is such a file."""
    from treatygraph.graph.checking.json_ld import json_with_places
    from treatygraph.graph.names import near_names

    text = Text(document.text, str(document.path))
    data = with_local_contexts(text.text.encode(), document.path, document.catalogue)
    terms: dict[str, object] = {}
    for context in _contexts(json.loads(data)):
        for each in context if isinstance(context, list) else [context]:
            terms |= each if isinstance(each, dict) else {}
    if terms.get(_VOCABULARY) is not None:
        return
    found: dict[str, int] = {}
    for key, at in _keys(json_with_places(text.text), terms):
        found.setdefault(key, at)
    words = [each for each in terms if not each.startswith("@")]
    for key, at in found.items():
        line, column = text.place(at)
        near = near_names(key, words)
        yield UNMAPPED_KEY.finding(
            "",
            message=f"No context maps the key {key!r}, so it is dropped with all that it holds.",
            repair=f"Did you mean {near[0]!r}? {UNMAPPED_KEY.repair}" if near else None,
            path=text.path,
            line=line,
            column=column,
            value=key,
        )


def _contexts(value: object) -> Iterator[object]:
    """Find all contexts, those of terms too: which of them holds where is for the parser to know."""
    if isinstance(value, list):
        for each in value:
            yield from _contexts(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key == _CONTEXT:
                yield each
            yield from _contexts(each)


def _keys(value: Json, terms: Mapping[str, object], *, in_map: bool = False) -> Iterator[tuple[str, int]]:
    """Find the keys of a document that no term, prefix or keyword explains, with their places."""
    if value.kind == "list":
        for each in value.value:
            yield from _keys(each, terms, in_map=in_map)
    if value.kind != "object":
        return
    for key, at, each in value.value:
        meant = terms.get(key)
        if key in _OPAQUE or (isinstance(meant, dict) and meant.get("@type") == _JSON_TYPE):
            continue
        if in_map or key in terms or ":" in key or key.startswith("@"):
            container = meant.get(_CONTAINER) if isinstance(meant, dict) else None
            kinds = container if isinstance(container, list) else [container]
            yield from _keys(each, terms, in_map=not _MAPS.isdisjoint(filter(None, kinds)))
        else:
            yield key, at
