"""What happens to the server's copy of a mail whose ticket is safe: marked, moved, sorted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from imapclient import DELETED
from imapclient.exceptions import IMAPClientError

from models.vocabulary import Category
from triage.config.schema import AfterIntake, Mailbox, SortedBy
from triage.intake.finished import Copy, Place
from triage.intake.imap.client import Client


@dataclass(frozen=True, slots=True)
class Errand:
    """What is done to a mail (keywords: RFC 9051 section 2.3.2).

    Attributes:
        keywords: To add.
        folder: Where to move it, or None.
        outdated: Keywords to remove.
    """

    keywords: tuple[str, ...] = ()
    folder: str | None = None
    outdated: tuple[str, ...] = ()


def errand(
    settings: Mailbox, category: Category | None, filed_as: Category | None = None
) -> Errand:
    """Decide what is done to a mail.

    A category's folder comes before `move_to`, for a mail is in one folder. Mail that became no
    ticket has no category and is only marked, or moved to `move_to`.

    Args:
        settings: The mailbox.
        category: The ticket's.
        filed_as: The category that shows in the mailbox so far.
    """
    keywords = [settings.keyword] if settings.after is AfterIntake.KEYWORD else []
    folder = settings.move_to if settings.after is AfterIntake.MOVE else None
    if category is not None:
        name = f"{settings.sorted_prefix}{category.value}"
        if settings.sorted_by is SortedBy.KEYWORD:
            keywords.append(name)
        elif settings.sorted_by is SortedBy.FOLDER:
            folder = name
    outdated: tuple[str, ...] = ()
    if settings.sorted_by is SortedBy.KEYWORD and filed_as not in {None, category}:
        outdated = (f"{settings.sorted_prefix}{filed_as}",)
    return Errand(tuple(keywords), folder, outdated)


def has_errands(settings: Mailbox) -> bool:
    """Tell whether anything is ever done to the server's copies."""
    return any(errand(settings, category) != Errand() for category in (None, *Category))


def grouped(settings: Mailbox, copies: Iterable[Copy]) -> dict[Errand, list[Copy]]:
    """Group mails by what is done to them, so that a command serves many."""
    groups: dict[Errand, list[Copy]] = {}
    for copy in copies:
        task = errand(settings, copy.category, copy.filed_as)
        groups.setdefault(task, []).append(copy)
    return groups


def carry_out(client: Client, task: Errand, uids: Sequence[int]) -> dict[int, Place]:
    """Do it; doing it again is harmless, and mails that are gone are passed over.

    Returns:
        Where mails were moved to, by their UIDs before, as far as the server tells.

    Raises:
        imaplib.IMAP4.error: the server refuses.
        OSError: the connection is lost or too slow.
    """
    if task.outdated:
        with client.limit():
            client.remove_flags(uids, task.outdated, silent=True)
    if task.keywords:
        with client.limit():
            client.add_flags(uids, task.keywords, silent=True)
    if task.folder is None:
        return {}
    folder = task.folder
    client.take_copied()
    _move(client, uids, folder)
    validity, moved = client.take_copied()
    return {old: Place(folder, validity, new) for old, new in moved if old in set(uids)}


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
