"""Remote JSON-LD contexts are replaced by local copies, or named; they are never fetched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from treatygraph.graph.catalogue import Catalogue
from treatygraph.graph.contexts import RemoteContextError, with_local_contexts
from treatygraph.graph.errors import InputError
from treatygraph.graph.loader import read_quads

REMOTE = "https://example.org/c.jsonld"


def write(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    path.write_text(json.dumps(content))
    return path


@pytest.mark.parametrize(
    "document",
    [
        {"@context": REMOTE, "@id": "urn:a", "name": "b"},
        {"@context": [{"other": "urn:other"}, REMOTE], "@id": "urn:a", "name": "b"},
        {"@context": {"@import": REMOTE, "other": "urn:other"}, "@id": "urn:a", "name": "b"},
        {"@graph": [{"@context": REMOTE, "@id": "urn:a", "name": "b"}]},
    ],
)
def test_a_copy_takes_the_place_of_the_context(tmp_path: Path, document: object) -> None:
    context = write(tmp_path, "c.json", {"@context": {"name": "urn:name"}})
    path = write(tmp_path, "a.jsonld", document)
    [quad] = read_quads(path, Catalogue({REMOTE: context}))
    assert str(quad.triple) == '<urn:a> <urn:name> "b"'


def test_a_term_may_have_a_context_of_its_own(tmp_path: Path) -> None:
    context = write(tmp_path, "c.json", {"@context": {"name": "urn:name"}})
    inner = {"part": {"@id": "urn:part", "@context": REMOTE}}
    path = write(tmp_path, "a.jsonld", {"@context": inner, "@id": "urn:a", "part": {"@id": "urn:b", "name": "c"}})
    assert '<urn:b> <urn:name> "c"' in {str(quad.triple) for quad in read_quads(path, Catalogue({REMOTE: context}))}


def test_a_file_without_remote_contexts_stays_as_it_is(tmp_path: Path) -> None:
    data = b'{ "@context": {"name": "urn:name"}, "@id": "urn:a", "name": {"@value": "@context"} }'
    assert with_local_contexts(data, tmp_path, None) == data


def test_a_context_without_a_copy_is_named_at_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text(f'{{\n  "@context": "{REMOTE}", "@id": "urn:a" }}')
    with pytest.raises(RemoteContextError) as raised:
        read_quads(path)
    assert (raised.value.iri, raised.value.line, raised.value.column) == (REMOTE, 2, 15)


def test_contexts_that_refer_to_one_another_end(tmp_path: Path) -> None:
    context = write(tmp_path, "c.json", {"@context": [REMOTE]})
    with pytest.raises(InputError, match="without end"):
        read_quads(write(tmp_path, "a.jsonld", {"@context": REMOTE, "@id": "urn:a"}), Catalogue({REMOTE: context}))


def test_a_copy_that_is_no_json_is_told(tmp_path: Path) -> None:
    context = tmp_path / "c.json"
    context.write_text("<html>")
    with pytest.raises(InputError, match=rf"c\.json: The copy of the context <{REMOTE}> is no JSON"):
        read_quads(write(tmp_path, "a.jsonld", {"@context": REMOTE, "@id": "urn:a"}), Catalogue({REMOTE: context}))


def test_deep_nesting_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text('{"a":' * 700 + "1" + "}" * 700)
    with pytest.raises(InputError, match="nested too deeply"):
        read_quads(path)
