"""robots.txt as sites on loopback have it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from sayso.errors import FetchError
from sayso.sources.fetching.fetcher import Fetcher, Limits
from sayso.sources.fetching.robots import Robots
from tests.serving import Answer, Site, redirect, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving({}) as site:
        yield site


def robots_for(agent: str = "sayso/1") -> Robots:
    return Robots(Fetcher(allow_private=True, delay=0, agent=agent, limits=Limits(read=0.3, total=1.0)))


def allowed(site: Site, *paths: str, agent: str = "sayso/1") -> list[bool]:
    robots = robots_for(agent)

    def passes(path: str) -> bool:
        try:
            robots.check(site.url(path))
        except FetchError as error:
            return not error.lasting
        return True

    return [passes(path) for path in paths]


def test_what_is_forbidden_is_not_fetched(site: Site) -> None:
    rules = "User-agent: *\nDisallow: /private/\nAllow: /private/press/\nDisallow: /*.pdf$\n"
    site.routes["/robots.txt"] = Answer(rules)
    assert allowed(site, "/news/1", "/private/2", "/private/press/3", "/plan.pdf", "/plan.pdf?x") == [
        True, False, True, False, True,
    ]  # fmt: skip


def test_rules_that_name_us_come_before_those_for_all(site: Site) -> None:
    site.routes["/robots.txt"] = Answer("User-agent: sayso\nDisallow: /a\n\nUser-agent: *\nDisallow: /\n")
    assert allowed(site, "/a", "/b") == [False, True]
    assert allowed(site, "/b", agent="gazette/2") == [False]


def test_a_file_is_asked_for_once_whoever_asks(site: Site) -> None:
    site.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /no\n")
    robots = robots_for()
    threads = [threading.Thread(target=robots.check, args=[site.url(f"/{n}")]) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert site.asked == ["/robots.txt"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_without_one_allows_everything(site: Site, status: int) -> None:
    site.routes["/robots.txt"] = Answer("", status)
    robots_for().check(site.url("/x"))
    assert site.asked == ["/robots.txt"]


@pytest.mark.parametrize("body", ["", "<!doctype html><p>Welcome</p>", b"\x00\xff\xfe\x80 binary", "Disallow /"])
def test_a_file_without_rules_allows_everything(site: Site, body: str | bytes) -> None:
    site.routes["/robots.txt"] = Answer(body)
    assert allowed(site, "/x") == [True]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_where_it_cannot_be_had_nothing_is_fetched_yet(site: Site, status: int) -> None:
    site.routes["/robots.txt"] = Answer("", status, {"Retry-After": "30"})
    robots = robots_for()
    for _ in range(2):
        with pytest.raises(FetchError, match=r"the robots\.txt of its site cannot be had .* try later") as caught:
            robots.check(site.url("/x"))
        assert not caught.value.lasting
    assert caught.value.retry_after == 30
    assert site.asked == ["/robots.txt"]


def test_where_its_server_hangs_nothing_is_fetched_yet(site: Site) -> None:
    site.routes["/robots.txt"] = site.hang
    with pytest.raises(FetchError, match=r"cannot be had \(its host said nothing"):
        robots_for().check(site.url("/x"))


def test_it_may_be_somewhere_else(site: Site) -> None:
    site.routes |= {"/robots.txt": redirect("/real"), "/real": Answer("User-agent: *\nDisallow: /no")}
    assert allowed(site, "/no", "/yes") == [False, True]


def test_the_pace_that_it_asks_for_is_kept(site: Site) -> None:
    site.routes |= {"/robots.txt": Answer("User-agent: *\nCrawl-delay: 0.15\n"), "/x": Answer("x")}
    robots = robots_for()
    for _ in range(3):
        robots._fetcher.get(site.url("/x"), check=robots.check)
    assert site.times[-1] - site.times[1] > 0.28


def test_of_a_file_without_end_only_the_beginning_is_read(site: Site) -> None:
    site.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /no\n" + "# more\n" * 500_000)
    assert allowed(site, "/no", "/yes") == [False, True]


def test_a_file_made_to_be_slow_is_not(site: Site) -> None:
    names = "".join(f"User-agent: robot{n}\n" for n in range(12_000))
    site.routes["/robots.txt"] = Answer(names + "".join(f"Disallow: /{n}\n" for n in range(20_000)))
    began = time.monotonic()
    assert allowed(site, "/1") == [True]
    site.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /" + "a*" * 100_000 + "b\n")
    assert allowed(site, "/" + "a" * 4000) == [True]
    assert time.monotonic() - began < 3


def test_what_is_kept_of_many_sites_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.sources.fetching.robots._MOST", 2)
    with serving({"/robots.txt": Answer("User-agent: *\nDisallow: /no")}) as site:
        robots = Robots(Fetcher(allow_private=True, delay=0, resolve=lambda *_: ["127.0.0.1"]))
        for name in "abcab":
            robots.check(f"http://{name}.example:{site.port}/x")
        assert len(robots._known) == 2
        assert len(site.asked) == 5
