"""What the values of the database are called on the screen."""

from collections.abc import Mapping
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from models.vocabulary import (
    AckKind,
    Category,
    Channel,
    ClockState,
    Field,
    OutboxState,
    Priority,
    Question,
    Suppression,
    TicketState,
)
from triage.desk.queries import Due, Mark

CATEGORY: Mapping[str, str] = {
    Category.TOPUP: "Top-up",
    Category.ORDER: "Order",
    Category.ACCOUNT: "Account",
    Category.BILLING: "Billing",
    Category.SERVICE: "Service",
    Category.TECHNICAL: "Technical",
    Category.CLAIM: "SLA claim",
    Category.OUT_OF_SCOPE: "Out of scope",
}

CATEGORY_MEANS: Mapping[str, str] = {
    Category.TOPUP: "A problem with adding funds: paid but not credited, declined, charged twice",
    Category.ORDER: "A placed order: late, stuck, partial, wrong link, refill, cancel, refund",
    Category.ACCOUNT: "Log-in, password, 2FA, verification, locked account, changed details",
    Category.BILLING: "Other money: how to pay, fees, invoice, withdrawal, bonus, coupon",
    Category.SERVICE: "What the services are and do, and how to use the platform",
    Category.TECHNICAL: "A bug or an error of the site, the app or the API",
    Category.CLAIM: "Compensation or service credit under the agreement",
    Category.OUT_OF_SCOPE: "Third parties, growth advice, guarantees, offers, spam, unrelated",
}

PRIORITY: Mapping[str, str] = {Priority.HIGH: "High", Priority.STANDARD: "Standard"}

CHANNEL: Mapping[str, str] = {Channel.EMAIL: "E-mail", Channel.TICKET: "Ticket form"}

TICKET_STATE: Mapping[str, str] = {
    TicketState.OPEN: "Open",
    TicketState.WAITING: "Waiting for customer",
    TicketState.CLOSED: "Closed",
    TicketState.MERGED: "Joined to another",
}

TAB: Mapping[str, str] = {
    TicketState.OPEN: "Open",
    TicketState.WAITING: "Waiting",
    TicketState.CLOSED: "Closed",
    TicketState.MERGED: "Joined",
}

DUE: Mapping[str, str] = {
    Due.OVERDUE: "Overdue",
    Due.TODAY: "Due today",
    Due.LATER: "Due later",
    Due.NONE: "No deadline",
}

MARK: Mapping[str, str] = {
    Mark.PERSON: "Needs a person",
    Mark.UNSURE: "Unsure",
    Mark.ABUSIVE: "Abusive",
    Mark.MISSING: "Facts missing",
    Mark.TRANSLATION: "To translate",
    Mark.SUPPRESSED: "Not acknowledged",
}

CLOCK_STATE: Mapping[str, str] = {
    ClockState.NOT_STARTED: "Not started",
    ClockState.RUNNING: "Running",
    ClockState.PAUSED: "Paused",
    ClockState.MET: "Answered in time",
    ClockState.BREACHED: "Breached",
    ClockState.VOID: "Nothing owed",
}

CLOCK_TONE: Mapping[str, str] = {
    ClockState.NOT_STARTED: "quiet",
    ClockState.RUNNING: "info",
    ClockState.PAUSED: "warn",
    ClockState.MET: "good",
    ClockState.BREACHED: "bad",
    ClockState.VOID: "quiet",
}

NOTHING_DUE: Mapping[str, str] = {
    ClockState.NOT_STARTED: "Not started",
    ClockState.RUNNING: "Not known yet",
    ClockState.PAUSED: "Waits for customer",
    ClockState.MET: "Acknowledged",
    ClockState.BREACHED: "Breached",
    ClockState.VOID: "Nothing owed",
}

FLAG: Mapping[str, tuple[str, str]] = {
    "machine_generated": ("quiet", "Sent by a program"),
    "too_large": ("warn", "Too large to be read"),
    "ack_refused": ("bad", "Ack refused"),
    "ack_in_doubt": ("warn", "Ack in doubt"),
    "ack_bounced": ("bad", "Ack came back"),
    "ack_delayed": ("quiet", "Ack delayed"),
}
"""The tone and the words of a ticket's flags."""

