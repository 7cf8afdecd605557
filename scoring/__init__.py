"""The rules of a judged event: ballots and a policy in, standings out.

Nothing here knows a database, the web, a clock or chance: the same input gives the same standings, byte for byte.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scoring.agreement import Agreement, JudgeProfile, measure_agreement
    from scoring.allocation import allocate
    from scoring.ballots import Ballots
    from scoring.bundle import Contents, pack_results
    from scoring.decisions import Decisions
    from scoring.faults import Fault, ScoringError
    from scoring.inputs import Adjustment
    from scoring.lot import draw, lot_hash
    from scoring.policy import Policy
    from scoring.ranking import rank
    from scoring.robustness import Robustness, measure_robustness
    from scoring.rubric import Criterion, Rubric, Scale
    from scoring.selection import Award, Cut
    from scoring.standings import BallotTotal, Standing, Standings
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

# A name is loaded when it is first asked for: who reads a help text or only ranks does not wait for the rest.
_HOMES = {
    "Agreement": "scoring.agreement",
    "JudgeProfile": "scoring.agreement",
    "measure_agreement": "scoring.agreement",
    "allocate": "scoring.allocation",
    "Ballots": "scoring.ballots",
    "Contents": "scoring.bundle",
    "pack_results": "scoring.bundle",
    "Decisions": "scoring.decisions",
    "Fault": "scoring.faults",
    "ScoringError": "scoring.faults",
    "Adjustment": "scoring.inputs",
    "draw": "scoring.lot",
    "lot_hash": "scoring.lot",
    "Policy": "scoring.policy",
    "rank": "scoring.ranking",
    "Robustness": "scoring.robustness",
    "measure_robustness": "scoring.robustness",
    "Criterion": "scoring.rubric",
    "Rubric": "scoring.rubric",
    "Scale": "scoring.rubric",
    "Award": "scoring.selection",
    "Cut": "scoring.selection",
    "BallotTotal": "scoring.standings",
    "Standing": "scoring.standings",
    "Standings": "scoring.standings",
    "Check": "scoring.verifier",
    "verify_results": "scoring.verifier",
}

if not TYPE_CHECKING:

    def __getattr__(name):
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = getattr(import_module(_HOMES[name]), name)
        return found
