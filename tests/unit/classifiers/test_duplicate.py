"""Duplicates: joined only by the same words or an id, suggested where likely, else none."""

import pytest

from classifiers.document import DocumentError
from classifiers.duplicate_types import Band, Candidate, Earlier
from classifiers.suite import Suite
from models.vocabulary import Channel

ANN, BOB = "ann@example.com", "bob@example.org"
DEPOSIT = "I deposited 40 USD with PayPal yesterday and my balance is still the same"


def new(body: str, customer: str = ANN) -> Candidate:
    return Candidate(customer, Channel.TICKET, "", body)


def old(body: str, ticket: str = "1", age_hours: float = 5.0, customer: str = ANN) -> Earlier:
    return Earlier(ticket, customer, Channel.EMAIL, "", body, age_hours)


def test_the_same_text_again_is_joined(suite: Suite) -> None:
    verdict = suite.duplicate(
        new(DEPOSIT), [old("Which fees do you take?", "7"), old(DEPOSIT, "8")]
    )
    assert (verdict.duplicate_of, verdict.band) == ("8", Band.JOIN)
    assert verdict.evidence


def test_a_lightly_edited_text_is_joined(suite: Suite) -> None:
    edited = "i deposited 40 USD with paypal yesterday and my balance is stil the same!!"
    assert suite.duplicate(new(edited), [old(DEPOSIT)]).band is Band.JOIN


def test_the_same_template_with_another_id_is_none(suite: Suite) -> None:
    first, second = (
        "Order 1234567 not started, please check",
        "Order 1234568 not started, please check",
    )
    assert suite.duplicate(new(second), [old(first)]).band is Band.NONE


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("I paid 20 USD and nothing was added", "I paid 75 USD and nothing was added"),
        ("my paypal payment is not on the balance", "my skrill payment is not on the balance"),
        ("instagram likes were not delivered yet", "tiktok likes were not delivered yet"),
        ("订单120388还没开始，请处理", "订单120399还没开始，请处理"),
    ],
)
def test_the_same_words_about_something_else_are_none(
    suite: Suite, first: str, second: str
) -> None:
    verdict = suite.duplicate(new(second), [old(first)])
    assert (verdict.duplicate_of, verdict.band) == (None, Band.NONE)
    assert verdict.evidence[0].weight < 0


QUOTE = f"> {DEPOSIT}"
FORWARD = (
    f"---------- Forwarded message ---------\nFrom: ann@example.com\nTo: b@example.org\n\n{DEPOSIT}"
)


@pytest.mark.parametrize(
    "again",
    [
        f"Hi there,\n{DEPOSIT}\n\nBest regards,\nAnn Smith",
        f"why does nobody answer me? {DEPOSIT}",
        f"any news?\n\nOn Mon, 2 Mar 2026 at 10:15, Ann wrote:\n{QUOTE}",
        f"???\n\nOn Mon, 2 Mar 2026 at 10:15, Ann wrote:\n{QUOTE}",
        f"see below\n\n{FORWARD}",
        FORWARD,
    ],
)
def test_the_text_greeted_chased_signed_quoted_or_forwarded_is_joined(
    suite: Suite, again: str
) -> None:
    verdict = suite.duplicate(new(again), [old(DEPOSIT)])
    assert verdict.band is Band.JOIN
    assert verdict.evidence[0].note == "the same text sent again 5 hours later"


def test_the_id_that_was_asked_for_comes_with_the_same_text(suite: Suite) -> None:
    first, second = (
        "My order has not started, please look",
        "My order has not started, please look. Order 1234567",
    )
    assert suite.duplicate(new(second), [old(first)]).band is Band.JOIN


def test_an_id_in_common_is_said_in_words(suite: Suite) -> None:
    verdict = suite.duplicate(
        new("1234567 is still pending, why?"), [old("Order 1234567 has not started")]
    )
    assert "the same order number 1234567" in [reason.note for reason in verdict.evidence]


def test_the_same_order_with_another_wish_is_not_joined(suite: Suite) -> None:
    late, cancelled = "Order 1234567 has not started", "Please cancel order 1234567 for me"
    assert suite.duplicate(new(cancelled), [old(late)]).band is not Band.JOIN


def test_a_new_id_beside_the_one_in_common_is_suggested(suite: Suite) -> None:
    first, second = "Order 1234567 has not started", "Orders 1234567 and 7654321 have not started"
    assert suite.duplicate(new(second), [old(first)]).band is not Band.JOIN


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (0.4, "within the hour"),
        (1.0, "1 hour later"),
        (47.0, "47 hours later"),
        (72, "3 days later"),
    ],
)
def test_evidence_says_how_much_later(suite: Suite, hours: float, said: str) -> None:
    (reason, *_) = suite.duplicate(new(DEPOSIT), [old(DEPOSIT, age_hours=hours)]).evidence
    assert reason.note == f"the same text sent again {said}"