FIELD: Mapping[str, str] = {
    Field.DESCRIPTION: "description",
    Field.ORDER_ID: "order number",
    Field.USERNAME: "user name",
    Field.TRANSACTION_ID: "transaction id",
    Field.PAYMENT_METHOD: "payment method",
    Field.AMOUNT: "amount",
    Field.SCREENSHOT: "screenshot",
    Field.STEPS: "steps taken",
    Field.PERIOD: "period",
}

QUESTION: Mapping[str, str] = {
    Question.CATEGORY: "Category",
    Question.ABUSIVE: "Abusive",
    Question.LANGUAGE: "Language",
    Question.MISSING: "Missing",
    Question.DUPLICATE: "Duplicate",
}

OUTBOX_STATE: Mapping[str, str] = {
    OutboxState.PENDING: "Waiting to be sent",
    OutboxState.LEASED: "Being sent",
    OutboxState.SENT: "Accepted",
    OutboxState.REFUSED: "Refused",
    OutboxState.IN_DOUBT: "In doubt",
    OutboxState.CANCELLED: "Cancelled",
}

OUTBOX_TONE: Mapping[str, str] = {
    OutboxState.PENDING: "info",
    OutboxState.LEASED: "info",
    OutboxState.SENT: "good",
    OutboxState.REFUSED: "bad",
    OutboxState.IN_DOUBT: "warn",
    OutboxState.CANCELLED: "quiet",
}

EVIDENCE: Mapping[str, str] = {"tls": "TLS", "answer": "Answer", "host": "Host", "by": "Said by"}

ACK_KIND: Mapping[str, str] = {
    AckKind.RECEIVED_HIGH: "Received, high priority",
    AckKind.RECEIVED_STANDARD: "Received",
    AckKind.INFORMATION_MISSING: "Information missing",
    AckKind.INFORMATION_RECEIVED: "Information received",
    AckKind.DUPLICATE: "Joined to an earlier ticket",
    AckKind.FOLLOW_UP: "Follow-up received",
    AckKind.OTHER_LANGUAGE: "Will be translated",
    AckKind.OUT_OF_SCOPE: "Out of scope",
    AckKind.ABUSIVE: "Abuse",
    AckKind.CLAIM: "Claim received",
    AckKind.TOO_LARGE: "Too large to be read",
    AckKind.CLAIM_APPROVED: "Claim approved",
    AckKind.CLAIM_REJECTED: "Claim rejected",
}

SUPPRESSION: Mapping[str, str] = {
    Suppression.NULL_PATH: "There is no address to answer (null return path)",
    Suppression.AUTO_SUBMITTED: "A program sent it (Auto-Submitted)",
    Suppression.DSN_MDN: "It is a delivery or read report",
    Suppression.OWN_LOOP: "It is our own mail coming back",
    Suppression.LIST: "It came over a mailing list",
    Suppression.ALREADY_ACKED: "It was acknowledged before",
    Suppression.PRECEDENCE: "It is bulk mail (Precedence)",
    Suppression.XARS: "The sender wants no automatic answers (X-Auto-Response-Suppress)",
    Suppression.ROBOT_SENDER: "The sender's address belongs to a program",
    Suppression.VENDOR_AUTO: "Another desk or program marked it as automatic",
    Suppression.CALENDAR: "It is a calendar answer or a receipt",
    Suppression.OUT_OF_OFFICE: "It is an out-of-office notice",
    Suppression.NOT_ADDRESSED: "It is not addressed to us",
    Suppression.UNAUTHENTIC: "The sender's address is forged, or it is spam",
    Suppression.HARD_BOUNCED: "The address refused our mail lately",
    Suppression.BACKFILL: "It is older than the day we went live, or too old",
    Suppression.RATE: "Too many answers went that way lately",
    Suppression.MALFORMED: "The sender's address cannot be read or written to",
    Suppression.FOLLOW_UP: "It belongs to an open ticket, which was answered",
    Suppression.ABUSIVE: "The agreement does not answer abuse",
    Suppression.OPERATOR_OFF: "Acknowledgements are switched off",
    Suppression.DRY_RUN: "Acknowledgements are only rehearsed",
    Suppression.CHECK_FAILED: "The check itself failed; a person decides",
}

