"""Beginnings of words: every stem that a word begins with, and no more work than needed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.lexicon.stems import Stems

STEMS = st.dictionaries(st.text("abc", min_size=1, max_size=5), st.sampled_from("xyz"))


@given(STEMS, st.text("abc", max_size=8))
def test_all_stems_of_a_word_are_found_shortest_first(entries: dict[str, str], word: str) -> None:
    stems: Stems[str] = Stems()
    for stem, name in entries.items():
        stems.add(stem, name)
    expected = sorted(stem for stem in entries if word.startswith(stem))
    assert [(stem, list(names)) for stem, names in stems.of(word)] == [
        (stem, [entries[stem]]) for stem in expected
    ]
    assert sorted(stems.stems()) == sorted(entries)


@pytest.mark.parametrize("times", [1, 2])
def test_a_stem_is_in_each_of_its_lists_once(times: int) -> None:
    stems: Stems[str] = Stems()
    for _ in range(times):
        stems.add("pay", "money")
        stems.add("pay", "verbs")
    assert list(stems.of("paying")) == [("pay", ["money", "verbs"])]
