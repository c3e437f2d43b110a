"""Our own marks, and the ticket that a mail names by them."""

import pytest

from models.vocabulary import AckKind
from tests.unit.mail.mails import read
from triage.mail import tokens
from triage.mail.subject import (
    acknowledgement_subject,
    base_subject,
    is_forward,
    ticket_number_in,
)
from triage.mail.thread import ClueKind, ThreadClue, thread_of

SECRET = b"a secret of the tests"
KIND = AckKind.INFORMATION_MISSING


def test_a_message_id_is_the_same_every_time_and_read_back() -> None:
    made = tokens.message_id(SECRET, 48213, KIND, "desk.example")
    assert made == tokens.message_id(SECRET, 48213, KIND, "desk.example")
    assert tokens.read_message_id(SECRET, made) == tokens.Mark(48213, KIND)
    assert tokens.read_message_id(SECRET, made.upper()) == tokens.Mark(48213, KIND)


def test_an_envelope_sender_is_read_back() -> None:
    made = tokens.verp_sender(SECRET, 48213, KIND, "desk.example")
    assert made.startswith("bounce+")
    assert made.endswith("@desk.example")
    assert len(made.partition("@")[0]) <= 64
    assert tokens.read_verp_sender(SECRET, made.title()) == tokens.Mark(48213, KIND)


def test_a_reply_address_is_read_back() -> None:
    made = tokens.reply_address(SECRET, 48213, "help@desk.example")
    assert made.startswith("help+t48213.")
    assert tokens.read_reply_address(SECRET, made) == 48213
    assert tokens.read_reply_address(SECRET, made.upper()) == 48213


def test_longest_kinds_and_numbers_fit_a_local_part() -> None:
    for kind in AckKind:
        made = tokens.verp_sender(SECRET, 9_999_999_999, kind, "desk.example")
        assert len(made.partition("@")[0]) <= 64
        assert tokens.read_verp_sender(SECRET, made) == tokens.Mark(9_999_999_999, kind)


@pytest.mark.parametrize("other", [b"another secret", b""])
def test_another_secret_reads_nothing(other: bytes) -> None:
    assert tokens.read_message_id(other, tokens.message_id(SECRET, 1, KIND, "d.example")) is None
    assert tokens.read_verp_sender(other, tokens.verp_sender(SECRET, 1, KIND, "d.example")) is None
    assert tokens.read_reply_address(other, tokens.reply_address(SECRET, 1, "a@d.example")) is None


def test_a_changed_mark_reads_nothing() -> None:
    made = tokens.message_id(SECRET, 1, KIND, "d.example")
    assert tokens.read_message_id(SECRET, made.replace("triage.1.", "triage.2.")) is None
    assert tokens.read_message_id(SECRET, made.replace("missing", "received")) is None
    assert tokens.read_message_id(SECRET, made.replace("missing", "stolen")) is None
    token = tokens.reply_address(SECRET, 1, "a@d.example")
    assert tokens.read_reply_address(SECRET, token.replace("+t1.", "+t2.")) is None


def test_marks_of_one_purpose_do_not_serve_another() -> None:
    mac = tokens.verp_sender(SECRET, 1, KIND, "d.example").rpartition(".")[0]
    assert tokens.read_message_id(SECRET, f"<triage.{mac.partition('+')[2]}@d.example>") is None


def test_an_empty_secret_signs_nothing() -> None:
    with pytest.raises(ValueError, match="empty secret"):
        tokens.reply_token(b"", 1)


def test_the_address_that_bounces_go_to_names_the_ticket() -> None:
    message = read("x", to=tokens.verp_sender(SECRET, 4, KIND, "desk.example"), subject="[#3]")
    assert thread_of(message, SECRET) == ThreadClue(ClueKind.TOKEN, 4)


