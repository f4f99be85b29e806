"""Web pages: what is taken for the article, what for its facts, and what is told where there is none."""

from __future__ import annotations

import codecs
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.article import Article
from sayso.sources.common import Facts, Failure
from sayso.sources.pages.page import PAGE_LIMIT, read_page
from tests.sources.samples import PARAGRAPHS, page, story

TEXT = "\n\n".join(PARAGRAPHS)
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def read(source: str | bytes, **options: str) -> Article:
    data = source.encode() if isinstance(source, str) else source
    found = read_page(data, "it", Facts(), **options)
    assert isinstance(found, Article), found
    return found


def refused(source: str | bytes, **options: str) -> str:
    data = source.encode() if isinstance(source, str) else source
    found = read_page(data, "it", Facts(), **options)
    assert isinstance(found, Failure), found
    assert found.where == "it"
    return found.reason


def test_a_page_gives_its_article_and_what_it_tells_of_it() -> None:
    html = story(dateModified="2031-03-16", mainEntityOfPage="https://ostwickpost.example/bridge", inLanguage="en-gb")
    assert read(html) == Article(
        "Bridge 0 stays open.\n\n" + TEXT,
        outlet="The Ostwick Post",
        published=date(2031, 3, 14),
        title="Mayor denies bridge 0 is unsafe",
        url="https://ostwickpost.example/bridge",
        author="Ida Rook",
        modified=date(2031, 3, 16),
        language="en-GB",
    )


def test_what_is_known_already_comes_before_what_the_page_says() -> None:
    known = Facts(outlet="NPA", published=date(2030, 1, 1), title="Bridge", author="A. Venn")
    found = read_page(story().encode(), "it", known, id="n1")
    assert isinstance(found, Article)
    assert (found.id, found.outlet, found.published, found.title, found.author) == (
        "n1", "NPA", date(2030, 1, 1), "Bridge", "A. Venn",
    )  # fmt: skip


def test_captions_pointers_and_credits_are_no_part_of_the_text() -> None:
    first, *rest = [f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS]
    between = (
        "<figure><img src=a.jpg><figcaption>The bridge on Tuesday, as seen from the quay.</figcaption></figure>"
        "<p class='photo-credit'>Oona Fenn for the Post</p>"
        "<p><a href=/x>READ MORE: Ferry fares to rise</a></p><p>Photo: Oona Fenn / The Post</p><p>Advertisement</p>"
        "<div class='related-articles'><h3>Related</h3><p><a href=/y>Harbour closes</a></p></div>"
        "<blockquote class='pullquote'>I drive over it every day</blockquote>"
        "<p>Sign up for our morning newsletter here</p>"
    )
    html = page(f"<article><h1>Bridge</h1>{first}{between}{''.join(rest)}<p>Related stories</p></article>")
    assert read(html).text == TEXT


def test_quotation_marks_and_block_quotations_are_kept() -> None:
    quoted = "The council has at no time been told of any defect in the structure, and it rejects these allegations."
    html = page(
        f"<article><h1>Bridge</h1>{BODY}<blockquote><p>{quoted}</p></blockquote>"
        "<p>«Jamais», said one. 'Never', said another. <q>Not once</q>, said the last.</p></article>"
    )
    assert (
        read(html).text
        == f"{TEXT}\n\n{quoted}\n\n«Jamais», said one. 'Never', said another. “Not once”, said the last."
    )


def test_a_paragraph_is_what_the_page_shows_as_one() -> None:
    inline = (
        PARAGRAPHS[0]
        .replace("mayor", "<b>may</b>or")
        .replace("Harrow", "\n <a href=/h>Harrow</a>\n")
        .replace(" ", "  ")
    )
    html = page(
        f"<article><h1>Bridge</h1><p>{inline}</p><p>{PARAGRAPHS[1]}<br><br>{PARAGRAPHS[2]}</p>{PARAGRAPHS[3]}</article>"
    )
    assert read(html).text.split("\n\n") == list(PARAGRAPHS)


