"""Quoted mail and signatures are not the customer's own words."""

import pytest

from classifiers.text.own_words import own_words


def test_every_character_keeps_its_place() -> None:
    text = "Hi\n> old\nnew\n-- \nAnn"
    own = own_words(text)
    assert len(own) == len(text)
    assert own.index("new") == text.index("new")


def test_an_answer_between_quoted_lines_survives() -> None:
    own = own_words("On 3 Mar 2026 Ann <a@example.com> wrote:\n> a question\nmy answer\n> more")
    assert own.split() == ["my", "answer"]


@pytest.mark.parametrize(
    "introduction",
    [
        "On Mon, 3 Mar 2026 at 10:11, Desk <desk@example.com> wrote:",
        "Am 03.03.2026 um 10:11 schrieb Desk <desk@example.com>:",
        "Le 3 mars 2026 à 10:11, Desk <desk@example.com> a écrit :",
        "El 3 mar 2026, Desk <desk@example.com> escribió:",
        "03.03.2026 10:11, Desk <desk@example.com> написал:",
        "W dniu 3.03.2026 o 10:11 Desk pisze:",
        "-----Original Message-----",
        "---------- Forwarded message ---------",
        "From: Desk <desk@example.com>\nSent: Monday\nTo: me\nSubject: Your ticket",
    ],
)
def test_mail_quoted_without_marks_is_cut(introduction: str) -> None:
    assert own_words(f"still nothing\n\n{introduction}\nWe have received it.").split() == [
        "still",
        "nothing",
    ]


@pytest.mark.parametrize("line", ["-- ", "--", "Sent from my iPhone", "Get Outlook for Android"])
def test_a_signature_is_cut(line: str) -> None:
    assert own_words(f"hello\n{line}\nAnn, +1 555 0100").split() == ["hello"]


def test_a_bare_forward_comes_back_whole() -> None:
    text = "---------- Forwarded message ---------\nyour payment of 20 failed"
    assert own_words(text) == text


def test_a_sentence_that_ends_with_a_colon_stays() -> None:
    text = "my orders are these:\n1234567\n7654321"
    assert own_words(text) == text
