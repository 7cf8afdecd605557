"""Imports: files of people, teams, judges, conflicts and ballots, of any encoding and shape.

One code path for the command and for the organizer's page: a file is read, a plan is made in memory and shown, and the
plan is carried out in one short transaction, or not at all.
"""

from hackathon.exchange.importing.importer import (
    ImportRequest,
    carry_out,
    criteria_of,
    make_plan,
    open_table,
    plan_table,
)
from hackathon.exchange.importing.plan import Plan
from hackathon.exchange.importing.table.columns import FIELDS, KINDS

__all__ = [
    "FIELDS",
    "KINDS",
    "ImportRequest",
    "Plan",
    "carry_out",
    "criteria_of",
    "make_plan",
    "open_table",
    "plan_table",
]
