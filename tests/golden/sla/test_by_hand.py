"""Tickets and months worked out by hand from the agreements' texts, each with its reason.

Nothing here was computed by the product or by the oracle. In 2026 the United Kingdom is closed on
17 March (Northern Ireland), 3 and 6 April, 13 July (Northern Ireland) and 30 November (Scotland),
India on 14 April.
"""

from typing import Any

import pytest

from tests.unit.sla.conftest import shipped
from triage.sla.commands import clock_line, credits_line

S, I = "smmpanelus", "instant-smm-panels"  # noqa: E741 - as long as the rules' own letters
TITLE = "Wniosek o rekompensatę z tytułu SLA"
Event = dict[str, object]


def at(text: str) -> str:
    """Complete "03-02 10:00" to an instant of 2026."""
    full = text if text[:2] == "20" else f"2026-{text}"
    return full if "+" in full else f"{full.replace(' ', 'T')}Z"


def got(when: str, channel: str = "ticket", chose: str | None = None) -> Event:
    return {"type": "received", "at": at(when), "channel": channel, "customer_category": chose}


def said(when: str, category: str | None = "order", **keys: object) -> Event:
    return {"type": "classified", "at": at(when), "by": "bot", "category": category} | keys


def fields(kind: str, when: str, *names: str) -> Event:
    return {"type": kind, "at": at(when), "fields": list(names)}


def just(kind: str, when: str) -> Event:
    return {"type": kind, "at": at(when)}


