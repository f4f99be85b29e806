"""The tables of a ledger, as SQLAlchemy knows them; docs/ledger.md documents every column.

Whatever can be said in any database's SQL is said here. What only SQLite has, the full-text index and its triggers, is
in `migrations/`, and in `finding.py`, which asks it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from types import MappingProxyType
from typing import Any, cast

from sqlalchemy import (
    Boolean,
    Column,
    CursorResult,
    Executable,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    insert,
    select,
)
from sqlalchemy.engine import Connection, Dialect

metadata = MetaData()

_Pick = Callable[[Mapping[str, Any]], tuple[Any, ...]]

articles = Table(
    "articles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("identity", String, nullable=False),  # what makes two articles the same: the URL, else the id
    Column("version", Integer, nullable=False),  # 1, 2, ... of the same identity
    Column("latest", Boolean, nullable=False),  # no later version is known
    Column("given_id", String, nullable=False),
    Column("url", String),
    Column("outlet", String),
    Column("published", String),  # YYYY-MM-DD
    Column("title", String),
    Column("text", LargeBinary, nullable=False),  # UTF-8, zlib
    Column("text_hash", String, nullable=False),  # SHA-256 of the UTF-8 text, in hexadecimals
    Column("words", Integer, nullable=False),
    Column("language", String, nullable=False),
    Column("model", String, nullable=False),  # name and version of the weights that read it
    Column("warnings", String, nullable=False),  # JSON array
    Column("added_at", String, nullable=False),  # UTC
    Column("origin_id", Integer, ForeignKey("articles.id")),  # the earliest article that it reprints
    Column("shared", Float),  # share of its words in common with the origin
    Column("author", String),
    Column("modified", String),  # YYYY-MM-DD
    Column("stated_language", String),  # BCP 47, as its source has it; `language` is what the reader found
    Column("credit", String),  # the wire service that the text credits
    Column("correction", String),  # the note on what an earlier version had wrong
    Column("source_warning", String),  # what its source could not do well
    UniqueConstraint("identity", "version"),
    Index("articles_published", "published"),
    Index("articles_origin", "origin_id"),
)

speakers = Table(
    "speakers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("type", String, nullable=False),
    Column("role", String),
    Column("affiliation", String),
    Column("country", String),
    Column("corrected", Boolean, nullable=False),  # a person did so; articles change nothing of it any more
    Column("merged_into", Integer, ForeignKey("speakers.id")),  # the speaker that it was found to be
    Index("speakers_merged", "merged_into"),
)

aliases = Table(
    "aliases",
    metadata,
    Column("speaker_id", Integer, ForeignKey("speakers.id"), primary_key=True),
    Column("name", String, primary_key=True),
    Column("normal", String, nullable=False),  # as it is compared: lower case, no article
    Column("last_word", String, nullable=False),
    Column("articles", Integer, nullable=False),  # that use it
    Column("decided", Boolean, nullable=False),  # a person said that it is theirs
    Index("aliases_normal", "normal"),
    Index("aliases_last_word", "last_word"),
)

appearances = Table(
    "appearances",
    metadata,
    Column("article_id", Integer, ForeignKey("articles.id"), primary_key=True),
    Column("label", String, primary_key=True),  # p1, p2, ... within the article
    Column("speaker_id", Integer, ForeignKey("speakers.id"), nullable=False),
    Column("name", String, nullable=False),
    Column("type", String, nullable=False),
    Column("role", String),
    Column("affiliation", String),
    Column("mentions", String, nullable=False),  # JSON array of spans
    Index("appearances_speaker", "speaker_id"),
)

statements = Table(
    "statements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", Integer, ForeignKey("articles.id"), nullable=False),
    Column("label", String, nullable=False),  # s1, s2, ... within the article
    Column("source", String),
    Column("cue", String),
    Column("content", String, nullable=False),
    Column("source_spans", String, nullable=False),  # JSON arrays of spans
    Column("cue_spans", String, nullable=False),
    Column("content_spans", String, nullable=False),
    Column("act", String, nullable=False),
    Column("negated", Boolean, nullable=False),
    Column("quote", String, nullable=False),
    Column("distance", String, nullable=False),  # JSON array
    Column("confidence", Float, nullable=False),
    Column("made", String),  # EDTF
    Column("made_from", String),  # YYYY-MM-DD: its first day, and its last
    Column("made_to", String),
    Column("made_evidence", String),  # JSON span
    Column("speaker_label", String),  # of their appearance in the article
    Column("addressee_label", String),
    Column("speaker_id", Integer, ForeignKey("speakers.id")),
    Column("addressee_id", Integer, ForeignKey("speakers.id")),
    Column("within_id", Integer, ForeignKey("statements.id", deferrable=True, initially="DEFERRED")),
    Column("status", String, nullable=False),  # read, added or rejected
    Index("statements_article", "article_id"),
    Index("statements_speaker", "speaker_id"),
    Index("statements_addressee", "addressee_id"),
    Index("statements_within", "within_id"),
)

times = Table(
    "times",
    metadata,
    Column("article_id", Integer, ForeignKey("articles.id"), primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("end", Integer, nullable=False),
    Column("words", String, nullable=False),
    Column("type", String, nullable=False),
    Column("value", String),  # EDTF
)

mentions = Table(
    "mentions",
    metadata,
    Column("article_id", Integer, ForeignKey("articles.id"), primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("end", Integer, primary_key=True),
    Column("type", String, nullable=False),
    Column("label", String),  # of the appearance that it means
)

changes = Table(
    "changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", Integer, ForeignKey("articles.id"), nullable=False),  # the later version
    Column("kind", String, nullable=False),  # appeared, vanished or reworded
    Column("earlier_id", Integer, ForeignKey("statements.id")),
    Column("later_id", Integer, ForeignKey("statements.id")),
    Index("changes_article", "article_id"),
)

doubts = Table(
    "doubts",
    metadata,
    Column("speaker_id", Integer, ForeignKey("speakers.id"), primary_key=True),
    Column("other_id", Integer, ForeignKey("speakers.id"), primary_key=True),  # met earlier, who may be the same
    Column("reason", String, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("speaker_id", Integer, ForeignKey("speakers.id"), nullable=False),
    Column("other_id", Integer, ForeignKey("speakers.id"), nullable=False),
    Column("verdict", String, nullable=False),  # same or different
    Column("author", String, nullable=False),
    Column("at", String, nullable=False),  # UTC
    Column("note", String),
    Index("decisions_speaker", "speaker_id"),
    Index("decisions_other", "other_id"),
)

vectors = Table(
    "vectors",
    metadata,
    Column("statement_id", Integer, ForeignKey("statements.id"), primary_key=True),
    Column("vector", LargeBinary, nullable=False),  # of its content: 256 signed bytes
)

blocks = Table(
    "blocks",
    metadata,
    Column("last_id", Integer, primary_key=True),  # of the statements in the block
    Column("ids", LargeBinary, nullable=False),  # 64-bit integers
    Column("codes", LargeBinary, nullable=False),  # 256 bits a statement, the signs of its vector
)

runs = Table(
    "runs",
    metadata,
    Column("hash", Integer, primary_key=True),  # of five words in a row of an article
    Column("article_id", Integer, primary_key=True),  # 0: so many have it that it tells nothing
    sqlite_with_rowid=False,
)

fresh_runs = Table(
    "fresh_runs",
    metadata,
    Column("hash", Integer, primary_key=True),
    Column("article_id", Integer, primary_key=True),
    sqlite_with_rowid=False,
)

links = Table(
    "links",
    metadata,
    Column("one_id", Integer, ForeignKey("statements.id"), primary_key=True),
    Column("other_id", Integer, ForeignKey("statements.id"), primary_key=True),
    Column("same", Float, nullable=False),  # the chance that both say the same
    Column("opposite", Float, nullable=False),  # that they say the opposite
    Index("links_other", "other_id"),
    sqlite_with_rowid=False,
)

claims = Table("claims", metadata, Column("id", Integer, primary_key=True))

sides = Table(
    "sides",
    metadata,
    Column("statement_id", Integer, ForeignKey("statements.id"), primary_key=True),
    Column("claim_id", Integer, ForeignKey("claims.id"), nullable=False),
    Column("side", String, nullable=False),  # affirm or deny
    Column("confidence", Float, nullable=False),
    Index("sides_claim", "claim_id"),
)

gathered = Table(
    "gathered",
    metadata,
    Column("article_id", Integer, ForeignKey("articles.id"), primary_key=True),
)

rulings = Table(
    "rulings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("one_id", Integer, ForeignKey("statements.id"), nullable=False),
    Column("other_id", Integer, ForeignKey("statements.id"), nullable=False),
    Column("relation", String, nullable=False),  # same, opposite or unrelated
    Column("author", String, nullable=False),
    Column("at", String, nullable=False),  # UTC
    Column("note", String),
    Index("rulings_one", "one_id"),
    Index("rulings_other", "other_id"),
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("statement_id", Integer, ForeignKey("statements.id", ondelete="SET NULL")),
    Column("speaker_id", Integer, ForeignKey("speakers.id")),
    Column("field", String, nullable=False),
    Column("old", String, nullable=False),  # JSON: the model's
    Column("new", String, nullable=False),
    Column("anchor", String),  # JSON: where the statement's words stood
    Column("author", String, nullable=False),
    Column("at", String, nullable=False),  # UTC
    Column("note", String),
    Index("corrections_statement", "statement_id"),
)


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that have all the same columns, straight through the driver: a row costs a third of the usual way."""
    if rows:
        columns = tuple(rows[0])
        run(connection, _insertion(table, columns), rows)


