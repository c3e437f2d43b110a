"""Texts without links and addresses are split by a shorter pattern, into the same tokens."""

from hypothesis import given
from hypothesis import strategies as st

from classifiers.text.tokens import TOKEN, tokens

SIGNS = "ab1_ '’`*?!$€.,-@/:wéक़ा́\u200c"


@given(st.text() | st.text(SIGNS) | st.text(st.characters(max_codepoint=127)))
def test_the_tokens_of_a_text_are_those_of_the_whole_pattern(text: str) -> None:
    assert tokens(text) == TOKEN.findall(text)