CLOCKS: dict[str, tuple[str, list[Event], str, dict[str, object]]] = {
    "Easter: Friday and Monday are no business days": (
        S,
        [got("04-02 16:00"), said("04-02 16:00", "topup")],
        "04-08 12:00",
        {"due_at": "04-09 16:00", "state": "running"},
    ),
    "at 17:00 sharp the desk is closed": (
        S,
        [got("04-02 17:00"), said("04-02 17:00", "topup")],
        "04-08 12:00",
        {"started_at": "04-07 10:00", "due_at": "04-10 10:00"},
    ),
    "a microsecond earlier it is open": (
        S,
        [got("04-02 16:59:59.999999"), said("04-02 16:59:59.999999", "topup")],
        "04-08 12:00",
        {"started_at": "04-02 16:59:59.999999", "due_at": "04-09 16:59:59.999999"},
    ),
    "half past nine GMT in July is before the opening, and 13 July is a holiday in one nation": (
        S,
        [got("2026-07-06T10:30:00+01:00"), said("07-06 09:30")],
        "07-14 12:00",
        {"started_at": "07-07 10:00", "due_at": "07-17 10:00"},
    ),
    "Saint Andrew's Day is closed for all": (
        S,
        [got("11-30 11:00"), said("11-30 11:00", "topup")],
        "12-01 12:00",
        {"started_at": "12-01 10:00", "due_at": "12-04 10:00"},
    ),
    "New Year, and the day after it in Scotland, observed on Monday": (
        S,
        [got("12-30 12:00"), said("12-30 12:00", "topup")],
        "2027-01-05 12:00",
        {"due_at": "2027-01-06 12:00"},
    ),
    "a leap day is a business day like any other": (
        S,
        [got("2028-02-28 11:00"), said("2028-02-28 11:00", "topup")],
        "2028-03-01 12:00",
        {"due_at": "2028-03-02 11:00"},
    ),
    "an offset of 14 hours is still Monday before the opening": (
        S,
        [got("2026-03-02T23:30:00+14:00"), said("03-02 09:30", "topup")],
        "03-03 12:00",
        {"started_at": "03-03 10:00", "due_at": "03-06 10:00", "elapsed_seconds": 7200},
    ),
    "72 hours by mail are nine days of eight, without 14 April": (
        I,
        [got("04-10 10:00", "email"), said("04-10 10:00")],
        "04-20 12:00",
        {"due_at": "04-24 10:00", "state": "running"},
    ),
    "48 hours from an opening are used up at a closing, and last until the next opening": (
        I,
        [got("04-12 08:00"), said("04-12 08:00")],
        "04-22 04:30",
        {"started_at": "04-13 04:30", "due_at": "04-22 04:30", "state": "running"},
    ),
    "the same, a microsecond later": (
        I,
        [got("04-12 08:00"), said("04-12 08:00")],
        "04-22 04:30:00.000001",
        {"due_at": "04-22 04:30", "state": "breached"},
    ),
    "in India a ticket before the opening starts on the same day": (
        I,
        [got("03-02 04:29:59"), said("03-02 04:29:59")],
        "03-02 06:30",
        {"started_at": "03-02 04:30", "elapsed_seconds": 7200},
    ),
    "priority changes no hours in India": (
        I,
        [got("03-02 06:00"), said("03-02 06:00", "topup")],
        "03-03 06:00",
        {"priority": "high", "due_at": "03-11 06:00"},
    ),
    "what is missing comes in the evening": (
        S,
        [
            got("03-02 11:00"),
            said("03-02 11:00", missing=["order_id"]),
            fields("supplied", "03-03 18:00", "order_id"),
        ],
        "03-04 12:00",
        {"valid_from": "03-03 18:00", "started_at": "03-04 10:00", "due_at": "03-13 10:00"},
    ),
    "what is missing comes before the opening": (
        S,
        [
            got("03-02 11:00"),
            said("03-02 11:00", missing=["order_id"]),
            fields("supplied", "03-04 08:00", "order_id"),
        ],
        "03-05 12:00",
        {"valid_from": "03-04 08:00", "started_at": "03-05 10:00"},
    ),
    "one of two fields is not enough": (
        S,
        [
            got("03-02 11:00"),
            said("03-02 11:00", "topup", missing=["amount", "transaction_id"]),
            fields("supplied", "03-02 12:00", "amount"),
        ],
        "03-20 12:00",
        {"state": "not_started", "reasons": ["transaction_id"], "due_at": None, "started_at": None},
    ),
    "a pause over a closing takes two business hours": (
        S,
        [
            got("03-02 12:00"),
            said("03-02 12:00", "topup"),
            fields("asked", "03-03 16:00", "screenshot"),
            fields("supplied", "03-04 11:00", "screenshot"),
        ],
        "03-04 12:00",
        {"due_at": "03-05 14:00", "elapsed_seconds": 12 * 3600, "state": "running"},
    ),
    "a pause over a weekend takes one": (
        S,
        [
            got("03-05 15:00"),
            said("03-05 15:00", "topup"),
            fields("asked", "03-06 16:00", "steps"),
            fields("supplied", "03-09 09:00", "steps"),
        ],
        "03-09 12:00",
        {"due_at": "03-10 16:00"},
    ),
    "a pause over a holiday takes one and a half": (
        S,
        [
            got("03-16 12:00"),
            said("03-16 12:00", "topup"),
            fields("asked", "03-16 16:00", "steps"),
            fields("supplied", "03-18 10:30", "steps"),
        ],
        "03-18 12:00",
        {"due_at": "03-20 13:30"},
    ),
    "a pause that pushes the deadline to the closing pushes it to the opening": (
        S,
        [
            got("03-02 15:00"),
            said("03-02 15:00", "topup"),
            fields("asked", "03-03 10:00", "steps"),
            fields("supplied", "03-03 12:00", "steps"),
        ],
        "03-05 18:00",
        {"due_at": "03-06 10:00", "state": "running"},
    ),
    "a running clock goes on at the opening of the same day": (
        S,
        [
            got("03-02 12:00"),
            said("03-02 12:00", "topup"),
            fields("asked", "03-03 12:00", "steps"),
            fields("supplied", "03-04 08:00", "steps"),
        ],
        "03-04 10:00",
        {"due_at": "03-06 10:00", "elapsed_seconds": 7 * 3600},
    ),
    "asked for twice, given once": (
        S,
        [
            got("03-02 12:00"),
            said("03-02 12:00", "topup"),
            fields("asked", "03-02 13:00", "steps"),
            fields("asked", "03-02 14:00", "screenshot"),
            fields("supplied", "03-02 15:00", "steps"),
        ],
        "03-20 12:00",
        {"state": "paused", "reasons": ["screenshot"], "due_at": None, "elapsed_seconds": 3600},
    ),
    "no top-up after all: seven days instead of three": (
        S,
        [got("03-02 12:00"), said("03-02 12:00", "topup"), said("03-06 11:00", "order")],
        "03-06 12:00",
        {"priority": "standard", "due_at": "03-11 12:00", "state": "running"},
    ),
    "a top-up after all: three days instead of seven, and late already": (
        S,
        [got("03-02 12:00"), said("03-02 12:00", "order"), said("03-06 11:00", "topup")],
        "03-06 12:00",
        {"priority": "high", "due_at": "03-05 12:00", "state": "breached"},
    ),
    "the customer was right and the bot was wrong": (
        S,
        [
            got("03-02 12:00", chose="topup"),
            said("03-02 12:00:01", "order"),
            said("03-04 12:00", "topup"),
        ],
        "03-04 13:00",
        {"valid_from": "03-02 12:00", "due_at": "03-05 12:00"},
    ),
    "the customer was wrong, and the record was right a second after the closing": (
        S,
        [got("03-02 16:59:59.5", chose="order"), said("03-02 17:00:00.5", "topup")],
        "03-03 12:00",
        {"valid_from": "03-02 17:00:00.500000", "started_at": "03-03 10:00"},
    ),
    "the right category for a while is not for good": (
        S,
        [
            got("03-02 12:00", chose="order"),
            said("03-02 12:00:01", "topup"),
            said("03-03 12:00", "billing"),
            said("03-04 12:00", "topup"),
        ],
        "03-04 13:00",
        {"valid_from": "03-04 12:00", "due_at": "03-09 12:00"},
    ),
    "acknowledged on Sunday, before the clock starts": (
        S,
        [got("03-08 12:00"), said("03-08 12:00"), just("acknowledged", "03-08 12:00:01")],
        "03-08 12:05",
        {"state": "met", "started_at": None, "due_at": None, "elapsed_seconds": 0},
    ),
    "an acknowledgement that comes back takes the stop back": (
        S,
        [
            got("03-02 12:00"),
            said("03-02 12:00", "topup"),
            just("acknowledged", "03-02 12:00:01"),
            just("bounced", "03-05 12:00:01"),
        ],
        "03-05 12:00:01",
        {"state": "breached", "responded_at": None, "due_at": "03-05 12:00"},
    ),
    "a second acknowledgement in time": (
        S,
        [
            got("03-02 12:00"),
            said("03-02 12:00", "topup"),
            just("acknowledged", "03-02 12:00:01"),
            just("bounced", "03-02 12:10"),
            just("acknowledged", "03-02 13:00"),
        ],
        "03-20 12:00",
        {"state": "met", "responded_at": "03-02 13:00", "elapsed_seconds": 3600},
    ),
    "a reply at the deadline is in time": (
        S,
        [got("03-02 12:00"), said("03-02 12:00", "topup"), just("replied", "03-05 12:00")],
        "03-20 12:00",
        {"state": "met", "human_responded_at": "03-05 12:00", "elapsed_seconds": 21 * 3600},
    ),
    "a microsecond later it is late": (
        S,
        [
            got("03-02 12:00"),
            said("03-02 12:00", "topup"),
            just("replied", "03-05 12:00:00.000001"),
        ],
        "03-20 12:00",
        {"state": "breached", "due_at": "03-05 12:00"},
    ),
    "a reply while something is waited for": (
        S,
        [
            got("03-02 12:00"),
            said("03-02 12:00", "topup"),
            fields("asked", "03-02 13:00", "steps"),
            just("replied", "03-27 12:00"),
        ],
        "03-27 13:00",
        {"state": "met", "due_at": None, "elapsed_seconds": 3600},
    ),
    "asking too late takes no breach back": (
        S,
        [
            got("03-02 12:00"),
            said("03-02 12:00", "topup"),
            fields("asked", "03-05 12:00:00.000001", "steps"),
        ],
        "03-06 12:00",
        {"state": "breached", "due_at": "03-05 12:00"},
    ),
    "found abusive, and then not": (
        S,
        [
            got("03-02 12:00"),
            said("03-02 12:00", "topup", abusive=True),
            said("03-03 12:00", None, abusive=False),
        ],
        "03-03 13:00",
        {"state": "running", "due_at": "03-05 12:00"},
    ),
    "a duplicate": (
        I,
        [got("03-02 06:00"), said("03-02 06:00", duplicate_of="17")],
        "03-20 12:00",
        {"state": "void", "reasons": ["duplicate"], "due_at": None},
    ),
    "out of scope": (
        I,
        [got("03-02 06:00"), said("03-02 06:00", "out_of_scope")],
        "03-20 12:00",
        {"state": "void", "reasons": ["out_of_scope"], "due_at": None},
    ),
    "what happens after now is not known yet": (
        S,
        [got("03-02 12:00"), said("03-02 12:00", "topup"), just("replied", "03-02 13:00")],
        "03-02 12:30",
        {"state": "running", "responded_at": None, "elapsed_seconds": 1800},
    ),
}


