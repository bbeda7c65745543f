"""The editor in a real browser: complete, run, see, share; nobody else is asked anything."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.running import running

from .conftest import DESKTOP, PHONE, REPOSITORY, Watched, watch

FEW = "PREFIX tg: <https://w3id.org/treatygraph/ns#>\nSELECT ?island WHERE { ?island a tg:Island }\n"
WRONG = "SELECT * WHERE {\n  ?s ?p ?o\n} LIMTI 3\n"


def opened(watched: Watched, path: str = "/query") -> Page:
    page = watched.open(path)
    page.wait_for_selector("html[data-ready=query]", state="attached")
    return page


def ask(watched: Watched, query: str) -> Page:
    """Open a query by its address, which runs it."""
    page = opened(watched, f"/query?{urlencode({'query': query})}")
    page.wait_for_selector("#answer > *, #told [role=alert]")
    return page


def text_of(page: Page) -> str:
    """What the editor holds; the text field of the form always holds the same."""
    return page.locator("#query").input_value()


def type_anew(page: Page, text: str) -> None:
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type(text)


def assert_quiet(watched: Watched) -> None:
    assert watched.console == []
    assert watched.foreign == []


def test_a_query_is_typed_completed_run_and_shown(watched: Watched) -> None:
    page = opened(watched)
    type_anew(page, "SELECT ?i WHERE { ?i a Isl")
    hint = page.locator(".CodeMirror-hint", has_text="A single piece of land surrounded by water.")
    expect(hint).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.type(" }")
    assert text_of(page) == "PREFIX tg: <https://w3id.org/treatygraph/ns#>\nSELECT ?i WHERE { ?i a tg:Island }"
    page.keyboard.press("Control+Enter")
    expect(page.locator("#view td")).to_have_text(["Shikotan"])
    expect(page.locator("#told")).to_contain_text("1 row in")
    assert page.locator("#view td a").get_attribute("href") == "/page/shikotan"
    assert watched.axe() == []
    assert_quiet(watched)


@pytest.mark.parametrize(
    ("typed", "label", "written"),
    [
        ("SELECT * WHERE { ?x tg:claima", "claimant", "tg:claimant"),
        ("SELECT * WHERE { ?x ?y shiko", "Shikotan", ":shikotan"),
        ("SELECT * WHERE { ?x ?y c:with", "withdrawn", "c:withdrawn"),
        ("SELECT * WHERE { ?x ?y russia-as", "Russia", ""),
    ],
)
def test_terms_are_found_by_name_and_by_label(watched: Watched, typed: str, label: str, written: str) -> None:
    page = opened(watched)
    type_anew(page, typed)
    if not written:
        expect(page.locator(".CodeMirror-hint")).to_have_count(0)
        return
    page.locator(".CodeMirror-hint", has=page.locator("strong", has_text=label)).first.click()
    assert f" {written}" in text_of(page)


def test_prefixes_are_completed_and_added(watched: Watched) -> None:
    page = opened(watched)
    type_anew(page, "PREFIX skosx")
    page.locator(".CodeMirror-hint", has_text="skos-xl").click()
    assert text_of(page) == "PREFIX skosxl: <http://www.w3.org/2008/05/skos-xl#>"


def test_an_error_is_said_and_marked_where_it_is(watched: Watched) -> None:
    page = ask(watched, WRONG)
    expect(page.locator("[role=alert]")).to_contain_text("line 3, column 3")
    expect(page.locator(".wrong")).to_have_text("LIMTI")
    assert watched.axe() == []
    page.keyboard.press("Control+Enter")
    type_anew(page, FEW)
    expect(page.locator(".wrong")).to_have_count(0)
    assert watched.foreign == []
    assert all("400" in said for said in watched.console), "the browser itself notes a refused request"


@pytest.mark.parametrize(
    ("example", "view"),
    [("islands-named", "table"), ("events-on-a-timeline", "timeline"), ("where-places-lie", "map")],
)
def test_an_example_is_shown_as_it_asks(watched: Watched, example: str, view: str) -> None:
    page = opened(watched, f"/query?example={example}")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator(f"#view-{view}")).to_have_attribute("aria-selected", "true")
    assert watched.axe() == []
    assert_quiet(watched)


def test_places_are_on_a_map_and_things_in_a_graph(watched: Watched) -> None:
    page = ask(watched, f"#defaultView:Map\n{FEW}")
    expect(page.locator("svg.map text")).to_have_text(["1 Shikotan"])
    assert page.locator("svg.map .land path").count() > 0
    assert watched.axe() == []
    page = ask(watched, "#defaultView:Graph\nCONSTRUCT { ?a a ?b } WHERE { ?a a ?b } LIMIT 5")
    assert page.locator("svg.graph line").count() == 5
    letters = page.evaluate(
        """() => { const text = document.querySelector("svg.graph text"), picture = text.ownerSVGElement;
          return parseFloat(getComputedStyle(text).fontSize) * picture.getScreenCTM().a; }"""
    )
    assert letters >= 10, "letters that can be read"
    assert watched.axe() == []
    page.keyboard.press("Tab")
    page.locator("#view-graph").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#view-table")).to_be_focused()
    expect(page.locator("#view tbody tr")).to_have_count(5)
    assert_quiet(watched)


def test_an_ask_is_answered_in_a_word(watched: Watched) -> None:
    page = ask(watched, "ASK { ?a ?b ?c }")
    expect(page.locator(".truth")).to_have_text("true")


def test_the_table_is_sorted_and_filtered(watched: Watched) -> None:
    page = ask(watched, "SELECT ?n WHERE { VALUES ?n { 10 9 11 } }")
    page.get_by_role("button", name="?n").click()
    expect(page.locator("#view td .literal")).to_have_text(["9", "10", "11"])
    page.get_by_label("Filter the rows").fill("1")
    expect(page.locator("#view tbody tr")).to_have_count(2)


def test_a_query_is_shared_by_its_address(watched: Watched, base: str) -> None:
    page = opened(watched)
    type_anew(page, "ASK { ?a ?b 'ü & #' }")
    page.get_by_role("button", name="Share").click()
    address = page.get_by_label("Address of this query").input_value()
    assert parse_qs(urlsplit(address).query) == {"query": ["ASK { ?a ?b 'ü & #' }"]}
    other = watch(watched.page.context, base)
    other.page.goto(address)
    expect(other.page.locator(".truth")).to_have_text("false")


def test_a_query_after_the_hash_is_taken_too(watched: Watched) -> None:
    page = opened(watched, "/query#query=ASK%20%7B%20%3Fa%20%3Fb%20%3Fc%20%7D")
    expect(page.locator(".truth")).to_have_text("true")
    assert text_of(page) == "ASK { ?a ?b ?c }"


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        (FEW, "text/csv"),
        ("ASK { ?a ?b ?c }", "application/sparql-results+json"),
        ("CONSTRUCT { ?a a ?b } WHERE { ?a a ?b } LIMIT 1", "text/turtle"),
    ],
)
def test_code_for_other_tools_asks_for_what_the_query_gives(
    watched: Watched, base: str, query: str, accept: str
) -> None:
    page = ask(watched, query)
    page.get_by_role("button", name="Code").click()
    expect(page.locator(".code h2")).to_have_text(["curl", "Python", "R"])
    for code in page.locator(".code pre").all():
        for part in (query.strip(), accept, f"{base}/sparql"):
            assert part in code.inner_text()
    assert watched.axe() == []


def test_code_is_copied(watched: Watched) -> None:
    watched.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = ask(watched, "ASK { ?a ?b ?c }")
    page.get_by_role("button", name="Code").click()
    page.get_by_role("button", name="Copy the curl code").press("Enter")
    expect(page.locator(".code").get_by_text("Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("curl --silent")
    assert_quiet(watched)


def test_it_says_where_programs_send_their_queries(watched: Watched) -> None:
    page = watched.open("/query")
    page.get_by_text("What a query sees").click()
    expect(page.get_by_text("Programs send their queries to /sparql by")).to_be_visible()


@pytest.mark.parametrize(
    ("query", "printed"),
    [
        ('ASK { ?a ?b "\\"\\"\\"", "\\\\" }', "False"),
        ("ASK { ?a ?b ?c }", "True"),
        ("CONSTRUCT { <urn:a> a <urn:b> } WHERE {}", "<urn:a> a <urn:b> ."),
    ],
)
def test_the_code_for_python_runs(watched: Watched, query: str, printed: str) -> None:
    page = ask(watched, query)
    page.get_by_role("button", name="Code").click()
    code = page.locator(".code pre").nth(1).inner_text()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == printed


def test_literals_of_a_graph_come_as_they_are(watched: Watched) -> None:
    page = ask(watched, 'CONSTRUCT { <urn:a> <urn:b> "q\\"u\\\\o\\nté 🏝"@fr } WHERE {}')
    assert page.locator("#view td .literal").text_content() == 'q"u\\o\nté 🏝 fr'


def test_examples_are_searched(watched: Watched) -> None:
    page = opened(watched)
    page.get_by_label("Find an example").fill("island named")
    expect(page.locator("#examples-list li:visible")).to_have_count(1)
    expect(page.locator("#examples-found")).to_have_text("1 example")
    page.get_by_label("Find an example").fill("")
    expect(page.locator("#examples-list li:visible")).to_have_count(0)
    expect(page.locator("#examples-list > details:visible summary").first).to_have_text("Event 3")


def test_an_example_runs_at_once_and_is_marked_among_those_of_its_kind(watched: Watched) -> None:
    page = opened(watched, "/query?example=islands-named")
    expect(page.locator("#view tbody tr")).to_have_count(4)
    expect(page.locator("#examples-list [aria-current]")).to_have_text(
        "Which islands and groups of islands are named, by whom?"
    )
    editor, beside = page.locator(".editor").bounding_box(), page.locator(".beside").bounding_box()
    answer = page.locator("#answer").bounding_box()
    assert editor
    assert beside
    assert answer
    assert beside["x"] > editor["x"] + editor["width"], "beside the editor"
    assert beside["y"] < editor["y"] + editor["height"] < answer["y"]
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    top = "(selector) => document.querySelector(selector).getBoundingClientRect().top"
    assert page.evaluate(top, "#answer") < page.evaluate(top, ".beside"), "the answer first"


def test_no_rows_are_said_without_a_filter(watched: Watched) -> None:
    page = ask(watched, "SELECT ?a { ?a a <urn:nothing> }")
    expect(page.locator("#view")).to_have_text("No rows.")
    assert page.get_by_label("Filter the rows").count() == 0


SPANS = """#defaultView:Timeline
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?what ?from ?until WHERE {
  VALUES (?what ?from ?until) {
    ("day" "1956-10-19"^^xsd:date "1956-10-19"^^xsd:date) ("half a year" "2019-01-01"^^xsd:date "2019-06-30"^^xsd:date)
    ("before" UNDEF "2018-12-07"^^xsd:date) ("after" "1960-01-01"^^xsd:date UNDEF)
  }
}"""
INSIDE = """() => [...document.querySelectorAll(".timeline li")].every((row) => {
  const track = row.querySelector(".track").getBoundingClientRect();
  const mark = row.querySelector(".bar, .bound").getBoundingClientRect();
  return mark.left >= track.left - 1 && mark.right <= track.right + 1 && mark.width >= 5;
})"""


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_open_ends_are_no_days_and_short_spans_no_points(browser: Browser, base: str, size: tuple[int, int]) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    try:
        page = ask(watch(context, base), SPANS)
        marks = {}
        for row in page.locator(".timeline li").all():
            drawn = row.locator(".bar, .bound")
            marks[row.locator(".what").inner_text()] = drawn.evaluate("(each) => each.tagName")
        assert marks == {"day": "circle", "after": "svg", "before": "svg", "half a year": "rect"}
        assert page.evaluate(INSIDE)
    finally:
        context.close()


LABELLED = """#defaultView:Graph
CONSTRUCT { ?a ?b ?c ; <urn:also> ?c . ?a ?label ?text } WHERE {
  BIND(<http://www.w3.org/2000/01/rdf-schema#label> AS ?label)
  ?a ?b ?c ; ?label ?text . FILTER(?b IN (<https://w3id.org/treatygraph/ns#party>))
}"""
HIDDEN = """() => {
  const box = (each) => each.getBoundingClientRect();
  const circles = [...document.querySelectorAll("svg.graph circle")].map(box);
  const over = (one, other) => one.left < other.right && other.left < one.right
    && one.top < other.bottom && other.top < one.bottom;
  const names = [...document.querySelectorAll("svg.graph text.edge")].map(box);
  return names.filter((name) => circles.some((circle) => over(name, circle))).length;
}"""


def test_a_graph_has_one_line_between_two_things_and_begins_in_its_middle(browser: Browser, base: str) -> None:
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]})
    try:
        page = ask(watch(context, base), LABELLED)
        pairs = page.locator("svg.graph line").count()
        edges = page.locator("svg.graph text.edge > title").all_text_contents()
        assert edges
        assert len(edges) == pairs
        assert all(set(each.split(", ")) == {"party", "urn:also"} for each in edges), (
            "no labels, both names on one line"
        )
        assert page.evaluate(HIDDEN) == 0
        figure = page.locator(".figure.scroll")
        middle = figure.evaluate("(each) => each.scrollLeft - (each.scrollWidth - each.clientWidth) / 2")
        assert abs(middle) <= 1
        page.get_by_label("Labels and values too").check()
        assert page.locator("svg.graph line").count() > pairs
    finally:
        context.close()


def test_the_keyboard_comes_in_and_out_of_the_editor(watched: Watched) -> None:
    page = opened(watched)
    page.locator(".CodeMirror textarea").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".CodeMirror textarea")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone_in_both_themes(browser: Browser, base: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, color_scheme=scheme, is_mobile=True)
    try:
        seen = watch(context, base)
        page = opened(seen, "/query?example=events-on-a-timeline")
        page.get_by_role("button", name="Run", exact=True).click()
        page.wait_for_selector(".timeline")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        assert seen.axe() == []
        assert_quiet(seen)
    finally:
        context.close()


@pytest.fixture(scope="module")
def stingy(program: Path) -> Iterator[str]:
    """The address of a server that hands out three rows."""
    with running([str(program), "serve", "--port", "0", "--max-rows", "3"], REPOSITORY) as server:
        yield f"http://127.0.0.1:{server.port}"


def test_a_limit_that_was_hit_is_said(watched: Watched, stingy: str) -> None:
    seen = watch(watched.page.context, stingy)
    page = ask(seen, "SELECT ?a { ?a ?b ?c }")
    expect(page.locator("#view tbody tr")).to_have_count(3)
    expect(page.locator("#told")).to_contain_text("The server gives at most 3 rows: there are more.")


def test_without_scripts_the_form_leads_to_a_table(browser: Browser, base: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    try:
        seen = watch(context, base)
        page = seen.open("/query?example=islands-named")
        page.get_by_role("button", name="Run", exact=True).click()
        expect(page.locator("table tbody tr")).to_have_count(4)
        assert page.get_by_role("button", name="Share").count() == 0
        page.get_by_role("link", name="Open in the editor").click()
        assert "VALUES ?class { tg:Island tg:IslandGroup }" in page.locator("#query").input_value()
        assert seen.foreign == []
    finally:
        context.close()
