"""What a panel posted, as the rest of the desk sees messages."""

from datetime import datetime
from hashlib import sha256

from models.vocabulary import Field
from triage.desk.submission import Panel
from triage.intake.payload import AttachedFile, TicketCreated, TicketUpdated
from triage.mail.headers import Headers
from triage.mail.message import Address, Attachment, ParsedMessage

_LABELS = {
    Field.ORDER_ID: "Order",
    Field.USERNAME: "User name",
    Field.TRANSACTION_ID: "Transaction",
    Field.PAYMENT_METHOD: "Payment method",
    Field.AMOUNT: "Amount",
    Field.STEPS: "Steps",
    Field.PERIOD: "Period",
}


def mail_of(event: TicketCreated | TicketUpdated, address: str) -> ParsedMessage:
    """Return a message with the words of a panel's ticket, sent to the address that answers."""
    author = _author(event)
    subject = event.data.subject if isinstance(event, TicketCreated) else ""
    text = "\n".join(part for part in ((event.data.body or "").strip(), *_facts(event)) if part)
    return ParsedMessage(
        subject=subject,
        authors=(author,) if author else (),
        sender=None,
        reply_to=(),
        to=(Address("", address),),
        cc=(),
        return_path=None,
        message_id=None,
        in_reply_to=(),
        references=(),
        date=event.timestamp,
        headers=Headers(()),
        content_type="text/plain",
        text=text,
        reply_text=text,
        html=None,
        attachments=tuple(_attachment(file) for file in event.data.attachments),
        defects=(),
    )


def panel_of(event: TicketCreated | TicketUpdated, received_at: datetime) -> Panel:
    """Return what a panel says besides the words; a time after the call is not believed."""
    if isinstance(event, TicketCreated):
        customer = event.data.customer
        name = customer.username or customer.id
        return Panel(is_update=False, customer=name, category=event.data.category)
    reply = event.data.reply
    return Panel(
        is_update=True,
        agent_reply=reply.body if reply else None,
        replied_at=min(reply.at or received_at, received_at) if reply else None,
        replied_by=reply.agent if reply else "",
        closes=event.data.closed,
        has_words=bool(event.data.body or event.data.attachments or facts_in(event)),
    )


def facts_in(event: TicketCreated | TicketUpdated) -> dict[Field, str]:
    """Return the facts that the panel's form asked for and got."""
    given = event.data.fields.model_dump(exclude_none=True)
    return {Field(name): value for name, value in given.items() if value.strip()}


def _author(event: TicketCreated | TicketUpdated) -> Address | None:
    if isinstance(event, TicketUpdated) or event.data.customer.email is None:
        return None
    return Address(event.data.customer.name, event.data.customer.email)


def _facts(event: TicketCreated | TicketUpdated) -> list[str]:
    return [f"{_LABELS[name]}: {value}" for name, value in facts_in(event).items()]


def _attachment(file: AttachedFile) -> Attachment:
    """Describe a file that the panel keeps; what it holds is not known here."""
    name = file.name or "file"
    key = sha256((file.url or name).encode()).hexdigest()
    return Attachment(name, file.type.lower(), None, file.size, key, b"")
