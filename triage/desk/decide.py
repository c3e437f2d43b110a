"""What becomes of a message: pure decisions, each with its rule."""

from collections.abc import Collection

from classifiers.classification import Classification
from models.vocabulary import AckKind, Category, Field, TicketState
from triage.sla.terms import OutOfScope, PolicyVersion


def missing_fields(
    category: Category, present: Collection[Field], terms: PolicyVersion
) -> tuple[Field, ...]:
    """Return what the category requires and the message does not contain (rule P8)."""
    required = terms.required[category]
    return tuple(field for field in Field if field in required and field not in present)


def kind_for_new(
    classification: Classification,
    missing: Collection[str],
    *,
    is_duplicate: bool,
    terms: PolicyVersion,
) -> AckKind:
    """Return what the first acknowledgement of a ticket says.

    Abuse comes first, for no help is promised (rule P6); a duplicate is told the first ticket's
    number (rule P9); what is missing is asked for by name (rule P8) before anything else is said.
    """
    is_foreign = not classification.english and not classification.language_unsure
    is_topup = classification.category is Category.TOPUP and not classification.unsure
    table = (
        (classification.abusive, AckKind.ABUSIVE),
        (is_duplicate, AckKind.DUPLICATE),
        (is_refused(classification, terms), AckKind.OUT_OF_SCOPE),
        (classification.category is Category.CLAIM, AckKind.CLAIM),
        (bool(missing), AckKind.INFORMATION_MISSING),
        (is_foreign and terms.english_only, AckKind.OTHER_LANGUAGE),
        (is_topup, AckKind.RECEIVED_HIGH),
        (True, AckKind.RECEIVED_STANDARD),
    )
    return next(kind for holds, kind in table if holds)


def kind_for_follow_up(
    was_missing: Collection[str], still_missing: Collection[str], sent: Collection[AckKind]
) -> AckKind | None:
    """Return what a further message on a ticket is answered with, or None (rules S6 and P10)."""
    if was_missing and not still_missing:
        wanted = AckKind.INFORMATION_RECEIVED
    else:
        wanted = AckKind.FOLLOW_UP
    return None if wanted in sent else wanted


def is_refused(classification: Classification, terms: PolicyVersion) -> bool:
    """Tell whether the policy gives no help with the matter (rule P5)."""
    return (
        classification.category is Category.OUT_OF_SCOPE
        and not classification.unsure
        and terms.readings.out_of_scope is OutOfScope.VOID
    )


def state_for_new(
    classification: Classification, *, is_duplicate: bool, is_machine: bool, terms: PolicyVersion
) -> TicketState:
    """Return where a new ticket stands: open, unless nobody has to work on it."""
    if is_duplicate:
        return TicketState.MERGED
    if is_machine:
        return TicketState.CLOSED
    # A person looks at abuse before anything is closed (rule P6).
    if is_refused(classification, terms) and not classification.abusive:
        return TicketState.CLOSED
    return TicketState.OPEN
