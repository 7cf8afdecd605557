"""The rooms inside the halls, and which other rooms of its hall each may import: one way, from the last to the first."""

from __future__ import annotations

_WORDS = {"text", "names", "faults"}
"""What every room above may use: texts of any language, names of the rules, what is wrong and where."""
SCORING: dict[str, set[str]] = {
    "exact": set(),
    "korean": set(),
    "text": {"korean"},
    "names": {"text"},
    "faults": {"text", "names"},
    "reading": _WORDS,
    "csv_json": {"reading"},
    "policy": {*_WORDS, "reading"},
    "ballots": {*_WORDS, "exact", "policy", "reading"},
    "methods": {*_WORDS, "exact", "policy", "ballots"},
    "ties": {*_WORDS, "exact", "policy", "reading", "methods"},
    "allocation": {*_WORDS, "reading", "ties"},
    "standings": {*_WORDS, "exact", "korean", "reading", "csv_json", "policy", "ballots", "methods", "ties"},
    "analysis": {*_WORDS, "exact", "reading", "policy", "ballots", "methods", "standings"},
    "bundle": {*_WORDS, "reading", "csv_json", "policy", "ballots", "standings"},
    "report": {*_WORDS, "exact", "reading", "policy", "ballots", "ties", "standings", "analysis"},
    "commands": {
        *(*_WORDS, "reading", "csv_json", "policy", "ballots", "ties", "allocation"),
        *("standings", "analysis", "bundle", "report"),
    },
}

DOMAIN: dict[str, set[str]] = {
    "base": set(),
    "letters": {"base"},
    "people": {"base", "letters"},
    "applying": {"base", "letters", "people"},
    "rounds": {"base", "people", "applying"},
    "teams": {"base", "letters", "people", "applying", "rounds"},
    "submissions": {"base", "rounds"},
    "ballots": {"base", "people", "rounds", "submissions"},
    "results": {"base", "letters", "rounds", "teams", "submissions", "ballots"},
    "entrants": {"base", "letters", "people", "applying", "rounds", "teams", "ballots", "results"},
}

EXCHANGE: dict[str, set[str]] = {
    "definition": set(),
    "mail": set(),
    "uploads": set(),
    "printing": set(),
    "exporting": {"printing"},
    "importing": {"exporting"},
}

IMPORTING: dict[str, set[str]] = {
    "table": set(),
    "tablets": set(),
    "plan": {"table"},
    "refusals": {"plan", "table"},
    "people": {"plan", "table"},
    "teams": {"plan", "table", "people"},
    "judging": {"plan", "table", "people"},
    "importer": {"plan", "table", "people", "teams", "judging"},
}

WEB: dict[str, set[str]] = {
    "http": set(),
    "page": {"http"},
    "public": {"http", "page"},
    "accounts": {"http", "page"},
    "applying": {"http", "page"},
    "team": {"http", "page"},
    "voting": {"http", "accounts"},
    "manual": {"http"},
    "judge": {"http", "page", "accounts", "manual"},
    "organizer": {"http", "page", "accounts", "applying", "team", "judge"},
}

ORGANIZER: dict[str, set[str]] = {
    "shared": set(),
    "setup": {"shared"},
    "night": {"shared"},
    "result": {"shared"},
    "people": {"shared"},
    "entrants": {"shared"},
    "importing": set(),
    "views": {"shared", "setup", "night", "result"},
}
