"""Invented news pages that the tests of the sources share."""

from __future__ import annotations

import json
from typing import Any

PARAGRAPHS = (
    "The mayor of Ostwick denied on Tuesday a report by the Harrow Chronicle that the old bridge was unsafe.",
    "“I drive over it every day,” she said, “and so do my children.”",
    "Petra Lund, the engineer who inspected it in May, told the Chronicle that two of its piers had been washed out.",
    "A spokesman for the council said that it would publish the inspection before the end of the month.",
)


def story(*, number: int = 0, **facts: Any) -> str:
    """Return the page of an article; `facts` go into its structured data."""
    linked = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": f"Mayor denies bridge {number} is unsafe",
        "datePublished": "2031-03-14T23:10:00+05:00",
        "author": {"@type": "Person", "name": "Ida Rook"},
        "publisher": {"@type": "NewsMediaOrganization", "name": "The Ostwick Post"},
        **facts,
    }
    body = "".join(f"<p>{paragraph}</p>" for paragraph in (f"Bridge {number} stays open.", *PARAGRAPHS))
    return page(f"<article><h1>{linked['headline']}</h1>{body}</article>", linked=linked)


def page(body: str, *, head: str = "", linked: object = None, lang: str = "en") -> str:
    """Return a page with menus and a footer around its body."""
    data = f'<script type="application/ld+json">{json.dumps(linked)}</script>' if linked is not None else ""
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>Some page</title>{head}{data}</head>'
        '<body><header><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav></header>'
        f"<main>{body}</main><footer><p>© The Ostwick Post. Terms. Privacy. Cookies.</p></footer></body></html>"
    )
