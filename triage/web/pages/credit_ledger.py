"""The credit ledger: what was given back, to whom, by which claim; never money (rule S13)."""

import csv
import io

from fastapi import APIRouter, Depends
from starlette.responses import JSONResponse, Response

from triage.desk.credits import entry_json, ledger, totals
from triage.desk.queries import alerts
from triage.web import agreement_words
from triage.web.deps import ManagerDep, PersonDep, RuntimeDep, ViewsDep, check_form
from triage.web.pages.ticket import download
from triage.web.queue_view import Faces
from triage.web.safe_html import plain

router = APIRouter(include_in_schema=False, dependencies=[Depends(check_form)])


@router.get("/credits")
def show(
    runtime: RuntimeDep, views: ViewsDep, person: PersonDep, customer: str = "", month: str = ""
) -> Response:
    """Show the ledger, of one customer or month where asked for."""
    with runtime.database.read() as session:
        rows = ledger(session, customer.strip() or None, month.strip() or None)
        counts = alerts(session)
    return views.page(
        "credits.html",
        person=person,
        nav="claims",
        alerts=counts,
        rows=rows,
        totals=list(totals(rows)),
        customer=customer,
        month=month,
        face=Faces(runtime.policies, runtime.now()).desk,
        say=agreement_words,
        plain=plain,
    )


@router.get("/credits.json")
def as_json(
    runtime: RuntimeDep, person: ManagerDep, customer: str = "", month: str = ""
) -> Response:
    """Return the ledger, the newest entry first."""
    del person
    with runtime.database.read() as session:
        rows = ledger(session, customer.strip() or None, month.strip() or None)
    return JSONResponse([entry_json(row) for row in rows])


@router.get("/credits.csv")
def as_csv(runtime: RuntimeDep, person: ManagerDep) -> Response:
    """Send the ledger as CSV."""
    del person
    with runtime.database.read() as session:
        entries = [entry_json(row) for row in ledger(session)]
    text = io.StringIO(newline="")
    names = ["id", "at", "policy", "customer", "month", "kind", "amount", "currency", "claim"]
    writer = csv.DictWriter(text, [*names, "entered_by"])
    writer.writeheader()
    writer.writerows({**entry, "customer": _inert(str(entry["customer"]))} for entry in entries)
    return download(text.getvalue().encode(), "credits.csv")


def _inert(text: str) -> str:
    """Return a name that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text