def test_the_headline_is_not_repeated_as_a_paragraph() -> None:
    html = page(
        f"<article><h2>Bridge: “safe”</h2>{BODY}</article>",
        head='<meta property="og:title" content="Bridge: &quot;safe&quot;">',
    )
    found = read(html)
    assert (found.title, found.text) == ('Bridge: "safe"', TEXT)


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta property="article:published_time" content="2031-03-14T08:00:00Z">', date(2031, 3, 14)),
        ('<meta name="pubdate" content="20310314">', date(2031, 3, 14)),
        ('<meta name="date" content="Fri, 14 Mar 2031 08:00:00 GMT">', date(2031, 3, 14)),
        ('<meta itemprop="datePublished" content="March 14, 2031">', date(2031, 3, 14)),
        ('<meta name="date" content="someday">', None),
        ('<meta name="date" content="0001-01-01">', None),
    ],
)
def test_the_day_is_read_where_pages_declare_it(head: str, day: date | None) -> None:
    assert read(page(f"<article><h1>Bridge</h1>{BODY}</article>", head=head)).published == day


def test_the_day_is_read_where_it_is_shown() -> None:
    html = page(f"<article><h1>Bridge</h1><time datetime='2026-02-09T10:00'>Monday</time>{BODY}</article>")
    assert read(html).published == date(2026, 2, 9)


def test_a_day_that_is_only_spoken_of_is_not_the_articles() -> None:
    html = page(f"<article><h1>Bridge</h1>{BODY}<p>It was built on 4 May 1931, the council said.</p></article>")
    assert read(html).published is None


@pytest.mark.parametrize(
    "byline",
    [
        '<p class="byline">By Ida Rook</p>',
        '<a rel="author" href="/ida">Ida Rook</a>',
        '<span itemprop="author">Ida Rook</span>',
    ],
)
def test_an_author_is_read_where_it_is_shown(byline: str) -> None:
    assert read(page(f"<article><h1>Bridge</h1>{byline}{BODY}</article>")).author == "Ida Rook"


def test_an_author_is_neither_the_outlet_nor_an_address() -> None:
    head = '<meta property="og:site_name" content="The Ostwick Post"><meta name="author" content="The Ostwick Post">'
    head += '<meta property="article:author" content="https://social.example/ostwickpost">'
    assert read(page(f"<article><h1>Bridge</h1>{BODY}</article>", head=head)).author is None


def test_the_name_of_the_site_is_taken_off_the_title() -> None:
    head = '<meta property="og:site_name" content="The Ostwick Post">'
    head += '<meta property="og:title" content="Bridge safe – mayor | Ostwick Post">'
    assert read(page(f"<article>{BODY}</article>", head=head)).title == "Bridge safe – mayor"


@pytest.mark.parametrize(
    ("canonical", "url"),
    [
        ("/news/bridge", "https://www.ostwickpost.example/news/bridge"),
        ("https://ostwickpost.example/news/bridge#top", "https://ostwickpost.example/news/bridge"),
        ("https://other.example/news/bridge", "https://www.ostwickpost.example/n?id=4"),
        ("https://ostwickpost.example/", "https://www.ostwickpost.example/n?id=4"),
        ("javascript:alert(1)", "https://www.ostwickpost.example/n?id=4"),
        ("https://[bad", "https://www.ostwickpost.example/n?id=4"),
    ],
)
def test_a_canonical_address_is_believed_where_it_is_of_the_same_site(canonical: str, url: str) -> None:
    html = page(f"<article><h1>Bridge</h1>{BODY}</article>", head=f'<link rel="canonical" href="{canonical}">')
    assert read(html, url="https://www.ostwickpost.example/n?id=4").url == url


