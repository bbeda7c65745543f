"""The walk of docs/tutorials/read-the-graph.md, step by step: what the page promises is there and works."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from .conftest import REPOSITORY, Watched

TUTORIAL = (REPOSITORY / "docs" / "tutorials" / "read-the-graph.md").read_text("utf-8")


def told(words: str) -> str:
    """Make sure that the tutorial says these words, and return them."""
    assert words in " ".join(TUTORIAL.split()), words
    return words


def statuses(page: Page) -> dict[str, str]:
    found = {}
    for row in page.locator("table.statuses tbody tr").all():
        words = row.locator("td").first.inner_text().split()
        found[row.locator("th").inner_text()] = " ".join(words)
    return found


def told_statuses() -> dict[str, str]:
    """Read the table of the tutorial."""
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", TUTORIAL, re.MULTILINE)
    return {who: status.replace(":", "") for who, status in rows if who != "according to"}


def test_the_walk(watched: Watched, tmp_path: Path) -> None:
    page = watched.open("/")
    learn_the_words(page)
    page.get_by_role("link", name=told("Promise of 1956 to hand over islands to Japan")).click()
    see_its_status(page)
    open_the_passage(page)
    change_the_query(page)
    save_as_csv(page, tmp_path)
    cite(page, watched)
    assert watched.console == []
    assert watched.foreign == []


def learn_the_words(page: Page) -> None:
    told("**About** explains the words that you meet: claims, passages, perspectives, statuses, and the marks")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="About").click()
    expect(page.locator("h1")).to_have_text("How to read this graph")
    for words in ("Claims and facts", "Passages", "Perspectives", "Statuses", "Marks beside statements"):
        expect(page.get_by_role("heading", name=words, exact=True)).to_be_visible()
    page.go_back()


def see_its_status(page: Page) -> None:
    told("Set **On this day** to 1 June 1960")
    page.get_by_label("On this day").fill("1960-06-01")
    expect(page.locator("#status")).to_have_text("On 1 June 1960")
    assert statuses(page) == told_statuses()
    expect(page.get_by_text("Disputed:")).to_be_visible()
    page.get_by_text(told("What if?")).click()
    page.get_by_label("on which day: " + told("conclusion of a peace treaty")).fill("1956-12-20")
    page.get_by_role("checkbox", name="conclusion of a peace treaty").check()
    expect(page.locator("#status")).to_contain_text("supposing conclusion of a peace treaty on 20 December 1956")
    told("by the agreed text alone, the promise falls")
    assert [who for who, status in statuses(page).items() if status.startswith("due ")] == ["agreed text"]
    page.get_by_role("checkbox", name="conclusion of a peace treaty").uncheck()
    expect(page.locator("#status")).to_have_text("On 1 June 1960")


def open_the_passage(page: Page) -> None:
    told("**Why?** beside the narrator")
    row = page.locator("table.statuses tbody tr").filter(has=page.get_by_role("rowheader", name="narrator"))
    row.get_by_role("link", name="Why?").click()
    expect(page.locator(".tree")).to_contain_text("narrator: withdrawn")
    row.get_by_role("link", name=told("p10b")).click()
    expect(page.get_by_role("heading", name="What this passage supports")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Block 10, characters 2451 to 2618 of the source")


def change_the_query(page: Page) -> None:
    page.get_by_role("navigation", name="Site").get_by_role("link", name=told("Stored queries")).click()
    page.get_by_role("link", name=told("What is the status of a promise on a day, according to whom?")).click()
    page.get_by_label("on", exact=True).fill("1956-11-01")
    page.get_by_role("button", name=told("Ask")).click()
    told("signed, not binding")
    expect(page.locator("tbody tr")).to_have_count(5)
    assert page.locator("tbody td:nth-child(2)").all_inner_texts() == ["signed, not binding"] * 5
    address = page.url
    page.get_by_role("link", name=told("View and edit SPARQL")).click()
    expect(page.locator("#query")).to_have_value(re.compile("1956-11-01"))
    page.goto(address)


def save_as_csv(page: Page, folder: Path) -> None:
    told("**CSV** saves the answer")
    link = page.get_by_role("link", name="CSV")
    answer = page.request.get(page.url.partition("/queries")[0] + str(link.get_attribute("href")))
    saved = folder / "answer.csv"
    saved.write_bytes(answer.body())
    lines = saved.read_text("utf-8").splitlines()
    assert lines[0] == "perspective,status,possible,from,until"
    assert len(lines) == 6


def cite(page: Page, watched: Watched) -> None:
    watched.open("/page/hand-over-1956")
    expect(page.locator("#cite")).to_contain_text("https://w3id.org/treatygraph/id/hand-over-1956")
    assert re.search(r"state [0-9a-f]{12}", page.locator("#cite").inner_text())
    page.get_by_text(told("BibTeX")).click()
    expect(page.locator("pre")).to_contain_text("@misc{treatygraph-id-hand-over-1956,")
