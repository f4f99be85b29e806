"""Statements of invented articles, as the relater sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tokenizers import Tokenizer

from sayso.article import Span
from sayso.claims.told import Facts, Roles, Told, told
from sayso.statement import Act, Quote

SAID = Facts(number=1, article=1, order=0, act=Act.ASSERT, negated=False, quote=Quote.INDIRECT)


def said(tokenizer: Tokenizer, content: str, before: str = "", after: str = "", **facts: Any) -> Told:
    """Return a statement of an article of its own: a minister says a whole sentence."""
    head = f"{before}Minister Tessa Vane said "
    text = f"{head}{content}.{after}"
    start = len(before)
    roles = Roles(
        [Span(start, start + 19)], [Span(start + 20, start + 24)], [Span(len(head), len(head) + len(content))]
    )
    return told(text, roles, replace(SAID, **facts), tokenizer)


def articles(tokenizer: Tokenizer, contents: Sequence[str]) -> list[Told]:
    """Return statements of articles of their own."""
    return [said(tokenizer, content, number=n, article=n) for n, content in enumerate(contents, 1)]
