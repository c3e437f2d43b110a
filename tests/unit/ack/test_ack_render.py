"""What an acknowledgement says, to whom, in which languages, and what can get into it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from models.vocabulary import AckKind, Field
from tests.unit.ack.samples import DUE, INDIA_HOURS, NOW, context, renderer
from triage.ack.render import Renderer
from triage.config.errors import ConfigError
from triage.sla.claims import ClaimReason


def text_of(kind: AckKind, **values: object) -> str:
    return renderer().render(context(kind, **values)).text


def test_the_customers_language_comes_first_and_english_beneath() -> None:
    told = renderer().render(context(language="pl"))

    polish, english = told.text.split("-" * 40)
    assert polish.startswith("Witaj, Anna,")
    assert english.strip().startswith("Hello Anna,")
    assert told.languages == ("pl", "en")


@pytest.mark.parametrize("language", ["en", "und", "xx", ""])
def test_english_alone_where_the_language_is_unsure_or_unknown(language: str) -> None:
    told = renderer().render(context(language=language))

    assert told.languages == ("en",)
    assert told.text.startswith("Hello Anna,")
    assert "-" * 40 not in told.text


def test_english_beneath_can_be_switched_off() -> None:
    told = Renderer(english_beneath=False).render(context(language="pl"))

    assert told.languages == ("pl",)
    assert "Hello" not in told.text


def test_what_is_missing_is_asked_for_by_name_p8() -> None:
    text = text_of(AckKind.INFORMATION_MISSING, missing=(Field.ORDER_ID, Field.AMOUNT))

    assert "- the number of your order, or of each order\n- the amount and its currency\n" in text
    assert "Please send it in a reply to this e-mail" in text
    assert "Our time to answer starts to count once we have it." in text
    assert "aims to answer" not in text


def test_every_field_has_words_of_its_own() -> None:
    text = text_of(AckKind.INFORMATION_MISSING, missing=tuple(Field))

    lines = [line for line in text.splitlines() if line.startswith("- ")]
    assert len(set(lines)) == len(Field)


def test_what_would_help_is_asked_for_without_holding_anything_up() -> None:
    text = text_of(AckKind.RECEIVED_STANDARD, asked=(Field.SCREENSHOT,))

    assert "There is nothing more you need to do." in text
    assert "It would also help us to have:\n- a screenshot that shows the problem" in text


def test_the_time_is_told_in_the_policys_zone_and_cut_to_the_minute() -> None:
    assert "by Friday, 6 March 2026, 12:00 (GMT)." in text_of(AckKind.RECEIVED_STANDARD, due_at=DUE)
    text = text_of(AckKind.RECEIVED_STANDARD, due_at=DUE, calendar=INDIA_HOURS)
    assert "by Friday, 6 March 2026, 17:30 (GMT+05:30)." in text


def test_an_instant_in_another_zone_is_the_same_instant() -> None:
    tokyo = DUE.astimezone(ZoneInfo("Asia/Tokyo"))

    assert text_of(AckKind.RECEIVED_STANDARD, due_at=tokyo) == text_of(AckKind.RECEIVED_STANDARD)


def test_business_hours_are_told_with_their_zone_and_holidays_only_where_there_are_any() -> None:
    assert "hours are Mon–Fri 10:00–17:00 (GMT), except public holidays." in text_of(
        AckKind.RECEIVED_STANDARD
    )
    india = text_of(AckKind.RECEIVED_STANDARD, calendar=INDIA_HOURS)
    assert "hours are Mon–Fri 10:00–18:00 (GMT+05:30)." in india


def test_no_time_is_promised_where_none_is_known() -> None:
    assert "answer you as soon as possible." in text_of(AckKind.RECEIVED_STANDARD, due_at=None)


def test_a_duplicate_is_told_the_number_it_was_joined_to_p9() -> None:
    text = text_of(AckKind.DUPLICATE)

    assert "has the number #100001" in text
    assert "under the number #100000" in text


def test_a_follow_up_is_told_by_when_the_answer_is_due_p10() -> None:
    assert "due by Friday, 6 March 2026, 12:00 (GMT)" in text_of(AckKind.FOLLOW_UP)
    assert "as soon as possible" in text_of(AckKind.FOLLOW_UP, due_at=None)


@pytest.mark.parametrize(
    ("kind", "needs", "is_told"),
    [
        (AckKind.OTHER_LANGUAGE, False, True),
        (AckKind.INFORMATION_MISSING, True, True),
        (AckKind.RECEIVED_STANDARD, False, False),
    ],
)
def test_a_translation_that_delays_the_answer_is_told_in_both_languages_p7(
    kind: AckKind,
    needs: bool,  # noqa: FBT001 -- a column of the table above
    is_told: bool,  # noqa: FBT001 -- a column of the table above
) -> None:
    text = text_of(kind, language="es", needs_translation=needs)

    assert ("Nuestro equipo trabaja en inglés" in text) == is_told
    assert ("Our team works in English" in text) == is_told


def test_out_of_scope_is_told_politely_and_may_be_answered_p5() -> None:
    text = text_of(AckKind.OUT_OF_SCOPE)

    assert "cannot help with what you ask about" in text
    assert "simply reply to this e-mail" in text


def test_abuse_is_answered_firmly_promises_no_help_and_no_time_p6() -> None:
    text = text_of(AckKind.ABUSIVE)

    assert "treat our team with respect" in text
    assert "A person will look at your message before anything else is done." in text
    for promise in ("aims to answer", "as soon as possible", "Kind regards"):
        assert promise not in text


def test_a_claim_is_told_by_when_it_is_decided_s13() -> None:
    text = text_of(AckKind.CLAIM)

    assert "no later than Monday, 23 March 2026, 12:00 (GMT)." in text


@pytest.mark.parametrize(
    "name",
    [
        "Win money at www.example.com",
        "http://example.com",
        "buy@example.com",
        "Anna\r\nBcc: all@example.com",
        "x" * 61,
        "Anna \u202egnp.exe",
        "shop.example",
        "call 5551234567",
    ],
)
def test_a_name_that_could_carry_an_advertisement_is_not_repeated(name: str) -> None:
    text = text_of(AckKind.RECEIVED_STANDARD, requester_name=name)

    assert text.startswith("Hello,\n")
    assert name not in text


@pytest.mark.parametrize("name", ["Anna", "Zażółć Gęślą", "O'Neil", "李雷", "Анна-Мария", "Dr. No"])
def test_a_name_is_greeted_in_any_script(name: str) -> None:
    assert text_of(AckKind.RECEIVED_STANDARD, requester_name=name).startswith(f"Hello {name},")


def test_every_value_is_escaped_in_html() -> None:
    evil = '<script>alert("1")</script>'
    html = (
        renderer()
        .render(context(subject=evil, requester_name="Ann & Co", service=evil, excerpt=evil))
        .html
    )

    assert "<script" not in html
    assert "Ann &amp; Co" in html
    assert "<title>[#100001] &lt;script&gt;" in html


def test_percent_signs_in_values_are_harmless() -> None:
    text = text_of(AckKind.RECEIVED_STANDARD, service="100% %(number)s", requester_name="50% off")

    assert "100% %(number)s" in text


def test_the_subject_is_the_originals_behind_the_number_on_one_line() -> None:
    told = renderer().render(context(subject="Re: AW: [#99] Where\r\nBcc: x is my order?"))

    assert told.subject == "[#100001] Where Bcc: x is my order?"


def test_a_long_subject_is_cut_to_120_characters() -> None:
    subject = renderer().render(context(subject="word " * 100)).subject

    assert len(subject) <= 120
    assert subject.endswith("…")


def test_a_message_without_subject_gets_one_in_its_language() -> None:
    subject = renderer().render(context(subject="", language="pl")).subject

    assert subject == "[#100001] Twoja wiadomość do Example Panel"


def test_an_excerpt_is_quoted_once_and_only_where_it_is_given() -> None:
    told = renderer().render(context(language="pl", excerpt="gdzie jest\nmoje zamówienie"))

    assert told.text.count("> gdzie jest\n> moje zamówienie") == 1
    assert told.html.count("<blockquote") == 1
    assert "<blockquote" not in renderer().render(context()).html


def test_text_has_no_more_than_one_empty_line_together_and_none_at_its_ends() -> None:
    for kind in AckKind:
        for missing in ((), (Field.AMOUNT,)):
            text = text_of(kind, missing=missing, asked=missing, needs_translation=True)
            assert "\n\n\n" not in text
            assert text == text.strip() + "\n"


def test_an_operators_file_replaces_ours_one_by_one(tmp_path: Path) -> None:
    folder = tmp_path / "ack" / "received_high"
    folder.mkdir(parents=True)
    (folder / "body.txt.j2").write_text("Own words for {{ number }}, aim {{ aim }}.")
    own = Renderer(tmp_path)

    aim = NOW + timedelta(days=1)
    told = own.render(context(AckKind.RECEIVED_HIGH, aim_at=aim))
    assert told.text == "Own words for #100001, aim Wednesday, 4 March 2026, 12:00 (GMT).\n"
    assert "Problems with adding funds come first here." in told.html
    assert own.render(context()).text == renderer().render(context()).text


def test_an_operators_subject_keeps_the_tag_that_threading_reads(tmp_path: Path) -> None:
    folder = tmp_path / "ack" / "received_standard"
    folder.mkdir(parents=True)
    (folder / "subject.txt.j2").write_text("We got it:\n{{ subject }}")

    assert Renderer(tmp_path).render(context()).subject == "[#100001] We got it: Where is my order?"


@pytest.mark.parametrize(
    ("name", "source", "complaint"),
    [
        ("ack/received_standard/body.html.j2", "{{ no_such_fact }}", "no_such_fact"),
        ("ack/claim/body.txt.j2", "{% if aim %}{{ no_such_fact }}{% endif %}", "no_such_fact"),
        ("ack/abusive/body.txt.j2", "{% if %}", "abusive/body.txt.j2"),
        ("ack/abusive/body.txt.j2", '{{ _("Hello %(name)s,") }}', "name"),
        ("locale/en/LC_MESSAGES/messages.po", "msgid nonsense", "en/LC_MESSAGES/messages.po"),
        ("locale/xx/LC_MESSAGES/messages.po", "", "xx"),
    ],
)
def test_an_operators_file_that_cannot_be_used_is_named_at_the_start(
    tmp_path: Path, name: str, source: str, complaint: str
) -> None:
    file = tmp_path / name
    file.parent.mkdir(parents=True)
    file.write_text(source)

    with pytest.raises(ConfigError, match=complaint):
        Renderer(tmp_path)


def test_a_folder_that_is_not_there_is_named_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no folder"):
        Renderer(tmp_path / "nowhere")


def test_the_same_context_gives_the_same_words() -> None:
    assert renderer().render(context()) == Renderer().render(context())


def test_s13_an_approved_claim_is_told_its_credit_and_that_it_is_no_money() -> None:
    text = text_of(AckKind.CLAIM_APPROVED, language="pl")

    assert "Miesiąc: marzec 2026" in text
    assert "Availability in that month, by our records: 98.70 %" in text
    assert "Kredyt usługowy: 1,23 USD" in text
    assert "Service credit: US$1.23" in text
    assert "nie mogą być wypłacone ani wymienione na środki pieniężne." in text


def test_s13_a_rejected_claim_is_told_every_reason() -> None:
    text = text_of(AckKind.CLAIM_REJECTED)

    bullets = [line for line in text.splitlines() if line.startswith("- ")]
    assert len(set(bullets)) == len(ClaimReason) + 1
    assert bullets[-1] == "- The attack was not ours to stop."
    assert "Service credit" not in text
    assert "#100001" in text


def test_s13_a_managers_note_is_escaped() -> None:
    note = "<b>no</b>"
    outcome = replace(context(AckKind.CLAIM_REJECTED).outcome, note=note)  # type: ignore[type-var]  # it has one
    html = renderer().render(context(AckKind.CLAIM_REJECTED, outcome=outcome)).html

    assert "&lt;b&gt;no&lt;/b&gt;" in html
