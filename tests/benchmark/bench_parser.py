"""What parsing costs, beside the standard library in the same run.

Run as `python -m tests.benchmark.bench_parser`; figures are milliseconds of processor time a mail.
Hostile mails are those below and every case of `tests/unit/mail/test_hostile.py`.
"""

import base64
import statistics
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage

from tests.unit.mail.test_hostile import CASES
from triage.mail.parser import parse

ROUNDS = 200
SLOW = 0.25
"""Seconds after which no further round is made of one mail."""

_HEAD = (
    "Return-Path: <ann@customer.example>\r\n"
    "Received: from mail.customer.example (mail.customer.example [192.0.2.1])\r\n"
    "\tby mx.desk.example with ESMTPS id 4XYZ for <help@desk.example>;\r\n"
    "\tMon, 02 Nov 2026 09:00:01 +0000 (UTC)\r\n"
    "DKIM-Signature: v=1; a=rsa-sha256; d=customer.example; s=mail; h=from:to:subject;\r\n"
    "\tbh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=dGhpcyBpcyBubyBzaWduYXR1cmU=\r\n"
    "From: =?utf-8?q?Ann_=C5=BB=C3=B3=C5=82w?= <ann@customer.example>\r\n"
    "To: Help Desk <help@desk.example>\r\nSubject: =?utf-8?b?TXkgb3JkZXIgxbzDs8WCdw==?=\r\n"
    "Date: Mon, 02 Nov 2026 09:00:00 +0000\r\nMessage-ID: <1@customer.example>\r\n"
    "In-Reply-To: <0@desk.example>\r\nReferences: <0@desk.example>\r\nMIME-Version: 1.0\r\n"
)
_WORDS = "Hello, my order 48213 has not begun, although I paid with a card on Monday.\r\n" * 6
_QUOTE = "> We have received your message and will look at it.\r\n" * 10
_REPLY = (
    f"{_WORDS}\r\nOn Mon, 2 Nov 2026 at 09:00, Help Desk <help@desk.example> wrote:\r\n{_QUOTE}"
)
_HTML = "<html><body>" + f"<div><p>{_WORDS}</p><br></div>" * 4 + "</body></html>"
_PICTURE = base64.encodebytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 200).decode()


def _multipart(subtype: str, *parts: str) -> bytes:
    body = "".join(f"--frontier\r\n{part}\r\n" for part in parts) + "--frontier--\r\n"
    return f'{_HEAD}Content-Type: multipart/{subtype}; boundary="frontier"\r\n\r\n{body}'.encode()


_TEXT_PART = f"Content-Type: text/plain; charset=utf-8\r\n\r\n{_REPLY}"
_HTML_PART = f"Content-Type: text/html; charset=utf-8\r\n\r\n{_HTML}"
_FILE_PART = (
    'Content-Type: image/png; name="error.png"\r\nContent-Transfer-Encoding: base64\r\n'
    f'Content-Disposition: attachment; filename="error.png"\r\n\r\n{_PICTURE}'
)

ORDINARY = {
    "plain": f"{_HEAD}Content-Type: text/plain; charset=utf-8\r\n\r\n{_WORDS}".encode(),
    "reply": f"{_HEAD}Content-Type: text/plain; charset=utf-8\r\n\r\n{_REPLY}".encode(),
    "alternative": _multipart("alternative", _TEXT_PART, _HTML_PART),
    "HTML alone": f"{_HEAD}Content-Type: text/html; charset=utf-8\r\n\r\n{_HTML}".encode(),
    "with a picture": _multipart("mixed", _TEXT_PART, _FILE_PART),
}
HOSTILE = {
    "10,000 parts": _multipart("mixed", *["Content-Type: text/plain\r\n\r\nhi"] * 10_000),
    "10,000 fields": (_HEAD + "X-Field: value\r\n" * 10_000 + "\r\nhi").encode(),
    "10,000 in Cc": (
        _HEAD + "Cc: " + ",\r\n ".join(["a@b.example"] * 10_000) + "\r\n\r\nhi"
    ).encode(),
    "5,000 encoded words": (_HEAD + "X: " + "=?utf-8?q?=C5=BC?= " * 5_000 + "\r\n\r\nhi").encode(),
    "500 open parentheses": f"From: {'(' * 500}a@b.example\r\n\r\nhi".encode(),
    "a line of 1 MB": (_HEAD + "X-Long: " + "a" * 1_000_000 + "\r\n\r\nhi").encode(),
    "quoted 5,000 deep": (_HEAD + "\r\n" + ">" * 5_000 + " hi").encode(),
    "an introduction of 58 KB": (_HEAD + "\r\nOn " + "a, " * 19_000).encode(),
}


