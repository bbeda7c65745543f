"""What files take from elsewhere: imported ontologies and JSON-LD contexts. Nothing is fetched; a catalogue helps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.rules import ALWAYS_TOLD, Rule
from treatygraph.graph.terms import ONTOLOGY_IRI, OWL, RDF_TYPE

if TYPE_CHECKING:
    from pathlib import Path

    from treatygraph.graph.checking.material import Document, Material

__all__ = ["IMPORT_NOT_FOUND", "REMOTE_CONTEXT", "check_imports", "imported"]

_CATALOGUE = "`--catalogue FILE`, `catalogue = …`: an OASIS XML catalogue that names local copies."

REMOTE_CONTEXT = Rule(
    code="TG005",
    name="remote-context",
    severity=Severity.ERROR,
    message="The contexts of a JSON-LD file are in the file, or there are local copies of them.",
    repair="Write the context into the file, or name a local copy in a catalogue.",
    what="Finds JSON-LD files that refer to a context elsewhere of which the catalogue names no copy. Such a file is "
    "not checked any further.",
    why="Nothing is fetched: a check must not depend on another machine, and what a context says can change overnight.",
    references=("https://www.w3.org/TR/json-ld11/#the-context",),
    options=f"{_CATALOGUE} {ALWAYS_TOLD}",
)
IMPORT_NOT_FOUND = Rule(
    code="TG006",
    name="import-not-found",
    severity=Severity.WARNING,
    message="What a file imports is among the files, or there is a local copy of it.",
    repair="Name the file too, as `--ontology` or in a catalogue.",
    what="Finds owl:imports of ontologies that are neither checked, nor named as further ontologies, nor in the "
    "catalogue.",
    why="Terms and axioms of the imported ontology are missing from the check, and nothing is fetched.",
    references=("https://www.w3.org/TR/owl2-syntax/#Imports",),
    options=_CATALOGUE,
)

_IMPORTS = NamedNode(OWL + "imports")
_VERSION = NamedNode(OWL + "versionIRI")
_ONTOLOGY = NamedNode(OWL + "Ontology")


def check_imports(material: Material) -> Iterator[Finding]:
    """Find imports that lead nowhere.

    :param material: the files.
    :returns: a finding for each import, at the imported IRI.
    """
    importing = [
        (document, quad) for document in material.documents for quad in document.quads if quad.predicate == _IMPORTS
    ]
    if not importing:
        return
    known = _known(material)
    for document, quad in importing:
        value = quad.object
        if not isinstance(value, NamedNode) or value.value in known or _copy(document, value) is not None:
            continue
        focus = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
        missing = document.catalogue.named_for(value.value) if document.catalogue is not None else None
        told = f"the catalogue names {missing} for it, which is no file" if missing else "nothing is known of it"
        yield IMPORT_NOT_FOUND.finding(
            focus,
            message=f"{value} is imported, but {told}.",
            repair="Put the copy there, or correct the catalogue." if missing else None,
            value=str(value),
            predicate=_IMPORTS.value,
            path=str(document.path),
        )


def imported(material: Material) -> tuple[Document, ...]:
    """Follow imports to their local copies.

    :param material: the files and the choices.
    :returns: the copies, none twice, none of a file that is checked itself.
    :raises InputError: if a copy cannot be read.
    """
    from treatygraph.graph.checking.material import Document

    waiting = [*material.documents, *material.ontologies]
    seen = {document.path.resolve() for document in waiting}
    found = []
    while waiting:
        document = waiting.pop()
        for quad in document.quads:
            path = _copy(document, quad.object) if quad.predicate == _IMPORTS else None
            if path is not None and path.resolve() not in seen:
                seen.add(path.resolve())
                copy = Document(path, document.catalogue)
                found.append(copy)
                waiting.append(copy)
    return tuple(found)


def _known(material: Material) -> set[str]:
    """Return the IRIs of the ontologies that are at hand."""
    documents = (*material.documents, *material.ontologies, *material.imports)
    own = {ONTOLOGY_IRI} if material.options.builtin else set()
    return own | {iri for document in documents for iri in _names(document)}


def _names(document: Document) -> Iterable[str]:
    """Return the IRIs by which an ontology may be imported."""
    for quad in document.quads:
        if quad.predicate == RDF_TYPE and quad.object == _ONTOLOGY and isinstance(quad.subject, NamedNode):
            yield quad.subject.value
        elif quad.predicate == _VERSION and isinstance(quad.object, NamedNode):
            yield quad.object.value


def _copy(document: Document, iri: object) -> Path | None:
    """Find the local copy of an imported ontology."""
    if document.catalogue is None or not isinstance(iri, NamedNode):
        return None
    return document.catalogue.copy_of(iri.value)
