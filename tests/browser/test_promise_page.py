"""The page about a promise in a real browser: days and suppositions change the answer in place, or by the form."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from .conftest import PHONE, Watched, watch

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


def test_a_day_that_is_set_before_the_scripts_have_come_is_answered(watched: Watched) -> None:
    page = watched.page
    held: list[Route] = []
    page.route("**/static/promise.js", lambda route: held.append(route))
    page.goto(watched.base + PROMISE, wait_until="commit")
    page.get_by_label("On this day").fill("1956-11-01")
    page.get_by_text("What if?").click()
    page.get_by_label("on which day: conclusion of a peace treaty").fill("1956-12-20")
    expect(page.locator("#status")).to_have_text("On 1 June 1960")
    held[0].continue_()
    expect(page.locator("#status")).to_have_text("On 1 November 1956")
    expect(page.get_by_label("on which day: conclusion of a peace treaty")).to_have_value("1956-12-20")
    expect(page.get_by_label("on which day: withdrawal of all foreign troops")).to_have_value("1956-11-01")


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
    expect(page.locator("#glance li").filter(has_text="agreed text")).to_contain_text("due")
    page.get_by_role("checkbox", name="conclusion of a peace treaty").uncheck()
    expect(page.locator("#status")).to_have_text("On 1 June 1960")
    page.get_by_role("checkbox", name="withdrawal of the promise, as the agency tells it").check()
    expect(page.locator("#status")).to_contain_text("without withdrawal of the promise, as the agency tells it")
    assert status(page, "narrator").startswith("conditional")
    assert_stayed(page)


def test_what_is_supposed_follows_the_day_until_it_is_said_to_be_another(page: Page) -> None:
    supposed = page.get_by_label("on which day: conclusion of a peace treaty")
    page.get_by_label("On this day").fill("1956-12-20")
    expect(page.locator("#status")).to_have_text("On 20 December 1956")
    expect(supposed).to_have_value("1956-12-20")
    page.get_by_text("What if?").click()
    page.get_by_role("checkbox", name="conclusion of a peace treaty").check()
    expect(page.locator("#status")).to_contain_text("supposing conclusion of a peace treaty on 20 December 1956")
    page.get_by_label("On this day").fill("1960-06-01")
    expect(page.locator("#status")).to_contain_text("On 1 June 1960, supposing")
    expect(supposed).to_have_value("1956-12-20")


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


@pytest.fixture(scope="module")
def phone(browser: Browser, base: str) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, has_touch=True, is_mobile=True)
    yield watch(context, base)
    context.close()


@pytest.fixture
def narrow(phone: Watched) -> Page:
    """The page on a phone."""
    return phone.open_anew(PROMISE)


def assert_day_is_seen(page: Page) -> None:
    day, names, figure = (page.locator(each).first.bounding_box() for each in (".day", ".names", ".figure"))
    assert day
    assert names
    assert figure
    assert names["x"] == figure["x"], "the names stay"
    assert names["x"] + names["width"] < day["x"] < day["x"] + day["width"] < figure["x"] + figure["width"]


def test_on_a_phone_the_chosen_day_comes_into_view_beside_the_names(narrow: Page) -> None:
    assert_day_is_seen(narrow)
    for day, words in [("2018-12-01", "1 December 2018"), ("1956-11-01", "1 November 1956")]:
        narrow.get_by_label("On this day").fill(day)
        expect(narrow.locator("#status")).to_have_text(f"On {words}")
        assert_day_is_seen(narrow)


def test_on_a_phone_time_lines_open_at_their_first_labels_where_no_day_is_chosen(narrow: Page, base: str) -> None:
    narrow.goto(f"{base}/")
    assert narrow.evaluate('document.querySelector(".timeline").closest(".scroll").scrollLeft') == 0


def test_on_a_phone_the_letters_of_the_time_line_can_be_read(narrow: Page) -> None:
    sizes = narrow.evaluate(
        """() => [...document.querySelectorAll(".timeline .lane, .timeline .label")].map(
          (text) => parseFloat(getComputedStyle(text).fontSize) * text.ownerSVGElement.getScreenCTM().a)"""
    )
    assert min(sizes) > 10


def test_on_a_phone_no_word_of_a_table_is_broken(narrow: Page) -> None:
    event = narrow.get_by_role("link", name="replacement of the peace treaty condition").last
    box = event.bounding_box()
    assert box
    assert box["width"] > 90, "a column of single letters before"
