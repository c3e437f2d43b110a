"""Every setting: its name, its type, its default and one sentence of what it does.

`config.toml` is this module written out; a test keeps the two alike.
"""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, SecretStr

Positive = Annotated[int, Field(gt=0)]
Seconds = Annotated[float, Field(ge=0)]


class Security(StrEnum):
    """How a connection is protected."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class AfterIntake(StrEnum):
    """What is done to the server's copy once a message is safe."""

    KEYWORD = "keyword"
    MOVE = "move"
    NOTHING = "nothing"


class SortedBy(StrEnum):
    """How agents in a mail client see the category."""

    NOTHING = "nothing"
    KEYWORD = "keyword"
    FOLDER = "folder"


class InDoubt(StrEnum):
    """What happens to an acknowledgement of which nobody knows whether it was taken."""

    HOLD = "hold"
    RESEND = "resend"


class MonitorFormat(StrEnum):
    """How a monitor's alerts are written."""

    GENERIC = "generic"
    UPTIMEROBOT = "uptimerobot"
    BETTERSTACK = "betterstack"
    PINGDOM = "pingdom"


class Section(BaseModel):
    """A table of the configuration; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Service(Section):
    """Who we are."""

    name: str = "Support"
    """The name that customers read in an acknowledgement."""
    base_url: str = "http://127.0.0.1:8080"
    """Where agents and customers reach the pages."""
    domain: str = "support.example.com"
    """The domain of our Message-IDs, threading tokens and bounce addresses."""
    instance_id: str = "triage"
    """The mark that tells our own acknowledgements from other desks'."""
    secret: SecretStr | None = None
    """The key of threading tokens and Message-IDs (at least 16 characters)."""


class DatabaseSection(Section):
    """Where everything is kept."""

    url: str = "sqlite:///var/triage.db"
    """SQLAlchemy's URL, `sqlite:///…` or `postgresql+psycopg://…`, without a password."""
    password: SecretStr | None = None
    """The password for PostgreSQL."""


class Web(Section):
    """The pages."""

    host: str = "127.0.0.1"
    """The address to listen on."""
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    """The port to listen on; 0 takes a free one."""
    session_hours: Positive = 12
    """How long a log-in lasts."""
    secure_cookies: bool = False
    """Whether cookies travel over HTTPS alone; true wherever the pages are not on this machine."""
    page_size: Positive = 50
    """How many tickets a page of the queue shows."""


class OAuth(Section):
    """An account that logs in with access tokens (OAuth 2), as Google and Microsoft 365 want it."""

    token_url: str
    """The token endpoint."""
    client_id: str
    """Who we are to the provider."""
    client_secret: SecretStr | None = None
    """The client's secret, where the provider gave one."""
    refresh_token: SecretStr | None = None
    """What a person's consent gave; without it the client's own credentials are used."""
    scope: str = ""
    """What is asked for, separated by spaces."""
    expires_at: AwareDatetime | None = None
    """When the secret or the consent ends, if you know; it is warned about 14 days before."""
    folder: str = "var/oauth"
    """The folder that keeps refresh tokens that the provider renewed."""


class Mailbox(Section):
    """A mailbox that is read by IMAP."""

    host: str
    """The IMAP server."""
    port: Positive = 993
    """Its port."""
    security: Security = Security.TLS
    """`tls`, `starttls` or `none` (loopback alone)."""
    username: str
    """The log-in."""
    password: SecretStr | None = None
    """Its password."""
    oauth: str = ""
    """The [oauth.NAME] whose access tokens log in instead of a password."""
    folder: str = "INBOX"
    """The folder that is read."""
    addresses: str
    """The addresses that this mailbox receives, separated by commas; the first one answers."""
    policy: str
    """The agreement that its tickets fall under."""
    after: AfterIntake = AfterIntake.KEYWORD
    """What is done to the server's copy: `keyword`, `move` or `nothing`."""
    keyword: str = "$Triaged"
    """The keyword for `after = "keyword"`."""
    move_to: str = "Triaged"
    """The folder for `after = "move"`."""
    sorted_by: SortedBy = SortedBy.NOTHING
    """Whether the category shows in the mailbox as a `keyword` or a `folder`."""
    sorted_prefix: str = "triage-"
    """What stands before the category's name in that keyword or folder."""
    idle: bool = True
    """Whether IDLE is used where the server offers it."""
    idle_renew_seconds: Seconds = 1500.0
    """How long one IDLE lasts; servers end it after 30 minutes (RFC 2177)."""
    noop_seconds: Seconds = 0.2
    """How often a NOOP looks, in place of IDLE, which may be 0.5 s late; 0: IDLE alone."""
    poll_seconds: Seconds = 5.0
    """How often the folder is looked at where there is no IDLE."""
    batch_size: Positive = 100
    """How many messages are fetched, marked or moved at once."""
    timeout_seconds: Seconds = 30.0
    """How long one command may take."""
    max_message_bytes: Positive = 26_214_400
    """The largest message that is fetched; of a larger one the header alone is."""
    go_live_at: AwareDatetime | None = None
    """Mail received before this is never acknowledged; default: the first time it is read."""
    verify_certificate: bool = True
    """Whether the server's certificate must be good."""
    ca_file: str | None = None
    """Certificates to trust besides the system's."""


