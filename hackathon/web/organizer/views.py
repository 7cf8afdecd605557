"""The organizer's pages of a round: every module named here adds its own to the blueprint."""

from __future__ import annotations

from hackathon.web.organizer.night import (
    cards,
    control,
    devices,
    paper,
    presenting,
    rulings,
    submissions,
    unsent,
)
from hackathon.web.organizer.result import acts, adjustments, signing, standings, ties
from hackathon.web.organizer.setup import (
    assignments,
    coverage,
    drills,
    entries,
    panels,
    polls,
    recusals,
    replacements,
    rubric,
    schedule,
)
from hackathon.web.organizer.shared import desk, log

PAGES = (
    *(schedule, entries, panels, assignments, coverage, recusals, drills, polls, replacements, rubric),
    *(control, presenting, devices, cards, unsent, paper, rulings, submissions),
    *(standings, ties, adjustments, acts, signing),
    log,
)
blueprint = desk.blueprint
