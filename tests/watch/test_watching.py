"""Watching feeds, lists and sitemaps of a site on loopback, look by look."""

from __future__ import annotations

import gzip
import threading
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from sayso.article import Article
from sayso.errors import LedgerError, SourceError, TextError
from sayso.ledger import Ledger
from sayso.sources.fetching.fetcher import Fetcher
from sayso.statement import Reading
from sayso.watch import Pace, Watcher, What
from tests.serving import Answer, Site, redirect
from tests.watch.conftest import LIMITS, Desk, conditional, page, read_article, read_page, rss


def test_what_is_new_is_added_once(desk: Desk, site: Site) -> None:
    site.routes |= {"/feed": Answer(rss("/dam", "/ferry")), "/dam": page("The dam held."), "/ferry": page("It sank.")}
    desk.look("/feed")
    assert desk.whats(What.NEW) == ["/dam", "/ferry"]
    assert desk.articles() == {"/dam": ["The dam held."], "/ferry": ["It sank."]}
    site.routes |= {"/feed": Answer(rss("/tower", "/dam")), "/tower": page("It leans.")}
    desk.pass_time(minutes=20)
    desk.look("/feed")
    assert (desk.whats(What.NEW), site.count("/dam"), site.count("/ferry")) == (["/tower"], 1, 1)


def test_a_feed_is_asked_for_what_has_changed_only(desk: Desk, site: Site) -> None:
    site.routes |= {"/feed": conditional(rss("/dam"), '"1"'), "/dam": page("The dam held.")}
    desk.look("/feed")
    desk.pass_time(minutes=20)
    (told,) = desk.look("/feed")
    assert (told.what, told.links, told.title) == (What.ASKED, 0, "The Harrow Ledger")
    assert site.last("/feed")["if-none-match"] == '"1"'


def test_an_article_has_what_the_feed_says_where_its_page_says_nothing(desk: Desk, site: Site) -> None:
    extra = "<pubDate>Tue, 04 Mar 2031 09:00:00 GMT</pubDate><author>Ilse Marrow</author>"
    site.routes |= {"/feed": Answer(rss("/dam", extra=extra)), "/dam": page("The dam held.")}
    desk.look("/feed")
    with Ledger(desk.path) as ledger:
        (reading,) = ledger.readings()
    article = reading.article
    assert (article.title, article.author, article.outlet) == ("About dam", "Ilse Marrow", "The Harrow Ledger")
    assert article.published == date(2031, 3, 4)


def test_links_that_only_count_readers_are_one(desk: Desk, site: Site) -> None:
    links = ("/dam?utm_source=rss", "/dam?utm_source=mail&amp;utm_medium=x", "/dam#top", "/dam?id=2&amp;fbclid=9")
    site.routes |= {"/feed": Answer(rss(*links)), "/dam": page("The dam held."), "/dam?id=2": page("Another dam.")}
    desk.look("/feed")
    assert desk.whats(What.NEW) == ["/dam", "/dam?id=2"]


def test_an_article_in_two_feeds_is_fetched_once(desk: Desk, site: Site) -> None:
    site.routes |= {"/a": Answer(rss("/dam")), "/b": Answer(rss("/dam")), "/dam": page("The dam held.")}
    desk.look("/a", "/b")
    assert (desk.whats(What.NEW), site.count("/dam")) == (["/dam"], 1)


def test_a_changed_article_becomes_a_version_while_it_is_young(desk: Desk, site: Site) -> None:
    site.routes |= {"/feed": Answer(rss("/dam")), "/dam": page("The dam held.")}
    desk.look("/feed")
    desk.pass_time(minutes=30)
    desk.look("/feed")
    assert site.count("/dam") == 1
    site.routes["/dam"] = page("The dam broke.")
    desk.pass_time(hours=1)
    desk.look("/feed")
    assert desk.whats(What.CHANGED) == ["/dam"]
    with Ledger(desk.path) as ledger:
        assert [reading.article.text for reading in ledger.readings()] == ["The dam broke."]
    for _ in range(20):
        desk.pass_time(hours=4)
        desk.look("/feed")
    looks = site.count("/dam")
    assert 5 <= looks <= 8
    desk.pass_time(days=30)
    desk.look("/feed")
    assert site.count("/dam") == looks


