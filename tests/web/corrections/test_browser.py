"""Correcting in a browser: spans by dragging and by keyboard, and nothing that an article holds runs."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from sayso.article import Span
from sayso.ledger import Ledger
from sayso.web.app import create_app
from sayso.web.settings import Settings
from tests.exports.readings import hostile
from tests.web.access.sites import ledger_at
from tests.web.corrections.test_statements import TEXT, bridge

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="the system has no Chromium")
sync_api = pytest.importorskip("playwright.sync_api")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    path = ledger_at(tmp_path_factory.mktemp("site"), bridge(), replace(hostile(), language="en"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(Settings(path, port=port)), port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}", path
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    opened = browser.new_page()
    opened.wrong = []
    opened.on("console", lambda message: opened.wrong.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: opened.wrong.append(str(error)))
    opened.on("dialog", lambda dialog: opened.wrong.append("a dialog"))
    yield opened
    assert opened.wrong == []
    opened.close()


def spans(path: Path, label: int) -> Any:
    with Ledger(path) as ledger:
        return ledger.reading(1).statements[label - 1]


def test_a_part_is_marked_by_keyboard_and_kept(site: tuple[str, Path], page: Any) -> None:
    address, path = site
    page.goto(f"{address}/statement/1/correct")
    page.locator("[data-text]").focus()
    page.keyboard.press("ArrowRight")  # goes to where the content begins: the
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    assert page.locator("#words-content").input_value() == "the bridge"
    page.keyboard.press("1")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    assert page.locator("#words-source").input_value() == "\U0001f309"
    page.keyboard.press("Delete")
    assert page.locator("#words-source").input_value() == ""
    page.get_by_role("button", name="Correct it").click()
    assert "Kept." in page.locator("[role=status]").inner_text()
    at = TEXT.index("the bridge")
    assert spans(path, 1).content == (Span(at, at + 10),)
    assert spans(path, 1).source == ()
    page.get_by_role("button", name="Undo the correction of content").click()
    assert spans(path, 1).content == (Span(at, at + len("the bridge was safe on Monday")),)


def test_a_part_is_marked_by_dragging_and_pieces_are_added(site: tuple[str, Path], page: Any) -> None:
    address, path = site
    page.goto(f"{address}/statement/3/correct")
    start = TEXT.rindex("the bridge")

    def drag(first: int, last: int) -> None:
        boxes = page.evaluate(
            """([first, last]) => [first, last].map((at) => {
              const node = document.querySelector("[data-text]").firstChild, range = new Range();
              range.setStart(node, at); range.setEnd(node, at + 1);
              const box = range.getBoundingClientRect();
              return [box.left, box.right, box.top + box.height / 2];
            })""",
            [first + 1, last + 1],  # the bridge at the beginning takes two code units
        )
        page.mouse.move(boxes[0][0] + 1, boxes[0][2])
        page.mouse.down()
        page.mouse.move(boxes[1][1] - 1, boxes[1][2], steps=5)
        page.mouse.up()
        page.wait_for_timeout(50)

    drag(start, start + 9)
    assert page.locator("#words-content").input_value() == "the bridge"
    page.locator("[data-more]").check()
    drag(start + 15, start + 18)
    assert page.locator("#words-content").input_value() == "the bridge … safe"
    page.get_by_role("button", name="Correct it").click()
    assert spans(path, 3).content == (Span(start, start + 10), Span(start + 15, start + 19))


def test_nothing_of_a_hostile_article_runs_or_restyles(site: tuple[str, Path], page: Any) -> None:
    address, _ = site
    for where in ("/statement/4/correct", "/article/2/supply", "/history"):
        page.goto(address + where)
        assert "owned" not in page.title()
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), where
    page.set_viewport_size({"width": 360, "height": 700})
    for where in ("/statement/4/correct", "/statement/1/correct", "/speaker/1/correct", "/history", "/account"):
        page.goto(address + where)
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), where


def test_without_scripts_the_form_works(site: tuple[str, Path], browser: Any) -> None:
    address, path = site
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/statement/2/correct")
    page.locator("#words-content").fill("disputed it")
    page.locator("#act").select_option("deny")
    page.get_by_role("button", name="Correct it").click()
    at = TEXT.index("disputed it")
    assert spans(path, 2).content == (Span(at, at + 11),)
    assert spans(path, 2).act == "deny"
    context.close()
