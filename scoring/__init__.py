"""The rules of a judged event: ballots and a policy in, standings out.

Nothing here knows a database, the web, a clock or chance: the same input gives the same standings, byte for byte.
"""

from importlib import import_module
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from scoring.agreement import Agreement, JudgeProfile, measure_agreement
    from scoring.allocation import allocate
    from scoring.bundle import Contents, pack_results
    from scoring.robustness import Robustness, measure_robustness
    from scoring.verifier import Check, verify_results

__all__ = [
    "Adjustment",
    "Agreement",
    "Award",
    "BallotTotal",
    "Ballots",
    "Check",
    "Contents",
    "Criterion",
    "Cut",
    "Decisions",
    "Fault",
    "JudgeProfile",
    "Policy",
    "Robustness",
    "Rubric",
    "Scale",
    "ScoringError",
    "Standing",
    "Standings",
    "allocate",
    "draw",
    "lot_hash",
    "measure_agreement",
    "measure_robustness",
    "pack_results",
    "rank",
    "verify_results",
]

# Who only ranks does not wait for these to load.
_LATE = {
    "Agreement": "scoring.agreement",
    "JudgeProfile": "scoring.agreement",
    "measure_agreement": "scoring.agreement",
    "allocate": "scoring.allocation",
    "Contents": "scoring.bundle",
    "pack_results": "scoring.bundle",
    "Robustness": "scoring.robustness",
    "measure_robustness": "scoring.robustness",
    "Check": "scoring.verifier",
    "verify_results": "scoring.verifier",
}

if not TYPE_CHECKING:

    def __getattr__(name):
        if name not in _LATE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_LATE[name]), name)
