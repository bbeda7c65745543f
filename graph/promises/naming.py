"""Names that people type for the things of the model."""

from __future__ import annotations

from collections.abc import Iterable

from treatygraph.graph.errors import TreatyGraphError, UnknownNameError
from treatygraph.graph.names import near_names
from treatygraph.graph.terms import ID, expand, local_name

__all__ = ["choose"]


def choose(name: str, candidates: Iterable[str], kind: str) -> str:
    """Find the one candidate that a name means.

    :param name: an IRI, a CURIE, a local name, or the last segments of an IRI.
    :param candidates: the IRIs to choose from.
    :param kind: what they are, for the message: ``perspective``.
    :returns: the IRI.
    :raises UnknownNameError: if there is none, with the names most like it.
    :raises TreatyGraphError: if there are several.

    >>> choose("japan", ["https://w3id.org/treatygraph/id/perspective/japan"], "perspective")
    'https://w3id.org/treatygraph/id/perspective/japan'
    """
    known = set(candidates)
    plain = name.strip().removeprefix("<").removesuffix(">")
    exact = [iri for iri in (plain, expand(plain), ID + plain) if iri in known]
    found = exact[:1] or sorted(iri for iri in known if iri.endswith(("/" + plain, "#" + plain)))
    if len(found) == 1:
        return found[0]
    if not found:
        raise UnknownNameError(name, kind, near_names(plain, map(local_name, known)))
    choice = ", ".join(iri.removeprefix(ID) for iri in found)
    raise TreatyGraphError(f"The name {name!r} means several things: {choice}.", repair="Use one of these.")
