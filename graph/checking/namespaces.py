"""The prefixes that a file declares, whatever its format: for its readers they are the short names of namespaces."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.parsers import expat

from pyoxigraph import RdfFormat

from treatygraph.graph.checking.prefixes import prefixes_of
from treatygraph.graph.rdf_files import FORMATS
from treatygraph.graph.sparql_text import declared_prefixes, tokens
from treatygraph.graph.turtle.reading import FAMILY
from treatygraph.graph.turtle.tokens import Text

__all__ = ["VOCABULARY", "namespaces_of"]

VOCABULARY = "@vocab"
"""Stands for the prefix of JSON-LD's words that have none."""

_ENDS_OF_NAMESPACES = tuple(":/?#[]@")
"""What a term of JSON-LD 1.1 has to end with so that it is a prefix (gen-delims of RFC 3986)."""


def namespaces_of(path: Path, text: str) -> Mapping[str, str]:
    """Find the prefixes of a file.

    :param path: the file; its ending tells the format, another one than those of RDF is that of a query.
    :param text: its text, which its parser accepts.
    :returns: the namespaces by prefix; where one is declared twice, the last one.
    """
    ending = path.suffix.lower()
    if ending in FAMILY:
        return {each.prefix: each.namespace for each in prefixes_of(Text(text, str(path)))}
    if FORMATS.get(ending) == RdfFormat.RDF_XML:
        return _of_xml(text)
    if FORMATS.get(ending) == RdfFormat.JSON_LD:
        return dict(_of_contexts(json.loads(text)))
    return declared_prefixes(tokens(text))


def _of_xml(text: str) -> Mapping[str, str]:
    """Find the declarations of namespaces of XML."""
    found: dict[str, str] = {}

    def declare(prefix: str | None, namespace: str | None) -> None:
        found[prefix or ""] = namespace or ""

    parser = expat.ParserCreate("utf-8", " ")
    parser.StartNamespaceDeclHandler = declare
    parser.Parse(text.encode(), True)
    return found


def _of_contexts(value: object, *, in_context: bool = False) -> Iterator[tuple[str, str]]:
    """Find the prefixes in the contexts of a document of JSON-LD."""
    for each in value if isinstance(value, list) else ():
        yield from _of_contexts(each, in_context=in_context)
    for key, each in value.items() if isinstance(value, dict) else ():
        if not in_context:
            yield from _of_contexts(each, in_context=key == "@context")
        elif key.startswith("@") and key != VOCABULARY:
            continue
        elif isinstance(each, str) and each.endswith(_ENDS_OF_NAMESPACES):
            yield key, each
        elif isinstance(each, dict) and each.get("@prefix") is True and isinstance(each.get("@id"), str):
            yield key, each["@id"]
