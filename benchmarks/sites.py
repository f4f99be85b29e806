"""Invented news pages: stories on fourteen invented sites, which are built as real ones are.

Around each story stand navigation, teasers, advertisements, comments, newsletters and scripts, and its date stands
where that kind of site puts it. What must come out is known.
"""

from __future__ import annotations

import html
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from benchmarks.stories import Story, headline, paragraph, person, word

_NAV = (
    "Home News Politics Business Sport Culture Opinion Weather Travel Science Health Education Video Podcasts Jobs"
).split()
_ADS = (
    "Save up to 40 % on garden chairs this week only",
    "The ten best kettles of the year, tested",
    "Doctors are amazed by this simple trick",
    "Fly to the sea from 49 a head",
)


@dataclass(frozen=True, slots=True)
class Site:
    """An invented site: its name, where it lies, and how it builds its pages."""

    outlet: str
    host: str
    build: Callable[[Story, random.Random], str]
    charset: str = "utf-8"
    dated: bool = False  # whether the day is in its addresses

    def story(self, number: int, chance: random.Random) -> Story:
        """Invent the story of one of its pages."""
        day = date(2026, 1, 1) + timedelta(chance.randrange(300))
        title = headline(chance)
        folder = f"{day:%Y/%m/%d}" if self.dated else "news"
        url = f"https://{self.host}/{folder}/{title.lower().replace(' ', '-')}-{number}"
        paragraphs = dict.fromkeys(paragraph(chance) for _ in range(chance.randrange(7, 18)))
        return Story(url, title, self.outlet, person(chance), day, tuple(paragraphs))

    def page(self, story: Story, chance: random.Random) -> bytes:
        """Return the page of a story."""
        return self.build(story, chance).encode(self.charset, "xmlcharrefreplace")

    def front(self, chance: random.Random) -> bytes:
        """Return the site's front page, which holds no article."""
        head = f'<html lang="en"><head><title>{self.outlet}</title>{_style(chance)}</head>'
        return f"{head}<body>{_nav(chance)}<main>{_teasers(chance, 60)}</main>{_foot(chance)}</body></html>".encode()


def _style(chance: random.Random) -> str:
    rules = (
        f".{word(chance).lower()}-{n}{{margin:{chance.randrange(40)}px;color:#{chance.randrange(4096):03x}}}"
        for n in range(400)
    )
    return f"<style>{''.join(rules)}</style>"


def _script(chance: random.Random, count: int = 200) -> str:
    state = {
        word(chance): [chance.randrange(10**6), word(chance), {"id": f"{chance.getrandbits(64):x}"}]
        for _ in range(count)
    }
    return (
        f"<script>window.__STATE__={json.dumps(state)};(function(){{var a=document.createElement('i');}})();</script>"
    )


def _nav(chance: random.Random) -> str:
    items = "".join(f'<li><a href="/{name.lower()}">{name}</a></li>' for name in chance.sample(_NAV, 12))
    skip = '<a class="skip" href="#main">Skip to content</a>'
    return f'<header class="site-header">{skip}<nav><ul>{items}</ul></nav></header>'


def _teasers(chance: random.Random, count: int) -> str:
    return "".join(
        f'<div class="teaser"><a href="/{n}"><img src="/{n}.jpg" alt=""><h3>{headline(chance)}</h3></a>'
        f"<span>{chance.randrange(2, 59)} minutes ago</span></div>"
        for n in range(count)
    )


def _related(chance: random.Random) -> str:
    return f'<aside class="related-articles"><h2>Related articles</h2>{_teasers(chance, 8)}</aside>'


def _comments(chance: random.Random) -> str:
    said = "".join(
        f'<li class="comment"><b class="comment-author">{word(chance).lower()}{chance.randrange(99)}</b>'
        f"<p>{chance.choice(('Well said!', 'I do not believe a word of it.', 'First!', 'Time for a change.'))}</p></li>"
        for _ in range(chance.randrange(3, 15))
    )
    return f'<section id="comments" class="comments"><h2>Comments</h2><ol class="comment-list">{said}</ol></section>'


