#!/usr/bin/python3
"""Random questions about time with the answers of python-dateutil and zoneinfo, for reference_test.cpp.

reference.py SEED COUNT writes COUNT lines of each kind, fields between '|':
  rule|RRULE|START|FROM|DATE DATE ...      the first dates from FROM on, at most eight, within ten years
  wall|ZONE|YYYY-MM-DD HH:MM|UTC           the instant of a wall clock's time (fold=0)
  local|ZONE|UTC|YYYY-MM-DD HH:MM|OFFSET   what the wall clock shows, and its offset in minutes, rounded down
The last line is "end", so that a script that fell over is noticed.
"""
import random
import sys
from datetime import date, datetime, timedelta, timezone

try:
    from dateutil.rrule import rrulestr
    from zoneinfo import ZoneInfo
except ImportError as missing:
    sys.exit(f"reference.py: {missing}: install the Debian package python3-dateutil")

WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
ZONES = """Europe/Warsaw Europe/London Europe/Dublin Europe/Lisbon Europe/Moscow Europe/Istanbul Atlantic/Azores
 America/New_York America/Los_Angeles America/Phoenix America/St_Johns America/Sao_Paulo America/Santiago
 America/Caracas America/Nuuk America/Havana America/Mexico_City America/Asuncion Africa/Cairo Africa/Casablanca
 Africa/Windhoek Africa/Juba Asia/Kathmandu Asia/Kolkata Asia/Tehran Asia/Gaza Asia/Beirut Asia/Pyongyang
 Asia/Tokyo Asia/Amman Australia/Lord_Howe Australia/Sydney Australia/Adelaide Australia/Perth Pacific/Apia
 Pacific/Auckland Pacific/Chatham Pacific/Kiritimati Pacific/Fiji Pacific/Norfolk Antarctica/Troll
 Antarctica/Casey UTC""".split()


def some(rng, values, most):
    return sorted(rng.sample(list(values), rng.randint(1, most)))


def joined(values):
    return ",".join(str(value) for value in values)


def random_rule(rng, start):
    freq = rng.choice(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
    parts = [f"FREQ={freq}"]
    if rng.random() < 0.6:
        parts.append(f"INTERVAL={rng.choice([1, 2, 2, 3, 4, 5, 7, 13])}")
    if rng.random() < 0.3:
        parts.append(f"BYMONTH={joined(some(rng, range(1, 13), 4))}")
    if freq == "WEEKLY":
        if rng.random() < 0.7:
            parts.append(f"BYDAY={joined(some(rng, WEEKDAYS, 4))}")
        if rng.random() < 0.4:
            parts.append(f"WKST={rng.choice(WEEKDAYS)}")
    elif freq == "DAILY":
        if rng.random() < 0.4:
            parts.append(f"BYDAY={joined(some(rng, WEEKDAYS, 4))}")
    else:
        kind = rng.choice(["none", "days", "ordinal", "monthday", "both", "setpos", "yearday", "week"])
        if kind in ("yearday", "week") and (freq != "YEARLY" or any("BYMONTH=" in part for part in parts)):
            kind = "setpos"
        month_days = [*range(1, 32), *range(-31, 0)]
        if kind in ("days", "both", "setpos"):
            parts.append(f"BYDAY={joined(some(rng, WEEKDAYS, 5))}")
        if kind == "ordinal":
            most = 5 if freq == "MONTHLY" or any("BYMONTH=" in part for part in parts) else 53
            which = rng.choice([-1, -2, 1, 2, 3, 4, 5, -5, most, -most])
            parts.append(f"BYDAY={which}{rng.choice(WEEKDAYS)}")
        if kind in ("monthday", "both"):
            parts.append(f"BYMONTHDAY={joined(rng.sample(month_days, rng.randint(1, 4)))}")
        if kind == "setpos":
            parts.append(f"BYSETPOS={rng.choice([1, 2, 3, -1, -2])}")
        if kind == "yearday":
            parts.append(f"BYYEARDAY={joined(rng.sample([*range(1, 367), *range(-366, 0)], 3))}")
        if kind == "week":
            parts.append(f"BYWEEKNO={rng.randint(2, 51)};BYDAY={rng.choice(WEEKDAYS)}")
    end = rng.random()
    if end < 0.2:
        parts.append(f"COUNT={rng.randint(1, 60)}")
    elif end < 0.4:
        parts.append(f"UNTIL={start + timedelta(days=rng.randint(0, 2500)):%Y%m%d}")
    rng.shuffle(parts)
    return ";".join(parts)


def rule_case(rng):
    start = date(2018, 1, 1) + timedelta(days=rng.randrange(365 * 10))
    rule = random_rule(rng, start)
    begin = start + timedelta(days=rng.randint(-400, 3000))
    end = datetime(begin.year + 10, begin.month, min(begin.day, 28))
    dates = []
    first = datetime(begin.year, begin.month, begin.day)
    for found in rrulestr(rule, dtstart=datetime(start.year, start.month, start.day)):
        if found > end or len(dates) == 8:
            break
        if found >= first:
            dates.append(f"{found:%Y-%m-%d}")
    return f"rule|{rule}|{start}|{begin}|{' '.join(dates)}"


def utc_text(moment):
    return f"{moment.astimezone(timezone.utc):%Y-%m-%d %H:%M}"


def some_moment(rng, zone):
    """A moment between 2000 and 2037; in half of the cases within hours of a change of the offset."""
    moment = datetime(2000, 1, 1, tzinfo=timezone.utc) + timedelta(minutes=rng.randrange(37 * 365 * 1440))
    if rng.random() < 0.5:
        return moment
    place = ZoneInfo(zone)
    step = timedelta(days=1)
    for _ in range(400):
        if moment.astimezone(place).utcoffset() != (moment + step).astimezone(place).utcoffset():
            break
        moment += step
    return moment + timedelta(minutes=rng.randrange(-180, 1440 + 180))


def wall_case(rng):
    zone = rng.choice(ZONES)
    place = ZoneInfo(zone)
    shown = some_moment(rng, zone).astimezone(place).replace(tzinfo=None)
    # Off the clock's own readings too, into the gaps.
    shown += timedelta(minutes=rng.choice([0, 0, 30, 60, -30, -60, 90]))
    return f"wall|{zone}|{shown:%Y-%m-%d %H:%M}|{utc_text(shown.replace(tzinfo=place, fold=0))}"


def local_case(rng):
    zone = rng.choice(ZONES)
    moment = some_moment(rng, zone)
    shown = moment.astimezone(ZoneInfo(zone))
    offset = int(shown.utcoffset().total_seconds() // 60)
    return f"local|{zone}|{utc_text(moment)}|{shown:%Y-%m-%d %H:%M}|{offset}"


def main():
    seed, count = int(sys.argv[1]), int(sys.argv[2])
    rng = random.Random(seed)
    for _ in range(count):
        print(rule_case(rng))
        print(wall_case(rng))
        print(local_case(rng))
    print("end")


main()
