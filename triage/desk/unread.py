"""Mails that were too large to be fetched: nobody has read more of them than the header."""

from collections.abc import Collection

from models.vocabulary import AckKind
from triage.desk.submission import Submission
from triage.mail.defects import Defect

FLAG = "too_large"
"""The flag of a ticket with such a mail; a later mail that can be read takes it away."""


def is_unread(submission: Submission) -> bool:
    """Tell whether a customer wrote words that nobody has read."""
    return submission.is_from_customer and Defect.TOO_LARGE in submission.mail.defects


def kind_for_unread(submission: Submission, sent: Collection[AckKind]) -> AckKind | None:
    """Return what is answered: to send it again, smaller; or None, once per ticket.

    A subject that insults people is answered as any abuse is (rule P6).
    """
    wanted = AckKind.ABUSIVE if submission.classification.abusive else AckKind.TOO_LARGE
    return None if wanted in sent else wanted


def flags_after(flags: Collection[str], submission: Submission) -> list[str]:
    """Return a ticket's flags after a customer's message."""
    others = {flag for flag in flags if flag != FLAG}
    return sorted(others | {FLAG}) if is_unread(submission) else sorted(others)