def _foot(chance: random.Random) -> str:
    links = "".join(f'<li><a href="/about/{n}">{word(chance)}</a></li>' for n in range(30))
    small = "<p>© 2026 All rights reserved. Terms of use. Privacy.</p>"
    return f'<footer class="site-footer"><ul>{links}</ul>{small}</footer>{_script(chance, 300)}'


def _ad(chance: random.Random) -> str:
    shown = f'<a href="/ad"><span>Advertisement</span>{chance.choice(_ADS)}</a>'
    return f'<div class="advert ad-slot" data-slot="{chance.randrange(99)}">{shown}</div>'


def _share() -> str:
    items = "".join(f'<li><a href="#">{name}</a></li>' for name in ("Share", "Copy link", "Print"))
    return f'<ul class="share-buttons">{items}</ul>'


def _p(story: Story) -> list[str]:
    return [f"<p>{html.escape(text, quote=False)}</p>" for text in story.paragraphs]


def _ld(story: Story, kind: str = "NewsArticle") -> dict[str, object]:
    return {
        "@type": kind,
        "headline": story.title,
        "datePublished": f"{story.published}T08:30:00+00:00",
        "dateModified": f"{story.published + timedelta(1)}T10:00:00+00:00",
        "author": [{"@type": "Person", "name": story.author}],
        "publisher": {
            "@type": "Organization",
            "name": story.outlet,
            "logo": {"@type": "ImageObject", "url": "/logo.png"},
        },
        "mainEntityOfPage": story.url,
    }


