"""The messages of a batch with what hangs on them, written parents first."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from models.tables import metadata
from models.vocabulary import Direction
from triage.desk.answering import Decision
from triage.desk.book import Book
from triage.desk.submission import Submission
from triage.mail.message import Address, Attachment

_LONGEST_ADDRESS = 320
_LONGEST_NAME = 255
_LONGEST_ID = 512


@dataclass(slots=True)
class Entry:
    """A message, the decision whether to acknowledge it, and the verdicts on it."""

    message: dict[str, Any]
    decision: Decision
    verdicts: list[dict[str, Any]] = field(default_factory=list)


def write_entries(session: Session, entries: list[Entry], book: Book) -> None:
    """Insert the messages and enter what hangs on them into the book, with their new ids."""
    if not entries:
        return
    table = metadata.tables["message"]
    rows = [entry.message for entry in entries]
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    ids = session.connection().execute(statement, rows).scalars()
    for entry, message_id in zip(entries, ids, strict=True):
        # What an agent said in the panel is an answer, so nobody asks whether to answer it.
        if entry.message["direction"] is Direction.INBOUND:
            book.add_values("ack_decision", entry.decision.values() | {"message_id": message_id})
        for values in entry.verdicts:
            book.add_values("verdict", values | {"message_id": message_id})


def message_of(submission: Submission, number: int) -> dict[str, Any]:
    """Return the row of an inbound message, or of an agent's reply that a panel told us.

    Values and no `Message`: making one costs more than inserting it.
    """
    mail, panel = submission.mail, submission.panel
    is_reply = panel is not None and panel.agent_reply is not None
    author = Address(panel.replied_by, "") if panel is not None and is_reply else mail.author
    return {
        "ticket_number": number,
        "inbox_id": submission.raw.id,
        "direction": Direction.OUTBOUND if is_reply else Direction.INBOUND,
        "author_address": author.address.lower()[:_LONGEST_ADDRESS] if author else "",
        "author_name": author.name[:_LONGEST_NAME] if author else "",
        "message_id": mail.message_id[:_LONGEST_ID] if mail.message_id else None,
        "subject": mail.subject,
        "text": panel.agent_reply if panel and panel.agent_reply else mail.text,
        "reply_text": mail.reply_text,
        "html": mail.html,
        "attachments": [_described(attachment) for attachment in mail.attachments],
        "defects": list(mail.defects),
        "machine_generated": submission.machine.code if submission.machine else None,
        "at": submission.raw.received_at,
        "agent_id": None,
    }


def _described(attachment: Attachment) -> dict[str, Any]:
    return {
        "name": attachment.name,
        "type": attachment.content_type,
        "sniffed": attachment.sniffed_type,
        "size": attachment.size,
        "sha256": attachment.sha256,
    }
