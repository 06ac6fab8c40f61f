// A person's id as it stands in a list of ids that '/' separates (pair.people), in SQL: of a parameter. In
// C++: pairs.cpp.
#pragma once

#define HOUSTON_ESCAPED_ID "replace(replace(?, '%', '%25'), '/', '%2F')"