def test_damaged_structured_data_is_passed_over() -> None:
    broken = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": </script>'
    deep = f'<script type="application/ld+json">{"[" * 100_000}</script>'
    odd = '[{"@type": ["NewsArticle", 4], "author": [[], {"name": {}}], "headline": 7}]'
    odd = f'<script type="application/ld+json">{odd}</script>'
    html = page(f"<article><h1>Bridge open</h1>{BODY}</article>", head=broken + deep + odd)
    assert (read(html).title, read(html).text) == ("Bridge open", TEXT)


def test_a_text_in_another_language_than_the_page_declares_is_told() -> None:
    german = (
        "Der Bürgermeister hat am Dienstag bestritten, dass die Brücke unsicher sei, wie die Zeitung berichtet hatte. "
    )
    assert read(page(f"<article><h1>Brücke</h1><p>{german * 3}</p></article>")).language == "de"


def test_a_warning_tells_that_much_was_left_out() -> None:
    rows = "".join(
        f"<div class='comment'><div>Reader {n}: I never believed a word of it, not one single word.</div></div>"
        for n in range(40)
    )
    found = read(page(f"<article><h1>Bridge</h1>{BODY}</article><div id='comments'>{rows}</div>"))
    assert found.text == TEXT
    assert found.warning is not None
    assert found.warning.endswith("% of the text that its page shows was left out: compare it with the page")
    assert read(story()).warning is None


VIDEO = page(
    "<h1>Watch: bridge</h1><video src=a.mp4></video><p>Share</p>",
    head='<meta property="og:type" content="video.other">',
)
LISTING = page(
    "".join(
        f"<div><h3><a href=/{n}>Ferry {n} is late again, says council</a></h3><p>And so on.</p></div>" for n in range(9)
    )
)
WALLED = page(
    "<article><h1>Bridge</h1><p>The mayor of Ostwick denied on Tuesday that the bridge was unsafe.</p>"
    "<div>Subscribe to continue reading</div></article>",
    linked={"@type": "NewsArticle", "headline": "Bridge", "isAccessibleForFree": "False"},
)  # fmt: skip


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("", "it is empty: there is no article in it"),
        (" \n", "it is empty: there is no article in it"),
        (VIDEO, "it is the page of a video, without an article: leave it out"),
        (LISTING, "it is a list of articles, not an article: name the articles themselves, or the site's feed"),
        (WALLED, "only the first lines of its article are free to read: get the whole article, or leave it out"),
        (page("<p>Nothing here.</p>"), "no article was found on its page: open it in a browser to see what it is"),
        ("%PDF-1.7", "it is a PDF document, not plain text: save its text as a plain text file in UTF-8"),
    ],
)
def test_a_page_without_an_article_is_told_in_one_sentence(html: str, reason: str) -> None:
    assert refused(html) == reason


def test_a_listing_names_the_feed_that_it_declares() -> None:
    feed = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    told = refused(LISTING.replace("<title>", feed + "<title>"), url="https://ostwickpost.example/")
    assert told == "it is a list of articles, not an article: name its feed, https://ostwickpost.example/feed.xml"


@pytest.mark.parametrize(
    ("encoding", "declared", "content_type"),
    [
        ("utf-8", "iso-8859-1", None),
        ("utf-8", "utf-8", "text/html; charset=windows-1252"),
        ("cp1252", "utf-8", None),
        ("cp1252", "iso-8859-1", None),
        ("cp1252", "no-such-charset", None),
        ("cp1252", "utf-16", "text/html; charset=base64"),
        ("cp1252", "utf-8", "text/html; charset=windows-1252"),
        ("utf-16", "utf-8", None),
        ("utf-8-sig", "koi8-r", None),
    ],
)
def test_a_wrong_charset_harms_nothing(encoding: str, declared: str, content_type: str | None) -> None:
    html = story().replace('charset="utf-8"', f'charset="{declared}"')
    found = read_page(html.encode(encoding), "it", Facts(), content_type=content_type)
    assert isinstance(found, Article)
    assert "“I drive over it every day,” she said" in found.text


