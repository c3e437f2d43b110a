"""From a folder into the inbox: what is above the cursor, kept and passed in one transaction."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import structlog

from models.vocabulary import Channel
from triage.config.schema import Mailbox
from triage.db import Database
from triage.intake import cursor as cursors
from triage.intake.errors import IntakeError, MessageUnreadableError
from triage.intake.finished import forget_copies, note_copies
from triage.intake.imap.client import ERRORS
from triage.intake.imap.folder import NO_VALIDITY, Folder
from triage.intake.imap.reading import Fetched, fetch, look
from triage.intake.poller import Clock, Wake
from triage.intake.store import RawMessage, renumber, store

ATTEMPTS = 4
"""How often a mail that cannot be fetched is tried before it is set aside."""

_log = structlog.get_logger("intake.imap")


class Taker:
    """Takes in a folder's mail, in sets; where a set fails, its mails one by one.

    The raw bytes and the cursor are committed together, before anything is changed on the
    server. A crash at any moment leaves the cursor behind what is kept, never before it.
    """

    def __init__(
        self, name: str, settings: Mailbox, database: Database, wake: Wake, clock: Clock
    ) -> None:
        self._name = name
        self._settings = settings
        self._database = database
        self._wake = wake
        self._clock = clock
        self._last_uid = 0
        self._go_live_at = clock()
        self._failures: Counter[int] = Counter()
        self._careful_until = 0

    def begin(self, folder: Folder) -> None:
        """Start where the cursor stands, or over where its UIDs are not this folder's any more."""
        now = self._clock()
        with self._database.write() as session:
            cursor = cursors.open_cursor(session, self._name, now)
            cursors.note(session, self._name, now, None)
            is_known = cursor.uid_validity == folder.uid_validity != NO_VALIDITY
            if not is_known:
                forget_copies(session, self._name)
        if not is_known:
            self._failures.clear()
        self._last_uid = cursor.last_uid if is_known else 0
        self._go_live_at = self._settings.go_live_at or cursor.go_live_at
        _log.info("mailbox.opened", mailbox=self._name, last_uid=self._last_uid)

    def take_all(self, folder: Folder, may_go_on: Callable[[], bool]) -> int:
        """Take in everything above the cursor, until there is no more news.

        Args:
            folder: The open folder that `begin` was called with.
            may_go_on: Asked after each set.

        Returns:
            How many messages were new.
        """
        stored = 0
        is_more = True
        while is_more:
            for uids in self._sets(folder.client.uids_from(self._last_uid + 1)):
                stored += self._take(folder, uids)
                if not may_go_on():
                    return stored
            is_more = folder.client.take_news()
        return stored

    def _sets(self, uids: Sequence[int]) -> Iterator[Sequence[int]]:
        position = 0
        while position < len(uids):
            is_careful = uids[position] <= self._careful_until
            length = 1 if is_careful else self._settings.batch_size
            yield uids[position : position + length]
            position += length

    def _take(self, folder: Folder, uids: Sequence[int]) -> int:
        if self._failures[uids[0]] >= ATTEMPTS:
            messages = [_unreadable(folder, uids[0], self._clock())]
        else:
            fetched = self._fetched(folder, uids)
            messages = [self._message(folder, mail) for mail in fetched]
        stored = self._keep(folder, messages, uids[-1])
        for uid in uids:
            self._failures.pop(uid, None)
        if stored:
            self._wake()
        return stored

    def _keep(self, folder: Folder, messages: Sequence[RawMessage], last_uid: int) -> int:
        now = self._clock()
        with self._database.write() as session:
            stored = store(session, self._name, Channel.EMAIL, messages, now)
            if stored < len(messages):
                renumber(session, self._name, messages)
            note_copies(session, self._name, messages)
            cursors.advance(session, self._name, folder.uid_validity, last_uid)
        self._last_uid = last_uid
        return stored

    def _fetched(self, folder: Folder, uids: Sequence[int]) -> list[Fetched]:
        try:
            mails = fetch(
                folder.client, look(folder.client, uids), self._settings.max_message_bytes
            )
            missing = set(uids).difference(mail.uid for mail in mails)
            # Another client may have moved them away since they were listed.
            if missing and missing.intersection(folder.client.uids_from(min(missing))):
                raise MessageUnreadableError(f"the server does not give UID {min(missing)}")
        except (*ERRORS, IntakeError):
            self._careful_until = max(self._careful_until, uids[-1])
            if len(uids) == 1:
                self._failures[uids[0]] += 1
            raise
        return mails

    def _message(self, folder: Folder, mail: Fetched) -> RawMessage:
        date, now = mail.internal_date, self._clock()
        return RawMessage(
            mail.raw,
            now if date is None else min(date, now),
            uid_validity=folder.uid_validity,
            uid=mail.uid,
            may_answer=date is not None and date >= self._go_live_at,
        )


def _unreadable(folder: Folder, uid: int, now: datetime) -> RawMessage:
    validity = folder.uid_validity
    return RawMessage(
        f"X-Triage-Unreadable: {validity} {uid}\r\n\r\n".encode(),
        now,
        uid_validity=validity,
        uid=uid,
        may_answer=False,
        error=f"the server lists this mail and does not give it: UID {uid} of {validity}",
    )
