"""One line of `triage clock` and of `triage credits`: plain JSON values in, plain ones out.

Both raise ValueError with a sentence that names key, value and remedy; the command line turns it
into the line's `error`.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from triage.sla.assessment import Records, assess
from triage.sla.availability import Observation
from triage.sla.claims import Claim
from triage.sla.clock import evaluate
from triage.sla.events import read_events
from triage.sla.instants import read_instant, read_list, read_object, read_segments, shown
from triage.sla.openings import FIRST_YEAR, LAST_YEAR
from triage.sla.policy import Policy

_MOST_MONEY = Decimal(10) ** 15
_AMOUNT = re.compile(r"[0-9]+(\.[0-9]{1,10})?")


def clock_line(data: object, policy: Policy) -> dict[str, object]:
    """Return the answer to a line {"id", "events", "now"} of `triage clock`.

    Raises:
        ValueError: Names the key, the value and the remedy.
    """
    line = read_object("the line", data)
    now = read_instant("now", line.get("now"))
    clock = evaluate(read_events(line.get("events")), policy, now)
    return {"id": line.get("id"), **clock.to_json()}


def credits_line(data: object, policy: Policy) -> dict[str, object]:
    """Return the answer to a line of `triage credits`.

    Raises:
        ValueError: Names the key, the value and the remedy.
    """
    line = read_object("the line", data)
    return {"id": line.get("id"), **assess(read_records(line), policy).to_json()}


def read_records(line: Mapping[str, object]) -> Records:
    """Read what a line of `triage credits` says about a customer's month.

    Raises:
        ValueError: Names the key, the value and the remedy.
    """
    monitors = read_list("monitors", line.get("monitors"))
    claim = line.get("claim")
    return Records(
        month=_month(line.get("month")),
        observations=tuple(_observation(f"monitors[{n}]", m) for n, m in enumerate(monitors)),
        maintenance=tuple(read_segments("maintenance", line.get("maintenance", []))),
        top_ups=_money("top_ups", line.get("top_ups")),
        breached_responses=_count("breached_responses", line.get("breached_responses")),
        excluded=_reason_or_none("excluded", line.get("excluded")),
        claim=None if claim is None else _claim(read_object("claim", claim)),
    )


def _month(value: object) -> date:
    try:
        month = date.fromisoformat(f"{value}-01")
    except ValueError:
        month = None
    if month is None or not FIRST_YEAR < month.year < LAST_YEAR:
        raise ValueError(f"month = {shown(value)} is no month; write it as 2026-03")
    return month


def _observation(where: str, value: object) -> Observation:
    entry = read_object(where, value)
    return Observation(
        _text(f"{where}.name", entry.get("name")),
        _text(f"{where}.location", entry.get("location")),
        tuple(read_segments(f"{where}.down", entry.get("down"))),
    )


def _claim(entry: Mapping[str, object]) -> Claim:
    given = entry.get("evidence")
    evidence = {} if given is None else read_object("claim.evidence", given)
    return Claim(
        title=_text("claim.title", entry.get("title") or ""),
        at=read_instant("claim.at", entry.get("at")),
        has_outages=bool(read_list("claim.evidence.outages", evidence.get("outages") or [])),
        has_log=_flag("claim.evidence.log", evidence.get("log")),
        has_tickets=bool(read_list("claim.evidence.tickets", evidence.get("tickets") or [])),
    )


def _money(key: str, value: object) -> Decimal:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    is_written = isinstance(value, str) and _AMOUNT.fullmatch(value) is not None
    amount = Decimal(str(value)) if is_number or is_written else None
    if amount is None or not amount.is_finite() or not 0 <= amount < _MOST_MONEY:
        raise ValueError(f'{key} = {shown(value)} is no amount; write it as "123.45"')
    return amount


def _count(key: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"{key} = {shown(value)} is no count; write a whole number, 0 or more")
    return value


def _flag(key: str, value: object) -> bool:
    if value is not None and not isinstance(value, bool):
        raise ValueError(f"{key} = {shown(value)} is neither true nor false; write one of them")
    return bool(value)


def _text(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(  # noqa: TRY004 - wrong data, not a wrong call
            f"{key} = {shown(value)} is no text; write it in quotes"
        )
    return value


def _reason_or_none(key: str, value: object) -> str | None:
    if value is None:
        return None
    reason = _text(key, value)
    if not reason.strip():
        raise ValueError(f"{key} = {shown(value)} is no reason; write one, or null for none")
    return reason
