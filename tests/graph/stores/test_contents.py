"""What is known of a dataset beside its store can be written and read."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from treatygraph.graph.stores import contents
from treatygraph.graph.stores.contents import UNION, Contents
from treatygraph.graph.terms import XSD

A, P, G = (NamedNode(f"urn:{name}") for name in "apg")
DECIMAL = NamedNode(XSD + "decimal")
LONG, LONGER, SHORT = (Literal(digits, datatype=DECIMAL) for digits in ("1.50", "1.500", "1.5"))
QUADS = (
    Quad(A, P, LONG, G),
    Quad(A, P, LONGER, G),
    Quad(A, P, LONGER),
    Quad(A, A, LONG),
    Quad(A, A, A),
    Quad(A, A, A, BlankNode("g")),
    Quad(A, P, Triple(A, P, LONG), BlankNode("g")),
)


def test_what_is_found_out() -> None:
    found = Contents.of(QUADS)
    assert found.sizes == {G: 2, UNION: 3, BlankNode("g"): 2}
    assert (found.predicates, found.twice) == ({P, A}, {Triple(A, A, A), Triple(A, P, SHORT)})
    assert found.written == {
        Quad(A, P, SHORT, G): QUADS[:2],
        Quad(A, P, SHORT): QUADS[2:3],
        Quad(A, A, SHORT): QUADS[3:4],
        Quad(A, P, Triple(A, P, SHORT), BlankNode("g")): QUADS[6:],
    }


@pytest.mark.parametrize("quads", [QUADS, QUADS[3:5], ()])
def test_it_is_read_as_it_was_written(quads: tuple[Quad, ...]) -> None:
    assert Contents.decoded(Contents.of(quads).encoded()) == Contents.of(quads)


def test_of_very_many_the_store_s_own_form_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "MOST_WRITTEN", 2)
    assert Contents.decoded(Contents.of(QUADS).encoded()).written == {}


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "Expecting value"),
        (b"[]", "list"),
        (b"{}", "sizes"),
        (b'{"sizes": [["<urn:a>", "x"]]}', "invalid literal"),
    ],
)
def test_something_else_is_no_such_file(data: bytes, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        Contents.decoded(data)
