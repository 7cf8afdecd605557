"""The organizer's pages of a round: every module named here adds its own to the blueprint, and its tab."""

from __future__ import annotations

from hackathon.models import Round
from hackathon.web.organizer.night import (
    cards,
    check_in,
    control,
    devices,
    paper,
    paper_sheet,
    presenting,
    rulings,
    submissions,
    unsent,
)
from hackathon.web.organizer.result import (
    adjustments,
    advance,
    decide,
    decision_acts,
    lock,
    log,
    publication,
    signatures,
    standings,
    ties,
)
from hackathon.web.organizer.setup import (
    assignments,
    awards,
    coverage,
    drills,
    entries,
    panels,
    polls,
    recusals,
    replacements,
    rubric,
    schedule,
    settings,
    walk_ins,
)
from hackathon.web.organizer.shared import desk
from hackathon.web.organizer.shared.tabs import Tab

WITH_TAB = (
    *(control, standings, rulings, signatures, assignments, panels, recusals, entries, drills, submissions),
    *(check_in, adjustments, polls, rubric, awards, settings, log),
)
"""Pages with a tab, in the order of the tabs."""
TABS: tuple[Tab, ...] = tuple(page.TAB for page in WITH_TAB)
WITHOUT_TAB = (
    *(schedule, coverage, walk_ins, replacements, presenting, devices, cards, unsent, paper, paper_sheet),
    *(ties, decide, decision_acts, lock, publication, advance),
)
blueprint = desk.blueprint


@blueprint.app_context_processor
def _tabs() -> dict[str, object]:
    return {"tabs_of": tabs_of}


def tabs_of(round: Round) -> list[Tab]:
    """The tabs over a page of the round that the person looking finds."""
    return [tab for tab in TABS if tab.shown(round)]
