#!/usr/bin/env python3
"""check_cases.py SCHEMA CASES: holds the sandbox's Block Kit cases to the schema by an independent validator
(python3-jsonschema): what we accept must conform; what we refuse must not, unless only a cross-field rule says so."""
import json
import sys

import jsonschema

schema = json.load(open(sys.argv[1], encoding="utf-8"))
cases = json.load(open(sys.argv[2], encoding="utf-8"))


def conforms(case):
    name, value = ("BotView", case["view"]) if "view" in case else ("BotMessage", {"blocks": case["blocks"]})
    validator = jsonschema.Draft7Validator({"definitions": schema["definitions"], "$ref": f"#/definitions/{name}"})
    return validator.is_valid(value)


wrong = [f"we accept, the schema refuses: {case['name']}" for case in cases["valid"] if not conforms(case)]
for case in cases["refused"]:
    if conforms(case) != case.get("cross", False):
        wrong.append(f"we refuse, the schema {'accepts' if conforms(case) else 'refuses, too (no cross rule)'}: {case['name']}")
print("\n".join(wrong) or f"{len(cases['valid'])} accepted, {len(cases['refused'])} refused, alike")
sys.exit(bool(wrong))
