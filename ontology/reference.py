"""The reference page of the ontology, made from its files.

``python -m treatygraph.ontology.reference > docs/reference/ontology.md`` writes the page anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from treatygraph.ontology import alignment_files, concept_files, ontology_files

__all__ = ["reference_page"]

_COMMAND = "python -m treatygraph.ontology.reference > docs/reference/ontology.md"
_NS = "https://w3id.org/treatygraph/ns#"
_CONCEPT = "https://w3id.org/treatygraph/concept/"
_DCTERMS = "http://purl.org/dc/terms/"
_OWL = "http://www.w3.org/2002/07/owl#"
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SCHEMA = "https://schema.org/"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_KINDS = {
    _OWL + "Class": "Classes",
    _OWL + "ObjectProperty": "Object properties",
    _OWL + "DatatypeProperty": "Datatype properties",
}
_MAPPINGS = (_SKOS + "closeMatch", _SKOS + "relatedMatch", _RDFS + "subClassOf")


@dataclass(frozen=True, slots=True)
class _Document:
    """A Turtle file: its prefixes, and for each subject in the order of writing its values by predicate."""

    prefixes: Mapping[str, str]
    subjects: Mapping[str, Mapping[str, Sequence[str]]]

    def of_type(self, kind: str) -> tuple[str, ...]:
        return tuple(iri for iri, values in self.subjects.items() if kind in values.get(_RDF_TYPE, ()))

    def title(self) -> str:
        titles = (values[_DCTERMS + "title"] for values in self.subjects.values() if _DCTERMS + "title" in values)
        return next(titles)[0]

    def short(self, iri: str) -> str:
        for prefix, namespace in self.prefixes.items():
            if iri.startswith(namespace) and "/" not in iri[len(namespace) :]:
                return f"{prefix}:{iri[len(namespace) :]}"
        return iri


def reference_page() -> str:
    """Write the reference page: classes and properties by topic, code lists, alignments.

    :returns: the page in Markdown, whose first line says that it is generated.
    :raises FileNotFoundError: when the installation lacks the files of the ontology.

    >>> reference_page().splitlines()[2]
    '# The ontology'
    """
    parts = [*_introduction(), *_topics(), *_code_lists(), *_alignments()]
    return "\n".join(parts) + "\n"


def _introduction() -> Iterator[str]:
    header = _read(next(path for path in ontology_files() if path.stem == "treatygraph"))
    (iri,) = header.of_type(_OWL + "Ontology")
    values = header.subjects[iri]
    yield f"<!-- Generated from ontology/ by `{_COMMAND}`. Do not edit. -->"
    yield ""
    yield "# The ontology"
    yield ""
    yield values[_DCTERMS + "description"][0]
    yield ""
    yield f"Namespace `{_NS}` (prefix `tg`), version {values[_OWL + 'versionInfo'][0]}, code lists `{_CONCEPT}`"
    yield f"(prefix `c`), licence <{values[_DCTERMS + 'license'][0]}>. Domains and ranges are what is expected"
    yield "(`schema:domainIncludes`, `schema:rangeIncludes`); nothing is inferred from them."


def _topics() -> Iterator[str]:
    for path in ontology_files():
        document = _read(path)
        if any(document.of_type(kind) for kind in _KINDS if _own(document, kind)):
            yield from ("", f"## {_capital(document.title())}")
            for kind, heading in _KINDS.items():
                yield from _terms(document, heading, _own(document, kind))


def _terms(document: _Document, heading: str, terms: Sequence[str]) -> Iterator[str]:
    if not terms:
        return
    yield from ("", f"### {heading}", "")
    if heading == "Classes":
        yield from _table(("Class", "Definition", "Example", "Broader", "Source"))
    else:
        yield from _table(("Property", "Definition", "Example", "From", "To", "Source"))
    for iri in terms:
        values = document.subjects[iri]
        cells = [f'<a id="{iri.removeprefix(_NS)}"></a>`{document.short(iri)}`', _meaning(values)]
        cells.append(" ".join(values[_SKOS + "example"]))
        if heading == "Classes":
            cells.append(_codes(document, values.get(_RDFS + "subClassOf", ())))
        else:
            cells.append(_codes(document, values[_SCHEMA + "domainIncludes"]))
            cells.append(_target(document, values))
        cells.append("; ".join(values[_DCTERMS + "bibliographicCitation"]))
        yield _row(cells)


def _target(document: _Document, values: Mapping[str, Sequence[str]]) -> str:
    schemes = [iri.rpartition("/")[2] for iri in values.get(_RDFS + "seeAlso", ())]
    return ", ".join(f"[{scheme}](#list-{scheme})" for scheme in schemes) or _codes(
        document, values[_SCHEMA + "rangeIncludes"]
    )


def _code_lists() -> Iterator[str]:
    yield from ("", "## Code lists")
    for path in concept_files():
        document = _read(path)
        (scheme,) = document.of_type(_SKOS + "ConceptScheme")
        values = document.subjects[scheme]
        yield from ("", f'### <a id="list-{path.stem}"></a>{_capital(values[_SKOS + "prefLabel"][0])}')
        yield from ("", values[_SKOS + "definition"][0], "")
        yield from _table(("Concept", "Label", "Definition", "Example", "Source"))
        for iri in document.of_type(_SKOS + "Concept"):
            values = document.subjects[iri]
            cells = [f"`{document.short(iri)}`", values[_SKOS + "prefLabel"][0], _meaning(values)]
            cells += [values[_SKOS + "example"][0], values[_DCTERMS + "bibliographicCitation"][0]]
            yield _row(cells)


def _alignments() -> Iterator[str]:
    yield from ("", "## Alignments", "", "Judgements with their reasons. The ontology never imports them.")
    for path in alignment_files():
        document = _read(path)
        yield from ("", f"### {_capital(document.title())}", "")
        yield from _table(("Term", "Relation", "Foreign term", "Reason", "Confidence"))
        for values in document.subjects.values():
            if _OWL + "Axiom" in values.get(_RDF_TYPE, ()):
                ends = [values[_OWL + key][0] for key in ("annotatedSource", "annotatedProperty", "annotatedTarget")]
                cells = [f"`{document.short(end)}`" for end in ends]
                cells += [values[_RDFS + "comment"][0], values["https://w3id.org/sssom/confidence"][0]]
                yield _row(cells)


def _own(document: _Document, kind: str) -> tuple[str, ...]:
    return tuple(iri for iri in document.of_type(kind) if iri.startswith(_NS))


def _meaning(values: Mapping[str, Sequence[str]]) -> str:
    return " ".join((*values[_SKOS + "definition"], *values.get(_SKOS + "scopeNote", ())))


def _codes(document: _Document, iris: Iterable[str]) -> str:
    return ", ".join(f"`{document.short(iri)}`" for iri in iris)


def _capital(title: str) -> str:
    text = title.removeprefix("treatygraph: ")
    return text[0].upper() + text[1:]


def _table(headings: Sequence[str]) -> tuple[str, str]:
    return _row(headings), "|" + "---|" * len(headings)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _read(path: Path) -> _Document:
    parser = parse(path=path, format=RdfFormat.TURTLE)
    subjects: dict[str, dict[str, list[str]]] = {}
    for quad in parser:
        if isinstance(quad.subject, NamedNode | BlankNode) and isinstance(quad.object, NamedNode | Literal):
            values = subjects.setdefault(quad.subject.value, {})
            values.setdefault(quad.predicate.value, []).append(quad.object.value)
    return _Document(parser.prefixes, subjects)


if __name__ == "__main__":
    sys.stdout.write(reference_page())
