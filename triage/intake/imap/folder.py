"""One folder, selected on a connection of its own."""

from dataclasses import dataclass

from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, IMAPClientReadOnlyError

from triage.config.schema import Mailbox
from triage.intake.errors import SourceRefusedError
from triage.intake.imap.client import Client
from triage.intake.imap.connecting import close, connect
from triage.oauth import AccessTokens

NO_VALIDITY = 0
"""Stands for a missing UIDVALIDITY: the UIDs of such a server hold for one connection."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that is open.

    Attributes:
        client: Its connection.
        uid_validity: What its UIDs belong to, or `NO_VALIDITY`.
        is_writable: Whether mails can be marked and moved.
    """

    client: Client
    uid_validity: int
    is_writable: bool


def open_folder(settings: Mailbox, tokens: AccessTokens | None = None) -> Folder:
    """Connect, log in and select.

    Raises:
        SourceRefusedError: a person has to mend the settings or the account.
        IntakeError: the server is not willing now.
        OSError: it cannot be reached.
    """
    client = connect(settings, tokens)
    try:
        return _select(client, settings.folder)
    except BaseException:
        close(client)
        raise


def _select(client: Client, name: str) -> Folder:
    is_writable = True
    with client.limit():
        try:
            answer = client.select_folder(name)
        except IMAPClientReadOnlyError:
            is_writable = False
            answer = client.select_folder(name, readonly=True)
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            raise SourceRefusedError(f"the folder {name!r} cannot be opened: {error}") from error
    return Folder(client, answer.get(b"UIDVALIDITY", NO_VALIDITY), is_writable)
