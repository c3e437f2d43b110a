"""What is classified: one message's visible text and what its channel says about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.vocabulary import Category, Channel


class DocumentError(ValueError):
    """A JSON value that is no document; its sentence names key, value and remedy."""


@dataclass(frozen=True, slots=True)
class Document:
    """One message as a customer wrote it.

    Attributes:
        channel: How it came in.
        subject: Decoded, without line breaks; may be empty.
        body: Visible text; may contain quoted mail and a signature.
        attachments: File names only, what they show is not read.
        form_category: What the customer ticked, if a form asked.
        form_username: The account that the channel vouches for, if it does.
        id: Whatever the caller wants to see again.
    """

    channel: Channel
    subject: str
    body: str
    attachments: tuple[str, ...] = ()
    form_category: Category | None = None
    form_username: str | None = None
    id: str | None = None

    @property
    def text(self) -> str:
        """Subject and body as one text; every span in the evidence counts from its start."""
        return f"{self.subject}\n{self.body}" if self.subject else self.body

    @classmethod
    def from_json(cls, value: object) -> "Document":
        """Read one input line of `triage classify`.

        Raises:
            DocumentError: A key has a value of the wrong kind; unknown keys are let pass.
        """
        record = as_object(value, "the line")
        form = as_object(record.get("form") or {}, "form")
        return cls(
            channel=as_channel(record.get("channel", "ticket")),
            subject=as_text(record.get("subject"), "subject"),
            body=as_text(record.get("body"), "body"),
            attachments=_as_names(record.get("attachments")),
            form_category=_as_category(form.get("category")),
            form_username=as_text(form.get("username"), "form.username").strip() or None,
            id=_as_id(record.get("id")),
        )


def as_object(value: object, key: str) -> Mapping[str, object]:
    """Return `value` as a JSON object or raise `DocumentError` naming `key`."""
    if isinstance(value, Mapping):
        return value
    raise DocumentError(f"{key} is {_shown(value)}: give a JSON object")


def as_text(value: object, key: str) -> str:
    """Return `value` as text, null as empty, or raise `DocumentError` naming `key`."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    raise DocumentError(f"{key} is {_shown(value)}: give a string")


def as_channel(value: object) -> Channel:
    """Return `value` as a channel or raise `DocumentError`."""
    try:
        return Channel(str(value))
    except ValueError:
        allowed = " or ".join(Channel)
        raise DocumentError(f"channel is {_shown(value)}: give {allowed}") from None


def _as_category(value: object) -> Category | None:
    if value is None or value == "":
        return None
    try:
        return Category(str(value))
    except ValueError:
        allowed = ", ".join(Category)
        raise DocumentError(
            f"form.category is {_shown(value)}: give one of {allowed}, or null"
        ) from None


def _as_names(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return tuple(as_text(name, "attachments[]") for name in value)
    raise DocumentError(f"attachments is {_shown(value)}: give a list of file names")


def _as_id(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise DocumentError(f"id is {_shown(value)}: give a string or a number")


def _shown(value: object) -> str:
    longest = 60
    shown = repr(value)
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"
