"""Keep which tickets' acknowledgements are looked at again after a correction."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ack_review",
        sa.Column("ticket_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_number"], ["ticket.number"], name=op.f("fk_ack_review_ticket_number")
        ),
        sa.PrimaryKeyConstraint("ticket_number", name=op.f("pk_ack_review")),
    )


def downgrade() -> None:
    op.drop_table("ack_review")
