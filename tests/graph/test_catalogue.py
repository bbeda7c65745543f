"""A catalogue names local copies of remote documents, and nothing else is ever opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from treatygraph.graph.catalogue import Catalogue
from treatygraph.graph.errors import InputError

HEAD = '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "copies").mkdir()
    for name in ("a b.ttl", "c.ttl"):
        (tmp_path / "copies" / name).touch()
    return tmp_path


def copy(folder: Path, entries: str, iri: str) -> str | None:
    path = folder / "catalog-v001.xml"
    path.write_text(f"{HEAD}{entries}</catalog>")
    found = Catalogue.read(path).copy_of(iri)
    return None if found is None else str(found.relative_to(folder))


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ('<uri name="urn:o" uri="copies/c.ttl"/>', "copies/c.ttl"),
        ('<uri name="urn:o" uri="copies/a%20b.ttl"/>', "copies/a b.ttl"),
        ('<group><uri name="urn:o" uri="copies/c.ttl"/></group>', "copies/c.ttl"),
        ('<system systemId="urn:o" uri="copies/c.ttl"/>', "copies/c.ttl"),
        ('<rewriteURI uriStartString="urn:" rewritePrefix="copies/"/>', None),
        ('<uri name="urn:o" uri="copies/missing.ttl"/>', None),
        ('<uri name="urn:o" uri="https://example.org/c.ttl"/>', None),
        ('<uri name="urn:o" uri="//example.org/c.ttl"/>', None),
        ('<uri name="urn:other" uri="copies/c.ttl"/>', None),
        ('<uri name="urn:o"/><other name="urn:o" uri="copies/c.ttl"/>', None),
    ],
)
def test_a_copy_is_found_by_the_iri(folder: Path, entries: str, found: str | None) -> None:
    assert copy(folder, entries, "urn:o") == found


def test_a_fragment_does_not_count(folder: Path) -> None:
    assert copy(folder, '<uri name="urn:o" uri="copies/c.ttl"/>', "urn:o#term") == "copies/c.ttl"


def test_the_longest_beginning_of_an_iri_is_rewritten(folder: Path) -> None:
    entries = (
        '<rewriteURI uriStartString="https://example.org/" rewritePrefix="nowhere/"/>'
        '<rewriteURI uriStartString="https://example.org/o/" rewritePrefix="copies/"/>'
    )
    assert copy(folder, entries, "https://example.org/o/c.ttl") == "copies/c.ttl"


def test_a_file_uri_may_be_absolute(folder: Path) -> None:
    target = (folder / "copies" / "c.ttl").as_uri()
    assert copy(folder, f'<uri name="urn:o" uri="{target}"/>', "urn:o") == "copies/c.ttl"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (f"{HEAD}<uri", "no well-formed XML"),
        ("<html/>", "This is no XML catalogue: it begins with 'html'."),
        ("", "no well-formed XML"),
        ('<!DOCTYPE c [<!ENTITY a "b">]><c>&a;&a;</c>', "no XML catalogue"),
    ],
)
def test_what_is_no_catalogue_is_refused(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "c.xml"
    path.write_text(content)
    with pytest.raises(InputError, match=message):
        Catalogue.read(path)


def test_a_catalogue_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="The catalogue cannot be read"):
        Catalogue.read(tmp_path / "none.xml")
