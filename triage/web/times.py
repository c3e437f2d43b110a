"""Instants as people read them: in the agreement's zone, and how far away."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from markupsafe import Markup

_MINUTE = 60
_HOUR = 3600
_DAY = 86400
_UNITS = ((_DAY, "d"), (_HOUR, "h"), (_MINUTE, "min"))


@dataclass(frozen=True, slots=True)
class Face:
    """A clock face: a zone, and the present.

    Attributes:
        zone: The agreement's.
        now: In UTC.
    """

    zone: tzinfo
    now: datetime

    def short(self, at: datetime) -> str:
        """Return the time, with the day where it is not today and the year where it is another."""
        local, today = at.astimezone(self.zone), self.now.astimezone(self.zone)
        if local.date() == today.date():
            return f"{local:%H:%M}"
        day = f"{local:%a} {local.day} {local:%b}"
        return f"{day} {local:%H:%M}" if local.year == today.year else f"{day} {local:%Y %H:%M}"

    def full(self, at: datetime) -> str:
        """Return everything down to the second, with the zone."""
        local = at.astimezone(self.zone)
        return f"{local:%a} {local.day} {local:%b %Y, %H:%M:%S %Z}"

    def stamp(self, at: datetime) -> Markup:
        """Return the time as HTML; the full one shows on hovering."""
        return Markup('<time datetime="{}" title="{}">{}</time>').format(
            at.isoformat(), self.full(at), self.short(at)
        )

    def precise(self, at: datetime) -> Markup:
        """Return the time as HTML down to the second, for what must be proved."""
        local = at.astimezone(self.zone)
        is_today = local.date() == self.now.astimezone(self.zone).date()
        text = f"{local:%H:%M:%S}" if is_today else f"{self.short(at)}:{local:%S}"
        return Markup('<time datetime="{}" title="{}">{}</time>').format(
            at.isoformat(), self.full(at), text
        )

    def away(self, at: datetime) -> str:
        """Return how far away it is, such as "in 2 h" or "3 d ago"."""
        distance = at - self.now
        if abs(distance) < timedelta(minutes=1):
            return "now"
        if distance > timedelta(0):
            return f"in {rough(distance)}"
        return f"{rough(-distance)} ago"


def rough(duration: timedelta) -> str:
    """Return a duration in its largest unit, rounded down: "45 min", "5 h", "3 d"."""
    total = int(duration.total_seconds())
    for size, name in _UNITS:
        if total >= size and (size != _DAY or total >= 2 * _DAY):
            return f"{total // size} {name}"
    return "1 min" if total >= _MINUTE else "under 1 min"


def exact(duration: timedelta) -> str:
    """Return a duration in full: "2 h 30 min", "41 s"; hours are never made into days.

    A business day is not 24 hours, so days would mislead.
    """
    total = int(duration.total_seconds())
    hours, minutes, seconds = total // _HOUR, total % _HOUR // _MINUTE, total % _MINUTE
    parts = [f"{hours} h" if hours else "", f"{minutes} min" if minutes else ""]
    if not hours and (seconds or not minutes):
        parts.append(f"{seconds} s")
    return " ".join(part for part in parts if part)
