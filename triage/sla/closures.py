"""Public holidays by date and name, from the `holidays` library."""

import warnings
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import holidays as library


@lru_cache(maxsize=1024)
def holidays_of(place: str, year: int) -> Mapping[date, str]:
    """Return the public holidays of a place in a year, by date.

    Args:
        place: An ISO 3166 code: a country such as "IN", or a part of it such as "GB-SCT".
        year: The calendar year. The library knows no movable feasts of some countries for years
            far away; such years have the fixed ones only.

    Raises:
        ValueError: Where the library does not know the place.
    """
    country, _, subdivision = place.partition("-")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of the years just spoken of
            found = library.country_holidays(
                country, subdiv=subdivision or None, years=year, language="en_US"
            )
            return {day: str(name) for day, name in found.items()}
    except NotImplementedError:
        raise ValueError(
            f"holidays of {place!r} are not known; use an ISO 3166 code such as IN or GB-ENG"
        ) from None


@lru_cache(maxsize=1024)
def union_of(places: tuple[str, ...], year: int) -> Mapping[date, str]:
    """Return the holidays of several places together; the first place names a common day.

    Raises:
        ValueError: Where the library does not know a place.
    """
    together: dict[date, str] = {}
    for place in places:
        for day, name in holidays_of(place, year).items():
            together.setdefault(day, name)
    return together
