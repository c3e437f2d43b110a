"""Who wrote a mail: robots that do not say so are known by their words, people are let through."""

import pytest

from tests.unit.mail.mails import mail, multipart, read
from triage.mail.automatic import RULES, is_machine_generated
from triage.mail.message import ParsedMessage
from triage.mail.parser import parse


def code(message: ParsedMessage) -> str | None:
    finding = is_machine_generated(message)
    return finding.code if finding else None


# What bounces of each kind begin with, in our own words about an address that does not exist.
BOUNCES = {
    "qmail": "Hi. This is the qmail-send program at mx.example.\nI could not deliver it.\n",
    "exim": "This message was created automatically by mail delivery software.\n",
    "exim-bare": "A message that you sent could not be delivered to all of its recipients.\n",
    "postfix": "This is the mail system at host mx.example.\n\nI'm sorry.\n",
    "sendmail": "The original message was received at Mon, 2 Nov 2026 from mx.example\n",
    "sendmail-5": "   ----- Transcript of session follows -----\n550 no such user\n",
    "exchange": "Your message did not reach some or all of the intended recipients.\n",
    "exchange-2010": "Delivery has failed to these recipients:\n\nbob\n",
    "exchange-5": "Your message\n\n  To: bob\n  Subject: x\n\ndid not reach the following",
    "domino": "Your message\n\n  Subject: x\n\nwas not delivered to:\n\n  bob@b.example\n",
    "notes": "------- Failure Reasons  --------\n\nUser not listed\n",
    "dma": "This is the DragonFly Mail Agent v0.13 at mx.example.\n",
    "james": "Hi. This is the James mail server at mx.example.\n",
    "gmail": "Delivery to the following recipient failed permanently:\n\n  bob@b.example\n",
    "gmail-new": "** Address not found **\n\nYour message wasn't delivered to bob@b.example\n",
    "yahoo": "Sorry, we were unable to deliver your message to the following address.\n",
    "microsoft": "Your message to bob@b.example couldn't be delivered.\n",
    "ses": "An error occurred while trying to deliver the mail to the following recipients:\n",
    "courier": "This is a delivery status notification from mx.example,\n",
    "sun": "This report relates to a message you sent with the following header fields:\n",
    "mailmarshal": "Your message:\n   From:    a\n   Subject: x\n\nCould not be delivered\n",
    "imail": "Delivery failed 20 attempts: bob@b.example\n",
    "groupwise": "The message that you sent was undeliverable to the following:\n",
    "opensmtpd": "    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY.\n",
    "german": "Die Zustellung an folgende Empfänger ist fehlgeschlagen:\n",
    "polish": "Dostarczenie do następujących adresatów nie powiodło się:\n",
    "russian": "Не удалось выполнить доставку следующим получателям:\n",
}
RETURNED = "\n550 5.1.1 unknown user\n\nReceived: from a.example by b.example\n"


@pytest.mark.parametrize("software", BOUNCES)
def test_a_bounce_without_any_mark_is_known_by_its_opening(software: str) -> None:
    message = read(BOUNCES[software] + RETURNED, from_="System <system@mx.example>", subject="x")
    assert code(message) == "BOUNCE"


@pytest.mark.parametrize("software", BOUNCES)
def test_a_person_who_writes_above_a_bounce_is_a_person(software: str) -> None:
    body = "I got this when I wrote to you, why?\r\n\r\n" + BOUNCES[software] + RETURNED
    assert code(read(body, subject="Re: x")) is None


@pytest.mark.parametrize("software", BOUNCES)
@pytest.mark.parametrize("subject", ["Fwd: failure notice", "WG: Undelivered", "TR: x", "PD: x"])
def test_a_person_who_forwards_a_bounce_is_a_person(software: str, subject: str) -> None:
    assert code(read(BOUNCES[software] + RETURNED, subject=subject)) is None


def test_a_person_who_forwards_a_report_with_its_parts_is_a_person() -> None:
    report = "Content-Type: message/delivery-status\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    raw = multipart("\r\nWhat is this?", report).replace(b"My order", b"Fwd: failure notice")
    assert code(parse(raw)) is None
    assert code(parse(multipart("\r\nWhat is this?", report))) == "REPORT"


@pytest.mark.parametrize(
    "body",
    [
        "Delivery failed for my order 123, the link is dead.",
        "Your message could not help me. Where is my order?",
        "Delivery error on the order page since Monday.\r\nAddress not found, it says.",
        "Unable to deliver? That is what the order says.",
        "The following address is mine: ann@customer.example. Please change it.",
        "Warning: I am angry. I sent a message and nobody answered.",
    ],
)
@pytest.mark.parametrize("subject", ["Delivery failed", "Undelivered order", "My order"])
def test_customers_speak_of_delivery_too(body: str, subject: str) -> None:
    assert code(read(body, subject=subject)) is None


def test_a_bounce_subject_counts_from_a_robot_alone() -> None:
    bare = {"from_": "", "subject": "Mail delivery failed"}
    assert code(read("See the attachment.", **bare)) == "BOUNCE"
    assert code(read("My mail to you failed", subject="Mail delivery failed")) is None


def test_a_feedback_report_without_a_mark() -> None:
    complained = "Content-Type: message/rfc822\r\n\r\n" + mail("buy").decode()
    opening = "\r\nThis is an email abuse report for an email message received from 192.0.2.1"
    assert code(parse(multipart(opening, complained))) == "COMPLAINT"
    raw = multipart("\r\nsee", complained).replace(
        b"My order", b"complaint about message from 192.0.2.1"
    )
    assert code(parse(raw)) == "COMPLAINT"


