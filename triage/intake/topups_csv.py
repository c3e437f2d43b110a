"""Top-ups out of a CSV file (rule S11)."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from models.credit import TopUp
from triage.intake.payload import CreditedTopUp, Customer, Email, Key
from triage.intake.tables import TableError, read_table
from triage.intake.topups import CLOCKS_DIFFER, row_of


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: Key
    customer: Key
    email: Email | None = None
    at: AwareDatetime
    amount: Annotated[Decimal, Field(max_digits=20, decimal_places=8)]
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    bonus: bool = False

    def top_up(self) -> CreditedTopUp:
        """Return it as a panel would post it."""
        return CreditedTopUp(
            id=self.id,
            customer=Customer(id=self.customer, email=self.email),
            amount=self.amount,
            currency=self.currency,
            bonus=self.bonus,
            at=self.at,
        )


def read_top_ups(lines: Iterable[str], policy: str, source: str, now: datetime) -> list[TopUp]:
    """Read a CSV file: id, customer, at, amount, currency and, if wanted, email and bonus.

    Raises:
        TableError: Names every fault with its line.
    """
    found = read_table(lines, _Line)
    later = [
        f"{row.id}: {row.at} is in the future" for row in found if row.at > now + CLOCKS_DIFFER
    ]
    if later:
        raise TableError(later)
    return [row_of(row.top_up(), policy, source, now) for row in found]