def rows_with(connection: Connection, table: Table, column: str, values: Sequence[int]) -> Sequence[Any]:
    """Return the rows that have one of some hundred values."""
    asked = _selection(table, column, len(values))
    return run(connection, asked, {f"v{n}": value for n, value in enumerate(values)}).fetchall()


def run(
    connection: Connection,
    statement: Executable,
    values: Mapping[str, Any] | Sequence[Mapping[str, Any]] = MappingProxyType({}),
) -> CursorResult[Any]:
    """Execute a statement that stands in the code, straight through the driver: for what every article asks.

    Args:
        values: of its parameters, or several rows of them; all have the same names.
    """
    sql, pick, own = _compiled(statement, connection.dialect)
    if isinstance(values, Mapping):
        return connection.exec_driver_sql(sql, pick({**own, **values}))
    return connection.exec_driver_sql(sql, list(map(pick, values)))


@cache
def _compiled(statement: Executable, dialect: Dialect) -> tuple[str, _Pick, Mapping[str, Any]]:
    """Return the SQL of a statement, what picks its parameters from a row, and the values that it has itself."""
    compiled = cast(Any, statement).compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    names = tuple(compiled.positiontup or ())
    if len(names) > 1:
        return str(compiled), itemgetter(*names), compiled.params
    return str(compiled), lambda row: tuple(row[name] for name in names), compiled.params


@cache
def _insertion(table: Table, columns: tuple[str, ...]) -> Executable:
    return insert(table).values({name: bindparam(name) for name in columns})


@cache
def _selection(table: Table, column: str, count: int) -> Executable:
    return select(table).where(table.c[column].in_([bindparam(f"v{n}") for n in range(count)]))