def test_an_article_that_its_feed_calls_changed_is_looked_at_again_however_old(desk: Desk, site: Site) -> None:
    def feed(day: str) -> Answer:
        entry = f"<entry><title>Dam</title><link href='/dam'/><updated>{day}T10:00:00Z</updated></entry>"
        return Answer(f"<feed xmlns='http://www.w3.org/2005/Atom'><title>L</title>{entry}</feed>")

    site.routes |= {"/feed": feed("2031-03-01"), "/dam": page("The dam held.")}
    desk.look("/feed")
    desk.pass_time(days=10)
    desk.look("/feed")
    desk.look("/feed")
    looks = site.count("/dam")
    site.routes |= {"/feed": feed("2031-03-14"), "/dam": page("The dam broke.")}
    desk.pass_time(days=1)
    desk.look("/feed")
    assert (desk.whats(What.CHANGED), site.count("/dam")) == (["/dam"], looks + 1)


def test_a_page_that_has_not_changed_is_not_sent_again(desk: Desk, site: Site) -> None:
    site.routes |= {"/feed": Answer(rss("/dam")), "/dam": conditional("<p>The dam held.</p>", '"d"')}
    desk.look("/feed")
    desk.pass_time(hours=2)
    desk.look("/feed")
    assert site.last("/dam")["if-none-match"] == '"d"'
    assert desk.whats(What.SAME) == ["/dam"]


def test_a_link_that_fails_is_tried_again_with_longer_and_longer_pauses_and_given_up(desk: Desk, site: Site) -> None:
    site.routes |= {"/feed": conditional(rss("/dam"), '"1"'), "/dam": Answer("", 500)}
    pauses = []
    while (told := next(h for h in desk.look("/feed") if h.what is What.FAILED)).again is not None:
        pauses.append((told.again - desk.now).total_seconds())
        desk.now = told.again
    assert len(pauses) == site.count("/dam") - 1 == 6
    assert 270 < pauses[0] < 330
    assert all(2 * earlier < later < 4 * earlier for earlier, later in pairwise(pauses))
    with desk.watcher("/feed") as watcher:
        assert watcher.counts().given_up == 1


def test_a_link_that_came_late_is_added_in_the_end(desk: Desk, site: Site) -> None:
    site.routes["/feed"] = conditional(rss("/dam"), '"1"')
    (_, failed) = desk.look("/feed")
    assert (failed.what, failed.reason) == (What.FAILED, "the server answers 404 Not Found: check the address")
    assert failed.again is not None and timedelta(minutes=4) < failed.again - desk.now < timedelta(minutes=6)
    site.routes["/dam"] = page("The dam held.")
    desk.pass_time(minutes=10)
    desk.look("/feed")
    assert desk.whats(What.NEW) == ["/dam"]


def test_one_that_is_broken_does_not_stop_the_others(desk: Desk, site: Site) -> None:
    links = ("/none", "/hangs", "/no-text", "/trips", "/loop", "/inside", "/bomb", "/good")
    site.routes |= {
        "/feed": Answer(rss(*links, "mailto:x@y.example", "http://user:pass@x.example/", "http://[oops/")),
        "/hangs": site.hang,
        "/no-text": Answer("<nav>Menu</nav>"),
        "/trips": Answer("<p>trip up</p>"),
        "/loop": redirect("/loop"),
        "/inside": redirect("ftp://127.0.0.1/"),
        "/bomb": Answer(gzip.compress(bytes(20 * 2**20)), headers={"Content-Encoding": "gzip"}),
        "/good": page("The dam held."),
    }
    desk.look("/feed")
    assert (desk.whats(What.NEW), desk.whats(What.FAILED)) == (["/good"], sorted(links[:-1]))
    reasons = {h.url.rpartition("/")[2]: h.reason for h in desk.happened if h.reason}
    assert reasons["no-text"] == "no article was found on its page"
    assert reasons["trips"] == "it could not be read (RecursionError): tell us"
    assert reasons["hangs"] == "its host said nothing for 1 s: try later"


