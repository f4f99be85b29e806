"""Watching: what is watched, and the journal of what was found, fetched and failed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "watched",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("url", sa.String, nullable=False, unique=True),
        sa.Column("kind", sa.String),
        sa.Column("title", sa.String),
        sa.Column("listed_in", sa.Integer, sa.ForeignKey("watched.id")),
        sa.Column("depth", sa.Integer, nullable=False),
        sa.Column("etag", sa.String),
        sa.Column("last_modified", sa.String),
        sa.Column("checked_at", sa.String),
        sa.Column("next_at", sa.String, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("reason", sa.String),
    )
    op.create_index("watched_listed", "watched", ["listed_in"])
    op.create_table(
        "fetches",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("url", sa.String, nullable=False, unique=True),
        sa.Column("host", sa.String, nullable=False),
        sa.Column("watched_id", sa.Integer, sa.ForeignKey("watched.id"), nullable=False),
        sa.Column("title", sa.String),
        sa.Column("author", sa.String),
        sa.Column("outlet", sa.String),
        sa.Column("published", sa.String),
        sa.Column("modified", sa.String),
        sa.Column("found_at", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("next_at", sa.String),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("reason", sa.String),
        sa.Column("etag", sa.String),
        sa.Column("last_modified", sa.String),
        sa.Column("article_id", sa.Integer, sa.ForeignKey("articles.id")),
    )
    op.create_index("fetches_next", "fetches", ["next_at"])
