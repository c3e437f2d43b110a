"""Words and where they stand, on any text: the fast ways give what the plain ones give."""

import re

from hypothesis import given
from hypothesis import strategies as st

from classifiers.extract.words import _PATTERNS, Words

TEXTS = st.text(
    st.one_of(
        st.sampled_from("aZ09_-.#№'’ \n@/пі充ไ\u0301\u064bé²٣"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)


@given(TEXTS)
def test_every_word_stands_where_its_pattern_found_it(text: str) -> None:
    words = Words(text)
    pattern = _PATTERNS[text.isascii(), words.has_digit]
    assert words.spans == [found.span() for found in pattern.finditer(text)]
    if words.pieces:
        assert words.extent == (words.spans[0][0], words.spans[-1][1])


@given(st.text(st.characters(max_codepoint=127), max_size=60))
def test_the_words_of_ascii_are_the_words_of_any_text(text: str) -> None:
    words = Words(text)
    assert words.pieces == re.findall(_PATTERNS[False, words.has_digit], text)
