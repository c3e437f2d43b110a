"""Mails of which no words were read: too large to be fetched, encrypted, nothing but pictures."""

from collections.abc import Collection

from classifiers.classification import Classification
from models.vocabulary import AckKind, Category
from triage.desk.submission import Submission
from triage.mail.defects import Defect
from triage.mail.message import ParsedMessage

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


def is_hidden(mail: ParsedMessage) -> bool:
    """Tell whether all that was written lies in parts that are not read: encrypted, or pictures."""
    return not mail.text.strip() and bool(mail.attachments)


def judged_by_subject(said: Classification, mail: ParsedMessage) -> Classification:
    """Return what the classifiers say of a mail; of hidden words they cannot say "none of ours".

    An encrypted mail or a lone screenshot is a ticket that a person looks at, not one that is
    closed for its meaningless subject.
    """
    if is_hidden(mail) and said.category is Category.OUT_OF_SCOPE:
        return said._replace(unsure=True)
    return said
