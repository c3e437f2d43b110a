"""What the agreement's values are called on the screen."""

from collections.abc import Mapping

from models.vocabulary import CreditKind, Decision, Exclusion, Maintenance, Suppression, Watched
from triage.sla.claims import ClaimReason
from triage.sla.outages import OutageReason

OUTAGE: Mapping[str, str] = {
    OutageReason.CONFIRMED: "Confirmed by enough locations",
    OutageReason.UNCONFIRMED: "Seen in too few locations",
    OutageReason.MAINTENANCE: "Maintenance",
    OutageReason.TOO_SHORT: "Too short",
}

WATCHED: Mapping[str, str] = {
    Watched.BOTH: "home page and panel",
    Watched.HOME: "home page",
    Watched.PANEL: "panel",
}

MAINTENANCE: Mapping[str, str] = {
    Maintenance.PLANNED: "Planned",
    Maintenance.EMERGENCY: "Emergency",
    Maintenance.UPSTREAM: "Upstream",
}

CREDIT: Mapping[str, str] = {
    CreditKind.DOWNTIME: "Downtime",
    CreditKind.RESPONSE: "Late first responses",
}

EXCLUSION: Mapping[str, str] = {
    Exclusion.FORCE_MAJEURE: "Force majeure",
    Exclusion.CUSTOMER: "The customer's own doing",
    Exclusion.SUPPLIER: "A supplier, payment system, DNS or platform",
    Exclusion.ATTACK: "An attack",
    Exclusion.CONNECTION: "The customer's connection or equipment",
    Exclusion.TRIAL: "A free or trial version",
    Exclusion.BEYOND_CONTROL: "Beyond reasonable control",
}

DECISION: Mapping[str, str] = {
    Decision.APPROVED: "Approved",
    Decision.REJECTED: "Rejected",
}

NOT_COUNTED: Mapping[str, str] = {
    "bonus": "bonus money",
    "currency": "another currency",
}

CONDITION: Mapping[ClaimReason, str] = {
    ClaimReason.TITLE: "It bears the title of a claim",
    ClaimReason.TOO_EARLY: "The month was over",
    ClaimReason.TOO_LATE: "It came in time",
    ClaimReason.EVIDENCE: "It brings evidence",
    ClaimReason.EXCLUDED: "No exclusion applies",
    ClaimReason.NOTHING_DUE: "Our own records give a credit",
}

UNTOLD: Mapping[str, str] = {
    Suppression.OPERATOR_OFF: "acknowledgements are switched off",
    Suppression.DRY_RUN: "acknowledgements are only rehearsed",
    Suppression.RATE: "the circuit breaker is open",
    Suppression.HARD_BOUNCED: "the address refused our mail lately",
    Suppression.NULL_PATH: "there is no address",
    Suppression.UNAUTHENTIC: "the sender's address may be forged",
    Suppression.MALFORMED: "the address cannot be written to",
    Suppression.NOT_ADDRESSED: "the source that it came from is configured no more",
}