def test_other_charsets_are_read_as_declared() -> None:
    russian = "Мэр во вторник опроверг сообщения о том, что старый мост небезопасен, и сам проехал по нему. "
    html = page(f"<article><h1>Мост</h1><p>{russian * 3}</p></article>").replace(
        'charset="utf-8"', 'charset="windows-1251"'
    )
    found = read(html.encode("cp1251", "replace"))
    assert russian.strip() in found.text
    assert found.language == "ru"


def test_damaged_utf_8_is_read_but_for_what_is_damaged() -> None:
    data = story().encode().replace("“I drive".encode(), b"\xe2\x80I drive")
    assert "\ufffdI drive over it every day,” she said" in read(data).text


def hostile() -> Iterator[tuple[str, bytes]]:
    begin, words = b"<!doctype html><html><body>", TEXT.encode()
    yield "two million divs in each other", begin + b"<div>" * 1_500_000 + words
    yield "a thousand divs in each other", begin + b"<div>" * 1000 + words
    yield "inline elements in each other", begin + b"<b><i>" * 20_000 + words
    yield (
        "a tag of a million attributes",
        begin + b"<p " + b" ".join(b"a%d=1" % n for n in range(500_000)) + b">" + words,
    )
    yield (
        "a tag of attributes with quotes",
        begin + b'<p x=b"c ' + b" ".join(b"a%d='>'" % n for n in range(300_000)) + b">" + words,
    )
    yield "an attribute of millions of names", begin + b"<p class='" + b"x " * 3_000_000 + b"'>" + words
    yield "more paragraphs than any article", begin + b"<p>word</p>" * 300_000
    yield "tables in each other", begin + b"<table><tr><td>" * 15_000 + words
    yield (
        "cells as wide as the sky",
        begin + b"<article><table>" + b"<tr><td colspan=1000000000 rowspan=65000>a" * 500 + words,
    )
    yield "one word", begin + b"<p>" + b"a" * 7_000_000
    yield "brackets", begin + b"<" * 7_000_000
    yield "comments", begin + b"<!--" * 1_500_000
    yield "years", begin + b"<p>" + b"2031-" * 1_400_000
    yield (
        "structured data of brackets",
        begin + b"<script type='application/ld+json'>" + b'{"author":' * 90_000 + b"</script>" + words,
    )
    yield (
        "an entity bomb",
        b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><html><body>'
        + b"&b;" * 900
        + words,
    )


@pytest.mark.parametrize("data", [pytest.param(data, id=name) for name, data in hostile()])
def test_a_page_that_is_made_to_do_harm_is_over_soon(data: bytes) -> None:
    began = time.process_time()
    found = read_page(data[:PAGE_LIMIT], "it", Facts())
    assert isinstance(found, Article | Failure)
    assert time.process_time() - began < 15


def test_a_page_that_is_too_large_is_not_parsed() -> None:
    began = time.process_time()
    assert refused(b"<p>" * PAGE_LIMIT) == "its page is larger than 8 MiB: no article is as long as that"
    assert time.process_time() - began < 1


def test_a_tag_with_too_many_attributes_is_told() -> None:
    told = refused(b"<html><body><p " + b" ".join(b"a%d" % n for n in range(30_000)) + b">word")
    assert told == "a tag of its page has thousands of attributes: it is made to do harm"


def test_a_script_that_looks_like_a_tag_of_many_attributes_is_none() -> None:
    script = f"<script>for (i = 0; i <n && {' && '.join(f'a{n} ' for n in range(900))};)</script>"
    assert read(page(f"<article><h1>Bridge</h1>{BODY}</article>", head=script)).text == TEXT


def test_languages_without_spaces_have_words_as_well() -> None:
    chinese = "市长周二否认这座老桥不安全，她说自己每天都从桥上开车经过，工程师五月份检查过，没有发现任何裂缝。"
    found = read(page(f"<article><h1>桥</h1><p>{chinese}</p><p>{chinese[::-1]}</p></article>"))
    assert found.text.startswith(chinese)
    assert (found.language, found.warning) == ("zh", None)


