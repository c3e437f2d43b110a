"""Mails made by hand for the tests of the mail room; every address is an example."""

from triage.mail.message import ParsedMessage
from triage.mail.parser import parse

AUTHOR = "Ann Example <ann@customer.example>"
OURS = "help@desk.example"
_FIELDS = {"from_": "From", "message_id": "Message-ID"}


def mail(body: str | bytes = "Hello, my order is late.", *fields: str, **replaced: str) -> bytes:
    """Make an ordinary mail.

    Args:
        body: What follows the header.
        fields: Header fields added to it.
        replaced: Fields of the ordinary header with another value, `from_` for From; an empty one
            leaves the field out.
    """
    header = {
        "From": AUTHOR,
        "To": OURS,
        "Subject": "My order",
        "Date": "Mon, 02 Nov 2026 09:00:00 +0000",
        "Message-ID": "<1@customer.example>",
    }
    header |= {_FIELDS.get(name, name.capitalize()): v for name, v in replaced.items()}
    lines = [f"{name}: {value}" for name, value in header.items() if value]
    head = "\r\n".join([*lines, *fields]) + "\r\n\r\n"
    return head.encode() + (body if isinstance(body, bytes) else body.encode())


def read(
    body: str | bytes = "Hello, my order is late.", *fields: str, **replaced: str
) -> ParsedMessage:
    """Make an ordinary mail and parse it."""
    return parse(mail(body, *fields, **replaced))


def multipart(*parts: str, subtype: str = "mixed", boundary: str = "frontier") -> bytes:
    """Make an ordinary mail of several parts, each with its own header."""
    body = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts) + f"--{boundary}--\r\n"
    return mail(
        body, "MIME-Version: 1.0", f'Content-Type: multipart/{subtype}; boundary="{boundary}"'
    )
