"""What is left to be done after a correction."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.types import UtcDateTime


class AckReview(SQLModel, table=True):
    """A ticket whose labels were corrected, so that its acknowledgement is looked at again.

    The row goes once that is done.
    """

    __tablename__ = "ack_review"

    ticket_number: int = Field(
        primary_key=True, foreign_key="ticket.number", sa_column_kwargs={"autoincrement": False}
    )
    asked_at: datetime = Field(sa_type=UtcDateTime)
