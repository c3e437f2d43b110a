"""What becomes of a message: pure decisions, each with its rule."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from classifiers.classification import Classification
from models.vocabulary import AckKind, Category, Field, TicketState
from triage.sla.terms import OutOfScope, PolicyVersion

FIRST_KINDS: Final = frozenset(
    {
        AckKind.ABUSIVE,
        AckKind.DUPLICATE,
        AckKind.OUT_OF_SCOPE,
        AckKind.CLAIM,
        AckKind.INFORMATION_MISSING,
        AckKind.OTHER_LANGUAGE,
        AckKind.RECEIVED_HIGH,
        AckKind.RECEIVED_STANDARD,
    }
)
"""What a first acknowledgement says, by the ticket's labels."""


def missing_fields(
    category: Category, present: Collection[Field], terms: PolicyVersion
) -> tuple[Field, ...]:
    """Return what the category requires and the message does not contain (rule P8)."""
    required = terms.required[category]
    return tuple(field for field in Field if field in required and field not in present)


@dataclass(frozen=True, slots=True)
class Labels:
    """What a ticket is said to be, by the bot or by a person."""

    category: Category
    is_sure: bool
    is_abusive: bool
    is_duplicate: bool
    is_foreign: bool
    is_incomplete: bool


def kind_for_new(
    classification: Classification,
    missing: Collection[str],
    *,
    is_duplicate: bool,
    terms: PolicyVersion,
) -> AckKind:
    """Return what the first acknowledgement of a new ticket says."""
    labels = Labels(
        category=classification.category,
        is_sure=not classification.unsure,
        is_abusive=classification.abusive,
        is_duplicate=is_duplicate,
        is_foreign=not classification.english and not classification.language_unsure,
        is_incomplete=bool(missing),
    )
    return first_kind(labels, terms)


def first_kind(labels: Labels, terms: PolicyVersion) -> AckKind:
    """Return what the first acknowledgement of a ticket says.

    Abuse comes first, for no help is promised (rule P6); a duplicate is told the first ticket's
    number (rule P9); what is missing is asked for by name (rule P8) before anything else is said.
    """
    table = (
        (labels.is_abusive, AckKind.ABUSIVE),
        (labels.is_duplicate, AckKind.DUPLICATE),
        (_is_refused(labels.category, terms, is_sure=labels.is_sure), AckKind.OUT_OF_SCOPE),
        (labels.category is Category.CLAIM, AckKind.CLAIM),
        (labels.is_incomplete, AckKind.INFORMATION_MISSING),
        (labels.is_foreign and terms.english_only, AckKind.OTHER_LANGUAGE),
        (labels.category is Category.TOPUP and labels.is_sure, AckKind.RECEIVED_HIGH),
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
    return _is_refused(classification.category, terms, is_sure=not classification.unsure)


def _is_refused(category: Category, terms: PolicyVersion, *, is_sure: bool) -> bool:
    is_void = terms.readings.out_of_scope is OutOfScope.VOID
    return category is Category.OUT_OF_SCOPE and is_sure and is_void


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
