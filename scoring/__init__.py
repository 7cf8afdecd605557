"""The rules of a judged event: ballots and a policy in, standings out.

Nothing here knows a database, the web, a clock or chance: the same input gives the same standings, byte for byte.
"""

from scoring.ballots import Ballots
from scoring.decisions import Decisions
from scoring.faults import Fault, ScoringError
from scoring.inputs import Adjustment
from scoring.lot import draw, lot_hash
from scoring.policy import Policy
from scoring.ranking import rank
from scoring.rubric import Criterion, Rubric, Scale
from scoring.selection import Award, Cut
from scoring.standings import BallotTotal, Standing, Standings

__all__ = [
    "Adjustment",
    "Award",
    "BallotTotal",
    "Ballots",
    "Criterion",
    "Cut",
    "Decisions",
    "Fault",
    "Policy",
    "Rubric",
    "Scale",
    "ScoringError",
    "Standing",
    "Standings",
    "draw",
    "lot_hash",
    "rank",
]