def main() -> None:
    """Print the cost of each mail, and of all of a kind together, with both parsers."""
    print(f"{'':44}{'triage':>10}{'stdlib':>10}{'ratio':>9}")  # noqa: T201 - it prints a table
    for title, mails in (("ordinary", ORDINARY), ("hostile", HOSTILE | _cases())):
        ours = {name: _costs(lambda raw=raw: parse(raw)) for name, raw in mails.items()}  # type: ignore[misc]
        theirs = {name: _costs(lambda raw=raw: _read(raw)) for name, raw in mails.items()}  # type: ignore[misc]
        for name in mails:
            _print(name, *(statistics.median(one[name]) for one in (ours, theirs)))
        for measure, of in (("median", 0.5), ("p99", 0.99), ("worst", 1.0)):
            _print(f"{title}, {len(mails)} mails: {measure}", _at(ours, of), _at(theirs, of))
        raised = sum(isinstance(_read(raw)[0], Exception) for raw in mails.values())
        print(f"{title}: the standard library raises an error on {raised} of them")  # noqa: T201 - the table


def _cases() -> dict[str, bytes]:
    return {name: raw for name, (raw, _) in CASES.items() if name not in HOSTILE}


def _costs(work: Callable[[], object]) -> list[float]:
    """Return the cost of some rounds in seconds of processor time; a quick first one warms up."""
    costs = [_cost(work)]
    if costs[0] < SLOW:
        costs.clear()
    while len(costs) < ROUNDS and sum(costs) < SLOW:
        costs.append(_cost(work))
    return costs


def _cost(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _at(costs: dict[str, list[float]], share: float) -> float:
    """Return the cost that a share of all mails stays within, each mail weighing the same."""
    samples = sorted((cost, 1 / len(one)) for one in costs.values() for cost in one)
    wanted = share * len(costs)
    for cost, weight in samples:
        wanted -= weight
        if wanted <= 1e-9:
            return cost
    return samples[-1][0]


def _read(raw: bytes) -> tuple[object, ...]:
    """Read with the standard library what `parse` reads; the error alone where it raises one."""
    try:
        message = message_from_bytes(raw, policy=policy.default)
    except (LookupError, ValueError, RecursionError, AttributeError, TypeError) as error:
        return (error,)
    if not isinstance(message, EmailMessage):
        raise TypeError("the default policy makes EmailMessage")
    names = ("from", "to", "cc", "subject", "date", "message-id", "in-reply-to", "references")
    try:
        body = message.get_body(("plain", "html"))
        text = body.get_content() if body else ""
        files = [one.get_payload(decode=True) for one in message.iter_attachments()]
        return (*(str(message[name]) for name in names), text, files)
    except (LookupError, ValueError, RecursionError, AttributeError, IndexError) as error:
        return (error,)


def _print(name: str, ours: float, theirs: float) -> None:
    ratio = theirs / ours if ours else float("inf")
    print(f"{name:44}{ours * 1000:10.2f}{theirs * 1000:10.2f}{ratio:8.1f}×")  # noqa: T201 - the table


if __name__ == "__main__":
    main()
