"""The pages for people: what the graph says, where each statement comes from, and how to go on from there."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.passages import copies_of
from treatygraph.server.pages import (
    about,
    chrome,
    crawlers,
    explanations,
    frontend,
    map_page,
    promises,
    query_page,
    rules,
    search,
    site,
    sources,
    stored_pages,
    things,
)

__all__ = ["register"]


def register(app: Flask, dataset: Dataset, vocabulary: Dataset) -> None:
    """Give an application the pages for people.

    The setting ``SOURCES`` names folders with copies of sources; pages show words only from these.

    :param app: the application.
    :param dataset: the graph.
    :param vocabulary: the graph with the ontology.
    """
    folders = tuple(map(Path, app.config.get("SOURCES", ())))
    shown = site.Site(dataset, vocabulary, copies_of(dataset, folders))
    site.register(app, shown)
    chrome.register(app)
    frontend.register(app)
    reading = (about, explanations, map_page, promises, query_page, rules, search, sources, stored_pages, things)
    for part in (*reading, crawlers):
        app.register_blueprint(part.get_blueprint(shown))
