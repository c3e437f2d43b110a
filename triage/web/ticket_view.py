"""One ticket as its page shows it: every stranger's word made safe, every verdict in words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from models.outbox import Outbox
from models.ticket import Message, Ticket
from models.verdict import AckDecision, Verdict
from models.vocabulary import Direction, Question
from triage.desk.casefile import Casefile
from triage.desk.verdicts import NO_DUPLICATE
from triage.web import words
from triage.web.safe_html import plain, safe_html, safe_text

_STRONG, _CLEAR = 2.0, 1.0
_MOST_EVIDENCE = 6
_MOST_SCORES = 3
_KIB = 1024
_DENIALS = frozenset(((Question.ABUSIVE, "no"), (Question.DUPLICATE, NO_DUPLICATE)))
_NAME = re.compile(r"[a-z_]+")
_NAMES: Mapping[Question, Mapping[str, str]] = {
    Question.CATEGORY: words.CATEGORY,
    Question.MISSING: words.FIELD,
}


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """An attachment: its name made safe, its size in words, its address where it can be had."""

    name: str
    kind: str
    size: str
    href: str | None
    is_disguised: bool


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message.

    Attributes:
        message: Its row; of it only what is no text of a stranger's is shown directly.
        author: Who wrote it.
        address: Their address.
        text: What was written this time.
        quoted: All of it, where that is more.
        html: The formatted version, where it has one that can be shown.
        attachments: What came with it.
        decision: Whether it was acknowledged, and why not.
    """

    message: Message
    author: str
    address: str
    text: Markup
    quoted: Markup | None
    html: Markup | None
    attachments: Sequence[AttachmentView]
    decision: AckDecision | None

    @property
    def kind(self) -> str:
        """Whether a customer wrote it, we did, or it is a note."""
        return self.message.direction.value


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A reason for an answer, in words."""

    text: str
    note: str
    strength: str
    is_against: bool


@dataclass(frozen=True, slots=True)
class VerdictView:
    """What the bot answered to one question when the ticket was filed."""

    question: Question
    label: str
    score: float | None
    others: Sequence[tuple[str, float]]
    evidence: Sequence[EvidenceView]
    model: str
    at: datetime


def message_views(case: Casefile) -> list[MessageView]:
    """Return the conversation, oldest first."""
    return [_message(case, message) for message in case.messages]


def verdict_views(case: Casefile) -> dict[Question, VerdictView]:
    """Return the verdicts on the message that opened the ticket."""
    opening = next((m for m in case.messages if m.direction is Direction.INBOUND), None)
    if opening is None or opening.id is None:
        return {}
    return {row.question: _verdict(row) for row in case.verdicts.get(opening.id, ())}


def label_in_words(question: Question, label: str) -> str:
    """Return a label of the record as the screen calls it."""
    match question:
        case Question.CATEGORY:
            return words.CATEGORY.get(label, label)
        case Question.LANGUAGE:
            return words.language(label)
        case Question.MISSING:
            names = ", ".join(words.FIELD.get(name, name) for name in label.split(", "))
            return f"{names} missing"
        case Question.DUPLICATE:
            return f"duplicate of #{label}" if label.isdigit() else "no duplicate"
        case Question.ABUSIVE:
            return "abusive" if label == "yes" else "not abusive"


def _message(case: Casefile, message: Message) -> MessageView:
    reply, whole = message.reply_text.strip(), message.text.strip()
    shown = reply or whole
    agent = case.agents.get(message.agent_id or 0)
    return MessageView(
        message=message,
        author=agent or _author(case.ticket, message),
        address="" if agent else plain(message.author_address),
        text=safe_text(shown),
        quoted=safe_text(whole) if whole != shown else None,
        html=safe_html(message.html) if message.html else None,
        attachments=[_attachment(case, message, found) for found in message.attachments],
        decision=case.decisions.get(message.id or 0),
    )


def _author(ticket: Ticket, message: Message) -> str:
    """Return who wrote a message; a panel's customer may have an account and no address."""
    account = ticket.customer if message.direction is Direction.INBOUND else None
    named = message.author_name or message.author_address or account
    return plain(named or "") or "Unknown"


def _attachment(case: Casefile, message: Message, found: Mapping[str, Any]) -> AttachmentView:
    address = f"/tickets/{case.ticket.number}/attachments/{message.id}/{found.get('sha256', '')}"
    declared, sniffed = str(found.get("type", "")), found.get("sniffed")
    return AttachmentView(
        name=plain(str(found.get("name", ""))) or "unnamed",
        kind=declared,
        size=size_in_words(int(found.get("size", 0))),
        href=address if message.id in case.mails and found.get("sha256") else None,
        is_disguised=sniffed is not None and sniffed != declared,
    )


def evidence_of(row: Outbox) -> list[tuple[str, str]]:
    """Return what the next hop said when it took or refused an acknowledgement."""
    return [
        (words.EVIDENCE.get(name, words.in_words(name).capitalize()), _said(value))
        for name, value in row.evidence.items()
        if value is not None and value != ""
    ]


def _said(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else plain(str(value))


def size_in_words(size: int) -> str:
    """Return a number of bytes as people say it."""
    if size < _KIB:
        return f"{size} B"
    if size < _KIB**2:
        return f"{size / _KIB:.0f} KB"
    return f"{size / _KIB**2:.1f} MB"


def _verdict(row: Verdict) -> VerdictView:
    ranked = sorted(row.scores.items(), key=lambda item: -item[1])
    is_category = row.question is Question.CATEGORY
    return VerdictView(
        question=row.question,
        label=label_in_words(row.question, row.label),
        score=_sureness(row),
        others=[
            (words.CATEGORY.get(name, name), score)
            for name, score in ranked[: _MOST_SCORES if is_category else 0]
        ],
        evidence=list(_evidence(row.evidence[:_MOST_EVIDENCE], row.question)),
        model=row.model_version,
        at=row.at,
    )


def _sureness(row: Verdict) -> float | None:
    """Return how sure the bot was; the record has how likely abuse or a duplicate is."""
    is_denial = (row.question, row.label) in _DENIALS
    return 1 - row.score if is_denial and row.score is not None else row.score


def _evidence(reasons: Sequence[Mapping[str, Any]], question: Question) -> Iterator[EvidenceView]:
    for reason in reasons:
        weight = float(reason.get("weight", 0.0))
        size = abs(weight)
        yield EvidenceView(
            text=plain(str(reason.get("text", ""))),
            note=plain(_in_words(str(reason.get("note", "")), question)),
            strength="strong" if size >= _STRONG else "clear" if size >= _CLEAR else "slight",
            is_against=weight < 0,
        )


def _in_words(note: str, question: Question) -> str:
    """Call categories and fields in a note as the screen calls them."""
    known = _NAMES.get(question, {})
    return _NAME.sub(lambda found: known.get(found[0], found[0]), note)
