"""What happens to the server's copy of a mail whose ticket is safe: marked, moved, sorted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from imapclient import DELETED
from imapclient.exceptions import IMAPClientError

from models.vocabulary import Category
from triage.config.schema import AfterIntake, Mailbox, SortedBy
from triage.intake.imap.client import Client


@dataclass(frozen=True, slots=True)
class Errand:
    """What is done to a mail: keywords to add (RFC 9051 section 2.3.2), a folder to move it to."""

    keywords: tuple[str, ...] = ()
    folder: str | None = None


def errand(settings: Mailbox, category: Category | None) -> Errand:
    """Decide what is done to a mail.

    A category's folder comes before `move_to`, for a mail is in one folder. Mail that became no
    ticket has no category and is only marked, or moved to `move_to`.
    """
    keywords = [settings.keyword] if settings.after is AfterIntake.KEYWORD else []
    folder = settings.move_to if settings.after is AfterIntake.MOVE else None
    if category is not None:
        name = f"{settings.sorted_prefix}{category.value}"
        if settings.sorted_by is SortedBy.KEYWORD:
            keywords.append(name)
        elif settings.sorted_by is SortedBy.FOLDER:
            folder = name
    return Errand(tuple(keywords), folder)


def has_errands(settings: Mailbox) -> bool:
    """Tell whether anything is ever done to the server's copies."""
    return any(errand(settings, category) != Errand() for category in (None, *Category))


def grouped(
    settings: Mailbox, mails: Iterable[tuple[int, Category | None]]
) -> dict[Errand, list[int]]:
    """Group UIDs by what is done to them, so that a command serves many."""
    groups: dict[Errand, list[int]] = {}
    for uid, category in mails:
        groups.setdefault(errand(settings, category), []).append(uid)
    return groups


def carry_out(client: Client, task: Errand, uids: Sequence[int]) -> None:
    """Do it; doing it again is harmless, and mails that are gone are passed over.

    Raises:
        imaplib.IMAP4.error: the server refuses.
        OSError: the connection is lost or too slow.
    """
    if task.keywords:
        with client.limit():
            client.add_flags(uids, task.keywords, silent=True)
    if task.folder is not None:
        _move(client, uids, task.folder)


def ensure_folder(client: Client, folder: str) -> None:
    """Create a folder where it is missing, and show it to mail clients."""
    with client.limit():
        if client.folder_exists(folder):
            return
        client.create_folder(folder)
        client.subscribe_folder(folder)


def _move(client: Client, uids: Sequence[int], folder: str) -> None:
    if client.has_capability("MOVE"):
        with client.limit():
            client.move(uids, folder)
        return
    if not client.has_capability("UIDPLUS"):
        # EXPUNGE without UIDs would remove what other clients have marked as deleted.
        raise IMAPClientError(
            "the server offers neither MOVE nor UIDPLUS: mails stay where they are"
        )
    with client.limit():
        client.copy(uids, folder)
        client.add_flags(uids, [DELETED], silent=True)
        client.uid_expunge(uids)
