"""Dates, hours and names as a customer reads them, by locale."""

import re
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from functools import lru_cache
from typing import Final

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_timezone_gmt
from babel.numbers import format_currency, format_decimal

from triage.sla.calendar import Calendar, Window

ENGLISH: Final = "en"
_LONGEST_NAME: Final = 60
# What is no name but an address, a link or a trick; nobody shall be greeted with an advertisement.
_NO_NAME: Final = re.compile(
    r"[@/\\<>{}\[\]|#=*_\d\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
    r"|www\.|\.\w{2,}\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=128)
def locale_of(language: str) -> Locale:
    """Return the locale that dates are written in; English ones begin with the day."""
    return Locale.parse("en_GB" if language == ENGLISH else language)


def is_right_to_left(language: str) -> bool:
    """Tell whether a language is written from right to left."""
    return locale_of(language).text_direction == "rtl"


def greetable_name(name: str) -> str:
    """Return a customer's name, or nothing where greeting with it could be abused.

    An acknowledgement goes to whatever address a mail claims to come from, so that a name such as
    "Win at www.example.com" would make us carry an advertisement.
    """
    name = name.strip()
    return "" if len(name) > _LONGEST_NAME or _NO_NAME.search(name) else name


def ticket_text(number: int, language: str) -> str:
    """Return `#number` as plain text, isolated where the text runs from right to left."""
    return f"\u2066#{number}\u2069" if is_right_to_left(language) else f"#{number}"


def instant_text(instant: datetime, calendar: Calendar, language: str) -> str:
    """Return day and time in the calendar's zone, cut to the minute, never later than `instant`."""
    local = instant.astimezone(calendar.zone)
    wall = local.replace(tzinfo=None, second=0, microsecond=0)
    return _instant_text(wall, local.utcoffset(), language)


@lru_cache(maxsize=4096)
def _instant_text(wall: datetime, offset: timedelta | None, language: str) -> str:
    # The offset is an argument of its own, for instants that are equal in two zones are one key.
    locale = locale_of(language)
    pattern = str(locale.datetime_formats["medium"])
    day = format_date(wall.date(), "full", locale)
    written = pattern.replace("{1}", day).replace("{0}", _time_text(wall.time(), locale))
    return f"{_plain(written)} ({_zone_text(offset, locale)})"


def hours_text(calendar: Calendar, language: str, now: datetime) -> str:
    """Return the week's opening hours, as in "Mon–Fri 10:00–17:00 (GMT)".

    Args:
        calendar: The desk's.
        language: Which language it is written in.
        now: The offset from GMT that is named is the one of this day.
    """
    noon = datetime.combine(calendar.local_day(now), time(12), calendar.zone)
    return _hours_text(calendar.week, noon.utcoffset(), language)


@lru_cache(maxsize=512)
def _hours_text(
    week: tuple[tuple[Window, ...], ...], offset: timedelta | None, language: str
) -> str:
    locale = locale_of(language)
    runs: list[list[int]] = []
    for weekday, windows in enumerate(week):
        if runs and runs[-1][-1] == weekday - 1 and week[weekday - 1] == windows:
            runs[-1].append(weekday)
        elif windows:
            runs.append([weekday])
    written = "; ".join(
        f"{_days_text(run, locale)} {_windows(week[run[0]], locale)}" for run in runs
    )
    return f"{_plain(written)} ({_zone_text(offset, locale)})"


def _days_text(run: list[int], locale: Locale) -> str:
    # Babel mixes up the "stand-alone" names of several locales once two of them are loaded.
    names = locale.days["format"]["abbreviated"]
    first, last = names[run[0]], names[run[-1]]
    return str(first) if first == last else f"{first}–{last}"


def _windows(windows: tuple[Window, ...], locale: Locale) -> str:
    return ", ".join(
        f"{_time_text(opens, locale)}–{_time_text(closes, locale) if closes else '24:00'}"
        for opens, closes in windows
    )


def _time_text(wall: time, locale: Locale) -> str:
    """Return a time by the locale's habit, on 24 hours: nobody shall doubt which half it is."""
    has_halves = re.search("[abB]", locale.time_formats["short"].pattern)
    return format_time(wall, "HH:mm" if has_halves else "short", locale=locale)


def _zone_text(offset: timedelta | None, locale: Locale) -> str:
    if not offset:
        return "GMT"
    return get_timezone_gmt(datetime(1970, 1, 1, tzinfo=timezone(offset)), "long", locale)


def month_text(first: date, language: str) -> str:
    """Return a calendar month, as in "March 2026"."""
    return _plain(format_skeleton("yMMMM", first, locale=locale_of(language)))


def money_text(amount: Decimal, currency: str, language: str) -> str:
    """Return an amount with its currency, to the cent."""
    return _plain(format_currency(amount, currency, locale=locale_of(language)))


def percent_text(percent: Decimal, language: str) -> str:
    """Return per cent with two decimals, as in "98.73 %"."""
    return _plain(f"{format_decimal(percent, '0.00', locale=locale_of(language))} %")


def _plain(text: str) -> str:
    """Return a text with common blanks alone; narrow ones show as boxes in some mail programs."""
    return text.replace("\u202f", " ").replace("\xa0", " ")
