"""Lines that were broken for the journey are whole again (RFC 3676), and quotations still cut."""

import pytest

from tests.unit.mail.mails import read
from triage.mail.flowed import joined_lines

FLOWED = "Content-Type: text/plain; charset=utf-8; format=flowed"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("one \ntwo", "one two"),
        ("one \ntwo \nthree\nfour", "one two three\nfour"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("> one \n> two\nmine", "> one two\nmine"),
        (">one \n>two", "> one two"),
        ("> one \n>> deeper \n> back", "> one \n>> deeper \n> back"),
        ("> one \nmine \nstill mine", "> one \nmine still mine"),
        (" From here\n  indented", "From here\n indented"),
        ("words \n-- \nAnn \nExample", "words \n-- \nAnn Example"),
        ("-- \nAnn", "-- \nAnn"),
        ("ends open ", "ends open "),
        ("", ""),
    ],
)
def test_lines_are_joined_within_one_depth(text: str, whole: str) -> None:
    assert joined_lines(text, {}) == whole


def test_with_delsp_the_blank_goes_too() -> None:
    assert joined_lines("ご注文の \n番号は", {"delsp": "Yes"}) == "ご注文の番号は"
    assert joined_lines("ご注文の \n番号は", {"delsp": "no"}) == "ご注文の 番号は"


def test_a_mail_is_joined_only_where_it_says_so() -> None:
    assert read("my order \r\nis late", FLOWED).text == "my order is late"
    assert read("my order \r\nis late").text == "my order \nis late"
    html = "Content-Type: text/html; format=flowed"
    assert read("<p>my order \r\nis late</p>", html).text == "my order is late"


def test_an_introduction_over_several_lines_is_one_and_is_cut() -> None:
    body = (
        "It has still not begun, and I \r\nhave waited for a week.\r\n\r\n"
        "On Monday, 2 November 2026, \r\nat 09:00, \r\nthe help desk of the \r\n"
        "Example Shop \r\n<help@desk.example> \r\nwrote:\r\n"
        "> We have \r\n> received it.\r\n"
    )
    message = read(body, FLOWED)
    assert message.reply_text == "It has still not begun, and I have waited for a week."


def test_answers_between_quoted_paragraphs_stay() -> None:
    body = "> Which \r\n> order?\r\n48213, the \r\nsecond one\r\n> Paid \r\n> how?\r\nby card\r\n"
    message = read(body, FLOWED)
    assert message.reply_text.split("\n") == ["48213, the second one", "", "by card"]


def test_a_signature_is_cut_after_its_delimiter() -> None:
    assert read("My order \r\nis late.\r\n-- \r\nAnn", FLOWED).reply_text == "My order is late."


def test_a_megabyte_of_open_lines_is_one_line() -> None:
    assert len(read("word \r\n" * 150_000, FLOWED).text) == 200_000