@pytest.mark.parametrize(
    ("first", "second", "band"),
    [
        ("Order 1234567 has not started", "1234567 is still pending, why?", Band.SUGGEST),
        ("Order 1234567 has not started", "Order 1234567 has not started", Band.JOIN),
    ],
)
def test_another_customer_with_an_id_in_common_joins_by_the_same_text_alone(
    suite: Suite, first: str, second: str, band: Band
) -> None:
    assert suite.duplicate(new(second, BOB), [old(first)]).band is band


def test_another_link_is_another_matter(suite: Suite) -> None:
    first = "likes for https://www.instagram.com/p/AAA111 did not come, please refill them"
    second = "likes for https://www.instagram.com/p/BBB222 did not come, please refill them"
    assert suite.duplicate(new(second), [old(first)]).duplicate_of is None


def test_an_id_in_common_joins_the_same_matter(suite: Suite) -> None:
    first, second = "Order 1234567 has not started", "1234567 is still pending, why?"
    assert suite.duplicate(new(second), [old(first)]).band is Band.JOIN


def test_an_id_in_common_with_another_matter_does_not_join(suite: Suite) -> None:
    first = "I topped up to pay for order 1234567 and the deposit was never credited"
    second = "How do I leave a review for the quality of the service in 1234567?"
    assert suite.duplicate(new(second), [old(first)]).band is not Band.JOIN


def test_a_reworded_message_is_suggested_never_joined(suite: Suite) -> None:
    reworded = "the PayPal top up from yesterday never showed up in my wallet"
    assert suite.duplicate(new(reworded), [old(DEPOSIT)]).band is Band.SUGGEST


@pytest.mark.parametrize(
    "chase", ["any update?", "still waiting for a reply", "есть новости?", "dalej czekam", "还在等"]
)
def test_a_chase_is_suggested_for_the_latest_ticket(suite: Suite, chase: str) -> None:
    history = [old("I forgot my password", "1", 40.0), old(DEPOSIT, "2", 3.0)]
    verdict = suite.duplicate(new(chase), history)
    assert (verdict.duplicate_of, verdict.band) == ("2", Band.SUGGEST)


def test_a_chase_in_a_few_words_of_its_own_is_about_the_only_ticket(suite: Suite) -> None:
    lone = [old("mein Konto nimmt das Kennwort nicht mehr an", "4")]
    chase = new("Rückfrage: bin im Laden und brauche Antwort")
    assert suite.duplicate(chase, lone).duplicate_of == "4"
    other = old("Follower fehlen", "5", customer=BOB)
    assert suite.duplicate(chase, [*lone, other]).duplicate_of == "4"


@pytest.mark.parametrize("code", ["coupon SPRING25", "usdt trc20"])
def test_what_many_customers_name_makes_no_two_of_them_one(suite: Suite, code: str) -> None:
    said = f"{code} is not accepted on your page"
    verdict = suite.duplicate(new(said), [old(f"{said} for me", customer=BOB)])
    assert verdict.band is Band.NONE


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("likes of 4471902 stand still", "the likes of my other order stand still too"),
        ("Bestellung 4471902 hängt", "eine andere Bestellung hängt auch"),
        ("订单4471902没有开始", "另一个订单也没有开始"),
    ],
)
def test_who_speaks_of_another_order_is_not_heard_twice(
    suite: Suite, first: str, second: str
) -> None:
    assert suite.duplicate(new(second), [old(first)]).band is Band.NONE


def test_a_chase_that_names_its_matter_goes_there(suite: Suite) -> None:
    history = [old("I forgot my password and cannot log in", "1", 40.0), old(DEPOSIT, "2", 3.0)]
    verdict = suite.duplicate(new("any update about my password?"), history)
    assert verdict.duplicate_of == "1"


def test_a_chase_that_names_a_sum_goes_there(suite: Suite) -> None:
    deposit = old("I sent 35 by Skrill and do not see it", "2", age_hours=40.0)
    order = old("likes of 88123 stopped", "3", age_hours=2.0)
    verdict = suite.duplicate(new("hello, still waiting on my 35"), [deposit, order])
    assert verdict.duplicate_of == "2"


def test_a_chase_that_names_an_id_goes_there(suite: Suite) -> None:
    history = [
        old("Order 1234567 lost half of its likes, refill it", "1", 40.0),
        old("My password reset mail does not come", "2", 3.0),
    ]
    assert suite.duplicate(new("any update on 1234567?"), history).duplicate_of == "1"


