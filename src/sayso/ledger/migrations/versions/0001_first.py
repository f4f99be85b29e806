"""The first schema: articles, statements, speakers, times, mentions, changes, and the full-text index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_VIEWS = (
    """
    CREATE VIEW who_said_what AS
    SELECT s.id AS statement, coalesce(p.name, '') AS speaker, s.act AS act, s.negated AS negated, s.content AS content,
           a2.name AS addressee, s.made AS made, art.outlet AS outlet, art.published AS published, art.title AS title,
           art.url AS url, s.source AS source, s.cue AS cue, s.quote AS quote, s.confidence AS confidence
    FROM statements s
    JOIN articles art ON art.id = s.article_id
    LEFT JOIN speakers p ON p.id = s.speaker_id
    LEFT JOIN speakers a2 ON a2.id = s.addressee_id
    WHERE art.latest AND s.status <> 'rejected'
    """,
    """
    CREATE VIEW known_speakers AS
    SELECT p.id AS speaker, p.name AS name, p.type AS type, p.role AS role, p.affiliation AS affiliation,
           p.country AS country, (SELECT count(*) FROM statements s WHERE s.speaker_id = p.id) AS statements,
           (SELECT group_concat(al.name, '; ') FROM aliases al WHERE al.speaker_id = p.id) AS also_called
    FROM speakers p WHERE p.merged_into IS NULL
    """,
)
_INDEX = (
    "CREATE VIRTUAL TABLE statements_text USING fts5(content, source, content='statements', content_rowid='id', "
    "tokenize='porter unicode61 remove_diacritics 2')",
    "CREATE TRIGGER statements_text_added AFTER INSERT ON statements BEGIN "
    "INSERT INTO statements_text(rowid, content, source) VALUES (new.id, new.content, new.source); END",
    "CREATE TRIGGER statements_text_removed AFTER DELETE ON statements BEGIN INSERT INTO statements_text"
    "(statements_text, rowid, content, source) VALUES ('delete', old.id, old.content, old.source); END",
    "CREATE TRIGGER statements_text_changed AFTER UPDATE OF content, source ON statements BEGIN "
    "INSERT INTO statements_text(statements_text, rowid, content, source) "
    "VALUES ('delete', old.id, old.content, old.source); "
    "INSERT INTO statements_text(rowid, content, source) VALUES (new.id, new.content, new.source); END",
)


def upgrade() -> None:
    """Make the tables, the views and the index."""
    op.create_table(
        "articles",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("identity", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("latest", sa.Boolean, nullable=False),
        sa.Column("given_id", sa.String, nullable=False),
        sa.Column("url", sa.String),
        sa.Column("outlet", sa.String),
        sa.Column("published", sa.String),
        sa.Column("title", sa.String),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.Column("text_hash", sa.String, nullable=False),
        sa.Column("words", sa.Integer, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("model", sa.String, nullable=False),
        sa.Column("warnings", sa.String, nullable=False),
        sa.Column("added_at", sa.String, nullable=False),
        sa.Column("origin_id", sa.Integer, sa.ForeignKey("articles.id")),
        sa.Column("shared", sa.Float),
        sa.UniqueConstraint("identity", "version"),
    )
    op.create_index("articles_published", "articles", ["published"])
    op.create_index("articles_origin", "articles", ["origin_id"])
    op.create_table(
        "speakers",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("role", sa.String),
        sa.Column("affiliation", sa.String),
        sa.Column("country", sa.String),
        sa.Column("corrected", sa.Boolean, nullable=False),
        sa.Column("merged_into", sa.Integer, sa.ForeignKey("speakers.id")),
    )
    op.create_index("speakers_merged", "speakers", ["merged_into"])
    op.create_table(
        "aliases",
        sa.Column("speaker_id", sa.Integer, sa.ForeignKey("speakers.id"), primary_key=True),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("normal", sa.String, nullable=False),
        sa.Column("last_word", sa.String, nullable=False),
        sa.Column("articles", sa.Integer, nullable=False),
        sa.Column("decided", sa.Boolean, nullable=False),
    )
    op.create_index("aliases_normal", "aliases", ["normal"])
    op.create_index("aliases_last_word", "aliases", ["last_word"])
    op.create_table(
        "appearances",
        sa.Column("article_id", sa.Integer, sa.ForeignKey("articles.id"), primary_key=True),
        sa.Column("label", sa.String, primary_key=True),
        sa.Column("speaker_id", sa.Integer, sa.ForeignKey("speakers.id"), nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("role", sa.String),
        sa.Column("affiliation", sa.String),
        sa.Column("mentions", sa.String, nullable=False),
    )
    op.create_index("appearances_speaker", "appearances", ["speaker_id"])
    op.create_table(
        "statements",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("article_id", sa.Integer, sa.ForeignKey("articles.id"), nullable=False),
        sa.Column("label", sa.String, nullable=False),
        sa.Column("source", sa.String),
        sa.Column("cue", sa.String),
        sa.Column("content", sa.String, nullable=False),
        sa.Column("source_spans", sa.String, nullable=False),
        sa.Column("cue_spans", sa.String, nullable=False),
        sa.Column("content_spans", sa.String, nullable=False),
        sa.Column("act", sa.String, nullable=False),
        sa.Column("negated", sa.Boolean, nullable=False),
        sa.Column("quote", sa.String, nullable=False),
        sa.Column("distance", sa.String, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("made", sa.String),
        sa.Column("made_from", sa.String),
        sa.Column("made_to", sa.String),
        sa.Column("made_evidence", sa.String),
        sa.Column("speaker_label", sa.String),
        sa.Column("addressee_label", sa.String),
        sa.Column("speaker_id", sa.Integer, sa.ForeignKey("speakers.id")),
        sa.Column("addressee_id", sa.Integer, sa.ForeignKey("speakers.id")),
        sa.Column("within_id", sa.Integer, sa.ForeignKey("statements.id", deferrable=True, initially="DEFERRED")),
        sa.Column("status", sa.String, nullable=False),
    )
    for column in ("article", "speaker", "addressee", "within"):
        op.create_index(f"statements_{column}", "statements", [f"{column}_id"])
    op.create_table(
        "times",
        sa.Column("article_id", sa.Integer, sa.ForeignKey("articles.id"), primary_key=True),
        sa.Column("start", sa.Integer, primary_key=True),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("value", sa.String),
    )
    op.create_table(
        "mentions",
        sa.Column("article_id", sa.Integer, sa.ForeignKey("articles.id"), primary_key=True),
        sa.Column("start", sa.Integer, primary_key=True),
        sa.Column("end", sa.Integer, primary_key=True),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("label", sa.String),
    )
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("article_id", sa.Integer, sa.ForeignKey("articles.id"), nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("earlier_id", sa.Integer, sa.ForeignKey("statements.id")),
        sa.Column("later_id", sa.Integer, sa.ForeignKey("statements.id")),
    )
    op.create_index("changes_article", "changes", ["article_id"])
    op.create_table(
        "doubts",
        sa.Column("speaker_id", sa.Integer, sa.ForeignKey("speakers.id"), primary_key=True),
        sa.Column("other_id", sa.Integer, sa.ForeignKey("speakers.id"), primary_key=True),
        sa.Column("reason", sa.String, nullable=False),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("speaker_id", sa.Integer, sa.ForeignKey("speakers.id"), nullable=False),
        sa.Column("other_id", sa.Integer, sa.ForeignKey("speakers.id"), nullable=False),
        sa.Column("verdict", sa.String, nullable=False),
        sa.Column("author", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("note", sa.String),
    )
    op.create_index("decisions_speaker", "decisions", ["speaker_id"])
    op.create_index("decisions_other", "decisions", ["other_id"])
    op.create_table(
        "vectors",
        sa.Column("statement_id", sa.Integer, sa.ForeignKey("statements.id"), primary_key=True),
        sa.Column("vector", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "blocks",
        sa.Column("last_id", sa.Integer, primary_key=True),
        sa.Column("ids", sa.LargeBinary, nullable=False),
        sa.Column("codes", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "runs",
        sa.Column("hash", sa.Integer, primary_key=True),
        sa.Column("article_id", sa.Integer, sa.ForeignKey("articles.id"), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("statement_id", sa.Integer, sa.ForeignKey("statements.id", ondelete="SET NULL")),
        sa.Column("speaker_id", sa.Integer, sa.ForeignKey("speakers.id")),
        sa.Column("field", sa.String, nullable=False),
        sa.Column("old", sa.String, nullable=False),
        sa.Column("new", sa.String, nullable=False),
        sa.Column("anchor", sa.String),
        sa.Column("author", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("note", sa.String),
    )
    op.create_index("corrections_statement", "corrections", ["statement_id"])
    for sql in (*_VIEWS, *_INDEX):
        op.execute(sql)
