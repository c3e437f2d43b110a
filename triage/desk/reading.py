"""Reads raw messages: parses, classifies in one batch, and says what they are. No database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classifiers.classification import Classification
from classifiers.document import Document
from classifiers.settings import Settings
from classifiers.suite import Suite
from models.vocabulary import Field
from triage.desk.panels import facts_in, mail_of, panel_of
from triage.desk.submission import Panel, Raw, Submission
from triage.desk.unread import judged_by_subject
from triage.intake.payload import read_event
from triage.intake.store import JSON
from triage.mail.automatic import is_machine_generated
from triage.mail.bounces import read_bounce
from triage.mail.limits import ParseLimits
from triage.mail.message import ParsedMessage
from triage.mail.parser import parse
from triage.mail.recipient import acknowledgement_recipient
from triage.mail.thread import ClueKind, ThreadClue, thread_of


@dataclass(frozen=True, slots=True)
class _Opened:
    """A raw message after parsing."""

    raw: Raw
    mail: ParsedMessage
    panel: Panel | None = None
    facts: Mapping[Field, str] | None = None

    def document(self) -> Document:
        """Return what is classified; in a thread our own words are quoted, so they are cut."""
        is_first = not (self.mail.in_reply_to or self.mail.references)
        return Document(
            channel=self.raw.channel,
            subject=self.mail.subject,
            body=self.mail.text if is_first else self.mail.reply_text or self.mail.text,
            attachments=tuple(attachment.name for attachment in self.mail.attachments),
            form_category=self.panel.category if self.panel else None,
            form_username=self.panel.customer if self.panel else None,
        )


@dataclass(frozen=True, slots=True)
class Reader:
    """Turns raw messages into submissions.

    Attributes:
        suite: The classifiers.
        limits: The parser's bounds.
        answering: The address that answers for each source.
        secret: The key of our tokens.
        authserv_ids: Whose Authentication-Results are believed.
    """

    suite: Suite
    limits: ParseLimits
    answering: Mapping[str, str]
    secret: bytes
    authserv_ids: frozenset[str]

    @classmethod
    def load(
        cls,
        model: Path | None,
        claim_titles: tuple[str, ...],
        **others: Any,  # noqa: ANN401 - the other attributes
    ) -> "Reader":
        """Load the classifiers and return a reader; every argument can be pickled.

        Args:
            model: The model's file; None for the one that is shipped.
            claim_titles: What makes a message a claim by its subject (rule S13).
            others: The attributes but `suite`.
        """
        return cls(suite=Suite.load(model, Settings(claim_titles=claim_titles)), **others)

    def read(self, rows: Sequence[Raw]) -> list[Submission]:
        """Read a batch; classifying it at once costs a fraction of one by one."""
        opened = [self._open(raw) for raw in rows]
        answers = self.suite.classify([one.document() for one in opened])
        return [self._submission(one, said) for one, said in zip(opened, answers, strict=True)]

    def _open(self, raw: Raw) -> _Opened:
        if raw.media_type != JSON:
            return _Opened(raw, parse(raw.raw, self.limits))
        event = read_event(raw.raw)
        mail = mail_of(event, self.answering[raw.source])
        return _Opened(raw, mail, panel_of(event, raw.received_at), facts_in(event))

    def _submission(self, opened: _Opened, said: Classification) -> Submission:
        raw, mail = opened.raw, opened.mail
        if opened.panel is not None:
            clue = None
            if opened.panel.is_update and raw.ticket_number is not None:
                clue = ThreadClue(ClueKind.TOKEN, raw.ticket_number)
            return Submission(
                raw,
                mail,
                requester=mail.author,
                classification=_with_facts(said, opened.facts or {}),
                panel=opened.panel,
                clue=clue,
            )
        bounce = read_bounce(mail)
        return Submission(
            raw,
            mail,
            requester=acknowledgement_recipient(mail, self.authserv_ids),
            classification=judged_by_subject(said, mail),
            machine=is_machine_generated(mail),
            bounce=bounce,
            clue=thread_of(mail, self.secret, bounce.original_message_id if bounce else None),
        )


def _with_facts(said: Classification, facts: Mapping[Field, str]) -> Classification:
    """Add what the panel's form says to what the words say."""
    if not facts:
        return said
    present = dict(said.present)
    for name, value in facts.items():
        values = tuple(part.strip() for part in value.split(",") if part.strip())
        present[name] = tuple(dict.fromkeys((*present.get(name, ()), *values)))
    return said._replace(present=present, has=said.has | set(facts))
