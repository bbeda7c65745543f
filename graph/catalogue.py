"""Local copies of remote documents, so that nothing has to be fetched (OASIS XML Catalogs 1.1).

The file that Protégé and ROBOT use (``catalog-v001.xml``) names a copy for each IRI::

    <catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">
      <uri name="https://example.org/ontology" uri="copies/ontology.ttl"/>
      <rewriteURI uriStartString="https://example.org/contexts/" rewritePrefix="contexts/"/>
    </catalog>
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.parsers import expat

from treatygraph.graph.errors import InputError
from treatygraph.graph.input_files import read_bytes
from treatygraph.graph.preflight import require_well_formed_xml

__all__ = ["Catalogue"]

_NAMES = {"uri": ("name", "uri"), "system": ("systemId", "uri"), "public": ("publicId", "uri")}
_REWRITING = {
    "rewriteURI": ("uriStartString", "rewritePrefix"),
    "rewriteSystem": ("systemIdStartString", "rewritePrefix"),
}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Where copies of remote documents are.

    :param copies: the local copy of each document, by its IRI.
    :param prefixes: where the copies of all documents are whose IRIs begin alike, by these beginnings.
    """

    copies: dict[str, Path] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Catalogue:
        """Read a catalogue.

        :param path: the file; what it names is relative to it.
        :returns: the catalogue.
        :raises InputError: if it cannot be read or is no XML catalogue.
        """
        data = read_bytes(path, what="catalogue", repair="Name an XML catalogue such as catalog-v001.xml.")
        require_well_formed_xml(data, path)
        catalogue = cls()
        seen: list[str] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            kind = name.rpartition(":")[2]
            seen.append(kind)
            catalogue._add(kind, attributes, path.parent)

        parser = expat.ParserCreate()
        parser.StartElementHandler = start
        parser.Parse(data, True)
        if seen[0] != "catalog":
            raise InputError(
                f"This is no XML catalogue: it begins with {seen[0]!r}.", path=path, repair="See catalog-v001.xml."
            )
        return catalogue

    def copy_of(self, iri: str) -> Path | None:
        """Find the copy of a document.

        :param iri: its IRI; a fragment does not count.
        :returns: the local file; None when none is named, or it is not there.
        """
        named = self.named_for(iri)
        return named if named is not None and named.is_file() else None

    def named_for(self, iri: str) -> Path | None:
        """Say where the copy of a document should be.

        :param iri: its IRI; a fragment does not count.
        :returns: the local file, which need not be there; None when none is named.
        """
        plain = iri.partition("#")[0]
        named = self.copies.get(iri) or self.copies.get(plain)
        if named is None:
            beginning = max((each for each in self.prefixes if plain.startswith(each)), key=len, default=None)
            named = None if beginning is None else Path(self.prefixes[beginning] + plain.removeprefix(beginning))
        return named

    def _add(self, kind: str, attributes: dict[str, str], folder: Path) -> None:
        """Take one entry; what is not local is left out, since nothing is fetched."""
        iri, target = (attributes.get(name, "") for name in _NAMES.get(kind) or _REWRITING.get(kind) or ("", ""))
        local = _local(target)
        if not iri or local is None:
            return
        if kind in _NAMES:
            self.copies.setdefault(iri, folder / local)
        else:
            self.prefixes.setdefault(iri, f"{folder / local}/" if local.endswith("/") else str(folder / local))


def _local(target: str) -> str | None:
    """Return the path that a URI reference names; None when it is not on this machine."""
    parts = urlsplit(target)
    if parts.scheme not in ("", "file") or parts.netloc not in ("", "localhost") or not parts.path:
        return None
    return unquote(parts.path)