def test_what_the_reader_refuses_is_a_failure(desk: Desk, site: Site) -> None:
    def refuse(article: Article) -> Reading:
        raise TextError("the article has no text")

    site.routes |= {"/feed": Answer(rss("/dam")), "/dam": page("The dam held.")}
    with desk.watcher("/feed", read=refuse) as watcher:
        watcher.run(once=True)
    assert [h.reason for h in desk.happened if h.what is What.FAILED] == ["the article has no text"]


def test_a_ledger_that_cannot_be_written_ends_the_watch(desk: Desk, site: Site) -> None:
    def refuse(article: Article) -> Reading:
        raise LedgerError("the disk is full")

    site.routes |= {"/feed": Answer(rss("/dam", "/ferry")), "/dam": page("Held."), "/ferry": page("Sank.")}
    with desk.watcher("/feed", read=refuse) as watcher, pytest.raises(LedgerError, match="the disk is full"):
        watcher.run(once=True)
    desk.look("/feed")
    assert desk.whats(What.NEW) == ["/dam", "/ferry"]


def test_a_feed_that_fails_is_left_alone_longer_and_longer(desk: Desk, site: Site) -> None:
    site.routes["/feed"] = Answer("out of order", 500)
    pauses = []
    for _ in range(6):
        (told,) = desk.look("/feed")
        assert told.again is not None
        pauses.append((told.again - desk.now).total_seconds())
        desk.now = told.again
    assert 1600 < pauses[0] < 2000
    assert all(later > 1.5 * earlier for earlier, later in pairwise(pauses))
    site.routes["/feed"] = Answer(rss())
    desk.pass_time(days=1)
    assert [told.what for told in desk.look("/feed")] == [What.ASKED]
    assert [told.what for told in desk.look("/feed")] == [What.ASKED]


def test_retry_after_is_heeded(desk: Desk, site: Site) -> None:
    site.routes["/feed"] = Answer("", 503, {"Retry-After": "7200"})
    (told,) = desk.look("/feed")
    assert told.again is not None and told.again - desk.now >= timedelta(hours=2)
    desk.pass_time(minutes=110)
    assert desk.look("/feed") == []


def test_a_host_that_is_too_busy_is_left_alone_at_once(desk: Desk, site: Site) -> None:
    links = [f"/{n}" for n in range(40)]
    site.routes |= {"/feed": Answer(rss(*links))} | {link: Answer("", 429, {"Retry-After": "600"}) for link in links}
    desk.look("/feed")
    assert sum(site.count(link) for link in links) <= 8


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (Answer("<html><p>Welcome</p></html>"), "it is a web page and no feed"),
        (Answer(""), "it is empty"),
        (Answer('<!DOCTYPE rss [<!ENTITY a "b">]><rss/>'), "it declares entities of its own"),
        (redirect("/feed"), "it redirects in a circle"),
        (Answer(gzip.compress(bytes(20 * 2**20)), headers={"Content-Encoding": "gzip"}), "it grows more than 250-fold"),
    ],
)
def test_a_source_that_is_no_feed_is_one_sentence(desk: Desk, site: Site, body: Answer, told: str) -> None:
    site.routes["/feed"] = body
    (happening,) = desk.look("/feed")
    assert (happening.what, happening.source) == (What.FAILED, True)
    assert (happening.reason or "").startswith(told)


