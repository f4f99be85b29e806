"""What sources tell of an article beside outlet, day and title: its author, when it was changed, whose copy it is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_COLUMNS = ("author", "modified", "stated_language", "credit", "correction", "source_warning")


def upgrade() -> None:
    """Add the columns."""
    for name in _COLUMNS:
        op.add_column("articles", sa.Column(name, sa.String))
