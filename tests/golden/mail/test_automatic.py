"""Automatic mail that carries no mark is known by its form, and people who write of it are not."""

import json
from pathlib import Path

import pytest

from tests.unit.mail.mails import read
from triage.mail.automatic import is_machine_generated
from triage.mail.bounces import read_bounce
from triage.mail.context import Allowed
from triage.mail.subject import base_subject
from triage.mail.suppress import may_acknowledge

_HERE = Path(__file__).parent
_UTF_8 = "Content-Type: text/plain; charset=utf-8"
_ANSWERS = "In-Reply-To: <1@desk.example>"
# A gateway rewrote the address of the program that sent it.
_REWRITTEN = "Notices <notices@mx.example>"
_RETURNED = (
    "\n\n550 5.1.1 unknown user\n\nReceived: from a.example by b.example\n"
    "Message-ID: <1@customer.example>\nFrom: a\n"
)


def _lines(name: str) -> list[dict[str, str]]:
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


BOUNCES = {one["software"]: one for one in _lines("bounces.jsonl")}
ARRIVED = {"exchange delivered", "exchange relayed"}
WAITING = {"challenge", "exim delay", "google delay", "google incomplete", "office 365 delay"} | {
    "postfix delay",
    "sendmail warning",
}
NOTES = _lines("notes.jsonl")
PEOPLE = _lines("people.jsonl")


def _is_automatic(text: str, subject: str, *fields: str, from_: str = _REWRITTEN) -> bool:
    message = read(text, _UTF_8, *fields, from_=from_, subject=subject)
    found = is_machine_generated(message) is not None
    assert found is not isinstance(may_acknowledge(message), Allowed)
    return found


@pytest.mark.parametrize("software", BOUNCES)
def test_a_bounce_is_known_by_its_words_and_a_second_sign(software: str) -> None:
    one = BOUNCES[software]
    assert _is_automatic(one["text"] + _RETURNED, one["subject"])
    by_its_subject = _is_automatic(one["text"], one["subject"])
    by_what_came_back = _is_automatic(one["text"] + _RETURNED, "My order")
    assert by_its_subject or by_what_came_back


@pytest.mark.parametrize("software", BOUNCES)
def test_a_bounce_says_whether_it_is_for_good(software: str) -> None:
    one = BOUNCES[software]
    bounce = read_bounce(read(one["text"], _UTF_8, from_="", subject=one["subject"]))
    if software in ARRIVED:
        assert bounce is None
    else:
        assert bounce is not None
        assert bounce.hard is (software not in WAITING)
        assert bounce.recipient in {None, "bob@b.example", "talk@b.example"}


@pytest.mark.parametrize("software", BOUNCES)
def test_a_person_who_asks_about_a_bounce_is_a_person(software: str) -> None:
    one = BOUNCES[software]
    asked = "I got this when I wrote to you. Which address is right?\n\n"
    quoted = "\n".join(f"> {line}" for line in one["text"].splitlines())
    person = "Ann Example <ann@customer.example>"
    assert not _is_automatic(asked + quoted, f"Re: {one['subject']}", from_=person)
    assert not _is_automatic(one["text"] + _RETURNED, f"Fwd: {one['subject']}", from_=person)
    pasted = asked + one["text"] + _RETURNED
    assert not _is_automatic(pasted, one["subject"], "User-Agent: Mutt/2.2", from_=person)
    assert not _is_automatic(pasted, "Your address", from_=person)


@pytest.mark.parametrize("one", NOTES, ids=lambda one: one["subject"])
def test_a_note_is_known_by_its_title_and_a_second_sign(one: dict[str, str]) -> None:
    person = "Ann Example <ann@customer.example>"
    fields = [_ANSWERS] if one["answers"] else []
    assert _is_automatic(one["text"], one["subject"], *fields, from_=person)
    if base_subject(one["subject"]) == one["subject"]:
        assert not _is_automatic(one["text"], "48213", *fields, from_=person)


@pytest.mark.parametrize("one", PEOPLE, ids=lambda one: one["subject"])
@pytest.mark.parametrize("field", ["X-Mailer: Example", _ANSWERS])
def test_people_who_write_of_such_things_are_answered(one: dict[str, str], field: str) -> None:
    person = "Ann Example <ann@customer.example>"
    assert not _is_automatic(one["text"], one["subject"], field, from_=person)
