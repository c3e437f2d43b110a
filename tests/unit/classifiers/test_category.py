"""Categories: what is plain is answered, what is not is said to be unsure."""

import re
from collections.abc import Callable

import pytest

from classifiers.category_rules import bare_title
from classifiers.classification import Classification, Evidence
from classifiers.document import Document
from classifiers.lexicon import word_lists
from classifiers.lexicon.concepts import MEANINGS
from classifiers.settings import Settings
from classifiers.suite import Suite
from models.vocabulary import Category, Channel, Priority, Question

Classify = Callable[[str], Classification]


@pytest.mark.parametrize(
    ("body", "category"),
    [
        ("My card was charged yesterday but the wallet is still empty", Category.TOPUP),
        ("load declined, the money is gone from my bank", Category.TOPUP),
        ("The refill of my wallet failed, my card was charged", Category.TOPUP),
        ("Likes order 5566778 has not started for two days", Category.ORDER),
        ("I forgot my password and the reset mail does not come", Category.ACCOUNT),
        ("Which payment methods do you accept and what are the fees?", Category.BILLING),
        ("Is the drip feed available for youtube views?", Category.SERVICE),
        ("The dashboard shows error 502 in every browser", Category.TECHNICAL),
        ("We claim the SLA service credit for the outage in March", Category.CLAIM),
        ("Instagram banned my profile, can you talk to them?", Category.OUT_OF_SCOPE),
        ("my landlord did not get my transfer", Category.OUT_OF_SCOPE),
        ("the cash machine kept my card", Category.OUT_OF_SCOPE),
        ("Zapłaciłam kartą, a saldo w portfelu się nie zmieniło", Category.TOPUP),
        ("Мой заказ завис, прогресса нет", Category.ORDER),
    ],
)
def test_plain_messages_are_answered(classify: Classify, body: str, category: Category) -> None:
    assert classify(body).category is category


@pytest.mark.parametrize("body", ["hello", "well then", "is it?"])
def test_what_says_nothing_is_unsure(classify: Classify, body: str) -> None:
    assert classify(body).unsure


def test_scores_are_probabilities_of_every_category(classify: Classify) -> None:
    scores = classify("where is my deposit").scores.category
    assert set(scores) == set(Category)
    assert sum(scores.values()) == pytest.approx(1.0)


def test_only_a_sure_topup_is_high(suite: Suite) -> None:
    bodies = ["deposit not credited", "hmm", "order late", "money", "refund", "help with payment"]
    for answer in suite.classify([Document(Channel.TICKET, "", body) for body in bodies]):
        is_high = answer.category is Category.TOPUP and not answer.unsure
        assert answer.priority is (Priority.HIGH if is_high else Priority.STANDARD)


def told(answer: Classification) -> list[Evidence]:
    return [each for each in answer.evidence if each.question is Question.CATEGORY]


def test_the_evidence_quotes_the_customer(classify: Classify) -> None:
    body = "My deposit was not credited"
    reasons = told(classify(body))
    assert reasons
    assert all(body[each.start : each.end] == each.text for each in reasons)
    assert [each.weight for each in reasons] == sorted(
        (each.weight for each in reasons), reverse=True
    )


@pytest.mark.parametrize(
    ("body", "word", "meaning"),
    [
        ("so is that the deposit or not, it is not credited", "not credited", "did not arrive"),
        ("so is that the deposit or not, it is not credited", "deposit", "adding funds"),
        ("my order is not started since the day before", "order", "something bought"),
        ("zapłaciłam kartą a saldo jest puste", "saldo", "the balance"),
        ("我充值了但是没到账", "充值", "adding funds"),
        ("このカードで入金したのですが残高が増えません", "入金", "adding funds"),
    ],
)
def test_the_evidence_says_what_words_mean(
    classify: Classify, body: str, word: str, meaning: str
) -> None:
    notes = {each.text: each.note for each in told(classify(body))}
    assert meaning in notes[word]


@pytest.mark.parametrize(
    "body",
    [
        "so that is the deposit and it was not there for me",
        "the order that I placed with you is still at 0 of 500",
        "no sé qué pasa con el depósito que hice y no está en mi saldo",
        "w sumie to nie wiem czy to jest moje saldo i co z nim",
    ],
)
def test_small_words_and_numbers_are_no_evidence(classify: Classify, body: str) -> None:
    small = {"so", "that", "is", "the", "and", "it", "was", "i", "with", "you", "still", "for"}
    small |= {"at", "of", "0", "500", "no", "que", "qué", "con", "el", "y", "en", "mi", "to"}
    small |= {"nie", "czy", "jest", "i", "co", "z", "nim", "w"}
    assert small.isdisjoint(each.text.lower() for each in told(classify(body)))


def test_where_no_word_says_it_all_of_them_do(classify: Classify) -> None:
    (reason,) = told(classify("so what then"))
    assert (reason.text, reason.start, reason.end) == ("", 0, 0)
    assert "all its words together" in reason.note


def test_every_concept_has_a_meaning_for_the_screen() -> None:
    assert set(MEANINGS) == set(word_lists("concepts"))
    words = {word for meaning in MEANINGS.values() for word in re.findall("[a-z_]+", meaning)}
    assert words.isdisjoint(map(str, Category))


@pytest.mark.parametrize(
    "title",
    [
        "Wniosek o rekompensatę z tytułu SLA",
        "wniosek o rekompensate z tytulu sla",
        "Re: Wniosek o rekompensatę z tytułu SLA!",
    ],
)
def test_a_claim_is_known_by_its_title(suite: Suite, title: str) -> None:
    (answer,) = suite.classify([Document(Channel.EMAIL, title, "my order is late")])
    assert answer.category is Category.CLAIM
    assert not answer.unsure


def test_titles_are_a_setting() -> None:
    suite = Suite.load(settings=Settings(claim_titles=("Give me credit",)))
    titles = ["Give me credit", "Wniosek o rekompensatę z tytułu SLA"]
    answers = suite.classify([Document(Channel.EMAIL, title, "how to log in") for title in titles])
    assert answers[0].category is Category.CLAIM
    assert answers[1].scores.category[Category.CLAIM] < 1.0


def test_an_id_without_words_follows_the_form_else_order(suite: Suite) -> None:
    ticked = Document(Channel.TICKET, "", "RGF91KK20X", form_category=Category.TOPUP)
    bare = Document(Channel.TICKET, "", "https://www.instagram.com/p/abc")
    answers = suite.classify([ticked, bare])
    assert [answer.category for answer in answers] == [Category.TOPUP, Category.ORDER]


def test_a_title_is_compared_bare() -> None:
    assert bare_title("FW: Re: Łódź – SLA!") == "lodz sla"
