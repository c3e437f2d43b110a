"""Whoever answers us, and however badly, it ends; the number of mails is told.

Each mail from outside is answered by a program that answers everything, at once and for ever.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from models.vocabulary import ClockState
from tests.laboratory.loops.others import (
    Answer,
    Responder,
    Whom,
    bare_absence,
    bouncing,
    forwarding,
    letter,
    marked_absence,
    own_subject,
    read,
    silent,
    threaded,
    ticket_number,
    to_author,
    to_path,
    to_reply_to,
)
from tests.laboratory.loops.ours import OurDesk
from tests.laboratory.loops.post import Mail, Party, Post
from tests.laboratory.loops.relays import MailingList, Redirector, stripped

OURS = "support@desk.example.com"
THEIRS = "support@hosting.example.org"
CUSTOMER = "ann@customer.example.net"
QUESTION = "My order 123456 has not moved for two days, please have a look at it."


@pytest.fixture
def desk(tmp_path: Path) -> OurDesk:
    return OurDesk(tmp_path / "ours", OURS)


def question(sender: str, to: str = OURS) -> Mail:
    return letter(sender, to, "Order 123456 is stuck", QUESTION)


def between(desk: OurDesk, other: Party, first: Mail) -> Counter[str]:
    return Post([desk, other]).exchange(first)


def test_two_of_ours_say_one_word(desk: OurDesk, tmp_path: Path) -> None:
    other = OurDesk(tmp_path / "theirs", THEIRS)
    assert between(desk, other, question(THEIRS)) == {OURS: 1, THEIRS: 0}
    assert desk.codes() == [None]
    assert other.codes() == ["AUTO_SUBMITTED"]


class _Gateway:
    """One of ours behind a gateway that strips every mark from what it sends."""

    def __init__(self, desk: OurDesk) -> None:
        self._desk = desk
        self.name = desk.name
        self.owns = desk.owns

    def take(self, mails: Sequence[Mail], now: datetime) -> list[Mail]:
        return [stripped(mail) for mail in self._desk.take(mails, now)]


def test_two_of_ours_without_their_marks_stop_after_two_exchanges(
    desk: OurDesk, tmp_path: Path
) -> None:
    other = OurDesk(tmp_path / "theirs", THEIRS)
    tally = Post([_Gateway(desk), _Gateway(other)]).exchange(question(THEIRS))
    assert tally[OURS] == 2
    assert tally[THEIRS] <= 2


@pytest.mark.parametrize("to", [to_reply_to, to_author])
@pytest.mark.parametrize("answer", [ticket_number, own_subject, threaded])
def test_a_desk_that_sets_no_header_gets_two_answers_at_most(
    desk: OurDesk, answer: Answer, to: Whom
) -> None:
    other = Responder(THEIRS, answer, to)
    tally = between(desk, other, question(THEIRS))
    assert tally[OURS] == 2
    assert tally[THEIRS] == 2


@pytest.mark.parametrize("tag", ["+id{}", "-{}", ".case.{}a"])
def test_a_desk_that_writes_from_a_new_address_each_time_is_one_desk(
    desk: OurDesk, tag: str
) -> None:
    other = Responder(THEIRS, own_subject, to_author, tag=tag)
    assert between(desk, other, question(THEIRS))[OURS] == 2


@pytest.mark.parametrize(("minutes", "most"), [(2, 10), (30, 20)])
def test_a_program_behind_a_persons_address_gets_no_more_than_the_limits(
    desk: OurDesk, minutes: int, most: int
) -> None:
    program = Responder(CUSTOMER, own_subject, to_author)
    post = Post([desk, program], step=timedelta(minutes=minutes))
    assert post.exchange(question(CUSTOMER))[OURS] == most


@pytest.mark.parametrize("answer", [marked_absence, bare_absence])
@pytest.mark.parametrize("to", [to_reply_to, to_author])
def test_an_absence_is_not_answered(desk: OurDesk, answer: Answer, to: Whom) -> None:
    tally = between(desk, Responder(CUSTOMER, answer, to), question(CUSTOMER))
    assert tally == {OURS: 1, CUSTOMER: 1}


def test_a_bounce_takes_the_stop_of_the_clock_back_and_is_not_answered(desk: OurDesk) -> None:
    daemon = Responder(CUSTOMER, bouncing, to_path, path="")
    assert between(desk, daemon, question(CUSTOMER)) == {OURS: 1, CUSTOMER: 1}
    (ticket,) = desk.tickets()
    assert ticket.clock_state is not ClockState.MET
    assert "ack_bounced" in ticket.flags
    assert ticket.needs_person


def test_after_a_bounce_the_address_is_not_written_to(desk: OurDesk) -> None:
    post = Post([desk, Responder(CUSTOMER, bouncing, to_path, path="")])
    post.exchange(question(CUSTOMER))
    again = letter(CUSTOMER, OURS, "Another order", "My order 987654 is stuck too, please look.")
    assert post.exchange(again) == {OURS: 0}
    assert desk.codes()[-1] == "HARD_BOUNCED"


def test_a_server_that_bounces_bounces_meets_silence(desk: OurDesk) -> None:
    daemon = Responder(CUSTOMER, bouncing, to_author, path=CUSTOMER)
    post = Post([desk, daemon])
    bounce = bouncing(read(question(CUSTOMER).raw), 1)
    bounce["From"], bounce["To"] = f"MAILER-DAEMON@{CUSTOMER.partition('@')[2]}", OURS
    first = Mail("", OURS, bounce.as_bytes())
    assert post.exchange(first) == {OURS: 0}
    of_a_bounce = bouncing(read(first.raw), 2)
    of_a_bounce["From"], of_a_bounce["To"] = f"postmaster@{OURS.partition('@')[2]}", OURS
    assert post.exchange(Mail("", OURS, of_a_bounce.as_bytes())) == {OURS: 0}


@pytest.mark.parametrize("is_marked", [True, False])
@pytest.mark.parametrize("takes_from", [True, False])
def test_a_list_that_feeds_the_mailbox_comes_to_rest(
    desk: OurDesk, *, is_marked: bool, takes_from: bool
) -> None:
    address = "friends@lists.example.org"
    members = [OURS, CUSTOMER]
    lists = MailingList(address, members, is_marked=is_marked, takes_from=takes_from)
    reader = Responder(CUSTOMER, silent)
    tally = Post([desk, lists, reader]).exchange(question(CUSTOMER, address))
    assert tally[OURS] == (0 if is_marked else 1)


@pytest.mark.parametrize("is_resent", [True, False])
@pytest.mark.parametrize("path", [None, "", CUSTOMER])
def test_our_own_word_sent_back_is_known(
    desk: OurDesk, path: str | None, *, is_resent: bool
) -> None:
    back = Redirector(CUSTOMER, OURS, is_resent=is_resent, path=path)
    assert between(desk, back, question(CUSTOMER)) == {OURS: 1, CUSTOMER: 1}


def test_our_own_word_forwarded_by_hand_again_and_again_is_answered_once_more(
    desk: OurDesk,
) -> None:
    back = Responder(CUSTOMER, forwarding)
    tally = between(desk, back, question(CUSTOMER))
    assert tally == {OURS: 2, CUSTOMER: 2}


@pytest.mark.parametrize("apart", [True, False])
def test_a_mail_that_comes_by_two_ways_is_acknowledged_once(desk: OurDesk, *, apart: bool) -> None:
    mail = question(CUSTOMER)
    again = Mail(mail.sender, "support+archive@desk.example.com", mail.raw)
    post = Post([desk, Responder(CUSTOMER, silent)])
    if apart:
        assert post.exchange(mail)[OURS] + post.exchange(again)[OURS] == 1
    else:
        assert post.exchange(mail, again)[OURS] == 1
    assert desk.codes() == [None, "ALREADY_ACKED"]


@pytest.mark.parametrize("to", [to_reply_to, to_author])
def test_a_desk_that_takes_a_day_to_answer_gets_two_answers_at_most(
    desk: OurDesk, to: Whom
) -> None:
    post = Post([desk, Responder(THEIRS, own_subject, to)], step=timedelta(hours=13))
    assert post.exchange(question(THEIRS))[OURS] == 2
