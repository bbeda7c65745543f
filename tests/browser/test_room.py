"""What is written has room: in its box, on a phone, and beside the edge of what scrolls."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from .conftest import DESKTOP, PHONE, watch

OUTSIDE = """() => [...document.querySelectorAll(".demands a")].flatMap((thing) => {
  const box = thing.querySelector(".box").getBoundingClientRect();
  return [...thing.querySelectorAll("text, tspan")].filter((text) => {
    const { left, right } = text.getBoundingClientRect();
    return left < box.left + 3 || right > box.right - 3;
  }).map((text) => text.textContent);
})"""


def test_labels_keep_away_from_the_edges_of_their_boxes(browser: Browser, base: str) -> None:
    context = browser.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]})
    try:
        page = watch(context, base).open("/status/hand-over-1956?on=1960-06-01")
        assert page.locator(".demands a").count() > 3
        assert page.evaluate(OUTSIDE) == []
    finally:
        context.close()


def test_small_tables_do_not_scroll_on_a_phone(browser: Browser, base: str) -> None:
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]})
    try:
        page = watch(context, base).open("/things?class=Official")
        assert (
            page.evaluate("() => { const e = document.querySelector('.scroll'); return e.scrollWidth - e.clientWidth }")
            <= 0
        )
    finally:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_does_not_scroll_has_no_line_at_its_edge(browser: Browser, base: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]}, color_scheme=scheme)
    try:
        page = watch(context, base).open("/things?class=Official")
        box = page.locator(".scroll").bounding_box()
        assert box
        strip = {"y": box["y"] + 5, "width": 2, "height": box["height"] - 10}
        right = box["x"] + box["width"]
        edge = page.screenshot(clip={"x": right - 2, **strip})
        assert edge == page.screenshot(clip={"x": right - 40, **strip}), "paper alone"
    finally:
        context.close()