def test_another_customer_is_none(suite: Suite) -> None:
    assert suite.duplicate(new(DEPOSIT, BOB), [old(DEPOSIT)]).band is Band.NONE


def test_a_closed_ticket_is_never_joined(suite: Suite) -> None:
    closed = Earlier("1", ANN, Channel.TICKET, "", DEPOSIT, 5.0, is_open=False)
    assert suite.duplicate(new(DEPOSIT), [closed]).duplicate_of is None


def test_without_a_history_there_is_nothing_to_repeat(suite: Suite) -> None:
    assert suite.duplicate(new(DEPOSIT), []).to_json() == {
        "duplicate_of": None,
        "band": "none",
        "score": 0.0,
        "evidence": [],
    }


def test_history_is_read_from_json() -> None:
    earlier = Earlier.from_json(
        {
            "ticket": 12,
            "customer": ANN,
            "channel": "email",
            "body": "x",
            "age_hours": 2,
            "status": "Closed",
        }
    )
    assert earlier == Earlier("12", ANN, Channel.EMAIL, "", "x", 2.0, is_open=False)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ({}, "ticket"),
        ({"ticket": "1", "age_hours": -1}, "age_hours"),
        ({"ticket": "1", "body": 1}, "body"),
    ],
)
def test_a_wrong_history_is_named(line: dict[str, object], named: str) -> None:
    with pytest.raises(DocumentError, match=named):
        Earlier.from_json(line)


def test_what_is_counted_of_one_order_may_change(suite: Suite) -> None:
    first = "Order 1234567: 2000 likes, only 310 came and it says completed. Please send the rest"
    again = "Order 1234567: 2000 likes, only 340 came and it says completed. Please send the rest"
    assert suite.duplicate(new(again), [old(first)]).duplicate_of == "1"


def test_a_sum_of_one_order_that_differs_is_another_matter(suite: Suite) -> None:
    first = "Order 1234567: you took 20 USD and refunded nothing, please check the charge"
    again = "Order 1234567: you took 75 USD and refunded nothing, please check the charge"
    assert suite.duplicate(new(again), [old(first)]).band is not Band.JOIN


@pytest.mark.parametrize(
    "closing",
    [
        "order 1234567 is running now, thank you, you can close this",
        "läuft jetzt, vielen Dank, hat sich erledigt",
    ],
)
def test_who_says_that_it_is_done_with_repeats_nothing(suite: Suite, closing: str) -> None:
    verdict = suite.duplicate(new(closing), [old("Order 1234567 does not start")])
    assert (verdict.duplicate_of, verdict.band) == (None, Band.NONE)
    assert "done with" in verdict.evidence[0].note


def test_who_may_say_that_it_is_done_with_is_not_joined(suite: Suite) -> None:
    closing = "Bestellung 1234567 läuft jetzt, vielen Dank, hat sich erledigt"
    verdict = suite.duplicate(new(closing), [old("Bestellung 1234567 startet nicht")])
    assert verdict.band is not Band.JOIN


def test_thanks_at_the_end_close_nothing(suite: Suite) -> None:
    thanking = f"{DEPOSIT}. Thank you in advance"
    assert suite.duplicate(new(thanking), [old(DEPOSIT)]).band is Band.JOIN


def test_a_round_sum_in_common_is_no_id(suite: Suite) -> None:
    text = "I sent 15000 to my balance this morning and it is not there"
    assert suite.duplicate(new(text), [old(text, customer=BOB)]).band is Band.NONE


def test_another_address_of_one_account_is_suggested_and_never_joined(suite: Suite) -> None:
    text = "I cannot log in any more, my username is {}, the code is refused"
    mine, others = text.format("rosewood_ads"), text.format("lakeside_ads")
    verdict = suite.duplicate(new(mine), [old(mine, customer=BOB)])
    assert (verdict.duplicate_of, verdict.band) == ("1", Band.SUGGEST)
    assert suite.duplicate(new(others), [old(mine, customer=BOB)]).band is Band.NONE


@pytest.mark.parametrize(
    "chase",
    [
        "I opened a case the day before yesterday and have not had one word from you",
        "Vorgestern habe ich mich gemeldet und seitdem von keinem etwas gehört",
        "ya van cuatro días y ustedes no dicen nada",
    ],
)
def test_a_chase_in_words_of_no_list_is_suggested(suite: Suite, chase: str) -> None:
    verdict = suite.duplicate(new(chase), [old("Order 1234567 does not start")])
    assert (verdict.duplicate_of, verdict.band) == ("1", Band.SUGGEST)
