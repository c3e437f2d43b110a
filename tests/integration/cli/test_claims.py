"""Claims on the command line: what is proposed, and evidence that computes again (rule S13)."""

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from models.vocabulary import Decision
from tests.integration.desk.claimants import (
    acting,
    add_manager,
    drafter,
    put_claim,
    put_top_up,
)
from tests.integration.desk.site import outage, put_down
from triage.cli import triage
from triage.config.load import shipped_config
from triage.db import Database
from triage.desk.claims import decide

CLAIM = 100_100
Run = Callable[..., Result]


@pytest.fixture
def run(database: Database) -> Run:
    for place in ("Oslo", "Rome"):
        put_down(database, *outage(place, "03-02 10:00", "03-02 22:00"))
    put_top_up(database, "pay-1", "123.45")
    put_claim(database, CLAIM)
    environment = {"TRIAGE_CONFIG": str(shipped_config()), "TRIAGE_DATABASE__URL": database.url}

    def invoke(*arguments: str, given: str = "") -> Result:
        return CliRunner().invoke(triage, arguments, env=environment, input=given)

    return invoke


def test_s13_claims_are_listed_with_what_is_proposed(run: Run) -> None:
    (line,) = run("claims", "list").stdout.splitlines()
    listed = json.loads(line)
    assert (listed["ticket"], listed["customer"], listed["month"]) == (CLAIM, "ann", "2026-03")
    assert (listed["accepted"], listed["amount"]) == (True, "1.23")
    assert listed["decide_by"] == "2026-04-24T10:00:00Z"


def test_s13_evidence_fed_to_credits_gives_the_same_answer(run: Run, database: Database) -> None:
    undecided = answer_of(run)
    with database.write() as session:
        add_manager(session)
        decide(acting(session), drafter(), CLAIM, Decision.APPROVED, "")
    assert answer_of(run) == undecided


def answer_of(run: Run) -> dict[str, object]:
    """Return what `triage credits` gives for the evidence, which says the same itself."""
    bundle = run("claims", "bundle", str(CLAIM)).stdout
    again = run("credits", "--policy", "smmpanelus", given=bundle)
    answer: dict[str, object] = json.loads(again.stdout)
    assert answer == json.loads(bundle)["answer"]
    return answer


def test_a_ticket_that_makes_no_claim_has_no_evidence(run: Run) -> None:
    result = run("claims", "bundle", "1")
    assert result.exit_code == 2
    assert "#1 makes no claim" in result.stderr
