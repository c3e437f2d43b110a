"""The bytes of an acknowledgement: every header of the specification, nothing injected."""

import email
import email.policy
import re
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.vocabulary import AckKind
from tests.unit.ack.samples import NOW, context, renderer
from triage.ack.compose import Letter, compose
from triage.ack.fields import UnsendableAddressError, address_field, text_field
from triage.ack.render import Renderer

MESSAGE_ID = "<triage.100001.received_standard.abc@support.example.com>"
FORBIDDEN = ("list-", "bcc", "cc", "disposition-notification-to", "return-receipt-to", "precedence")

HOSTILE = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from('\r\n\0\t ?=_"\\<>,;:@()[]\u2028\u202eżлЖ李😀'),
    ),
    max_size=150,
)


def letter(**values: Any) -> Letter:  # noqa: ANN401 -- any field of the letter
    facts: dict[str, Any] = {
        "sender": "support@example.com",
        "sender_name": "Example Panel",
        "recipient": "anna@example.org",
        "reply_to": "support+t100001.abc@example.com",
        "subject": "[#100001] Where is my order?",
        "message_id": MESSAGE_ID,
        "in_reply_to": "<first@example.org>",
        "references": ("<zero@example.org>",),
        "instance_id": "triage-1",
        "languages": ("pl", "en"),
        "date": NOW,
        "text": "Hello\n",
        "html": "<p>Hello</p>",
    }
    return Letter(**facts | values)


