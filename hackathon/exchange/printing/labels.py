"""Labels and sentences that the layouts draw, by the name under which they ask for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scoring.text import Text, text, text_p

LABELS: dict[str, Text] = {
    "event": text("Event"),
    "judging": text_p("period", "Judging"),
    "panel": text_p("people", "Panel"),
    "entries": text_p("judged", "Entries"),
    "method": text("Method"),
    "result_digest": text_p("result", "Digest"),
    "standings": text_p("paper", "Standings"),
    "rank": text("Rank"),
    "code": text("Code"),
    "team": text("Team"),
    "score": text("Score"),
    "ballots": text("Ballots"),
    "remark": text("Remark"),
    "awards": text("Awards"),
    "award": text("Award"),
    "ties": text("Ties"),
    "tie_score": text_p("tie", "Score"),
    "tie_teams": text("Teams"),
    "compared": text("What was compared"),
    "outcome": text("Outcome"),
    "adjustments": text("Adjustments"),
    "adjustment": text_p("mark", "Points"),
    "reason": text("Reason"),
    "recusals": text("Recusals"),
    "judge": text("Judge"),
    "kind": text("Kind"),
    "signatures": text("Signatures"),
    "chair": text("Chair"),
    "organizer": text("Organizer"),
    "one_judge": text("Ballots of one judge"),
    "order": text_p("order", "No."),
    "total": text("Total"),
    "state": text("State"),
    "digest": text("Digest"),
    "comments": text("Comments for the teams"),
    "score_sheet": text("Score sheet"),
    "score_sheets": text("Score sheets"),
    "criterion": text("Criterion"),
    "points": text("Points"),
    "scale": text_p("paper", "Scale"),
    "question": text("What to look at"),
    "comment": text("Comment"),
    "recused": text_p("box to tick", "Recused"),
    "received": text("Received by"),
}
"""Written in every language of the paper, the first one big."""
SENTENCES: dict[str, Text] = {
    "tied": text("tied"),
    "not_ranked": text("Not ranked"),
    "no_ties": text("There were no ties."),
    "no_step": text("no step is declared"),
    "confirmed": text("We confirm the result above."),
    "unsigned": text(
        "This is a draft from before the lock, so there is nothing to sign. Download it again after the lock."
    ),
    "chair": text("Chair"),
    "seal": text("Signature or seal, date"),
    "instructions": text(
        "Write each mark clearly. Strike a slip through twice, write it again beside it and sign. For a team you must "
        "not judge, tick “Recused” and leave the row empty."
    ),
    "no_team": text("No team is assigned."),
    "no_judges": text("There are no judges."),
    "out": text_p("paper", "out"),
}
"""Written in the first language of the paper alone."""


def spoken(languages: Sequence[str]) -> dict[str, Any]:
    """All of them as a layout reads them."""
    return {
        "languages": list(languages),
        "labels": {name: [label.say(language) for language in languages] for name, label in LABELS.items()},
        "sentences": {name: sentence.say(languages[0]) for name, sentence in SENTENCES.items()},
    }
