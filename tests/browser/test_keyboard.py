"""The path of those who use a keyboard: the skip link, what is focused is seen, definitions, details, copying."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import Watched

ENTITY = "/page/hand-over-1956"
PATHS = ["/", ENTITY, "/status/hand-over-1956", "/sources/tass-2018-12-07", "/queries/status-on-a-day", "/ns/Treaty"]


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))


@pytest.mark.parametrize("path", PATHS)
def test_the_first_stop_skips_to_the_content(watched: Watched, path: str) -> None:
    page = watched.open(path)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("path", PATHS)
def test_each_stop_is_seen(watched: Watched, path: str) -> None:
    page = watched.open(path)
    for _ in range(25):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
              const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
              return e === document.body || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
                && box.width > 0);
            }"""
        )
        assert seen, focused(page)


def test_a_definition_shows_on_focus_and_escape_puts_it_away(watched: Watched) -> None:
    page = watched.open(ENTITY)
    term = page.get_by_role("link", name="debtor", exact=True)
    definition = page.locator(f"#{term.get_attribute('aria-describedby')}")
    expect(definition).to_be_hidden()
    term.focus()
    expect(definition).to_be_visible()
    page.keyboard.press("Escape")
    expect(definition).to_be_hidden()
    page.keyboard.press("Tab")
    term.hover()
    expect(definition).to_be_visible()


def test_why_something_was_inferred_opens_by_keys(watched: Watched) -> None:
    page = watched.open("/page/ratification-by-japan-1956")
    details = page.locator(".mark.inference details").first
    details.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(details.get_by_text("The states that ratified are the two sides")).to_be_visible()


def test_the_iri_is_copied(watched: Watched) -> None:
    watched.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = watched.open(ENTITY)
    page.get_by_role("button", name="Copy the IRI").press("Enter")
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "https://w3id.org/treatygraph/id/hand-over-1956"
    assert watched.console == []


def test_names_are_searched_from_every_page(watched: Watched) -> None:
    page = watched.open("/rules")
    box = page.get_by_role("searchbox", name="Find by any name")
    box.fill("Habomai")
    box.press("Enter")
    expect(page.locator("h1")).to_have_text("Things called “Habomai”")
    expect(page.locator(".hits")).to_contain_text("is the name that Japan uses")
