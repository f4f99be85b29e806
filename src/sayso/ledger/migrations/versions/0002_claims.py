"""Claims: links between statements, the sides that these take, and what persons ruled; runs are indexed anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_VIEW = """
    CREATE VIEW claim_sides AS
    SELECT d.claim_id AS claim, d.side AS side, d.confidence AS side_confidence, w.*
    FROM sides d JOIN who_said_what w ON w.statement = d.statement_id
    """


def upgrade() -> None:
    """Make the tables and the view."""
    _index_runs_anew()
    op.create_table(
        "links",
        sa.Column("one_id", sa.Integer, sa.ForeignKey("statements.id"), primary_key=True),
        sa.Column("other_id", sa.Integer, sa.ForeignKey("statements.id"), primary_key=True),
        sa.Column("same", sa.Float, nullable=False),
        sa.Column("opposite", sa.Float, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("links_other", "links", ["other_id"])
    op.create_table("claims", sa.Column("id", sa.Integer, primary_key=True))
    op.create_table(
        "sides",
        sa.Column("statement_id", sa.Integer, sa.ForeignKey("statements.id"), primary_key=True),
        sa.Column("claim_id", sa.Integer, sa.ForeignKey("claims.id"), nullable=False),
        sa.Column("side", sa.String, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
    )
    op.create_index("sides_claim", "sides", ["claim_id"])
    op.create_table("gathered", sa.Column("article_id", sa.Integer, sa.ForeignKey("articles.id"), primary_key=True))
    op.create_table(
        "rulings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("one_id", sa.Integer, sa.ForeignKey("statements.id"), nullable=False),
        sa.Column("other_id", sa.Integer, sa.ForeignKey("statements.id"), nullable=False),
        sa.Column("relation", sa.String, nullable=False),
        sa.Column("author", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("note", sa.String),
    )
    op.create_index("rulings_one", "rulings", ["one_id"])
    op.create_index("rulings_other", "rulings", ["other_id"])
    op.execute(_VIEW)


def _index_runs_anew() -> None:
    """Make the index of runs again: they are hashed otherwise now, and those that tell nothing belong to no article."""
    from sayso.ledger.reprints import hashes_of
    from sayso.ledger.rows import text_of

    op.drop_table("runs")
    for name in ("runs", "fresh_runs"):
        op.create_table(
            name,
            sa.Column("hash", sa.Integer, primary_key=True),
            sa.Column("article_id", sa.Integer, primary_key=True),
            sqlite_with_rowid=False,
        )
    connection = op.get_bind()
    latest = connection.execute(sa.text("SELECT id FROM articles WHERE latest")).scalars().all()
    for id in latest:
        text = connection.execute(sa.text("SELECT text FROM articles WHERE id = :id"), {"id": id}).scalar_one()
        rows = [{"hash": value, "id": id} for value in sorted(hashes_of(text_of(text)))]
        if rows:
            connection.execute(sa.text("INSERT INTO runs (hash, article_id) VALUES (:hash, :id)"), rows)
