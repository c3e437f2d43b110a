"""Every table, imported once, so that metadata is whole wherever it is asked for."""

from sqlmodel import SQLModel

from models import clock, intake, outbox, people, ticket, verdict

__all__ = ["clock", "intake", "metadata", "outbox", "people", "ticket", "verdict"]

metadata = SQLModel.metadata
