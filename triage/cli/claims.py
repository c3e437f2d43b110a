"""`triage claims`: what waits for a decision, and the evidence that anyone can compute again."""

import json

import click

from triage.cli.base import example
from triage.cli.installed import with_runtime
from triage.cli.lazy import WrongUsage
from triage.desk.claims import claim_and_ticket, undecided
from triage.desk.claims_opening import open_claims
from triage.desk.claims_records import Judge, to_line
from triage.runtime import Runtime
from triage.sla.instants import write_instant

_MOST = 10_000


@click.group()
def claims() -> None:
    """List claims, and take out their evidence; they are decided on the page (rule S13)."""


@claims.command("list")
@with_runtime
@example("triage claims list")
def list_(runtime: Runtime) -> None:
    """Print one JSON line per claim that waits, the most urgent first, with what is proposed."""
    runtime.database.upgrade()
    open_claims(runtime.database, runtime.policies, runtime.now())
    with runtime.database.read() as session:
        judge = Judge(session, runtime.policies, runtime.now())
        for claim, ticket in undecided(session, _MOST):
            case = judge.case(claim, ticket)
            line = {
                "ticket": claim.ticket_number,
                "policy": claim.policy,
                "customer": claim.customer,
                "month": claim.month,
                "claimed_at": write_instant(claim.claimed_at),
                "decide_by": write_instant(claim.decide_by),
                "accepted": case.is_accepted,
                "reasons": [reason.value for reason in case.reasons],
                "amount": str(case.amount),
                "currency": case.currency,
            }
            click.echo(json.dumps(line, ensure_ascii=False))


@claims.command()
@with_runtime
@click.argument("number", type=int)
@example("triage claims bundle 100020 | triage credits --policy smmpanelus")
def bundle(runtime: Runtime, number: int) -> None:
    """Print the evidence of the claim that the ticket NUMBER makes, as a line for triage credits.

    Of a decided claim it is the evidence that the decision rested on, else that of this moment.
    """
    runtime.database.upgrade()
    with runtime.database.read() as session:
        found = claim_and_ticket(session, number)
        if found is None:
            raise WrongUsage(f"#{number} makes no claim; `triage claims list` shows those that do")
        claim, ticket = found
        if claim.bundle is not None:
            click.echo(claim.bundle)
            return
        case = Judge(session, runtime.policies, runtime.now()).case(claim, ticket)
        click.echo(to_line(case.bundle))
