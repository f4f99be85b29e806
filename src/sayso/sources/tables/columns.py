"""The columns of a table: which holds what, by their usual names, and an article of what one row has in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from sayso.article import Article
from sayso.errors import SourceError, TextError
from sayso.sources.common import Facts, Failure, article_of
from sayso.sources.tables.days import day_of
from sayso.sources.tables.seen import Seen

# As they are without capitals and punctuation, the likelier first.
_USUAL = {
    "text": """text articletext articlebody fulltext maintext body bodytext content contents articlecontent textcontent
        contenttext newscontent newstext article story storytext plaintext cleantext cleanedtext rawtext document""",
    "title": "title headline articletitle newstitle heading subject headlinemain",
    "published": """published publishedat publisheddate publishedon publicationdate pubdate datepublished datepublish
        publishdate publishtime publishedtime articledate newsdate date datetime pubtime timestamp time""",
    "outlet": """outlet publisher publication publicationname outletname sitename newspaper source sourcename newssource
        newsoutlet media site website sourcedomain domain""",
    "url": "url link articleurl canonicalurl sourceurl weburl permalink articlelink uri href",
    "id": "id articleid docid documentid newsid storyid uid uuid guid",
    "author": "author authors byline writer reporter journalist authorname",
    "language": "language lang languagecode langcode",
    "modified": "modified modifiedat datemodified modifieddate updated updatedat lastmodified lastupdated",
}
_ALL_USUAL = frozenset(name for names in _USUAL.values() for name in names.split())
_NOT_LETTERS = re.compile(r"[\W_]+")
_NOTHING = frozenset({"", "nan", "none", "null", "n/a", "na", "nat", "<na>", "-", r"\n"})
"""What tables write where they have nothing."""
_LONGEST = 2000  # characters of a fact; whatever is longer is none
_SHOWN = 12  # names of columns in a message
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of a table's columns, each None where it is to be found by its usual names."""

    text: str | None = None  # the article's text
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    id: str | None = None
    author: str | None = None
    language: str | None = None
    modified: str | None = None


def find_columns(names: Sequence[str], columns: Columns) -> dict[str, int]:
    """Return where in a table's header each column stands that `columns` names or that has a usual name.

    Args:
        names: the header, or the names in a schema.
        columns: what the caller has named.

    Raises:
        SourceError: the table lacks a column that was named, or its text cannot be told; the message lists what it has.
    """
    plain = [_plain(name) for name in names]
    found: dict[str, int] = {}
    for field in fields(Columns):
        named = getattr(columns, field.name)
        if named is not None:
            found[field.name] = _named(named, names, plain)
    for kind, usual in _USUAL.items():
        if kind not in found:
            place = next((plain.index(name) for name in usual.split() if name in plain), None)
            if place is not None and place not in found.values():
                found[kind] = place
    if "text" not in found:
        raise SourceError(
            f"which of its columns holds the text cannot be told from their names ({_shown(names)}): "
            "name it with --text-column"
        )
    return found


def is_usual(name: str, columns: Columns) -> bool:
    """Tell whether a name is a usual one for a column, or one that the caller has given."""
    given = (getattr(columns, field.name) for field in fields(Columns))
    return _plain(name) in _ALL_USUAL or name in given


class Rows:
    """Makes articles of the rows of one table.

    Memory does not grow with the table, but for a digest of each id by which a second row of the same id is told.

    Args:
        facts: what is known about all articles; a row's own, then its dateline, fill in the rest.
    """

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._seen = Seen()

    def article(self, row: Mapping[str, object], where: str, place: str) -> Article | Failure:
        """Return the article of one row.

        Args:
            row: its values by the names that the fields of `Columns` have.
            where: what to call the row in a failure.
            place: what to call it in the failure of another row that has the same id.
        """
        text, id = row.get("text"), _string(row.get("id")) or ""
        if not isinstance(text, str) or text.strip().lower() in _NOTHING:
            return Failure(where, id or None, "its text is empty: leave the row out")
        try:
            found = article_of(text, id, self._facts.or_else(_facts_of(row)))
        except TextError:
            return Failure(where, id or None, "its text is empty: leave the row out")
        first = self._seen.before(found.id, place)
        if first is not None:
            return Failure(where, found.id, f"it has the id, or is the very text, of {first}: give it its own id")
        return found


def _facts_of(row: Mapping[str, object]) -> Facts:
    published, warning = _day(row.get("published"))
    modified, _ = _day(row.get("modified"))
    language = _string(row.get("language")) or ""
    return Facts(
        outlet=_string(row.get("outlet")),
        published=published,
        title=_string(row.get("title")),
        url=_string(row.get("url")),
        author=_string(row.get("author")),
        modified=modified,
        language=language.replace("_", "-") if _LANGUAGE.fullmatch(language) else None,
        warning=warning,
    )


def _day(value: object) -> tuple[date | None, str | None]:
    """Return the day that a value stands for, or a warning if it may stand for one that cannot be told."""
    day = day_of(value)
    written = _string(value)
    if day is not None or written is None:
        return day, None
    return None, f"the day on which it was published cannot be told from {written[:40]!r}: write it as YYYY-MM-DD"


def _string(value: object) -> str | None:
    """Return a value as a string, or None where it says nothing; lists of strings, as of authors, are joined."""
    if isinstance(value, list | tuple):
        value = ", ".join(part for part in value if isinstance(part, str))
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)
    if not isinstance(value, str) or len(value) > _LONGEST or value.strip().lower() in _NOTHING:
        return None
    return value.strip()


def _plain(name: str) -> str:
    return _NOT_LETTERS.sub("", name).lower()


def _named(name: str, names: Sequence[str], plain: Sequence[str]) -> int:
    if name in names:
        return names.index(name)
    if _plain(name) and plain.count(_plain(name)) == 1:  # Title for title
        return plain.index(_plain(name))
    raise SourceError(f"it has no column named {name!r}: name one that it has ({_shown(names)})")


def _shown(names: Sequence[str]) -> str:
    shown = [name[:40] if name.isprintable() else repr(name[:40]) for name in names[:_SHOWN]]
    return ", ".join(shown) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
