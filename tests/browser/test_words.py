"""A server that was given a copy of its source shows the words, and stays accessible with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.running import running

from .conftest import DESKTOP, PHONE, REPOSITORY, watch

ARTICLE = REPOSITORY / "tests" / "second_article"


@pytest.fixture(scope="module")
def with_words(program: Path) -> Iterator[str]:
    """The address of a server with an article and a copy of its text."""
    with running([str(program), "serve", str(ARTICLE), "--port", "0", "--sources", str(ARTICLE)], REPOSITORY) as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_the_words_are_shown_and_highlighted(
    browser: Browser, with_words: str, size: tuple[int, int], scheme: str
) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    try:
        seen = watch(context, with_words)
        page = seen.open("/sources/nna-2024-05-14")
        expect(page.get_by_text("With its words.")).to_be_visible()
        assert page.locator("mark").count() == page.locator("section.passage").count() > 0
        assert seen.axe() == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        page.locator("section.passage h2 a").first.click()
        expect(page.locator("blockquote mark")).to_be_visible()
        assert seen.axe() == []
        assert (seen.console, seen.foreign) == ([], [])
    finally:
        context.close()
