"""Cards and pages of claims in a real browser: hostile words do nothing, both sides are alike, narrow screens do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sayso.claims.relation import Relation
from sayso.exports.card import claim_card, statement_card
from sayso.exports.site import write_site
from sayso.ledger import Ledger
from sayso.statement import Act
from tests.ledger.test_claims import AUTHOR, report

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = "--disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync"
HOSTILE = (
    "<script>document.title = 'owned'</script>",
    "<img src=x onerror=\"document.title = 'owned'\">",
    "<svg onload=\"document.title = 'owned'\"><use href='https://evil.example/x#y'/></svg>",
    "</style><style>* { display: none }</style>",
    "</title></bdi></blockquote></section><h1>owned</h1>",
    '" onmouseover="document.title = 1" style="position: fixed; inset: 0',
    "\u202egnihtemos yas yehT\u2066 \u200f",
    "Longwordwithoutanybreak" * 60,
    "javascript:document.title='owned'",
)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on the path; `make browser` tells how to get it")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET.split())
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the site of a claim all of whose words are hostile, and its cards."""
    folder = tmp_path_factory.mktemp("claims")
    with Ledger(folder / "news.db") as ledger:
        for n, words in enumerate(HOSTILE):
            act = Act.DENY if n % 2 else Act.ASSERT
            ledger.add(report(f"{n}", words, n + 1, (words, "person", act, f"{n} {words}", None)))
        for n in range(2, len(HOSTILE) + 1):
            ledger.relate(1, n, Relation.SAME if n % 2 else Relation.OPPOSITE, author=AUTHOR)
        (claim,) = ledger.disputes()
        assert len(claim.voices) == len(HOSTILE)
        write_site(ledger, [claim.id], folder / "site")
        cards = [claim_card(claim, lambda _, said: f"/statement/{said}", "/claim/1")]
        cards += [
            statement_card(ledger.show(n), lambda _, said: f"/s/{said}", None) for n in range(1, len(HOSTILE) + 1)
        ]
        for n, card in enumerate(cards):
            (folder / f"card{n}.html").write_text(card, encoding="utf-8")
    return folder


def opened(browser: Browser, file: Path, width: int) -> tuple[Page, list[str]]:
    """Return a page, and what it asked for or complained about beside itself."""
    page, told = browser.new_page(viewport={"width": width, "height": 800}), list[str]()
    page.on("request", lambda request: told.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.on("dialog", lambda dialog: told.append(dialog.message))
    page.goto(file.as_uri())
    return page, [one for one in told if one != file.as_uri()]


def test_hostile_words_do_nothing_on_any_page(browser: Browser, folder: Path) -> None:
    files = sorted(folder.rglob("*.html"))
    assert len(files) == 1 + 1 + 2 * len(HOSTILE) + 1
    for file in files:
        page, told = opened(browser, file, 340)
        assert not told, file
        assert page.title() not in ("owned", "1")
        assert page.locator("script, img, [onerror], [onload], [onmouseover], [style]").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), file
        assert page.locator("body").is_visible()
        page.close()


def test_both_sides_are_of_one_size_and_weight(browser: Browser, folder: Path) -> None:
    for file in (folder / "card0.html", folder / "site/claims/1.html"):
        page, _ = opened(browser, file, 900)
        script = """side => { const s = getComputedStyle(side), h = getComputedStyle(side.querySelector('h2'));
            return [side.offsetWidth, s.borderTop, s.color, h.font, h.color].join() }"""
        one, other = page.locator(".side").evaluate_all(f"sides => sides.map({script})")
        assert one == other
        page.close()