DONE: Mapping[str, str] = {
    "reclassified": "Reclassified. Priority and deadline follow the new category.",
    "confirmed": "Noted: the label is right.",
    "abusive": "Marked as abusive. Nothing is owed on this ticket now.",
    "not_abusive": "The mark is off. The clock counts as if it had never been there.",
    "language": "The language is put right.",
    "supplied": "Noted as supplied.",
    "asked": "Noted: the clock waits until it is supplied.",
    "merged": "Joined. The first ticket's clock goes on unchanged.",
    "unmerged": "Parted. This ticket stands by itself.",
    "person": "A clock of its own has started for this ticket.",
    "noted": "The note is kept.",
    "replied": "The reply is recorded.",
    "closed": "Closed.",
    "reopened": "Open again.",
    "translated": "Noted as translated.",
    "looked_at": "Noted: you looked at it.",
    "switched": "The switch is turned.",
    "marked_sent": "Recorded as accepted; the clock stopped when it was sent.",
    "resent": "It is sent again under the same Message-ID.",
    "cancelled": "It will not be sent.",
    "retried": "It is tried again right now.",
    "maintenance": "The window is entered; the figure counts without it.",
    "withdrawn": "The window is withdrawn.",
    "claim_read": "Noted; the conditions are checked anew.",
    "claim_excluded": "The exclusion is noted.",
    "claim_not_excluded": "The exclusion is taken off.",
    "claim_approved": "Approved. The credit is in the ledger.",
    "claim_rejected": "Rejected.",
}
"""What a page says after an action; the address carries the key alone."""

ACTION: Mapping[str, str] = {
    "reclassified": "put a label right",
    "confirmed": "confirmed a label",
    "treated_as_person": "said that a person wrote it",
    "translated": "marked it as translated",
    "looked_at": "looked at it",
    "noted": "wrote a note",
    "replied": "recorded a reply",
    "closed": "closed it",
    "reopened": "opened it again",
    "ack_marked_sent": "said that the acknowledgement was taken",
    "ack_resent": "had the acknowledgement sent again",
    "ack_cancelled": "cancelled the acknowledgement",
    "claim_read_anew": "put right what the claim says",
    "claim_excluded": "marked the claim as excluded",
    "claim_not_excluded": "took the exclusion off",
    "claim_approved": "approved the claim",
    "claim_rejected": "rejected the claim",
    "ack_followed": "put the right acknowledgement in place of another",
}

REASONS = (
    "The bot misread the message",
    "The customer ticked the wrong category",
    "The matter turned out to be another",
)

SWITCH: Mapping[str, tuple[str, str]] = {
    "breaker": (
        "Circuit breaker",
        "Opens by itself in a flood of acknowledgements. Nobody is answered until it is closed.",
    ),
    "acknowledgements_off": (
        "All acknowledgements off",
        "Messages become tickets, and nobody is answered until this is turned off again.",
    ),
}

PERIOD: Mapping[str, str] = {
    "30": "30 days",
    "90": "90 days",
    "365": "A year",
    "all": "Ever",
}

_ENGLISH = Locale("en")


@lru_cache(maxsize=512)
def language(code: str) -> str:
    """Return a language's English name, the code itself where it has none."""
    if code == "und":
        return "no words"
    try:
        return Locale.parse(code).get_display_name(_ENGLISH) or code
    except (UnknownLocaleError, ValueError):
        return code


def in_words(value: str) -> str:
    """Return a name from the record as words, where nothing better is known."""
    return value.replace("_", " ")
