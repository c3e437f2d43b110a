"""Letter profiles: many words are looked up at once, each as if it stood alone."""

import math

import pytest

from classifiers.profiles import groups, langdetect_profile, with_and_without_diacritics

FLOOR = 0.5 / 10_000
WORDS = ("pieniadze", "pieniądze", "a", "don't", "ça", "d’on’t", "zażółć", "", "!", "the", "the")


def test_a_word_says_what_its_letter_groups_say_together() -> None:
    profiles = [langdetect_profile(name) for name in ("pl", "en", "fr")]
    plain, _ = with_and_without_diacritics(profiles)
    for word, sums in zip(WORDS, plain.of_words(WORDS).tolist(), strict=True):
        expected = [
            sum(math.log((profile.get(group, 0.0) + FLOOR) / FLOOR) for group in groups(word))
            for profile in profiles
        ]
        assert sums == pytest.approx(expected, abs=1e-9), word


def test_without_diacritics_a_group_counts_with_all_that_look_like_it() -> None:
    _, bare = with_and_without_diacritics([{"ż": 0.25, "z": 0.5, "ß": 0.125}])
    (z,), (ss,) = bare.of_words(["z", "ss"]).tolist()
    assert z == pytest.approx(math.log((0.75 + FLOOR) / FLOOR))
    assert ss == pytest.approx(math.log((0.125 + FLOOR) / FLOOR))


def test_a_word_of_no_letters_says_nothing() -> None:
    plain, _ = with_and_without_diacritics([{"a": 0.5, "  ": 0.5, " ": 0.5}])
    assert plain.of_words(["”", "a"]).tolist()[0] == [0.0]
