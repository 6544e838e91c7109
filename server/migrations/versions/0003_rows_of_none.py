"""Row 0 means none: no lot, no container, the house as owner."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("INSERT INTO lot (id, code) VALUES (0, '-')")
    op.execute("INSERT INTO owner (id, code, name) VALUES (0, 'HOUSE', 'The house itself')")
    op.execute(
        "INSERT INTO container (id, code, kind, state, document) VALUES (0, '-', 'none', 'open', '')"
    )
