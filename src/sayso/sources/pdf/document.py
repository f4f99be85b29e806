"""PDF documents, such as press releases: the text that is in them goes out as one article. Nothing in them is run."""

from __future__ import annotations

import io
import logging
import re
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sayso.article import Article
from sayso.errors import SourceError, TextError
from sayso.sources.common import Facts, Failure, article_of
from sayso.sources.habits.names import is_name
from sayso.sources.pdf.layout import Line, Paragraph, paragraphs

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MOST_PAGES = 300
"""Pages that are read; an article has one to twenty."""
SECONDS = 30.0
"""How long reading one document may take; a page takes hundredths of a second."""

_MOST_BYTES = 8 * 2**20  # of drawing instructions on one page; text has some ten thousand
_DEEPEST = 8  # drawings within drawings
_FEW_LETTERS = 40
_MOST_UNREADABLE = 0.15  # of the characters, where fonts do not tell what their signs mean
_NO_EXTRA = "reading PDF documents needs more than the core: pip install 'sayso[sources]'"
_DAMAGED = "it is damaged, or no PDF document: get the file again"
_LOCKED = "it is locked with a password: open it in a reader and print it to a new file"
_SCANNED = "its pages are pictures without text: have a program for text recognition (OCR) read them first"
_NO_TEXT = "there is no text in it: have a program for text recognition (OCR) read it first if it shows any"
_FONTS = "its fonts do not tell what letters they show: have a program for text recognition (OCR) read it first"
_TOO_LONG = f"it has more than {MOST_PAGES} pages: save those of the article as a file of their own"
_TOO_SLOW = "it takes too long to read: print the pages of the article to a new file"
_NO_TITLE = re.compile(
    r"microsoft word|untitled|unknown|document\d*|.*\.(?:docx?|pdf|indd|odt|qxd|pages|html?)", re.IGNORECASE
)


def read_pdf(data: bytes, where: str, facts: Facts, id: str = "") -> Article | Failure:
    """Return the text of a PDF document as an article.

    Its lines are joined into paragraphs, words that were broken at a line's end made whole; running heads and page
    numbers are left out. A headline in larger type, or else the document's title, is the article's title.

    Args:
        data: the document.
        where: what to call it in a failure.
        facts: what is known about the article; the document, then its dateline, fill in the rest.
        id: the article's id; without one it is made from the text.

    Returns:
        The article; or a `Failure` that tells why there is none: a document that is locked, has only pictures of
        pages, is damaged or larger than can be read.
    """
    try:
        return _article(data, facts, id)
    except ImportError:
        return Failure(where, id or None, _NO_EXTRA)
    except (SourceError, TextError) as error:
        return Failure(where, id or None, str(error))
    except Exception:  # on damaged documents pypdf raises whatever Python does: KeyError, TypeError, RecursionError
        return Failure(where, id or None, _DAMAGED)


def _article(data: bytes, facts: Facts, id: str) -> Article:
    from pypdf import PdfReader

    if not data.strip():
        raise SourceError("it is empty: there is no article in it")
    logging.getLogger("pypdf").addHandler(logging.NullHandler())  # its complaints are no business of the terminal
    reader = PdfReader(io.BytesIO(data))
    _unlock(reader)
    if len(reader.pages) > MOST_PAGES:
        raise SourceError(_TOO_LONG)
    lines = list(_lines(reader))
    _check_readable("".join(line.text for line in lines), reader)
    found = paragraphs(lines)
    title, rest = _headline(found)
    text = "\n\n".join(paragraph.text for paragraph in rest)
    return article_of(text, id, facts.or_else(_facts_of(reader, title)))


def _unlock(reader: PdfReader) -> None:
    """Open a document that needs no password to be read, only to be changed."""
    from pypdf.errors import DependencyError

    if not reader.is_encrypted:
        return
    try:
        opened = reader.decrypt("")
    except (DependencyError, NotImplementedError) as error:
        raise SourceError(_LOCKED) from error
    if not opened:
        raise SourceError(_LOCKED)


def _check_readable(text: str, reader: PdfReader) -> None:
    letters = sum(map(str.isalpha, text))
    if letters < _FEW_LETTERS:
        raise SourceError(_SCANNED if any(_shows_picture(page) for page in reader.pages[:3]) else _NO_TEXT)
    unreadable = sum("\ue000" <= sign <= "\uf8ff" or sign == "\ufffd" or sign < " " for sign in text)
    if unreadable > _MOST_UNREADABLE * len(text):
        raise SourceError(_FONTS)


