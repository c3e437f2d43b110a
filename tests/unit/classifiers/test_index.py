"""One look at many lists: words, beginnings, pairs, and parts of runs without spaces."""

import pytest

from classifiers.lexicon.index import Index
from classifiers.lexicon.listed import NOTHING, listed, listed_pair

LISTS: Index[str] = Index(
    {
        "paying": ["pay", "deposit*", "bank transfer", "充值", "เติมเงิน"],
        "late": ["not begun", "deposit", "还没", "ยังไม่เริ่ม"],
    }
)


@pytest.mark.parametrize(
    ("form", "names"),
    [
        ("pay", ["paying"]),
        ("payer", []),
        ("depositing", ["paying"]),
        ("deposit", ["late", "paying"]),
        ("充值还没到", ["paying", "late"]),
        ("", []),
    ],
)
def test_a_word_has_the_names_of_its_lists(form: str, names: list[str]) -> None:
    assert LISTS.names(form) == names


def test_two_words_are_looked_up_side_by_side() -> None:
    assert LISTS.pair_names("bank", "transfer") == ["paying"]
    assert LISTS.pair_names("transfer", "bank") == []
    assert LISTS.pair_starts == {"bank", "not"}


def test_entries_of_any_length_are_found_inside_a_run() -> None:
    run = "เติมเงินแล้วยังไม่เริ่มเลย"
    found = [(run[start:end], names) for start, end, names in LISTS.parts(run)]
    assert found == [("เติมเงิน", ["paying"]), ("ยังไม่เริ่ม", ["late"])]


def test_what_all_lists_say_is_told_by_source() -> None:
    found = listed("transaction")
    assert found.kinds == ("transaction",)
    assert "paid" in found.concepts
    assert listed("zzzyyx") is NOTHING
    assert listed_pair("zzzyyx", "order") is NOTHING
