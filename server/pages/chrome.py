"""What every page has around its content: links through the site, and which state of the graph it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from flask import Flask, current_app, request, url_for

from treatygraph.graph.promises.evidence import Step
from treatygraph.graph.terms import ONTOLOGY_IRI
from treatygraph.server.addresses import address_of
from treatygraph.server.days import day_in_words, moment_in_words
from treatygraph.server.description import licence_name
from treatygraph.server.formats import PAGE
from treatygraph.server.pages.frontend import current_frontend
from treatygraph.server.pages.site import current_site
from treatygraph.server.pages.step_words import step_words
from treatygraph.server.wording import RULE_WORDS, Link, status_words

__all__ = ["register", "site_links"]

_BASE = ONTOLOGY_IRI.removesuffix("/ns")
_LINKS = (
    ("/status", "Promises"),
    ("/things", "Things"),
    ("/query", "Query"),
    ("/queries", "Stored queries"),
    ("/map", "Map"),
    ("/sources/", "Sources"),
    ("/ns", "Ontology"),
    ("/rules", "Rules"),
    ("/exports/", "Exports"),
    ("/about", "About"),
)

_WRITERS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "xsd:boolean": lambda text: {"true": "yes", "1": "yes", "false": "no", "0": "no"}.get(text, text),
        "xsd:date": day_in_words,
        "xsd:dateTime": moment_in_words,
    }
)


def register(app: Flask) -> None:
    """Give the templates of an application what stands on every page.

    :param app: the application.
    """
    app.jinja_env.globals.update(site_links=site_links, has_page=_has_page, state=_state)
    app.jinja_env.globals.update(address_of=address_of, in_words=day_in_words, name_at=_name_at)
    app.jinja_env.globals.update(licences_path=_licences_path, licences=_licences, same_as=_same_as)
    app.jinja_env.globals.update(rule_words=RULE_WORDS)
    app.jinja_env.filters.update(sentence=_sentence, status_words=status_words, prose=_prose)
    app.jinja_env.filters.update(step_words=_step_words, plainly=_plainly, licence_name=licence_name)


def site_links() -> list[tuple[str, str, str]]:
    """List the parts of the site that this application has, and whether the present page is one, or within one."""
    plain = () if _has_page("/query") else (("/sparql", "Query"),)
    return [(request.script_root + path, text, _current(path)) for path, text in (*plain, *_LINKS) if _has_page(path)]


def _current(path: str) -> str:
    """Say how the present page belongs to a part of the site: ``page``, ``true`` for one below it, else empty."""
    if request.path == path:
        return "page"
    return "true" if request.path.startswith(path.rstrip("/") + "/") else ""


def _licences() -> tuple[str, ...]:
    """Return where the licences of the graph are; none where it names none."""
    return current_site().description.licences


def _licences_path() -> str:
    """Return where the licences of what npm made stand; empty where it made nothing."""
    frontend, name = current_frontend(), "licences.txt"
    return url_for("frontend_file", name=name, v=frontend.version(name)) if name in frontend.files else ""


def _has_page(path: str) -> bool:
    """Tell whether the application answers at a path."""
    return any(rule.rule == path for rule in current_app.url_map.iter_rules())


def _state() -> str:
    """Return the digest of the graph."""
    return current_site().digest


def _same_as(choice: str) -> str:
    """Return where what was asked for exists in another form.

    :param choice: the form, its suffix first.
    :returns: the address; empty where the one that was asked for has no suffix.
    """
    stem, dot, suffix = request.path.rpartition(".")
    name, colon, _ = choice.partition(":")
    if not dot or not colon or "/" in suffix:
        return ""
    adapter = current_app.create_url_adapter(request)
    plain = name == PAGE.name and adapter is not None and adapter.test(stem, method="GET")
    query = request.query_string.decode("latin-1")
    return request.script_root + (stem if plain else f"{stem}.{name}") + (f"?{query}" if query else "")


def _name_at(path: str) -> str:
    """Name the thing that a path leads to."""
    site, iri = current_site(), _BASE + path.removeprefix(request.script_root)
    return site.wording.label(iri) if site.wording.has_label(iri) else path


def _prose(text: str) -> str:
    """Put what an explanation says into words."""
    return current_site().wording.prose(text)


def _step_words(step: Step) -> tuple[str, str]:
    """Put a step of an explanation into words."""
    return step_words(step, current_site().wording)


def _plainly(link: Link) -> Link:
    """Write days, moments and truths as people do; the datatype stays with them."""
    write = _WRITERS.get(link.datatype)
    return link if write is None else replace(link, text=write(link.text))


def _sentence(text: str) -> str:
    """Begin a text with a capital; unlike Jinja's own filter this one leaves the rest as it is."""
    return text[:1].upper() + text[1:]