class MaildirSource(Section):
    """A Maildir that is read as a mailbox is."""

    path: str
    """The Maildir's folder."""
    addresses: str
    """The addresses that it receives, separated by commas; the first one answers."""
    policy: str
    """The agreement that its tickets fall under."""
    poll_seconds: Seconds = 0.1
    """How often `new` is looked at."""
    batch_size: Positive = 100
    """How many messages are taken at once."""
    go_live_at: AwareDatetime | None = None
    """Mail received before this is never acknowledged; default: the first time it is read."""


class WebhookSource(Section):
    """A shop's panel that posts tickets."""

    policy: str
    """The agreement that its tickets fall under."""
    address: str
    """The address that answers its customers."""
    secret: SecretStr | None = None
    """The key that signs its calls (Standard Webhooks, `whsec_…`)."""
    previous_secret: SecretStr | None = None
    """The key before, valid while keys are rotated."""
    max_bytes: Positive = 1_048_576
    """The largest body that is read."""
    callback_url: str | None = None
    """Where acknowledgements are posted too, signed with the same key."""


class MonitorSource(Section):
    """Monitors of the site, or a service of them, that post what they see."""

    policy: str
    """The agreement whose availability they measure."""
    format: MonitorFormat = MonitorFormat.GENERIC
    """How they write: `generic`, `uptimerobot`, `betterstack` or `pingdom`."""
    location: str = ""
    """Where they stand; monitors in one location are one witness. Default: this table's name."""
    home: str = ""
    """Checks of the home page alone, by name or address, separated by commas."""
    panel: str = ""
    """Checks of the panel alone; any other check is one of both together."""
    secret: SecretStr | None = None
    """The key that signs their calls (Standard Webhooks, `whsec_…`)."""
    previous_secret: SecretStr | None = None
    """The key before, valid while keys are rotated."""
    token: SecretStr | None = None
    """The end of the address for services that cannot sign (at least 24 characters)."""
    max_bytes: Positive = 65_536
    """The largest body that is read."""


class Smtp(Section):
    """The server that takes acknowledgements."""

    host: str = ""
    """The SMTP server; empty: acknowledgements wait."""
    port: Positive = 587
    """Its port."""
    security: Security = Security.STARTTLS
    """`tls`, `starttls` or `none` (loopback alone)."""
    username: str = ""
    """The log-in; empty: none."""
    password: SecretStr | None = None
    """Its password."""
    oauth: str = ""
    """The [oauth.NAME] whose access tokens log in instead of a password."""
    connections: Positive = 8
    """How many connections are kept open at most."""
    timeout_seconds: Seconds = 60.0
    """How long one command may take."""
    idle_seconds: Seconds = 60.0
    """How long an unused connection is kept."""
    verify_certificate: bool = True
    """Whether the server's certificate must be good."""
    ca_file: str | None = None
    """Certificates to trust besides the system's."""
    maildir: str | None = None
    """Put acknowledgements into this Maildir instead of sending them."""
    dkim_domain: str = ""
    """Who vouches for what goes out (DKIM), where the server does not sign; empty: nobody."""
    dkim_selector: str = ""
    """Which of that domain's keys, as published at `<selector>._domainkey.<domain>`."""
    dkim_key: SecretStr | None = None
    """The private key, RSA in PEM."""


class OutboxSection(Section):
    """How acknowledgements are sent once."""

    lease_seconds: Seconds = 120.0
    """How long a worker holds an acknowledgement before another may look at it."""
    batch_size: Positive = 100
    """How many are leased at once."""
    retry_first_seconds: Seconds = 5.0
    """The wait after the first failure; it doubles, with jitter."""
    retry_most_seconds: Seconds = 3600.0
    """The longest wait."""
    give_up_hours: Positive = 96
    """An acknowledgement that could not be sent for so long is refused; it would only confuse."""
    folder: str = "var/outbox"
    """Where the senders of this machine note what they are doing; one folder for one database."""
    in_doubt: InDoubt = InDoubt.HOLD
    """`hold` for a person, or `resend` with the same Message-ID."""