@pytest.mark.parametrize("name", CLOCKS)
def test_a_ticket_worked_out_by_hand(name: str) -> None:
    policy, events, now, expected = CLOCKS[name]
    found = clock_line({"id": name, "events": events, "now": at(now)}, shipped(policy))
    for key, value in expected.items():
        wanted = at(value) if isinstance(value, str) and key.endswith(("_at", "_from")) else value
        assert _full(found[key]) == _full(wanted), key


def _full(value: object) -> object:
    """Write "10:00Z" and "10:00:00Z" alike."""
    is_short = isinstance(value, str) and value.count(":") == 1 and value.endswith("Z")
    return f"{str(value)[:-1]}:00Z" if is_short else value


def span(start: str, end: str) -> dict[str, str]:
    return {"from": at(start), "to": at(end)}


def seen(**places: list[dict[str, str]]) -> list[dict[str, object]]:
    return [{"name": place, "location": place, "down": down} for place, down in places.items()]


def both(start: str, end: str) -> list[dict[str, object]]:
    return seen(oslo=[span(start, end)], rome=[span(start, end)])


def down_for(seconds: str) -> list[dict[str, object]]:
    """Return an outage from the first instant of March that lasts so many seconds."""
    whole, _, part = seconds.partition(".")
    days, rest = divmod(int(whole), 86_400)
    time = f"{rest // 3600:02d}:{rest // 60 % 60:02d}:{rest % 60:02d}.{part or '0'}"
    return both("03-01 00:00", f"03-{1 + days:02d} {time}")


