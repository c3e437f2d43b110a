"""A claim as its page shows it: the conditions one by one, and what each rests on (rule S13).

Everything is read from the evidence bundle, live or as it was when the claim was decided.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from models.credit import Claim
from models.ticket import Ticket
from models.vocabulary import CreditKind
from triage.desk.availability import first_of
from triage.desk.claims_records import Case, to_line
from triage.sla.availability import month_of
from triage.sla.claims import ClaimReason
from triage.sla.policy import Policy
from triage.sla.segments import Segment
from triage.web import agreement_words as say
from triage.web.safe_html import plain
from triage.web.times import Face, exact

_MOST_NUMBERS = 12


@dataclass(frozen=True, slots=True)
class ConditionView:
    """One condition: whether it is met, and what shows it."""

    reason: ClaimReason
    label: str
    is_met: bool
    detail: str


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim with its evidence, ready to be shown.

    Attributes:
        claim: The claim.
        ticket: The ticket that makes it.
        bundle: The evidence.
        answer: What `triage credits` gives for it.
        conditions: All of them, in the order of the agreement.
        credits: What the records give, by kind, in words.
        total: Both together, with the currency.
        downtime: The pieces that count, with their lengths.
        line: The bundle as it is saved.
        digest: The SHA-256 of `line`, hexadecimal.
        is_overdue: Whether the decision is late.
        credited: The claims that credited this month before, by kind.
    """

    claim: Claim
    ticket: Ticket
    bundle: Mapping[str, Any]
    answer: Mapping[str, Any]
    conditions: Sequence[ConditionView]
    credits: Sequence[tuple[str, str]]
    total: str
    downtime: Sequence[tuple[Segment, str]]
    line: str
    digest: str
    is_overdue: bool
    credited: Mapping[CreditKind, int]

    @staticmethod
    def instant(text: str) -> datetime:
        """Return a time that the bundle writes, for a face to show."""
        return datetime.fromisoformat(text)

    @property
    def is_nothing(self) -> bool:
        """Whether the records give no credit that could be approved."""
        return not any(Decimal(self.answer[f"{kind}_credit"]) for kind in CreditKind)

    @property
    def is_accepted(self) -> bool:
        """Whether approval is proposed."""
        return bool(self.answer["claim"]["accepted"])


def live_view(case: Case, policy: Policy, face: Face) -> ClaimView:
    """Return a claim that waits for a decision, by the records of this moment."""
    line = to_line(case.bundle)
    return _view(case.claim, case.ticket, case.bundle, line, policy, face, case.credited)


def decided_view(claim: Claim, ticket: Ticket, policy: Policy, face: Face) -> ClaimView:
    """Return a claim as it was decided.

    Raises:
        ValueError: It is not decided.
    """
    if claim.bundle is None:
        raise ValueError(f"the claim #{claim.ticket_number} is not decided")
    return _view(claim, ticket, json.loads(claim.bundle), claim.bundle, policy, face, {})


def _view(  # noqa: PLR0913, PLR0917 - a claim, its evidence, and how it is read
    claim: Claim,
    ticket: Ticket,
    bundle: Mapping[str, Any],
    line: str,
    policy: Policy,
    face: Face,
    credited: Mapping[CreditKind, int],
) -> ClaimView:
    answer = bundle["answer"]
    currency = answer["currency"]
    given = {
        CreditKind.DOWNTIME: answer["downtime_credit"],
        CreditKind.RESPONSE: answer["response_credit"],
    }
    return ClaimView(
        claim=claim,
        ticket=ticket,
        bundle=bundle,
        answer=answer,
        conditions=_conditions(bundle, policy, face),
        credits=[(say.CREDIT[kind], f"{amount} {currency}") for kind, amount in given.items()],
        total=f"{_sum(given.values())} {currency}",
        downtime=[(piece, exact(piece.length)) for piece in map(_segment, answer["downtime"])],
        line=line,
        digest=sha256(line.encode()).hexdigest(),
        is_overdue=claim.decision is None and face.now > claim.decide_by,
        credited=credited,
    )


def _conditions(bundle: Mapping[str, Any], policy: Policy, face: Face) -> Sequence[ConditionView]:
    unmet = set(bundle["answer"]["claim"]["reasons"])
    details = {
        ClaimReason.TITLE: plain(bundle["claim"]["title"]) or "no title",
        **_times(bundle, policy, face),
        ClaimReason.EVIDENCE: _evidence(bundle["claim"]["evidence"]),
        ClaimReason.EXCLUDED: _exclusion(bundle["excluded"]),
        ClaimReason.NOTHING_DUE: _records(bundle),
    }
    return [
        ConditionView(reason, say.CONDITION[reason], reason.value not in unmet, details[reason])
        for reason in ClaimReason
    ]


def _times(bundle: Mapping[str, Any], policy: Policy, face: Face) -> dict[ClaimReason, str]:
    claimed_at = datetime.fromisoformat(bundle["claim"]["at"])
    version = policy.version_at(claimed_at)
    end = month_of(version.calendar, first_of(bundle["month"])).end
    window = version.claims.window if version.claims else timedelta()
    claimed = f"claimed {face.full(claimed_at)}"
    return {
        ClaimReason.TOO_EARLY: f"{claimed}; the month ended {face.full(end)}",
        ClaimReason.TOO_LATE: f"{claimed}; claims were taken before {face.full(end + window)}",
    }


def _evidence(evidence: Mapping[str, Any]) -> str:
    outages, numbers = evidence.get("outages") or [], evidence.get("tickets") or []
    said = [
        f"{len(outages)} day{'s' if len(outages) != 1 else ''} with hours of downtime"
        if outages
        else "no days with hours of downtime",
        "a monitoring log" if evidence.get("log") else "no monitoring log",
    ]
    if numbers:
        shown = ", ".join(f"#{number}" for number in numbers[:_MOST_NUMBERS])
        more = f" and {len(numbers) - _MOST_NUMBERS} more" if len(numbers) > _MOST_NUMBERS else ""
        said.append(f"tickets {shown}{more}")
    else:
        said.append("no numbers of late tickets")
    return ", ".join(said)


def _exclusion(excluded: str | None) -> str:
    if excluded is None:
        return "none is marked"
    kind, _, reason = excluded.partition(": ")
    return plain(f"{say.EXCLUSION.get(kind, kind)}: {reason}")


def _records(bundle: Mapping[str, Any]) -> str:
    answer = bundle["answer"]
    count = bundle["breached_responses"]
    return (
        f"availability {answer['availability']} %, top-ups {bundle['top_ups']} "
        f"{answer['currency']}, {count} late first response{'s' if count != 1 else ''}"
    )


def _segment(piece: Mapping[str, str]) -> Segment:
    return Segment(datetime.fromisoformat(piece["from"]), datetime.fromisoformat(piece["to"]))


def _sum(amounts: Iterable[str]) -> str:
    return str(sum((Decimal(amount) for amount in amounts), Decimal("0.00")))
