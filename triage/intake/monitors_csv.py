"""Outages out of a CSV file, such as a monitoring service exports (rule S10)."""

from collections.abc import Iterable
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from models.vocabulary import Watched
from triage.intake.monitors_payload import Name
from triage.intake.tables import read_table
from triage.sla.witnesses import Change


class _Outage(BaseModel):
    model_config = ConfigDict(frozen=True)

    monitor: Name
    location: Name
    watches: Watched = Watched.BOTH
    start: AwareDatetime = Field(alias="from")
    end: AwareDatetime | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.end is not None and self.end < self.start:
            raise ValueError("it ends before it starts; swap from and to")
        return self


def read_outages(lines: Iterable[str]) -> list[Change]:
    """Read a CSV file with the columns monitor, location, from, to and, if wanted, watches.

    Returns:
        The changes, oldest first. An outage without an end is still going on.

    Raises:
        triage.intake.tables.TableError: Names every fault with its line.
    """
    changes = []
    for row in read_table(lines, _Outage):
        if row.start == row.end:
            continue
        changes.append(Change(row.monitor, row.location, row.watches, row.start, is_up=False))
        if row.end is not None:
            changes.append(Change(row.monitor, row.location, row.watches, row.end, is_up=True))
    # Where one outage ends as the next begins, the end comes first.
    return sorted(changes, key=lambda change: (change.at, not change.is_up))
