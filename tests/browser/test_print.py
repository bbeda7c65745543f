"""Pages on paper: as wide as a sheet, with what stands behind each statement, without what only a screen needs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import watch

SHEET = 718
"""A4 with margins, in CSS pixels."""
PATHS = [
    "/",
    "/page/japan",
    "/status/hand-over-1956?on=1960-06-01",
    "/sources/tass-2018-12-07",
    "/map",
    "/queries/status-on-a-day",
    "/ns/Treaty",
    "/rules/TG203",
]


@pytest.fixture(scope="module")
def sheet(browser: Browser, base: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": SHEET, "height": 1000})
    page = watch(context, base).page
    page.emulate_media(media="print")
    yield page
    context.close()


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_cut_at_the_edge_of_the_sheet(sheet: Page, base: str, path: str) -> None:
    sheet.goto(base + path)
    assert sheet.evaluate("document.documentElement.scrollWidth") <= SHEET
    expect(sheet.get_by_role("navigation", name="Site")).to_be_hidden()


def test_what_was_inferred_is_printed_with_its_reason(sheet: Page, base: str) -> None:
    sheet.goto(base + "/page/ratification-by-japan-1956")
    mark = sheet.locator(".mark.inference").first
    expect(mark.get_by_text("inferred: anaphora")).to_be_visible()
    reason = mark.get_by_text("The states that ratified are the two sides")
    assert (reason.bounding_box() or {"height": 0})["height"] > 10


def test_a_query_is_printed_with_its_answer(sheet: Page, base: str) -> None:
    sheet.goto(base + "/query?query=ASK%20%7B%20%3Fa%20%3Fb%20%3Fc%20%7D")
    expect(sheet.locator(".truth")).to_be_visible()
    expect(sheet.locator(".CodeMirror")).to_be_visible()
    expect(sheet.get_by_role("button", name="Run", exact=True)).to_be_hidden()
    expect(sheet.get_by_role("heading", name="Examples")).to_be_hidden()


def test_whoever_reads_by_night_prints_by_day(sheet: Page, base: str) -> None:
    sheet.emulate_media(media="print", color_scheme="dark")
    try:
        sheet.goto(base + "/page/japan")
        colours = sheet.evaluate(
            """() => ["--paper", "--raised", "--ink", "--s-due"].map(
              (name) => getComputedStyle(document.documentElement).getPropertyValue(name))"""
        )
        assert colours == ["#fff", "#f3f0e7", "#000", "#a3261b"]
    finally:
        sheet.emulate_media(media="print", color_scheme="light")
