"""Serving sees exactly the features that training saw."""

import pytest

from classifiers.features import Columns, concepts, letters, words
from classifiers.text.tokens import folded, span_of, tokens

TEXTS = [
    "I topped up my wallet and nothing arrived!",
    "充值没到账，请帮我看看",
    "Zapłaciłem BLIKIEM, saldo nadal zerowe",
    "order 1234567 https://www.instagram.com/p/abc a@example.com @me",
    "मेरा ऑर्डर शुरू नहीं हुआ",
    "",
    "!!! 😂",
]


@pytest.mark.parametrize("text", TEXTS)
def test_columns_are_those_of_the_named_features(text: str) -> None:
    names = {name for other in TEXTS for name in (*words(other), *letters(other), *concepts(other))}
    vocabulary = {name: column for column, name in enumerate(sorted(names))}
    expected = {vocabulary[name] for name in (*words(text), *letters(text), *concepts(text))}
    assert Columns(vocabulary).of(tokens(text)) == sorted(expected)


def test_a_concept_is_shared_across_languages() -> None:
    for text in ("I made a deposit", "zrobiłem wpłatę", "我充值了", "пополнил баланс"):
        assert "=deposit" in concepts(text)


def test_two_concepts_together_are_a_feature() -> None:
    assert "=deposit=missing_money" in concepts("deposit not credited")


def test_no_ordinary_english_word_is_a_concept_by_accident() -> None:
    assert concepts("the and not is a please thanks hello that") == []


@pytest.mark.parametrize(
    ("token", "form"),
    [
        ("1234567", "#7"),
        ("١٢٣", "#3"),
        ("https://example.com/x", "#url"),
        ("a@example.com", "#mail"),
        ("@handle", "#user"),
        ("8AB12345CD678901E", "#id"),
        ("Płatność", "platnosc"),
    ],
)
def test_what_differs_per_customer_becomes_its_kind(token: str, form: str) -> None:
    assert folded(token) == form


def test_a_token_is_found_as_a_word_of_its_own() -> None:
    assert span_of("add", "address add") == (8, 11)
