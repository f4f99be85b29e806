"""The pages in a real browser: everybody can use them, hostile articles do nothing, the keyboard leads everywhere."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from sayso.ledger import Ledger
from sayso.web.app import create_app
from sayso.web.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = """--disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update
--disable-sync"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = "/ /disputes /articles /speakers /help /article/2 /article/2/versions /article/4 /speaker/1 /add".split()
PAGES += ["/search?q=bridge&act=deny", "/timeline?q=bridge", "/claim", "/nope"]

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on the path; `make browser` tells how to get it")


@pytest.fixture(scope="module")
def address(path: Path) -> Iterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(Settings(path, port=port)), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET.split())
        yield browser
        browser.close()


def opened(browser: Browser, address: str, complaints: list[str], **how: Any) -> Page:
    page = browser.new_context(viewport={"width": how.pop("width", 1200), "height": 900}, **how).new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.on("request", lambda request: None if request.url.startswith(address) else complaints.append(request.url))
    return page


@pytest.mark.parametrize(("scheme", "width"), [("light", 1200), ("dark", 390)])
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(
    browser: Browser, address: str, path: Path, scheme: str, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    script = (Path(axe.__file__).parent / "axe.min.js").read_text("utf8")
    with Ledger(path) as ledger:
        claim = f"/claim/{ledger.disputes()[0].id}"
    complaints: list[str] = []
    page = opened(browser, address, complaints, width=width, color_scheme=scheme)
    found = []
    for place in PAGES:
        page.goto(address + (claim if place == "/claim" else place))
        page.evaluate(script)
        result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        found += [(place, v["id"], v["nodes"][0]["html"]) for v in result["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append((place, "runs over the edge", ""))
    assert found == []
    assert [told for told in complaints if "404" not in told] == []


def test_a_hostile_article_does_nothing(browser: Browser, address: str) -> None:
    complaints: list[str] = []
    page = opened(browser, address, complaints)
    for place in ("/article/4", "/", "/articles", "/search?q=lying", "/speakers"):
        page.goto(address + place)
        assert "taken" not in page.title()
        assert page.locator("h1").first.is_visible()
    assert complaints == []


def test_the_keyboard_leads_from_a_statement_to_the_list(browser: Browser, address: str) -> None:
    page = opened(browser, address, [])
    page.goto(f"{address}/article/2")
    page.locator("mark#s2").focus()
    assert "lit" in (page.locator(".ledger [data-s=s2]").get_attribute("class") or "")
    page.keyboard.press("Enter")
    assert page.url.endswith("#n-s2")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "seek"


def test_a_deep_link_lights_the_statement_up(browser: Browser, address: str) -> None:
    page = opened(browser, address, [])
    page.goto(f"{address}/article/2#s2")
    assert page.locator("mark.lit").count() >= 1
    assert page.locator(".ledger li.lit").count() == 1


def test_pages_work_without_scripts(browser: Browser, address: str) -> None:
    page = opened(browser, address, [], java_script_enabled=False)
    page.goto(address)
    page.locator("#q").fill("bridge")
    page.locator("#q").press("Enter")
    assert page.locator(".statement").count() > 1
    page.locator(".statement .said a").first.click()
    assert "/article/" in page.url