class Acknowledgements(Section):
    """What is answered."""

    enabled: bool = True
    """The operator's switch (OPERATOR_OFF)."""
    dry_run: bool = False
    """Decide and record, but send nothing (DRY_RUN)."""
    answer_abusive: bool = True
    """Whether abuse gets the one firm template (rule P6) or none (ABUSIVE)."""
    templates: str | None = None
    """A folder whose files replace ours one by one."""
    english_beneath: bool = True
    """Whether English stands beneath the customer's language."""
    null_envelope_sender: bool = False
    """Whether the envelope sender is `<>` instead of a bounce address with a token."""
    max_age_hours: Positive = 72
    """Older mail is never acknowledged (BACKFILL)."""
    reopen_days: Annotated[int, Field(ge=0)] = 14
    """A reply to a ticket closed for no longer re-opens it; later it opens a new one."""
    excerpt_characters: Annotated[int, Field(ge=0)] = 0
    """How much of the customer's text is repeated."""


class Suppressing(Section):
    """When an acknowledgement must not go out."""

    authserv_ids: str = ""
    """Whose Authentication-Results are believed, separated by commas."""
    intake_lists: str = ""
    """List-Ids of our own intake groups, which stamp genuine mail, separated by commas."""
    hard_bounce_days: Positive = 60
    """How long an address that refused our mail is not written to."""
    per_sender_hour: Positive = 10
    """Acknowledgements to one address in an hour."""
    per_sender_day: Positive = 20
    """Acknowledgements to one address in a day; a program that answers each of them ends there."""
    per_subject_day: Positive = 2
    """Acknowledgements to one address about one subject in a day."""
    per_domain_hour: Positive = 3000
    """Acknowledgements to one domain in an hour; large providers' are not counted."""
    global_minute: Positive = 5000
    """Acknowledgements in a minute that open the circuit breaker."""


class Intake(Section):
    """How raw messages become tickets."""

    attempts: Positive = 3
    """How often a message is tried before it is set aside."""
    retry_seconds: Seconds = 5.0
    """The wait before it is tried again; it doubles."""
    batch_size: Positive = 100
    """How many messages one transaction takes."""
    webhook_answers_days: Positive = 30
    """How long a repeated webhook call gets the very answer that it got before."""
    reads_ahead: bool = True
    """Whether a second process reads the next batch while one is filed, under backlog."""


class Parsing(Section):
    """The bounds of reading one message."""

    max_bytes: Positive = 52_428_800
    """Bytes of a mail that are looked at; all of it is kept."""
    max_header_bytes: Positive = 262_144
    """Bytes of one header."""
    max_fields: Positive = 1000
    """Fields of one header."""
    max_field_chars: Positive = 16_384
    """Characters of one field."""
    max_addresses: Positive = 500
    """Addresses of one field."""
    max_references: Positive = 200
    """Message-IDs of References, the newest ones."""
    max_depth: Positive = 24
    """Multiparts inside multiparts."""
    max_parts: Positive = 250
    """MIME parts."""
    max_text_bytes: Positive = 1_048_576
    """Bytes of one text part."""
    max_html_bytes: Positive = 524_288
    """Bytes of one HTML part."""
    max_text_chars: Positive = 200_000
    """Characters of the visible text."""
    max_sniffed: Positive = 12
    """Attachments whose type is looked for in their first bytes."""


class Classifying(Section):
    """The five questions."""

    model: str | None = None
    """The trained model's file; default: the one that is shipped."""
    open_days: Positive = 30
    """How long a ticket counts as an earlier one for duplicates."""


class Log(Section):
    """What is written to standard error."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    """debug, info, warning or error."""
    json_lines: bool = False
    """Whether lines are JSON."""


class Settings(Section):
    """The whole configuration."""

    service: Service = Service()
    database: DatabaseSection = DatabaseSection()
    web: Web = Web()
    smtp: Smtp = Smtp()
    outbox: OutboxSection = OutboxSection()
    acknowledgements: Acknowledgements = Acknowledgements()
    suppressing: Suppressing = Suppressing()
    intake: Intake = Intake()
    parsing: Parsing = Parsing()
    classifying: Classifying = Classifying()
    log: Log = Log()
    oauth: dict[str, OAuth] = {}
    mailboxes: dict[str, Mailbox] = {}
    maildirs: dict[str, MaildirSource] = {}
    webhooks: dict[str, WebhookSource] = {}
    monitors: dict[str, MonitorSource] = {}
    policies: dict[str, dict[str, Any]] = {}


def listed(value: str) -> list[str]:
    """Return the items of a value that is a list separated by commas."""
    return [item.strip() for item in value.split(",") if item.strip()]
