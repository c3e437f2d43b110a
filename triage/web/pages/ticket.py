"""A ticket's page, and the attachments that can be taken from it."""

from http import HTTPStatus
from urllib.parse import quote

from fastapi import APIRouter, Depends
from starlette.exceptions import HTTPException
from starlette.responses import Response

from models.vocabulary import Category, Field, Question
from triage.desk.casefile import casefile, raw_mail
from triage.desk.claims import claim_and_ticket
from triage.desk.joining import MACHINE
from triage.desk.queries import alerts
from triage.mail.parser import parse
from triage.web import words
from triage.web.clock_view import BAR, clock_view
from triage.web.deps import PersonDep, RuntimeDep, ViewsDep, check_form
from triage.web.queue_view import Faces, badges, due_cell
from triage.web.safe_html import plain
from triage.web.ticket_view import evidence_of, label_in_words, message_views, verdict_views

router = APIRouter(prefix="/tickets", include_in_schema=False, dependencies=[Depends(check_form)])
_UNKNOWN = "There is no ticket #{}."


@router.get("/{number}")
def show(
    number: int, runtime: RuntimeDep, views: ViewsDep, person: PersonDep, done: str = ""
) -> Response:
    """Show a ticket with everything that is known of it."""
    now = runtime.now()
    with runtime.database.read() as session:
        case = casefile(session, number)
        waiting = alerts(session)
        has_claim = claim_and_ticket(session, number) is not None
    if case is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, _UNKNOWN.format(number))
    ticket = case.ticket
    faces = Faces(runtime.policies, now)
    policy = runtime.policies.get(ticket.policy)
    clock = clock_view(case.events, policy, now) if policy is not None else None
    terms = policy.version_at(ticket.received_at) if policy is not None else None
    return views.page(
        "ticket.html",
        person=person,
        nav="queue",
        alerts=waiting,
        case=case,
        ticket=ticket,
        subject=plain(ticket.subject) or "(no subject)",
        requester=plain(ticket.requester_name),
        address=plain(ticket.requester_address),
        account=plain(ticket.customer or ""),
        face=faces.of(ticket.policy),
        due=due_cell(ticket, faces.of(ticket.policy), faces.moment().today_ends),
        badges=badges(ticket, len(case.joined)),
        messages=message_views(case),
        verdicts=verdict_views(case),
        clock=clock,
        bar=BAR,
        terms=terms,
        done=words.DONE.get(done, ""),
        label=label_in_words,
        plain=plain,
        evidence_of=evidence_of,
        is_machine=MACHINE in ticket.flags,
        has_claim=has_claim,
        Question=Question,
        categories=list(Category),
        fields=list(Field),
    )


@router.get("/{number}/attachments/{message_id}/{digest}")
def attachment(
    number: int, message_id: int, digest: str, runtime: RuntimeDep, person: PersonDep
) -> Response:
    """Send an attachment as bytes to be saved, never to be shown.

    It is found by its digest in the mail as it came in, which is read again.
    """
    del person
    with runtime.database.read() as session:
        raw = raw_mail(session, number, message_id)
    found = (
        next((a for a in parse(raw).attachments if a.sha256 == digest), None)
        if raw is not None
        else None
    )
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "There is no such attachment.")
    return download(found.content, found.name)


@router.get("/{number}/messages/{message_id}/raw")
def raw_message(number: int, message_id: int, runtime: RuntimeDep, person: PersonDep) -> Response:
    """Send a mail as it came in, as bytes to be saved."""
    del person
    with runtime.database.read() as session:
        raw = raw_mail(session, number, message_id)
    if raw is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "There is no such mail.")
    return download(raw, f"ticket-{number}-{message_id}.eml")


def download(content: bytes, name: str) -> Response:
    """Return bytes that a browser saves under `name` and does not look into."""
    ascii_name = "".join(c if c.isascii() and (c.isalnum() or c in "-_. ") else "_" for c in name)
    disposition = f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(
        content,
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": disposition,
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )
