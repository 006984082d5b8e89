"""Years of other calendars, converted only where it is certain which one they are of."""

from __future__ import annotations

import datetime as dt

SOLAR_HIJRI = "Solar Hijri"
BUDDHIST = "Buddhist"
_EARLIEST = 1900
# Where each is the calendar of the State.
_SOLAR = {"IRN", "AFG"}
_BUDDHIST = {"THA", "LAO", "KHM"}
_SOLAR_YEARS = range(1300, 1480)
_BUDDHIST_YEARS = range(2443, 2600)
_BUDDHIST_AHEAD = 543


def calendar_of(year: int, iso3: str) -> str:
    """Return the calendar of a year: empty for the Gregorian, else its name or what is open.

    Examples
    --------
    >>> calendar_of(2022, "IRN"), calendar_of(1401, "IRN"), calendar_of(2565, "THA")
    ('', 'Solar Hijri', 'Buddhist')
    >>> calendar_of(1443, "SAU")
    'a year of another calendar, or none'
    """
    now = dt.datetime.now(tz=dt.UTC).year
    if _EARLIEST <= year <= now:
        return ""
    if year in _SOLAR_YEARS and iso3 in _SOLAR and year + 621 <= now:
        return SOLAR_HIJRI
    if year in _BUDDHIST_YEARS and iso3 in _BUDDHIST and year - _BUDDHIST_AHEAD <= now:
        return BUDDHIST
    return "a year to come" if now < year < now + 100 else "a year of another calendar, or none"


def gregorian(year: int, month: int, day: int, calendar: str) -> dt.date:
    """Return a day of another calendar in ours.

    Examples
    --------
    >>> gregorian(1401, 3, 5, "Solar Hijri").isoformat()
    '2022-05-26'
    >>> gregorian(2565, 3, 5, "Buddhist").isoformat()
    '2022-03-05'
    """
    if calendar == BUDDHIST:
        return dt.date(year - _BUDDHIST_AHEAD, month, day)
    long_months = 6
    longest = 31 if month <= long_months else 30
    if not (1 <= month <= 12 and 1 <= day <= longest):  # noqa: PLR2004
        raise ValueError
    passed = 31 * min(month - 1, long_months) + 30 * max(month - 1 - long_months, 0)
    date = _new_year(year) + dt.timedelta(days=passed + day - 1)
    if date >= _new_year(year + 1):
        raise ValueError
    return date


# Leap years of 1300 to 1480, by the astronomical rule, fall into runs of 33 years.
_CYCLE = (1, 5, 9, 13, 17, 22, 26, 30)


def _new_year(year: int) -> dt.date:
    # 1 Farvardin 1400 was 21 March 2021.
    days = 0
    step = 1 if year >= 1400 else -1  # noqa: PLR2004
    for passed in range(1400, year, step):
        of = passed if step == 1 else passed - 1
        days += step * (366 if of % 33 in _CYCLE else 365)
    return dt.date(2021, 3, 21) + dt.timedelta(days=days)
