"""What search engines read: schema.org in JSON-LD, as a block of data on the page."""

from __future__ import annotations

from typing import Any

from pyoxigraph import Literal, NamedNode

from treatygraph.graph.dataset import Term
from treatygraph.graph.terms import ELI, RDF_TYPE, RDFS, TG, tg
from treatygraph.server.pages.site import Site

__all__ = ["dataset_metadata", "legislation_metadata"]

_CONTEXT = "https://schema.org"
_SUBCLASS = NamedNode(RDFS + "subClassOf")
_PART_OF = NamedNode(ELI + "is_part_of")
_LEGISLATION = frozenset(TG + name for name in ("Instrument", "Treaty", "UnilateralInstrument", "Provision"))


def dataset_metadata(site: Site, home: str, downloads: list[tuple[str, str]]) -> dict[str, Any]:
    """Describe the graph as schema:Dataset.

    :param site: the graph.
    :param home: the address of the home page.
    :param downloads: media type and address of each form of the whole graph.
    :returns: an object of JSON-LD.
    """
    said = site.description
    known = {
        "description": said.text,
        "license": list(said.licences),
        "creator": [{"@type": "Thing", "name": each} for each in said.creators],
        "version": said.version,
    }
    return {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "name": said.title,
        **{name: value for name, value in known.items() if value},
        "url": home,
        "isAccessibleForFree": True,
        "identifier": site.digest,
        "isBasedOn": list(site.sources),
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": media_type, "contentUrl": address}
            for media_type, address in downloads
        ],
    }


def legislation_metadata(site: Site, thing: NamedNode) -> dict[str, Any] | None:
    """Describe an instrument or a provision as schema:Legislation.

    :param site: the graph.
    :param thing: the thing.
    :returns: an object of JSON-LD; None for any other thing.
    """
    dataset, label = site.vocabulary, site.wording.label
    types = {each.value for each in dataset.objects(thing, RDF_TYPE) if isinstance(each, NamedNode)}
    if not types & _LEGISLATION:
        return None
    found: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "Legislation",
        "@id": thing.value,
        "name": label(thing.value),
        "legislationIdentifier": thing.value,
    }
    wholes = [each.value for each in dataset.objects(thing, _PART_OF) if isinstance(each, NamedNode)]
    if wholes:
        found["isPartOf"] = [{"@type": "Legislation", "@id": each, "name": label(each)} for each in wholes]
    parties = [each.value for each in dataset.objects(thing, tg("party")) if isinstance(each, NamedNode)]
    if parties:
        found["about"] = [{"@type": "Thing", "@id": each, "name": label(each)} for each in sorted(parties)]
    signed = _signed(site, thing)
    if signed:
        found["legislationDate"] = signed
    return found


def _signed(site: Site, thing: Term) -> str:
    """Find the day on which an instrument was signed, where it is one day for certain."""
    dataset = site.dataset
    for act in dataset.subjects(tg("concerns"), thing):
        if tg("Signature") in dataset.objects(act, RDF_TYPE):
            for time in dataset.objects(act, tg("when")):
                days = {dataset.value(time, tg(name)) for name in ("notBefore", "notAfter")}
                day = days.pop()
                if not days and isinstance(day, Literal):
                    return day.value
    return ""
