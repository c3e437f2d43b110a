"""Claims for credit: each condition checked on its own, our own records as judge (S13, S14)."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from triage.sla.calendar import Calendar
from triage.sla.segments import Segment
from triage.sla.terms import BeforeOpening, ClaimTerms, TitleMatch
from triage.sla.timeline import begin


class ClaimReason(StrEnum):
    """Why a claim is rejected; each condition unmet gives one."""

    TITLE = "title"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    EVIDENCE = "evidence"
    EXCLUDED = "excluded"
    NOTHING_DUE = "nothing_due"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a customer filed.

    Attributes:
        title: The ticket's subject.
        at: When it was received; UTC.
        has_outages: Dates and hours of downtime are given.
        has_log: A monitoring log comes with them.
        has_tickets: Numbers of tickets with a breached first response are given.
    """

    title: str
    at: datetime
    has_outages: bool
    has_log: bool
    has_tickets: bool


def has_claim_title(title: str, terms: ClaimTerms) -> bool:
    """Return whether a ticket bears one of the titles of a claim (rule S13)."""
    return _plain(title, terms.title_match) in {
        _plain(known, terms.title_match) for known in terms.titles.values()
    }


def _plain(title: str, match: TitleMatch) -> str:
    """Return a title in one spelling of its characters, without white space round it."""
    composed = unicodedata.normalize("NFC", title).strip()
    return composed if match is TitleMatch.EXACT else " ".join(composed.casefold().split())


def reasons_against(
    claim: Claim, month: Segment, terms: ClaimTerms, *, is_excluded: bool, is_anything_due: bool
) -> Iterator[ClaimReason]:
    """Yield every reason against a claim, none where it is accepted.

    Args:
        claim: What was filed.
        month: The month that the claim is about.
        terms: The conditions (rule S13).
        is_excluded: An exclusion applies (rule S14).
        is_anything_due: Our own records, exclusions apart, give a credit.
    """
    if not has_claim_title(claim.title, terms):
        yield ClaimReason.TITLE
    if claim.at < month.end:
        yield ClaimReason.TOO_EARLY
    if claim.at >= month.end + terms.window:
        yield ClaimReason.TOO_LATE
    if not (claim.has_tickets or (claim.has_outages and claim.has_log)):
        yield ClaimReason.EVIDENCE
    if is_excluded:
        yield ClaimReason.EXCLUDED
    if not is_anything_due:
        yield ClaimReason.NOTHING_DUE


def decide_by(
    claimed_at: datetime, terms: ClaimTerms, calendar: Calendar, reading: BeforeOpening
) -> datetime:
    """Return the last instant for a decision, counted like a response (rules S2, S5 and S13)."""
    return calendar.add_days(begin(calendar, reading, claimed_at), terms.decide_in)