def test_a_short_report_is_an_article_of_its_own() -> None:
    brief = "The ferry is open again, said the mayor on Tuesday, after a week in the dock for repairs."
    menu = "<header><ul><li><a href=/>Home</a></li><li><a href=/n>News</a></li></ul></header>"
    body = f"{menu}<article><h1>Ferry</h1><p>{brief}</p></article>"
    assert read(f"<html><head><title>Ferry</title></head><body>{body}</body></html>").text == brief


def test_a_front_page_is_a_list_however_long_its_teasers_are() -> None:
    teasers = "".join(f"<div><h2><a href=/{n}>Story {n}</a></h2><p>{' '.join(PARAGRAPHS)}</p></div>" for n in range(6))
    assert refused(page(teasers), url="https://ostwickpost.example/").startswith("it is a list of articles")
    assert isinstance(read_page(page(teasers).encode(), "it", Facts(), url="https://a.example/story"), Article)


def test_nothing_is_fetched_and_no_file_is_read() -> None:
    head = '<base href="file:///etc/"><link rel="canonical" href="file:///etc/passwd"><script src="http://127.0.0.1:1/"></script>'
    assert (
        read(page(f"<article><h1>Bridge</h1>{BODY}<iframe src='file:///etc/passwd'></iframe></article>", head=head)).url
        is None
    )


@given(st.binary())
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_an_article_or_a_failure(data: bytes) -> None:
    with suppress(UnicodeDecodeError):
        assert isinstance(read_page(codecs.BOM_UTF8 + data, "it", Facts()), Article | Failure)
    assert isinstance(read_page(data, "it", Facts()), Article | Failure)


TAGS = st.sampled_from(
    "html head body article p div br table td li ul q del blockquote script style h1 a figure".split()
)
MARKUP = st.recursive(
    st.text(max_size=30),
    lambda inner: st.builds(lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", TAGS, st.lists(inner, max_size=4)),
)


@given(MARKUP)
@settings(max_examples=60, deadline=None)
def test_any_markup_is_an_article_or_a_failure(html: str) -> None:
    assert isinstance(read_page(html.encode("utf-8", "surrogatepass"), "it", Facts()), Article | Failure)


def test_a_day_that_no_float_can_hold_is_left_open() -> None:
    data = f'{{"@type": "NewsArticle", "datePublished": {"9" * 400}}}'
    page = story().replace("<head>", f"<head><script type='application/ld+json'>{data}</script>", 1)
    found = read_page(page.encode(), "page", Facts())
    assert isinstance(found, Article)


def test_a_page_that_trips_a_library_up_is_one_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def trip(*_: object) -> None:
        raise AttributeError("no such thing")

    monkeypatch.setattr("sayso.sources.pages.text.main_paragraphs", trip)
    found = read_page(story().encode(), "page", Facts())
    assert isinstance(found, Failure)
    assert found.reason.startswith("its page cannot be read (AttributeError): leave it out")


def test_thousands_of_quotation_marks_do_not_slow_a_page_down() -> None:
    begun = time.monotonic()
    page = story().replace("</article>", "<p>" + "<q>a</q>" * 20_000 + "</p></article>")
    assert "<q>" in page
    read_page(page.encode(), "page", Facts())
    assert time.monotonic() - begun < 10  # it was twenty-four and more


def test_words_in_hundreds_of_elements_of_their_own_stay_a_sentence() -> None:
    words = "".join(f"<span>word{n}</span> " for n in range(600))
    page = story().replace("</article>", f"<p>First {words}<b>bold</b> and <q>said</q> so.</p></article>")
    found = read_page(page.encode(), "page", Facts())
    assert isinstance(found, Article)
    assert "First word0 word1 " in found.text
    assert "word599 bold and “said” so." in found.text
