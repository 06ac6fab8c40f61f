#!/usr/bin/python3
"""Writes the .ics files beside it: public holidays of a few countries, 2025 to 2028, out of their laws' rules.

Only days that hold in the whole country (gb: England and Wales; us: federal holidays). Run it again to add a year
or a country: config/holidays/generate.py
"""
from datetime import date, timedelta
from pathlib import Path

YEARS = range(2025, 2029)
MON, THU = 0, 3


def easter(year):
    """Easter Sunday of the Gregorian calendar (Meeus/Jones/Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def nth(year, month, weekday, which):
    """The which-th weekday of a month; -1 is the last."""
    if which > 0:
        first = date(year, month, 1)
        return first + timedelta((weekday - first.weekday()) % 7 + 7 * (which - 1))
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
    return last - timedelta((last.weekday() - weekday) % 7)


def poland(year):
    sunday = easter(year)
    yield date(year, 1, 1), "Nowy Rok"
    yield date(year, 1, 6), "Święto Trzech Króli"
    yield sunday, "Wielkanoc"
    yield sunday + timedelta(1), "Poniedziałek Wielkanocny"
    yield date(year, 5, 1), "Święto Pracy"
    yield date(year, 5, 3), "Święto Narodowe Trzeciego Maja"
    yield sunday + timedelta(49), "Zielone Świątki"
    yield sunday + timedelta(60), "Boże Ciało"
    yield date(year, 8, 15), "Wniebowzięcie Najświętszej Maryi Panny"
    yield date(year, 11, 1), "Wszystkich Świętych"
    yield date(year, 11, 11), "Narodowe Święto Niepodległości"
    yield date(year, 12, 24), "Wigilia Bożego Narodzenia"  # A day off since 2025.
    yield date(year, 12, 25), "Boże Narodzenie (pierwszy dzień)"
    yield date(year, 12, 26), "Boże Narodzenie (drugi dzień)"


def germany(year):
    sunday = easter(year)
    yield date(year, 1, 1), "Neujahr"
    yield sunday - timedelta(2), "Karfreitag"
    yield sunday + timedelta(1), "Ostermontag"
    yield date(year, 5, 1), "Tag der Arbeit"
    yield sunday + timedelta(39), "Christi Himmelfahrt"
    yield sunday + timedelta(50), "Pfingstmontag"
    yield date(year, 10, 3), "Tag der Deutschen Einheit"
    yield date(year, 12, 25), "1. Weihnachtstag"
    yield date(year, 12, 26), "2. Weihnachtstag"


def france(year):
    sunday = easter(year)
    yield date(year, 1, 1), "Jour de l'an"
    yield sunday + timedelta(1), "Lundi de Pâques"
    yield date(year, 5, 1), "Fête du Travail"
    yield date(year, 5, 8), "Victoire 1945"
    yield sunday + timedelta(39), "Ascension"
    yield sunday + timedelta(50), "Lundi de Pentecôte"
    yield date(year, 7, 14), "Fête nationale"
    yield date(year, 8, 15), "Assomption"
    yield date(year, 11, 1), "Toussaint"
    yield date(year, 11, 11), "Armistice 1918"
    yield date(year, 12, 25), "Noël"


def england_and_wales(year):
    sunday = easter(year)
    taken = set()

    def kept(day, name):
        """On a weekend, the next working day stands in."""
        free = day
        while free.weekday() > 4 or free in taken:
            free += timedelta(1)
        taken.add(free)
        return free, name if free == day else name + " (substitute day)"

    yield kept(date(year, 1, 1), "New Year's Day")
    yield sunday - timedelta(2), "Good Friday"
    yield sunday + timedelta(1), "Easter Monday"
    yield nth(year, 5, MON, 1), "Early May bank holiday"
    yield nth(year, 5, MON, -1), "Spring bank holiday"
    yield nth(year, 8, MON, -1), "Summer bank holiday"
    yield kept(date(year, 12, 25), "Christmas Day")
    yield kept(date(year, 12, 26), "Boxing Day")


def united_states(year):
    def kept(day, name):
        """The day, and where it falls on a weekend the Friday before or the Monday after."""
        yield day, name
        if day.weekday() > 4:
            yield day + timedelta(-1 if day.weekday() == 5 else 1), name + " (observed)"

    yield from kept(date(year, 1, 1), "New Year's Day")
    yield nth(year, 1, MON, 3), "Birthday of Martin Luther King, Jr."
    yield nth(year, 2, MON, 3), "Washington's Birthday"
    yield nth(year, 5, MON, -1), "Memorial Day"
    yield from kept(date(year, 6, 19), "Juneteenth National Independence Day")
    yield from kept(date(year, 7, 4), "Independence Day")
    yield nth(year, 9, MON, 1), "Labor Day"
    yield nth(year, 10, MON, 2), "Columbus Day"
    yield from kept(date(year, 11, 11), "Veterans Day")
    yield nth(year, 11, THU, 4), "Thanksgiving Day"
    yield from kept(date(year, 12, 25), "Christmas Day")


def folded(line):
    """At most 75 bytes a line (RFC 5545 §3.1), never within a letter."""
    out, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > 75:
            out, size = out + "\r\n ", 1
        out, size = out + letter, size + width
    return out


def calendar(code, days):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Houston//Public holidays//EN"]
    for day, name in sorted(days):
        text = name.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        lines += ["BEGIN:VEVENT", f"UID:{day:%Y%m%d}-{code}@holidays.houston.invalid", "DTSTAMP:20250101T000000Z",
                  f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{day + timedelta(1):%Y%m%d}",
                  f"SUMMARY:{text}", "TRANSP:TRANSPARENT", "END:VEVENT"]
    return "".join(folded(line) + "\r\n" for line in [*lines, "END:VCALENDAR"])


COUNTRIES = {"de": germany, "fr": france, "gb": england_and_wales, "pl": poland, "us": united_states}

for country, rules in COUNTRIES.items():
    # A year more, for days of the next year that are kept in this one (us: New Year's Day on a Saturday).
    found = [entry for year in range(YEARS.start, YEARS.stop + 1) for entry in rules(year)]
    inside = [entry for entry in found if entry[0].year in YEARS]
    (Path(__file__).parent / f"{country}.ics").write_bytes(calendar(country, inside).encode())
