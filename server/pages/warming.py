"""What can be made ready before the first reader comes: templates, statuses, what waits for what."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from flask import Flask

from treatygraph.graph.errors import TreatyGraphError
from treatygraph.server.pages import rules
from treatygraph.server.pages.asking import Asked
from treatygraph.server.pages.precondition_view import demand_view
from treatygraph.server.pages.promise_view import current_promises, promise_view, sketches
from treatygraph.server.pages.site import current_site

__all__ = ["MOST_READ", "warm"]

MOST_READ = 20_000
"""Up to how many statements are all read for the digest that pages show; else the first page does, which takes room."""


def warm(app: Flask) -> None:
    """Read the templates, and find out what the first pages show; nothing is answered and nothing is counted.

    :param app: the application.
    """
    for name in app.jinja_env.list_templates(extensions=["html"]):
        app.jinja_env.get_template(name)
    # What is wrong with a graph is told to who asks for the page.
    with app.test_request_context(), suppress(TreatyGraphError):
        promises, site = current_promises(), current_site()
        found = sketches(promises, Asked(), date.today())[0]
        for sketch in found:
            promise_view(promises, Asked((sketch.name,)), date.today())
        if found:
            demand_view(promises, (), (), ())
        rules.ready()
        if site.dataset.size <= MOST_READ:
            site.digest.encode()
