"""The people who work here, and what was done by whom."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from models.types import EnumText, UtcDateTime, json_type
from models.vocabulary import Role


class Agent(SQLModel, table=True):
    """A person who logs in."""

    __tablename__ = "agent"

    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(max_length=120, unique=True)
    name: str = Field(max_length=255)
    role: Role = Field(sa_type=EnumText(Role))
    password_hash: str = Field(max_length=255)
    is_active: bool = True
    created_at: datetime = Field(sa_type=UtcDateTime)


class AgentSession(SQLModel, table=True):
    """A log-in; the cookie's value is kept as its SHA-256 alone."""

    __tablename__ = "agent_session"

    token_sha256: str = Field(primary_key=True, max_length=64)
    agent_id: int = Field(foreign_key="agent.id", index=True)
    csrf_token: str = Field(max_length=64)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)


class Audit(SQLModel, table=True):
    """Who did what; append-only."""

    __tablename__ = "audit"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    actor: str = Field(max_length=255)
    action: str = Field(max_length=80)
    ticket_number: int | None = Field(default=None, index=True)
    data: dict[str, Any] = Field(default_factory=dict, sa_type=json_type())
