"""Languages: English first, writing where it decides, the same answer every time."""

from collections.abc import Callable

import pytest
from langdetect.utils.ngram import NGram

from classifiers.classification import Classification
from classifiers.document import Document
from classifiers.profiles import groups, langdetect_profile, with_and_without_diacritics
from classifiers.scripts import writing
from classifiers.suite import Suite
from models.vocabulary import Channel

Classify = Callable[[str], Classification]


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("My order has not started yet", "en"),
        ("abeg where my money dey, una never add am", "en"),
        ("No me llega el correo para cambiar la contraseña", "es"),
        ("Fiz o depósito ontem e até agora não caiu nada", "pt"),
        ("Ma commande n'avance plus depuis hier soir", "fr"),
        ("Meine Bestellung hängt seit gestern fest", "de"),
        ("Il mio ordine non è ancora partito", "it"),
        ("Comanda mea nu a pornit nici azi", "ro"),
        ("Mijn bestelling staat al twee dagen stil", "nl"),
        ("Prosze o pomoc, pieniadze nie dotarly na konto", "pl"),
        ("Siparişim dünden beri başlamadı", "tr"),
        ("siparisim dunden beri baslamadi, yardim edin lutfen", "tr"),
        ("Sifarişim dünəndən başlamayıb", "az"),
        ("Buyurtmam kechadan beri boshlanmadi", "uz"),
        ("Pesanan saya belum jalan sejak kemarin", "id"),
        ("Đơn hàng của em từ hôm qua vẫn chưa chạy", "vi"),
        ("don hang cua em tu hom qua van chua chay", "vi"),
        ("Oda yangu bado haijaanza tangu jana", "sw"),
        ("Мой заказ до сих пор не запустили", "ru"),
        ("Моє замовлення досі не запустили", "uk"),
        ("मेरा ऑर्डर कल से शुरू नहीं हुआ", "hi"),
        ("mera order kal se start nahi hua hai bhai", "hi"),
        ("میرا آرڈر کل سے شروع نہیں ہوا", "ur"),
        ("طلبي لم يبدأ منذ أمس", "ar"),
        ("سفارش من از دیروز شروع نشده", "fa"),
        ("আমার অর্ডার গতকাল থেকে শুরু হয়নি", "bn"),
        ("我的订单从昨天开始就没动", "zh"),
        ("昨日から注文が進んでいません", "ja"),
        ("어제부터 주문이 시작되지 않아요", "ko"),
        ("ออเดอร์ของฉันยังไม่เริ่มตั้งแต่เมื่อวาน", "th"),
        ("η παραγγελία μου δεν ξεκίνησε", "el"),
        ("ההזמנה שלי לא התחילה", "he"),
    ],
)
def test_languages_are_told(classify: Classify, body: str, language: str) -> None:
    assert classify(body).language == language


@pytest.mark.parametrize(
    "body",
    [
        *("refund", "help", "any news?", "not working", "order late", "hello", "paid twice"),
        *("hi", "Hi,", "hiya", "hi there", "hi!! I", "eliminate"),
    ],
)
def test_a_few_english_words_are_english(classify: Classify, body: str) -> None:
    assert classify(body).english


@pytest.mark.parametrize("body", ["", "1234567", "https://example.com/x", "😂😂", "#55 $20"])
def test_no_words_are_undetermined_and_treated_as_english(classify: Classify, body: str) -> None:
    answer = classify(body)
    assert answer.language == "und"
    assert answer.english


def test_ids_links_and_quotes_do_not_count(classify: Classify) -> None:
    body = (
        "Dzień dobry, zamówienie 1234567 stoi https://www.instagram.com/some/english/words\n"
        "> Thank you for your message, we will come back to you within three days.\n"
        "> This is an automatic message from the support team."
    )
    assert classify(body).language == "pl"


@pytest.mark.parametrize("keys", ["xqz vvk prt", "qwrt zxcv", "ddd fff", "ghjkl"])
def test_what_cannot_be_told_is_unsure(classify: Classify, keys: str) -> None:
    assert classify(keys).language_unsure


def test_the_answer_is_the_same_every_time_and_in_any_company(suite: Suite) -> None:
    bodies = ["siema gdzie kasa", "kya hua", "bonjour", "hmm ok", "mesi", "salam"]
    documents = [Document(Channel.TICKET, "", body) for body in bodies]
    together = [answer.to_json() for answer in suite.classify(documents)]
    alone = [suite.classify([document])[0].to_json() for document in documents]
    assert together == alone == [answer.to_json() for answer in suite.classify(documents)]


def test_profiles_are_langdetects_own() -> None:
    profiles, _ = with_and_without_diacritics(
        [langdetect_profile(name) for name in ("en", "pl", "tr")]
    )
    likelihoods = profiles.of_words(["which", "przez", "değil"])
    assert likelihoods.argmax(axis=1).tolist() == [0, 1, 2]


def test_bare_profiles_know_words_without_their_diacritics() -> None:
    _, bare = with_and_without_diacritics([langdetect_profile(name) for name in ("en", "pl")])
    assert int(bare.of_words(["wiecej"])[0].argmax()) == 1


def test_a_word_without_known_letters_says_nothing() -> None:
    profiles, _ = with_and_without_diacritics([langdetect_profile(name) for name in ("ru", "uk")])
    likelihoods = profiles.of_words(["ქართული", "’", "что"])
    assert not likelihoods[:2].any()
    assert likelihoods[2].any()


def test_groups_are_those_of_langdetect() -> None:
    assert sorted(groups("ab")) == sorted(["a", "b", " a", "ab", "b ", " ab", "ab "])
    assert " ż" in groups("że")


@pytest.mark.parametrize("word", ["że", "л’вів", "được", "بیشتر", "l’été", "ț", "’", "注文", "क्या"])
def test_groups_of_other_letters_are_those_that_langdetect_walks_through(word: str) -> None:
    walker = NGram()
    walked: list[str] = []
    for letter in f"{word} ":
        walker.add_char(letter)
        walked += [gram for size in (1, 2, 3) if (gram := walker.get(size)) and gram != " "]
    assert sorted(groups(word)) == sorted(walked)


@pytest.mark.parametrize(
    ("words", "script"),
    [
        (["hello"], "latin"),
        (["zażółć"], "latin"),
        (["привет", "ok"], "cyrillic"),
        (["注文", "です"], "kana"),
        (["订单"], "han"),
        (["한국어"], "hangul"),
        (["order", "करो", "जल्दी", "भाई"], "devanagari"),
    ],
)
def test_writing_is_what_most_letters_are_in(words: list[str], script: str) -> None:
    assert writing(words) == script
