"""What a shop's panel posts: the schema of the webhook, which is shown in the OpenAPI page.

Unknown keys are refused, for a misspelt one would silently lose what a customer wrote.
"""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    TypeAdapter,
    model_validator,
)

from models.vocabulary import Category

_NO_CONTROLS = r"^[^\x00-\x1f\x7f]*$"

Line = Annotated[str, StringConstraints(max_length=255, pattern=_NO_CONTROLS)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=_NO_CONTROLS)]
Text = Annotated[str, StringConstraints(max_length=500_000)]
Email = Annotated[
    str,
    StringConstraints(max_length=320, pattern=r"^[^@\s\x00-\x1f\x7f<>]+@[^@\s\x00-\x1f\x7f<>]+$"),
]


class Part(BaseModel):
    """A part of a payload; ids may be given as numbers."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, coerce_numbers_to_str=True, use_attribute_docstrings=True
    )


class Customer(Part):
    """Who asks."""

    id: Key
    """The account in the panel; the same for every ticket of one customer."""
    username: Line | None = None
    """The name that the customer logs in with."""
    email: Email | None = None
    """Where the acknowledgement goes; without it only the callback tells of it."""
    name: Line = ""
    """The name to greet the customer by."""
    language: (
        Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")] | None
    ) = None
    """The language of the customer's pages (BCP 47), a hint and no more."""


class Facts(Part):
    """What the panel's form asked for beside the words."""

    order_id: Line | None = None
    """Order numbers, separated by commas."""
    username: Line | None = None
    """The account's user name or registered e-mail address."""
    transaction_id: Line | None = None
    """The payment's reference."""
    payment_method: Line | None = None
    """How it was paid."""
    amount: Line | None = None
    """How much, with or without a currency."""
    steps: Text | None = None
    """What was done and what happened."""
    period: Line | None = None
    """The month, dates or ticket numbers that a claim is about."""


class AttachedFile(Part):
    """A file that the panel keeps; it is named and never fetched."""

    name: Line
    """Its name."""
    type: Line = "application/octet-stream"
    """Its media type."""
    size: Annotated[int, Field(ge=0)] = 0
    """Its length in bytes."""
    url: Annotated[str, StringConstraints(max_length=2048, pattern=r"^https?://\S+$")] | None = None
    """Where an agent may open it."""


class Reply(Part):
    """What an agent answered in the panel; it stops the clock."""

    agent: Line
    """Who answered."""
    body: Text
    """The words."""
    at: AwareDatetime | None = None
    """When, by the panel's clock; default: when the call came. A later time is not believed."""


class CreatedTicket(Part):
    """A new ticket."""

    id: Key
    """The ticket's id in the panel; `ticket.updated` refers to it."""
    customer: Customer
    """Who asks."""
    subject: Annotated[str, StringConstraints(max_length=998)] = ""
    """The title."""
    body: Text
    """The words."""
    category: Category | None = None
    """What the customer ticked, where the form asks."""
    fields: Facts = Facts()
    """What the form asked for."""
    attachments: Annotated[tuple[AttachedFile, ...], Field(max_length=100)] = ()
    """Files that came with it."""


class UpdatedTicket(Part):
    """News of a ticket: facts or words supplied, an agent's reply, or its end; at least one."""

    id: Key
    """The ticket's id in the panel."""
    body: Text | None = None
    """What the customer adds."""
    fields: Facts = Facts()
    """Facts that the customer now gives."""
    attachments: Annotated[tuple[AttachedFile, ...], Field(max_length=100)] = ()
    """Files that the customer adds."""
    reply: Reply | None = None
    """What an agent answered in the panel."""
    closed: bool = False
    """Whether the ticket was closed in the panel."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        is_new = self.body or self.attachments or self.reply or self.closed
        if not is_new and self.fields == Facts():
            raise ValueError("give at least one of body, fields, attachments, reply, closed")
        return self


class TicketCreated(Part):
    """A customer opened a ticket in the panel."""

    type: Literal["ticket.created"]
    """The event."""
    timestamp: AwareDatetime
    """When it happened, by the panel's clock; for show only, clocks start by ours."""
    data: CreatedTicket
    """The ticket."""


class TicketUpdated(Part):
    """Something happened to a ticket in the panel."""

    type: Literal["ticket.updated"]
    """The event."""
    timestamp: AwareDatetime
    """When it happened, by the panel's clock; for show only."""
    data: UpdatedTicket
    """What changed."""


class CreditedTopUp(Part):
    """Money that was added to a customer's balance (rule S11)."""

    id: Key
    """The payment's id in the panel; each is counted once."""
    customer: Customer
    """Whose balance."""
    amount: Annotated[Decimal, Field(max_digits=20, decimal_places=8)]
    """How much, best written as "12.50"; a negative amount takes an earlier top-up back."""
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    """Its ISO 4217 code."""
    bonus: bool = False
    """Whether it is bonus money, which gives no service credit."""
    at: AwareDatetime
    """When it was added; the month that it counts for."""


class TopUpCredited(Part):
    """A customer's balance was topped up."""

    type: Literal["topup.credited"]
    """The event."""
    timestamp: AwareDatetime
    """When it was told, by the panel's clock; for show only."""
    data: CreditedTopUp
    """The top-up."""


TicketEvent = Annotated[TicketCreated | TicketUpdated, Field(discriminator="type")]
PanelEvent = Annotated[TicketCreated | TicketUpdated | TopUpCredited, Field(discriminator="type")]
_TICKET_EVENTS: TypeAdapter[TicketCreated | TicketUpdated] = TypeAdapter(TicketEvent)
_EVENTS: TypeAdapter[TicketCreated | TicketUpdated | TopUpCredited] = TypeAdapter(PanelEvent)


def read_call(body: bytes) -> TicketCreated | TicketUpdated | TopUpCredited:
    """Read a call's body.

    Raises:
        pydantic.ValidationError: it is no JSON, or not as the schema wants it.
    """
    return _EVENTS.validate_json(body)


def read_event(body: bytes) -> TicketCreated | TicketUpdated:
    """Read the body of a call that was kept as a message on a ticket.

    Raises:
        pydantic.ValidationError: it is no JSON, or not as the schema wants it.
    """
    return _TICKET_EVENTS.validate_json(body)


def schema() -> dict[str, JsonValue]:
    """Return the JSON Schema of a call's body, with references as OpenAPI has them."""
    return _EVENTS.json_schema(ref_template="#/components/schemas/{model}")
