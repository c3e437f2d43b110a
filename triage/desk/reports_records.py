"""Every report as records for machines: what CSV and JSON are written from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from triage.desk.clocks import Policies
from triage.desk.reports import Span, read_cases
from triage.desk.reports_attainment import DIMENSIONS, attainment
from triage.desk.reports_breaches import breaches
from triage.desk.reports_suppressed import suppressed
from triage.desk.reports_times import response_times


class Report(StrEnum):
    """A report, by the name that commands and addresses use."""

    ATTAINMENT = "attainment"
    BREACHES = "breaches"
    RESPONSE_TIMES = "response-times"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: which tickets, and how attainment is grouped."""

    span: Span
    by: Sequence[str] = DIMENSIONS


def records(
    session: Session, policies: Policies, report: Report, asked: Asked, now: datetime
) -> list[dict[str, object]]:
    """Return a report's records.

    Args:
        session: A reading session.
        policies: The agreements by name.
        report: Which one.
        asked: Of which tickets.
        now: The present, in UTC.
    """
    if report is Report.SUPPRESSED:
        return suppressed(session, policies, asked.span).to_json()
    cases = read_cases(session, policies, asked.span)
    match report:
        case Report.ATTAINMENT:
            groups = attainment(cases, now, asked.by)
            return [{**values, **group.to_json()} for values, group in groups]
        case Report.BREACHES:
            return [one.to_json() for one in breaches(session, policies, cases, now)]
        case Report.RESPONSE_TIMES:
            return [times.to_json() for times in response_times(cases)]