def test_the_mail_that_came_back_names_the_ticket() -> None:
    ours = tokens.message_id(SECRET, 4, KIND, "desk.example")
    message = read("x", subject="Undelivered: [#3] My order")
    assert thread_of(message, SECRET, ours) == ThreadClue(ClueKind.MESSAGE_ID, 4)
    assert thread_of(message, SECRET, "<a@b.example>") == ThreadClue(ClueKind.SUBJECT_NUMBER, 3)


def test_the_token_is_the_surest_clue() -> None:
    message = read(
        "It is 48213.",
        f"In-Reply-To: {tokens.message_id(SECRET, 2, KIND, 'desk.example')}",
        to=tokens.reply_address(SECRET, 1, "help@desk.example"),
        subject="Re: [#3] My order",
    )
    assert thread_of(message, SECRET) == ThreadClue(ClueKind.TOKEN, 1)


@pytest.mark.parametrize("field", ["Cc", "Delivered-To", "X-Original-To", "Resent-To"])
def test_a_token_counts_in_any_field_of_recipients(field: str) -> None:
    address = tokens.reply_address(SECRET, 1, "help@desk.example")
    assert thread_of(read("x", f"{field}: {address}"), SECRET) == ThreadClue(ClueKind.TOKEN, 1)


@pytest.mark.parametrize("field", ["In-Reply-To", "References"])
def test_our_message_id_is_the_next_clue(field: str) -> None:
    ours = tokens.message_id(SECRET, 2, KIND, "desk.example")
    message = read("x", f"{field}: <a@b.example> {ours}", subject="Re: [#3] My order")
    assert thread_of(message, SECRET) == ThreadClue(ClueKind.MESSAGE_ID, 2)


def test_the_number_in_the_subject_is_the_last_clue() -> None:
    message = read(subject="Re: [#3] My order")
    assert thread_of(message, SECRET) == ThreadClue(ClueKind.SUBJECT_NUMBER, 3)


def test_a_forged_mark_and_the_same_subject_are_no_clue() -> None:
    forged = tokens.message_id(b"another", 2, KIND, "desk.example")
    assert thread_of(read("x", f"In-Reply-To: {forged}", subject="Re: My order"), SECRET) is None


@pytest.mark.parametrize(
    ("subject", "base"),
    [
        ("Re: My order", "My order"),
        ("RE: AW: Fwd: WG: My order", "My order"),
        ("Re[2]: My order", "My order"),
        ("Re^3: My order", "My order"),
        ("Odp: PD: Zamówienie", "Zamówienie"),
        ("RE : Ma commande", "Ma commande"),
        ("SV: VB: Order", "Order"),
        ("Ynt: İade", "İade"),
        ("回复：订单", "订单"),
        ("Отв: Заказ", "Заказ"),
        ("رد: طلب", "طلب"),
        ("Re: [#12] My order [#12]", "My order"),
        ("[#12] [#13] Re: My order", "My order"),
        ("Report: all well", "Report: all well"),
        ("Regarding: x", "Regarding: x"),
        ("one\r\ntwo\u2028three", "one two three"),
        ("", ""),
    ],
)
def test_base_subject(subject: str, base: str) -> None:
    assert base_subject(subject) == base


def test_the_subject_of_an_acknowledgement() -> None:
    assert acknowledgement_subject(12, "Re: [#9] My order") == "[#12] My order"
    assert acknowledgement_subject(12, "") == "[#12]"
    long = acknowledgement_subject(12, "word " * 100)
    assert len(long) <= 120
    assert long.endswith("…")
    assert "\n" not in acknowledgement_subject(12, "a\r\nBcc: x@y.example")


def test_the_number_in_a_subject() -> None:
    assert ticket_number_in("Re: [#48213] My order") == 48213
    assert ticket_number_in("order #48213") is None
    assert ticket_number_in("[#" + "9" * 40 + "]") is None


def test_forwards() -> None:
    assert is_forward("Fwd: x")
    assert is_forward("WG: x")
    assert not is_forward("Re: Fwd: x")
    assert not is_forward("Forward this: x")
