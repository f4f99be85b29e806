"""sayso: on whose say-so? Reads news and keeps account of who said, denied, accused or promised what.

>>> import sayso
>>> reading = sayso.read("The mayor denied that the bridge was unsafe.")
>>> [statement.act.value for statement in reading.statements]
['deny']
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sayso.article import Article, Span
from sayso.errors import (
    AccessError,
    ExportError,
    FetchError,
    LedgerError,
    ModelError,
    SaysoError,
    SchemaError,
    SourceError,
    TextError,
)
from sayso.statement import Act, Distance, Quote, Reading, Statement

if TYPE_CHECKING:
    from sayso.ledger import Ledger
    from sayso.reader import Reader
    from sayso.sources import Columns, Failure
    from sayso.sources import open_source as open

__version__ = "0.1.0"
__all__ = [
    "AccessError",
    "Act",
    "Article",
    "Columns",
    "Distance",
    "ExportError",
    "Failure",
    "FetchError",
    "Ledger",
    "LedgerError",
    "ModelError",
    "Quote",
    "Reader",
    "Reading",
    "SaysoError",
    "SchemaError",
    "SourceError",
    "Span",
    "Statement",
    "TextError",
    "open",
    "read",
]


def read(text: str, *, outlet: str | None = None, published: date | None = None, title: str | None = None) -> Reading:
    """Read one article and return every statement it attributes to somebody.

    Args:
        text: the article as plain text; paragraphs are its non-blank lines. Offsets in the result count its
            characters (Unicode code points).
        outlet: who published it.
        published: the day it appeared.
        title: its headline, where that is known apart from the text.

    Returns:
        A `Reading`: the article and its statements in text order.

    Raises:
        TextError: the text is empty, or not text.

    The source–cue–content scheme follows Pareti (2015) and PolNeAR (Newell et al., 2018); see docs/scheme.md.
    """
    article = Article(text, outlet=outlet, published=published, title=title)  # before the weights load: it may refuse
    from sayso.reader import Reader

    return Reader(threads=1).read(article)


def __getattr__(name: str) -> Any:
    """Load reader, ledger and sources only when they are asked for: ONNX Runtime and SQLAlchemy take their time."""
    if name == "Reader":
        from sayso.reader import Reader

        return Reader
    if name == "Ledger":
        from sayso.ledger import Ledger

        return Ledger
    if name in ("Columns", "Failure", "open"):
        from sayso import sources

        return getattr(sources, "open_source" if name == "open" else name)
    raise AttributeError(f"module 'sayso' has no attribute {name!r}")
