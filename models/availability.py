"""What monitors saw of the site, and when it was being worked on (rule S10)."""

from datetime import datetime

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.types import EnumText, UtcDateTime
from models.vocabulary import Maintenance, Watched


class MonitorObservation(SQLModel, table=True):
    """A change that one monitor saw: from `at` on, what it watches is reachable or not.

    Append-only, guarded by the database. Observations of one instant count in the order in which
    they were written down; the unique key makes a repeated report harmless.
    """

    __tablename__ = "monitor_observation"
    __table_args__ = (
        UniqueConstraint(
            "policy",
            "location",
            "monitor",
            "watches",
            "at",
            "is_up",
            name="uq_monitor_observation",
        ),
        Index("ix_monitor_observation_at", "policy", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    policy: str = Field(max_length=64)
    location: str = Field(max_length=120)
    monitor: str = Field(max_length=120)
    watches: Watched = Field(sa_type=EnumText(Watched))
    at: datetime = Field(sa_type=UtcDateTime)
    is_up: bool
    source: str = Field(max_length=64)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class MaintenanceWindow(SQLModel, table=True):
    """Time in which work was done on the site, ours or upstream; `[starts_at, ends_at)`.

    A window entered by mistake is withdrawn, never deleted: a figure may have rested on it.
    """

    __tablename__ = "maintenance_window"
    __table_args__ = (Index("ix_maintenance_window_starts_at", "policy", "starts_at"),)

    id: int | None = Field(default=None, primary_key=True)
    policy: str = Field(max_length=64)
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    kind: Maintenance = Field(sa_type=EnumText(Maintenance))
    note: str = Field(default="", sa_type=Text)
    entered_by: str = Field(max_length=255)
    entered_at: datetime = Field(sa_type=UtcDateTime)
    withdrawn_by: str | None = Field(default=None, max_length=255)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
