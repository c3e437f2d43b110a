"""Whatever a customer sends is answered, with spans that lie inside the text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.document import Document
from classifiers.duplicate_types import Candidate, Earlier
from classifiers.suite import Suite
from classifiers.text.folding import western_digits
from classifiers.text.own_words import own_words
from models.vocabulary import Category, Channel

SUITE = Suite.load()
TEXTS = st.text(max_size=300)
LIKELY = st.lists(
    st.sampled_from(
        [
            *(
                "order",
                "deposit",
                "not",
                "you",
                "idiot",
                "f*ck",
                "1234567",
                "$20",
                "https://x.com/a",
            ),
            *(
                "充值",
                "заказ",
                "طلب",
                "> quoted",
                "\n",
                "--",
                "a@example.com",
                "@x",
                "#9",
                "٣٤٥",
                "😂",
            ),
        ]
    ),
    max_size=30,
).map(" ".join)


@settings(deadline=None)
@given(subject=TEXTS, body=st.one_of(TEXTS, LIKELY), names=st.lists(TEXTS, max_size=2))
def test_every_document_is_answered(subject: str, body: str, names: list[str]) -> None:
    document = Document(Channel.EMAIL, subject, body, tuple(names))
    (answer,) = SUITE.classify([document])
    assert answer.category in Category
    assert 0.0 <= answer.scores.abusive <= 1.0
    assert 0.0 <= answer.scores.language <= 1.0
    assert abs(sum(answer.scores.category.values()) - 1.0) < 1e-9
    for reason in answer.evidence:
        assert 0 <= reason.start <= reason.end <= len(document.text)


@settings(deadline=None)
@given(text=st.one_of(TEXTS, LIKELY))
def test_own_words_and_digits_keep_every_place(text: str) -> None:
    assert len(own_words(text)) == len(text)
    assert len(western_digits(text)) == len(text)


@settings(deadline=None)
@given(body=st.one_of(TEXTS, LIKELY), other=st.one_of(TEXTS, LIKELY), age=st.floats(0, 1e6))
def test_every_pair_is_judged(body: str, other: str, age: float) -> None:
    verdict = SUITE.duplicate(
        Candidate("a", Channel.TICKET, "", body),
        [Earlier("1", "a", Channel.TICKET, "", other, age)],
    )
    assert 0.0 <= verdict.score <= 1.0
    assert (verdict.duplicate_of is None) == (verdict.band == "none")
