"""Keep what monitors saw, top-ups, claims and credits.

Observations, top-ups and credits are append-only; a claim is final once it is decided.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_APPEND_ONLY = ("monitor_observation", "top_up", "credit_entry")
_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "monitor_observation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy", sa.String(64), nullable=False),
        sa.Column("location", sa.String(120), nullable=False),
        sa.Column("monitor", sa.String(120), nullable=False),
        sa.Column("watches", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_up", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitor_observation")),
        sa.UniqueConstraint(
            "policy",
            "location",
            "monitor",
            "watches",
            "at",
            "is_up",
            name="uq_monitor_observation",
        ),
    )
    op.create_index("ix_monitor_observation_at", "monitor_observation", ["policy", "at"])
    op.create_table(
        "maintenance_window",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy", sa.String(64), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.String(255), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.String(255), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maintenance_window")),
    )
    op.create_index(
        "ix_maintenance_window_starts_at", "maintenance_window", ["policy", "starts_at"]
    )
    op.create_table(
        "top_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy", sa.String(64), nullable=False),
        sa.Column("external_id", sa.String(255), nullable=False),
        sa.Column("customer", sa.String(255), nullable=False),
        sa.Column("address", sa.String(320), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("amount", sa.String(32), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("is_bonus", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_top_up")),
        sa.UniqueConstraint("policy", "external_id", name="uq_top_up"),
    )
    op.create_index("ix_top_up_customer", "top_up", ["policy", "customer", "at"])
    op.create_index("ix_top_up_address", "top_up", ["policy", "address", "at"])
    op.create_table(
        "claim",
        sa.Column("ticket_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("policy", sa.String(64), nullable=False),
        sa.Column("customer", sa.String(320), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decide_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evidence", _JSON, nullable=False),
        sa.Column("exclusion", sa.String(40), nullable=True),
        sa.Column("exclusion_reason", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(255), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assessment", _JSON, nullable=True),
        sa.Column("bundle", sa.Text(), nullable=True),
        sa.Column("untold", sa.String(40), nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket_number"], ["ticket.number"], name=op.f("fk_claim_ticket_number")
        ),
        sa.PrimaryKeyConstraint("ticket_number", name=op.f("pk_claim")),
    )
    op.create_index("ix_claim_decision", "claim", ["decision", "decide_by"])
    op.create_table(
        "credit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy", sa.String(64), nullable=False),
        sa.Column("customer", sa.String(320), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("amount", sa.String(32), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("claim_number", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.String(255), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_number"], ["claim.ticket_number"], name=op.f("fk_credit_entry_claim_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_entry")),
        sa.UniqueConstraint("policy", "customer", "month", "kind", name="uq_credit_entry"),
    )
    op.create_index(op.f("ix_credit_entry_claim_number"), "credit_entry", ["claim_number"])
    claims = sa.text("category = 'claim'")
    op.create_index(
        "ix_ticket_claim", "ticket", ["number"], sqlite_where=claims, postgresql_where=claims
    )
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def _guard_sqlite() -> None:
    for table in _APPEND_ONLY:
        for action in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{action} BEFORE {action.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    for action in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER claim_no_{action} BEFORE {action.upper()} ON claim "
            "WHEN OLD.decision IS NOT NULL "
            "BEGIN SELECT RAISE(ABORT, 'a decided claim is final'); END"
        )


def _guard_postgresql() -> None:
    for table in _APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    op.execute(
        "CREATE FUNCTION refuse_claim_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'a decided claim is final'; END $$"
    )
    op.execute(
        "CREATE TRIGGER claim_is_final BEFORE UPDATE OR DELETE ON claim "
        "FOR EACH ROW WHEN (OLD.decision IS NOT NULL) EXECUTE FUNCTION refuse_claim_change()"
    )


def downgrade() -> None:
    op.drop_index("ix_ticket_claim", "ticket")
    for table in ("credit_entry", "claim", "top_up", "maintenance_window", "monitor_observation"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_claim_change()")