def _ld_script(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def _og(story: Story) -> str:
    return (
        f'<meta property="og:type" content="article"><meta property="og:title" content="{html.escape(story.title)}">'
        f'<meta property="og:site_name" content="{story.outlet}"><meta property="og:url" content="{story.url}">'
        f'<link rel="canonical" href="{story.url}">'
    )


def _page(story: Story, chance: random.Random, head: str, body: str, *, kind: str = "<!DOCTYPE html>") -> str:
    return (
        f'{kind}<html lang="en"><head><meta charset="utf-8"><title>{html.escape(story.title)} | {story.outlet}</title>'
        f"{head}{_style(chance)}{_script(chance)}</head><body>{_nav(chance)}{body}{_foot(chance)}</body></html>"
    )


def _standard(story: Story, chance: random.Random) -> str:
    """JSON-LD and Open Graph; one article element, advertisements within."""
    parts = _p(story)
    parts.insert(2, _ad(chance))
    head = f"<h1>{story.title}</h1><p class=byline>By {story.author}</p>{_share()}"
    body = f"<main><article>{head}{''.join(parts)}</article></main>"
    return _page(
        story, chance, _og(story) + _ld_script({"@context": "https://schema.org"} | _ld(story)), body + _related(chance)
    )


def _weblog(story: Story, chance: random.Random) -> str:
    """A content system's theme, with a date in its meta tags, a sidebar and comments."""
    head = _og(story) + f'<meta property="article:published_time" content="{story.published}T06:00:00+00:00">'
    body = (
        '<div id="content" class="site-content"><div id="primary"><article class="post type-post hentry"><h1 '
        'class="entry-title">'
        f'{story.title}</h1><div class="entry-meta">Posted by <a href="/a">{story.author}</a></div><div '
        'class="entry-content">'
        f'{"".join(_p(story))}</div><footer class="entry-footer">Filed under: <a href="/c">Local</a></footer>'
        f"</article>{_comments(chance)}"
        f'</div><aside id="secondary" class="widget-area">{_teasers(chance, 12)}</aside></div>'
    )
    return _page(story, chance, head, body)


def _timed(story: Story, chance: random.Random) -> str:
    """A date in a time element only."""
    body = (
        f'<main id="main"><div class="headline"><h1>{story.title}</h1><time datetime="{story.published}T09:15:00Z">'
        f'{story.published:%d %B %Y}</time></div><div class="story-body">{"".join(_p(story))}</div>{_share()}</main>'
    )
    return _page(story, chance, _og(story), body + _related(chance))


def _microdata(story: Story, chance: random.Random) -> str:
    """Microdata in the markup of the article."""
    body = (
        f'<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">{story.title}</h1>'
        f'<span itemprop="author">{story.author}</span><meta itemprop="datePublished" content="{story.published}">'
        f'<div itemprop="articleBody">{"".join(_p(story))}</div></div>{_comments(chance)}'
    )
    return _page(story, chance, f'<meta itemprop="datePublished" content="{story.published}">', body)


def _tables(story: Story, chance: random.Random) -> str:
    """Tables for layout, as old sites have them, and a date in a meta tag."""
    body = (
        f'<table width="100%"><tr><td width="20%" class="menu">{_teasers(chance, 6)}</td><td class="text"><h1>'
        f"{story.title}</h1>"
        f'{"".join(_p(story))}</td><td class="right">{_ad(chance)}{_ad(chance)}</td></tr></table>'
    )
    return _page(story, chance, f'<meta name="date" content="{story.published}">', body, kind="")


def _microformats(story: Story, chance: random.Random) -> str:
    """Microformats, and far more comments than text."""
    body = (
        f'<div class="h-entry hentry"><h1 class="p-name entry-title">{story.title}</h1><a class="p-author">'
        f"{story.author}</a>"
        f'<time class="dt-published published" datetime="{story.published}">{story.published:%B %d, %Y}</time>'
        f'<div class="e-content entry-content">{"".join(_p(story))}</div></div>{_comments(chance)}{_comments(chance)}'
    )
    return _page(story, chance, _og(story), body)


def _accelerated(story: Story, chance: random.Random) -> str:
    """A page for telephones, with elements of its own."""
    parts = _p(story)
    parts.insert(3, '<amp-ad width="300" height="250" type="x"></amp-ad>')
    body = (
        f'<article><h1>{story.title}</h1><amp-img src="/i.jpg" width="600" height="400"></amp-img><div '
        'class="amp-content">'
        f'{"".join(parts)}</div></article><amp-sidebar id="s"><ul><li><a href="/">Home</a></li></ul></amp-sidebar>'
    )
    return _page(story, chance, _ld_script({"@context": "https://schema.org"} | _ld(story)), body)


def _graph(story: Story, chance: random.Random) -> str:
    """A graph of JSON-LD, in which the article is one thing of many."""
    graph = [
        {"@type": "WebSite", "name": story.outlet, "url": "/"},
        {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "position": 1, "name": "Home"}]},
        _ld(story, "Article"),
        {"@type": "Person", "name": story.author},
    ]
    body = (
        f'<div class="breadcrumb"><a href="/">Home</a> » <a href="/local">Local</a> » {story.title}</div><main>'
        f"<article><h1>{story.title}"
        f'</h1><div class="td-post-content">{"".join(_p(story))}</div></article></main>'
        f"{_related(chance)}{_comments(chance)}"
    )
    return _page(story, chance, _og(story) + _ld_script({"@context": "https://schema.org", "@graph": graph}), body)


def _application(story: Story, chance: random.Random) -> str:
    """Built by a program: names of classes that say nothing, and the whole state of the page once more in a script."""
    name = f"css-{chance.getrandbits(24):x}"
    blocks = "".join(
        f'<div class="{name}" data-testid="block"><p class="{name}-p">{html.escape(t, quote=False)}</p></div>'
        for t in story.paragraphs
    )
    state = json.dumps({"props": {"pageProps": {"story": {"title": story.title, "body": list(story.paragraphs)}}}})
    body = (
        f'<div id="__next"><div class="{name}"><main><section><header><h1>{story.title}</h1></header>'
        f"{blocks}</section></main>"
        f'</div></div><script id="__NEXT_DATA__" type="application/json">{state}</script>{_related(chance)}'
    )
    return _page(story, chance, _og(story) + _ld_script({"@context": "https://schema.org"} | _ld(story)), body)


