"""Every kind of page in a real browser: quiet, accessible in both themes, narrow on a phone, whole without scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from .conftest import DESKTOP, PHONE, Watched, watch

PAGES = {
    "/": "Who promised what to whom",
    "/page/japan": "Japan",
    "/page/joint-declaration-1956": "Soviet-Japanese Joint Declaration of 1956",
    "/page/proposition/tass-2018-12-07/treaty-before-any-talks": "peace treaty first, then any other talks",
    "/page/speech-act/tass-2018-12-07/p05a-announcement": "joint announcement of Putin and Abe in Singapore",
    "/page/graph/status": "statuses of the promises",
    "/page/passage/tass-2018-12-07/p09b": "passage p09b of TASS dispatch of 7 December 2018",
    "/page/concept/scheme/force": "force",
    "/page/concept/withdrawn": "withdrawn",
    "/page/shikotan": "Shikotan",
    "/page/inference/tass-2018-12-07/the-two-states": "inference: the two states",
    "/status": "Promises on",
    "/status/hand-over-1956?on=1960-06-01": "Promise of 1956 to hand over islands to Japan",
    "/status/hand-over-1956?on=1960-06-01&reading=talks-about-anything-literally": "Promise of 1956",
    "/explain?name=hand-over-1956&on=1960-06-01&perspective=narrator": "why it is withdrawn on 1 June 1960",
    "/search?q=Habomai": "Things called",
    "/about": "How to read this graph",
    "/things": "What there is",
    "/things?class=Official": "Official",
    "/sources/": "Sources",
    "/sources/tass-2018-12-07": "Japan must recognize",
    "/ns": "Ontology",
    "/ns/Treaty": "treaty",
    "/rules": "Rules of the check",
    "/rules/TG203": "TG203 same-as-asserted",
    "/queries": "Stored queries",
    "/queries/status-on-a-day": "What is the status of a promise on a day, according to whom?",
    "/exports/": "The whole graph",
}

IRIS = "https://w3id.org/treatygraph"

ERRORS = {"/page/hand-over-1955": "Not Found", "/status.pdf": "Not Acceptable", "/status?on=1960-99-01": "Bad Request"}


@pytest.fixture(scope="module")
def desk(browser: Browser, base: str) -> Iterator[Watched]:
    """A wide window."""
    context = browser.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]}, reduced_motion="reduce")
    yield watch(context, base)
    context.close()


@pytest.fixture(scope="module")
def phone(browser: Browser, base: str) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, has_touch=True, is_mobile=True)
    yield watch(context, base)
    context.close()


@pytest.fixture(scope="module")
def plain(browser: Browser, base: str) -> Iterator[Watched]:
    """A browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False)
    yield watch(context, base)
    context.close()


@pytest.mark.parametrize("path", list(PAGES))
def test_it_is_quiet_and_accessible_by_day_and_by_night(desk: Watched, path: str) -> None:
    desk.page.emulate_media(color_scheme="light")
    page = desk.open_anew(path)
    assert PAGES[path] in page.locator("h1").inner_text()
    assert desk.axe() == []
    page.emulate_media(color_scheme="dark")
    assert desk.axe("color-contrast") == []
    assert desk.console == []
    assert desk.foreign == []


@pytest.mark.parametrize("path", list(PAGES))
def test_it_is_not_wider_than_a_phone(phone: Watched, path: str) -> None:
    page = phone.open_anew(path)
    assert too_wide(page) == []
    assert page.locator("h1").is_visible()


def too_wide(page: Page) -> list[str]:
    """Find what reaches beyond the window of a phone; nothing where the page fits."""
    if page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]:
        return []
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("main *, header *")]
          .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
          .filter(e => !e.closest(".scroll, pre, .unseen"))
          .slice(0, 3).map(e => e.outerHTML.slice(0, 120))"""
    )
    return found or ["something that is not visible"]


LONGEST_NAMES = """
SELECT ?class ?thing WHERE {
  { SELECT ?class (MAX(STRLEN(STR(?each))) AS ?longest) WHERE { GRAPH ?g { ?each a ?class FILTER isIRI(?each) } }
    GROUP BY ?class }
  GRAPH ?h { ?thing a ?class } FILTER(isIRI(?thing) && STRLEN(STR(?thing)) = ?longest)
}
"""
"""Of each class that occurs in the graph, the things with the longest names: they need the most room."""


def test_the_pages_about_things_of_every_class_fit_a_phone(phone: Watched) -> None:
    asked = phone.page.request.get(
        f"{phone.base}/sparql", params={"query": LONGEST_NAMES}, headers={"Accept": "application/sparql-results+json"}
    )
    things = {row["class"]["value"]: row["thing"]["value"] for row in asked.json()["results"]["bindings"]}
    classes = {iri.rpartition("/")[2].rpartition("#")[2] for iri in things}
    assert classes >= {"Island", "Perspective", "Passage", "StatusSpan", "InferenceGraph", "FuzzyTime", "Concept"}
    wide = {}
    for thing in sorted({each for each in things.values() if each.startswith(IRIS)}):
        if found := too_wide(phone.open_anew(thing.removeprefix(IRIS))):
            wide[thing] = found
    assert wide == {}


@pytest.mark.parametrize("path", list(PAGES))
def test_it_is_whole_without_scripts(plain: Watched, path: str) -> None:
    page = plain.open_anew(path)
    assert PAGES[path] in page.locator("h1").inner_text()
    assert page.locator("button.copy:visible").count() == 0, "no button that does nothing"
    assert page.locator("main").inner_text().count("\n") > 2
    assert plain.foreign == []


@pytest.mark.parametrize("path", list(ERRORS))
def test_an_error_is_a_page_like_others(phone: Watched, path: str) -> None:
    page = phone.open_anew(path)
    assert page.locator("h1").inner_text() == ERRORS[path]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert phone.axe() == []
    assert page.get_by_role("link", name="Home").is_visible()
    assert phone.foreign == []


@pytest.mark.parametrize(
    "path", ["/page/hand-over-1956", "/status/hand-over-1956?on=1960-06-01", "/explain?name=japan"]
)
def test_what_opens_is_accessible_too(phone: Watched, path: str) -> None:
    page = phone.open_anew(path)
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    assert phone.axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
