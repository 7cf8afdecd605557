"""CSV of the standings: the columns of the rules, and the names of the teams as the last one."""

from __future__ import annotations

from hackathon.domain.rounds import entries
from hackathon.models import Round
from scoring import Standings
from scoring.csv_json import csv_text
from scoring.standings.output import csv_header, csv_row


def standings_csv(round: Round, table: Standings, *, names: bool = True) -> str:
    """The text. Without `names` the column of the teams is empty: whoever reads it must not know them."""
    teams = {code: name for code, (_id, name) in entries.team_names(round).items()} if names else {}
    rows = ([*csv_row(table, row), teams.get(row.entry, "")] for row in table.rows)
    return csv_text([[*csv_header(table), "team"], *rows])
