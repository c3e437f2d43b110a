"""To whom an acknowledgement goes: exactly one address, or nobody."""

from triage.mail.authentication import authentication_of
from triage.mail.mailboxes import is_sendable, organisational_domain
from triage.mail.message import Address, ParsedMessage


def acknowledgement_recipient(
    message: ParsedMessage, trusted_authserv_ids: frozenset[str] = frozenset()
) -> Address | None:
    """Return the one address to answer.

    Reply-To where it belongs to the author's organisation, or where the author's domain stands
    behind the mail; else From. Otherwise anybody could have us write to anybody by naming him in
    Reply-To. Cc is never answered.

    Args:
        message: The mail.
        trusted_authserv_ids: Whose word on From is believed, lower-cased.

    Returns:
        An address that can be sent to, or None.
    """
    author = message.author
    if author is None or not is_sendable(author.address):
        return None
    wanted = next((one for one in message.reply_to if is_sendable(one.address)), None)
    if wanted is None or wanted.address.lower() == author.address.lower():
        return author
    if organisational_domain(wanted.domain) == organisational_domain(author.domain):
        return wanted
    is_authentic = authentication_of(message, trusted_authserv_ids).is_authentic
    return wanted if is_authentic else author
