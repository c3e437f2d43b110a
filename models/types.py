"""Column types that keep what Python knows: instants with their offset, enums with their class."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import JSON, DateTime, Dialect, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import SQLModel

_Enum = TypeVar("_Enum", bound=StrEnum)
_MOST_DIGITS = 32

# Every table's module imports this one, so constraints are named before the first is declared.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An instant in UTC; naive values are refused, for SQLite would drop an offset silently."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return `value` in UTC.

        Raises:
            ValueError: the value has no offset.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}: give it an offset before it is stored")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored instant with its UTC offset."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class EnumText(TypeDecorator[_Enum], Generic[_Enum]):
    """A `StrEnum` kept as plain text, so that a new member needs no change of the schema."""

    impl = String(40)
    cache_ok = True

    def __init__(self, enum: type[_Enum]) -> None:
        super().__init__()
        self.enum = enum

    def process_bind_param(self, value: _Enum | str | None, dialect: Dialect) -> str | None:
        """Return the member's text.

        Raises:
            ValueError: the value is no member of the enum.
        """
        del dialect
        return None if value is None else self.enum(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> _Enum | None:
        """Return the member."""
        del dialect
        return None if value is None else self.enum(value)


class Money(TypeDecorator[Decimal]):
    """An amount kept as its digits, for SQLite would make a binary fraction of it."""

    impl = String(_MOST_DIGITS)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Return the digits, never with an exponent.

        Raises:
            ValueError: The value is infinite, no number, or has too many digits.
        """
        del dialect
        if value is None:
            return None
        digits = f"{value:f}"
        if not value.is_finite() or len(digits) > _MOST_DIGITS:
            raise ValueError(f"{value!r} is no amount that can be kept")
        return digits

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """Return the amount, to the digit what it was."""
        del dialect
        return None if value is None else Decimal(value)


def json_type() -> TypeEngine[Any]:
    """Return JSON, as JSONB where PostgreSQL keeps it."""
    return JSON().with_variant(JSONB(), "postgresql")
