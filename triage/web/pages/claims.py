"""Claims: what waits for a decision, each with its conditions and evidence, and the decision."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.exceptions import HTTPException
from starlette.responses import Response

from models.credit import Claim
from models.ticket import Ticket
from models.vocabulary import AckKind, Decision, Exclusion, Role
from triage.desk import claims
from triage.desk.acting import Acting, ActionError
from triage.desk.casefile import acknowledgements_of
from triage.desk.claims_records import Judge
from triage.desk.queries import alerts
from triage.web import agreement_words, words
from triage.web.claim_view import ClaimView, decided_view, live_view
from triage.web.deps import ManagerDep, PersonDep, Runtime, RuntimeDep, ViewsDep, check_form
from triage.web.pages.ticket import download
from triage.web.queue_view import Faces
from triage.web.safe_html import plain
from triage.web.work import WorkDep

router = APIRouter(prefix="/claims", include_in_schema=False, dependencies=[Depends(check_form)])

_MOST_DECIDED = 50
_KINDS = (AckKind.CLAIM_APPROVED, AckKind.CLAIM_REJECTED)
Words = Annotated[str, Form(max_length=2000)]


@router.get("")
def listing(runtime: RuntimeDep, views: ViewsDep, person: PersonDep, done: str = "") -> Response:
    """Show the claims that wait, the most urgent first, and the last ones decided."""
    now, faces = runtime.now(), Faces(runtime.policies, runtime.now())
    with runtime.database.read() as session:
        judge = Judge(session, runtime.policies, now)
        waiting = [
            live_view(judge.case(*pair), runtime.policies[pair[0].policy], faces.of(pair[0].policy))
            for pair in claims.undecided(session, runtime.settings.web.page_size)
            if pair[0].policy in runtime.policies
        ]
        past = claims.decided(session, _MOST_DECIDED)
        counts = alerts(session)
    return views.page(
        "claims.html",
        person=person,
        nav="claims",
        alerts=counts,
        waiting=waiting,
        decided=past,
        total=counts["claims"],
        faces=faces,
        say=agreement_words,
        plain=plain,
        done=words.DONE.get(done, ""),
    )


@router.get("/{number}")
def show(
    number: int, runtime: RuntimeDep, views: ViewsDep, person: PersonDep, done: str = ""
) -> Response:
    """Show a claim with its conditions, its evidence and what may be done with it."""
    return _page("claim.html", number, runtime, views, person, done)


@router.get("/{number}/evidence")
def evidence(number: int, runtime: RuntimeDep, views: ViewsDep, person: PersonDep) -> Response:
    """Show the evidence as a page to be printed."""
    return _page("claim_evidence.html", number, runtime, views, person, "")


@router.get("/{number}/bundle.json")
def bundle(number: int, runtime: RuntimeDep, person: PersonDep) -> Response:
    """Send the evidence bundle, one line that `triage credits` reads."""
    del person
    view = _view(number, runtime)
    return download(view.line.encode() + b"\n", f"claim-{number}.json")


@router.post("/{number}/reading")
def reading(  # noqa: PLR0913, PLR0917 - what a claim says is all of these
    number: int,
    work: WorkDep,
    person: ManagerDep,
    customer: Annotated[str, Form(max_length=320)],
    month: Annotated[str, Form(max_length=7)],
    has_outages: Annotated[bool, Form()] = False,  # noqa: FBT002 - a box that may be unticked
    has_log: Annotated[bool, Form()] = False,  # noqa: FBT002 - a box that may be unticked
    tickets: Annotated[str, Form(max_length=4000)] = "",
) -> Response:
    """Put right what was read in a claim."""
    del person

    def action(acting: Acting) -> None:
        read = claims.Reading(customer, month, has_outages, has_log, _numbers(tickets))
        claims.read_anew(acting, number, read)

    return work.do(action, f"/claims/{number}?done=claim_read")


@router.post("/{number}/exclusion")
def exclusion(
    number: int,
    work: WorkDep,
    person: ManagerDep,
    exclusion: Annotated[str, Form()] = "",
    reason: Words = "",
) -> Response:
    """Mark a claim as excluded, or take the mark off."""
    del person
    try:
        chosen = Exclusion(exclusion) if exclusion else None
    except ValueError:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "No such exclusion.") from None
    return work.do(
        lambda acting: claims.exclude(acting, number, chosen, reason),
        f"/claims/{number}?done={'claim_excluded' if chosen else 'claim_not_excluded'}",
    )


@router.post("/{number}/decision")
def decision(
    number: int,
    work: WorkDep,
    person: ManagerDep,
    decision: Annotated[Decision, Form()],
    reason: Words = "",
) -> Response:
    """Decide for good; the credit, the evidence and the customer's answer are written at once."""
    del person
    drafter = work.runtime.drafter

    def action(acting: Acting) -> None:
        claims.decide(acting, drafter, number, decision, reason)

    answer = work.do(action, f"/claims/{number}?done=claim_{decision}")
    work.runtime.wake_sender()
    return answer


def _page(  # noqa: PLR0913, PLR0917 - what both pages are given
    template: str,
    number: int,
    runtime: Runtime,
    views: ViewsDep,
    person: PersonDep,
    done: str,
) -> Response:
    view = _view(number, runtime)
    with runtime.database.read() as session:
        counts = alerts(session)
        told = acknowledgements_of(session, number, _KINDS)
    return views.page(
        template,
        person=person,
        nav="claims",
        alerts=counts,
        view=view,
        claim=view.claim,
        ticket=view.ticket,
        told=told,
        is_manager=person.agent.role is Role.MANAGER,
        exclusions=list(Exclusion),
        face=Faces(runtime.policies, runtime.now()).of(view.claim.policy),
        say=agreement_words,
        plain=plain,
        done=words.DONE.get(done, ""),
    )


def _view(number: int, runtime: Runtime) -> ClaimView:
    """Return a claim: as decided, else by the records of now."""
    now = runtime.now()
    with runtime.database.read() as session:
        found = claims.claim_and_ticket(session, number)
        if found is None:
            raise HTTPException(HTTPStatus.NOT_FOUND, f"#{number} makes no claim.")
        return _shown(found, Judge(session, runtime.policies, now), Faces(runtime.policies, now))


def _shown(found: tuple[Claim, Ticket], judge: Judge, faces: Faces) -> ClaimView:
    claim, ticket = found
    face = faces.of(claim.policy)
    policy = judge.policies.get(claim.policy)
    if policy is None:
        raise HTTPException(
            HTTPStatus.CONFLICT, f"The agreement {claim.policy} is configured no more."
        )
    if claim.decision is not None:
        return decided_view(claim, ticket, policy, face)
    return live_view(judge.case(claim, ticket), policy, face)


def _numbers(text: str) -> tuple[int, ...]:
    """Return the numbers of tickets in a field of the form.

    Raises:
        ActionError: Something in it is no number.
    """
    words_ = text.replace(",", " ").replace("#", " ").split()
    if not all(word.isascii() and word.isdigit() and len(word) < 10 for word in words_):  # noqa: PLR2004 - digits of a ticket's number
        raise ActionError("write the tickets as numbers with spaces between")
    return tuple(int(word) for word in words_)