def _lines(reader: PdfReader) -> Iterator[Line]:
    """Yield the lines of all pages in the order in which they are drawn.

    Raises:
        SourceError: that takes too long.
    """
    late = time.monotonic() + SECONDS
    for number, page in enumerate(reader.pages):
        if _drawn(page.get_contents(), page, 0) > _MOST_BYTES:
            raise SourceError(_TOO_SLOW)
        collected = _Collected(number, late)
        page.extract_text(visitor_operand_before=collected.check, visitor_text=collected.take)
        yield from collected.lines()


def _drawn(contents: Any, owner: Any, depth: int) -> int:
    """Return how many bytes of instructions draw a page, with the drawings that it uses."""
    size = len(contents.get_data()) if contents is not None else 0
    if depth >= _DEEPEST or size > _MOST_BYTES:
        return size
    resources = owner.get("/Resources")
    drawings = resources.get_object().get("/XObject") if resources is not None else None
    for drawing in drawings.get_object().values() if drawings is not None else ():
        inner = drawing.get_object()
        if inner.get("/Subtype") == "/Form":
            size += _drawn(inner, inner, depth + 1)
        if size > _MOST_BYTES:
            break
    return size


class _Collected:
    """Gathers the pieces of text of one page into lines as they are drawn.

    Args:
        page: its number.
        late: the time at which to give up.
    """

    def __init__(self, page: int, late: float) -> None:
        self._page, self._late = page, late
        self._lines: list[Line] = []
        self._text, self._place = "", (0.0, 0.0, 0.0)

    def check(self, operator: Any, operands: Any, matrix: Any, text_matrix: Any) -> None:
        """Give up if it is late."""
        if time.monotonic() > self._late:
            raise SourceError(_TOO_SLOW)

    def take(self, text: str, matrix: list[float], text_matrix: list[float], font: Any, size: float) -> None:
        """Take a piece of text."""
        if not text:
            return
        across, up = text_matrix[4], text_matrix[5]
        x = across * matrix[0] + up * matrix[2] + matrix[4]
        y = across * matrix[1] + up * matrix[3] + matrix[5]
        scale = abs(text_matrix[3] * matrix[3]) or abs(text_matrix[1] * matrix[2]) or 1.0
        for n, piece in enumerate(text.split("\n")):
            if n:
                self._end_line()
            if piece.strip() and self._text.strip() and abs(y - self._place[1]) > 0.5 * self._place[2]:
                self._end_line()
            if piece.strip() and not self._text.strip():
                self._place = (x, y, abs(size) * scale or 1.0)
            self._text += piece

    def lines(self) -> list[Line]:
        """Return the lines of the page."""
        self._end_line()
        return self._lines

    def _end_line(self) -> None:
        if self._text.strip():
            self._lines.append(Line(self._text, self._page, *self._place))
        self._text = ""


def _shows_picture(page: PageObject) -> bool:
    resources = page.get("/Resources")
    drawings = resources.get_object().get("/XObject") if resources is not None else None
    return drawings is not None and any(
        drawing.get_object().get("/Subtype") == "/Image" for drawing in drawings.get_object().values()
    )


def _headline(found: list[Paragraph]) -> tuple[str | None, list[Paragraph]]:
    """Return what is set in the largest type on the first page, if above the text, and the paragraphs without it."""
    usual = sorted((len(paragraph.text), paragraph.size) for paragraph in found)[-1][1]
    first = [n for n, paragraph in enumerate(found[:8]) if paragraph.page == found[0].page]
    largest = max(first, key=lambda n: (found[n].size, -n))
    if found[largest].size < 1.15 * usual or not 8 <= len(found[largest].text) <= 250 or len(found) == 1:
        return None, found
    return found[largest].text, found[:largest] + found[largest + 1 :]


def _facts_of(reader: PdfReader, title: str | None) -> Facts:
    told = reader.metadata
    declared = " ".join(str(told.title or "").split()) if told else ""
    author = " ".join(str(told.author or "").split()) if told else ""
    is_title = 8 <= len(declared) <= 250 and not _NO_TITLE.match(declared)
    is_author = len(author.split()) > 1 and is_name(author)
    return Facts(title=title or (declared if is_title else None), author=author if is_author else None)
