"""The facts from which a first-response clock is computed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Final, Self, TypeVar, cast

from models.vocabulary import Actor, Category, Channel, ClockEventType, Field
from triage.sla.instants import read_instant, read_list, read_object, shown, utc, write_instant

E = TypeVar("E", bound=StrEnum)


class Unsaid:
    """The type of `UNSAID`: the event says nothing on this key."""

    def __repr__(self) -> str:
        return "UNSAID"


UNSAID: Final = Unsaid()
"""Unlike None, which says that a ticket is the duplicate of none."""


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """Something that happened to a ticket; which keys matter depends on the type.

    Attributes:
        type: What happened.
        at: When, by the server's clock; UTC.
        channel: Of `received`: how the ticket came.
        customer_category: Of `received`: what the customer chose, or None.
        by: Of `classified`: bot or agent.
        category: Of `classified`: None says nothing on the category.
        missing: Of `classified`: required fields absent as of filing; None says nothing.
        abusive: Of `classified`: None says nothing.
        duplicate_of: Of `classified`: the earlier ticket, None for none, UNSAID for no word.
        fields: Of `supplied` and `asked`.
        message_id: Of `acknowledged` and `bounced`: which acknowledgement, where known.
    """

    type: ClockEventType
    at: datetime
    channel: Channel | None = None
    customer_category: Category | None = None
    by: Actor | None = None
    category: Category | None = None
    missing: frozenset[Field] | None = None
    abusive: bool | None = None
    duplicate_of: str | int | Unsaid | None = UNSAID
    fields: frozenset[Field] = frozenset()
    message_id: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", utc("at", self.at))

    @classmethod
    def from_json(cls, data: object, where: str = "event") -> Self:
        """Read an event of the contract; keys of other types are ignored.

        Args:
            data: The JSON object.
            where: What to call the event in a complaint, such as "events[2]".

        Raises:
            ValueError: Names the key, the value and the remedy.
        """
        entry = read_object(where, data)
        kind = _choice(entry, where, "type", ClockEventType)
        return cls.of_parts(kind, read_instant(f"{where}.at", entry.get("at")), entry, where)

    @classmethod
    def of_parts(
        cls, kind: ClockEventType, at: datetime, entry: Mapping[str, object], where: str = "event"
    ) -> Self:
        """Return the event of a type and an instant, its other keys read from `entry`.

        Raises:
            ValueError: Names the key, the value and the remedy.
        """
        if kind is ClockEventType.RECEIVED:
            return cls(
                kind,
                at,
                channel=_choice(entry, where, "channel", Channel),
                customer_category=_choice_or_none(entry, where, "customer_category", Category),
            )
        if kind is ClockEventType.CLASSIFIED:
            return cls(
                kind,
                at,
                by=_choice_or_none(entry, where, "by", Actor),
                category=_choice_or_none(entry, where, "category", Category),
                missing=_fields(entry, where, "missing") if _says(entry, "missing") else None,
                abusive=_flag(entry, where, "abusive"),
                duplicate_of=_ticket(entry, where, "duplicate_of"),
            )
        if kind in {ClockEventType.SUPPLIED, ClockEventType.ASKED}:
            return cls(kind, at, fields=_fields(entry, where, "fields"))
        return cls(kind, at, message_id=_text(entry, where, "message_id"))

    def to_json(self) -> dict[str, object]:
        """Return the event as the contract writes it; what it does not say is left out."""
        found: dict[str, object] = {"type": self.type.value, "at": write_instant(self.at)}
        if self.type is ClockEventType.RECEIVED:
            found |= {"channel": self.channel, "customer_category": self.customer_category}
        elif self.type is ClockEventType.CLASSIFIED:
            missing = None if self.missing is None else sorted(self.missing)
            said: dict[str, object] = {"by": self.by, "category": self.category}
            said |= {"missing": missing, "abusive": self.abusive}
            found |= {key: value for key, value in said.items() if value is not None}
            if not isinstance(self.duplicate_of, Unsaid):
                found["duplicate_of"] = self.duplicate_of
        elif self.type in {ClockEventType.SUPPLIED, ClockEventType.ASKED}:
            found["fields"] = sorted(self.fields)
        elif self.message_id is not None:
            found["message_id"] = self.message_id
        return found


def read_events(data: object) -> list[ClockEvent]:
    """Read the `events` of a line of `triage clock`.

    Raises:
        ValueError: Names the key, the value and the remedy.
    """
    return [
        ClockEvent.from_json(item, f"events[{position}]")
        for position, item in enumerate(read_list("events", data))
    ]


def _says(entry: Mapping[str, object], key: str) -> bool:
    return entry.get(key) is not None


def _choice(entry: Mapping[str, object], where: str, key: str, kind: type[E]) -> E:
    value = entry.get(key)
    found = _members(kind).get(value) if isinstance(value, str) else None
    if found is None:
        choices = ", ".join(kind)
        raise ValueError(f"{where}.{key} = {shown(value)} is unknown; use one of: {choices}")
    return cast("E", found)


@cache
def _members(kind: type[E]) -> Mapping[str, E]:
    """Return the members by their values; looking there costs a fifth of calling the enum."""
    return {member.value: member for member in kind}


def _choice_or_none(entry: Mapping[str, object], where: str, key: str, kind: type[E]) -> E | None:
    return _choice(entry, where, key, kind) if _says(entry, key) else None


def _fields(entry: Mapping[str, object], where: str, key: str) -> frozenset[Field]:
    names = read_list(f"{where}.{key}", entry.get(key))
    known = _members(Field)
    if not all(isinstance(name, str) and name in known for name in names):
        raise ValueError(
            f"{where}.{key} = {shown(names)} has an unknown field; use: {', '.join(Field)}"
        )
    return frozenset(known[name] for name in cast("Sequence[str]", names))


def _flag(entry: Mapping[str, object], where: str, key: str) -> bool | None:
    value = entry.get(key)
    if value is not None and not isinstance(value, bool):
        raise ValueError(
            f"{where}.{key} = {shown(value)} is neither true nor false; write one of them"
        )
    return value


def _text(entry: Mapping[str, object], where: str, key: str) -> str | None:
    value = entry.get(key)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{where}.{key} = {shown(value)} is no text; write it in quotes")
    return value


def _ticket(entry: Mapping[str, object], where: str, key: str) -> str | int | Unsaid | None:
    if key not in entry:
        return UNSAID
    value = entry[key]
    if value is None or (isinstance(value, str | int) and not isinstance(value, bool)):
        return value
    raise ValueError(
        f"{where}.{key} = {shown(value)} is no ticket; write its number, or null for none"
    )
