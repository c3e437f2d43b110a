"""Log-ins: a random token in a cookie, its SHA-256 in the database."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlmodel import Session, delete, select

from models.people import Agent, AgentSession
from triage.desk.agents import agent_id

_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Person:
    """Who is at the keyboard, as a page needs to know.

    Attributes:
        agent: The account, detached from its session; reading columns is fine.
        csrf_token: What every form of this log-in must carry.
    """

    agent: Agent
    csrf_token: str


def session_cookie(*, is_secure: bool) -> str:
    """Return the cookie's name; over HTTPS one that browsers tie to this host and path."""
    return "__Host-triage_session" if is_secure else "triage_session"


def open_session(session: Session, agent: Agent, now: datetime, lasts: timedelta) -> str:
    """Log `agent` in and return the cookie's value; sessions that ran out are swept away.

    The token is always a new one, so that nobody can plant one before the log-in.
    """
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    session.exec(delete(AgentSession).where(AgentSession.expires_at <= now))  # type: ignore[arg-type]
    session.add(
        AgentSession(
            token_sha256=_digest(token),
            agent_id=agent_id(agent),
            csrf_token=secrets.token_urlsafe(_TOKEN_BYTES),
            created_at=now,
            expires_at=now + lasts,
        )
    )
    return token


def find_person(session: Session, token: str | None, now: datetime) -> Person | None:
    """Return who holds `token`, or None where it is unknown, expired or its account inactive."""
    if not token:
        return None
    found = session.exec(
        select(Agent, AgentSession)
        .join(AgentSession)
        .where(AgentSession.token_sha256 == _digest(token), AgentSession.expires_at > now)
    ).first()
    if found is None or not found[0].is_active:
        return None
    agent, row = found
    session.expunge(agent)
    return Person(agent=agent, csrf_token=row.csrf_token)


def close_session(session: Session, token: str | None) -> None:
    """Log out; a token that is unknown is none the less forgotten."""
    if token:
        session.exec(delete(AgentSession).where(AgentSession.token_sha256 == _digest(token)))  # type: ignore[arg-type]


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
