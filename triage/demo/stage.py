"""Puts the sample mails into the demo's inbox, and people at its desk."""

import os
import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from models.vocabulary import Role
from triage.db import Database
from triage.desk.agents import create_agent, find_agent, set_password

SAMPLES = Path(__file__).parent / "samples"
_PEOPLE = (("agent", "Agent", Role.AGENT), ("manager", "Manager", Role.MANAGER))
_AGE_STEP_SECONDS = 1500


@dataclass(frozen=True, slots=True)
class Login:
    """What a person types to get in."""

    login: str
    password: str


def seed(folder: Path) -> bool:
    """Deliver the sample mails, oldest first, where the inbox is new; tell whether it was.

    Their ages are spread over the last two days, as the server's clock would have them.
    """
    inbox = folder / "inbox"
    if inbox.exists():
        return False
    for name in ("cur", "new", "tmp"):
        (inbox / name).mkdir(parents=True)
    samples = sorted(SAMPLES.glob("*.eml"))
    for position, sample in enumerate(samples):
        staged = inbox / "tmp" / f"{position:03d}.{sample.stem}.sample"
        shutil.copyfile(sample, staged)
        delivered = sample_time(staged, len(samples) - position)
        os.utime(staged, (delivered, delivered))
        staged.rename(inbox / "new" / staged.name)
    return True


def sample_time(staged: Path, steps: int) -> float:
    """Return when a sample counts as delivered, in seconds since 1970."""
    return staged.stat().st_mtime - steps * _AGE_STEP_SECONDS


def logins(database: Database, now: datetime) -> list[Login]:
    """Give everybody a new password, and make those who are not there yet."""
    people = []
    for login, name, role in _PEOPLE:
        password = secrets.token_urlsafe(9)
        with database.write() as session:
            agent = find_agent(session, login)
            if agent is None:
                create_agent(session, login=login, name=name, role=role, password=password, now=now)
            else:
                set_password(session, agent, password)
        people.append(Login(login, password))
    return people
