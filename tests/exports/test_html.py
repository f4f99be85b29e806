"""The page as text: well-formed, complete, and nothing in it but what we put there."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.article import Article, Span
from sayso.exports.arrange import Family, printable
from sayso.exports.html import html_page
from sayso.statement import Act, Distance, Quote, Reading, Statement
from tests.exports.readings import MINISTRY, crossing, hostile, ministry

VOID = {"meta", "link", "br", "hr", "img", "input"}


class Page(HTMLParser):
    """Reads a page, strictly: each end tag must close the element begun last."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.articles: list[str] = []  # the text inside each element of class "text"
        self.title = ""
        self.style = ""
        self._stack: list[tuple[str, str]] = []
        self.feed(page)
        self.close()
        assert not self._stack

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        assert len(attributes) == len(attrs)
        self.elements.append((tag, attributes))
        if tag not in VOID:
            self._stack.append((tag, attributes.get("class") or ""))
        if attributes.get("class") == "text":
            self.articles.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._stack.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if any(name == "text" for _, name in self._stack):
            self.articles[-1] += data
        if self._stack and self._stack[-1][0] == "title":
            self.title += data
        if self._stack and self._stack[-1][0] == "style":
            self.style += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    letters = st.characters() | st.sampled_from("<>&\"'\n\r\t\x00\x1b\u202e\ud800")
    text = draw(st.text(letters, min_size=1, max_size=60).filter(lambda t: t.strip()))
    place = st.builds(lambda a, n: Span(a, a + n), st.integers(0, len(text)), st.integers(0, len(text)))
    spans = st.lists(place, max_size=3).map(lambda s: tuple(sorted(s)))
    count = draw(st.integers(0, 6))
    ids = [f"s{n}" for n in range(1, count + 1)]
    statements = st.builds(
        Statement,
        id=st.just(""),
        source=spans,
        cue=spans,
        content=spans,
        act=st.sampled_from(Act),
        negated=st.booleans(),
        quote=st.sampled_from(Quote),
        within=st.sampled_from([None, *ids, "gone"]),
        distance=st.lists(st.sampled_from(Distance), unique=True).map(tuple),
        confidence=st.floats(0, 1),
    )
    made = [draw(statements) for _ in ids]
    for id, statement in zip(ids, made, strict=True):
        object.__setattr__(statement, "id", id)
    article = Article(
        text, outlet=draw(st.none() | st.text(letters, max_size=9)), title=draw(st.none() | st.text(letters))
    )
    return Reading(article, tuple(made), model=draw(st.text(letters, max_size=9)))


@given(st.lists(readings(), max_size=2))
def test_any_readings_make_a_well_formed_page_with_the_articles_text_in_it(readings: list[Reading]) -> None:
    source = html_page(readings)
    source.encode("utf-8")
    page = Page(source)
    assert page.articles == [printable(r.article.text) for r in readings]
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = [str(attributes["href"])[1:] for attributes in page.all("a")]
    assert set(links) <= set(ids)
    described = {attributes["aria-describedby"] for _, attributes in page.elements if "aria-describedby" in attributes}
    assert described <= set(ids)


def test_every_statement_can_be_reached_and_is_listed() -> None:
    page = Page(html_page([ministry()]))
    count = len(ministry().statements)
    reachable = [mark for mark in page.all("mark") if mark.get("tabindex") == "0"]
    assert [mark["id"] for mark in sorted(reachable, key=lambda m: int(str(m["data-n"] or 0)))] == [
        f"a1s{n}" for n in range(1, count + 1)
    ]
    links = {link["href"] for link in page.all("a")}
    assert {f"#a1s{n}" for n in range(1, count + 1)} <= links
    assert len(page.all("li")) == count + len(Family)


def test_a_note_tells_who_what_and_how_sure() -> None:
    page = Page(html_page([ministry()]))
    notes = {mark["id"]: mark["data-note"] for mark in page.all("mark") if "id" in mark}
    assert notes["a1s4"] == (
        "dockers\naccuse: had alleged\npartly quoted\n"
        "within the Tidewater Ledger: assert\nwithin The ministry of trade: deny\nconfidence 0.90"
    )
    assert "partly quoted\n11 March 2031\n" in str(notes["a1s2"])
    assert str(notes["a1s9"]).startswith("(no source named)\nassert: reportedly\nparaphrased · hedged · unnamed\n")
    assert notes["a1s13"] == "(no source named)\nassert\nquoted · unnamed\nconfidence 0.90"