def test_robots_txt_is_heeded_for_feeds_and_articles(desk: Desk, site: Site) -> None:
    site.routes |= {
        "/robots.txt": Answer("User-agent: *\nDisallow: /private/\n"),
        "/feed": Answer(rss("/private/a", "/moved", "/dam")),
        "/moved": redirect("/private/b"),
        "/dam": page("The dam held."),
        "/private/feed": Answer(rss("/x")),
    }
    desk.look("/feed", "/private/feed")
    assert desk.whats(What.FAILED) == ["/moved", "/private/a", "/private/feed"]
    assert not any(path.startswith("/private/") for path in site.asked)
    assert site.count("/robots.txt") == 1


def test_a_list_of_feeds_is_followed_as_it_changes(desk: Desk, site: Site) -> None:
    def opml(*feeds: str) -> Answer:
        return Answer(f"<opml><body>{''.join(f'<outline xmlUrl={chr(34)}{f}{chr(34)}/>' for f in feeds)}</body></opml>")

    site.routes |= {
        "/list": opml("/a", "/b", "/list"),
        "/a": Answer(rss("/dam")),
        "/b": Answer(rss("/ferry")),
        "/c": Answer(rss("/tower")),
    } | {f"/{name}": page(f"About the {name}.") for name in ("dam", "ferry", "tower")}
    desk.look("/list")
    assert desk.whats(What.NEW) == ["/dam", "/ferry"]
    site.routes["/list"] = opml("/b", "/c")
    desk.pass_time(minutes=20)
    desk.look("/list")
    desk.pass_time(minutes=20)
    desk.look("/list")
    assert (site.count("/a"), site.count("/b"), site.count("/c")) == (2, 3, 2)
    assert set(desk.articles()) == {"/dam", "/ferry", "/tower"}


def test_of_sitemaps_what_is_young_is_taken(desk: Desk, site: Site) -> None:
    def url(path: str, day: str) -> str:
        return f"<url><loc>{path}</loc><lastmod>{day}</lastmod></url>"

    site.routes |= {
        "/index": Answer(
            "<sitemapindex><sitemap><loc>/new.xml.gz</loc><lastmod>2031-03-04</lastmod></sitemap>"
            "<sitemap><loc>/old.xml</loc><lastmod>2030-01-01</lastmod></sitemap></sitemapindex>"
        ),
        "/new.xml.gz": Answer(
            gzip.compress(f"<urlset>{url('/dam', '2031-03-03')}{url('/castle', '2029-03-03')}</urlset>".encode())
        ),
        "/dam": page("The dam held."),
    }
    desk.look("/index")
    assert desk.whats(What.NEW) == ["/dam"]
    assert (site.count("/old.xml"), site.count("/castle")) == (0, 0)


def test_indexes_that_lead_on_without_end_are_not_followed_for_ever(desk: Desk, site: Site) -> None:
    for n in range(30):
        site.routes[f"/{n}"] = Answer(f"<sitemapindex><sitemap><loc>/{n + 1}</loc></sitemap></sitemapindex>")
    desk.look("/0")
    assert [path for path in site.asked if path != "/robots.txt"] == ["/0", "/1", "/2", "/3"]


def test_a_page_cannot_put_itself_in_the_place_of_another_sites_article(desk: Desk, site: Site) -> None:
    other = "https://other.example/story"
    site.routes |= {
        "/feed": Answer(rss("/dam", "/home", "/print")),
        "/dam": page("The dam held.", canonical=other),
        "/home": page("The house fell.", canonical=site.url("/")),
        "/print": page("The press stopped.", canonical=site.url("/story")),
    }
    desk.look("/feed")
    assert set(desk.articles()) == {"/dam", "/home", "/story"}


def test_only_what_is_named_is_watched(desk: Desk, site: Site) -> None:
    site.routes |= {"/a": Answer(rss("/dam")), "/b": Answer(rss()), "/dam": Answer("", 500)}
    desk.look("/a")
    desk.pass_time(hours=1)
    desk.look("/b")
    assert (site.count("/a"), site.count("/dam")) == (1, 1)


