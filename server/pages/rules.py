"""``/rules``: what the check looks for; the text is that of `treatygraph rule`."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from treatygraph.graph.errors import UnknownNameError
from treatygraph.server.pages.site import Site
from treatygraph.server.problems import Problem

if TYPE_CHECKING:
    from treatygraph.graph.checking import Rule

__all__ = ["as_html", "as_line", "get_blueprint", "ready"]

_HEADINGS = {"h2": "h1", "h3": "h2"}
"""In the reference a rule stands below the title of the page; here it is the page."""


def get_blueprint(site: Site) -> Blueprint:
    """Make the part of the application that explains the rules of the check.

    :param site: the graph; the rules do not depend on it.
    :returns: the blueprint, to be mounted at the root.
    """
    blueprint = Blueprint("rules", __name__)

    @blueprint.get("/rules")
    def index() -> str:
        from treatygraph.graph.checking.rules import FAMILIES  # brings the check, which no other page needs

        rules = _all().values()
        families = [(title, [each for each in rules if each.code.startswith(code)]) for code, title in FAMILIES.items()]
        return render_template("rules.html", families=families, as_line=as_line)

    @blueprint.get("/rules.json")
    def data() -> Response:
        told = [_told(rule) for rule in _all().values()]
        return Response(json.dumps(told, ensure_ascii=False, indent=2) + "\n", mimetype="application/json")

    @blueprint.get("/rules/<code>")
    def rule(code: str) -> Response | str:
        from treatygraph.graph.checking.registry import find_rule

        try:
            found = find_rule(code)
        except UnknownNameError as error:
            choices = [url_for("rules.rule", code=near) for near in error.near]
            raise Problem(404, error.message, repair=error.repair, choices=choices) from None
        if code != found.code:
            return redirect(url_for("rules.rule", code=found.code), 301)
        return render_template("rule.html", rule=found, text=_explained(found.code), plain=_plain)

    @blueprint.get("/rule/<code>")
    def identified(code: str) -> Response:
        """Lead from the IRI of a rule, which shapes and reports name, to its page."""
        return redirect(url_for("rules.rule", code=code), 303)

    return blueprint


def as_html(text: str) -> str:
    r"""Turn Markdown into HTML; HTML within it is shown as text.

    :param text: Markdown.
    :returns: HTML that is safe to put on a page.

    >>> as_html("### Why `x`?")
    '<h2>Why <code>x</code>?</h2>\n'
    """
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(text)
    for token in tokens:
        token.tag = _HEADINGS.get(token.tag, token.tag)
        if token.type == "fence":
            # What may scroll has to be reached by the keyboard.
            token.attrSet("tabindex", "0")
    # markdown-it escapes all that is not Markdown, and leaves out addresses of scripts.
    return str(reader.renderer.render(tokens, reader.options, {}))


def as_line(text: str) -> str:
    """Turn a line of Markdown into HTML within a line; HTML in it is shown as text.

    :param text: Markdown.
    :returns: HTML that is safe to put on a page.

    >>> as_line("not `<x>`")
    'not <code>&lt;x&gt;</code>'
    """
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark", {"html": False}).renderInline(text))


def _plain(text: str) -> str:
    """Leave out the marks of Markdown, where no HTML can be."""
    return text.replace("`", "")


def _told(rule: Rule) -> dict[str, str]:
    """Describe a rule for programs."""
    return {"code": rule.code, "name": rule.name, "severity": rule.severity.value, "expected": rule.message}


@cache
def _explained(code: str) -> str:
    """Explain a rule."""
    from treatygraph.graph.checking.explanation import explain_rule

    return as_html(explain_rule(_all()[code]))


def ready() -> None:
    """Bring the rules, before the first reader asks for them."""
    _all()


@cache
def _all() -> dict[str, Rule]:
    """Collect the rules."""
    from treatygraph.graph.checking.registry import all_rules

    return dict(all_rules())
