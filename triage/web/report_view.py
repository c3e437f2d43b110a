"""The months that a report is about, and its figures in words."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from triage.desk.reports import Span
from triage.rate import Rate
from triage.web.times import exact

_SHOWN_MONTHS = 3
_YEAR = 12

Month = Annotated[str, Field(pattern=r"^(19[7-9]\d|20\d\d|21[0-8]\d)-(0[1-9]|1[0-2])$")]
Chosen = Annotated[Month | None, BeforeValidator(lambda value: value or None)]


class ReportParams(BaseModel):
    """A report's address: the first and the last month, both included, and an agreement."""

    model_config = ConfigDict(frozen=True)

    since: Chosen = None
    to: Chosen = None
    policy: Annotated[str, Field(max_length=64)] = ""


@dataclass(frozen=True, slots=True)
class Period:
    """The months that a report shows.

    Attributes:
        since: The first month, such as "2026-03".
        to: The last month, included.
        policy: The agreement that it is about; empty for all.
        today: The present day.
    """

    since: str
    to: str
    policy: str
    today: date

    @classmethod
    def of(cls, params: ReportParams, today: date) -> "Period":
        """Return the months asked for; by default the present one and the two before it."""
        to = params.to or max(f"{today:%Y-%m}", params.since or "")
        since = params.since or min(f"{_months_on(today, 1 - _SHOWN_MONTHS):%Y-%m}", to)
        return cls(min(since, to), max(since, to), params.policy, today)

    @property
    def span(self) -> Span:
        """The days of these months."""
        after = _months_on(_first(self.to), 1)
        return Span(_first(self.since), after, self.policy or None)

    @property
    def words(self) -> str:
        """The months as people say them."""
        first, last = (f"{_first(month):%B %Y}" for month in (self.since, self.to))
        return first if first == last else f"{first} to {last}"

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """Common spans of months: what they are called, their query, whether it is this one."""
        last = f"{self.today:%Y-%m}"
        before = f"{_months_on(self.today, -1):%Y-%m}"
        spans = [("This month", last, last), ("Last month", before, before)]
        spans += [
            (f"{count} months", f"{_months_on(self.today, 1 - count):%Y-%m}", last)
            for count in (_SHOWN_MONTHS, _YEAR)
        ]
        is_this = (self.since, self.to)
        return [(name, self._query(since, to), (since, to) == is_this) for name, since, to in spans]

    @property
    def query(self) -> str:
        """The query string of an address that shows the same months."""
        return self._query(self.since, self.to)

    def _query(self, since: str, to: str) -> str:
        chosen = {"since": since, "to": to} | ({"policy": self.policy} if self.policy else {})
        return urlencode(chosen)


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _months_on(day: date, count: int) -> date:
    """Return the first day of the month so many months later, or earlier."""
    years, month = divmod(day.year * _YEAR + day.month - 1 + count, _YEAR)
    return date(years, month + 1, 1)


def percent(rate: Rate) -> str:
    """Return a share in words; it is never rounded up to 100 %, nor down to 0 %."""
    if rate.value is None:
        return "–"
    tenths = round(1000 * rate.value)
    if rate.hits < rate.of:
        tenths = min(tenths, 999)
    if rate.hits:
        tenths = max(tenths, 1)
    return f"{tenths / 10:.1f} %"


def interval(rate: Rate) -> str:
    """Return the 95 % interval in words."""
    if rate.value is None:
        return "–"
    low, high = rate.interval
    return f"{100 * low:.1f}–{100 * high:.1f} %"


def waited(seconds: float | None) -> str:
    """Return a waiting time in words."""
    if seconds is None:
        return "–"
    if seconds < 1:
        return "under 1 s"
    return exact(timedelta(seconds=seconds))