def read(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert not message.defects
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert isinstance(part, EmailMessage)
    content = part.get_content()
    assert isinstance(content, str)
    return content.replace("\r\n", "\n")


def header_lines(raw: bytes) -> list[bytes]:
    return raw.partition(b"\r\n\r\n")[0].split(b"\r\n")


def test_every_header_of_the_specification_is_there() -> None:
    message = read(compose(letter()))

    assert dict(message.items()) == {
        "From": "Example Panel <support@example.com>",
        "To": "anna@example.org",
        "Subject": "[#100001] Where is my order?",
        "Date": "Tue, 03 Mar 2026 12:00:00 +0000",
        "Message-ID": MESSAGE_ID,
        "In-Reply-To": "<first@example.org>",
        "References": "<zero@example.org> <first@example.org>",
        "Reply-To": "support+t100001.abc@example.com",
        "Auto-Submitted": "auto-replied",
        "X-Auto-Response-Suppress": "All",
        "X-Triage-Instance": "triage-1",
        "Content-Language": "pl, en",
        "MIME-Version": "1.0",
        "Content-Type": message["Content-Type"],
    }


def test_the_text_comes_first_and_both_are_alternatives() -> None:
    message = read(compose(letter()))

    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert not list(message.iter_attachments())


@pytest.mark.parametrize("parent", [None, "", "no brackets", "<two> <ids>", "<a b@example.org>"])
def test_threading_headers_are_left_out_where_the_original_has_no_sound_id(
    parent: str | None,
) -> None:
    message = read(compose(letter(in_reply_to=parent, references=())))

    assert message["In-Reply-To"] is None
    assert message["References"] is None


def test_long_references_keep_the_newest_and_the_parent_last() -> None:
    references = tuple(f"<{number}@example.org>" for number in range(5000))
    message = read(compose(letter(references=references, in_reply_to="<4999@example.org>")))

    found = message["References"].split()
    assert found[-1] == "<4999@example.org>"
    assert found[-2] == "<4998@example.org>"
    assert len(found) <= 13


def test_nothing_is_there_that_must_never_be() -> None:
    names = [name.lower() for name in read(compose(letter())).keys()]  # noqa: SIM118 -- keys may repeat, the mapping's own iteration is the same list

    assert [name for name in names if name.startswith(FORBIDDEN)] == []
    assert len(names) == len(set(names))


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert compose(letter()) == compose(letter())


def test_lines_end_in_crlf_and_stay_within_the_limits_of_rfc_5322() -> None:
    raw = compose(letter(text="ż" * 5000 + "\n" + "a" * 5000, subject="ż" * 120))

    assert re.search(rb"(?<!\r)\n|\r(?!\n)", raw) is None
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert max(map(len, header_lines(raw))) <= 78


@pytest.mark.parametrize(
    "text", ["plain", "zażółć gęślą jaźń", "你好，" * 200, "x" * 2000, ".\n..\n"]
)
def test_the_text_survives_its_transfer_encoding(text: str) -> None:
    message = read(compose(letter(text=text, html=f"<p>{text}</p>")))

    assert body(message, "plain") == text.rstrip("\n") + "\n"
    assert body(message, "html") == f"<p>{text}</p>\n"


@pytest.mark.parametrize("kind", AckKind)
@pytest.mark.parametrize("language", ["en", "pl", "ar", "ja"])
def test_what_is_rendered_is_what_is_read(kind: AckKind, language: str) -> None:
    told = renderer().render(context(kind, language=language))
    raw = compose(letter(subject=told.subject, text=told.text, html=told.html))
    message = read(raw)

    assert message["Subject"] == told.subject
    assert body(message, "plain") == told.text
    assert body(message, "html").rstrip() == told.html.rstrip()


def test_the_tag_in_the_subject_stays_readable_in_the_raw_mail() -> None:
    raw = compose(letter(subject="[#100001] Gdzie jest moje zamówienie?"))

    assert b"\r\nSubject: [#100001] Gdzie jest moje =?utf-8?b?" in raw


@given(subject=HOSTILE, name=HOSTILE)
def test_no_subject_and_no_name_can_add_a_header_or_lose_a_word(subject: str, name: str) -> None:
    raw = compose(letter(subject=f"[#1] {subject}", sender_name=name))
    message = read(raw)

    assert len(message.items()) == 14
    assert message["Subject"] == f"[#1] {visible(subject)}".strip()
    assert message["From"].addresses[0].addr_spec == "support@example.com"
    assert len(message["From"].addresses) == 1
    assert max(map(len, header_lines(raw))) <= 998


def visible(value: str) -> str:
    """Return a value as a header holds it: on one line, blanks run together."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]+", " ", value).split())


@given(address=HOSTILE)
def test_an_address_is_one_address_or_is_refused(address: str) -> None:
    try:
        field = address_field("To", address)
    except UnsendableAddressError:
        return
    assert field.count(b"\r\n") == 1
    assert field.endswith(b">\r\n")
    assert field.count(b"<") == 1 or b'"' in field


@pytest.mark.parametrize(
    "address",
    [
        "",
        "anna",
        "@example.org",
        "anna@",
        "anna@example.org>\r\nBcc: <all@example.org",
        "anna@example.org, all@example.org",
        "anna smith@example.org",
        'an"na@example.org',
        "anna@exa mple.org",
        "anna@exam\u00adple\u2028.org",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UnsendableAddressError):
        compose(letter(recipient=address))


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("anna@example.org", b"<anna@example.org>"),
        ("a..b@example.org", b"<a..b@example.org>"),
        ('"anna smith"@example.org', b'<"anna smith"@example.org>'),
        ("anna@bücher.example.org", b"<anna@xn--bcher-kva.example.org>"),
        ("анна@example.org", "<анна@example.org>".encode()),
        ("anna@[192.0.2.1]", b"<anna@[192.0.2.1]>"),
    ],
)
def test_addresses_are_written_as_the_next_hop_wants_them(address: str, written: bytes) -> None:
    assert address_field("To", address) == b"To: " + written + b"\r\n"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Example Panel", b"Example Panel <a@example.com>"),
        ("Smith, Anna (CEO)", b'"Smith, Anna (CEO)" <a@example.com>'),
        ('The "Best"', b'"The \\"Best\\"" <a@example.com>'),
        ("", b"<a@example.com>"),
        ("=?utf-8?q?x?=", b"=?utf-8?b?PT91dGYtOD9xP3g/PQ==?= <a@example.com>"),
    ],
)
def test_names_are_quoted_or_encoded_where_they_must_be(name: str, written: bytes) -> None:
    assert address_field("From", "a@example.com", name) == b"From: " + written + b"\r\n"


@pytest.mark.parametrize("value", ["a" * 300, "=?utf-8?b?x?=", "ż" * 300, "a b " * 100, ""])
def test_unstructured_fields_read_back_as_they_were(value: str) -> None:
    raw = text_field("Subject", value) + b"\r\n"

    assert read(raw)["Subject"] == value.strip()
    assert max(map(len, raw.split(b"\r\n"))) <= 76


def test_an_operators_service_name_in_any_script_is_readable() -> None:
    told = Renderer().render(context(service="Пример 例"))
    message = read(compose(letter(sender_name="Пример 例", text=told.text)))

    assert message["From"].addresses[0].display_name == "Пример 例"