def test_each_statement_has_one_label() -> None:
    labels = [m["data-label"] for m in Page(html_page([ministry()])).all("mark") if "data-n" in m]
    assert labels.count("not deny") == 1
    assert len(labels) == len(ministry().statements)


def test_statements_are_grouped_by_speaker() -> None:
    page = html_page([ministry()])
    names = re.findall(r"<h3[^>]*>(?:<bdi>)?([^<]*)", page)
    assert names[:4] == ["Ministry", "The ministry of trade", "the Tidewater Ledger", "dockers"]
    assert (names.count("Ilse Marquand"), names.count("She")) == (1, 0)
    assert "<small><bdi>spokeswoman, ministry</bdi></small>" in page
    assert names.count("(no source named)") == 1


def test_a_headline_in_the_text_is_not_shown_twice() -> None:
    assert html_page([ministry()]).count("<h2") == 1
    titled = Reading(
        Article(MINISTRY.split("\n\n", 1)[1], title="Ministry & report", published=date(2031, 3, 5)), (), "m"
    )
    page = html_page([titled])
    assert '<h2 id="a1h">Ministry &amp; report</h2>' in page
    assert '<time datetime="2031-03-05">5 March 2031</time>' in page


def test_several_articles_get_a_table_of_contents() -> None:
    page = Page(html_page([ministry(), crossing(), hostile()]))
    assert page.title == "Who said what in 3 articles"
    assert {"#a1", "#a2", "#a3"} <= {link["href"] for link in page.all("a")}
    assert not Page(html_page([ministry()])).all("nav")


def test_the_page_needs_nothing_from_elsewhere() -> None:
    source = html_page([ministry(), crossing(), hostile()])
    page = Page(source)
    allowed = {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "p",
        "details",
        "summary",
        "small",
        "mark",
        "ul",
        "li",
    }
    allowed |= {"span", "nav", "ol", "a", "main", "section", "div", "h2", "h3", "aside", "bdi", "time", "footer"}
    assert {tag for tag, _ in page.elements} <= allowed
    names = {name for _, attributes in page.elements for name in attributes}
    assert not {name for name in names if name.startswith("on") or name in ("style", "src", "srcset", "action")}
    assert all(str(link["href"]).startswith("#") for link in page.all("a"))
    assert "url(" not in page.style
    assert "@import" not in page.style


def test_the_policy_allows_only_the_pages_own_style() -> None:
    page = Page(html_page([ministry()]))
    policy = next(m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    digest = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_hostile_text_stays_text() -> None:
    page = Page(html_page([hostile()]))
    assert page.title == "</title><script>document.title = 'owned'</script> – who said what"
    assert page.articles == [printable(hostile().article.text)]


def test_no_readings_make_a_page_too() -> None:
    assert Page(html_page([])).articles == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_colours_have_the_contrast_that_wcag_asks_for(dark: bool) -> None:
    colours = _colours(dark)
    pairs = [("ink", "paper"), ("quiet", "paper"), ("ink", "card")]
    pairs += [(family, ground) for family in Family for ground in ("paper", "card", f"{family}-tint")]
    pairs += [(text, f"{family}-tint") for family in Family for text in ("ink", "quiet")]
    # A cue may lie in the lit content of another family.
    pairs += [(family, f"{other}-tint") for family in Family for other in Family]
    poor = {pair: round(_contrast(*(colours[name] for name in pair)), 2) for pair in pairs}
    assert not {pair: ratio for pair, ratio in poor.items() if ratio < 4.5}


def _colours(dark: bool) -> dict[str, str]:
    """Return the page's colours by name, from the first rules of its style sheet: light, then what dark changes."""
    css = files("sayso.exports").joinpath("page.css").read_text("utf-8")
    rules = css.split("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", rules[0]))
    return found | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", rules[1].split("@media")[0])) if dark else found


def _contrast(one: str, other: str) -> float:
    dim, bright = sorted((_luminance(one), _luminance(other)))
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_author_stands_under_the_headline() -> None:
    article = replace(ministry().article, title="Ministry rejects it", author="Ida <Rook>")
    head = html_page([replace(ministry(), article=article)]).partition('<div class="text"')[0]
    assert '</h2><p class="author">By Ida &lt;Rook&gt;</p>' in head
    assert 'class="author"' not in html_page([ministry()])
