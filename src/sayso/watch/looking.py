"""Looking at one link: its page is fetched, read and added to the ledger, and the journal told what came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sayso.article import Article
from sayso.errors import FetchError, LedgerError, ModelError, SaysoError
from sayso.ledger.adding import Added, Outcome
from sayso.ledger.rows import plain
from sayso.ledger.watching import Fetch, State
from sayso.sources.common import Facts, Failure
from sayso.sources.fetching.fetcher import Limits, Response
from sayso.watch.happenings import Happening, What
from sayso.watch.links import address_of
from sayso.watch.tools import Tools

_PAGE = Limits(received=16 * 2**20, decoded=32 * 2**20)
_BUSY = (429, 503)
_BUSY_REST = 60.0  # seconds for which a host that is too busy is left alone, where it does not say
_WHAT = {Outcome.NEW: What.NEW, Outcome.CHANGED: What.CHANGED, Outcome.SAME: What.SAME}


def look(fetch: Fetch, tools: Tools) -> Happening | None:
    """Fetch the page of a link, read it and add it; None where it was interrupted.

    Raises:
        LedgerError: the ledger cannot be written.
        ModelError: the weights are missing.
    """
    limits = tools.fetcher.limits
    limits = replace(limits, received=min(limits.received, _PAGE.received), decoded=min(limits.decoded, _PAGE.decoded))
    try:
        response = tools.fetcher.get(
            fetch.url, etag=fetch.etag, modified=fetch.last_modified, check=tools.robots.check, limits=limits
        )
        if response.status == 304:
            return _kept(fetch, tools, {}, Happening(What.SAME, fetch.url, fetch.title))
        article = _article(response, fetch, tools)
        if isinstance(article, Failure):
            return _failed(fetch, tools, article.reason, lasting=True)
        added = _added(article, tools)
    except FetchError as error:
        if error.status is None and tools.interrupted(fetch.host):
            return None
        if error.status in _BUSY:
            tools.fetcher.turns.rest(fetch.host, error.retry_after or _BUSY_REST)
        return _failed(fetch, tools, str(error), lasting=error.lasting, retry_after=error.retry_after)
    except (LedgerError, ModelError):
        raise
    except SaysoError as error:
        return _failed(fetch, tools, str(error), lasting=True)
    except Exception as error:  # whatever a page has in it that trips a parser up, the others must go on
        return _failed(fetch, tools, f"it could not be read ({type(error).__name__}): tell us", lasting=True)
    values = {"etag": response.etag, "last_modified": response.modified, "article_id": added.article}
    told = Happening(_WHAT[added.outcome], fetch.url, article.title, article=added.article, statements=added.statements)
    return _kept(fetch, tools, values, told)


def _article(response: Response, fetch: Fetch, tools: Tools) -> Article | Failure:
    """Return the article of a page, with what the feed says where the page says nothing."""
    kind = response.headers.get("content-type")
    found = tools.read_page(response.body, fetch.url, Facts(), url=response.url, content_type=kind)
    if isinstance(found, Failure):
        return found
    return replace(
        found,
        url=address_of(found.url, response.url),
        title=found.title or fetch.title,
        author=found.author or fetch.author,
        outlet=_outlet(found.outlet, fetch),
        published=_day(found.published, fetch.published),
    )


def _outlet(page: str | None, fetch: Fetch) -> str | None:
    """Return who published an article: the page knows, but where it has only its host's name, the feed's is better."""
    host = fetch.host.partition(":")[0].removeprefix("www.")
    return page if page and page.lower().removeprefix("www.") != host else fetch.outlet or page


def _day(page: date | None, feed: str | None) -> date | None:
    """Return the day of an article: the page knows its own time zone, but where they disagree, the feed is right."""
    told = datetime.fromisoformat(feed).date() if feed else None
    if page is None or told is None:
        return page or told
    return page if abs(page - told) <= timedelta(1) else told


def _added(article: Article, tools: Tools) -> Added:
    """Add an article, unless it is there: reading is what takes the time."""
    with tools.writing:
        known = tools.ledger.number_of(article)
    if known is not None:
        return Added(known, Outcome.SAME, 0, article.url or article.id)
    reading = tools.read_article(article)
    with tools.writing:
        return tools.ledger.add(reading)


def _kept(fetch: Fetch, tools: Tools, values: dict[str, Any], told: Happening) -> Happening:
    """Write down that an article is in the ledger, and when to look again whether it has changed."""
    age = (tools.clock() - datetime.fromisoformat(fetch.found_at)).total_seconds()
    known = {
        "state": State.ADDED.value,
        "next_at": tools.stamped(tools.pace.next_look(age, tools.rng)),
        "tries": 0,
        "reason": None,
    }
    with tools.writing:
        tools.journal.note_fetch(fetch.id, known | values)
    return told


def _failed(
    fetch: Fetch, tools: Tools, reason: str, *, lasting: bool, retry_after: float | None = None
) -> Happening | None:
    """Write down that a link failed, and when it is tried again, if ever."""
    tries = fetch.tries + 1
    pause: float | None = tools.pace.link(tries, retry_after, tools.rng)
    if tries >= tools.pace.most_tries(lasting=lasting):
        pause = None
    waiting = fetch.state != State.ADDED
    state = fetch.state if not waiting else (State.GIVEN_UP.value if pause is None else State.WAITING.value)
    values = {"state": state, "tries": tries, "reason": plain(reason), "next_at": tools.stamped(pause)}
    with tools.writing:
        tools.journal.note_fetch(fetch.id, values)
    if not waiting:  # the article is there; that its page is not any more is no failure
        return Happening(What.SAME, fetch.url, fetch.title, reason=reason)
    again = None if pause is None else tools.later(pause)
    return Happening(What.FAILED, fetch.url, fetch.title, reason=reason, again=again)