def test_a_watch_that_is_cut_off_loses_nothing_and_adds_nothing_twice(desk: Desk, site: Site) -> None:
    links = [f"/{n}" for n in range(60)]
    site.routes |= {"/feed": conditional(rss(*links), '"1"')} | {link: page(f"Number {link}.") for link in links}
    for most in (5, 20):
        read = Counter[str]()

        def stop_soon(article: Article, read: Counter[str] = read, most: int = most) -> Reading:
            read["articles"] += 1
            if read["articles"] == most:
                watcher.stop()
            return read_article(article)

        with desk.watcher("/feed", read=stop_soon) as watcher:
            watcher.run(once=True)
        assert len(desk.articles()) < len(links)
    desk.look("/feed")
    assert desk.articles() == {link: [f"Number {link}."] for link in links}


def test_an_article_that_was_added_before_its_watcher_was_killed_is_not_added_again(desk: Desk, site: Site) -> None:
    site.routes |= {"/feed": Answer(rss("/dam")), "/dam": page("The dam held.")}
    with Ledger(desk.path) as ledger:  # as if it had been killed between the ledger and the journal
        ledger.add(read_article(Article("The dam held.", url=site.url("/dam"))))
    desk.look("/feed")
    assert desk.whats(What.SAME) == ["/dam"]
    assert desk.articles() == {"/dam": ["The dam held."]}


def test_it_goes_on_until_it_is_stopped(desk: Desk, site: Site) -> None:
    desk.pace = Pace(every=0.1)
    site.routes |= {"/feed": Answer(rss("/dam")), "/dam": page("The dam held."), "/slow": site.hang}
    with Watcher(
        desk.path, [site.url("/feed")], read_article, fetcher=Fetcher(allow_private=True, delay=0, limits=LIMITS),
        pace=desk.pace, tell=desk.happened.append, read_page=read_page,
    ) as watcher:  # fmt: skip
        thread = threading.Thread(target=watcher.run)
        thread.start()
        deadline = time.monotonic() + 20
        while site.count("/feed") < 2 and time.monotonic() < deadline:
            time.sleep(0.02)
        watcher.stop()
        thread.join(5)
        assert not thread.is_alive()
    assert site.count("/feed") >= 2
    assert desk.whats(What.NEW) == ["/dam"]


def test_stopping_cuts_off_what_hangs_and_counts_it_as_no_failure(desk: Desk, site: Site) -> None:
    site.routes |= {"/feed": Answer(rss("/slow")), "/slow": site.hang}
    fetcher = Fetcher(allow_private=True, delay=0)
    with Watcher(
        desk.path, [site.url("/feed")], read_article, fetcher=fetcher, tell=desk.happened.append, read_page=read_page
    ) as watcher:
        thread = threading.Thread(target=watcher.run)
        thread.start()
        while not site.count("/slow"):
            time.sleep(0.01)
        began = time.monotonic()
        watcher.stop()
        thread.join(5)
        assert time.monotonic() - began < 2
        assert (watcher.counts().waiting, watcher.counts().given_up) == (1, 0)
    assert desk.whats(What.FAILED) == []


@pytest.mark.parametrize("url", ["ftp://x.example/", "http://u:p@x.example/", "feed"])
def test_a_source_that_is_no_url_is_told(desk: Desk, url: str) -> None:
    with pytest.raises(SourceError, match="is no http or https URL that can be watched"):
        Watcher(desk.path, [url], read_article, fetcher=Fetcher())


def test_the_next_time_is_told(desk: Desk, site: Site) -> None:
    site.routes |= {"/feed": Answer(rss("/dam")), "/dam": page("The dam held.")}
    desk.look("/feed")
    with desk.watcher("/feed") as watcher:
        counts = watcher.counts()
    assert (counts.sources, counts.failing, counts.waiting, counts.added, counts.given_up) == (1, 0, 0, 1, 0)
    assert counts.next_at is not None
    assert timedelta(minutes=13) < datetime.fromisoformat(counts.next_at) - desk.now < timedelta(minutes=17)
    assert datetime.fromisoformat(counts.next_at).tzinfo == UTC
