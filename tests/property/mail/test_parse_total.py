"""Any bytes give a message that is safe to store, and one verdict."""

import json

from hypothesis import example, given
from hypothesis import strategies as st

from triage.mail.automatic import is_machine_generated
from triage.mail.bounces import read_bounce
from triage.mail.charsets import CODECS
from triage.mail.context import AckContext, Suppressed
from triage.mail.defects import Defect
from triage.mail.inspect import inspect
from triage.mail.limits import ParseLimits
from triage.mail.message import ParsedMessage
from triage.mail.parser import parse
from triage.mail.suppress import may_acknowledge
from triage.mail.thread import thread_of

CONTEXT = AckContext(
    own_addresses=frozenset({"help@desk.example"}),
    secret=b"a secret of the tests",
    trusted_authserv_ids=frozenset({"mx.desk.example"}),
)
NAMES = st.sampled_from(
    [
        *("From", "To", "Cc", "Subject", "Sender", "Reply-To", "Return-Path", "Date", "Message-ID"),
        *("In-Reply-To", "References", "Content-Type", "Content-Transfer-Encoding", "List-Id"),
        *(
            "Content-Disposition",
            "Auto-Submitted",
            "Authentication-Results",
            "Precedence",
            "X-Loop",
        ),
        *("X-Auto-Response-Suppress", "X-Failed-Recipients", "Delivered-To", "X-Spam-Status", ""),
    ]
)
PIECES = st.sampled_from(
    [
        *(
            "a@b.example",
            "<",
            ">",
            "(",
            ")",
            '"',
            ",",
            ";",
            ":",
            "=?utf-8?q?",
            "=C5=BC",
            "?=",
            "\\",
        ),
        *("multipart/mixed", "multipart/report", "multipart/alternative", "; boundary=b", "base64"),
        *("text/html", "text/plain", "; charset=", "utf-7", "utf-16", "iso-2022-jp", "zlib", "hz"),
        *("quoted-printable", "message/rfc822", "message/delivery-status", "mx.desk.example;"),
        *("dmarc=fail", "spf=fail", "\r\n ", "\r\n", "\0", "=\r\n", "x-uuencode", "text/calendar"),
        *("; filename*0*=utf-8''%ff", "no", "auto-replied", "Mon, 2 Nov 2026", "+9999", "ż", " "),
        *("; format=flowed", "; delsp=yes", "application/ms-tnef", "message/external-body"),
    ]
)
VALUES = st.lists(PIECES | st.text(max_size=8), max_size=12).map("".join)
FIELDS = st.lists(st.tuples(NAMES, VALUES).map(": ".join), max_size=12).map("\r\n".join)
LINES = st.lists(
    st.sampled_from(
        [
            *("--b", "--b--", "> quoted", "-- ", "On 1.1.2026 at 10:00 a <a@b.example> wrote:", ""),
            *("From: a <a@b.example>", "Sent: today", "Subject: x", "begin 644 a", "end", "M!!!"),
            *("<div>", "<blockquote type=cite>", "&#99999999;", "Content-Type: text/html", "+2AA-"),
            *(
                "This is the mail system at host mx.example",
                "550 5.1.1",
                "Action: failed",
                "aGVsbG8=",
            ),
            *("words that go on ", "> and on ", "eJ8+IgEACQABAAAA"),
            *("Content-Type: multipart/mixed; boundary=b", "Sent from my iPhone", "=C5=BC="),
        ]
    )
    | st.text(max_size=30),
    max_size=25,
).map("\r\n".join)
ENCODINGS = st.sampled_from(["utf-8", "latin-1", "utf-16", "utf-7"])


@st.composite
def mails(draw: st.DrawFn) -> bytes:
    text = f"{draw(FIELDS)}\r\n\r\n{draw(LINES)}"
    return text.encode(draw(ENCODINGS), "replace") + draw(st.binary(max_size=20))


def check(message: ParsedMessage) -> None:
    """Everything that others rely on."""
    texts = [message.subject, message.text, message.reply_text, message.html or ""]
    texts += [one.name for one in message.attachments]
    for text in texts:
        assert "\0" not in text
        text.encode("utf-8")
    lines = [message.subject, *(one.name for one in message.attachments)]
    lines += [part for one in message.authors for part in (one.name, one.address)]
    for line in lines:
        assert line.splitlines() in ([], [line])
    for one in message.attachments:
        assert 0 < len(one.name) <= 120
        assert "/" not in one.name
        assert one.size == len(one.content)
    assert set(message.defects) <= set(Defect)
    assert len(message.defects) == len(set(message.defects))
    assert message.date is None or message.date.utcoffset() is not None
    verdict = may_acknowledge(message, CONTEXT)
    assert not (isinstance(verdict, Suppressed) and verdict.code == "CHECK_FAILED"), verdict
    is_machine_generated(message)
    read_bounce(message)
    thread_of(message, CONTEXT.secret)


@given(st.binary(max_size=2_000))
@example(b"From: \xff\r\n\r\n")
@example(b"Content-Type: multipart/mixed; boundary\r\n\r\n--")
def test_any_bytes_give_a_message(raw: bytes) -> None:
    check(parse(raw))


@given(mails())
def test_anything_like_a_mail_gives_a_message(raw: bytes) -> None:
    check(parse(raw))


@given(mails())
def test_tight_limits_give_a_message_too(raw: bytes) -> None:
    limits = ParseLimits(
        max_bytes=400,
        max_header_bytes=150,
        max_fields=3,
        max_field_chars=20,
        max_addresses=1,
        max_references=1,
        max_depth=1,
        max_parts=2,
        max_text_bytes=30,
        max_html_bytes=30,
        max_text_chars=20,
        max_sniffed=1,
    )
    message = parse(raw, limits)
    check(message)
    assert len(message.text) <= 20
    assert len(message.attachments) <= 3


@given(mails())
def test_the_same_bytes_give_the_same_message(raw: bytes) -> None:
    assert parse(raw) == parse(raw)


@given(mails())
def test_what_is_said_of_a_mail_is_json(raw: bytes) -> None:
    json.dumps(inspect("a", raw, str), allow_nan=False).encode()


@given(st.sampled_from(sorted(CODECS)), st.text(max_size=40))
def test_every_charset_decodes_what_it_encodes(name: str, text: str) -> None:
    raw = text.encode(CODECS[name], "ignore")
    header = f"Content-Type: text/plain; charset={name}\r\n\r\n".encode()
    check(parse(header + raw))
