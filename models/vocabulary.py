"""The words of the product: values as they stand in the database, the JSON and on the screen."""

from enum import StrEnum


class Category(StrEnum):
    """What a message is about: exactly one."""

    TOPUP = "topup"
    ORDER = "order"
    ACCOUNT = "account"
    BILLING = "billing"
    SERVICE = "service"
    TECHNICAL = "technical"
    CLAIM = "claim"
    OUT_OF_SCOPE = "out_of_scope"


class Priority(StrEnum):
    """Derived from the category, never labelled (rule S3)."""

    HIGH = "high"
    STANDARD = "standard"

    @classmethod
    def of(cls, category: Category) -> "Priority":
        """Return `high` for top-up problems alone (rule S3)."""
        return cls.HIGH if category is Category.TOPUP else cls.STANDARD


class Field(StrEnum):
    """A fact that a message may have to contain before its clock starts."""

    DESCRIPTION = "description"
    ORDER_ID = "order_id"
    USERNAME = "username"
    TRANSACTION_ID = "transaction_id"
    PAYMENT_METHOD = "payment_method"
    AMOUNT = "amount"
    SCREENSHOT = "screenshot"
    STEPS = "steps"
    PERIOD = "period"


class Channel(StrEnum):
    """How a message reached us; some targets differ by channel (rule P4)."""

    EMAIL = "email"
    TICKET = "ticket"


class Question(StrEnum):
    """What a classifier answers."""

    CATEGORY = "category"
    ABUSIVE = "abusive"
    LANGUAGE = "language"
    MISSING = "missing"
    DUPLICATE = "duplicate"


class ClockState(StrEnum):
    """Where a ticket's first-response clock stands."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    BREACHED = "breached"
    VOID = "void"


class ClockEventType(StrEnum):
    """The facts a clock is computed from (`triage clock`)."""

    RECEIVED = "received"
    CLASSIFIED = "classified"
    SUPPLIED = "supplied"
    ASKED = "asked"
    ACKNOWLEDGED = "acknowledged"
    BOUNCED = "bounced"
    REPLIED = "replied"


class TicketState(StrEnum):
    """Where a ticket stands for the people who work on it."""

    OPEN = "open"
    WAITING = "waiting"
    CLOSED = "closed"
    MERGED = "merged"


class AckKind(StrEnum):
    """What an acknowledgement says; one of each at most per ticket and route."""

    RECEIVED_HIGH = "received_high"
    RECEIVED_STANDARD = "received_standard"
    INFORMATION_MISSING = "information_missing"
    INFORMATION_RECEIVED = "information_received"
    DUPLICATE = "duplicate"
    FOLLOW_UP = "follow_up"
    OTHER_LANGUAGE = "other_language"
    OUT_OF_SCOPE = "out_of_scope"
    ABUSIVE = "abusive"
    CLAIM = "claim"
    TOO_LARGE = "too_large"
    CLAIM_APPROVED = "claim_approved"
    CLAIM_REJECTED = "claim_rejected"


class Suppression(StrEnum):
    """Why no acknowledgement goes out; one code per reason, first match wins."""

    NULL_PATH = "NULL_PATH"
    AUTO_SUBMITTED = "AUTO_SUBMITTED"
    DSN_MDN = "DSN_MDN"
    OWN_LOOP = "OWN_LOOP"
    LIST = "LIST"
    ALREADY_ACKED = "ALREADY_ACKED"
    PRECEDENCE = "PRECEDENCE"
    XARS = "XARS"
    ROBOT_SENDER = "ROBOT_SENDER"
    VENDOR_AUTO = "VENDOR_AUTO"
    CALENDAR = "CALENDAR"
    OUT_OF_OFFICE = "OUT_OF_OFFICE"
    NOT_ADDRESSED = "NOT_ADDRESSED"
    UNAUTHENTIC = "UNAUTHENTIC"
    HARD_BOUNCED = "HARD_BOUNCED"
    BACKFILL = "BACKFILL"
    RATE = "RATE"
    MALFORMED = "MALFORMED"
    FOLLOW_UP = "FOLLOW_UP"
    ABUSIVE = "ABUSIVE"
    OPERATOR_OFF = "OPERATOR_OFF"
    DRY_RUN = "DRY_RUN"
    CHECK_FAILED = "CHECK_FAILED"


class OutboxState(StrEnum):
    """The life of an acknowledgement that was decided on."""

    PENDING = "pending"
    LEASED = "leased"
    SENT = "sent"
    REFUSED = "refused"
    IN_DOUBT = "in_doubt"
    CANCELLED = "cancelled"


class Route(StrEnum):
    """Where an acknowledgement goes."""

    MAIL = "mail"
    CALLBACK = "callback"


class InboxState(StrEnum):
    """The life of a raw message that was taken in."""

    PENDING = "pending"
    DONE = "done"
    SET_ASIDE = "set_aside"


class Direction(StrEnum):
    """Who wrote a message on a ticket."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    NOTE = "note"


class Role(StrEnum):
    """What a person may do on the pages."""

    AGENT = "agent"
    MANAGER = "manager"


class Actor(StrEnum):
    """Who reclassified or acted."""

    BOT = "bot"
    AGENT = "agent"
    CUSTOMER = "customer"


class Watched(StrEnum):
    """What a monitor watches; an outage needs the home page and the panel (rule S10)."""

    BOTH = "both"
    HOME = "home"
    PANEL = "panel"


class Maintenance(StrEnum):
    """Why a window is no downtime (rule S10)."""

    PLANNED = "planned"
    EMERGENCY = "emergency"
    UPSTREAM = "upstream"


class CreditKind(StrEnum):
    """What a service credit is for (rules S11 and S12)."""

    DOWNTIME = "downtime"
    RESPONSE = "response"


class Exclusion(StrEnum):
    """Why nothing is owed for a month (rule S14)."""

    FORCE_MAJEURE = "force_majeure"
    CUSTOMER = "customer"
    SUPPLIER = "supplier"
    ATTACK = "attack"
    CONNECTION = "connection"
    TRIAL = "trial"
    BEYOND_CONTROL = "beyond_control"


class Decision(StrEnum):
    """What a manager made of a claim (rule S13)."""

    APPROVED = "approved"
    REJECTED = "rejected"
