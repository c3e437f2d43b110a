"""Cutting quotations takes words away and never makes any up."""

from hypothesis import given
from hypothesis import strategies as st

from triage.mail.quotes import reply_of

WORDS = st.text(st.characters(categories=["Ll"]), min_size=1, max_size=12)
SENTENCES = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=6)
QUOTED = st.lists(SENTENCES.map("> {}".format), min_size=1, max_size=6)
INTRODUCTION = "On Mon, 2 Nov 2026 at 10:15, Help Desk <help@desk.example> wrote:"


@given(st.lists(st.text(max_size=60), max_size=30))
def test_every_line_that_is_left_was_there(lines: list[str]) -> None:
    text = "\n".join(lines)
    there = {line.strip() for line in text.split("\n")}
    marks = dict.fromkeys(
        map(
            ord,
            "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
            "\u2066\u2067\u2068\u2069\ufeff",
        )
    )
    there |= {line.translate(marks).strip() for line in text.split("\n")}
    left = {line.strip() for line in reply_of(text, None).split("\n") if line.strip()}
    assert left <= there


@given(PARAGRAPHS)
def test_plain_words_stay_as_they_are(paragraphs: list[str]) -> None:
    text = "\n\n".join(f"{one}." for one in paragraphs)
    assert reply_of(text, None) == text


@given(PARAGRAPHS, QUOTED)
def test_a_marked_quotation_goes(mine: list[str], theirs: list[str]) -> None:
    text = "\n".join(f"{one}." for one in mine)
    assert reply_of(f"{text}\n\n{INTRODUCTION}\n\n" + "\n".join(theirs), None) == text


@given(PARAGRAPHS, PARAGRAPHS)
def test_what_an_introduction_precedes_goes(mine: list[str], theirs: list[str]) -> None:
    text = "\n".join(f"{one}." for one in mine)
    assert reply_of(f"{text}\n\n{INTRODUCTION}\n\n" + "\n".join(theirs), None) == text


@given(st.lists(st.tuples(QUOTED, SENTENCES), min_size=1, max_size=5))
def test_answers_between_quoted_lines_stay(turns: list[tuple[list[str], str]]) -> None:
    text = "\n\n".join("\n".join(quoted) + f"\n\n{answer}." for quoted, answer in turns)
    answers = [f"{answer}." for _, answer in turns]
    assert reply_of(f"{INTRODUCTION}\n\n{text}", None).split("\n\n") == answers


@given(PARAGRAPHS, QUOTED)
def test_cutting_twice_is_cutting_once(mine: list[str], theirs: list[str]) -> None:
    text = "\n".join([*mine, "", INTRODUCTION, "", *theirs])
    once = reply_of(text, None)
    assert reply_of(once, None) == once
