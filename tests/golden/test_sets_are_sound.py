"""The golden sets themselves: well formed, in the shared words, and without contradictions."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from models.vocabulary import Category, Channel, Field

_HERE = Path(__file__).parent
_SLICES = {
    "angry",
    "long",
    "mixed",
    "no_diacritics",
    "no_words",
    "quoted",
    "romanised",
    "short",
    "wrong_tick",
}
_REPEATS = {"same_text", "edited", "reworded", "chase"}
_OTHERS = {"other_id", "other_customer", "other_matter", "closed"}
_FIELDS_IN_ORDER = [str(field) for field in Field]


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (_HERE / name).read_text("utf-8").splitlines()]


SETS = [path.name for path in sorted(_HERE.glob("tickets*.jsonl"))]
TICKETS = [ticket for name in SETS for ticket in _lines(name)]
DUPLICATES = [
    case for path in sorted(_HERE.glob("duplicates*.jsonl")) for case in _lines(path.name)
]


def _ascii_digits(text: str) -> str:
    return "".join(
        str(unicodedata.digit(sign)) if unicodedata.digit(sign, None) is not None else sign
        for sign in text
    )


def _everything(ticket: dict[str, Any]) -> str:
    form = ticket["form"]["username"] or ""
    return "\n".join([ticket["subject"], ticket["body"], *ticket["attachments"], form])


@pytest.mark.parametrize("rows", [TICKETS, DUPLICATES])
def test_ids_are_unique(rows: list[dict[str, Any]]) -> None:
    assert len({row["id"] for row in rows}) == len(rows)


def _has_shared_words(ticket: dict[str, Any]) -> bool:
    expect, ticked = ticket["expect"], ticket["form"]["category"]
    ordered = [name for name in _FIELDS_IN_ORDER if name in expect["missing"]]
    return (
        ticket["channel"] in set(Channel)
        and expect["category"] in set(Category)
        and (ticked is None or ticked in set(Category))
        and expect["missing"] == ordered
        and set(ticket["slices"]) <= _SLICES
    )


def _stands_in_the_text(ticket: dict[str, Any]) -> bool:
    text = _everything(ticket)
    present = ticket["expect"]["present"]
    numbers = present.get("order_id", [])
    written = [
        value
        for field in ("transaction_id", "amount", "username")
        for value in present.get(field, [])
    ]
    return all(number.isascii() and number in _ascii_digits(text) for number in numbers) and all(
        value in text for value in written
    )


def _names_the_right_ticket(case: dict[str, Any]) -> bool:
    kind, answer = case["expect"]["kind"], case["expect"]["duplicate_of"]
    standing = {row["ticket"] for row in case["history"] if row["status"] in {"open", "waiting"}}
    return answer in standing if kind in _REPEATS else kind in _OTHERS and answer is None


def test_tickets_speak_the_shared_vocabulary() -> None:
    assert [ticket["id"] for ticket in TICKETS if not _has_shared_words(ticket)] == []


def test_what_is_present_stands_in_the_message() -> None:
    assert [ticket["id"] for ticket in TICKETS if not _stands_in_the_text(ticket)] == []


def test_nothing_is_both_present_and_missing() -> None:
    both = [
        ticket["id"]
        for ticket in TICKETS
        if set(ticket["expect"]["present"]) & set(ticket["expect"]["missing"])
    ]
    assert both == []


def test_a_repeat_names_an_open_ticket_and_nothing_else_names_one() -> None:
    assert [case["id"] for case in DUPLICATES if not _names_the_right_ticket(case)] == []
