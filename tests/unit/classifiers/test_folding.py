"""The same word is written in one way."""

import pytest

from classifiers.text.folding import fold, western_digits


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ŁÓDŹ", "lodz"),
        ("Çağrı", "cagri"),
        ("Straße", "strasse"),
        ("nạp tiền", "nap tien"),
        ("كِتاب", "کتاب"),
        ("ＡＢＣ", "abc"),
        ("don’t", "don't"),
        ("ёлка", "елка"),
    ],
)
def test_case_marks_and_widths_go(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_vowel_signs_of_devanagari_stay() -> None:
    assert fold("पैसे") == "पैसे"


def test_digits_of_other_writings_become_western_one_for_one() -> None:
    text = "طلب ١٢٣٤٥٦ و ۷۸۹ और १२"
    western = western_digits(text)
    assert western == "طلب 123456 و 789 और 12"
    assert len(western) == len(text)
