"""What `triage inspect` says of one mail."""

from collections.abc import Callable
from typing import Any

from triage.mail.automatic import is_machine_generated
from triage.mail.context import AckContext, Allowed
from triage.mail.limits import DEFAULT, ParseLimits
from triage.mail.parser import parse
from triage.mail.suppress import ALONE, may_acknowledge


def inspect(
    path: str,
    raw: bytes,
    language_of: Callable[[str], str],
    context: AckContext = ALONE,
    limits: ParseLimits = DEFAULT,
) -> dict[str, Any]:
    """Parse and judge one mail.

    Args:
        path: Where it was found; given back.
        raw: Its bytes.
        language_of: Names the language of a text, as ISO 639-1.
        context: What is known besides the mail; by default nothing.
        limits: How much of the mail is looked at.

    Returns:
        The keys of the command's contract, ready for JSON.
    """
    message = parse(raw, limits)
    verdict = may_acknowledge(message, context)
    acknowledge: dict[str, Any]
    if isinstance(verdict, Allowed):
        acknowledge = {"allowed": True, "reason": None, "evidence": None}
    else:
        acknowledge = {"allowed": False, "reason": verdict.code, "evidence": verdict.evidence}
    return {
        "path": path,
        "subject": message.subject,
        "from": message.author.address if message.author else None,
        "message_id": message.message_id,
        "text": message.text,
        "reply_text": message.reply_text,
        "language": language_of(message.reply_text or message.subject),
        "machine_generated": is_machine_generated(message) is not None,
        "acknowledge": acknowledge,
        "attachments": [
            {"name": one.name, "type": one.content_type, "size": one.size}
            for one in message.attachments
        ],
        "defects": list(message.defects),
    }
