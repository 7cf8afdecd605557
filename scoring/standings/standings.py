"""Standings: the outcome of a ranking, with the texts and tables made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scoring.reading.cells import to_key
from scoring.standings.explanation import explain_passed_over, explain_rank, explain_unranked
from scoring.standings.open_questions import OpenQuestion, open_questions
from scoring.standings.outcome import Outcome
from scoring.standings.output import standings_csv, standings_dict, standings_json
from scoring.standings.reasons import Reason, find_reason
from scoring.standings.tables.frame import html_table, short_text, standings_frame
from scoring.text import Text, say

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False, repr=False)
class Standings(Outcome):
    """What `rank` gives: rows, ties, cut, awards; in words, as plain data, JSON, CSV or a DataFrame."""

    def why(self, entry: str) -> Reason:
        """What decided the rank of an entry; UnknownEntry (a ScoringError and a KeyError) where it has none."""
        return find_reason(self, self.place_of(entry))

    def explanation(self, entry: str) -> Text:
        """One sentence on why the entry stands where it stands.

        UnknownEntry (a ScoringError and a KeyError) for a code that is neither ranked nor among the unranked.
        """
        code = to_key(entry)
        for absent in self.unranked:
            if absent.entry == code:
                return explain_unranked(absent)
        reason = explain_rank(self, self.place_of(code))
        over = [row for row in self.passed_over if row.entry == code]
        return explain_passed_over(reason, over) if over else reason

    def explain(self, entry: str, language: str = "en") -> str:
        """The explanation of an entry in a language ("en", "ko", …)."""
        return say(self.explanation(entry), language)

    @property
    def open_questions(self) -> tuple[OpenQuestion, ...]:
        """What a tie, a decision not yet given or a lot not yet drawn leaves to be settled."""
        return open_questions(self.to_dict())

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain data, in the shape and key order of the JSON."""
        return standings_dict(self)

    def to_json(self) -> str:
        """The JSON text: UTF-8 characters as they are, two spaces of indent, a final line feed."""
        return standings_json(self)

    def to_csv(self) -> str:
        """The CSV text: rank,entry,score,exact,ballots,tied,decided_by,<criteria…>, lines ended by LF."""
        return standings_csv(self)

    def to_frame(self, *, exact: bool = False) -> pd.DataFrame:
        """The columns of the CSV as a pandas DataFrame of numbers: scores and criteria are floats, not rounded for display;
        with `exact` they are Fractions."""
        return standings_frame(self, exact=exact)

    def __repr__(self) -> str:
        return short_text(self)

    def _repr_html_(self) -> str:
        """The first rows as a table, which a notebook shows."""
        return html_table(self)
