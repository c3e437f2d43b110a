"""The people who log in: their accounts and their passwords."""

from datetime import datetime
from functools import cache

from pwdlib import PasswordHash
from sqlmodel import Session, select

from models.people import Agent
from models.vocabulary import Role

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1024
"""A longer one is refused unread, so that nobody makes us hash megabytes."""


class AgentError(Exception):
    """An account cannot be made or changed as asked; the message says what to do."""


def create_agent(  # noqa: PLR0913 -- an account is these five things
    session: Session, *, login: str, name: str, role: Role, password: str, now: datetime
) -> Agent:
    """Add a person who may log in.

    Args:
        session: A writing session.
        login: What the person types, compared without case; at most 120 characters.
        name: What colleagues read.
        role: What the person may do.
        password: In plain text; only its Argon2id hash is kept.
        now: The present, in UTC.

    Raises:
        AgentError: The log-in is taken or empty, or the password is too short or too long.
    """
    key = _normal(login)
    if not key:
        raise AgentError("the log-in is empty: give one without spaces")
    if find_agent(session, key) is not None:
        raise AgentError(f"the log-in {key!r} is taken: choose another one")
    agent = Agent(
        login=key,
        name=name.strip() or key,
        role=role,
        password_hash=_hash(password),
        created_at=now,
    )
    session.add(agent)
    session.flush()
    return agent


def agent_id(agent: Agent) -> int:
    """Return the key of a stored account.

    Raises:
        AgentError: The account was never stored.
    """
    if agent.id is None:
        raise AgentError(f"the account {agent.login!r} was never stored: add it first")
    return agent.id


def find_agent(session: Session, login: str) -> Agent | None:
    """Return the account of `login`, whether it is active or not."""
    return session.exec(select(Agent).where(Agent.login == _normal(login))).first()


def set_password(session: Session, agent: Agent, password: str) -> None:
    """Replace a password.

    Raises:
        AgentError: The password is too short or too long.
    """
    agent.password_hash = _hash(password)
    session.add(agent)


def verify(agent: Agent | None, password: str) -> bool:
    """Tell whether `password` is right for an active `agent`.

    An unknown or inactive agent costs one verification too, so that the time taken does not
    tell who exists.
    """
    known = agent is not None and agent.is_active
    stored = agent.password_hash if agent is not None and known else _nobodys_hash()
    if len(password) > LONGEST_PASSWORD:
        return False
    return _hasher().verify(password, stored) and known


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _nobodys_hash() -> str:
    return _hasher().hash("nobody has this password")


def _hash(password: str) -> str:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise AgentError(
            f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters: "
            "choose a longer one, for instance four words"
        )
    return _hasher().hash(password)


def _normal(login: str) -> str:
    return login.strip().casefold()
