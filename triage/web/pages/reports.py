"""Reports: what a manager signs for, as pages, CSV and JSON."""

from collections.abc import Sequence
from datetime import UTC
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import JSONResponse, Response

from models.vocabulary import ClockState
from triage.desk.queries import alerts
from triage.desk.reports import Case, read_cases
from triage.desk.reports_attainment import DIMENSIONS, attainment
from triage.desk.reports_breaches import breaches
from triage.desk.reports_chart import picture
from triage.desk.reports_csv import csv_text
from triage.desk.reports_records import Asked, Report, records
from triage.desk.reports_suppressed import suppressed
from triage.desk.reports_times import BUCKETS, QUANTILES, response_times
from triage.web.clock_view import ledger_rows
from triage.web.deps import ManagerDep, RuntimeDep, ViewsDep, get_manager
from triage.web.queue_view import Faces
from triage.web.report_view import Period, ReportParams, interval, percent, waited
from triage.web.times import exact

router = APIRouter(prefix="/reports", include_in_schema=False, dependencies=[Depends(get_manager)])
MOST_SHOWN = 100
"""Breaches on one page; CSV and JSON have all of them."""
_SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""A picture brings its own style sheet and nothing else."""

Params = Annotated[ReportParams, Query()]


class Asking:
    """A manager who asks for a report, and what every page of a report shows besides."""

    def __init__(
        self, runtime: RuntimeDep, views: ViewsDep, person: ManagerDep, params: Params
    ) -> None:
        self.runtime = runtime
        self.period = _period(runtime, params)
        self._views = views
        self._person = person

    def cases(self) -> Sequence[Case]:
        """Return the tickets of the period."""
        return _cases(self.runtime, self.period)

    def page(self, template: str, report: Report, **values: object) -> Response:
        """Return the page of a report."""
        with self.runtime.database.read() as session:
            waiting = alerts(session)
        return self._views.page(
            template,
            HTTPStatus.OK,
            person=self._person,
            nav="reports",
            alerts=waiting,
            report=report,
            period=self.period,
            policies=list(self.runtime.policies),
            **values,
        )


AskingDep = Annotated[Asking, Depends()]


@router.get("")
def show(asking: AskingDep) -> Response:
    """Show attainment: the contract's and people's, side by side."""
    cases, now = asking.cases(), asking.runtime.now()
    [(_, whole)] = attainment(cases, now, ())
    return asking.page(
        "reports.html",
        Report.ATTAINMENT,
        whole=whole,
        tables=[(name, attainment(cases, now, [name])) for name in DIMENSIONS],
        percent=percent,
        interval=interval,
        waited=waited,
    )


@router.get("/breaches")
def show_breaches(asking: AskingDep) -> Response:
    """Show the latest breaches, each with its ledger."""
    runtime, now = asking.runtime, asking.runtime.now()
    late = [case for case in asking.cases() if case.row.clock_state is ClockState.BREACHED]
    with runtime.database.read() as session:
        latest = late[: -MOST_SHOWN - 1 : -1]
        found = list(breaches(session, runtime.policies, latest, now))
    return asking.page(
        "reports_breaches.html",
        Report.BREACHES,
        found=found,
        total=len(late),
        most=MOST_SHOWN,
        face_of=Faces(runtime.policies, now).of,
        exact=exact,
        ledger_rows=ledger_rows,
    )


@router.get("/response-times")
def show_times(asking: AskingDep) -> Response:
    """Show how long customers waited, as a picture and as a table."""
    return asking.page(
        "reports_times.html",
        Report.RESPONSE_TIMES,
        times=response_times(asking.cases()),
        buckets=[name for name, _ in BUCKETS],
        quantiles=QUANTILES,
        waited=waited,
    )


@router.get("/suppressed")
def show_suppressed(asking: AskingDep) -> Response:
    """Show which messages were not acknowledged, by code."""
    with asking.runtime.database.read() as session:
        found = suppressed(session, asking.runtime.policies, asking.period.span)
    return asking.page("reports_suppressed.html", Report.SUPPRESSED, found=found)


@router.get("/response-times.svg")
def times_picture(runtime: RuntimeDep, params: Params) -> Response:
    """Return the distribution as a picture."""
    cases = _cases(runtime, _period(runtime, params))
    headers = {"Content-Security-Policy": _SVG_POLICY}
    return Response(picture(response_times(cases)), media_type="image/svg+xml", headers=headers)


@router.get("/{report}.csv")
def as_csv(report: Report, runtime: RuntimeDep, params: Params) -> Response:
    """Return a report as CSV."""
    period = _period(runtime, params)
    name = f"{report}-{period.since}-{period.to}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    text = csv_text(_records(runtime, report, period))
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/{report}.json")
def as_json(report: Report, runtime: RuntimeDep, params: Params) -> Response:
    """Return a report as JSON."""
    return JSONResponse(_records(runtime, report, _period(runtime, params)))


def _period(runtime: RuntimeDep, params: ReportParams) -> Period:
    return Period.of(params, runtime.now().astimezone(UTC).date())


def _cases(runtime: RuntimeDep, period: Period) -> Sequence[Case]:
    with runtime.database.read() as session:
        return read_cases(session, runtime.policies, period.span)


def _records(runtime: RuntimeDep, report: Report, period: Period) -> list[dict[str, object]]:
    with runtime.database.read() as session:
        asked = Asked(period.span)
        return records(session, runtime.policies, report, asked, runtime.now())
