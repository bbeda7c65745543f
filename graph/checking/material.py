"""What the rules of the check look at: documents, the dataset that they make, queries, and the caller's choices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, RdfFormat

from treatygraph.graph.bases import RelativeIriError, base_of
from treatygraph.graph.catalogue import Catalogue
from treatygraph.graph.checking.options import Options
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import InputError
from treatygraph.graph.input_files import require_regular
from treatygraph.graph.loader import read_quads
from treatygraph.graph.rdf_files import FORMATS
from treatygraph.graph.terms import SH
from treatygraph.graph.turtle.reading import FAMILY
from treatygraph.graph.turtle.tokens import Text
from treatygraph.graph.xml_text import as_utf_8

if TYPE_CHECKING:
    from treatygraph.graph.checking.violations import ViolationQuery
    from treatygraph.graph.checking.vocabulary import Vocabulary
    from treatygraph.graph.turtle.positions import Positions

__all__ = ["Document", "Material"]

_NAME_IT = "Name the right file, or leave the option out."


@dataclass(frozen=True)
class Document:
    """A sound RDF file; each part of it is read when it is first asked for.

    :param path: the file.
    :param catalogue: says where copies of remote documents are.
    :param options: the choices of the check that judges the prefixes of the file; slips in these are then read as
        what is meant, since they are findings. None where nobody would tell of them.
    """

    path: Path
    catalogue: Catalogue | None = None
    options: Options | None = None

    @cached_property
    def quads(self) -> tuple[Quad, ...]:
        """The quads of the file, in its order; blank nodes have the names that they have in the dataset."""
        quads = self._parsed[0]
        if not self.slips:
            return quads
        from treatygraph.graph.checking.slips import corrected

        return tuple(corrected(quad, self.slips) for quad in quads)

    @property
    def relative(self) -> RelativeIriError | None:
        """Where the first relative IRI is, if the file declares no base; it is then relative to the file."""
        return self._parsed[1]

    @cached_property
    def _parsed(self) -> tuple[tuple[Quad, ...], RelativeIriError | None]:
        """The quads as they are written, and the first relative IRI that has no base."""
        try:
            return read_quads(self.path, self.catalogue), None
        except RelativeIriError as error:
            base = (
                Text(self.text, str(self.path)).base if self.path.suffix.lower() in FAMILY else base_of(str(self.path))
            )
            if not base:
                raise
            return read_quads(self.path, self.catalogue, base=base), error

    @cached_property
    def slips(self) -> Mapping[str, str]:
        """The namespaces that are meant, by those that are written instead; only where this is a finding."""
        if self.options is None or FORMATS.get(self.path.suffix.lower()) not in (RdfFormat.TURTLE, RdfFormat.TRIG):
            return {}
        from treatygraph.graph.checking.prefixes import UNUSUAL
        from treatygraph.graph.checking.slips import slips_of

        told = self.options.selection.applies(UNUSUAL.code, default=UNUSUAL.default, path=str(self.path))
        ignored = UNUSUAL.code in self.text
        return slips_of(self.text, builtin=self.options.builtin) if told and not ignored else {}

    @cached_property
    def text(self) -> str:
        """The text of the file, its line ends as they are."""
        data = self.path.read_bytes()
        is_xml = FORMATS.get(self.path.suffix.lower()) == RdfFormat.RDF_XML
        return (as_utf_8(data, self.path) if is_xml else data).decode("utf-8")

    @cached_property
    def places(self) -> Positions:
        """Where in the text each statement stands."""
        from treatygraph.graph.turtle.positions import Positions

        form = FORMATS.get(self.path.suffix.lower())
        if form == RdfFormat.RDF_XML:
            from treatygraph.graph.checking.rdf_xml import places_in_rdf_xml

            return places_in_rdf_xml(self.path)
        if form == RdfFormat.JSON_LD:
            from treatygraph.graph.checking.json_ld import places_in_json_ld

            return places_in_json_ld(self.path, self.catalogue)
        places = Positions.of(self.path)
        if not self.slips:
            return places
        from treatygraph.graph.checking.slips import corrected

        return places.renamed(lambda term: corrected(term, self.slips))


@dataclass(frozen=True)
class Material:
    """All that one check looks at.

    :param dataset: what the sound files say together.
    :param documents: these files.
    :param queries: the files with queries.
    :param options: the caller's choices.
    """

    dataset: Dataset
    documents: tuple[Document, ...] = ()
    queries: tuple[Path, ...] = ()
    options: Options = field(default_factory=Options)

    @cached_property
    def ontologies(self) -> tuple[Document, ...]:
        """The ontologies that the caller names besides."""
        from treatygraph.graph.checking.vocabulary import is_ontology

        return self._besides(self.options.ontology, "class and no property", is_ontology)

    @cached_property
    def shapes(self) -> tuple[Document, ...]:
        """The files with shapes that the caller names."""
        return self._besides(self.options.shapes, "shape", _uses_shacl)

    @cached_property
    def violations(self) -> tuple[ViolationQuery, ...]:
        """The queries of the caller whose rows are violations."""
        from treatygraph.graph.checking.violations import read_violation_queries

        return read_violation_queries(self.options.violations, self.queries)

    @property
    def query_files(self) -> tuple[Path, ...]:
        """All files with queries, those of the caller too, none twice."""
        return tuple(dict.fromkeys((*self.queries, *(each.path for each in self.violations))))

    def _besides(
        self, paths: tuple[Path, ...], what: str, holds: Callable[[Iterable[Quad]], bool]
    ) -> tuple[Document, ...]:
        """Read files that the caller names; holding nothing of the kind is a mistake that nobody would notice."""
        catalogue = next((document.catalogue for document in self.documents), None)
        found = tuple(Document(path, catalogue) for path in paths)
        for each in found:
            require_regular(each.path, repair="Name an RDF file.")
            if not holds(each.quads):
                more = "" if each.quads else ", in fact no statement"
                raise InputError(f"The file holds no {what}{more}.", path=each.path, repair=_NAME_IT)
        return found

    @cached_property
    def imports(self) -> tuple[Document, ...]:
        """The local copies of all that the files and the further ontologies import, directly or not."""
        from treatygraph.graph.checking.imports import imported

        return imported(self)

    @classmethod
    def of(cls, dataset: Dataset, options: Options | None = None) -> Material:
        """Make the material of a dataset.

        :param dataset: a dataset; its sources are the documents.
        :param options: the choices of the check; None for the defaults.
        :returns: the material, without queries.
        """
        return cls(dataset, tuple(map(Document, dataset.sources)), (), options or Options())

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The terms that the ontologies and the files declare."""
        from treatygraph.graph.checking.vocabulary import vocabulary_of

        return vocabulary_of(self)


def _uses_shacl(quads: Iterable[Quad]) -> bool:
    """Tell whether statements are made with terms of SHACL; whether these are right is for the rules to say."""
    terms = (each for quad in quads for each in (quad.predicate, quad.object))
    return any(isinstance(each, NamedNode) and each.value.startswith(SH) for each in terms)