def test_a_customers_complaint_is_a_persons() -> None:
    assert code(read("This is a complaint about spam.", subject="Spam complaint")) is None


NOTES = {
    "en": ("Out of Office: your order", "I am currently out of the office until Monday."),
    "en-auto": ("Automatic reply: your order", "I'm on annual leave and back next week."),
    "de": ("Automatische Antwort: Ihre Bestellung", "Ich bin derzeit nicht im Büro."),
    "de-2": ("Abwesenheitsnotiz", "Ich bin bis zum 9. November im Urlaub."),
    "fr": ("Réponse automatique : votre commande", "Je suis actuellement absente du bureau."),
    "es": ("Respuesta automática: su pedido", "Estoy fuera de la oficina."),
    "pt": ("Resposta automática: pedido", "Estarei ausente até segunda."),
    "it": ("Risposta automatica: ordine", "Sono fuori ufficio fino a lunedì."),
    "nl": ("Automatisch antwoord: bestelling", "Ik ben tot maandag afwezig."),
    "sv": ("Autosvar: order", "Jag är på semester till måndag."),
    "da": ("Automatisk svar: ordre", "Jeg er ikke på kontoret."),
    "nb": ("Automatisk svar: ordre", "Jeg har ferie til mandag."),
    "fi": ("Automaattinen vastaus: tilaus", "Olen lomalla maanantaihin."),
    "pl": ("Odpowiedź automatyczna: zamówienie", "Jestem nieobecny do poniedziałku."),
    "cs": ("Automatická odpověď: objednávka", "Jsem na dovolené."),
    "sk": ("Automatická odpoveď: objednávka", "Som na dovolenke."),
    "hu": ("Automatikus válasz: rendelés", "Szabadságon vagyok."),
    "ro": ("Răspuns automat: comanda", "Sunt în concediu."),
    "ru": ("Автоматический ответ: заказ", "Я в отпуске до понедельника."),
    "uk": ("Автоматична відповідь: замовлення", "Я у відпустці."),
    "el": ("Αυτόματη απάντηση: παραγγελία", "Απουσιάζω μέχρι τη Δευτέρα."),
    "tr": ("Otomatik yanıt: sipariş", "Pazartesiye kadar izindeyim."),
    "ar": ("رد تلقائي: الطلب", "أنا في إجازة."),
    "he": ("תשובה אוטומטית: הזמנה", "אני בחופשה."),
    "zh": ("自动答复: 订单", "我正在休假。"),
    "ja": ("自動返信: 注文", "休暇をいただいております。"),
    "ko": ("자동 회신: 주문", "휴가 중입니다."),
    "vi": ("Trả lời tự động: đơn hàng", "Tôi đang nghỉ phép."),
    "id": ("Balasan otomatis: pesanan", "Saya sedang cuti."),
}


@pytest.mark.parametrize("language", NOTES)
def test_an_out_of_office_note_without_any_mark(language: str) -> None:
    subject, body = NOTES[language]
    assert code(read(body, subject=subject)) == "VACATION"


@pytest.mark.parametrize("language", NOTES)
def test_a_notes_title_that_answers_needs_no_words(language: str) -> None:
    title = NOTES[language][0].partition(":")[0]
    answer = read("Thank you.", "In-Reply-To: <1@desk.example>", subject=f"{title}: x")
    assert code(answer) == "VACATION"


@pytest.mark.parametrize("language", NOTES)
def test_neither_words_nor_title_alone_make_a_note(language: str) -> None:
    subject, body = NOTES[language]
    assert code(read(body, subject="48213")) is None
    assert code(read("48213 48213?", subject=subject)) is None


@pytest.mark.parametrize(
    "subject",
    ["Auto - refill stopped", "Auto likes: not working", "Automatic reply wrong", "Vacation plan?"],
)
def test_a_customers_subject_is_no_notes_title(subject: str) -> None:
    message = read("I am away until Monday.", "In-Reply-To: <1@desk.example>", subject=subject)
    assert code(message) is None


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("Return-Path: <>", "NULL_PATH"),
        ("Auto-Submitted: auto-generated", "AUTO_SUBMITTED"),
        ("Content-Type: multipart/report", "REPORT"),
        ("X-Failed-Recipients: a@b.example", "FAILED_RECIPIENTS"),
        ("X-Autoreply: yes", "VENDOR_AUTO"),
        ("Precedence: bulk", "PRECEDENCE"),
        ("X-Auto-Response-Suppress: OOF", "XARS"),
        ("Sender: no-reply@shop.example", "ROBOT_SENDER"),
        ("Content-Type: text/calendar; method=REPLY", "CALENDAR"),
    ],
)
def test_marks_in_the_header(field: str, expected: str) -> None:
    assert code(read("Hello", field)) == expected


@pytest.mark.parametrize(
    "field",
    [
        "Precedence: list",
        "List-Id: Talk <talk.lists.example>",
        "Auto-Submitted: no",
        "X-Spam-Flag: YES",
    ],
)
def test_people_write_to_lists_and_get_filtered(field: str) -> None:
    assert code(read("Hello", field)) is None


def test_every_rule_says_why_a_person_cannot_trip_it() -> None:
    for name, rule in RULES:
        assert rule.__doc__, name
        assert len(rule.__doc__) > 40, name
