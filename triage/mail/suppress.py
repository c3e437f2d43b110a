"""Whether a mail may be acknowledged: one predicate per code, asked in the order of a table.

An answer that must not go out is worse than one that is missing: two robots that answer each other
fill a mailbox in an hour. So every check errs to silence, and a check that fails is silence too.
"""

from collections.abc import Callable
from typing import Final

from models.vocabulary import Suppression
from triage.mail import loops, marks, surroundings
from triage.mail.context import AckContext, Allowed, Suppressed
from triage.mail.message import ParsedMessage

Check = Callable[[ParsedMessage, AckContext], str | None]

CHECKS: Final[tuple[tuple[Suppression, Check], ...]] = (
    (Suppression.NULL_PATH, marks.null_path),
    (Suppression.AUTO_SUBMITTED, marks.auto_submitted),
    (Suppression.DSN_MDN, marks.dsn_mdn),
    (Suppression.OWN_LOOP, loops.own_loop),
    (Suppression.LIST, marks.mailing_list),
    (Suppression.ALREADY_ACKED, surroundings.already_acked),
    (Suppression.PRECEDENCE, marks.precedence),
    (Suppression.XARS, marks.auto_response_suppress),
    (Suppression.ROBOT_SENDER, marks.robot_sender),
    (Suppression.VENDOR_AUTO, marks.vendor_auto),
    (Suppression.CALENDAR, marks.calendar),
    (Suppression.OUT_OF_OFFICE, marks.out_of_office),
    (Suppression.NOT_ADDRESSED, loops.not_addressed),
    (Suppression.UNAUTHENTIC, marks.unauthentic),
    (Suppression.HARD_BOUNCED, surroundings.hard_bounced),
    (Suppression.BACKFILL, surroundings.backfill),
    (Suppression.RATE, surroundings.rate),
    (Suppression.MALFORMED, marks.malformed),
    (Suppression.FOLLOW_UP, surroundings.follow_up),
    (Suppression.ABUSIVE, surroundings.abusive),
    (Suppression.OPERATOR_OFF, surroundings.operator_off),
    (Suppression.DRY_RUN, surroundings.dry_run),
)
"""Every code but `CHECK_FAILED`, in order; the first whose check finds evidence is the reason."""

ALONE: Final = AckContext()
"""Nothing is known but the mail: codes that need addresses, a history or go-live do not apply."""


def may_acknowledge(message: ParsedMessage, context: AckContext = ALONE) -> Allowed | Suppressed:
    """Decide whether an acknowledgement may go out.

    Args:
        message: The mail.
        context: What is known besides.

    Returns:
        `Allowed`, or the first reason against with what was seen. A check that raises gives
        `CHECK_FAILED`: what cannot be judged is not answered.
    """
    for code, check in CHECKS:
        try:
            evidence = check(message, context)
        except Exception as error:  # noqa: BLE001 - a supervisor: any fault means silence
            return Suppressed(Suppression.CHECK_FAILED, f"{code}: {type(error).__name__}: {error}")
        if evidence is not None:
            return Suppressed(code, evidence)
    return Allowed()
