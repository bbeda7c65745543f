"""The map in a real browser: drawn without scripts, the same in words, in both themes and on a phone."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import DESKTOP, PHONE, Watched, watch


def with_map(watched: Watched, path: str) -> Page:
    """Open a page with a map, or a query that is shown as one."""
    page = watched.open(path)
    if "query" in path:
        page.wait_for_selector("html[data-ready=query]", state="attached")
        page.get_by_role("button", name="Run", exact=True).click()
    page.wait_for_selector("svg.map")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_it_is_accessible_and_fits(watched: Watched, size: tuple[int, int], scheme: Literal["light", "dark"]) -> None:
    page = watched.resize(size, scheme).open("/map")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert page.locator("svg.map").count() == 2
    assert watched.axe() == []
    assert (watched.console, watched.foreign) == ([], [])


def test_the_islands_lie_in_the_sea_and_beside_land(watched: Watched) -> None:
    page = watched.open("/map")
    close = page.locator("svg.map").first
    island = close.locator(".place").nth(1).bounding_box()
    frame = close.bounding_box()
    assert island is not None
    assert frame is not None
    assert frame["x"] < island["x"] < island["x"] + island["width"] < frame["x"] + frame["width"]
    assert island["width"] > 20, "an outline, not a dot"
    assert close.locator(".land path").count() > 0


RATIOS = """() => [...document.querySelectorAll("svg.map")].map((picture) => {
  const { width, height } = picture.viewBox.baseVal, box = picture.getBoundingClientRect();
  return [width / height, (box.width - 2) / (box.height - 2)];
})"""


@pytest.mark.parametrize("path", ["/map", "/query?example=where-places-lie"])
def test_land_ends_at_a_coast_or_at_the_frame(watched: Watched, path: str) -> None:
    page = with_map(watched.resize((1280, 600)), path)
    for window, shown in page.evaluate(RATIOS):
        assert shown == pytest.approx(window, rel=0.02), "no strip beside the window, where land would stop"


LABELS = """() => [...document.querySelectorAll("svg.map")].map((picture) => {
  const box = (element) => element.getBoundingClientRect(), frame = box(picture);
  const labels = [...picture.querySelectorAll("text")].filter((each) => each.textContent.trim()).map(box);
  const over = (one, other) => one !== other && one.left < other.right && other.left < one.right
    && one.top < other.bottom && other.top < one.bottom;
  return {
    labels: labels.length,
    cut: labels.filter((each) => each.left < frame.left || each.right > frame.right).length,
    over: labels.filter((one) => labels.some((other) => over(one, other))).length,
    oval: [...picture.querySelectorAll("circle")].map(box).filter((each) => Math.abs(each.width - each.height) > .2)
      .length,
  };
})"""


@pytest.mark.parametrize("path", ["/map", "/query?example=where-places-lie"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_labels_are_whole_and_apart_and_points_are_round(watched: Watched, size: tuple[int, int], path: str) -> None:
    page = with_map(watched.resize(size), path)
    for found in page.evaluate(LABELS):
        assert found.pop("labels") >= 2
        assert found == {"cut": 0, "over": 0, "oval": 0}


def test_every_place_on_the_map_is_in_the_list(watched: Watched) -> None:
    page = watched.open("/map")
    numbers = {text.split(" ")[0] for text in page.locator("svg.map").first.locator("text").all_text_contents()}
    assert numbers == {"1", "2"}
    names = page.locator(".list ol .place-name").all_text_contents()
    assert names[:2] == ["islets of the Lesser Kuril Chain covered by Article 9", "Shikotan"]
    page.locator(".list ol .place-name a").nth(1).click()
    expect(page.locator("h1")).to_have_text("Shikotan")


def test_the_query_behind_the_map_shows_a_map(watched: Watched) -> None:
    page = watched.open("/map")
    page.get_by_role("link", name="the query behind it").click()
    expect(page.locator("svg.map circle")).to_have_count(2)
    expect(page.locator("#view-map")).to_have_attribute("aria-selected", "true")
    assert (watched.console, watched.foreign) == ([], [])


def test_without_scripts_it_is_the_same(browser: Browser, base: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    try:
        page = watch(context, base).open("/map")
        assert page.locator("svg.map .place").count() == 6
    finally:
        context.close()
