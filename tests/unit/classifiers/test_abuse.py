"""Abuse is what is aimed at people; fury is not abuse."""

from collections.abc import Callable

import pytest

from classifiers.abuse_signs import SIGNS, counts, signs
from classifiers.classification import Classification
from classifiers.text.disguise import chunks, plain_forms, spans
from models.vocabulary import Question

Classify = Callable[[str], Classification]


@pytest.mark.parametrize(
    "body",
    [
        "you are complete idiots, all of you",
        "fuck you and your panel",
        "answer me you stupid bastards",
        "I will find you and break your legs",
        "f*ck you, give me my money",
        "y0u 1d10ts lost my order",
        "i d i o t s, start my order",
        "you are morooooons",
        "yоu аre idiоts",
        "jesteście bandą idiotów, oddajcie kasę",
        "siz aptal mısınız, siktirin gidin",
        "идите нахуй со своей панелью, уроды",
        "tum log chutiye ho, mera order do",
        "你们这群傻逼，去死吧",
        "hijos de puta, devuélvanme el dinero",
        "morons!!!",
        "stfu with your template",
        "can i kiss you all over, agent",
    ],
)
def test_abuse_is_told_in_any_language_and_disguise(classify: Classify, body: str) -> None:
    answer = classify(body)
    assert answer.abusive
    assert any(each.question is Question.ABUSIVE for each in answer.evidence)


@pytest.mark.parametrize(
    "body",
    [
        "WHERE IS MY MONEY??? THIS IS THE THIRD TIME!!!",
        "this looks like a scam, I want my refund or I go to my lawyer",
        "where the hell is my order",
        "damn it, the page crashed again",
        "I felt like an idiot when the code did not work",
        "pathetic service, slow and overpriced",
        "I will leave a bad review and open a chargeback",
        "this stupid captcha never loads",
        "kill the order 1234567 please",
        "I deposited with Skrill at shitake.example.com",
        "Can you tell me a joke while I wait?",
        "I'm so dumb, forgot the password",
        "what the fuck, still pending",
    ],
)
def test_anger_and_slang_are_no_abuse(classify: Classify, body: str) -> None:
    assert not classify(body).abusive


def test_quoted_abuse_is_not_the_customers(classify: Classify) -> None:
    body = "this is what your chat wrote to me:\n> you idiot, fuck off\nplease look into it"
    assert not classify(body).abusive


def test_a_sign_points_at_its_words() -> None:
    text = "Refund now. You f*cking id!ots"
    found = {text[sign.start : sign.end] for sign in signs(text)}
    assert found == {"f*cking", "id!ots"}


def test_a_sign_in_writing_without_spaces_points_inside() -> None:
    text = "你们是傻逼吗"
    assert {text[sign.start : sign.end] for sign in signs(text)} == {"傻逼"}


@pytest.mark.parametrize("text", ["sorry, I am an idiot", "I have been a liar all my life"])
def test_an_insult_of_oneself_is_mild(text: str) -> None:
    assert [sign.kind for sign in signs(text)] == ["mild"]


def test_who_speaks_of_himself_may_accuse_others() -> None:
    assert [sign.kind for sign in signs("I hate scammers")] == ["accusation"]


@pytest.mark.parametrize(
    ("text", "harmless_in", "insult_in"),
    [("vos réponses en retard", "fr", "en"), ("dm me your number", "en", "vi")],
)
def test_a_word_is_an_insult_in_its_own_languages_alone(
    text: str, harmless_in: str, insult_in: str
) -> None:
    assert signs(text, harmless_in) == []
    assert [sign.kind for sign in signs(text, insult_in)] == ["insult"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("you greedy swines", "en"),
        ("ihr seid Halsabschneider", "de"),
        ("siete dei farabutti", "it"),
        ("sois unos canallas", "es"),
        ("tum log beghairat ho", "ur"),
        ("somebody of your staff will get hurt", "en"),
        ("l'ordure!", "fr"),
    ],
)
def test_insults_and_threats_of_many_languages_are_signs(text: str, language: str) -> None:
    assert {sign.kind for sign in signs(text, language)} & {"insult", "threat"}


def test_counts_are_in_the_order_of_the_signs() -> None:
    counted = dict(zip(SIGNS, counts(signs("you idiots, you idiots")), strict=True))
    assert counted["insult"] == 2
    assert counts([]) == (0.0,) * len(SIGNS)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1d10t", "idiot"),
        ("@sshole", "asshole"),
        ("sh!t", "shit"),
        ("fuuuuck", "fuck"),
        ("f.u.c.k", "fuck"),
        ("іdіоt", "idiot"),
        ("ŠHIT", "shit"),
    ],
)
def test_disguises_are_read(written: str, meant: str) -> None:
    assert meant in plain_forms(written)


@pytest.mark.parametrize("written", ["https://example.com/a", "a@example.com", "1,234.50", "50%"])
def test_links_and_numbers_are_no_words(written: str) -> None:
    assert plain_forms(written) == ()


def test_spelled_out_words_are_one_chunk_in_one_place() -> None:
    text = "you i d i o t s now"
    assert chunks(text) == ["you", "idiots", "now"]
    assert [text[start:end] for start, end in spans(text)] == ["you", "i d i o t s", "now"]
