"""Headers: where they end, what their fields are, and what their values mean."""

from datetime import UTC, datetime

import pytest

from tests.unit.mail.mails import mail, read
from triage.mail.headers import Headers
from triage.mail.parser import parse
from triage.mail.values import keywords, listed, without_comments
from triage.mail.words import decode_words


def test_names_are_compared_without_case_and_every_value_is_kept() -> None:
    headers = Headers([("Received", "a"), ("X-One", "=?utf-8?q?caf=C3=A9?="), ("RECEIVED", "b")])
    assert headers.get_all("received") == ("a", "b")
    assert headers.get("x-ONE") == "café"
    assert headers.raw_all("X-One") == ("=?utf-8?q?caf=C3=A9?=",)
    assert "x-one" in headers
    assert "x-two" not in headers
    assert list(headers) == ["received", "x-one"]
    assert len(headers) == 3


def test_folded_values_are_unfolded() -> None:
    message = read("hi", subject="one\r\n two\r\n\tthree")
    assert message.subject == "one two three"


def test_blanks_before_the_colon_are_obsolete_but_read() -> None:
    message = parse(b"From : ann@customer.example\r\nSubject : Late\r\n\r\nhi")
    assert message.subject == "Late"
    assert message.author is not None
    assert message.author.address == "ann@customer.example"


def test_an_mbox_line_and_blank_lines_before_the_header_are_passed_over() -> None:
    message = parse(b"\r\n\r\nFrom ann@customer.example Mon Nov  2 09:00:00 2026\r\n" + mail())
    assert message.subject == "My order"
    assert message.defects == ("mbox-line",)


def test_junk_in_the_first_line_is_passed_over() -> None:
    message = parse(b"250 OK queued\r\n" + mail())
    assert message.subject == "My order"
    assert "header-junk" in message.defects


def test_without_a_blank_line_the_body_begins_at_the_first_line_that_is_no_field() -> None:
    message = parse(
        b"From: ann@customer.example\r\nSubject: Late\r\nHello, where is it?\r\n\r\nBye"
    )
    assert message.subject == "Late"
    assert message.text == "Hello, where is it?\n\nBye"
    assert "header-unended" in message.defects


def test_a_text_without_any_header_is_all_body() -> None:
    message = parse("Żółw.\nWhere is it?\n".encode())
    assert message.text == "Żółw.\nWhere is it?"
    assert message.authors == ()


def test_old_line_ends_are_line_ends() -> None:
    message = parse(mail("one\r\ntwo").replace(b"\r\n", b"\r"))
    assert (message.subject, message.text) == ("My order", "one\ntwo")


@pytest.mark.parametrize("raw", ["é".encode("latin-1"), "é".encode()])
def test_raw_bytes_in_a_subject_are_latin_1_or_utf_8(raw: bytes) -> None:
    message = parse(b"From: ann@customer.example\r\nSubject: caf" + raw + b"\r\n\r\nhi")
    assert message.subject == "café"


def test_latin_1_and_utf_8_in_one_header_are_both_read() -> None:
    raw = b"Subject: caf\xe9\r\nFrom: " + "Zoë".encode() + b" <z@customer.example>\r\n\r\nhi"
    message = parse(raw)
    assert message.subject == "café"
    assert message.authors[0].name == "Zoë"
    assert "header-8bit" in message.defects


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=?utf-8?q?a=20b?= =?utf-8?q?c?=", "a bc"),
        ("=?UTF-8*en?B?w6k?=", "é"),
        ("=?utf-8?b?ww==?= =?utf-8?b?qQ?=", "é"),
        ("x =?iso-8859-1?q?=E9?= y", "x é y"),
        ("=?utf-8?q?one=0D=0ABcc:=20x@y.example?=", "one Bcc: x@y.example"),
        ("=?utf-8?q?a=00b?=", "ab"),
        ("=?utf-8?b?%%%?=", ""),
        ("=?utf-8?b?x?=", ""),
        ("=?utf-8?b?YQ=x?=", "a"),
        ("=?utf-8?b?w*6*k-?=", "é"),
        ("=?utf-8?b?YWJjZ?=", "abc"),
        ("=?nonsense?q?caf=C3=A9?=", "café"),
        ("=?rot13?q?uryyb?=", "uryyb"),
        ("=?utf-8?q?no end", "=?utf-8?q?no end"),
        ("=?iso-2022-jp?b?GyRCJDMkcyRLJEEkTxsoQg==?=", "こんにちは"),
        ("abc\u202edef", "abcdef"),
    ],
)
def test_encoded_words(value: str, text: str) -> None:
    assert decode_words(value) == text


def test_a_character_split_over_two_words_is_mended() -> None:
    assert decode_words("=?utf-8?b?xbxvxYI=?= =?utf-8?q?=C5?= =?utf-8?q?=82w?=") == "żołłw"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Mon, 02 Nov 2026 10:00:00 +0100", datetime(2026, 11, 2, 9, tzinfo=UTC)),
        ("02 Nov 2026 09:00 GMT (a comment)", datetime(2026, 11, 2, 9, tzinfo=UTC)),
        ("Mon, 02 Nov 2926 09:00:00 +0000", datetime(2926, 11, 2, 9, tzinfo=UTC)),
        ("Mon, 00 Nov 2026 09:00:00 +0000", None),
        ("Mon, 02 Nov 0000 09:00:00 +9999", None),
        ("Mon, 02 Nov " + "9" * 4000 + " 09:00:00 +0000", None),
        ("yesterday", None),
    ],
)
def test_dates(value: str, expected: datetime | None) -> None:
    message = read(date=value)
    assert message.date == expected
    assert ("date-broken" in message.defects) == (expected is None)


def test_a_missing_date_is_noted() -> None:
    assert read(date="").defects == ("date-missing",)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("<a@b.example>", "<a@b.example>"),
        ("< a b @ c.example >", "<ab@c.example>"),
        ("a@b.example", "<a@b.example>"),
        ("<one@b.example> <two@b.example>", "<one@b.example>"),
        ("<>", None),
        ("none", None),
    ],
)
def test_message_ids(value: str, expected: str | None) -> None:
    message = read(message_id=value)
    assert message.message_id == expected
    assert ("message-id-broken" in message.defects) == (expected is None)


def test_references_keep_the_newest() -> None:
    ids = " ".join(f"<{number}@b.example>" for number in range(500))
    message = read("hi", f"References: {ids}", "In-Reply-To: Your note of today <7@b.example>")
    assert message.references[-1] == "<499@b.example>"
    assert len(message.references) == 200
    assert message.in_reply_to == ("<7@b.example>",)
    assert "cut-references" in message.defects


def test_comments_and_parameters_are_no_part_of_a_keyword() -> None:
    headers = Headers([("Auto-Submitted", ' No (no (really) "x") ; owner-email="a"')])
    assert keywords(headers, "auto-submitted") == ("no",)
    assert without_comments('a (b \\) c) "d (e)" f') == 'a  "d (e)" f'


def test_comma_lists_are_sets() -> None:
    headers = Headers([("X", "DR, oof ,"), ("x", "All (comment)")])
    assert listed(headers, "x") == {"dr", "oof", "all"}
