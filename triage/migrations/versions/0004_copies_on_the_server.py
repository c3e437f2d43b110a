"""Keep every copy of a message on its mail server, and where it is filed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_UNFILED = sa.text("filed_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "server_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("inbox_id", sa.Integer(), nullable=False),
        sa.Column("folder", sa.String(255), nullable=False),
        sa.Column("uid_validity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.Column("filed_as", sa.String(40), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], name=op.f("fk_server_copy_inbox_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_server_copy")),
        sa.UniqueConstraint("source", "folder", "uid_validity", "uid", name="uq_server_copy_uid"),
    )
    op.execute(
        "INSERT INTO server_copy (source, inbox_id, folder, uid_validity, uid, filed_as, filed_at)"
        " SELECT inbox.source, inbox.id, '', inbox.uid_validity, inbox.uid,"
        " CASE WHEN inbox.filed_at IS NOT NULL THEN ticket.category END, inbox.filed_at"
        " FROM inbox LEFT JOIN ticket ON ticket.number = inbox.ticket_number"
        " WHERE inbox.uid IS NOT NULL AND inbox.uid_validity IS NOT NULL"
    )
    op.create_index(op.f("ix_server_copy_inbox_id"), "server_copy", ["inbox_id"])
    op.create_index(
        "ix_server_copy_unfiled",
        "server_copy",
        ["source", "folder"],
        sqlite_where=_UNFILED,
        postgresql_where=_UNFILED,
    )
    op.drop_index("ix_inbox_unfiled", "inbox")
    op.drop_column("inbox", "filed_at")


def downgrade() -> None:
    op.add_column("inbox", sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_inbox_unfiled", "inbox", ["source", "state", "filed_at"])
    op.execute(
        "UPDATE inbox SET filed_at = (SELECT max(filed_at) FROM server_copy"
        " WHERE server_copy.inbox_id = inbox.id)"
    )
    op.drop_table("server_copy")
