"""The page about a promise in a real browser: days and suppositions change the answer in place, or by the form."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Watched, watch

PROMISE = "/status/hand-over-1956?on=1960-06-01"


@pytest.fixture
def page(watched: Watched) -> Page:
    found = watched.open(PROMISE)
    found.evaluate("window.stayed = true")
    return found


def status(page: Page, perspective: str) -> str:
    row = page.locator("table.statuses tbody tr").filter(
        has=page.get_by_role("rowheader", name=perspective, exact=True)
    )
    return " ".join(row.locator("td").first.inner_text().split())


def assert_stayed(page: Page) -> None:
    assert page.evaluate("window.stayed === true"), "the page was not loaded anew"


def test_a_day_changes_the_answer_in_place(page: Page, watched: Watched) -> None:
    assert status(page, "narrator") == "withdrawn"
    page.get_by_label("On this day").fill("1956-11-01")
    expect(page.locator("#status")).to_have_text("On 1 November 1956")
    assert status(page, "narrator") == "signed, not binding"
    assert "on=1956-11-01" in page.url
    assert_stayed(page)
    assert watched.console == []
    assert watched.foreign == []


def test_the_slider_goes_by_keys_through_the_years(page: Page) -> None:
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("Home")
    expect(page.locator("table.statuses")).to_contain_text("not made")
    assert {text.strip() for text in page.locator("table.statuses .badge").all_inner_texts()} == {"not made"}
    for _ in range(60):
        if slider.get_attribute("aria-valuetext") == "1956-10-19":
            break
        page.keyboard.press("ArrowRight")
    expect(page.locator("#status")).to_have_text("On 19 October 1956")
    assert status(page, "Japan") == "signed, not binding"
    assert_stayed(page)


def test_what_if_changes_the_answer_in_place(page: Page) -> None:
    page.get_by_text("What if?").click()
    page.get_by_label("on which day: conclusion of a peace treaty").fill("1956-12-20")
    page.get_by_role("checkbox", name="conclusion of a peace treaty").check()
    expect(page.locator("#status")).to_contain_text("supposing conclusion of a peace treaty on 20 December 1956")
    assert status(page, "agreed text") == "due was conditional"
    assert "assume=conclude-peace-treaty%3D1956-12-20" in page.url
    page.get_by_role("checkbox", name="conclusion of a peace treaty").uncheck()
    expect(page.locator("#status")).to_have_text("On 1 June 1960")
    page.get_by_role("checkbox", name="withdrawal of the promise, as the agency tells it").check()
    expect(page.locator("#status")).to_contain_text("without withdrawal of the promise, as the agency tells it")
    assert status(page, "narrator").startswith("conditional")
    assert_stayed(page)


def test_why_is_answered_in_place(page: Page) -> None:
    row = page.locator("table.statuses tbody tr").filter(has=page.get_by_role("rowheader", name="narrator"))
    row.get_by_role("link", name="Why?").click()
    expect(page.locator(".tree > li > details > summary").first).to_contain_text("narrator: withdrawn")
    assert page.url.endswith("why=perspective%2Fnarrator#why")
    assert_stayed(page)


def test_the_answer_is_told_to_screen_readers(page: Page) -> None:
    page.get_by_label("On this day").fill("1956-11-01")
    expect(page.get_by_role("status")).to_contain_text("narrator: signed, not binding.")


def test_without_scripts_the_form_asks(browser: Browser, base: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = watch(context, base).open(PROMISE)
    page.get_by_text("What if?").click()
    page.get_by_role("checkbox", name="conclusion of a peace treaty").check()
    page.get_by_label("on which day: conclusion of a peace treaty").fill("1956-12-20")
    page.get_by_label("On this day").fill("1957-01-01")
    page.get_by_role("button", name="Show").click()
    assert page.locator("#status").inner_text() == (
        "On 1 January 1957, supposing conclusion of a peace treaty on 20 December 1956"
    )
    assert status(page, "agreed text") == "due was conditional"
    context.close()


def test_the_picture_of_the_conditions_leads_to_what_it_names(page: Page) -> None:
    page.locator("svg.demands a").filter(has_text="conclusion of a peace").first.click()
    expect(page.locator("h1")).to_have_text("conclusion of a peace treaty")
