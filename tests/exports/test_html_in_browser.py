"""The page in a real browser: notes on hover and focus, nothing executed, nothing fetched, fit for print and phone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sayso.exports.arrange import printable
from sayso.exports.html import html_page
from sayso.statement import Reading
from tests.exports.readings import crossing, hostile, ministry

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = """--disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update
--disable-sync"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on the path; `make browser` tells how to get it")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET.split())
        yield browser
        browser.close()


class Opened:
    """A page with readings on it, and what the browser did meanwhile."""

    def __init__(self, browser: Browser, file: Path, *readings: Reading, width: int = 1000) -> None:
        file.write_text(html_page(readings), encoding="utf-8")
        self.page: Page = browser.new_page(viewport={"width": width, "height": 900})
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.page.goto(file.as_uri())

    def note(self, selector: str) -> str:
        """Return the note that shows at a mark, or nothing."""
        content = self.style(selector, "::before", "content")
        return "" if content in ("none", "normal") else content

    def style(self, selector: str, pseudo: str, name: str) -> str:
        script = "([s, p, n]) => getComputedStyle(document.querySelector(s), p)[n]"
        return str(self.page.evaluate(script, [selector, pseudo, name]))


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opened]:
    opened = Opened(browser, tmp_path / "page.html", ministry())
    yield opened
    opened.page.close()


def test_pointing_at_a_mark_shows_its_note_and_only_the_innermost_one(opened: Opened) -> None:
    assert not opened.note("#a1s4")
    opened.page.hover("#a1s4")
    assert opened.note("#a1s4").startswith('"dockers')
    assert "confidence 0.90" in opened.note("#a1s4")
    around = opened.page.locator(".text mark:has(#a1s4)")
    assert around.count() == 2
    for n in range(around.count()):
        content = around.nth(n).evaluate("mark => getComputedStyle(mark, '::before').content")
        assert content in ("none", "normal")
    opened.page.hover(".brand")
    assert not opened.note("#a1s4")


def test_pointing_at_a_mark_lights_all_parts_of_its_statement(opened: Opened) -> None:
    def lit() -> list[str]:
        script = "marks => marks.map(mark => getComputedStyle(mark).backgroundColor)"
        return list(opened.page.locator(".s12").evaluate_all(script))

    assert set(lit()) == {"rgba(0, 0, 0, 0)"}
    opened.page.hover("#a1s12")
    assert len(lit()) == 5, "source, cue, two pieces of content, and the item of the list"
    assert "rgba(0, 0, 0, 0)" not in lit()


def test_the_tab_key_reaches_each_statement_and_shows_its_note(opened: Opened) -> None:
    reached: list[str] = []
    for _ in range(16):  # the legend and fifteen statements
        opened.page.keyboard.press("Tab")
        at = str(opened.page.evaluate("document.activeElement.id"))
        if at.startswith("a1s"):
            reached.append(at)
            assert "confidence" in opened.note(f"#{at}")
            assert opened.style(f"#{at}", "", "outlineStyle") == "solid"
    assert sorted(reached) == sorted(f"a1s{n}" for n in range(1, 16))


def test_an_item_of_the_list_leads_to_its_place(opened: Opened) -> None:
    opened.page.click("#a1n9 > a")
    assert opened.page.url.endswith("#a1s9")
    assert opened.style("#a1s9", "", "outlineStyle") == "solid"
    assert opened.style(".text mark.content.s9", "", "backgroundColor") != "rgba(0, 0, 0, 0)"


def test_hostile_text_is_shown_and_not_executed(browser: Browser, tmp_path: Path) -> None:
    opened = Opened(browser, tmp_path / "page.html", hostile(), crossing())
    assert opened.page.title() == "Who said what in 2 articles"
    assert opened.page.locator("script, img, b, i").count() == 0
    opened.page.hover("#a1s1")
    assert "evil" in opened.note("#a1s1")
    texts = opened.page.locator(".text").evaluate_all("all => all.map(one => one.textContent)")
    assert texts == [printable(r.article.text) for r in (hostile(), crossing())]
    assert opened.complaints == []
    opened.page.close()


def test_nothing_is_fetched(opened: Opened) -> None:
    opened.page.hover("#a1s4")
    opened.page.click("summary")
    assert len(opened.requests) == 1
    assert opened.requests[0].startswith("file:")
    assert opened.complaints == []


def test_print_shows_labels_in_brackets_underlines_and_the_whole_list(opened: Opened) -> None:
    opened.page.hover("#a1s4")
    opened.page.emulate_media(media="print")
    assert opened.style("#a1s4", "::after", "content") == '"[accuse 4]"'
    assert not opened.note("#a1s4")
    assert "underline" in opened.style("mark.content.s4", "", "textDecorationLine")
    assert not opened.page.locator(".legend").is_visible()
    assert opened.page.locator("#a1n13 .number").is_visible()
    assert opened.page.locator("#a1n13 .sure").bounding_box()["width"] > 20  # type: ignore[index]
    assert opened.page.pdf().startswith(b"%PDF")


@pytest.mark.parametrize("width", [320, 768, 1000, 1400])
def test_the_page_fits_the_window(browser: Browser, tmp_path: Path, width: int) -> None:
    opened = Opened(browser, tmp_path / "page.html", ministry(), hostile(), crossing(), width=width)
    for mark in ("#a1s4", "#a2s1"):
        opened.page.hover(mark)
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    opened.page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_follow_the_reader(browser: Browser, tmp_path: Path, scheme: str) -> None:
    opened = Opened(browser, tmp_path / "page.html", ministry())
    opened.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    ground = opened.style("html", "", "backgroundColor")
    assert ground == ("rgb(251, 250, 246)" if scheme == "light" else "rgb(24, 23, 21)")
    opened.page.close()