def claim(when: str, **keys: object) -> dict[str, object]:
    evidence = {"outages": [], "tickets": ["7"], "log": False} | keys
    title = evidence.pop("title", TITLE)
    return {"title": title, "at": at(when), "evidence": evidence}


TEN: dict[str, object] = {"breached_responses": 10}
Keys = dict[str, object]
MONTHS: dict[str, tuple[Keys, Keys]] = {
    "1 % of 31 days is 26,784 s: 99.00": (
        {"monitors": down_for("26784")},
        {"availability": "99.00", "downtime_credit": "0.00", "downtime_seconds": 26784},
    ),
    "98.995 is rounded up to 99.00": (
        {"monitors": down_for("26917.92")},
        {"availability": "99.00", "downtime_credit": "0.00"},
    ),
    "98.99499… is 98.99, the first step": (
        {"monitors": down_for("26917.93")},
        {"availability": "98.99", "downtime_credit": "1.00"},
    ),
    "98.00 is the first step still": (
        {"monitors": down_for("53568")},
        {"availability": "98.00", "downtime_credit": "1.00"},
    ),
    "97.995 is rounded up to 98.00": (
        {"monitors": down_for("53701.92")},
        {"availability": "98.00", "downtime_credit": "1.00"},
    ),
    "97.99 is the second step": (
        {"monitors": down_for("53701.93")},
        {"availability": "97.99", "downtime_credit": "2.00"},
    ),
    "95.00 is the second step still": (
        {"monitors": down_for("133920")},
        {"availability": "95.00", "downtime_credit": "2.00"},
    ),
    "94.99 is the third step": (
        {"monitors": down_for("134053.93")},
        {"availability": "94.99", "downtime_credit": "3.00"},
    ),
    "at most ten dollars": (
        {"monitors": down_for("60000"), "top_ups": "1000"},
        {"downtime_credit": "10.00"},
    ),
    "9.9999 is rounded to 10.00": (
        {"monitors": down_for("200000"), "top_ups": "333.33"},
        {"downtime_credit": "10.00"},
    ),
    "half a cent is rounded up": (
        {"monitors": down_for("30000"), "top_ups": "0.50"},
        {"downtime_credit": "0.01"},
    ),
    "less than half a cent is nothing": (
        {"monitors": down_for("30000"), "top_ups": "0.49"},
        {"downtime_credit": "0.00"},
    ),
    "1.505 is 1.51, which binary fractions would not give": (
        {"monitors": down_for("30000"), "top_ups": "150.50"},
        {"downtime_credit": "1.51"},
    ),
    "five minutes count": (
        {"monitors": both("03-02 10:00", "03-02 10:05")},
        {"downtime_seconds": 300, "availability": "99.99"},
    ),
    "a microsecond less does not": (
        {"monitors": both("03-02 10:00", "03-02 10:04:59.999999")},
        {"downtime_seconds": 0, "availability": "100.00"},
    ),
    "two monitors in one place are one witness": (
        {
            "monitors": [
                {"name": name, "location": "Oslo", "down": [span("03-02 10:00", "03-03 10:00")]}
                for name in ("a", "b")
            ]
        },
        {"downtime_seconds": 0},
    ),
    "only what both see at once": (
        {
            "monitors": seen(
                oslo=[span("03-02 10:00", "03-02 10:30")], rome=[span("03-02 10:20", "03-02 11:00")]
            )
        },
        {"downtime_seconds": 600},
    ),
    "a second in which one place saw it up makes two outages, both too short": (
        {
            "monitors": seen(
                oslo=[span("03-02 10:00", "03-02 10:04"), span("03-02 10:04:01", "03-02 10:08")],
                rome=[span("03-02 10:00", "03-02 10:08")],
            )
        },
        {"downtime_seconds": 0},
    ),
    "spans that touch are one": (
        {
            "monitors": seen(
                oslo=[span("03-02 10:00", "03-02 10:04"), span("03-02 10:04", "03-02 10:08")],
                rome=[span("03-02 10:00", "03-02 10:08")],
            )
        },
        {"downtime_seconds": 480},
    ),
    "maintenance leaves two pieces of four minutes, which do not count": (
        {
            "monitors": both("03-02 10:00", "03-02 11:00"),
            "maintenance": [span("03-02 10:04", "03-02 10:56")],
        },
        {"downtime_seconds": 0},
    ),
    "maintenance leaves one of five": (
        {
            "monitors": both("03-02 10:00", "03-02 11:00"),
            "maintenance": [span("03-02 10:05", "03-02 10:56")],
        },
        {"downtime_seconds": 300},
    ),
    "five minutes over the month's end count with what lies in the month": (
        {"monitors": both("03-31 23:57", "04-01 00:02")},
        {"downtime_seconds": 180},
    ),
    "and the rest in the next": (
        {"month": "2026-04", "monitors": both("03-31 23:57", "04-01 00:02")},
        {"downtime_seconds": 120},
    ),
    "four minutes over the month's end do not": (
        {"monitors": both("03-31 23:58", "04-01 00:02")},
        {"downtime_seconds": 0},
    ),
    "nine late responses give nothing": (Keys(breached_responses=9), {"response_credit": "0.00"}),
    "ten give a dollar": (TEN, {"response_credit": "1.00"}),
    "thirty give a dollar": (Keys(breached_responses=30), {"response_credit": "1.00"}),
    "an exclusion leaves the figure and takes the credits": (
        TEN | {"monitors": down_for("30000"), "excluded": "attack"},
        {"availability": "98.88", "downtime_credit": "0.00", "response_credit": "0.00"},
    ),
}
CLAIMS: dict[str, tuple[dict[str, object], list[str], str]] = {
    "the last instant of the month is too early": (
        TEN | {"claim": claim("03-31 23:59:59.999999")},
        ["too_early"],
        "04-23 10:00",
    ),
    "the first instant of the next is in time": (
        TEN | {"claim": claim("04-01 00:00")},
        [],
        "04-24 10:00",
    ),
    "by GMT, whatever the offset says": (
        TEN | {"claim": claim("2026-04-01T01:59:00+02:00")},
        ["too_early"],
        "04-23 10:00",
    ),
    "the last instant of that day is in time": (
        TEN | {"claim": claim("04-01 23:59:59.999999")},
        [],
        "04-24 10:00",
    ),
    "24 hours later is too late": (
        TEN | {"claim": claim("04-02 00:00")},
        ["too_late"],
        "04-27 10:00",
    ),
    "in business hours the fourteen days start at once": (
        TEN | {"claim": claim("04-01 10:30")},
        [],
        "04-23 10:30",
    ),
    "on New Year's Day they start on the fifth": (
        TEN | {"month": "2026-12", "claim": claim("2027-01-01 12:00")},
        [],
        "2027-01-25 10:00",
    ),
    "outages without a log are no evidence": (
        TEN | {"claim": claim("04-01 10:30", tickets=[], outages=["2 March 10:00"])},
        ["evidence"],
        "04-23 10:30",
    ),
    "a log without outages is none": (
        TEN | {"claim": claim("04-01 10:30", tickets=[], log=True)},
        ["evidence"],
        "04-23 10:30",
    ),
    "outages with a log are": (
        TEN | {"claim": claim("04-01 10:30", tickets=[], outages=["2 March 10:00"], log=True)},
        [],
        "04-23 10:30",
    ),
    "another title": (
        TEN | {"claim": claim("04-01 10:30", title="SLA")},
        ["title"],
        "04-23 10:30",
    ),
    "our records give nothing": ({"claim": claim("04-01 10:30")}, ["nothing_due"], "04-23 10:30"),
    "excluded, though the records would give something": (
        TEN | {"excluded": "trial", "claim": claim("04-01 10:30")},
        ["excluded"],
        "04-23 10:30",
    ),
    "everything against it": (
        {"excluded": "trial", "claim": claim("04-03 10:30", tickets=[], title="")},
        ["title", "too_late", "evidence", "excluded", "nothing_due"],
        "04-27 10:00",
    ),
}


def month(keys: dict[str, object]) -> dict[str, Any]:
    line: dict[str, object] = {
        "id": 1,
        "month": "2026-03",
        "monitors": [],
        "maintenance": [],
        "top_ups": "100.00",
        "breached_responses": 0,
        "excluded": None,
        "claim": None,
    }
    return credits_line(line | keys, shipped(S))


@pytest.mark.parametrize("name", MONTHS)
def test_a_month_worked_out_by_hand(name: str) -> None:
    keys, expected = MONTHS[name]
    found = month(keys)
    assert {key: found[key] for key in expected} == expected


@pytest.mark.parametrize("name", CLAIMS)
def test_a_claim_worked_out_by_hand(name: str) -> None:
    keys, reasons, decide_by = CLAIMS[name]
    found = month(keys)["claim"]
    assert (found["accepted"], found["reasons"]) == (not reasons, reasons)
    assert found["decide_by"] == _full(at(decide_by))
