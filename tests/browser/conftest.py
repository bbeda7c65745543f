"""A server and a real Chromium; each page is watched: what it says on the console and whom it asks."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.running import running

REPOSITORY = Path(__file__).parent.parent.parent
AXE = REPOSITORY / "node_modules" / "axe-core" / "axe.min.js"
"""The accessibility checker, where npm has been: `make frontend` gets it."""
NAMED = os.environ.get("TREATYGRAPH_CHROMIUM")
CHROMIUM = NAMED or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
"""The browser that is named, or that of the system; without one Playwright looks for its own."""
DESKTOP = (1280, 900)
PHONE = (380, 800)


@dataclass
class Watched:
    """A page, and what it did.

    :param page: the page.
    :param console: errors and warnings on its console, and exceptions that nobody caught.
    :param requests: the addresses that it asked for.
    """

    page: Page
    base: str
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @property
    def foreign(self) -> list[str]:
        """The requests that went to anybody else."""
        return [url for url in self.requests if not url.startswith((self.base, "data:", "blob:"))]

    def open(self, path: str) -> Page:
        """Go to a page of the server."""
        self.page.goto(self.base + path)
        return self.page

    def resize(self, size: tuple[int, int], scheme: Literal["light", "dark"] = "light") -> Watched:
        """Make the window as large, in a theme."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.page.emulate_media(color_scheme=scheme)
        return self

    def clear(self) -> None:
        """Leave the page that is shown, and forget what it did; pages keep nothing in the browser."""
        self.page.goto("about:blank")
        self.console.clear()
        self.requests.clear()

    def open_anew(self, path: str) -> Page:
        """Go to a page of the server, in a window that has shown others."""
        self.clear()
        return self.open(path)

    def axe(self, *rules: str) -> list[str]:
        """Check the accessibility of the page as it is now, by all rules or some: what is wrong with it, and where."""
        # Read and not linked: the content security policy of the page forbids scripts of others, not ours.
        self.page.evaluate(AXE.read_text("utf-8"))
        # What is right is a hundred times as long, and takes longer to hand over than to find.
        options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
        found: list[dict[str, Any]] = self.page.evaluate(
            "(options) => axe.run(options).then((all) => all.violations)", options
        )
        nodes = [(each["id"], node) for each in found for node in each["nodes"]]
        return [f"{rule}: {node['target']} {node['html'][:120]}" for rule, node in nodes]


@pytest.fixture(scope="session")
def base(program: Path) -> Iterator[str]:
    """The address of a server with the graph that is shipped."""
    with running([str(program), "serve", "--port", "0"], REPOSITORY) as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of a file.

    Not one for all: while Playwright runs, an event loop runs in this thread, and tests of other folders that come to
    the same process start one of their own.
    """
    alone = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=alone)
        yield found
        found.close()


@pytest.fixture(scope="module")
def window(browser: Browser, base: str) -> Iterator[Watched]:
    """A window for all tests of a file that need none of their own: a new one takes longer to start than most tests."""
    context = browser.new_context()
    yield watch(context, base)
    context.close()


@pytest.fixture
def watched(window: Watched) -> Watched:
    """An empty page that is watched, as wide as a desk."""
    window.page.unroute_all()
    window.clear()
    window.page.context.clear_permissions()
    window.page.mouse.move(0, 0)
    return window.resize(DESKTOP)


def watch(context: BrowserContext, base: str) -> Watched:
    """Open an empty page and watch it."""
    found = Watched(context.new_page(), base)

    def hear(told: ConsoleMessage) -> None:
        if told.type in {"error", "warning"}:
            found.console.append(told.text)

    found.page.on("console", hear)
    found.page.on("pageerror", lambda error: found.console.append(str(error)))
    found.page.on("request", lambda request: found.requests.append(request.url))
    return found
