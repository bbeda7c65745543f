"""A version of a graph: read from files, from a folder or from a build, ready to be compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad

from treatygraph.graph.comparison.blank_nodes import with_scope, with_stable_names
from treatygraph.graph.comparison.prefixes import Meanings, meanings_in
from treatygraph.graph.comparison.vocabulary import declares_terms
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.loader import read_quads
from treatygraph.graph.rdf_files import find_files
from treatygraph.graph.terms import ONTOLOGY_IRI, RDF_TYPE, tg

__all__ = ["Version", "read_version", "version_of"]

_DERIVED = frozenset((tg("InferredGraph"), tg("StatusGraph")))


@dataclass(frozen=True)
class Version:
    """One of two versions.

    :param name: what people call it.
    :param quads: its statements, the blank nodes with stable names.
    :param vocabulary: those of them that ontologies and code lists are made of.
    :param is_build: whether it is a build, with all that follows from it.
    :param prefixes: those of its files.
    """

    name: str
    quads: tuple[Quad, ...]
    vocabulary: frozenset[Quad] = frozenset()
    is_build: bool = False
    prefixes: Meanings = frozenset()

    @cached_property
    def curated(self) -> Dataset:
        """What was curated: neither ontology nor anything derived."""
        derived = {quad.subject for quad in self.quads if quad.object in _DERIVED and quad.predicate == RDF_TYPE}
        return Dataset(
            tuple(quad for quad in self.quads if quad.graph_name not in derived and quad not in self.vocabulary)
        )

    @cached_property
    def written(self) -> tuple[Quad, ...]:
        """What people wrote: the curated graph and the vocabulary."""
        return (*self.curated.quads, *self.vocabulary)

    @cached_property
    def built(self) -> Dataset:
        """What queries are asked of: the build itself, or one made of the curated graph without a check."""
        if self.is_build:
            return Dataset(self.quads)
        from treatygraph.graph.builder import build

        return build(self.curated, check=False)


def read_version(path: Path, name: str = "") -> Version:
    """Read a version.

    :param path: a file, a folder of files, or a folder that ``treatygraph build`` wrote.
    :param name: what to call it; by default the path.
    :returns: the version; it may be without any statement.
    :raises InputError: if something cannot be read.
    :raises NothingToCheckError: if there is no file.
    """
    if _is_build(path):
        from treatygraph.graph.build_folder import read_build

        quads = with_stable_names(read_build(path, derivations=False).quads)
        ontology = NamedNode(ONTOLOGY_IRI)
        vocabulary = frozenset(quad for quad in quads if quad.graph_name == ontology)
        return Version(name or str(path), quads, vocabulary, is_build=True)
    files = find_files([path])
    return version_of(name or str(path), map(read_quads, files), meanings_in(files))


def version_of(name: str, files: Iterable[Iterable[Quad]], prefixes: Meanings = frozenset()) -> Version:
    """Make a version of what files hold.

    A file that uses no named graph and declares terms is taken for an ontology or a code list.

    :param name: what to call it.
    :param files: the quads of each file; blank nodes are the file's own.
    :param prefixes: those of the files.
    :returns: the version.
    :raises InputError: if too many blank nodes cannot be told apart.
    """
    vocabulary: list[Quad] = []
    others: list[Quad] = []
    for number, quads in enumerate(files):
        scoped = tuple(with_scope(quads, f"f{number}"))
        plain = all(isinstance(quad.graph_name, DefaultGraph) for quad in scoped)
        (vocabulary if plain and declares_terms(scoped) else others).extend(scoped)
    # Names are given in the order of the statements: the vocabulary's are the same with and without the others.
    named, terms = with_stable_names((*vocabulary, *others)), frozenset(with_stable_names(vocabulary))
    return Version(name, named, terms, prefixes=prefixes)


def _is_build(path: Path) -> bool:
    """Tell a folder that a build was written to from one that merely holds files."""
    from treatygraph.graph.build_parts import MANIFEST

    return (path / MANIFEST).is_file() and any(path.glob("dataset-*.nq"))
