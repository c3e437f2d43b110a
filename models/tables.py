"""Every table, imported once, so that metadata is whole wherever it is asked for."""

from sqlmodel import SQLModel

from models import availability, clock, credit, intake, outbox, people, review, ticket, verdict

__all__ = [
    "availability",
    "clock",
    "credit",
    "intake",
    "metadata",
    "outbox",
    "people",
    "review",
    "ticket",
    "verdict",
]

metadata = SQLModel.metadata