def _interrupted(story: Story, chance: random.Random) -> str:
    """An article with boxes, captions and pointers between its paragraphs."""
    parts = _p(story)
    parts.insert(
        1, '<figure><img src="/1.jpg"><figcaption>The square on Tuesday. Photograph: A. Vale</figcaption></figure>'
    )
    parts.insert(
        4,
        f'<div class="read-more"><strong>Read more:</strong> <a href="/x">{headline(chance)}</a></div>',
    )
    parts.insert(6, _ad(chance))
    parts.append(
        '<div class="newsletter-signup"><h3>Sign up for our newsletter</h3><form><input type="email"></form></div>'
    )
    inside = f'<h1>{story.title}</h1>{_share()}<div class="article-body">{"".join(parts)}</div>'
    body = f'<main><article class="article">{inside}</article></main>'
    head = _og(story) + f'<meta property="article:published_time" content="{story.published}T12:00:00Z">'
    return _page(story, chance, head, body + _related(chance))


def _paragraphed(story: Story, chance: random.Random) -> str:
    """Paragraphs that are classes rather than elements of their own, and Dublin Core."""
    parts = "".join(
        f'<p class="paragraph inline-placeholder" data-uri="{n}">{t[3:-4]}</p>' for n, t in enumerate(_p(story))
    )
    body = (
        f'<section class="layout__wrapper"><h1 class="headline__text">{story.title}</h1><div class="byline">By '
        f"{story.author}</div>"
        f'<div class="article__content">{parts}</div></section><section class="layout__bottom">'
        f"{_teasers(chance, 20)}</section>"
    )
    return _page(story, chance, f'<meta name="dc.date.issued" content="{story.published}">{_og(story)}', body)


def _local(story: Story, chance: random.Random) -> str:
    """A local paper that asks for subscriptions around an article that is free."""
    body = (
        '<div class="subscribe-banner">Subscribe now for 1 a week</div><div class="container"><div class="row"><div '
        'class="col-8">'
        f'<article><h1>{story.title}</h1><div class="meta">{story.author} · {story.published:%d/%m/%Y}</div>'
        f"{''.join(_p(story))}"
        f'</article>{_comments(chance)}</div><div class="col-4">{_teasers(chance, 15)}{_ad(chance)}</div></div></div>'
    )
    ld = {"@context": "https://schema.org", "isAccessibleForFree": True} | _ld(story)
    return _page(story, chance, _og(story) + _ld_script(ld), body)


def _agency(story: Story, chance: random.Random) -> str:
    """An agency's bare page."""
    body = f'<div class="wire"><h1>{story.title}</h1>{"".join(_p(story))}</div>{_teasers(chance, 10)}'
    head = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">'
    head += f'<meta name="pubdate" content="{story.published}">'
    return _page(story, chance, head, body, kind="").replace('<meta charset="utf-8">', "")


def _strict(story: Story, chance: random.Random) -> str:
    """XHTML, whose date stands in the address and in print."""
    body = (
        f'<div id="wrapper"><div id="article"><h1>{story.title}</h1><span class="date">Published: '
        f"{story.published:%B %d, %Y}</span>"
        f'<div id="text">{"".join(_p(story))}</div></div><div id="sidebar">{_teasers(chance, 10)}</div></div>'
    )
    return _page(
        story,
        chance,
        "",
        body,
        kind='<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "">',
    )


SITES = (
    Site("Ostwick Post", "www.ostwick-post.example", _standard),
    Site("The Lenn Weblog", "lenn.example", _weblog),
    Site("Harrow Ledger", "harrow-ledger.example", _timed),
    Site("Marsol Courier", "www.marsol.example", _microdata),
    Site("Zelwyn Echo", "zelwyn-echo.example", _tables),
    Site("Notes from Tarven", "tarven.example", _microformats),
    Site("Kellum Mobile", "amp.kellum.example", _accelerated),
    Site("The Dorfen Times", "dorfentimes.example", _graph),
    Site("Quilmar Today", "today.quilmar.example", _application),
    Site("Ulm and Yar Gazette", "gazette.example", _interrupted),
    Site("Nesgal News", "edition.nesgal.example", _paragraphed),
    Site("Fenhin Advertiser", "www.fenhin.example", _local),
    Site("NPA", "npa.example", _agency, "windows-1252"),
    Site("Prasol Herald", "prasol-herald.example", _strict, dated=True),
)
"""Sites to take stories from in turn."""
