"""Reads an .ics file with Python's icalendar and prints each event: uid|start|end|sequence|status|summary."""

import datetime
import sys

import icalendar

with open(sys.argv[1], "rb") as file:
    data = file.read()
# RFC 5545 §3.1: lines end in CRLF and have at most 75 octets.
for line in data.split(b"\r\n"):
    assert b"\n" not in line and len(line) <= 75, line
calendar = icalendar.Calendar.from_ical(data)
assert calendar["VERSION"] == "2.0" and calendar["PRODID"], "no VERSION or PRODID"
for event in calendar.walk("VEVENT"):
    assert not event.errors, event.errors
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    assert start.utcoffset() == datetime.timedelta(0) and event["DTSTAMP"].dt.utcoffset() == datetime.timedelta(0)
    print("|".join([
        str(event["UID"]), start.strftime("%Y-%m-%dT%H:%M:%SZ"), end.strftime("%Y-%m-%dT%H:%M:%SZ"),
        str(event["SEQUENCE"]), str(event["STATUS"]), " ".join(str(event["SUMMARY"]).split())]))
print("end")
